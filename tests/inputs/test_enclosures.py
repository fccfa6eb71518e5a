"""Every rule's bounds contain the truth: values in long double or rationals, slopes, bends."""

from fractions import Fraction

import numpy as np
import pytest

from approx.core import intervals as iv
from approx.core.enclosure import wobble
from approx.inputs.expression import enclose_of, parse
from approx.inputs.expression.derivatives import FUNCTIONS, OPERATORS
from approx.inputs.expression.enclosures import enclose_with
from approx.inputs.expression.function_bounds import SMOOTH

LONG = np.longdouble
PI = 4 * np.arctan(LONG(1))


def erf(x):
    """2/√π e^(−x²) Σ 2^k x^(2k+1)/(2k+1)!!, whose terms have one sign, as long as that is quick."""
    small = np.clip(x, -3, 3)
    term = total = small * np.exp(-small * small)
    for k in range(1, 100):
        term = term * 2 * small * small / (2 * k + 1)
        total = total + term
    return np.where(np.abs(x) < 3, 2 / np.sqrt(PI) * total, erf_by_fraction(x))


def erf_by_fraction(x):
    """1 − erf by its continued fraction (Laplace 1805), from |x| = 3 on."""
    size = np.maximum(np.abs(x), 3)
    tail = size
    for k in range(120, 0, -1):
        tail = size + LONG(k) / 2 / tail
    return np.sign(x) * (1 - np.exp(-size * size) / tail / np.sqrt(PI))


def sinc(x):
    t = np.where(x == 0, 1, PI * x)
    return np.where(x == 0, 1, np.sin(t) / t)


RNG = np.random.default_rng(14)
#: Texts of which NumPy has every operation in long double, by the same name there.
IN_LONG_DOUBLE = {
    "sin(3*x + 0.1)": lambda x: np.sin(3 * x + LONG(0.1)),
    "cos(7*x)*x": lambda x: np.cos(7 * x) * x,
    "exp(-(2*x)^2)": lambda x: np.exp(-((2 * x) ** 2)),
    "tanh(5*x - 1)": lambda x: np.tanh(5 * x - 1),
    "atan(20*x)": lambda x: np.arctan(20 * x),
    "tan(x/3)": lambda x: np.tan(x / 3),
    "sinh(x) - cosh(x/2)": lambda x: np.sinh(x) - np.cosh(x / 2),
    "expm1(x)*log1p(x^2)": lambda x: np.expm1(x) * np.log1p(x**2),
    "log(3 + x)": lambda x: np.log(3 + x),
    "log2(3 + x) - log10(4 - x)": lambda x: np.log2(3 + x) - np.log10(4 - x),
    "sqrt(4 + x)/(3 + x)": lambda x: np.sqrt(4 + x) / (3 + x),
    "cbrt(x)": lambda x: np.sign(x) * np.exp(np.log(np.abs(x)) / 3),
    "asin(x/3)": lambda x: np.arcsin(x / 3),
    "acos(x/3)": lambda x: np.arccos(x / 3),
    "1/(1 + 25*x^2)": lambda x: 1 / (1 + 25 * x**2),
    "sigmoid(4*x)": lambda x: 1 / (1 + np.exp(-4 * x)),
    "abs(x - 0.25)^3": lambda x: np.abs(x - LONG(0.25)) ** 3,
    "relu(x)*(1 - x)": lambda x: np.maximum(x, 0) * (1 - x),
    "max(x, x^2) - min(1, 2*x)": lambda x: np.maximum(x, x**2) - np.minimum(1, 2 * x),
    "atan2(x, 2)": lambda x: np.arctan2(x, LONG(2)),
    "hypot(x, 1.5)": lambda x: np.hypot(x, LONG(1.5)),
    "(3 + x)^x": lambda x: np.exp(x * np.log(3 + x)),
    "(3 + x)^1.5": lambda x: (3 + x) * np.sqrt(3 + x),
    "x^3 - x^-2": lambda x: x**3 - 1 / x**2,
    "(3 + x)*log(3 + x)": lambda x: (3 + x) * np.log(3 + x),
    "(3 + x)^2*log2(3 + x)": lambda x: (3 + x) ** 2 * np.log2(3 + x),
    "erf(2*x)": lambda x: erf(2 * x),
    "gelu(3*x)": lambda x: 3 * x * (1 + erf(3 * x / np.sqrt(LONG(2)))) / 2,
    "silu(4*x - 1)": lambda x: (4 * x - 1) / (1 + np.exp(1 - 4 * x)),
    "softplus(5*x)": lambda x: np.maximum(5 * x, 0) + np.log1p(np.exp(-np.abs(5 * x))),
    "sinc(3*x + 0.25)": lambda x: sinc(3 * x + LONG(0.25)),
    "asinh(3*x)": lambda x: np.arcsinh(3 * x),
    "acosh(3.5 + x)": lambda x: np.arccosh(LONG(3.5) + x),
    "atanh(x/3)": lambda x: np.arctanh(x / 3),
    "mod(x, 0.75)": lambda x: np.mod(x, LONG(0.75)),
    "floor(3*x) + ceil(x) + round(2*x)": lambda x: np.floor(3 * x) + np.ceil(x) + np.rint(2 * x),
    "where(x < 0.3, x, -x)": lambda x: np.where(x < LONG(float("0.3")), x, -x),
    "sign(x)*heaviside(x - 1)": lambda x: np.sign(x) * (x > 1),
    "(-1)^floor(3*x)": lambda x: 1 - 2 * np.mod(np.floor(3 * x), 2),
    "sin(x)/x": lambda x: np.sin(x) / x,
    "x % 2 + step(x, 1)": lambda x: np.mod(x, LONG(2)) + (x >= 1),
    "where(x >= 0.5, 1, where(x <= -1, 2, 3)) - where(x > 0, 1, 0)": lambda x: (
        np.where(x >= 0.5, 1, np.where(x <= -1, 2, 3)) - (x > 0)
    ),
}


