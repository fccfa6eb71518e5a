"""Random typed functions with spikes, steps and oscillations of any width, on any interval."""

import numpy as np

from approx.core.piecewise import PiecewiseLinear

#: Their widths go down to this share of the interval.
NARROWEST = 1e-4
BACKGROUNDS = (
    "x",
    "x^2",
    "sin({k}*x)",
    "exp(x/{k})",
    "1/(1 + x^2)",
    "abs(x)",
    "tanh({k}*x)",
    "0.5",
    "softplus({k}*x)",
    "gelu({k}*x)",
    "silu({k}*x)",
    "sinc({k}*x)",
    "log1p(square({k}*x))",
    "hypot(x, {k})",
    "asinh({k}*x)",
    "cbrt(1 + square(x))",
)
FEATURES = {
    "spike": (
        "{h}*exp(-((x - {c})/{w})^2)",
        "{h}/(1 + ((x - {c})/{w})^2)",
        "{h}*max(0, 1 - abs(x - {c})/{w})",
        "{h}/cosh((x - {c})/{w})",
        "{h}*relu(1 - square((x - {c})/{w}))",
        "{h}*sinc((x - {c})/{w})",
    ),
    "step": (
        "{h}*tanh((x - {c})/{w})",
        "{h}*sigmoid((x - {c})/{w})",
        "{h}*heaviside(x - {c})",
        "where(x < {c}, 0, {h})",
        "{h}*atan((x - {c})/{w})",
        "{h}*floor((x - {c})/{r})",
        "{h}*erf((x - {c})/{w})",
        "{h}*clip((x - {c})/{w}, -1, 1)",
        "{h}*(softplus((x - {c})/{w} + 1) - softplus((x - {c})/{w} - 1))",
        "{h}*round((x - {c})/{r})",
        "{h}*sign(x - {c})",
    ),
    "oscillation": (
        "{h}*sin((x - {c})/{w})",
        "{h}*cos((x - {c})/{w})*exp(-((x - {c})/{r})^2)",
        "{h}*sin((x - {c})/{w})*x",
        "{h}*abs(sin((x - {c})/{r}))",
        "{h}*mod((x - {c})/{r}, 1)",
        "{h}*erf(sin((x - {c})/{r}))",
        "{h}*gelu(cos((x - {c})/{r}))",
    ),
}


def random_function(rng):
    """(text, domain): a smooth background and one to three features."""
    a = round(float(rng.uniform(-5, 5)), 3)
    length = round(float(10 ** rng.uniform(-1, 1)), 3)
    texts = [str(rng.choice(BACKGROUNDS)).format(k=round(float(rng.uniform(0.3, 3)), 2))]
    for kind in rng.choice(list(FEATURES), rng.integers(1, 4)):
        share = 10 ** rng.uniform(np.log10(NARROWEST), -0.5)
        numbers = {
            "c": f"({a + length * rng.uniform(0.02, 0.98):.7g})",
            "w": f"{length * share:.4g}",
            "r": f"{length * 10 ** rng.uniform(-1.5, -0.5):.4g}",
            "h": f"{rng.choice([-1, 1]) * 10 ** rng.uniform(-1.5, 0.5):.4g}",
        }
        texts.append(str(rng.choice(FEATURES[kind])).format(**numbers))
    return " + ".join(f"({text})" for text in texts), (a, round(a + length, 3))


def random_network(rng, target):
    """A piecewise-linear function near the target, as a network of few neurons would be."""
    a, b = target.domain
    x = np.r_[a, np.sort(rng.uniform(a, b, rng.integers(0, 12))), b]
    y = target(x) + rng.normal(0, 0.05, len(x)) * rng.integers(0, 2)
    return PiecewiseLinear(np.unique(x), y[: len(np.unique(x))])


def largest_sampled(f, target, points=10_000, rounds=5):
    """The largest |f − target| by dense sampling, refined around the largest samples."""
    a, b = target.domain
    x = np.unique(np.r_[np.linspace(a, b, points), f.x, target.pieces()])
    x = x[target.holds(x)]
    error = np.abs(f(x) - target(x))
    largest = float(error.max())
    for _ in range(rounds):
        best = x[np.argsort(-error)[:40]]
        step = np.diff(np.sort(best)).min(initial=(b - a) / points)
        step = min(max(step, 1e-15 * (b - a)), (b - a) / points)
        x = np.clip(best[:, None] + step * np.linspace(-1, 1, 41), a, b).ravel()
        x = x[target.holds(x)]
        error = np.abs(f(x) - target(x))
        largest = max(largest, float(error.max(initial=0.0)))
        points *= 20
    return largest
