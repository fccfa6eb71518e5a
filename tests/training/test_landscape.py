"""The loss over two weights is what sampling says it is, and descent does what theory says."""

import numpy as np
import pytest

from approx.core.network import Network
from approx.inputs import catalog
from approx.panels import descent as panels
from approx.panels.captions.descent import unsupported_reason
from approx.subjects import resolve
from approx.system.errors import InputError
from approx.training.landscape import landscape, path, single_rate

FITTING = [name for name in catalog.names() if unsupported_reason(resolve(name)) is None]
PLACES = [(0.0, 0.0), (1.5, -2.0), (-3.0, 4.5)]


def of(name):
    subject = resolve(name)
    return landscape(subject.network, subject.target)


def moved(land, place):
    """The network itself with the two weights replaced: without its formulas."""
    first, last = land.network.weights
    last = np.array(last)
    last[0, list(land.pair)] = place
    return Network([first, last], land.network.biases, land.network.activations)


@pytest.mark.parametrize("name", FITTING)
def test_the_loss_is_the_mean_squared_error_of_the_network(name):
    land = of(name)
    a, b = land.target.domain
    count = 200_000
    x = a + (b - a) * (np.arange(count) + 0.5) / count
    for place in [*PLACES, land.centre, land.minimum]:
        off = moved(land, place)(x[:, None])[:, 0] - land.target(x)
        assert land.loss(*place) == pytest.approx(np.mean(off**2), rel=2e-8, abs=1e-9)


@pytest.mark.parametrize("name", FITTING)
def test_the_gradient_is_the_losses_difference_quotient(name):
    land = of(name)
    for u, v in [*PLACES, (0.3, 0.7)]:
        h = 1e-5
        numeric = [
            (land.loss(u + h, v) - land.loss(u - h, v)) / (2 * h),
            (land.loss(u, v + h) - land.loss(u, v - h)) / (2 * h),
        ]
        # A quadratic form has no third derivative: only rounding is left.
        assert land.grad(u, v) == pytest.approx(numeric, rel=1e-6, abs=1e-7)
    assert land.grad(*land.minimum) == pytest.approx([0, 0], abs=1e-14)


@pytest.mark.parametrize("name", FITTING)
def test_contours_lie_on_their_level_and_their_parts_inside_the_window(name):
    descent = panels.build(resolve(name))
    land = descent.land
    assert len(descent.rings) >= 3
    for ring in descent.rings:
        contour = land.contour(ring.level)
        assert land.loss(*contour.T) == pytest.approx(ring.level, rel=1e-12)
        for line in ring.lines:
            assert (line[:, 0] >= descent.u.low - 1e-12).all()
            assert (line[:, 0] <= descent.u.high + 1e-12).all()
            assert (line[:, 1] >= descent.v.low - 1e-12).all()
            assert (line[:, 1] <= descent.v.high + 1e-12).all()
            # Cut ends lie on chords of the fine ellipse, just inside it.
            assert (land.loss(*line.T) <= ring.level * (1 + 1e-12)).all()
            assert (land.loss(*line.T) >= 0.99 * ring.level).all()


@pytest.mark.parametrize("name", FITTING)
def test_the_curve_is_the_networks_function_at_its_corners(name):
    land = of(name)
    for place in PLACES:
        x, y = land.curve(np.array(place))
        assert y == pytest.approx(moved(land, place)(x[:, None])[:, 0], rel=1e-12, abs=1e-12)
        middle = (x[:-1] + x[1:]) / 2
        between = moved(land, place)(middle[:, None])[:, 0]
        assert (y[:-1] + y[1:]) / 2 == pytest.approx(between, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("name", FITTING)
def test_the_right_rate_converges_the_small_one_crawls_the_large_one_diverges(name):
    descent = panels.build(resolve(name))
    land = descent.land
    start, least = float(land.loss(*descent.start)), land.least
    small, right, large = (descent.losses[key] for key in ("small", "right", "large"))
    assert (np.diff(small) < 0).all()
    assert (np.diff(right) <= 1e-12 * start).all()
    assert right[-1] - least < 0.1 * (start - least)
    assert small[-1] - least > 3 * (right[-1] - least)
    assert large[-1] > 100 * start
    long = path(land, descent.start, descent.rates["right"], 2000)
    assert long[-1] == pytest.approx(land.minimum, abs=1e-6 * np.abs(long[0] - land.minimum).max())


def test_the_limit_is_where_descent_neither_grows_nor_shrinks():
    land = of("parabola-4-best")
    curvature, directions = land.valley
    start = land.minimum + directions[:, 1]
    for share, size in ((0.999, 0.999), (1.0, 1.0), (1.001, 1.001)):
        end = path(land, start, share * land.limit, 1)[-1]
        assert np.linalg.norm(end - land.minimum) == pytest.approx(2 * size - 1, rel=1e-12)
    assert land.limit == pytest.approx(2 / curvature[1])


def test_noisy_gradients_are_right_on_average_and_repeat_with_their_seed():
    land = of("parabola-4-best")
    start, rate = np.array([0.5, 1.0]), 1e-3
    many = path(land, start, rate, 1, batch=400_000, seed=3)
    exact = path(land, start, rate, 1)
    assert many[1] - start == pytest.approx(exact[1] - start, rel=0.02)
    paths = [path(land, start, single_rate(land), 20, batch=1, seed=seed) for seed in (1, 1, 2)]
    assert np.array_equal(paths[0], paths[1])
    assert not np.array_equal(paths[0], paths[2])


def test_a_single_points_step_at_the_largest_rate_never_overshoots():
    land = of("sine-8")
    start, rate = np.array([3.0, -1.0]), single_rate(land)
    for seed in range(20):
        x = np.random.default_rng(seed).uniform(*land.target.domain, (1, 1))[0]
        off = [
            float(place @ land.features(x)[:, 0] + land.rest(x)[0] - land.target(x)[0])
            for place in path(land, start, rate, 1, batch=1, seed=seed)
        ]
        assert abs(off[1]) <= abs(off[0]) + 1e-12
        assert off[1] * off[0] >= -1e-12


def test_other_output_weights_stay_as_they_are():
    subject = resolve("parabola-4")
    land = landscape(subject.network, subject.target, (1, 2))
    assert land.centre == pytest.approx(subject.network.weights[1][0, [1, 2]])
    loss = float(land.loss(*land.centre))
    assert loss == pytest.approx(float(of("parabola-4").loss(*of("parabola-4").centre)), rel=1e-12)


@pytest.mark.parametrize(
    ("network", "words"),
    [
        (Network([[[1.0]], [[1.0]]], [[0.0], [0.0]]), "no two neurons"),
        (Network([[[1.0], [2.0]], [[1.0, 1.0]]], [[0.0, 0.0], [0.0]]), "no two neurons"),
        (Network([[[1.0], [1.0]], [[1.0, 1.0]]], [[-9.0, -8.0], [0.0]]), "no two neurons"),
    ],
)
def test_one_neuron_parallel_ones_and_dead_ones_make_no_valley(network, words):
    with pytest.raises(InputError, match=words):
        landscape(network, resolve("parabola-2").target)


def test_deep_networks_are_refused_in_one_line():
    for name in ("sigmoid", "square-deep-3"):
        reason = unsupported_reason(resolve(name))
        assert reason is not None
        assert "hidden layers" in reason
        assert "\n" not in reason
