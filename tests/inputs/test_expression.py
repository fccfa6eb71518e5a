"""A typed function is read as mathematicians read it, differentiated exactly, and never run."""

import re

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from approx.inputs.expression import parse, target_of
from approx.inputs.expression.derivatives import FUNCTIONS
from approx.system.errors import InputError

X = np.linspace(-3, 3, 61)


def relu(x):
    return np.maximum(x, 0)


@pytest.mark.parametrize(
    ("text", "formula"),
    [
        ("-x^2", lambda x: -(x**2)),
        ("2^3^2", lambda x: 512 + 0 * x),
        ("2^-1*x", lambda x: x / 2),
        ("1/2x", lambda x: x / 2),
        ("1-2-3", lambda x: -4 + 0 * x),
        ("-2x*-3", lambda x: 6 * x),
        ("2x + 1", lambda x: 2 * x + 1),
        ("x(x + 1)(x - 1)", lambda x: x * (x + 1) * (x - 1)),
        ("3sin(x)cos(x)", lambda x: 3 * np.sin(x) * np.cos(x)),
        ("2|x|", lambda x: 2 * abs(x)),
        ("||x| - 1|", lambda x: abs(abs(x) - 1)),
        ("|x| + |x - 1|", lambda x: abs(x) + abs(x - 1)),
        ("|x(|x|)|", lambda x: x**2),
        ("3×x − 1÷2", lambda x: 3 * x - 0.5),
        ("2πx", lambda x: 2 * np.pi * x),
        ("e^x", lambda x: np.e**x),
        ("2e", lambda x: 2 * np.e + 0 * x),
        ("2e1x", lambda x: 20 * x),
        (".5x + 1.", lambda x: 0.5 * x + 1),
        ("x % 2", lambda x: x % 2),
        ("where(x > 0, x, 0)", relu),
        ("where(x <= 0, where(x < -1, -1, x), x)", lambda x: np.maximum(x, -1)),
        ("max(x, 0) - min(x, 0)", abs),
        ("step(x, 1)", lambda x: np.where(x >= 1, 1, 0)),
        ("arcsin(sgn(x)/2)", lambda x: np.sign(x) * np.pi / 6),
        ("(-1)^floor(x)", lambda x: np.where(np.floor(x) % 2 == 0, 1, -1)),
        ("tau", lambda x: 2 * np.pi + 0 * x),
        ("  x\n", lambda x: x),
    ],
)
def test_a_text_means_what_mathematicians_mean(text, formula):
    np.testing.assert_allclose(parse(text)(X), formula(X), rtol=1e-15, atol=1e-15)


# Where each function is smooth, with an argument that is not just x.
SMOOTH = {
    "acos": "acos(x/4)",
    "acosh": "acosh(x^2 + 1.3)",
    "asin": "asin(x/4)",
    "atan2": "atan2(x, x^2 + 1)",
    "atanh": "atanh(x/4)",
    "cbrt": "cbrt(x + 4)",
    "hypot": "hypot(x, 2 + sin(x))",
    "ln": "ln(x + 4)",
    "log": "log(x^2 + 1)",
    "log10": "log10(x + 4)",
    "log1p": "log1p(x + 3.5)",
    "log2": "log2(x + 4)",
    "max": "max(x^2 + 1, x)",
    "min": "min(x^3 - 50, x)",
    "mod": "mod(sin(x)/4 + 0.5, 1 + x^2/20)",
    "sqrt": "sqrt(x + 4)",
    "step": "x + step(x, 9)",
    "tan": "tan(x/3)",
    "where": "where(x < 9, x^3, 0)",
}


