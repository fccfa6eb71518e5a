"""A number has the same digits wherever it is shown: figure, caption, table, alternative text."""

import pytest

from approx.limits.compare import compare
from approx.outputs import report
from approx.panels import compare as comparing
from approx.panels import fit, width
from approx.panels import slopes as staircase
from approx.panels.captions import width as width_words
from approx.panels.wording import described
from approx.style.languages import localised, number
from tests.strangers import stranger

ERRORS = ["sine", "wave", "tall", "noisy", "years"]


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("name", ERRORS)
def test_the_largest_error(name, language):
    subject = stranger(name)
    error = localised(number(subject.error.sup), language)
    shown = fit.build(subject, language)
    assert error in shown.sentence
    assert error in fit.alt(shown, subject, language)
    assert error in described(subject, language)
    assert f"+{number(subject.error.sup)}" in shown.strips[0].vertical.labels
    assert number(subject.error.sup) in " ".join(report.lines(subject))


@pytest.mark.parametrize("name", ["noisy", "years"])
def test_the_rms_error_of_points(name):
    subject = stranger(name)
    rms, shown = number(subject.error.l2), fit.build(subject)
    assert shown.sentence.endswith(rms)
    assert f"± rms error {rms}" in shown.strips[0].vertical.name + shown.strips[0].title
    assert rms in " ".join(report.lines(subject))


@pytest.mark.parametrize("name", ["sine", "years", "leaky"])
def test_the_slopes(name):
    subject = stranger(name)
    shown = staircase.build(subject)
    for slope in (subject.function.slopes.min(), subject.function.slopes.max()):
        assert number(float(slope)) in shown.sentence
        assert number(float(slope)) in " ".join(report.lines(subject))


@pytest.mark.slow
def test_the_best_possible_errors():
    """In the table, its sentence and the film's captions."""
    subject = stranger("sine")
    comparison = compare(subject.target_function)
    best = {row.breakpoints: number(row.optimum) for row in comparison.rows}
    table, sentence = "\n".join(comparing.table(comparison)), comparing.verdict(comparison)
    captions = " ".join(text for _, text in width_words.beats(width.build(subject), "en"))
    assert all(value in table for value in best.values())
    assert sentence.endswith(f"from {best[1]} to {best[64]}")
    for n in (4, 8, 16):
        assert best[n] in captions