def cells(count=600):
    """Ends of cells in [−2, 2] from 10⁻¹² to 1 wide; some end at 0, 1/2 or 1."""
    left = RNG.uniform(-2, 2, count)
    left[::6] = RNG.choice([-1.0, 0, 0.5, 1], len(left[::6]))
    right = np.minimum(left + 10.0 ** RNG.uniform(-12, 0, count), 2.0)
    return left[left < right], right[left < right]


def test_every_operation_of_the_grammar_is_among_them():
    used = {part.op for text in IN_LONG_DOUBLE for part in parse(text).parts}
    assert used >= (set(FUNCTIONS) | set(OPERATORS)) - {"ln", "neg"}


SHARES = (0.01, 0.3, 0.5, 0.77, 0.99)


def holds_values(text, left, right):
    """Whether values in long double are within the bounds, but for its own rounding."""
    low, high = enclose_of(text)(left, right).value
    for share in SHARES:
        y = IN_LONG_DOUBLE[text](LONG(left) + (LONG(right) - LONG(left)) * LONG(share))
        slack = 8 * np.finfo(LONG).eps * (1 + np.abs(y))
        if not ((y >= low - slack) & (y <= high + slack)).all():
            return False
    return True


def holds_derivatives(text, left, right, order):
    """Whether the tape's derivatives are within the bounds, but for a billionth."""
    low, high = enclose_of(text)(left, right)[order]
    f = parse(text)
    for share in SHARES:
        y = f(left + (right - left) * share, order)
        known, slack = np.isfinite(y), 1e-9 * (1 + np.abs(y))
        if not ((y >= low - slack) & (y <= high + slack))[known].all():
            return False
    return True


@pytest.mark.skipif(np.finfo(LONG).nmant < 60, reason="long double is no wider than float64 here")
@pytest.mark.parametrize("text", IN_LONG_DOUBLE)
def test_values_in_long_double_lie_within_the_bounds(text):
    assert holds_values(text, *cells())


