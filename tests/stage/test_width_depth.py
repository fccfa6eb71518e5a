"""Width and depth: what stands on the screen is what the limits and the table say."""

import numpy as np
import pytest
from watch import texts, watch

from approx.compare import compare, neurons_for
from approx.limits import best
from approx.panels import story_width
from approx.panels import width as widths
from approx.stage.pair import morph
from approx.subject import resolve


@pytest.mark.parametrize("name", ["parabola-2", "sine-8"])
def test_every_fit_stands_on_the_breakpoints_of_the_best_function(name, tmp_path):
    subject = resolve(name)
    seen = []

    def look(told, beat):
        if beat.startswith("fit"):
            n = widths.SHOWN[int(beat[-1]) - 1]
            f = best(subject.target, n).function
            assert told.line.corners == pytest.approx(told.left.points(f.x, f.y), abs=1e-9)
            seen.append(n)

    watch("width", subject, "dark", tmp_path, look)
    assert tuple(seen) == widths.SHOWN


def test_the_errors_on_the_screen_are_the_tables(tmp_path):
    subject = resolve("sigmoid")
    rows = {row.neurons: row for row in compare(subject.target).rows}

    def look(told, beat):
        if beat == "slope":
            n, e = told.width.until(64)
            errors = dict(zip(np.rint(2**n).astype(int).tolist(), 10**e, strict=True))
            for count, row in rows.items():
                assert errors[count] == pytest.approx(row.optimum, rel=1e-12)
            assert told.path.corners == pytest.approx(told.right.points(n, e), abs=1e-9)
        if beat.startswith("fit"):
            shown = story_width.off(rows[widths.SHOWN[int(beat[-1]) - 1]].optimum, "en")
            assert shown in [text.text for text in texts(told)]

    watch("width", subject, "dark", tmp_path, look)


def test_the_reading_is_the_fewest_neurons_for_the_error_asked():
    width = widths.build(resolve("parabola-2"))
    assert width.wanted == 1e-3
    assert width.reading is not None
    assert width.reading.neurons == neurons_for(width.subject.target, 1e-3) == 22
    assert width.reading.error <= 1e-3 < best(width.subject.target, 21).error


def test_a_plateau_is_the_longest_stretch_without_gain():
    assert widths.build(resolve("sine-8")).plateau == (2, 5)
    assert widths.build(resolve("parabola-2")).plateau is None


def test_errors_that_are_not_computed_are_those_of_a_plateau():
    width = widths.build(resolve("sine-8"))
    for n in range(1, 17):
        error = width.errors[width.counts.index(n)]
        assert error == pytest.approx(best(width.subject.target, n).error, rel=2e-6)


def test_a_morph_begins_and_ends_with_the_functions_own_corners():
    target = resolve("sine-8").target
    few, many = best(target, 2).function, best(target, 8).function
    for one, other in ((few, many), (many, few)):
        for f, share in ((one, 0.0), (other, 1.0)):
            x, y = morph(one, other, share)
            assert np.unique(x) == pytest.approx(f.x)
            assert f(x) == pytest.approx(y)
        assert (np.diff(morph(one, other, 0.5)[0]) > 0).all()


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("abs", "no error left"),
        ("hat", "with 3 breakpoints"),
        ("sawtooth-5", "with 31 breakpoints"),
        ("step-like", "target jumps"),
    ],
)
def test_a_target_without_an_error_to_fall_is_refused_in_one_line(name, reason):
    told = story_width.misfit(resolve(name))
    assert told is not None
    assert reason in told
    assert "\n" not in told
