"""A piecewise-linear function computes like SciPy's PPoly, and keeps its corners."""

import copy
import math
import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from approx.core.dataset import Dataset
from approx.core.network import Network
from approx.core.piecewise import PiecewiseLinear
from approx.core.target import Label
from approx.system.errors import InputError

HAT = PiecewiseLinear([-1, 0, 1], [0, 1, 0])


@st.composite
def functions(draw):
    n = draw(st.integers(2, 8))
    steps = draw(st.lists(st.integers(1, 40), min_size=n - 1, max_size=n - 1))
    values = draw(st.lists(st.integers(-50, 50), min_size=n, max_size=n))
    x = np.concatenate([[0], np.cumsum(steps)]) / np.sum(steps) * 4 - 2
    return PiecewiseLinear(x, np.array(values) / 8)


@given(functions())
def test_values_slopes_and_integrals_are_those_of_scipy(f):
    poly = f.to_ppoly()
    x = np.linspace(*f.domain, 101)
    assert np.allclose(f(x), poly(x), atol=1e-12)
    assert f.integrate() == pytest.approx(float(poly.integrate(*f.domain)), abs=1e-12)
    assert np.allclose(f.antiderivative()(x[-1]), f.integrate(), atol=1e-12)


@given(functions(), functions())
def test_arithmetic_is_pointwise(f, g):
    x = np.linspace(*f.domain, 57)
    assert np.allclose((f + g)(x), f(x) + g(x), atol=1e-12)
    assert np.allclose((2 * f - g + 1)(x), 2 * f(x) - g(x) + 1, atol=1e-12)
    assert np.allclose(f.relu()(x), np.maximum(f(x), 0), atol=1e-12)


@given(functions())
def test_norms_are_those_of_a_fine_quadrature(f):
    x = np.linspace(*f.domain, 40001)
    step = x[1] - x[0]
    assert f.norm(math.inf) == np.abs(f.y).max()
    assert f.norm(2) == pytest.approx(math.sqrt(np.trapezoid(f(x) ** 2, dx=step)), abs=1e-3)
    assert f.norm(1) == pytest.approx(np.trapezoid(np.abs(f(x)), dx=step), abs=1e-3)


@given(functions())
def test_every_root_is_one(f):
    roots = f.roots()
    assert np.allclose(f(roots), 0, atol=1e-12)
    signs = np.sign(f.y[f.y != 0])
    assert len(roots) >= np.count_nonzero(np.diff(signs))


def test_a_hat_has_one_breakpoint_and_its_jump():
    assert HAT.breakpoints.tolist() == [0]
    assert HAT.jumps.tolist() == [-2]
    assert HAT(0.25) == 0.75
    assert HAT(0.0, 1) == -1  # from the right
    assert HAT.solve(0.5).tolist() == [-0.5, 0.5]
    assert (HAT.max(), HAT.min()) == (1, 0)


def test_outside_the_domain_the_end_pieces_go_on():
    assert HAT.restricted((-3, 3)).y.tolist() == [-2, 1, -2]
    assert HAT.integrate(0, 3) == pytest.approx(-1.5)


def test_a_node_without_a_corner_is_dropped_by_simplified():
    assert HAT.refined([-0.5, 0.5]).simplified().x.tolist() == [-1, 0, 1]


@pytest.mark.parametrize(
    ("x", "y", "message"),
    [
        ([0, 0], [1, 2], "increase strictly"),
        ([0, 1], [1, math.nan], "finite"),
        ([0], [1], "at least 2"),
        ([0, 1], [1, 2, 3], "same length"),
    ],
)
def test_what_is_not_a_function_is_refused(x, y, message):
    with pytest.raises(InputError, match=message):
        PiecewiseLinear(x, y)


def test_domains_must_agree():
    with pytest.raises(InputError, match="domains differ"):
        HAT + PiecewiseLinear([0, 1], [0, 1])