@pytest.mark.parametrize(
    "text",
    [
        *(SMOOTH.get(name, f"{name}(0.4x^2 + 0.3)") for name in FUNCTIONS),
        "x^3 - 2x",
        "(x + 4)^1.5",
        "(x^2 + 1)^-2",
        "(x + 4)^(x/3)",
        "2^(x^2)",
        "x^2/(1 + x^4)",
        "1/(1 + 25x^2)",
        "exp(-x^2)*sin(3x)",
        "(sin(x) + 2)^floor(2.5)",
        "(x + 9)^floor(x/10 + 0.5)",
    ],
)
def test_derivatives_agree_with_differences(text):
    f, h = parse(text), 1e-5
    # Away from the whole numbers, where floor and its kin jump.
    x = np.linspace(-2.9, 2.9, 58) + 0.0123
    for order in (1, 2):
        slope = (f(x + h, order - 1) - f(x - h, order - 1)) / (2 * h)
        smooth = abs(f(x + h, order - 1) - f(x - h, order - 1)) < 0.1
        np.testing.assert_allclose(f(x, order)[smooth], slope[smooth], rtol=2e-6, atol=2e-6)
        assert smooth.sum() > 40


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("sin(3x)", lambda x: 3 * np.cos(3 * x), lambda x: -9 * np.sin(3 * x)),
        ("x^2", lambda x: 2 * x, lambda x: 2 + 0 * x),
        ("x^1", lambda x: 1 + 0 * x, lambda x: 0 * x),
        ("x^0", lambda x: 0 * x, lambda x: 0 * x),
        (
            "1/(1+25x^2)",
            lambda x: -50 * x / (1 + 25 * x**2) ** 2,
            lambda x: 50 * (75 * x**2 - 1) / (1 + 25 * x**2) ** 3,
        ),
        ("sigmoid(x)", lambda x: 1 / (2 + 2 * np.cosh(x)), None),
        ("|x|", np.sign, lambda x: 0 * x),
        ("relu(x)", lambda x: (x > 0) * 1.0, lambda x: 0 * x),
        ("floor(x)", lambda x: 0 * x, lambda x: 0 * x),
        ("5", lambda x: 0 * x, lambda x: 0 * x),
    ],
)
def test_derivatives_are_the_closed_forms(text, first, second):
    f = parse(text)
    np.testing.assert_allclose(f(X, 1), first(X), rtol=1e-13, atol=1e-13)
    if second:
        np.testing.assert_allclose(f(X, 2), second(X), rtol=1e-13, atol=1e-12)


@pytest.mark.parametrize(
    ("text", "plain", "mathtext", "typst"),
    [
        ("sin(3*x)", "sin(3x)", r"\sin(3x)", "sin(3 x)"),
        ("x**2", "x²", "x^{2}", "x^2"),
        ("|x|", "|x|", r"\left|x\right|", "abs(x)"),
        ("1/(1+25*x^2)", "1/(1 + 25x²)", r"\frac{1}{1 + 25x^{2}}", "frac(1, 1 + 25 x^2)"),
        ("2^3^2", "2^(3²)", "2^{3^{2}}", "2^(3^2)"),
        ("x^-1", "x⁻¹", "x^{-1}", "x^(-1)"),
        ("(x/2)^2", "(x/2)²", r"\left(\frac{x}{2}\right)^{2}", "(frac(x, 2))^2"),
        ("-(x+1)", "−(x + 1)", "-(x + 1)", "-(x + 1)"),
        ("1-(x-1)", "1 − (x − 1)", "1 - (x - 1)", "1 - (x - 1)"),
        ("x*(-2)", "x·(−2)", r"x\,(-2)", "x (-2)"),
        ("exp(-x/3)", "exp(−x/3)", r"\exp(\frac{-x}{3})", "exp(frac(-x, 3))"),
        ("-(x+1)/2", "−(x + 1)/2", r"\frac{-(x + 1)}{2}", "frac(-(x + 1), 2)"),
        ("-(x+1)*x", "−(x + 1)·x", r"-(x + 1)\,x", "-(x + 1) x"),
        ("(1-x)/2", "(1 − x)/2", r"\frac{1 - x}{2}", "frac(1 - x, 2)"),
        ("(-x+1)/2", "(−x + 1)/2", r"\frac{-x + 1}{2}", "frac(-x + 1, 2)"),
        ("(-x+1)*x", "(−x + 1)·x", r"(-x + 1)\,x", "(-x + 1) x"),
        ("(-x)/2-1", "−x/2 − 1", r"\frac{-x}{2} - 1", "frac(-x, 2) - 1"),
        ("2*3*x", "2·3·x", r"2 \cdot 3\,x", "2 dot 3 x"),
        ("-2x", "−2x", "-2x", "-2 x"),
        ("pi*x + e", "π·x + e", r"\pi\,x + e", "pi x + e"),
        ("2e-3x", "2e-3·x", r"2 \cdot 10^{-3}\,x", "2 dot 10^(-3) x"),
        ("sign(x)", "sign(x)", r"\mathrm{sign}(x)", 'op("sign")(x)'),
        ("floor(x)", "floor(x)", r"\left\lfloor x \right\rfloor", "floor(x)"),
        (
            "where(x>0,x,0)",
            "where(x > 0, x, 0)",
            r"\mathrm{where}(x > 0, x, 0)",
            "cases(x & x > 0, 0 & x <= 0)",
        ),
    ],
)
def test_a_label_is_written_as_people_write(text, plain, mathtext, typst):
    label = parse(text).label
    assert (label.text, label.mathtext, label.typst) == (plain, mathtext, typst)


