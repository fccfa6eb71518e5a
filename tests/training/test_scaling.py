"""Samples, their scaling, and first values by number."""

import numpy as np
import pytest

from approx.core.network import Network
from approx.core.target import Target, absolute, label
from approx.training import fit_points
from approx.training.backprop import Shape
from approx.training.history import relative
from approx.training.initial import initialise, solve_output_layer
from approx.training.options import Options
from approx.training.problem import Problem
from approx.training.samples import Scaling, of_points, of_target, unit_slopes


def test_ranges_are_taken_to_minus_one_and_one():
    scaling = Scaling.of(np.array([[-2.0, 6.0, 1.0]]), np.array([[10.0, 30.0, 25.0]]))
    values = (scaling.middle, scaling.half, scaling.centre, scaling.unit)
    assert [v.tolist() for v in values] == [[2], [4], [20], [10]]
    assert scaling.inputs(np.array([[-2.0, 2.0, 6.0]])).tolist() == [[-1, 0, 1]]
    assert scaling.outputs(np.array([[10.0, 25.0]])).tolist() == [[-1, 0.5]]


def test_what_is_constant_to_rounding_keeps_its_unit():
    eps = np.finfo(float).eps
    flat = Scaling.of(np.array([[0.0, 1.0]]), np.array([[3.0, 3.0 + 20 * eps]]))
    assert flat.unit.tolist() == [1.0]
    other = Scaling.of(np.array([[0.0, 1.0]]), np.array([[3.0, 3.0 + 40 * eps]]))
    assert other.unit[0] < 1e-14


def test_logits_are_not_scaled_and_several_outputs_share_a_unit():
    x = [[0.0], [4.0], [1.0]]
    classes = of_points(x, [0, 1, 2], "softmax").scaling
    assert (classes.centre.tolist(), classes.unit.tolist()) == ([0, 0, 0], [1, 1, 1])
    both = of_points(x, [[0.0, 10.0], [2.0, 50.0], [1.0, 0.0]], "squared").scaling
    assert (both.centre.tolist(), both.unit.tolist()) == ([25, 25], [25, 25])


def test_a_scaled_network_does_the_same_on_scaled_data():
    rng = np.random.default_rng(0)
    shape = Shape((2, 4, 3, 2))
    p = rng.normal(size=shape.size)
    scaling = Scaling.of(rng.uniform(-5, 9, (2, 30)), rng.uniform(100, 900, (2, 30)))
    x = rng.uniform(-5, 9, (2, 7))
    given = shape.network(p)(x.T).T
    scaled = shape.network(scaling.scaled(shape, p))(scaling.inputs(x).T).T
    assert scaled == pytest.approx(scaling.outputs(given), rel=1e-11, abs=1e-11)
    assert scaling.restored(shape, scaling.scaled(shape, p)) == pytest.approx(p, rel=1e-11)


def test_a_scaled_target_has_its_second_derivative_and_its_breaks():
    target = Target(
        lambda x: 7 + 3 * (x - 1) ** 2, label("f"), (1.0, 5.0), breaks=(2.0,),
        first=lambda x: 6 * (x - 1), second=lambda x: 6.0 + 0 * x,
    )  # fmt: skip
    data = of_target(target, (2,))
    scaling = data.scaling
    scaled = scaling.target(target)
    assert (scaled.domain, scaled.breaks) == ((-1.0, 1.0), (-0.5,))
    z = np.array([-1.0, 0.25])
    x = 3 + 2 * z
    wanted = (7 + 3 * (x - 1) ** 2 - scaling.centre) / scaling.unit
    assert scaled(z) == pytest.approx(wanted, rel=1e-12)
    h = 1e-3
    quotient = (scaled(0.25 + h) - 2 * scaled(0.25) + scaled(0.25 - h)) / h**2
    assert scaled.second(z)[1] == pytest.approx(float(quotient), rel=1e-5)
    steep = (scaled(0.25 + h) - scaled(0.25 - h)) / (2 * h)
    assert scaled.slope(0.25) == pytest.approx(float(steep), rel=1e-5)


def test_unit_slopes_leave_the_function_as_it_is():
    shape = Shape((1, 2, 1))
    p = np.array([-4.0, 2.0, 0.5, 1.0, 3.0, -2.0, 0.25])
    unit = unit_slopes(shape, p)
    assert unit.tolist() == [-1.0, 0.5, 1.0, 2.0, 12.0, -1.0, 0.25]