# By value: each number below is computed by hand.

#: From (0, 1) down to (1, −1), up to (3, 3), level to (4, 3).
PATH = PiecewiseLinear([0, 1, 3, 4], [1, -1, 3, 3])


def numbers(f):
    return f.x.tolist(), f.y.tolist(), f.slopes.tolist()


def test_slopes_are_differences_unless_given_and_belong_to_the_piece_on_the_right():
    assert PATH.slopes.tolist() == [-2, 2, 0]
    assert PATH.jumps.tolist() == [4, -2]
    assert PATH(np.array([0, 0.5, 1, 2, 3, 4]), 1).tolist() == [-2, -2, 2, 2, 0, 0]
    assert PATH(np.array([[1.0, 2.0]]), 2).tolist() == [[0, 0]]
    assert PATH(np.array([[-1, 0.25], [2.5, 9]])).tolist() == [[3, 0.5], [2, 3]]
    assert PATH(-1.0, 1) == -2
    assert PATH.domain == (0, 4)


def test_a_value_is_measured_from_the_nearer_end_of_its_piece():
    """The slope is a few roundings off: near an end the error is that of a short step."""
    slope = 1 + 5e-10
    f = PiecewiseLinear([0, 1], [0, 1], [slope])
    assert f(0.25) == pytest.approx(0.25 * slope, rel=1e-15)
    assert f(0.5) == pytest.approx(0.5 * slope, rel=1e-15)
    assert f(0.75) == pytest.approx(1 - 0.25 * slope, rel=1e-15)
    assert f(1.0) == 1


def test_sums_and_multiples_by_value():
    hat = PiecewiseLinear([0, 2, 4], [0, 2, 0])
    assert numbers(PATH + hat) == ([0, 1, 2, 3, 4], [1, 0, 3, 4, 3], [-1, 3, 1, -1])
    assert numbers(PATH - hat) == ([0, 1, 2, 3, 4], [1, -2, -1, 2, 3], [-3, 1, 3, 1])
    assert numbers(3 - PATH) == ([0, 1, 3, 4], [2, 4, 0, 0], [2, -2, 0])
    assert numbers(PATH * -2) == ([0, 1, 3, 4], [-2, 2, -6, -6], [4, -4, 0])
    assert numbers(PATH - 1) == ([0, 1, 3, 4], [0, -2, 2, 2], [-2, 2, 0])
    assert numbers(PiecewiseLinear.constant(2, (0, 4)) + PATH) == numbers(PATH + 2)


def test_pieces_are_cut_merged_and_extended_by_value():
    cut = PATH.refined([-1, 0, 2, 4, 5])
    assert numbers(cut) == ([0, 1, 2, 3, 4], [1, -1, 1, 3, 3], [-2, 2, 2, 0])
    assert numbers(cut.simplified()) == numbers(PATH)
    assert numbers(cut.simplified(2)) == ([0, 1, 4], [1, -1, 3], [-2, 4 / 3])  # the mean of 2, 2, 0
    assert numbers(PATH.simplified(1.9)) == numbers(PATH)
    assert numbers(PATH.restricted((0.5, 5))) == ([0.5, 1, 3, 5], [0, -1, 3, 3], [-2, 2, 0])
    assert numbers(PATH.restricted((1, 3))) == ([1, 3], [-1, 3], [2])
    assert numbers(PATH.relu()) == ([0, 0.5, 1, 1.5, 3, 4], [1, 0, 0, 0, 3, 3], [-2, 0, 0, 2, 0])


