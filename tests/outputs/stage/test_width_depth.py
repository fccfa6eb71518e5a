"""Width and depth: what stands on the screen is what the limits and the table say."""

import itertools
from functools import partial

import numpy as np
import pytest
from watch import texts, watch

from approx.core import depth as deep
from approx.core.error import measure
from approx.core.network import Network
from approx.core.target import square
from approx.limits import Needed, best
from approx.limits.compare import compare, needed
from approx.outputs.films import stories
from approx.outputs.stage.pair import morph
from approx.panels import depth as depths
from approx.panels import width as widths
from approx.panels.captions import depth as story_depth
from approx.panels.captions import width as story_width
from approx.style import languages as words
from approx.subjects import resolve


@pytest.mark.parametrize("name", ["parabola-2", "sine-8"])
def test_every_fit_stands_on_the_breakpoints_of_the_best_function(name, tmp_path):
    subject = resolve(name)
    seen = []

    def look(told, beat):
        if beat.startswith("fit"):
            n = widths.SHOWN[int(beat[-1]) - 1]
            f = best(subject.target, n).function
            assert told.line.corners == pytest.approx(told.plot.points(f.x, f.y), abs=1e-9)
            seen.append(n)

    watch("width", subject, "dark", tmp_path, look)
    assert tuple(seen) == widths.SHOWN


def test_the_errors_on_the_screen_are_the_tables(tmp_path):
    subject = resolve("sigmoid")
    rows = {row.breakpoints: row for row in compare(subject.target).rows}

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


def test_the_reading_is_the_fewest_breakpoints_for_the_error_asked():
    width = widths.build(resolve("parabola-2"))
    assert width.wanted == 1e-3
    assert width.reading is not None
    assert width.needed == needed(width.subject.target, 1e-3) == Needed(22, 22)
    assert width.reading.breakpoints == 22
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
    told = story_width.unsupported_reason(resolve(name))
    assert told is not None
    assert reason in told
    assert "\n" not in told


def test_a_fold_half_done_is_exact():
    """Stretched: twice the height; folded: the teeth of the next number of layers, to the bit."""
    teeth = depths.build(resolve("square-deep-3")).teeth
    for start, end in itertools.pairwise(teeth):
        x, y = depths.fold(start, end, 1.0, 0.0)
        assert y == pytest.approx(2 * start(x), abs=0)
        x, y = depths.fold(start, end, 1.0, 1.0)
        assert x == pytest.approx(end.x, abs=0)
        assert y == pytest.approx(end.y, abs=0)
        assert len(end.slopes) == 2 * len(start.slopes)


def test_x_minus_the_teeth_is_the_interpolant_and_each_step_quarters_the_error(tmp_path):
    seen = []

    def look(told, beat):
        if beat.startswith("subtract"):
            f = told.depth.sums[int(beat[-1])]
            assert f.y == pytest.approx(f.x**2, abs=1e-15)
            assert told.line.corners == pytest.approx(told.left.points(f.x, f.y), abs=1e-12)
            seen.append(measure(f, square((0.0, 1.0))).sup)

    told = watch("depth", resolve("square-deep-3"), "dark", tmp_path, look)
    assert seen == pytest.approx([1 / 16, 1 / 64, 1 / 256])
    captions = [beat.caption for beat in told.plan() if beat.name.startswith("subtract")]
    for caption, error in zip(captions, seen, strict=True):
        assert words.number(error, 3) in caption


@pytest.mark.parametrize("name", ["sawtooth-3", "parabola-4"])
def test_the_race_is_the_comparison_and_the_two_errors_are_its_crossing(name):
    depth = depths.build(resolve(name))
    table = compare(depth.target)
    assert depth.comparison.rows == table.rows
    assert depth.crossing.neurons == table.crossing == 11
    for gap, error in ((depth.deep_gap, depth.crossing.error), (depth.shallow_gap, depth.shallow)):
        assert np.abs(gap[1]).max() == pytest.approx(error, rel=1e-3)
    assert depth.crossing.error < best(depth.target, 11).lower


@pytest.mark.parametrize("name", ["sigmoid", "sine-8", "abs"])
def test_only_what_folding_makes_is_told_by_depth(name):
    assert "neither a parabola nor a sawtooth" in (
        story_depth.unsupported_reason(resolve(name)) or ""
    )


@pytest.mark.parametrize(
    ("name", "story"),
    [("sawtooth-3", "depth"), ("square-deep-3", "depth"), ("parabola-2", "sum")],
)
def test_what_was_made_for_depth_is_told_by_it(name, story):
    assert stories.choose(resolve(name), None) == story


@pytest.mark.parametrize("make", [deep.sawtooth, deep.square, partial(deep.square, centred=False)])
def test_what_depth_makes_is_known_by_its_function_and_not_by_its_name(tmp_path, make):
    file = tmp_path / "net.json"
    make(3).save(file)
    assert stories.choose(resolve(str(file)), None) == "depth"
    assert depths.target_of(resolve(str(file))).domain == (0.0, 1.0)


def test_a_sawtooth_with_one_wrong_weight_is_none(tmp_path):
    network = deep.sawtooth(3)
    weights = [w.copy() for w in network.weights]
    weights[1][0, 0] += 1e-6
    file = tmp_path / "sawtooth-3.json"
    Network(weights, network.biases).save(file)
    subject = resolve(str(file))
    assert stories.choose(subject, None) == "layers"
    assert "neither a parabola" in stories.unsupported_reason("depth", subject)