def test_a_target_is_sampled_in_the_middles_of_equal_cells():
    target = absolute((-1.0, 3.0))
    data = of_target(target, (3,), 4)
    assert data.x.tolist() == [[-0.5, 0.5, 1.5, 2.5]]
    assert data.y.tolist() == [[0.5, 0.5, 1.5, 2.5]]
    assert of_target(target, (3,)).x.shape == (1, 256)
    assert of_target(target, (16, 17)).x.shape == (1, 264)


def test_a_problem_with_more_samples_keeps_its_target():
    data = of_target(absolute((-1.0, 3.0)), (1,), 4)
    finer = data.problem(Shape((1, 1, 1))).finer(2)
    assert finer.x == pytest.approx(np.array([(np.arange(8) + 0.5) / 4 - 1]))
    assert finer.y == pytest.approx(np.abs(1 + 2 * finer.x) - 1.5)
    points = of_points([0, 1], [0, 1], "squared").problem(Shape((1, 1, 1)))
    assert points.finer(4) is points


@pytest.mark.parametrize(("kind", "bias"), [("torch", 0.5), ("xavier", 0.0), ("he", 0.0)])
def test_random_first_values_have_their_published_spread(kind, bias):
    shape = Shape((4, 400, 100))
    problem = Problem(shape, np.zeros((4, 3)), np.zeros((100, 3)))
    options = Options(init=kind, solve_output=False)
    p = initialise(problem, options, np.random.default_rng(0))
    first, last = shape.views(p)
    if kind == "he":
        assert first[:, :-1].std() == pytest.approx(np.sqrt(2 / 4), rel=0.05)
        assert last[:, :-1].std() == pytest.approx(np.sqrt(2 / 400), rel=0.02)
    else:
        bounds = {"torch": (1 / 2, 1 / 20), "xavier": (np.sqrt(6 / 404), np.sqrt(6 / 500))}[kind]
        for matrix, bound in zip((first, last), bounds, strict=True):
            assert np.abs(matrix[:, :-1]).max() == pytest.approx(bound, rel=0.01)
            assert np.abs(matrix[:, :-1]).max() <= bound
    assert (np.abs(first[:, -1]).max() > 0) == (bias > 0)
    assert np.abs(first[:, -1]).max() <= bias


def test_spread_breakpoints_lie_in_the_middle_part_of_each_nth():
    shape = Shape((1, 10, 1))
    x = np.linspace(-1, 1, 50)
    problem = Problem(shape, x[None], np.sin(x)[None])
    options = Options(init="spread", solve_output=True)
    first, last = shape.views(initialise(problem, options, np.random.default_rng(1)))
    assert set(np.abs(first[:, 0])) == {1.0}
    shares = (1 - first[:, 1] / first[:, 0]) / 2 * 10 - np.arange(10)
    assert ((shares >= 0.2) & (shares <= 0.8)).all()
    features = np.column_stack([np.maximum(x[:, None] * first[:, 0] + first[:, 1], 0), 0 * x + 1])
    best = np.linalg.lstsq(features, np.sin(x))[0]
    assert features @ last[0] == pytest.approx(features @ best, abs=1e-9)


def test_the_output_layer_is_solved_for_the_squared_loss_only():
    shape = Shape((1, 2, 1))
    problem = Problem(shape, np.array([[0.0, 1.0]]), np.array([[0.0, 1.0]]), "binary")
    p = np.ones(shape.size)
    solve_output_layer(problem, p)
    assert (p == 1).all()


def test_errors_that_are_rounding_count_as_equal():
    target = absolute((-1.0, 1.0))
    rounding = 1e-12 * target.size() * np.sqrt(2)
    ratios = relative(np.array([0.0, rounding / 2, 3 * rounding]), 0.0, target)
    assert ratios == pytest.approx([1, 1, 3])
    assert relative(np.array([0.5]), 0.25, target)[0] == 2


def test_a_fit_of_points_with_a_start_of_other_sizes_is_refused():
    start = Network([[[1.0]], [[1.0]]], [[0.0], [0.0]])
    with pytest.raises(
        Exception, match=r"the start has 1 input\(s\) and 1 output\(s\), the data 2"
    ):
        fit_points(np.eye(2), [0, 1], start=start, method="lm")
