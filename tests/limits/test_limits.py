"""The best n-breakpoint functions have the closed forms, the printed table, and no rival below."""

import math
from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import brentq, minimize

from approx.core.error import measure
from approx.core.exact import analyse
from approx.core.piecewise import PiecewiseLinear
from approx.core.target import Target, absolute, label, logistic, runge, sine, square
from approx.inputs.expression import target_of
from approx.limits import (
    best,
    equidistributed,
    fewest_breakpoints,
    network_of,
    rate,
    uniform,
)
from approx.limits.l2 import program_of
from approx.limits.tube import Tube
from approx.system.errors import InputError

EXP = Target(np.exp, label("exp"), (-1.0, 1.0))
ROOT = Target(lambda x: np.sqrt(np.abs(x)), label("√|x|"), (-1.0, 1.0), breaks=(0.0,))
STEP = Target(lambda x: np.where(x > 0.1, x + 2, x * x), label("step"), (-1, 1), breaks=(0.1,))
CUBIC = Target(lambda x: x**3 - x, label("x³−x"), (-1.0, 2.0), curvature=12.0)
SLOW = pytest.mark.slow
TARGETS = {
    "x²": square(),
    "logistic": logistic(),
    "sin 3x": sine(),
    "Runge": runge(),
    "exp": EXP,
    "√|x|": ROOT,
    "step": STEP,
    "cubic": CUBIC,
}
# maths.md, section 3: best sup / L2 error by target and number of breakpoints, as printed there.
TABLE = {
    ("x²", 4): ("2.000e-2", "1.687e-2"),
    ("x²", 8): ("6.173e-3", "5.205e-3"),
    ("x²", 16): ("1.730e-3", "1.459e-3"),
    ("x²", 32): ("4.591e-4", "3.872e-4"),
    ("logistic", 4): ("9.919e-3", "1.971e-2"),
    ("logistic", 8): ("3.308e-3", "6.535e-3"),
    ("logistic", 16): ("9.766e-4", "1.924e-3"),
    ("logistic", 32): ("2.674e-4", "5.259e-4"),
    ("sin 3x", 4): ("1.382e-1", "1.066e-1"),
    ("sin 3x", 8): ("2.746e-2", "2.899e-2"),
    ("sin 3x", 16): ("1.138e-2", "9.836e-3"),
    ("sin 3x", 32): ("2.659e-3", "2.763e-3"),
    ("Runge", 4): ("3.940e-2", "2.500e-2"),
    ("Runge", 8): ("1.237e-2", "7.368e-3"),
    ("Runge", 16): ("3.747e-3", "2.292e-3"),
    ("Runge", 32): ("9.054e-4", "6.464e-4"),
}
NORMS = ("sup", "l2")


@cache
def best_of(name, breakpoints, norm="sup"):
    return best(TARGETS[name], breakpoints, norm)


def error_in(norm, f, target):
    report = measure(f, target)
    return report.sup if norm == "sup" else report.l2


def printed(value):
    return f"{value:.3e}".replace("e-0", "e-")


@pytest.mark.parametrize(("name", "breakpoints"), TABLE)
def test_the_table_of_best_errors_is_reproduced_to_the_printed_digits(name, breakpoints):
    found = tuple(printed(best_of(name, breakpoints, norm).error) for norm in NORMS)
    assert found == TABLE[name, breakpoints]


@settings(deadline=None)
@given(st.floats(-4, 4), st.floats(0.5, 8), st.integers(0, 40), st.floats(-9, 9))
def test_a_parabola_has_its_closed_form_on_every_interval(a, length, breakpoints, height):
    assume(abs(height) > 1e-3)
    parabola = target_of(f"{height:f} * x^2", (a, a + length)).target
    height = float(f"{height:f}")
    m = breakpoints + 1
    sup, l2 = best(parabola, breakpoints), best(parabola, breakpoints, "l2")
    assert sup.error == pytest.approx(abs(height) * length**2 / (8 * m**2), rel=1e-9)
    assert l2.error == pytest.approx(abs(height) * length**2.5 / (6 * 5**0.5 * m**2), rel=1e-9)
    assert measure(sup.function, parabola).sup == pytest.approx(sup.error, rel=1e-7)
    assert measure(l2.function, parabola).l2 == pytest.approx(l2.error, rel=1e-7)


@settings(max_examples=8, deadline=None)
@given(st.floats(-3, 3), st.floats(0.5, 4), st.integers(1, 9))
def test_an_undeclared_almost_parabola_is_solved_to_the_parabolas_error(a, length, breakpoints):
    """The closed form is not used here, so the tube and Newton are held against it."""
    bent = Target(lambda x: x * x + 1e-9 * np.sin(3 * x), label("q"), (a, a + length))
    m = breakpoints + 1
    assert best(bent, breakpoints).error == pytest.approx(length**2 / (8 * m**2), rel=1e-6)
    assert best(bent, breakpoints, "l2").error == pytest.approx(
        length**2.5 / (6 * 5**0.5 * m**2), rel=1e-6
    )