@pytest.mark.parametrize("text", IN_LONG_DOUBLE)
@pytest.mark.parametrize("order", [1, 2])
def test_derivatives_lie_within_the_bounds(text, order):
    assert holds_derivatives(text, *cells(), order)


@pytest.mark.parametrize("order", [0, 1, 2])
@pytest.mark.parametrize("op", sorted(set(SMOOTH) - {"ln"}))
def test_a_rule_that_is_wrong_by_a_thousandth_is_noticed(op, order, monkeypatch):
    """So the tests above can fail, for the value and both derivatives of every function."""
    rule = SMOOTH[op]
    field = rule._fields[order]

    def wrong(*args):
        low, high = rule[order](*args)
        return low * 1.001, high * 1.001

    monkeypatch.setitem(SMOOTH, op, rule._replace(**{field: wrong}))
    texts = [text for text in IN_LONG_DOUBLE if op in {part.op for part in parse(text).parts}]
    left, right = cells()
    if order == 0:
        assert not all(holds_values(text, left, right) for text in texts)
    else:
        assert not all(holds_derivatives(text, left, right, order) for text in texts)


@pytest.mark.parametrize("text", IN_LONG_DOUBLE)
def test_bounds_of_narrow_cells_are_narrow(text):
    """Without this, everything would be a bound: on a millionth of the domain it is a function."""
    left = RNG.uniform(-1.9, 1.9, 300)
    enclosure = enclose_of(text)(left, left + 1e-6)
    wide = wobble(enclosure, np.full(300, 1e-6))
    assert np.median(wide) < 1e-10
    assert (wide < 1e-3).mean() > 0.97


@pytest.mark.parametrize("text", IN_LONG_DOUBLE)
def test_limits_at_the_ends_are_those_from_inside(text):
    left, right = cells()
    wide = right - left > 1e-3
    left, right = left[wide], right[wide]
    enclosure, f = enclose_of(text)(left, right), parse(text)
    inside = 1e-9 * (right - left)
    for (low, high), x in ((enclosure.first, left + inside), (enclosure.last, right - inside)):
        room = 1e-8 + 1e-8 * np.abs(f(x, 1))
        assert ((f(x) >= low - room) & (f(x) <= high + room)).all()


#: Poles, jumps and zeros at or near 0, whose rules must not speak of one side alone.
NEAR_ZERO = (
    "x^-1", "x^-2", "tan(2*x)", "min(1, x^-1)", "tanh(x^-1)", "x/sign(x)", "ceil(x)/x^2",
    "(ceil(x) - x)/x", "(x/x)/x", "sin(x)/x/x", "x*log(x)*log(x)", "x*log(x)^2", "-log(x)^2*x",
    "x*log(-x)^2", "-x*log(-x)", "sqrt(x)*log2(x)^2", "x^(x*log(x))", "x*log(abs(x))*log10(abs(x))",
)  # fmt: skip


@pytest.mark.parametrize("text", NEAR_ZERO)
def test_divided_differences_on_a_cell_lie_within_its_bounds(text):
    """The chord's slope and the parabola's bend through values: also across a pole or jump."""
    left = np.r_[np.zeros(40), -(10.0 ** np.linspace(-3, 0.2, 80)), RNG.uniform(-1, 1, 40)]
    right = left + 10.0 ** RNG.uniform(-2, 0.3, len(left))
    bounds = enclose_with(parse(text).parts, (-1.0, 0.0, 1.0))(left, right)
    x = left + (right - left) * np.linspace(0.01, 0.99, 29)[:, None]
    with np.errstate(all="ignore"):
        y = parse(text)(x)
        slope = np.diff(y, axis=0) / np.diff(x, axis=0)
        bend = np.diff(slope, axis=0) / np.diff(x, axis=0)[:-1]
        for (low, high), found in zip(bounds, (y, slope, bend), strict=False):
            room = 1e-7 * (1 + np.abs(found))
            outside = (found < low - room) | (found > high + room)
            assert not (outside & np.isfinite(found)).any()