def test_integrals_and_norms_by_value():
    """Triangles and rectangles: 1/4 − 1/4 − 1/4 + 9/4 + 3."""
    assert PATH.integrate() == 5
    assert PATH.integrate(0.5, 1.5) == -0.5
    assert PATH.integrate(b=1.5) == -0.25
    assert PATH.integrate(a=3) == 3
    assert PATH.norm(1) == 6
    assert PATH.norm(math.inf) == 3
    # ∫(1 − 2x)² = 1/3 over [0, 1], ∫(2x − 3)² = 28/6 over [1, 3], 9 over [3, 4].
    assert PATH.norm() == pytest.approx(math.sqrt(14), rel=1e-15)
    assert PATH.antiderivative()(1.5) == -0.25
    assert PATH.derivative()(2.0) == 2
    assert (PATH.max(), PATH.min()) == (3, -1)
    with pytest.raises(InputError, match="order 3 is not offered; use 1, 2 or inf"):
        PATH.norm(3)


def test_slopes_above_zero_stay_as_they_are_to_the_last_bit():
    f = PiecewiseLinear([4, 5, 6, 7], [-5 / 3, -2 / 3, -2 / 3, 1 / 3], [1, 0, 1])
    assert f.relu().slopes.tolist() == [0, 0, 0, 1]


def test_solutions_are_crossings_and_the_ends_of_flat_pieces():
    assert PATH.solve().tolist() == PATH.roots().tolist() == [0.5, 1.5]
    assert PATH.solve(3).tolist() == [3, 4]
    assert PATH.solve(-1).tolist() == [1]
    assert PATH.solve(0.5).tolist() == [0.25, 1.75]
    assert PATH.solve(4).tolist() == []


def test_a_crossing_stays_inside_its_piece_though_the_slope_is_rounded():
    """Of a piece of one ulp beside a steep one, no slope contradicts the rounded values."""
    end = 1 + 2**-52
    steep = [1e-7, 1e10 / (2 - end)]
    assert PiecewiseLinear([1, end, 2], [-1e-20, 2e-20, 1e10], steep).roots().tolist() == [end]
    assert PiecewiseLinear([1, end, 2], [-2e-20, 1e-20, 1e10], steep).roots().tolist() == [1]


@pytest.mark.parametrize("slopes", [[1], [1, 2, 3], [[1, 2]]])
def test_slopes_must_be_one_for_every_piece(slopes):
    with pytest.raises(InputError, match="3 places x need 2 slopes"):
        PiecewiseLinear([0, 1, 2], [0, 1, 2], slopes)


def test_arrays_are_read_only_and_copies():
    x = np.array([0.0, 1.0])
    f = PiecewiseLinear(x, [0, 1])
    x[0] = -5
    assert f.x[0] == 0
    for array in (f.x, f.y, f.slopes):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1


def test_x_and_y_are_flat_lists():
    with pytest.raises(InputError, match="same length"):
        PiecewiseLinear([[0, 1]], [[0, 1]])
    with pytest.raises(InputError, match="finite"):
        PiecewiseLinear([0, math.inf], [0, 1])


# As SciPy's PPoly, at every scale (N13 of the cases of strangers).


@given(functions(), st.sampled_from([1e-200, 1e-300, 1e200, 1.0]))
def test_roots_and_norms_do_not_depend_on_the_scale(f, scale):
    g = f * scale
    assert np.allclose(g.roots(), f.roots(), rtol=0, atol=1e-12)
    for order in (1, 2, math.inf):
        assert g.norm(order) == pytest.approx(f.norm(order) * scale, rel=1e-12)


def test_a_crossing_is_found_where_products_and_slopes_vanish():
    assert PiecewiseLinear([-1, 1], [-1e-200, 1e-200]).roots().tolist() == [0]
    assert PiecewiseLinear([-1e200, 3e200], [-1e-200, 3e-200]).roots().tolist() == [0]
    assert PiecewiseLinear([0, 1], [-1e300, 1e300]).roots().tolist() == [0.5]


@given(functions(), st.floats(-3, 3), st.floats(-3, 3))
def test_an_integral_has_the_sign_of_its_direction(f, a, b):
    assert f.integrate(a, b) == -f.integrate(b, a)
    assert f.integrate(a, b) == pytest.approx(float(f.to_ppoly().integrate(a, b)), abs=1e-10)
    assert f.integrate(a, a) == 0