@pytest.mark.parametrize("breakpoints", [1, 2, 5, 10])
def test_a_convex_target_is_split_into_pieces_of_equal_error(breakpoints):
    """For convex functions the best piece is its chord lowered, and such lines meet."""

    def overshoot(error):
        x = -1.0
        for _ in range(breakpoints + 1):
            x += brentq(
                lambda h, x=x: (
                    math.exp(x) * (1 - (s := math.expm1(h) / h) + s * math.log(s)) / 2 - error
                ),
                1e-9,
                9,
            )
        return x - 1

    exact = brentq(overshoot, 1e-5, 0.5, xtol=1e-15)
    assert best(EXP, breakpoints).error == pytest.approx(exact, rel=1e-8)


@pytest.mark.parametrize("half", [1, 2, 3, 8])
def test_the_root_of_the_absolute_value_has_its_closed_form(half):
    """√x: [p, q] costs (q−p)²/(8(q+p)); equal costs E from 0 give q_k = 4Ek(k+1)."""
    found = best(ROOT, 2 * half - 1)
    assert found.error == pytest.approx(1 / (4 * half * (half + 1)), rel=1e-8)


@pytest.mark.parametrize("name", ["exp", "cubic", "logistic", "Runge"])
@pytest.mark.parametrize(
    "breakpoints", [1, 2, 3]
)  # 1: a symmetric start is a saddle of the odd ones
def test_no_random_start_of_a_general_optimiser_gets_closer_in_l2(name, breakpoints):
    """Brute force: breakpoints and values together, by Nelder–Mead, on dense samples."""
    target, found = TARGETS[name], best_of(name, breakpoints, "l2")
    a, b = target.domain
    x = np.linspace(a, b, 2001)
    y, rng = target(x), np.random.default_rng(1)

    def distance(inner):
        t = np.r_[a, np.sort(np.clip(inner, a + 1e-6, b - 1e-6)), b]
        if not (np.diff(t) > 1e-9).all():
            return np.inf
        hats = np.array([np.interp(x, t, unit) for unit in np.eye(len(t))]).T
        values = np.linalg.lstsq(hats, y, rcond=None)[0]
        return math.sqrt(np.trapezoid((hats @ values - y) ** 2, x))

    tried = [
        minimize(distance, rng.uniform(a, b, breakpoints), method="Nelder-Mead", tol=1e-7).fun
        for _ in range(6)
    ]
    assert min(tried) == pytest.approx(found.error, rel=2e-3)
    assert found.error <= min(tried) * (1 + 1e-4)


@pytest.mark.parametrize("norm", NORMS)
@pytest.mark.parametrize(
    "name", [pytest.param(n, marks=[SLOW] if n in ("√|x|", "step") else []) for n in TARGETS]
)
def test_one_breakpoint_more_is_never_worse(name, norm):
    errors = [best_of(name, n, norm).error for n in range(9)]
    for fewer, more in pairwise(errors):
        assert more <= fewer * (1 + 1e-9)


def test_the_sup_error_has_plateaus_where_one_more_breakpoint_does_not_help():
    assert best(logistic(), 3).error == pytest.approx(best(logistic(), 2).error, rel=1e-9)
    wave = [best(sine(), n).error for n in range(2, 7)]
    assert wave[:4] == pytest.approx([wave[0]] * 4, rel=1e-9)
    assert wave[4] < 0.7 * wave[0]
    assert len(best(sine(), 5).function.breakpoints) == 2


@pytest.mark.parametrize("norm", NORMS)
@pytest.mark.parametrize("name", TARGETS)
@pytest.mark.parametrize("breakpoints", [0, 1, 3, 7, 20])
def test_the_error_is_the_functions_own_and_above_its_lower_bound(name, norm, breakpoints):
    target = TARGETS[name]
    found = best_of(name, breakpoints, norm)
    assert found.error == pytest.approx(error_in(norm, found.function, target), rel=1e-9)
    assert 0 <= found.lower <= found.error
    assert len(found.function.breakpoints) <= breakpoints


@pytest.mark.parametrize("name", TARGETS)
@pytest.mark.parametrize("breakpoints", [1, 4, 9, 17, 32])
def test_the_sup_error_is_within_a_thousandth_of_its_lower_bound(name, breakpoints):
    found = best_of(name, breakpoints)
    assert found.error <= found.lower * (1 + 1e-3)


