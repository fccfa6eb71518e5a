"""The regions of a two-input network are the ones that counting and rational arithmetic give."""

import inspect
import itertools
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from oracle import random_network

from approx.core.activations import slopes_of
from approx.core.network import Network
from approx.core.regions import MOST_NUMBERS, Regions, regions
from approx.system.errors import InputError

BOX = ((-2.0, 2.0), (-1.5, 2.5))
SHAPES = [(2, 1), (2, 6, 1), (2, 8, 8, 1), (2, 16, 16, 1), (2, 8, 8, 8, 8, 1)]
NETS = [(widths, seed) for widths in SHAPES for seed in range(4)]
#: Rounding of some hundred sums and products, relative to the largest value.
ROUNDING = 1e-12


def found(widths: tuple[int, ...], seed: int) -> Regions:
    return regions(random_network(np.random.default_rng(seed), widths), BOX)


def inner_points(sheet: Regions, seed: int = 0) -> np.ndarray:
    """One random point inside each region, shape (regions, 2)."""
    rng = np.random.default_rng(seed)
    return np.array([rng.dirichlet(np.ones(len(p))) @ p for p in sheet.polygons])


def size(sheet: Regions) -> float:
    return float(np.abs(sheet.values).max())


def rational_regions(network: Network, box) -> list[tuple[list, tuple]]:
    """(corners, (gradient x, gradient y, offset)) of every region, without any rounding."""
    (x0, x1), (y0, y1) = [[Fraction(v) for v in side] for side in box]
    one, zero = Fraction(1), Fraction(0)
    cells = [([(x0, y0), (x1, y0), (x1, y1), (x0, y1)], [(one, zero, zero), (zero, one, zero)])]
    for w, bias, name in network.layers:
        left, right = (Fraction(g) for g in slopes_of(name))
        finer = []
        for polygon, inputs in cells:
            maps = [
                tuple(
                    sum((Fraction(float(v)) * m[i] for v, m in zip(row, inputs, strict=True)), zero)
                    + (Fraction(float(offset)) if i == 2 else 0)
                    for i in range(3)
                )
                for row, offset in zip(w, bias, strict=True)
            ]
            pieces = [polygon]
            for line in maps if left != right else []:
                pieces = [half for piece in pieces for half in rational_cut(piece, line)]
            for piece in pieces:
                middle = [sum(c) / len(piece) for c in zip(*piece, strict=True)]
                gates = [right if at(line, middle) > 0 else left for line in maps]
                after = [tuple(g * v for v in m) for g, m in zip(gates, maps, strict=True)]
                finer.append((piece, after))
        cells = finer
    return [(polygon, maps[0]) for polygon, maps in cells]


def at(line, point):
    return line[0] * point[0] + line[1] * point[1] + line[2]


def rational_cut(polygon, line):
    values = [at(line, p) for p in polygon]
    if min(values) >= 0 or max(values) <= 0:
        return [polygon]
    halves = ([], [])
    for (p, v), (q, w) in itertools.pairwise(
        [*zip(polygon, values, strict=True), (polygon[0], values[0])]
    ):
        for half, side in zip(halves, (1, -1), strict=True):
            if side * v >= 0:
                half.append(p)
            if v * w < 0:
                t = v / (v - w)
                half.append((p[0] + t * (q[0] - p[0]), p[1] + t * (q[1] - p[1])))
    return halves


def rational_area(polygon) -> Fraction:
    turns = zip(polygon, [*polygon[1:], polygon[0]], strict=True)
    return sum((p[0] * q[1] - p[1] * q[0] for p, q in turns), Fraction(0)) / 2


