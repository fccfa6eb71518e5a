"""Variable projection against dense least squares, and the rules of its search by value."""

import numpy as np
import pytest

from approx.core.target import Target, label
from approx.system.errors import InputError
from approx.training import projection
from approx.training.backprop import Shape
from approx.training.orientation import facing, solve
from approx.training.problem import Problem
from approx.training.projection import (
    MANY,
    Integral,
    Points,
    Projection,
    between_ends,
    measure_of,
    project,
    search,
    start_grid,
)

GRID = np.array([-1.0, -0.4, 0.1, 0.7, 1.0])


def points(n=60):
    rng = np.random.default_rng(4)
    x = np.sort(rng.uniform(-1, 1, n))
    return Points(x, np.clip(np.sin(3 * x) + 0.1 * rng.normal(size=n), -1, 1))


def wave():
    return Integral(Target(lambda x: np.sin(3 * x), label("f"), (-1.0, 1.0)))


def hats(grid, x):
    """One column per point of the grid: 1 there, 0 at the others, linear between."""
    return np.stack([np.interp(x, grid, row) for row in np.eye(len(grid))], axis=1)


MEASURES = {"integral": wave(), "points": points()}


@pytest.mark.parametrize("name", MEASURES)
def test_values_and_loss_are_those_of_dense_least_squares(name):
    x, w, y = MEASURES[name].at(GRID)
    root = np.sqrt(w)
    values = np.linalg.lstsq(hats(GRID, x) * root[:, None], y * root)[0]
    best = project(MEASURES[name], GRID)
    assert best.values == pytest.approx(values, rel=1e-7, abs=1e-9)
    assert best.loss == pytest.approx(np.sum(w * (hats(GRID, x) @ values - y) ** 2), rel=1e-9)
    assert best.slopes == pytest.approx(np.diff(values) / np.diff(GRID), rel=1e-6)
    assert best.slope_changes == pytest.approx(np.diff(np.diff(values) / np.diff(GRID)), rel=1e-6)


@pytest.mark.parametrize("name", MEASURES)
def test_the_pull_is_half_the_losses_difference_quotient(name):
    h = 1e-6
    best = project(MEASURES[name], GRID)
    for index in (1, 2, 3):
        step = h * np.eye(5)[index]
        ahead, behind = (project(MEASURES[name], GRID + s * step).loss for s in (1, -1))
        assert best.pull[index - 1] == pytest.approx((ahead - behind) / (4 * h), rel=1e-4, abs=1e-7)


@pytest.mark.parametrize("name", MEASURES)
def test_the_normal_matrix_is_kaufmans(name):
    """The hats' moves −slope · hat, less their projection onto the hats."""
    x, w, _ = MEASURES[name].at(GRID)
    best = project(MEASURES[name], GRID)
    root = np.sqrt(w)[:, None]
    slope = np.diff(best.values) / np.diff(GRID)
    piece = np.clip(np.searchsorted(GRID, x, side="right") - 1, 0, 3)
    phi = hats(GRID, x) * root
    moves = -hats(GRID, x) * slope[piece][:, None] * root
    orthogonal = moves - phi @ np.linalg.lstsq(phi, moves)[0]
    wanted = (orthogonal.T @ orthogonal)[1:-1, 1:-1]
    assert best.normal == pytest.approx(wanted, rel=1e-6, abs=1e-9)


def test_a_breakpoint_without_points_lies_on_the_line_between_its_neighbours():
    given = Points(np.array([-1.0, -0.5, 0.5, 1.0]), np.array([0.0, 1.0, -1.0, 0.0]))
    best = project(given, np.array([-1.0, -0.5, 0.1, 0.5, 1.0]))
    assert best.values == pytest.approx([0, 1, -0.2, -1, 0], abs=1e-9)


# -- the search ---------------------------------------------------------------------------------


def test_a_search_takes_the_damped_step_and_then_a_fifth_of_the_damping():
    start = project(wave(), GRID)
    asked = []
    step = projection.damped_step

    def spied(normal, slope, damping):
        asked.append(damping)
        return step(normal, slope, damping)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(projection, "damped_step", spied)
        path = search(wave(), GRID, 2)
    diagonal = np.diag(start.normal)
    floor = 1e-12 * diagonal.sum() + 1e-300
    wanted = 1e-3 * (diagonal + floor) + floor
    assert asked[0] == pytest.approx(wanted, rel=1e-12)
    move = -np.linalg.solve(start.normal + np.diag(wanted), start.pull)
    width = np.diff(GRID)
    share = min(1, np.min(0.45 * np.minimum(width[:-1], width[1:]) / np.abs(move)))
    assert path[1].breakpoints == pytest.approx(GRID[1:-1] + share * move, rel=1e-10)
    diagonal = np.diag(path[1].normal)
    floor = 1e-12 * diagonal.sum() + 1e-300
    assert asked[1] == pytest.approx(2e-4 * (diagonal + floor) + floor, rel=1e-12)
    assert len(path) == 3
    assert path[0].loss > path[1].loss > path[2].loss


