"""Values far from zero are seen against their middle; words say what is known of an error."""

import numpy as np
import pytest

from approx.core.network import Network
from approx.core.plane_target import PlanePoints
from approx.core.target import label
from approx.panels import folded_sheet, one_pass, slices
from approx.panels import plane as planes
from approx.panels.captions import forward
from approx.subjects import resolve_any
from approx.subjects.fit_options import FitOptions
from approx.subjects.fitted_plane import fitted_plane
from approx.subjects.plane_of_network import plane_of_network

FEW = FitOptions(neurons=4, settings={"seed": 1})


def fitted(values, classes=()):
    points = np.random.default_rng(0).uniform(-1, 1, (40, 2))
    data = PlanePoints(
        points, values(points), classes, label("w"), ((-1.0, 1.0), (-1.0, 1.0)), ("p", "q", "w")
    )
    return fitted_plane("w", data, {"points": "w"}, FEW)


@pytest.fixture(scope="module")
def warm():
    return fitted(lambda points: 36.6 + points[:, 0] * points[:, 1])


def test_the_level_is_zero_unless_the_values_lie_far_from_it(warm):
    assert planes.level(warm) == pytest.approx(36.6, abs=0.3)
    assert planes.level(fitted(lambda points: points[:, 0])) == 0.0
    assert planes.level(fitted(lambda points: 1.5 + points[:, 0])) == 0.0
    assert planes.level(fitted(lambda points: 5 + 0 * points[:, 0])) == 0.0
    classes = fitted(lambda points: (points[:, 0] > 0) * 1.0, ("9", "10"))
    assert planes.level(classes) == 0.0
    assert planes.level(resolve_any("ring")) == 0.0


@pytest.mark.parametrize(("text", "level"), [("1e6 + x", 1e6), ("x*y - 20", -20.0), ("x + 1", 0.0)])
def test_the_level_of_a_function_is_a_round_number(text, level):
    options = FitOptions(on=("0", "2"), on_y=("-1", "1"), neurons=2, settings={"seed": 1})
    assert planes.level(resolve_any(text, options)) == pytest.approx(level, abs=1.01)


def test_a_map_of_such_values_has_both_colours_and_its_key_says_where_they_meet(warm):
    sheet = planes.build(warm)
    assert sheet.heights.min() < 0 < sheet.heights.max()
    assert sum(facet.shape[0] for facet in sheet.facets) > 0
    assert planes.sides(36.6) == ("above 36.6", "below")
    assert planes.sides(0.0, "de") == ("über null", "darunter")


def test_a_probability_is_told_by_itself_where_its_sum_changes_sign():
    weights = [[[1.0, 0.0], [0.0, 1.0]], [[2.0, -1.0]]]
    net = Network(weights, [[0.0, 0.0], [-0.5]], ("relu", "sigmoid"))
    plane = plane_of_network(net, ((-1.0, 1.0), (-1.0, 1.0)))
    places = np.random.default_rng(0).uniform(-1, 1, (2000, 2))
    above = net(places)[:, 0] > 0.5
    assert plane.classes == ("f ≤ ½", "f > ½")
    np.testing.assert_array_equal(plane.decided(places) == 1, above)
    assert planes.quality(plane).startswith("above one half on ")
    assert 100 * above.mean() == pytest.approx(float(planes.quality(plane).split()[4]), abs=3)
    sheet = planes.build(plane)
    assert planes.sides(sheet.level, "de", sheet.half) == ("über einhalb", "darunter")
    assert sheet.height.name == "logit"
    passes = tuple(one_pass.forward(net, place) for place in one_pass.places(plane))
    said = dict(forward.beats(plane, passes, "en"))
    assert said["output"].endswith(f"then σ: {forward.shown(passes[0].output)}.")
    assert 0 < passes[0].output < 1


def test_the_folded_sheet_of_such_values_is_not_flat(warm):
    sheet = folded_sheet.build(warm)
    z = np.vstack([*sheet.facets])[:, 2]
    assert np.ptp(z) == pytest.approx(folded_sheet.HEIGHT)
    x, y = (sheet.points[:, k] * 2 for k in (0, 1))
    values = warm.network(np.column_stack([x, y]))[:, 0]
    assert sheet.points[:, 2] / sheet.scale + planes.level(warm) == pytest.approx(values)


def test_slices_of_such_values_leave_zero_out(warm):
    for part in slices.build(warm):
        assert part.panel.vertical.low > 30


def test_an_error_is_called_found_while_its_bracket_is_open():
    options = FitOptions(on=("-1", "1"), neurons=1, settings={"seed": 1})
    closed = resolve_any("x*y", options)
    assert planes.quality(closed).startswith("largest error ")
    assert "found" not in planes.quality(closed)
    step = resolve_any("heaviside(x - y)", options)
    low, high = step.error.bracket
    assert ("found" in planes.quality(step)) == (high > low * 1.0002)