def agrees_with_rational(network: Network) -> None:
    truth = rational_regions(network, BOX)
    sheet = regions(network, BOX)
    assert len(sheet) == len(truth)
    # Regions have no order of their own; inner points say which is which.
    for polygon, (gx, gy, offset) in truth:
        middle = np.array([float(sum(c) / len(polygon)) for c in zip(*polygon, strict=True)])
        (k,) = [k for k, p in enumerate(sheet.polygons) if holds(p, middle)]
        area = polygon_area(sheet.polygons[k])
        assert area == pytest.approx(float(rational_area(polygon)), abs=ROUNDING)
        gradient = (float(gx), float(gy))
        assert np.allclose(sheet.gradients[k], gradient, rtol=0, atol=ROUNDING * (1 + size(sheet)))
        assert sheet.offsets[k] == pytest.approx(float(offset), abs=ROUNDING * (1 + size(sheet)))


def holds(polygon: np.ndarray, point: np.ndarray) -> bool:
    a, b = polygon - point, np.roll(polygon, -1, axis=0) - point
    return bool((a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0] > 0).all())


def polygon_area(polygon: np.ndarray) -> float:
    (x, y), (u, v) = polygon.T, np.roll(polygon, -1, axis=0).T
    return float(np.sum(x * v - y * u) / 2)


@pytest.mark.parametrize(("widths", "seed"), NETS)
def test_areas_add_up_to_the_box(widths, seed):
    sheet = found(widths, seed)
    assert sheet.area() == pytest.approx(16, rel=ROUNDING)
    assert (sheet.areas > 0).all()


@pytest.mark.parametrize(("widths", "seed"), NETS)
def test_each_affine_map_is_the_network_inside_its_region(widths, seed):
    sheet = found(widths, seed)
    x = inner_points(sheet)
    affine = (sheet.gradients * x).sum(axis=1) + sheet.offsets
    assert np.abs(affine - sheet.network(x)[:, 0]).max() <= ROUNDING * size(sheet)


@pytest.mark.parametrize(("widths", "seed"), NETS)
def test_each_region_agrees_with_its_neighbours_at_their_common_corners(widths, seed):
    sheet = found(widths, seed)
    for corners, gradient, offset in zip(sheet.sheet, sheet.gradients, sheet.offsets, strict=True):
        there = corners[:, :2] @ gradient + offset
        assert np.abs(there - corners[:, 2]).max() <= ROUNDING * size(sheet)


@pytest.mark.parametrize(("widths", "seed"), NETS)
def test_no_two_regions_have_the_same_active_neurons(widths, seed):
    sheet = found(widths, seed)
    patterns = np.hstack([np.ones((len(sheet), 1), bool), *sheet.on[:-1]])
    assert len(np.unique(patterns, axis=0)) == len(sheet)


@pytest.mark.parametrize(("widths", "seed"), NETS)
def test_a_fine_grid_sees_no_pattern_that_is_not_a_region(widths, seed):
    sheet = found(widths, seed)
    grid = np.stack(np.meshgrid(*(np.linspace(*side, 200) for side in BOX)), -1).reshape(-1, 2)
    h, seen = grid, [np.ones((len(grid), 1), bool)]
    for w, b in zip(sheet.network.weights[:-1], sheet.network.biases[:-1], strict=True):
        z = h @ w.T + b
        seen.append(z > 0)
        h = np.maximum(z, 0)
    mine = np.hstack([np.ones((len(sheet), 1), bool), *sheet.on[:-1]])
    grid_patterns = {row.tobytes() for row in np.hstack(seen)}
    assert grid_patterns <= {row.tobytes() for row in mine}


@pytest.mark.parametrize("seed", range(8))
def test_regions_and_maps_are_the_rational_ones(seed):
    rng = np.random.default_rng(seed)
    agrees_with_rational(random_network(rng, (2, 4, 4, 1)))


SMALL = arrays(np.float64, (5, 3), elements=st.integers(-2, 2).map(float))


@given(SMALL, SMALL)
def test_small_whole_weights_give_the_rational_regions_even_where_lines_coincide(first, second):
    # Parallel, coincident and concurrent lines, lines through corners, dead neurons.
    network = Network(
        [first[:, :2], second[:3] @ np.eye(3, 5), [[1.0, -1.0, 1.0]]],
        [first[:, 2], second[3], [0.0]],
    )
    agrees_with_rational(network)


