"""A perceptron: 1 where w·x + b > 0, else 0; its line in the plane, and why it cannot learn xor."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from approx.core._types import Array
from approx.panels.axes import axis
from approx.panels.primitives import Axis, Curve, Panel, markers
from approx.style.languages import number
from approx.subjects.topic import Topic

#: The plane reaches this far beyond the two inputs, as a share of their largest number.
ROOM = 1.6


@dataclass(frozen=True)
class Perceptron:
    """One perceptron at its input, and at another that it answers otherwise.

    Attributes:
        names: of the inputs; `answer` of the output.
        weights, inputs: shape (n,).
        bias: a number.
        other: the input with one number turned over, shape (n,): the first one that changes the
            answer; None where none does.
        turned: which number that is.
        critical: the first weight's value at which the sum is 0; None where its input is 0.
    """

    names: tuple[str, ...]
    answer: str
    weights: Array
    inputs: Array
    bias: float
    other: Array | None
    turned: int
    critical: float | None

    def total(self, inputs: Array | None = None) -> float:
        """w·x + b."""
        return float(self.weights @ (self.inputs if inputs is None else inputs) + self.bias)

    def output(self, inputs: Array | None = None) -> int:
        return int(self.total(inputs) > 0)

    @property
    def plane(self) -> bool:
        """Whether it has two inputs and a line between its answers."""
        return len(self.weights) == 2 and bool(np.any(self.weights != 0))


def build(topic: Topic, language: str = "en") -> Perceptron:
    """The perceptron of a topic at its input."""
    assert topic.network is not None
    weights, bias = topic.network.weights[0][0], float(topic.network.biases[0][0])
    inputs = np.asarray(topic.values["at"], dtype=float)
    names, answers = topic.ends(language)
    before = weights @ inputs + bias > 0
    other, turned = None, 0
    for k in range(len(inputs)):
        changed = inputs.copy()
        changed[k] = -changed[k]
        if (weights @ changed + bias > 0) != before:
            other, turned = changed, k
            break
    rest = float(weights[1:] @ inputs[1:] + bias)
    critical = -rest / float(inputs[0]) if inputs[0] else None
    return Perceptron(names, answers[0], weights, inputs, bias, other, turned, critical)


def terms(perceptron: Perceptron, inputs: Array) -> str:
    """'4 · (−1) + 1 · 2 + 1': the products and the bias, as they are typed by hand."""
    out = ""
    for k, (w, x) in enumerate(zip(perceptron.weights, inputs, strict=True)):
        sign = (" − " if w < 0 else " + ") if k else ("−" if w < 0 else "")
        out += f"{sign}{number(abs(float(w)))}\u00a0·\u00a0{bracketed(float(x))}"
    bias = perceptron.bias
    return out if bias == 0 else f"{out} {'−' if bias < 0 else '+'} {number(abs(bias))}"


def bracketed(value: float) -> str:
    return f"({number(value)})" if value < 0 else number(value)


def plane(perceptron: Perceptron) -> tuple[Axis, Axis, Array]:
    """Axes around the inputs and the line's two ends inside them, shape (2, 2)."""
    places = [perceptron.inputs, *([] if perceptron.other is None else [perceptron.other])]
    reach = ROOM * max(1.0, float(np.abs(places).max()))
    across, up = axis(-reach, reach, 5), axis(-reach, reach, 5)
    return across, up, line(perceptron.weights, perceptron.bias, reach)


def line(weights: Array, bias: float, reach: float) -> Array:
    """Where w·x + b = 0 crosses the square of that reach; shape (2, 2), or (0, 2)."""
    a, b = (float(w) for w in weights)
    ends = []
    for side in (-reach, reach):
        if b and abs(y := -(a * side + bias) / b) <= reach:
            ends.append((side, y))
        if a and abs(x := -(b * side + bias) / a) <= reach:
            ends.append((x, side))
    unique = sorted({(round(x, 12), round(y, 12)) for x, y in ends})
    return np.array([unique[0], unique[-1]]) if len(unique) > 1 else np.zeros((0, 2))


def half_plane(weights: Array, bias: float, reach: float) -> Array:
    """The part of the square where w·x + b > 0, as a polygon of shape (n, 2)."""
    corners = reach * np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)], dtype=float)
    values = corners @ weights + bias
    out = []
    for k in range(4):
        here, there = values[k], values[(k + 1) % 4]
        if here > 0:
            out.append(corners[k])
        if (here > 0) != (there > 0):
            out.append(corners[k] + here / (here - there) * (corners[(k + 1) % 4] - corners[k]))
    return np.array(out).reshape(-1, 2)


def steps(perceptron: Perceptron, language_names: tuple[str, str]) -> Panel | None:
    """The answer against the first weight: the perceptron's step and a sigmoid's slope.

    Args:
        language_names: what the step and the sigmoid are called.
    """
    if perceptron.critical is None:
        return None
    middle, x = perceptron.critical, float(perceptron.inputs[0])
    half = max(4.0 / abs(x), 1.5 * abs(float(perceptron.weights[0]) - middle))
    low, high = middle - half, middle + half
    w = np.linspace(low, high, 401)
    soft = 1 / (1 + np.exp(-(w - middle) * x))
    left, right = (0.0, 1.0) if x > 0 else (1.0, 0.0)
    step = Curve(
        "sum", np.array([low, middle, np.nan, middle, high]),
        np.array([left, left, np.nan, right, right]),
        label=language_names[0],
    )  # fmt: skip
    smooth = Curve("best.curve", w, soft, label=language_names[1])
    now = float(perceptron.weights[0])
    at = markers("error.dots", np.array([now]), np.array([float(perceptron.output())]))
    span = axis(low, high, 5)
    return Panel(
        "", span, Axis(-0.12, 1.12, (0.0, 1.0), ("0", "1")), curves=(smooth, step), markers=at
    )


#: The corners of xor with their answers, and the two neurons that tell them apart: r(x + y) −
#: 2 r(x + y − 1) is 0 or 1 there. With steps: at least one, and not both.
XOR = (((0, 0), 0), ((1, 0), 1), ((0, 1), 1), ((1, 1), 0))
#: Weights and bias of the two lines: x + y > 1/2 and x + y < 3/2.
AT_LEAST_ONE, NOT_BOTH = ((1.0, 1.0), -0.5), ((-1.0, -1.0), 1.5)
