"""A typed function of x and y: read as on paper, bounded on boxes, told from one of x alone."""

import numpy as np
import pytest

from approx.inputs.expression.function_of_two import parse_of_two
from approx.inputs.expression.tokens import has_two_inputs
from approx.system.errors import InputError

READ = {
    "x*y": lambda x, y: x * y,
    "xy": lambda x, y: x * y,
    "2xy + 1": lambda x, y: 2 * x * y + 1,
    "f(a, b) = a - 2b": lambda x, y: x - 2 * y,
    "z = x^2 + y²": lambda x, y: x**2 + y**2,
    "lambda u, v: u/v": lambda x, y: x / y,
    "np.sin(x)*np.cos(y)": lambda x, y: np.sin(x) * np.cos(y),
    r"\frac{x}{1+y^2}": lambda x, y: x / (1 + y**2),
    "|x| + |y|": lambda x, y: abs(x) + abs(y),
    "x1*x2": lambda x, y: x * y,
    "y > x^2": lambda x, y: float(y > x**2),
    "-1 < x*y < 1": lambda x, y: float(-1 < x * y < 1),
    "y if x > 0 else -y": lambda x, y: y if x > 0 else -y,
}


@pytest.mark.parametrize("text", READ)
def test_notations_mean_what_they_mean_on_paper(text):
    f = parse_of_two(text)
    for x, y in [(0.3, 1.7), (-1.2, 0.4), (2.0, -0.5)]:
        assert float(f(x, y)) == pytest.approx(READ[text](x, y))
    assert has_two_inputs(text)


@pytest.mark.parametrize("text", ["sin(x)", "y = x^2", "f(t) = t^2", "x", "sigmoid", "2x + 1"])
def test_functions_of_one_input_stay_so(text):
    assert not has_two_inputs(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x*z", "the variables are x and y"),
        ("x*y)", "unbalanced"),
        ("sin(x, y)", "takes 1 argument"),
    ],
)
def test_what_cannot_be_read_is_one_line(text, said):
    with pytest.raises(InputError, match=said):
        parse_of_two(text)


TEXTS = [
    "sin(2*x)*cos(y)",
    "exp(-(x^2 + y^2))",
    "x*y/(1 + x^2)",
    "hypot(x, y - 3)",
    "tanh(x - y)^2",
]


@pytest.mark.parametrize("text", TEXTS)
def test_bounds_hold_values_and_derivatives(text):
    f, rng = parse_of_two(text), np.random.default_rng(0)
    low = rng.uniform(-1.5, 1.0, (2, 40))
    high = low + rng.uniform(0.05, 0.5, (2, 40))
    known = f.bounds((low[0], high[0]), (low[1], high[1]))
    share = rng.uniform(0, 1, (2, 200, 40))
    x, y = low[:, None] + share * (high - low)[:, None]
    h = 1e-4
    seen = {
        "value": f(x, y),
        "x": (f(x + h, y) - f(x - h, y)) / (2 * h),
        "y": (f(x, y + h) - f(x, y - h)) / (2 * h),
        "xx": (f(x + h, y) - 2 * f(x, y) + f(x - h, y)) / h**2,
        "yy": (f(x, y + h) - 2 * f(x, y) + f(x, y - h)) / h**2,
        "xy": (f(x + h, y + h) - f(x + h, y - h) - f(x - h, y + h) + f(x - h, y - h)) / (4 * h**2),
    }
    bounds = [known.value, *known.gradient, known.hessian[0], known.hessian[2], known.hessian[1]]
    for (name, values), (least, most) in zip(seen.items(), bounds, strict=True):
        slack = 1e-5 if len(name) == 2 else 1e-6
        assert (values >= least - slack).all(), name
        assert (values <= most + slack).all(), name
