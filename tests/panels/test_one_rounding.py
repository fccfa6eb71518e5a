"""A number has the same digits wherever it is shown: figure, caption, table, alternative text."""

import re

import numpy as np
import pytest

from approx.limits.compare import compare
from approx.outputs import report
from approx.outputs.page import data as pages
from approx.panels import (
    breakpoints,
    diagram,
    fit,
    layers,
    neurons,
    running_sum,
    single_neuron,
    width,
)
from approx.panels import compare as comparing
from approx.panels import slopes as staircase
from approx.panels.captions import layers as layers_words
from approx.panels.captions import sum as sum_words
from approx.panels.captions import width as width_words
from approx.panels.formula import formula
from approx.panels.rounding import SHARE, Digits, digits_of, written
from approx.panels.wording import described
from approx.style.languages import localised, number, weight
from approx.subjects import resolve
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
    shown, digits = staircase.build(subject), digits_of(subject).weight
    for slope in (subject.function.slopes.min(), subject.function.slopes.max()):
        assert number(float(slope), digits) in shown.sentence
        assert number(float(slope), digits) in " ".join(report.lines(subject))


@pytest.mark.parametrize("name", ["sine", "above", "years", "two"])
def test_weights_biases_and_breakpoints(name, monkeypatch):
    """In formula, diagram, small pictures, film, page and table: of one network the same digits."""
    monkeypatch.setattr(pages, "_limits", lambda subject: None)  # most of the time a page takes
    subject = stranger(name)
    network, digits = written(subject)
    assert digits == digits_of(subject) == Digits(**pages.data(subject)["digits"])
    text = "".join(part.text for part in formula(network, digits))
    drawn, small = diagram.build(subject), neurons.build(subject)[0].panels
    labels = {edge.label for edge in drawn.edges} | {unit.bias.lstrip("+") for unit in drawn.units}
    run = running_sum.build(subject)
    film = " ".join(sum_words.neuron_heading(run, c, "en") for c in run.sum.contributions)
    table = " ".join(report.lines(subject))
    for k, bias in enumerate(subject.network.biases[0]):
        shown = weight(float(bias), digits.x)
        assert bias == 0 or shown in labels
        assert bias == 0 or shown.lstrip("−") in small[k].title
    last = weight(float(network.biases[-1][0]), digits.y)
    assert last.lstrip("−") in text
    assert last in labels
    for output in network.weights[-1][0, :2]:
        size = weight(abs(float(output)), digits.weight)
        assert size == "1" or f"{size} ReLU" in text
        assert f"{size} · ReLU" in film
    for x in subject.function.breakpoints:
        assert weight(float(x), digits.x) in table
    for neuron in single_neuron.build(subject).neurons:
        assert neuron.digits == digits


def test_the_caption_of_the_output_has_the_diagram_s_bias():
    subject = stranger("leaky")
    bias = weight(float(subject.network.biases[-1][0]), digits_of(subject).y)
    captions = dict(layers_words.beats(layers.build(subject), "en"))
    assert bias in captions["output"]
    assert bias in {unit.bias.lstrip("+") for unit in diagram.build(subject).units}


@pytest.mark.parametrize("name", ["sine", "tall", "above", "years", "deep"])
def test_the_table_of_breakpoints_gives_the_curve(name):
    """Read back, point by point, it stays within a hundredth of the range."""
    subject = stranger(name)
    rows = [re.split(r"  +", line.strip()) for line in report.lines(subject)]
    points = [[_value(cell) for cell in row[:2]] for row in rows if _value(row[0]) is not None]
    x, y = np.array(points).T
    assert len(x) == len(subject.function.x)
    f, at = subject.function, np.linspace(*subject.domain, 999)
    assert np.abs(np.interp(at, x, y) - f(at)).max() <= 1.5 * SHARE * np.ptp(f.y)


def _value(cell):
    """A printed number; None for a word."""
    found = re.fullmatch(r"(−?[\d.]+)(?:/(\d+))?(?:·10(\S+))?", cell)
    if not found:
        return None
    power = (found[3] or "0").translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789"))
    return float(found[1].replace("−", "-")) / float(found[2] or 1) * 10.0 ** int(power)


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


def test_bends_that_cancel_count_in_the_shares_and_are_said_to():
    """At 0 two neurons of the first layer cancel: 5/6 are theirs, of what is seen only 2/3."""
    subject = resolve("sigmoid-421")
    assert breakpoints.cancelling(subject) == (0.0,)
    assert "and none where neurons cancel" in breakpoints.verdict(subject)
    assert "Bends that cancel each other count in it: at x = 0" in report.lines(subject)
    assert breakpoints.cancelling(resolve("sine-8")) == ()
