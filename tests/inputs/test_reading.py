"""Poles, jumps and gaps of a typed function are found where they are, and said in one line."""

from contextlib import suppress

import numpy as np
import pytest
from hangs import no_explosion
from hypothesis import given
from hypothesis import strategies as st

from approx.core.error import measure
from approx.core.piecewise import PiecewiseLinear
from approx.inputs.expression import target_of
from approx.inputs.interval import interval
from approx.system.errors import InputError

HERE = (-3.0, 3.0)
PI = np.pi


@pytest.mark.parametrize(
    ("a", "b", "message"),
    [
        ("3", "-3", "the interval runs backwards; did you mean -3 3?"),
        ("1", "1", "the interval has no length"),
        ("1", "1.0000000000000001", "1 and 1.0000000000000001 are the same number"),
        ("0", "1e-300", "the interval is too short; at least 1e-9 of its size"),
        ("0", "1e300", "the interval is too long; the limit is 1e9"),
        ("nan", "3", "interval ends must be finite numbers"),
        ("0", "inf", "interval ends must be finite numbers"),
        ("0", "1e999", "interval ends must be finite numbers"),
        ("a", "b", "'a' is not a number"),
        ("1,5", "2", "'1,5' is not a number; write 1.5"),
        ("1_0", "20", "'1_0' is not a number"),
        ("", "2", "'' is not a number"),
        ("0x1", "2", "'0x1' is not a number"),
        ("x", "2", "'x' is not a number"),
    ],
)
def test_an_interval_that_is_none_is_refused(a, b, message):
    with pytest.raises(InputError) as caught:
        interval(a, b)
    assert str(caught.value) == message


@pytest.mark.parametrize(("a", "b"), [("1e9", "2e9"), ("-2e9", "-1e9"), ("1.7e12", "1.7001e12")])
def test_an_interval_may_lie_far_from_zero(a, b):
    """Its length alone is limited, and how short it is beside its ends."""
    assert interval(a, b) == (float(a), float(b))


@pytest.mark.parametrize(
    ("a", "b", "ends"),
    [
        ("0", "1e6", (0, 1e6)),
        ("-3", "3", (-3, 3)),
        ("−3", "+3", (-3, 3)),
        ("-pi", "pi/2", (-PI, PI / 2)),
        ("-2pi", "2*π", (-2 * PI, 2 * PI)),
    ],
)
def test_an_interval_is_two_numbers(a, b, ends):
    assert interval(a, b) == ends


