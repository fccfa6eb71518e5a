"""One function in the notations that people have it in: Python, LaTeX, Desmos, by hand."""

import math
from pathlib import Path

import numpy as np
import pytest
from scipy import special

from approx.inputs.expression import parse

X = np.array([-2.3, -1.0, -0.7, 0.0, 0.4, 1.9])


def pieces(x):
    return np.where(x < 0, x**2, 3 * x + 1)


def gelu(x):
    return x * special.ndtr(x)


READ = {
    # Python
    "np.sin(3*x)": lambda x: np.sin(3 * x),
    "x**2": np.square,
    "math.pi*x": lambda x: np.pi * x,
    "lambda x: x**2": np.square,
    "x if x > 0 else 0.1*x": lambda x: np.where(x > 0, x, 0.1 * x),
    "1 if x < -1 else 2 if x < 1 else 3": lambda x: np.where(x < -1, 1, np.where(x < 1, 2, 3)),
    "np.where(0 < x < 1, x, 0)": lambda x: np.where((x > 0) & (x < 1), x, 0),
    "np.maximum(0, x)": lambda x: np.maximum(x, 0),
    "np.clip(x, -1, 1)": lambda x: np.clip(x, -1, 1),
    "np.square(x) + np.sinc(x)": lambda x: x**2 + np.sinc(x),
    "scipy.special.expit(x)": special.expit,
    "torch.nn.functional.gelu(x)": gelu,
    "F.relu(x) + F.softplus(x)": lambda x: np.maximum(x, 0) + np.log1p(np.exp(x)),
    "x // 0.5": lambda x: x // 0.5,
    "math.log(x + 3, 2)": lambda x: np.log2(x + 3),
    "pow(x, 3)": lambda x: x**3,
    # MATLAB
    "2.*x.^2./3": lambda x: 2 * x**2 / 3,
    # LaTeX
    r"\frac{1}{1+e^{-x}}": special.expit,
    r"$x^2$": np.square,
    r"\(x^2\)": np.square,
    r"\sqrt{x^2+1}": lambda x: np.sqrt(x**2 + 1),
    r"\sqrt[3]{x}": np.cbrt,
    r"\sin x": np.sin,
    r"\sin 3x + 1": lambda x: np.sin(3 * x) + 1,
    r"\sin x \cos x": lambda x: np.sin(x) * np.cos(x),
    r"\sin^2 x": lambda x: np.sin(x) ** 2,
    r"\sin^{2}\left(x\right)": lambda x: np.sin(x) ** 2,
    r"\cos\frac{\pi x}{2}": lambda x: np.cos(np.pi * x / 2),
    r"e^{-x^2}\cos(4x)": lambda x: np.exp(-(x**2)) * np.cos(4 * x),
    r"x\cdot\ln\left(x+3\right)": lambda x: x * np.log(x + 3),
    r"\log_{10}(x + 3) + \log_2(x + 3)": lambda x: np.log10(x + 3) + np.log2(x + 3),
    r"\left|x\right| + \lfloor x \rfloor": lambda x: np.abs(x) + np.floor(x),
    r"\operatorname{erf}(x)": special.erf,
    r"f\left(x\right)=\frac{x}{2}": lambda x: x / 2,
    r"\begin{cases} x^2 & \text{if } x < 0 \\ 3x+1 & \text{otherwise} \end{cases}": pieces,
    r"\begin{cases} x^2 & x < 0 \\ 3x+1 & x \ge 0 \end{cases}": pieces,
    # Desmos
    "{x<0: x^2, 3x+1}": pieces,
    r"\left\{x<0:x^{2},3x+1\right\}": pieces,
    "{x<0: x^2, x>=0: 3x+1}": pieces,
    "{-1 < x < 1: 1, 0}": lambda x: ((x > -1) & (x < 1)) * 1.0,
    # by hand
    "x²": np.square,
    "2x³ − x¹ + (x + 4)⁻¹": lambda x: 2 * x**3 - x + 1 / (x + 4),
    "√(x + 3) + √2·x + ∛x": lambda x: np.sqrt(x + 3) + math.sqrt(2) * x + np.cbrt(x),
    "|x| − π/2": lambda x: np.abs(x) - np.pi / 2,
    "Sin(X)": np.sin,
    "ReLU(x) + GELU(x) + SiLU(x)": lambda x: np.maximum(x, 0) + gelu(x) + x * special.expit(x),
    "y = x^2": np.square,
    "f(x) = x^2 + 1": lambda x: x**2 + 1,
    "f(t) = t^2": np.square,
    "sin^2(x)": lambda x: np.sin(x) ** 2,
    "sin²(x)": lambda x: np.sin(x) ** 2,
    "max(0, x, 1 - x) + min(x, 1, 2, -x)": lambda x: (
        np.maximum(np.maximum(0, x), 1 - x) + np.minimum(np.minimum(x, 1), -x)
    ),
    "step(x) + sign(x)": lambda x: (x >= 0) + np.sign(x),
    "arctan2(x, 2) + asinh(x) + sec(x)": lambda x: np.arctan2(x, 2) + np.arcsinh(x) + 1 / np.cos(x),
}


@pytest.mark.parametrize("text", READ)
def test_every_notation_is_the_function_it_writes(text):
    np.testing.assert_allclose(parse(text)(X), READ[text](X), rtol=1e-14, atol=1e-15)


@pytest.mark.parametrize("text", READ)
def test_what_a_title_prints_is_read_again(text):
    """The plain form of a label is itself a notation."""
    f = parse(text)
    np.testing.assert_allclose(parse(f.label.text)(X), f(X), rtol=1e-14, atol=1e-15)


def test_what_no_piece_covers_has_no_value():
    f = parse("{0 < x < 1: x, 2 < x < 3: 1}")
    assert f([0.5, 2.5]).tolist() == [0.5, 1]
    assert np.isnan(f([-1, 1.5, 4])).all()
    assert np.isnan(parse("{x < 0: x}")(1.0))


@pytest.mark.parametrize(
    ("name", "truth"),
    [
        ("erf", special.erf),
        ("gelu", gelu),
        ("silu", lambda x: x * special.expit(x)),
        ("softplus", lambda x: np.logaddexp(0, x)),
        ("sinc", np.sinc),
    ],
)
def test_smooth_functions_and_their_slopes_hold_far_out_and_at_zero(name, truth):
    f = parse(f"{name}(x)")
    x = np.array([-40.0, -8, -1e-3, -1e-9, 0, 1e-9, 2e-3, 0.3, 8, 40])
    np.testing.assert_allclose(f(x), truth(x), rtol=1e-14, atol=0)
    h = 1e-6
    slope = (truth(x + h) - truth(x - h)) / (2 * h)
    np.testing.assert_allclose(f(x, 1), slope, rtol=1e-6, atol=1e-7)
    bend = (f(x + h, 1) - f(x - h, 1)) / (2 * h)
    np.testing.assert_allclose(f(x, 2), bend, rtol=1e-5, atol=1e-6)


def test_a_hundred_notations_are_what_numpy_computes():
    """Python's, LaTeX's, Desmos' and a calculator's; a line has one, a tab, and its truth."""
    table = Path(__file__).parents[1] / "data" / "notations.tsv"
    lines = table.read_text("utf-8").splitlines()
    assert len(lines) > 100
    x = np.linspace(0.11, 2.93, 57)
    for line in lines:
        text, truth = line.split("\t")
        wanted = eval(truth, {"np": np, "sp": special, "x": x, "e": np.e})
        assert np.abs(parse(text)(x) - wanted).max() < 1e-9, text