def searched(monkeypatch, steps, losses=None, most=9):
    """A search whose steps are given; its losses, too, if given."""
    dampings, values = [], iter(losses or ())

    def step(normal, slope, damping):
        dampings.append(float(damping[0]))
        return steps.pop(0)

    real = project
    if losses:

        def project_to(measure, grid):
            best = real(measure, grid)
            return Projection(grid, best.values, next(values), best.pull, best.normal)

        monkeypatch.setattr(projection, "project", project_to)
    monkeypatch.setattr(projection, "damped_step", step)
    return search(wave(), GRID, most), dampings


def test_a_breakpoint_moves_at_most_045_of_the_way_to_the_next(monkeypatch):
    path, _ = searched(monkeypatch, [np.array([0.0, -10.0, 0.0])], [9.0, 1.0], 1)
    assert path[1].breakpoints == pytest.approx([-0.4, 0.1 + 0.45 * 0.5, 0.7])
    path, _ = searched(monkeypatch, [np.array([10.0, 0.0, -1.0])], [9.0, 1.0], 1)
    share = 0.45 * 0.5 / 10
    assert path[1].breakpoints == pytest.approx([-0.4 - 10 * share, 0.1, 0.7 + share])


def test_a_failed_or_worse_step_is_tried_again_with_five_times_the_damping(monkeypatch):
    little = np.array([0.01, 0.0, 0.0])
    path, dampings = searched(monkeypatch, [None, little, little], [9.0, 9.0, 1.0], 1)
    assert len(path) == 2
    assert np.array(dampings) / dampings[0] == pytest.approx([1, 5, 25], rel=1e-6)


def test_twelve_failures_end_a_search(monkeypatch):
    path, dampings = searched(monkeypatch, [None] * 13)
    assert (len(path), len(dampings)) == (1, 12)


def test_two_slow_steps_in_a_row_end_a_search(monkeypatch):
    little = np.array([1e-3, 0.0, 0.0])
    slow, fast = 1 - 0.9e-4, 1 - 1.1e-4
    losses = np.cumprod([1.0, slow, fast, slow, slow, fast, fast])
    path, _ = searched(monkeypatch, [little] * 6, losses.tolist())
    assert len(path) == 5


def test_points_may_be_left_by_half_their_range_and_no_more():
    given = points()
    assert given.allows(np.array([2.0, -2.0]))
    assert not given.allows(np.array([0.0, 2.001]))
    assert not given.allows(np.array([0.0, -2.001]))
    assert given.allows(np.array([0.0, 2.9]), np.array([-3.0, 0.0]))
    assert not given.allows(np.array([0.0, 3.1]), np.array([-3.0, 0.0]))


def test_breakpoints_that_coincide_are_spread_evenly_instead():
    assert between_ends(np.array([0.5, -0.5])).tolist() == [-1, -0.5, 0.5, 1]
    assert between_ends(np.array([0.5, 0.5 + 2e-6])).tolist() == [-1, 0.5, 0.5 + 2e-6, 1]
    for together in ([0.5, 0.5 + 0.5e-6], [1.0, 0.3]):
        grid = between_ends(np.array(together))
        assert grid == pytest.approx([-1, -1 / 3, 1 / 3, 1])


def test_the_starts_breakpoints_are_put_into_the_domain():
    shape = Shape((1, 3, 1))
    start = shape.vector([np.array([[2.0, 1.0], [-4.0, 1.0], [1.0, 0.75]]), np.zeros((1, 4))])
    problem = Problem(shape, np.zeros((1, 2)), np.zeros((1, 2)))
    assert start_grid(problem, start) == pytest.approx([-1, -0.75, -0.5, 0.25, 1])
    outside = shape.vector([np.array([[1.0, 5.0], [1.0, 0.0], [0.0, 1.0]]), np.zeros((1, 4))])
    assert start_grid(problem, outside) == pytest.approx(np.linspace(-1, 1, 5))