CUT = "the curve is cut there, and errors leave out {} on either side"
ODD = [
    # text, warnings, breaks
    ("sqrt(x)", ["f is not defined on [-3, 0); drawn on [0, 3]"], []),
    (
        "log(x)",
        [
            "f is not defined on [-3, 0]; drawn on (0, 3]",
            f"pole near x = 0; {CUT.format(0.06)}",
        ],
        [0],
    ),
    (
        "1/x",
        [f"pole near x = 0; {CUT.format(0.12)}"],
        [0],
    ),
    (
        "1/x^2",
        [f"pole near x = 0; {CUT.format(0.3)}"],
        [0],
    ),
    (
        "tan(x)",
        [f"2 poles near x = -1.571, 1.571; {CUT.format(0.12)}"],
        [-PI / 2, PI / 2],
    ),
    (
        "1/(x^2 - 2)",
        [f"2 poles near x = -1.414, 1.414; {CUT.format(0.12)}"],
        [-(2**0.5), 2**0.5],
    ),
    (
        "1/(1 - cos(x))",
        [f"pole near x = 0; {CUT.format(0.3)}"],
        [0],
    ),
    ("floor(x)", ["5 jumps at x = -2, -1, 0, 1, 2; no smoothing"], [-2, -1, 0, 1, 2]),
    ("sign(x - 1/3)", ["jump at x = 0.3333; no smoothing"], [1 / 3]),
    ("where(x > 1, 2, x)", ["jump at x = 1; no smoothing"], [1]),
    ("mod(x, 2)", ["3 jumps at x = -2, 0, 2; no smoothing"], [-2, 0, 2]),
    ("atan(1/x)", ["jump at x = 0; no smoothing"], [0]),
    (
        "sin(1/x)",
        [f"f has no limit near x = 0; {CUT.format(0.12)}"],
        [0],
    ),
    ("where(sqrt(x) > 1, 1, x)", ["f is not defined on [-3, 0); drawn on [0, 3]"], [1]),
    ("x^x", ["f is not defined on [-3, 0); drawn on [0, 3]"], []),
    ("asin(x)", ["f is not defined on [-3, -1) and (1, 3]; drawn on [-1, 1]"], []),
    ("sqrt(x^2-4)", ["f is not defined on (-2, 2); drawn on [-3, -2] and [2, 3]"], [-2, 2]),
    (
        "sqrt(cos(2x))",
        [
            "f is not defined on (-2.356, -0.7854) and (0.7854, 2.356); "
            "drawn on [-3, -2.356] and [-0.7854, 0.7854] and [2.356, 3]"
        ],
        [-3 * PI / 4, -PI / 4, PI / 4, 3 * PI / 4],
    ),
    ("sin(x)/x", ["f has no value at x = 0; its limit 1 is drawn"], []),
    ("(1 - cos(x))/x^2", ["f has no value at x = 0; its limit 0.5 is drawn"], []),
    ("sin(1e300*x)", ["f changes too fast to sample: 1 001 points cannot show it"], []),
    ("|x|", [], [0]),
    ("max(x^2, 1)", [], [-1, 1]),
    ("|sin(x) - 0.5|", [], [PI / 6, 5 * PI / 6]),
    ("sqrt(|x|)", [], [0]),
    ("cbrt(x)", [], [0]),
    ("where(x > 1, 1/x, 1)", [], [1]),
    ("x*|x|", [], [0]),
    ("0*x + 1", [], []),
    ("x^2", [], []),
    ("1/(x^2 + 1)", [], []),
    ("floor(x/100)*0 + x", [], []),
]


@pytest.mark.parametrize(("text", "warnings", "breaks"), ODD, ids=[row[0] for row in ODD])
def test_what_is_awkward_is_said_and_declared(text, warnings, breaks):
    reading = target_of(text, HERE)
    assert list(reading.warnings) == warnings
    # Where a place is a number that can be written, it is found to the last bit.
    np.testing.assert_allclose(reading.target.breaks, breaks, rtol=4e-16, atol=1e-300)


@pytest.mark.parametrize("ends", [(-3.0, 2.7), (-1.234, 2.345), (-0.1, 1000.0)])
def test_places_are_found_whatever_the_grid(ends):
    assert target_of("|sin(x)/2 + x|", ends).target.breaks == (0.0,)
    assert target_of("1/x", ends).target.breaks == (0.0,)
    assert target_of("1/(exp(x) - 1)", ends).target.breaks == (0.0,) or ends[1] == 1000


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1/0", "f is not finite anywhere on [-3, 3]"),
        ("0/0", "f is not finite anywhere on [-3, 3]"),
        ("sqrt(-1)", "f is not finite anywhere on [-3, 3]"),
        ("log(-x^2 - 1)", "f is not finite anywhere on [-3, 3]"),
        ("1/(x - x)", "f is not finite anywhere on [-3, 3]"),
        ("1e303*x", "values reach 3e+303; scale the function below 1e302"),
        ("exp(1000x)", "values reach more than 1e308; scale the function below 1e302"),
        ("1e-305x", "no value is larger than 3e-305; scale the function above 1e-302"),
        ("1e308x", "scale the function below 1e302"),
        ("1e302/x", "scale the function below 1e302"),
        ("sqrt(-1 - x^2)", "f is not finite anywhere on [-3, 3]"),
        ("tan(300x)", "f breaks at more than 500 places on [-3, 3]; choose a shorter interval"),
        ("floor(100x)", "f breaks at more than 500 places on [-3, 3]; choose a shorter interval"),
    ],
)
def test_what_cannot_be_drawn_is_refused(text, message):
    with pytest.raises(InputError) as caught:
        target_of(text, HERE)
    assert message in str(caught.value)