EVERYTHING = [
    *(SMOOTH.get(name, f"{name}(0.4x^2 + 0.3)") for name in FUNCTIONS),
    *("x^2", "-x/2", "2^(x+1)", "1e-5x", "tau x", "pi/e", "where(x>=0,1,where(x<-1,2,3))", "x%2"),
    *("||x|-1|/2", "(1/x+1)^3", "sqrt(1/x)", "2*3", "x*2", "-x*-x"),
]


def test_matplotlib_can_draw_every_label():
    mathtext = pytest.importorskip("matplotlib.mathtext")
    parser = mathtext.MathTextParser("path")
    for text in EVERYTHING:
        parser.parse(f"${parse(text).label.mathtext}$")


def test_typst_can_draw_every_label():
    typst = pytest.importorskip("typst")
    source = "\n\n".join(f"$ {parse(text).label.typst} $" for text in EVERYTHING)
    assert typst.compile(source.encode(), format="svg")


LEAVES = st.sampled_from(["x", "2", "0.5", "pi", "3"])
TREES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds("({} {} {})".format, inner, st.sampled_from(["+", "-", "*", "/"]), inner),
        st.builds("(-{})".format, inner),
        st.builds("({})**{}".format, inner, st.sampled_from("023")),
        st.builds("{}({})".format, st.sampled_from(["sin", "exp", "tanh", "abs", "sqrt"]), inner),
    ),
    max_leaves=12,
)


@given(TREES)
def test_well_formed_texts_agree_with_python_itself(text):
    # Python's parser is the oracle here, on texts that this test has made.
    names = {name: getattr(np, name) for name in ("sin", "exp", "tanh", "abs", "sqrt", "pi")}
    try:
        f = parse(text)
    except InputError:
        assume(False)
    names |= {"f64": np.float64, "x": X}
    with np.errstate(all="ignore"):
        # NumPy's numbers, which divide by zero without an exception.
        theirs = eval(re.sub(r"\b(\d+\.?\d*)", r"f64(\1)", text), names)
    np.testing.assert_allclose(f(X), np.broadcast_to(theirs, X.shape), rtol=1e-12)


@pytest.mark.parametrize("text", ["1/(x^2 + 1e-14)", "1/(1 + 1e14*x^2)", "1/(abs(x) + 1e-12)"])
def test_a_peak_that_is_proved_to_be_bounded_is_no_pole(text):
    target = target_of(text, (-1.0, 1.0)).target
    assert target.whole
    assert not target.poles


def test_an_underflow_is_no_crowd_of_breaks():
    found = target_of("abs(exp(-1e6*(x-0.217)^2))+heaviside(x-0.5)", (-1.0, 1.0))
    assert found.target.breaks == (0.5,)
    assert found.warnings == ("jump at x = 0.5; no smoothing",)