def test_a_bound_is_called_proved_only_with_a_curvature_bound_a_closed_form_or_a_jump():
    assert best(logistic(), 5).proved
    assert best(square(), 5, "l2").proved
    assert best(STEP, 5).proved
    assert not best(EXP, 5).proved
    assert not best(logistic(), 5, "l2").proved


@pytest.mark.parametrize("name", TARGETS)
@pytest.mark.parametrize("norm", NORMS)
def test_curvature_breakpoints_beat_uniform_ones_nowhere_better_than_the_best(name, norm):
    target = TARGETS[name]
    for breakpoints in (5, 16):
        limit = best_of(name, breakpoints, norm).error
        for plain in (uniform(target, breakpoints), equidistributed(target, breakpoints, norm)):
            assert error_in(norm, plain, target) >= limit * (1 - 1e-9)
            assert len(plain.breakpoints) == breakpoints


@pytest.mark.parametrize(
    "name",
    ["logistic", pytest.param("sin 3x", marks=SLOW), "Runge", pytest.param("exp", marks=SLOW)],
)
@pytest.mark.parametrize("norm", NORMS)
def test_theorys_rate_is_within_five_percent_at_64_breakpoints(name, norm):
    assert best(TARGETS[name], 64, norm).error / rate(TARGETS[name], 64, norm) == pytest.approx(
        1, abs=0.05
    )


def test_an_undeclared_second_derivative_gives_the_same_rate():
    bare = Target(np.cos, label("cos"), (0.0, 2.0))
    known = Target(np.cos, label("cos"), (0.0, 2.0), second=lambda x: -np.cos(x))
    assert rate(bare, 9) == pytest.approx(rate(known, 9), rel=1e-6)


@pytest.mark.parametrize("norm", NORMS)
def test_the_fewest_breakpoints_reach_the_error_and_one_fewer_does_not(norm):
    for target, error in ((square(), 0.021), (logistic(), 4e-3), (runge(), 0.03)):
        n = fewest_breakpoints(target, error, norm)
        assert best(target, n, norm).error <= error < best(target, n - 1, norm).error


def test_a_corner_needs_one_breakpoint_and_nothing_more():
    found = best(absolute(), 1)
    assert found.error == 0
    assert found.function.breakpoints.tolist() == [0]
    assert best(absolute(), 0).error == pytest.approx(1 / 2, rel=1e-12)
    assert best(absolute(), 4).error <= 1e-15
    assert best(absolute(), 1, "l2").error < 1e-14


def test_a_jump_keeps_half_its_height_however_many_breakpoints_there_are():
    height = (0.1 + 2 - 0.01) / 2
    for breakpoints in (0, 5, 20):
        assert best(STEP, breakpoints).error == pytest.approx(height, rel=1e-9)
        assert best(STEP, breakpoints).lower == pytest.approx(height, rel=1e-9)
    with pytest.raises(InputError, match="half the target's jump"):
        fewest_breakpoints(STEP, 0.9)


def test_in_l2_a_jump_is_followed_by_one_steep_piece():
    found = best(STEP, 12, "l2")
    assert found.error < 1e-2
    assert np.abs(found.function.slopes).max() > 1e6


@pytest.mark.parametrize("norm", NORMS)
@pytest.mark.parametrize("name", sorted(set(TARGETS) - {"step"}))
@pytest.mark.parametrize("breakpoints", [0, 1, 2, 5, 16])
def test_the_network_computes_the_same_function(name, norm, breakpoints):
    found = best_of(name, breakpoints, norm)
    f, network = found.function, found.to_network()
    again = analyse(network, f.domain).output
    x = np.union1d(np.linspace(*f.domain, 501), f.x)
    size = np.abs(network.weights[-1]).max() * np.ptp(x) + np.abs(f.y).max()
    assert np.abs(again(x) - f(x)).max() <= 1e-14 * len(f.x) * size
    assert network.hidden_units <= len(f.breakpoints) + 1
    assert network.depth <= 1


@pytest.mark.parametrize("name", ["x²", "sin 3x", "√|x|"])
@pytest.mark.parametrize("breakpoints", [0, 1, 5, 16])
def test_with_a_skip_every_breakpoint_is_one_unit_and_the_affine_part_a_pair(name, breakpoints):
    found = best_of(name, breakpoints, "sup")
    f, network = found.function, found.to_network(skip=True)
    corners = f.simplified().breakpoints
    assert network.hidden_units == len(corners) + 2
    assert np.array_equal(-network.biases[0][2:], corners)
    assert (network.weights[0][2:] == 1).all()
    x = np.union1d(np.linspace(*f.domain, 501), f.x)
    size = np.abs(network.weights[-1]).max() * np.ptp(x) + np.abs(f.y).max()
    assert np.abs(network(x) - f(x)).max() <= 1e-14 * (len(f.x) + 2) * size