@pytest.mark.parametrize("seed", range(6))
def test_n_lines_make_one_region_each_and_one_more_per_crossing(seed):
    n = 12
    network = random_network(np.random.default_rng(seed), (2, n, 1))
    w, b = network.weights[0], network.biases[0]
    inside = crossings = 0
    corners = np.array(list(itertools.product(*BOX)))
    inside = int((np.ptp(np.sign(corners @ w.T + b), axis=0) > 0).sum())
    for i, j in itertools.combinations(range(n), 2):
        x, y = np.linalg.solve(w[[i, j]], -b[[i, j]])
        crossings += BOX[0][0] < x < BOX[0][1] and BOX[1][0] < y < BOX[1][1]
    assert len(regions(network, BOX)) == 1 + inside + crossings


@pytest.mark.parametrize(("widths", "seed"), NETS)
def test_the_level_set_is_where_the_network_has_that_value(widths, seed):
    sheet = found(widths, seed)
    for value in (0.0, float(np.median(sheet.values)), float(sheet.values.mean())):
        segments = sheet.level_set(value)
        ends = np.concatenate([segments, segments.mean(axis=1, keepdims=True)], axis=1)
        off = np.abs(sheet.network(ends) - value)
        assert off.max(initial=0.0) <= ROUNDING * max(size(sheet), abs(value))


@pytest.mark.parametrize(("widths", "seed"), NETS)
def test_the_level_set_has_one_segment_per_region_it_crosses(widths, seed):
    sheet = found(widths, seed)
    value = float(sheet.values.mean()) + 1e-3
    crossed = sum(p[:, 2].min() < value < p[:, 2].max() for p in sheet.sheet)
    assert len(sheet.level_set(value)) == crossed


def test_a_level_along_a_fold_is_drawn_once():
    network = Network([[[1.0, 0.0], [-1.0, 0.0]], [[1.0, 1.0]]], [[0.0, 0.0], [0.0]])  # |x|
    segments = regions(network, BOX).level_set(0.0)
    assert np.sort(segments[0], axis=0).tolist() == [[0.0, -1.5], [0.0, 2.5]]
    assert len(segments) == 1


def test_of_a_flat_region_at_the_level_only_its_border_is_drawn():
    network = Network([[[1.0, 0.0], [0.0, 1.0]], [[1.0, 1.0]]], [[0.0, 0.0], [0.0]])
    segments = regions(network, BOX).level_set(0.0)  # ReLU(x) + ReLU(y) is zero where x, y <= 0
    drawn = {tuple(map(tuple, np.sort(s, axis=0))) for s in segments}
    assert drawn == {((0.0, -1.5), (0.0, 0.0)), ((-2.0, 0.0), (0.0, 0.0))}


def test_a_level_nowhere_reached_is_empty():
    assert found((2, 8, 1), 0).level_set(1e6).shape == (0, 2, 2)


def test_the_area_above_a_level_is_the_known_one():
    plane = regions(Network([[[1.0, 1.0]]], [[0.0]]), ((-1, 1), (-1, 1)))  # x + y
    assert plane.area_above(0.0) == pytest.approx(2, abs=ROUNDING)
    assert plane.area_above(1.0) == pytest.approx(1 / 2, abs=ROUNDING)
    assert (plane.area_above(-3), plane.area_above(3)) == (4, 0)


@given(st.integers(0, 1000), st.floats(-2, 2))
def test_above_and_below_make_the_whole(seed, value):
    sheet = found((2, 5, 4, 1), seed)
    w, b = list(sheet.network.weights), list(sheet.network.biases)
    upside_down = regions(Network([*w[:-1], -w[-1]], [*b[:-1], -b[-1]]), BOX)
    whole = sheet.area_above(value) + upside_down.area_above(-value)
    flat = [(corners[:, 2] == value).all() for corners in sheet.sheet]
    level = sheet.areas[flat].sum()
    assert whole + level == pytest.approx(16, rel=ROUNDING)