def test_a_domain_that_is_none_is_refused_before_it_is_sampled():
    with pytest.raises(InputError, match="finite ends"):
        target_of("x", (0.0, float("inf")))


def test_a_target_lives_where_the_function_is_defined():
    target = target_of("sqrt(x)", HERE).target
    assert target.domain == (0, 3)
    assert np.isfinite(target(np.linspace(0, 3, 100))).all()


def test_a_typed_parabola_is_measured_like_the_built_in_one():
    target = target_of("x^2", (-1.0, 1.0)).target
    report = measure(PiecewiseLinear([-1, 0, 1], [1, 0, 1]), target)
    assert report.sup == pytest.approx(0.25, rel=1e-12)
    assert target.second is not None
    assert (target.second(np.linspace(-1, 1, 5)) == 2).all()


def test_a_jump_is_measured_from_both_sides():
    target = target_of("sign(x - 0.1)", (-1.0, 1.0)).target
    report = measure(PiecewiseLinear([-1, 1], [0, 1]), target)
    assert report.sup == pytest.approx(1.55)
    assert report.unresolved == ()


@pytest.mark.parametrize(
    ("text", "parts", "poles"),
    [
        ("x^2", [(-3, 3)], []),
        ("floor(x)", [(-3, 3)], []),
        ("sin(x)/x", [(-3, 3)], []),
        ("sqrt(x)", [(0, 3)], []),
        ("asin(x)", [(-1, 1)], []),
        ("sqrt(x^2 - 1)", [(-3, -1), (1, 3)], []),
        ("1/x", [(-3, -0.12), (0.12, 3)], [0]),
        ("1/x^2", [(-3, -0.3), (0.3, 3)], [0]),
        ("1/(x - 3)", [(-3, 2.88)], [3]),
        ("log(x)", [(0.06, 3)], [0]),
        ("log(|x|)", [(-3, -0.12), (0.12, 3)], [0]),
        ("log(x^2 - 1)", [(-3, -1.12), (1.12, 3)], [-1, 1]),
        # A division by zero has no value, whatever is made of it; what has underflowed is no zero.
        ("heaviside(1/floor(x))", [(-3, 0), (1, 3)], []),
        ("1/floor(x)", [(-3, 0), (1, 3)], []),
        ("atan(1/ceil(x))", [(-3, -1), (0, 3)], []),
        ("exp(log(floor(x)))", [(1, 3)], []),
        ("tanh(1/(x - abs(x)))", [(-3, 0)], []),
        ("where(abs(x - 0.5) < 0.5, 5, 1/floor(x))", [(-3, 3)], []),
        ("where(x < 0, 1, exp(1/relu(-x)))", [(-3, 0)], []),
        ("tanh(1/exp(-1000*x^2))", [(-3, 3)], []),
        ("sin(1/x)", [(-3, -0.12), (0.12, 3)], []),  # bounded, but without a limit
        (
            "tan(x)",
            [(-3, -PI / 2 - 0.12), (-PI / 2 + 0.12, PI / 2 - 0.12), (PI / 2 + 0.12, 3)],
            [-PI / 2, PI / 2],
        ),
    ],
)
def test_a_function_is_looked_at_where_it_is_defined_and_away_from_its_poles(text, parts, poles):
    target = target_of(text, HERE).target
    np.testing.assert_allclose(target.defined_on, parts, rtol=0, atol=1e-9)
    np.testing.assert_allclose(target.poles, poles, rtol=0, atol=1e-9)
    assert np.isfinite(target(target.spread(np.linspace(0, 1, 1001)))).all()


#: Quotients of differences that cancel at 0, and how a series says it there.
CANCELLING = {
    "(exp(x) - 1)/x": lambda x: 1 + x / 2 + x**2 / 6,
    "log(1 + x)/x": lambda x: 1 - x / 2 + x**2 / 3,
    "(1 - cos(x))/x^2": lambda x: 0.5 - x**2 / 24,
    "sin(x)/x": lambda x: 1 - x**2 / 6,
}