def test_a_quotient_of_two_that_overflow_may_be_anything_positive():
    """What is rounded to infinity lies above the largest float, and nowhere else."""
    for text, limit in (
        ("cosh(x)/exp(x)", 0.5),
        ("exp(x + 1)/exp(x)", np.e),
        ("1/(1/exp(x))", 1e9),
    ):
        bounds = enclose_of(text)(np.array([700.0, 800.0]), np.array([790.0, 810.0]))
        for low, high in (bounds.value, bounds.first, bounds.last):
            assert ((low <= limit) & (high >= limit))[1], text


def test_the_limit_of_a_quotient_at_an_end_is_that_at_the_end_and_not_one_float_inside():
    """Where 1/x turns fast, one float makes a difference."""
    x = RNG.uniform(1e-5, 2e-5, 50)
    bounds = enclose_of("sin(1/x)")(x, x + 1e-6)
    truth = np.sin(1 / x.astype(LONG))
    low, high = bounds.first
    assert ((low <= truth) & (truth <= high)).all()


def test_a_power_with_jumping_exponents_has_no_bound_where_its_base_passes_zero():
    low, high = enclose_of("x^floor(x)")(np.array([-1.0, -0.5]), np.array([3.0, 0.5])).value
    assert (low <= -100).all()
    assert (high >= 4).all()


def test_a_power_of_a_logarithm_times_a_power_tends_to_zero():
    for text in ("x*log(x)*log(x)", "x*log(x)^2", "sqrt(x)*log2(x)^3", "-log(x)^2*x"):
        low, high = enclose_of(text)(np.array([0.0]), np.array([1e-12])).value
        assert np.abs([low, high]).max() < 0.1


def test_the_quotient_of_two_zeros_is_known_only_where_such_places_are_given():
    left, right = np.array([0.0]), np.array([0.1])
    unknown = enclose_of("sin(x)/x")(left, right).first
    assert (unknown[0][0], unknown[1][0]) == (-np.inf, np.inf)
    known = enclose_with(parse("sin(x)/x").parts, (0.0, 1.0))(left, right).first
    assert known[0][0] <= 1 <= known[1][0] <= 1 + 1e-15


#: Texts that tend to 0 at 0 though their logarithm has no bound there, and the same in long double.
VANISHING = {
    "x*log(x)": lambda x: x * np.log(x),
    "sin(x)*log(x)": lambda x: np.sin(x) * np.log(x),
    "x*log(x)^2": lambda x: x * np.log(x) ** 2,
    "2*sqrt(x)*log2(x)^3": lambda x: 2 * np.sqrt(x) * np.log2(x) ** 3,
    "(exp(x) - 1)*log10(x)": lambda x: np.expm1(x) * np.log10(x),
    "sin(3*x)*log(abs(x))": lambda x: np.sin(3 * x) * np.log(x),
    "-x*log(abs(x))*cos(x)": lambda x: -x * np.log(x) * np.cos(x),
}


@pytest.mark.parametrize("text", VANISHING)
def test_a_logarithm_times_what_vanishes_with_its_argument_is_bounded_and_tends_to_zero(text):
    enclose = enclose_with(parse(text).parts, (0.0, 3.0))
    right = 10.0 ** np.arange(-1, -13, -1)
    enclosure = enclose(np.zeros(len(right)), right)
    inside = LONG(right)[:, None] * LONG(RNG.uniform(0, 1, 400))
    truth = VANISHING[text](inside)
    low, high = enclosure.value
    assert ((low[:, None] <= truth) & (truth <= high[:, None])).all()
    assert (high - low <= 3 * (truth.max(axis=1) - truth.min(axis=1))).all()
    assert np.abs(enclosure.first).max() < 1e-300


OPERATIONS = {
    "add": (iv.add, lambda a, b: a + b),
    "subtract": (iv.subtract, lambda a, b: a - b),
    "multiply": (iv.multiply, lambda a, b: a * b),
    "multiply_sharply": (iv.multiply_sharply, lambda a, b: a * b),
    "divide": (iv.divide, lambda a, b: a / b if b else None),
}


