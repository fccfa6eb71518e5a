"""The method best: the smallest possible largest error, from neurons that open to the right."""

import numpy as np
import pytest

from approx.core.dataset import Dataset
from approx.core.exact import analyse
from approx.core.target import Target, label, square
from approx.inputs.expression import target_of
from approx.limits import best
from approx.system.errors import InputError
from approx.training import fit, fit_points

#: 8 neurons on an interval, and their largest error as found by bisection on fine grids.
KNOWN = {
    ("sin(3*x)", -3, 3): 0.1382,
    ("exp(x)", -2, 2): 0.02163,
    ("sqrt(x)", 0, 3): 0.006014,
    ("x^2", -3, 3): 0.07031,
    ("exp(-x^2)*cos(4*x)", -3, 3): 0.07497,
}


def typed(text, a, b):
    return target_of(text, (float(a), float(b))).target


def output(run):
    return run.history.analysis(-1).output


@pytest.mark.parametrize(("subject", "known"), KNOWN.items(), ids=str)
def test_no_function_with_one_breakpoint_less_than_neurons_does_better(subject, known):
    target = typed(*subject)
    run, limit = fit(target, 8), best(target, 7)
    assert run.options.method == "best"
    assert limit.proved
    assert limit.lower <= run.error.sup <= limit.lower * (1 + 2e-3)
    assert run.error.sup == pytest.approx(known, rel=5e-4)
    assert run.error.known


@pytest.mark.parametrize("neurons", [1, 2, 5, 8, 33])
def test_of_a_parabola_all_pieces_are_equal(neurons):
    """|f''| h²/16 with h = (b − a)/n."""
    run = fit(square((-3.0, 3.0)), neurons)
    assert run.error.sup == pytest.approx(2 * (6 / neurons) ** 2 / 16, rel=1e-6)
    np.testing.assert_allclose(output(run).x, np.linspace(-3, 3, neurons + 1), atol=6e-3)


def equal_ripples(function, curve, inverse_slope):
    """The largest errors of both signs on every piece: at its ends, and where the slopes agree."""
    ends = function(function.x) - curve(function.x)
    inner = inverse_slope(function.slopes)
    return ends, function(inner) - curve(inner)


@pytest.mark.parametrize(
    ("text", "a", "b", "curve", "inverse_slope"),
    [
        ("exp(x)", -2, 2, np.exp, np.log),
        ("sqrt(x)", 0, 3, np.sqrt, lambda s: 1 / (4 * s * s)),
    ],
)
def test_of_a_convex_function_every_ripple_is_as_high(text, a, b, curve, inverse_slope):
    """Alternating at 2 · 8 + 1 places: then no function with 7 breakpoints is closer."""
    run = fit(typed(text, a, b), 8)
    ends, inner = equal_ripples(output(run), curve, inverse_slope)
    sign = np.sign(ends[0])
    np.testing.assert_allclose(sign * ends, run.error.sup, rtol=1e-5)
    np.testing.assert_allclose(-sign * inner, run.error.sup, rtol=1e-5)


@pytest.mark.parametrize("text", ["sin(3*x)", "sqrt(x+3)", "abs(x)", "3", "2*x", "sin(30*x)"])
@pytest.mark.parametrize(("a", "b"), [(-3, 3), (0.1, 0.7)])
def test_all_neurons_open_to_the_right_and_the_first_at_the_left_end(text, a, b):
    network = fit(typed(text, a, b), 6).network
    weights, biases, _ = network.layers[0]
    assert weights.ravel().tolist() == [1.0] * 6
    assert biases[0] == -a
    assert (np.diff(-biases) > 0).all()
    assert -biases[-1] < b
    # So the first neurons' sum is the function up to the next breakpoint.
    f = analyse(network, (float(a), float(b))).output
    outputs = network.weights[1][0]
    for k in range(1, 6):
        x = np.linspace(a, -biases[k], 5)
        first = np.maximum(x[:, None] + biases[:k], 0) @ outputs[:k] + network.biases[1]
        np.testing.assert_allclose(first, f(x), atol=1e-12)