def test_a_network_goes_on_straight_on_both_sides():
    f = PiecewiseLinear([-1, 0, 1, 2], [1, 0, 3, 2])
    network = network_of(f)
    assert network.architecture == "3-1"
    assert np.allclose(network([-5, 5]), [5, -1])


def test_a_flat_piece_saves_the_extra_unit_and_a_line_needs_none():
    clipped = PiecewiseLinear([-2, -1, 1, 2], [0, 0, 1, 1])
    assert network_of(clipped).architecture == "2-1"
    middle = PiecewiseLinear([-2, -1, 1, 2], [3, 1, 1, 2])
    assert network_of(middle).architecture == "2-1"
    line = network_of(PiecewiseLinear([0, 1], [1, 3]))
    assert line.hidden_units == 0
    assert line(2.0) == 5


def test_a_tube_is_followed_with_the_fewest_links():
    """Zigzag of four flanks: exact at ε = 0, fewer and fewer links in wider tubes."""
    x, y = np.arange(5.0), np.array([0.0, 1.0, 0.0, 1.0, 0.0])
    tube = Tube(x, y, y)
    count = {e: len(tube.links(e, 9)) for e in (1e-6, 0.2, 0.5)}
    assert count == {1e-6: 4, 0.2: 4, 0.5: 1}
    assert tube.links(0.2, 3) is None


def test_unknown_norms_and_numbers_of_breakpoints_are_refused_with_the_way_out():
    with pytest.raises(InputError, match="use 'sup' or 'l2'"):
        best(square(), 3, "l1")
    with pytest.raises(InputError, match="between 0 and 256"):
        best(square(), -1)

    with pytest.raises(InputError, match="no finite value at x = 0"):
        best(Target(lambda x: 1 / x, label("1/x"), (-1.0, 1.0)), 3)


@pytest.mark.parametrize("norm", NORMS)
@pytest.mark.parametrize(
    ("height", "offset", "shift", "stretch"),
    [(1e6, 0, 0, 1), (1e-6, 0, 0, 1), (1, 3000, 0, 1), (1, 0, 1000, 1), (-1, 1, 0, 1e-6)],
)
def test_scaling_and_shifting_a_target_scales_the_error_and_nothing_else(
    norm, height, offset, shift, stretch
):
    a, b = logistic().domain
    moved = Target(
        lambda x: offset + height * logistic()((x - shift) / stretch),
        label("moved"),
        (a * stretch + shift, b * stretch + shift),
    )
    for breakpoints in (3, 10):
        scale = abs(height) * (1 if norm == "sup" else stretch**0.5)
        expected = best_of("logistic", breakpoints, norm).error * scale
        assert best(moved, breakpoints, norm).error == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize("norm", NORMS)
def test_a_line_is_its_own_best_without_any_breakpoint(norm):
    for target in (lambda x: 0.1 * x + 0.3, lambda x: 0 * x, lambda x: 7 + 0 * x):
        found = best(Target(target, label("line"), (-1.0, 0.7)), 5, norm)
        assert found.error <= 1e-15
        assert len(found.function.breakpoints) == 0


@pytest.mark.parametrize("name", ["logistic", "sin 3x", "Runge", "exp"])
def test_every_piece_of_the_best_l2_function_is_its_own_least_squares_line(name):
    target, f = TARGETS[name], best_of(name, 9, "l2").function
    for left, right, slope in zip(f.x, f.x[1:], f.slopes, strict=False):
        u = np.polynomial.legendre.leggauss(24)
        x = (left + right) / 2 + (right - left) / 2 * u[0]
        line = np.polynomial.Polynomial.fit(x, target(x), 1, w=np.sqrt(u[1]))
        assert line.deriv()(left) == pytest.approx(slope, abs=1e-8)
        assert line(left) == pytest.approx(float(f(left)), abs=1e-9)


def test_the_grid_program_finds_the_best_of_all_choices_of_grid_breakpoints():
    target = TARGETS["cubic"]
    program = program_of(target, 3)
    (left, right), n = program.breakpoints(3)[0][1:-1], len(program.grid)
    costs = [
        math.sqrt(program.cost[0, i] + program.cost[i, j] + program.cost[j, n - 1])
        for i in range(1, n - 2, 7)
        for j in range(i + 1, n - 1, 7)
    ]
    assert -1 < left < right < 2
    assert program.breakpoints(3)[1] <= min(costs)
    i, j = np.searchsorted(program.grid, (left, right))
    own = program.cost[0, i] + program.cost[i, j] + program.cost[j, n - 1]
    assert program.breakpoints(3)[1] == pytest.approx(math.sqrt(own), rel=1e-9)