def test_the_worst_point_gets_the_next_breakpoint():
    x = np.linspace(-1, 1, 21)
    y = np.where(np.isclose(x, 0.3), 1.0, 0.0)
    grid = Points(x, y).worst_first(2)
    assert pytest.approx(grid[1:-1][np.abs(grid[1:-1] - 0.3).argmin()]) == 0.3
    few = Points(np.array([-1.0, 1.0]), np.array([0.0, 1.0])).worst_first(3)
    assert few == pytest.approx([-1, -0.5, 0, 0.5, 1])


# -- orientation --------------------------------------------------------------------------------


@pytest.mark.parametrize("signs", [[1, 1, 1], [-1, 1, 1], [-1, -1, 1]])
def test_the_output_layer_is_the_least_squares_one(signs):
    breakpoints, signs = GRID[1:-1], np.array(signs, dtype=float)
    for measure in MEASURES.values():
        x, w, y = measure.at(GRID)
        features = np.maximum(signs * (x[:, None] - breakpoints), 0)
        features = np.column_stack([features, np.ones(len(x))]) * np.sqrt(w)[:, None]
        outputs, *_ = np.linalg.lstsq(features, y * np.sqrt(w))
        neurons, *_ = solve(measure, breakpoints, signs)
        assert neurons.outputs == pytest.approx(outputs, rel=1e-9)
        off = features @ outputs - y * np.sqrt(w)
        assert neurons.loss == pytest.approx(off @ off, rel=1e-9)
        at_ends = neurons.values()[[0, -1]]
        shape = Shape((1, 3, 1))
        network = shape.network(neurons.parameters())
        assert network(np.array([-1.0, 1.0])) == pytest.approx(at_ends, rel=1e-12)


@pytest.mark.parametrize("n", [12, 16])
def test_many_neurons_reach_what_their_breakpoints_can(n):
    """Some subset of the slope changes adds up to minus the first slope almost exactly."""
    target = Target(lambda x: np.sin(5 * x + 1), label("f"), (-1.0, 1.0))
    measure = Integral(target)
    best = search(measure, np.linspace(-1, 1, n + 2), 30)[-1]
    assert facing(measure, best).loss <= 1.001 * best.loss


def test_targets_that_are_not_finite_are_named():
    hole = Target(lambda x: np.where(x > 0.5, np.inf, x), label("f"), (-1.0, 1.0))
    with pytest.raises(InputError, match=r"not finite at x = 0\.[56]"):
        Integral(hole).at(GRID)


def test_condensed_points_have_the_same_squared_error_for_every_line():
    rng = np.random.default_rng(1)
    x = np.sort(rng.uniform(-1, 1, 3 * MANY))
    y = rng.normal(size=len(x))
    many = Points(x, y)
    few = many.coarse
    assert len(few.x) == MANY
    assert few.weights.sum() == pytest.approx(len(x))
    apart = []
    for slope, height in rng.normal(size=(5, 2)):
        whole = np.sum((slope * x + height - y) ** 2)
        apart.append(whole - np.sum(few.weights * (slope * few.x + height - few.y) ** 2))
    assert apart == pytest.approx([apart[0]] * 5, rel=1e-9)  # the scatter about each bin's own line
    assert many.coarse.coarse is few


def test_a_known_target_is_integrated_and_points_are_summed():
    shape, x = Shape((1, 2, 1)), np.linspace(-1, 1, 5)
    known = Problem(shape, x[None], x[None] ** 2, "squared", target=wave().target)
    assert measure_of(known).target is known.target
    sampled = measure_of(Problem(shape, x[None], x[None] ** 2, "squared"))
    assert (sampled.x.tolist(), sampled.y.tolist()) == (x.tolist(), (x * x).tolist())


def test_points_beside_the_first_breakpoint_count_too():
    """The farthest point lies in the first piece, at −0.9."""
    x = np.array([-1.0, -0.9, 0.0, 0.5, 1.0])
    spike = Points(x, np.array([0.0, 1.0, 0.0, 0.0, 0.0]))
    assert spike.worst_first(1).tolist() == [-1, -0.9, 1]
    assert spike.worst_first(4).tolist()[:2] == [-1, -0.9]
    twin = Points(np.array([-1.0, -0.5, 0.5, 1.0]), np.array([0.0, 1.0, 2.0, 0.0]))
    assert twin.worst_first(2).tolist() == [-1, -0.5, 0.5, 1]