@given(functions())
def test_halves_and_absolute_values_are_pointwise(f):
    x = np.linspace(*f.domain, 211)
    assert ((f / 2)(x) == f(x) / 2).all()
    assert np.allclose(abs(f)(x), np.abs(f(x)), atol=1e-12)
    assert np.isin(f.roots(), abs(f).roots()).all()
    assert abs(f).min() >= 0
    assert np.allclose((f.relu() - (-f).relu())(x), f(x), atol=1e-12)


@given(functions(), functions())
def test_a_function_of_a_function_is_the_composition(f, g):
    x = np.linspace(*g.domain, 401)
    composed = f(g)
    assert composed.domain == g.domain
    assert np.allclose(composed(x), f(g(x)), atol=1e-9 * (1 + np.abs(f.slopes).max()))


def test_a_composition_by_value():
    """PATH outside [0, 4] goes on straight: at −1 it is 3, at 5 it is 3."""
    g = PiecewiseLinear([0, 6, 7], [-1, 5, 5])
    assert numbers(PATH(g)) == ([0, 2, 4, 6, 7], [3, -1, 3, 3, 3], [-2, 2, 0, 0])


def test_what_is_not_piecewise_linear_is_left_to_python():
    for operation in (
        lambda: HAT * HAT, lambda: HAT / HAT, lambda: 1 / HAT, lambda: HAT + "1",
        lambda: HAT - [1], lambda: np.ones(3) * HAT,
    ):  # fmt: skip
        with pytest.raises(TypeError):
            operation()
    with pytest.raises(InputError, match="divided by 0"):
        HAT / 0
    assert np.float64(2) * HAT == HAT * 2


@pytest.mark.parametrize("slopes", [[5.0, -1.0], [1.0, -1.0 + 1e-8], [-1.0, 1.0]])
def test_slopes_that_contradict_the_values_are_refused(slopes):
    with pytest.raises(InputError, match="contradicts the values"):
        PiecewiseLinear(HAT.x, HAT.y, slopes)
    PiecewiseLinear(HAT.x, HAT.y, [1 + 1e-10, -1])


@pytest.mark.parametrize("slopes", [[math.nan, -1], [1, math.inf]])
def test_slopes_are_finite(slopes):
    with pytest.raises(InputError, match="finite"):
        PiecewiseLinear(HAT.x, HAT.y, slopes)
    with pytest.raises(InputError, match="finite"):
        PiecewiseLinear([-1e308, 1e308], [0, 0])
    with pytest.raises(InputError, match="finite"):
        HAT * math.nan


def test_a_piece_of_one_ulp_is_a_jump_when_its_neighbours_are_cut_too():
    """The middle of such a piece is one of its ends, to which the next piece's slope belongs."""
    end = 1 + 2**-52
    step = PiecewiseLinear([0, 1, end, 2], [0, 0, 1, 1])
    assert step.refined([0.5, 1.5]).y.tolist() == [0, 0, 0, 1, 1, 1]
    for f in (step, step + step, step.restricted((0.5, 1.5)), (step - 0.5).relu()):
        assert (f.slopes.tolist(), f.discontinuities.tolist()) == ([0, 0, 0], [1])
    assert numbers(abs(step - 0.5))[1:] == ([0.5] * 4, [0] * 3)
    gentle = PiecewiseLinear([0, 1, end, 2], [0, 1, 1 + 2**-51, 2], [1, 2, 1])
    assert (gentle.discontinuities.tolist(), gentle.slopes.tolist()) == ([], [1, 2, 1])


@pytest.mark.parametrize("domain", [(1, 1), (2, 1), (0, math.nan), (0, math.inf)])
def test_a_domain_has_a_finite_length(domain):
    with pytest.raises(InputError, match=r"finite|smaller end first"):
        HAT.restricted(domain)