@pytest.mark.parametrize(("text", "enough"), [("sin(3*x)", 6), ("sin(30*x)", 0)])
def test_on_a_plateau_the_other_breakpoints_lower_the_rms_error(text, enough):
    target = typed(text, -3, 3)
    limit, run = best(target, 7), fit(target, 8)
    assert len(limit.function.breakpoints) == enough
    assert len(output(run).breakpoints) == 7
    assert run.error.sup <= limit.error * (1 + 1e-6)
    assert run.history.error[-1] < run.history.error[0] * 0.99


def test_a_function_that_can_only_be_called_gets_it_too():
    called = Target(lambda x: np.sin(3 * x), label("f"), (-3.0, 3.0))
    run = fit(called, 8)
    assert run.options.method == "best"
    assert run.error.sup == pytest.approx(KNOWN["sin(3*x)", -3, 3], rel=5e-4)
    assert not run.error.known


@pytest.mark.parametrize(
    "function", [np.sign, np.floor, lambda x: np.where(x < 0.123, x, np.cos(x))]
)
def test_what_jumps_gets_least_squares_even_if_it_does_not_say_so(function):
    assert fit(Target(function, label("f"), (-2.9, 3.0)), 8).options.method == "optimal"


@pytest.mark.parametrize(
    "function", [np.cbrt, lambda x: np.tanh(1e5 * x), lambda x: np.abs(x) ** 0.05]
)
def test_what_is_only_steep_does_not_jump(function):
    assert fit(Target(function, label("f"), (-2.9, 3.0)), 3).options.method == "best"


@pytest.mark.parametrize("text", ["floor(x)", "1/x", "tan(2*x)"])
def test_typed_functions_with_jumps_or_poles_get_least_squares(text):
    assert fit(typed(text, -3, 3), 4).options.method == "optimal"
    with pytest.raises(InputError, match="--method best is for continuous functions"):
        fit(typed(text, -3, 3), 4, method="best")


def test_points_and_starts_get_least_squares_and_layers_lm():
    points = Dataset(np.arange(9.0), np.arange(9.0) ** 2, label("data"), (0.0, 8.0))
    assert fit(points, 3).options.method == "optimal"
    with pytest.raises(InputError, match="--method best is for continuous functions; for points"):
        fit(points, 3, method="best")
    with pytest.raises(InputError, match="--method best is for functions; use gd, adam"):
        fit_points([0, 1, 2], [0, 1, 1], 2, method="best", loss="binary")
    start = fit(square(), 3).network
    assert fit(square(), start=start).options.method == "optimal"
    assert fit(square(), hidden=(3, 3), steps=3).options.method == "lm"


def test_units_do_not_matter():
    plain = fit(typed("sin(3*x)", -3, 3), 8)
    for amplitude, offset, length in ((1e6, 0, 1), (1, 3000, 1), (1, 0, 1e4)):
        text = f"{amplitude}*sin(3*x/{length}) + {offset}"
        other = fit(typed(text, -3 * length, 3 * length), 8)
        assert other.error.sup / amplitude == pytest.approx(plain.error.sup, rel=1e-5)


def test_beside_a_singularity_slopes_stay_such_that_the_network_can_be_computed():
    """The best function of |x|^0.1 with 32 breakpoints has slopes beyond 1e15."""
    run = fit(typed("abs(x)^0.1", -1, 1), 33)
    x = np.linspace(-1, 1, 1001)
    np.testing.assert_allclose(run.network(x), output(run)(x), atol=1e-3 * run.error.sup)
    assert run.error.sup < 0.03


def test_the_same_bytes_every_time():
    first, second = (fit(typed("sin(3*x)", -3, 3), 8).network for _ in range(2))
    assert first == second