@pytest.mark.parametrize("domain", [(0.0, 3.0), (-0.9, 3.0), (-0.5, 0.0)])
@pytest.mark.parametrize("text", CANCELLING)
def test_where_a_difference_cancels_the_value_is_the_limit_and_not_rounding(text, domain):
    x = 10.0 ** np.arange(-300, -5, 2.5)
    x = np.r_[-x, 0, x]
    x = x[(x >= domain[0]) & (x <= domain[1])]
    value = target_of(text, domain).target(x)
    assert value == pytest.approx(CANCELLING[text](x), rel=1e-7)


@pytest.mark.parametrize("text", ["(x - 1)*log(x - 1)", "sin(x - 1)*log(x - 1)", "sqrt(x - 1)"])
def test_the_end_of_a_functions_domain_is_no_second_place_beside_the_end_of_the_interval(text):
    target = target_of(text, (1.0, 3.0)).target
    assert target.breaks == ()
    assert target(np.array([1.0])) == 0


def test_the_more_poles_there_are_the_nearer_they_are_looked_at():
    target = target_of("tan(20x)", HERE).target
    poles = (np.arange(-19, 19) + 0.5) * PI / 20
    np.testing.assert_allclose(target.poles, poles, rtol=0, atol=1e-9)
    assert len(target.defined_on) == 39
    assert target.length > 0.8 * 6


def test_a_part_asked_for_by_itself_is_the_same_target():
    # Another process gets the text and the part only.
    whole, part = target_of("log(x)", HERE).target, target_of("log(x)", (0.0, 3.0)).target
    assert (whole.domain, whole.defined_on, whole.poles) == (
        part.domain,
        part.defined_on,
        part.poles,
    )


@given(
    st.lists(st.integers(-27, 27), min_size=1, max_size=4, unique=True),
    st.lists(st.integers(1, 2), min_size=4, max_size=4),
    st.integers(-30, 30),
)
def test_every_pole_of_a_rational_function_is_found_and_left_out(tenths, orders, zero):
    poles = sorted(k / 10 for k in tenths)
    under = "*".join(f"(x - ({p}))^{n}" for p, n in zip(poles, orders, strict=False))
    target = target_of(f"(x - {zero / 10 + 0.05})/({under})", HERE).target
    assert target.poles == pytest.approx(poles, abs=1e-9)
    for pole in poles:
        assert not target.holds(np.array([pole])).any()
    ends = np.array(target.defined_on).ravel()
    assert (np.diff(ends) > 0).all()
    assert np.isfinite(target(ends)).all()


@given(
    st.lists(st.integers(-280, 280), min_size=1, max_size=6, unique=True),
    st.sampled_from(["|x - {}|", "relu(x - {})", "sign(x - {})", "1/(x - {})"]),
)
def test_every_place_of_a_sum_is_found(places, shape):
    where = sorted(k / 100 for k in places)
    text = " + ".join(shape.format(f"({t})") for t in where)
    assert target_of(text, HERE).target.breaks == pytest.approx(where, abs=1e-12)


@pytest.mark.parametrize(
    "text",
    [
        "floor(1/x)",
        "floor(1e9x)",
        "tan(x^3*100)",
        "1/sin(1/x)",
        "floor(sin(1000x)*1e6)",
        "mod(1, x)",
        "1/sin(100x)",
        "tan(300x)",
        "pi % acos((1e3 % x) - x/3)",
        "+".join(["abs(sin(x))"] * 40),
        "+".join(f"abs(sin({k}x))" for k in range(10, 43)),
        "+".join(f"1/sin(x*{k})" for k in range(10, 43)),
        "abs(sin(" * 19 + "x" + "))" * 19,
    ],
)
def test_a_survey_of_the_wildest_text_ends_soon(text):
    with no_explosion(), suppress(InputError):
        target_of(text, HERE)