def test_functions_are_compared_and_hashed_by_value():
    same = PiecewiseLinear([-1, 0, 1], [-0.0, 1, 0])
    assert same == HAT
    assert hash(same) == hash(HAT)
    assert {HAT, same} == {HAT}
    assert PiecewiseLinear([-1, 0, 1], [0, 2, 0]) != HAT
    assert HAT.refined([0.5]) != HAT
    assert HAT.refined([0.5]).simplified() == HAT
    assert HAT != "hat"


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda f: pickle.loads(pickle.dumps(f))])
def test_a_copy_is_equal_and_read_only(copied):
    network = Network([[[1.0], [2.0]], [[1.0, 1.0]]], [[0.0, 1.0], [0.0]])
    points = Dataset(np.array([0.0, 1.0]), np.array([0.0, 1.0]), Label("p", "p", "p"), (0.0, 1.0))
    for array in (points.x, points.y):
        array.flags.writeable = False
    for original, arrays in (
        (HAT, lambda f: (f.x, f.y, f.slopes)),
        (network, lambda n: (*n.weights, *n.biases)),
        (points, lambda d: (d.x, d.y)),
    ):
        twin = copied(original)
        assert twin is not original
        assert all(map(np.array_equal, arrays(twin), arrays(original)))
        assert not any(array.flags.writeable for array in arrays(twin))


def test_values_outside_and_of_no_number_are_those_of_scipy():
    x = np.array([-2, -1, 0.5, 1, 3, math.nan])
    for nu in (0, 1, 2):
        for extrapolate in (None, True, False):
            expected = HAT.to_ppoly()(x, nu, extrapolate)
            assert np.array_equal(HAT(x, nu, extrapolate), expected, equal_nan=True), (nu, x)
    with pytest.raises(InputError, match="0 or more"):
        HAT(0, -1)
    assert repr(HAT) == "PiecewiseLinear(2 pieces on [-1, 1], values in [0, 1])"


def test_a_jump_cuts_the_curve_and_takes_its_cell_out():
    after = np.nextafter(1.0, 2)
    f = PiecewiseLinear([0, 1, after, 2], [0, 0, 5, 5])
    x, y = f.curve()
    assert x.tolist()[:2] == [0, 1]
    assert np.isnan(x[2])
    assert x.tolist()[3:] == [after, 2]
    assert np.isnan(y[2])
    assert y[~np.isnan(y)].tolist() == [0, 0, 5, 5]
    left, right = f.without_jumps(np.array([0, 1, after]), np.array([1, after, 2]))
    assert (left.tolist(), right.tolist()) == ([0, after], [1, 2])
    # A cell that begins there and is wider holds no jump alone.
    left, _ = f.without_jumps(np.array([1.0]), np.array([2.0]))
    assert left.tolist() == [1]


def test_slopes_of_another_length_are_refused_whether_or_not_the_values_jump():
    places = [0, 1, np.nextafter(1.0, 2), 2]
    for slopes in ([1.0], [1.0, 1.0, 1.0, 1.0]):
        with pytest.raises(InputError, match="4 places x need 3 slopes"):
            PiecewiseLinear(places, [0, 0, 5, 5], slopes)
    assert PiecewiseLinear(places, [0, 0, 5, 5], [0, 7, 0]).slopes.tolist() == [0, 0, 0]


def test_rounding_on_a_steep_piece_is_no_jump_wherever_it_lies():
    steep_end = 1000 + 9 * np.spacing(1000.0)
    x = [0, 1000, steep_end, 2000]
    f = PiecewiseLinear.from_pieces(x, [0, 0, 1], [0, 0.9, 1], [0, 1e12, 0])
    assert len(f.slopes) == 3
    flat = PiecewiseLinear.from_pieces(x, [0, 0, 1], [0, 0.9, 1], [0, 1e9, 0])
    assert len(flat.slopes) == 4  # a jump is a steep piece of its own