@pytest.mark.parametrize(("widths", "seed"), NETS)
def test_each_crease_lies_where_its_neuron_is_zero(widths, seed):
    sheet = found(widths, seed)
    creases = sheet.creases
    for layer, neuron in sorted({*zip(creases.layers, creases.neurons, strict=True)}):
        neuron_alone = sheet.network.neuron(layer, neuron)
        linear = Network(
            neuron_alone.weights,
            neuron_alone.biases,
            (*neuron_alone.activations[:-1], "identity"),
        )
        largest = np.abs(linear(sheet.points)).max()
        on_line = np.abs(linear(creases.of(layer, neuron)))
        assert on_line.max() <= ROUNDING * largest


def test_a_first_layer_neuron_folds_along_its_whole_line():
    sheet = found((2, 8, 8, 1), 0)
    w, b = sheet.network.weights[0], sheet.network.biases[0]
    for neuron in range(8):
        ends = rational_line(w[neuron], b[neuron])
        lengths = np.diff(sheet.creases.of(0, neuron), axis=1)[:, 0]
        assert np.hypot(*lengths.T).sum() == pytest.approx(ends, abs=ROUNDING)


def rational_line(w, b) -> float:
    """How long the line w·x + b = 0 is inside the box: what cutting the box by it alone gives."""
    pieces = rational_cut(
        [(Fraction(x), Fraction(y)) for x, y in [(-2, -1.5), (2, -1.5), (2, 2.5), (-2, 2.5)]],
        [*map(Fraction, map(float, w)), Fraction(float(b))],
    )
    if len(pieces) == 1:
        return 0.0
    p, q = {*pieces[0]} & {*pieces[1]}
    return float(np.hypot(float(p[0] - q[0]), float(p[1] - q[1])))


def test_neurons_on_the_same_line_both_own_it_and_a_hidden_fold_has_no_bend():
    network = Network([[[1.0, 0.0], [-1.0, 0.0]], [[1.0, -1.0]]], [[0.0, 0.0], [0.0]])
    creases = regions(network, BOX).creases  # ReLU(x) - ReLU(-x) = x
    assert creases.neurons.tolist() == [0, 1]
    assert creases.gradient_changes.tolist() == [0, 0]
    network = Network([[[1.0, 0.0], [-1.0, 0.0]], [[1.0, 1.0]]], [[0.0, 0.0], [0.0]])
    assert regions(network, BOX).creases.gradient_changes.tolist() == [2, 2]


def test_an_affine_network_is_one_region_without_creases():
    sheet = regions(Network([[[3.0, -1.0]]], [[2.0]]), BOX)
    assert (sheet.gradients.tolist(), sheet.offsets.tolist()) == ([[3, -1]], [2])
    assert len(sheet.creases.segments) == 0


def test_leaky_and_identity_units_and_an_output_with_an_activation_are_exact_too():
    rng = np.random.default_rng(3)
    plain = random_network(rng, (2, 7, 6, 5, 1))
    names = ["leaky_relu", "identity", "relu", "leaky_relu"]
    sheet = regions(Network(plain.weights, plain.biases, names), BOX)
    x = inner_points(sheet)
    affine = (sheet.gradients * x).sum(axis=1) + sheet.offsets
    assert np.abs(affine - sheet.network(x)[:, 0]).max() <= ROUNDING * size(sheet)
    assert sheet.area() == pytest.approx(16, rel=ROUNDING)
    assert 1 not in sheet.creases.layers  # an identity unit never folds


@pytest.mark.parametrize("seed", range(4))
def test_badly_scaled_layers_keep_their_accuracy(seed):
    sheet = regions(random_network(np.random.default_rng(seed), (2, 8, 8, 1), spread=4.0), BOX)
    x = inner_points(sheet)
    affine = (sheet.gradients * x).sum(axis=1) + sheet.offsets
    assert np.abs(affine - sheet.network(x)[:, 0]).max() <= ROUNDING * size(sheet)
    assert sheet.area() == pytest.approx(16, rel=ROUNDING)