@pytest.mark.parametrize("name", OPERATIONS)
def test_arithmetic_contains_the_rational_results(name):
    """Of all ends; the numbers cancel, are short, or differ by one unit in the last place."""
    operation, exact = OPERATIONS[name]
    pool = np.r_[RNG.normal(size=40), RNG.integers(-3, 4, 20) / 2, 1 + np.arange(6) * 2.0**-52]
    ends = np.sort(RNG.choice(pool, (4000, 2, 2)), axis=2)
    a, b = ((ends[:, k, 0], ends[:, k, 1]) for k in (0, 1))
    with np.errstate(all="ignore"):
        low, high = operation(a, b)
    for i in range(len(ends)):
        for u in ends[i, 0]:
            for v in ends[i, 1]:
                truth = exact(Fraction(u), Fraction(v))
                if truth is not None:
                    assert np.isinf(low[i]) or Fraction(low[i]) <= truth
                    assert np.isinf(high[i]) or truth <= Fraction(high[i])


@pytest.mark.parametrize("turn", [0, 1, -3])
def test_tangents_are_bounded_up_to_their_poles(turn):
    """Cells that end 1e-6 from a pole have the ends' values, those that hold one have no bounds."""
    pole = turn * np.pi + np.pi / 2
    for left, right in ((pole - 1.2, pole - 1e-6), (pole - np.pi + 1e-6, pole - 2)):
        low, high = iv.tangent((np.array([left]), np.array([right])))
        assert low == pytest.approx(np.tan(left), rel=1e-12)
        assert high == pytest.approx(np.tan(right), rel=1e-12)
    for left, right in ((pole - 1, pole + 1e-6), (pole - 1e-6, pole + 1), (pole, pole + 1)):
        assert iv.tangent((np.array([left]), np.array([right]))) == (-np.inf, np.inf)


def test_what_has_no_rounding_stays_exact():
    def of(*ends):
        return np.array(ends[:1]), np.array(ends[1:])

    assert iv.subtract(of(0.3, 0.3), of(0.3, 0.3)) == (0, 0)
    assert iv.multiply_sharply(of(3.0, 3.0), of(0.5, 0.5)) == (1.5, 1.5)
    assert iv.divide(of(3.0, 3.0), of(2.0, 2.0)) == (1.5, 1.5)
    assert iv.square(of(-1.5, 0.5)) == (0, 2.25)
    assert iv.power(of(-1.0, 1.0), 3) == (-1, 1)
    assert iv.sine(of(0.0, 0.0)) == (0, 0)
    assert iv.cosine(of(0.0, 0.0)) == (1, 1)
    low, high = iv.add(of(0.1, 0.1), of(0.2, 0.2))
    assert low < high  # 0.1 + 0.2 is rounded


def test_a_wave_that_begins_or_ends_at_zero_is_rounded_outwards():
    low, high = iv.sine((np.array([-1.0, 0.0]), np.array([0.0, 1.0])))
    assert low[0] < np.sin(-1.0)
    assert high[1] > np.sin(1.0)


def test_powers_of_rationals_are_contained():
    x = RNG.normal(size=300)
    for c in (2, 3, 4, 5, -1, -2, -3):
        low, high = iv.power((x, x), c)
        for i, t in enumerate(x):
            assert Fraction(low[i]) <= Fraction(t) ** c <= Fraction(high[i])


@pytest.mark.parametrize("turn", [iv.sine, iv.cosine])
def test_a_wave_reaches_its_tops_and_no_more(turn):
    f = {iv.sine: np.sin, iv.cosine: np.cos}[turn]
    left = RNG.uniform(-1e4, 1e4, 2000)
    right = left + 10 ** RNG.uniform(-3, 1, 2000)
    low, high = turn((left, right))
    x = left + (right - left) * np.linspace(0, 1, 4001)[:, None]
    assert (f(x).max(axis=0) <= high).all()
    assert (f(x).min(axis=0) >= low).all()
    assert (high - f(x).max(axis=0) < 1e-5).all()
    assert (f(x).min(axis=0) - low < 1e-5).all()
