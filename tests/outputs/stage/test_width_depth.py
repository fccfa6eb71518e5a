"""Width and depth: what stands on the screen is what the limits and the table say."""

import itertools
from functools import partial

import numpy as np
import pytest
from watch import texts, watch

from approx.core import depth as deep
from approx.core.error import measure
from approx.core.network import Network
from approx.core.piecewise import PiecewiseLinear
from approx.core.target import square
from approx.limits import Needed, best
from approx.limits.compare import compare, needed
from approx.outputs.films import stories
from approx.outputs.stage.pair import morph
from approx.panels import depth as depths
from approx.panels import width as widths
from approx.panels.captions import depth as story_depth
from approx.panels.captions import width as story_width
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


@pytest.mark.slow
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
    """Every breakpoint of both, half way in height; at its ends the two functions."""
    folds = depths.build(resolve("square-deep-3")).folds
    for one, other in itertools.pairwise(folds):
        f, g = one.function, other.function
        x, y = depths.between(f, g, 0.5)
        assert set(f.x) | set(g.x) == set(x)
        assert y == pytest.approx((f(x) + g(x)) / 2, abs=1e-15)
        assert depths.between(f, g, 1.0)[1] == pytest.approx(g(x), abs=0)


@pytest.mark.parametrize(
    ("name", "pieces"),
    [("square-deep-3", [2, 4, 8]), ("sawtooth-3", [2, 4, 8]), ("sigmoid-421", [3, 5])],
)
def test_depth_counts_the_pieces_of_the_subjects_own_layers(name, pieces, tmp_path):
    subject = resolve(name)
    depth = depths.build(subject)
    assert [fold.pieces for fold in depth.folds] == pieces
    assert depth.last.pieces == len(subject.analysis.output.breakpoints) + 1
    captions = [caption for beat, caption in story_depth.beats(depth, "en") if "layer" in beat]
    for caption, many in zip(captions, pieces, strict=True):
        assert str(many) in caption


def test_each_layer_of_x_squared_doubles_the_teeth_and_the_output_is_the_interpolant(tmp_path):
    depth = depths.build(resolve("square-deep-3"))
    low, high = depth.start.y
    for fold, teeth in zip(depth.folds[:-1], (deep.sawtooth(1), deep.sawtooth(2)), strict=True):
        g = PiecewiseLinear.of(teeth, (0.0, 1.0))
        assert fold.function(g.x) == pytest.approx(low + (high - low) * g.y, abs=1e-15)
    f = depth.last.function
    assert measure(f, square((0.0, 1.0))).sup == pytest.approx(depth.error) == 1 / 512


@pytest.mark.parametrize(
    ("domain", "ends", "bend"),
    [((-4.0, 4.0), (16.0, 16.0), 64.0), ((0.0, 2.0), (1.0, -3.0), -5.0), ((1.0, 3.0), (0, 9), 0.5)],
)
def test_a_parabola_on_any_interval_is_folded(domain, ends, bend):
    """The interpolant at nine points, moved by half its error: sup bend/512."""
    f = PiecewiseLinear.of(deep.parabola(3, domain, ends, bend), domain)
    u = np.linspace(0, 1, 9)
    x = domain[0] + (domain[1] - domain[0]) * u
    exact = ends[0] + (ends[1] - ends[0]) * u + bend * (u * u - u)
    assert f(x) == pytest.approx(exact - bend / 512, abs=1e-12)
    assert len(f.breakpoints) == 7


@pytest.mark.parametrize("name", ["sawtooth-3", "parabola-4"])
def test_the_race_is_the_comparison_and_the_two_errors_are_its_crossing(name):
    race = depths.build(resolve(name)).race
    assert race.comparison.crossing == race.crossing.neurons == 11
    target = resolve("parabola-4").target if name == "parabola-4" else square((0.0, 1.0))
    assert race.comparison.rows == compare(target).rows
    assert race.crossing.error < best(target, 11).lower <= race.shallow


def test_what_one_layer_needs_is_a_neuron_for_each_breakpoint():
    depth = depths.build(resolve("sawtooth-5"))
    beats = dict(story_depth.beats(depth, "en"))
    assert depth.last.pieces == 32
    assert "at least 31 instead of 10" in beats["one"]
    assert "at most 11 pieces; in 5 layers it is 32" in beats["pieces"]


@pytest.mark.parametrize("name", ["sine-8", "abs"])
def test_one_layer_folds_nothing(name):
    assert "one hidden layer" in (story_depth.unsupported_reason(resolve(name)) or "")


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


def test_a_sawtooth_with_one_wrong_weight_is_none(tmp_path):
    network = deep.sawtooth(3)
    weights = [w.copy() for w in network.weights]
    weights[1][0, 0] += 1e-6
    file = tmp_path / "sawtooth-3.json"
    Network(weights, network.biases).save(file)
    subject = resolve(str(file))
    assert stories.choose(subject, None) == "layers"
    assert stories.unsupported_reason("depth", subject) is None  # it has depth all the same