@given(st.integers(0, 10**6), st.floats(-17, -11))
def test_lines_that_almost_meet_in_one_point_leave_no_gap_and_no_overlap(seed, gap):
    rng = np.random.default_rng(seed)
    w, second = rng.normal(size=(12, 2)), rng.normal(size=(8, 12))
    b = -w @ rng.uniform(-1, 1, 2) + 10.0**gap * rng.normal(size=12)
    network = Network([w, second, rng.normal(size=(1, 8))], [b, rng.normal(size=8), [0.0]])
    sheet = regions(network, BOX)
    assert sheet.area() == pytest.approx(16, rel=1e-15)
    x = inner_points(sheet)
    affine = (sheet.gradients * x).sum(axis=1) + sheet.offsets
    assert np.abs(affine - network(x)[:, 0]).max() <= ROUNDING * size(sheet)
    edges, neighbours = sheet.loops.edges()
    alone = sheet.points[edges[neighbours[:, 1] < 0]]
    on_rim = [(alone[:, :, axis] == end).all(axis=1) for axis in (0, 1) for end in BOX[axis]]
    assert np.any(on_rim, axis=0).all()
    there_and_back = np.column_stack([sheet.loops.corners, sheet.loops.following])
    assert len(np.unique(there_and_back, axis=0)) == len(there_and_back)


def test_what_is_not_a_sheet_over_a_box_is_refused():
    plane = Network([[[1.0, 1.0]]], [[0.0]])
    with pytest.raises(InputError, match=r"1 input\(s\) and 1 output"):
        regions(Network([[[1.0]]], [[0.0]]), BOX)
    with pytest.raises(InputError, match="2 output"):
        regions(Network([[[1.0, 0.0], [0.0, 1.0]]], [[0.0, 0.0]]), BOX)
    for box in (
        ((0, 0), (0, 1)),
        ((1, 0), (0, 1)),
        ((0, np.inf), (0, 1)),
        ((0, 1),),
        ((0,), (0, 1)),
    ):
        with pytest.raises(InputError, match="the smaller first"):
            regions(plane, box)


def test_a_smooth_activation_is_refused():
    network = Network([[[1.0, 1.0]]], [[0.0]], ["tanh"])
    with pytest.raises(InputError, match="tanh is not piecewise linear; known: identity"):
        regions(network, BOX)


def test_too_many_regions_are_refused_in_one_line():
    network = random_network(np.random.default_rng(0), (2, 16, 16, 1))
    with pytest.raises(InputError, match=r"^more than 20 linear regions.*network$"):
        regions(network, BOX, limit=20)


def test_values_too_large_for_float64_are_said():
    with pytest.raises(InputError, match="scale its weights"):
        regions(Network([[[1e200, 0.0]], [[1.0]]], [[0.0], [0.0]]), BOX)


# By value: f = 2 ReLU(x − 1) + 3 on [0, 4] × [0, 2].

STAIR = Network([[[1.0, 0.0]], [[2.0]]], [[-1.0], [3.0]])
WIDE = ((0, 4), (0, 2))


def test_two_regions_by_value():
    sheet = regions(STAIR, WIDE)
    order = np.argsort(sheet.offsets)[::-1]
    assert sheet.gradients[order].tolist() == [[0, 0], [2, 0]]
    assert sheet.offsets[order].tolist() == [3, 1]
    assert sheet.areas[order].tolist() == [2, 6]
    assert sheet.area() == 8
    assert sheet.on[0][order].tolist() == [[False], [True]]
    assert sheet.on[1][order].tolist() == [[True], [True]]
    assert sorted(map(tuple, sheet.points.tolist())) == [
        (0, 0), (0, 2), (1, 0), (1, 2), (4, 0), (4, 2)
    ]  # fmt: skip
    np.testing.assert_array_equal(sheet.values, 2 * np.maximum(sheet.points[:, 0] - 1, 0) + 3)
    assert not any(a.flags.writeable for a in (sheet.points, sheet.values, *sheet.on))
    assert not any(a.flags.writeable for a in (sheet.gradients, sheet.offsets))


