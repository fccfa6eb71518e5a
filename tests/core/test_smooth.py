"""Smooth networks: chords within their stated bound, errors of the network itself."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar

from approx.core.curvature import _square, curvatures
from approx.core.exact import analyse
from approx.core.network import Network
from approx.core.smooth import TOLERANCE, Interpolant, analyse_smooth, output_breakpoints
from approx.core.smooth_error import measure_smooth
from approx.core.target import logistic, sine
from approx.system.errors import InputError

DOMAIN = (-3.0, 3.0)
X = np.linspace(*DOMAIN, 20_001)
KINDS = {
    "tanh": ((1, 6, 1), ["tanh", "identity"]),
    "sigmoid": ((1, 6, 1), ["sigmoid", "identity"]),
    "both, deep": ((1, 8, 8, 1), ["tanh", "sigmoid", "identity"]),
    "relu, then sigmoid": ((1, 8, 8, 1), ["relu", "leaky_relu(-0.4)", "sigmoid"]),
    "relu, then tanh": ((1, 5, 5, 1), ["relu", "tanh", "identity"]),
    "tanh at the end": ((1, 4, 1), ["identity", "tanh"]),
}


def network(kind, seed=0):
    widths, activations = KINDS[kind]
    rng = np.random.default_rng(seed)
    shapes = list(itertools.pairwise(widths))
    weights = [rng.normal(size=(n, m)) * (3 if m == 1 else 1) for m, n in shapes]
    return Network(weights, [rng.normal(size=n) for _, n in shapes], activations)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("kind", KINDS)
def test_every_curve_is_within_its_bound_and_the_bound_is_small(kind, seed):
    net = network(kind, seed)
    analysis = analyse_smooth(net, DOMAIN)
    curves = [(analysis.output, net)]
    for layer, width in enumerate(net.hidden_widths):
        for j in range(width):
            cut = net.neuron(layer, j)
            before = Network(cut.weights, cut.biases, [*cut.activations[:-1], "identity"])
            curves += [(analysis.neuron(layer, j), cut), (analysis.preactivation(layer, j), before)]
    for f, truth in curves:
        y = truth(X)
        off, bound = np.abs(f(X) - y).max(), getattr(f, "deviation", 0.0)
        rounding = 1e-14 * (1 + np.abs(y).max())
        assert off <= bound + rounding
        assert bound <= 1.001 * TOLERANCE * np.ptp(y) + rounding  # X misses the very top


@pytest.mark.parametrize("kind", ["tanh", "sigmoid", "both, deep"])
def test_a_smooth_network_has_no_breakpoints_however_many_nodes(kind):
    f = analyse_smooth(network(kind), DOMAIN).output
    assert isinstance(f, Interpolant)
    assert len(f.x) > 100
    for function in (f, -2 * f, f + f, f + 1):
        assert len(function.breakpoints) == len(function.jumps) == 0


def test_corners_of_relu_layers_stay_and_are_exact():
    net = network("relu, then sigmoid")
    before = Network(net.weights, net.biases, [*net.activations[:-1], "identity"])
    wanted = analyse(before, DOMAIN).output.breakpoints
    f = analyse_smooth(net, DOMAIN).output
    assert len(wanted) > 3
    np.testing.assert_array_equal(f.breakpoints, wanted)
    h = 1e-7
    jumps = (net(wanted + h) + net(wanted - h) - 2 * net(wanted)) / h
    np.testing.assert_allclose(f.jumps, jumps, rtol=0.05, atol=0.02)  # theirs are of chords


@pytest.mark.parametrize("kind", KINDS)
def test_no_second_difference_exceeds_the_curvature_bound(kind):
    net = network(kind, 1)
    ends = np.union1d(np.linspace(*DOMAIN, 200), output_breakpoints(net, DOMAIN))
    left, right = ends[:-1], ends[1:]
    *_, (_, bound) = curvatures(net, left, right)
    h = (right - left) / 8
    for k in range(1, 8):
        x = left + k * h
        seen = np.abs(net(x + h) + net(x - h) - 2 * net(x)) / h**2
        assert (seen <= bound[:, 0] * (1 + 1e-9) + 1e-13 / h**2).all()


@pytest.mark.parametrize("kind", KINDS)
def test_the_error_is_the_networks_not_the_drawings(kind):
    net, target = network(kind), sine(3.0, DOMAIN)
    found = measure_smooth(net, target)

    def gap(x):
        return -abs(float(net(np.array([x]))[0]) - float(target(x)))

    best = X[np.argmax(np.abs(net(X) - target(X)))]
    step = X[1] - X[0]
    around = (max(best - step, DOMAIN[0]), min(best + step, DOMAIN[1]))
    refined = minimize_scalar(gap, bounds=around, method="bounded", options={"xatol": 1e-10})
    truth = max(-refined.fun, -gap(best))
    assert found.sup == pytest.approx(truth, rel=1e-12)
    assert found.proved
    assert found.bracket[0] <= truth <= found.bracket[1]
    assert found.bracket[1] - found.bracket[0] < 1e-8 * truth
    square = np.trapezoid((net(X) - target(X)) ** 2, X)
    assert found.l2 == pytest.approx(np.sqrt(square), rel=1e-5)


def test_a_sigmoid_unit_is_the_sigmoid():
    found = measure_smooth(Network([[[1.0]]], [[0.0]], ["sigmoid"]), logistic())
    assert found.none
    assert found.sup < 1e-15


def test_a_cliff_needs_few_nodes_and_an_endless_one_is_refused():
    cliff = Network([[[1e6]], [[1.0]]], [[0.3], [0.0]], ["tanh", "identity"])
    f = analyse_smooth(cliff, DOMAIN).output
    assert len(f.x) < 3000
    assert np.abs(f(X) - cliff(X)).max() <= f.deviation
    with pytest.raises(InputError, match=r"changes too fast on .* choose a smaller interval"):
        analyse_smooth(Network([[[1e60]], [[1.0]]], [[0.3], [0.0]], ["tanh", "identity"]), DOMAIN)


def test_corners_after_smooth_layers_are_refused():
    net = Network([[[1.0]], [[1.0]]], [[0.0], [0.1]], ["tanh", "relu"])
    with pytest.raises(InputError, match="layer 2 is relu after tanh: its breakpoints"):
        analyse_smooth(net, DOMAIN)
    with pytest.raises(InputError, match="tanh is not piecewise linear"):
        analyse(net, DOMAIN)


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.tuples(*[st.floats(-20, 20)] * 3), min_size=1, max_size=4),
    st.sampled_from(["tanh", "sigmoid"]),
)
def test_any_sum_of_smooth_units_is_within_its_bound(units, kind):
    w, b, a = np.array(units).T
    net = Network([w[:, None], a[None]], [b, [0.0]], [kind, "identity"])
    f = analyse_smooth(net, DOMAIN).output
    size = 1 + np.abs(a).sum()
    assert np.abs(f(X) - net(X)).max() <= getattr(f, "deviation", 0.0) + 1e-13 * size


def test_a_square_of_an_interval_is_as_narrow_as_its_ends():
    low, high = _square((np.array([2.0, -3.0, -2.0, 0.0]), np.array([3.0, -2.0, 3.0, 2.0])))
    assert low.tolist() == [4, 4, 0, 0]
    assert high.tolist() == [9, 9, 9, 4]


def test_the_negative_of_a_smooth_network_is_its_mirror_image():
    f = analyse_smooth(network("tanh"), DOMAIN).output
    assert (-f)(X).tolist() == (-(f(X))).tolist()
    assert (-f).deviation == f.deviation


@pytest.mark.parametrize(
    ("change", "same"),
    [
        (lambda f: f / -2, lambda y: y / -2),
        (lambda f: f.refined([0.1]), lambda y: y),
        (lambda f: f.restricted((-1, 2)), lambda y: y),
    ],
)
def test_what_keeps_a_smooth_function_keeps_its_bound_and_its_breakpoints(change, same):
    net = network("relu, then tanh")
    f = analyse_smooth(net, DOMAIN).output
    changed = change(f)
    a, b = changed.domain
    x = X[(a <= X) & (b >= X)]
    assert isinstance(changed, Interpolant)
    assert np.abs(changed(x) - same(net(x))).max() <= changed.deviation * (1 + 1e-9)
    inside = f.breakpoints[(f.breakpoints > a) & (f.breakpoints < b)]
    assert len(inside) > 0
    assert changed.breakpoints.tolist() == inside.tolist()
    assert len(changed.jumps) == len(inside)


def test_whatever_else_is_made_of_a_smooth_function_is_made_of_its_chords():
    f = analyse_smooth(network("tanh"), DOMAIN).output
    assert abs(f)(X) == pytest.approx(np.abs(f(X)), abs=1e-12)
    assert f.relu()(X) == pytest.approx(np.maximum(f(X), 0), abs=1e-12)
    assert len(f.simplified().breakpoints) > 0
    inner = f.restricted((-1, 1)) / (2 * f.norm(np.inf))
    assert f(inner)(0.5) == pytest.approx(float(f(inner(0.5))), abs=1e-12)