def test_levels_and_creases_by_value():
    sheet = regions(STAIR, WIDE)
    (segment,) = sheet.level_set(5)
    assert sorted(segment.tolist()) == [[2, 0], [2, 2]]
    assert (sheet.area_above(5), sheet.area_above(3), sheet.area_above(9)) == (4, 6, 0)
    (crease,) = sheet.creases.segments
    assert sorted(crease.tolist()) == [[1, 0], [1, 2]]
    assert sheet.creases.gradient_changes.tolist() == [2]
    assert (sheet.creases.layers.tolist(), sheet.creases.neurons.tolist()) == ([0], [0])
    assert len(sheet.creases.of(0, 0)) == 1
    assert len(sheet.creases.of(1, 0)) == len(sheet.creases.of(0, 1)) == 0
    cut = sheet.sheet_cut_at(5)
    assert sorted(len(corners) for corners in cut) == [4, 4, 4]
    assert {tuple(c) for corners in cut for c in corners.tolist() if c[0] == 2} == {
        (2, 0, 5),
        (2, 2, 5),
    }


def test_a_level_on_the_corners_of_a_region_is_kept_exactly():
    sheet = regions(STAIR, WIDE)
    (segment,) = sheet.level_set(3)  # the flat region's border, but not the rim of the box
    assert sorted(segment.tolist()) == [[1, 0], [1, 2]]
    assert len(sheet.sheet_cut_at(3)) == 2


def test_levels_are_zero_unless_given():
    below = regions(Network(STAIR.weights, [STAIR.biases[0], [-2.0]]), WIDE)  # f − 5
    (segment,) = below.level_set()
    assert sorted(segment.tolist()) == [[2, 0], [2, 2]]
    assert below.area_above() == 4
    cut = np.concatenate(below.sheet_cut_at())
    assert {tuple(corner) for corner in cut.tolist() if corner[2] == 0} == {(2, 0, 0), (2, 2, 0)}


def test_one_neuron_that_folds_many_regions_gets_room_for_its_vertices():
    sheet = regions(random_network(np.random.default_rng(0), (2, 24, 1, 1)), BOX)
    assert sheet.area() == pytest.approx(16, rel=ROUNDING)
    assert len(sheet.creases.of(1, 0)) > 5


def test_two_hundred_thousand_regions_and_fifty_million_numbers_are_the_most():
    assert inspect.signature(regions).parameters["limit"].default == 200_000
    assert MOST_NUMBERS == 50_000_000


@pytest.mark.parametrize(("limit", "fits"), [(4, True), (3, False)])
def test_as_many_regions_as_the_limit_are_allowed(limit, fits):
    cross = Network([[[1.0, 0.0], [0.0, 1.0]], [[1.0, 1.0]]], [[0.0, 0.0], [0.0]])
    if fits:
        assert len(regions(cross, BOX, limit=limit)) == 4
    else:
        with pytest.raises(InputError, match="more than 3 linear regions in the box"):
            regions(cross, BOX, limit=limit)


@pytest.mark.parametrize(("roundings", "count"), [(480, 1), (550, 2)])
def test_a_line_within_256_roundings_of_a_corner_cuts_nothing(roundings, count):
    """r(x − 1 + k eps) on [−1, 1]²: its terms add up to 2, so that 512 eps are rounding."""
    offset = 1 - roundings * np.finfo(float).eps
    network = Network([[[1.0, 0.0]], [[1.0]]], [[-offset], [0.0]])
    assert len(regions(network, ((-1, 1), (-1, 1)))) == count


@pytest.mark.parametrize(("weight", "bias", "fits"), [(0.6, 0.3, True), (0.6, 0.5, False)])
def test_values_up_to_1e150_are_computed(weight, bias, fits):
    network = Network([[[-weight * 1e150, 0.0]], [[0.0]]], [[bias * 1e150], [0.0]])
    if fits:
        assert len(regions(network, ((-1, 1), (-1, 1)))) == 2
    else:
        with pytest.raises(InputError, match=r"reach 1e\+150 on the box"):
            regions(network, ((-1, 1), (-1, 1)))
