"""What the benchmark's films show, numbers and looks, the same for every way of drawing them.

Three films: `sum` (four neurons add up, a weight and an input are swept), `training` (a curve and
its loss, another step in each of 300 frames) and `network` (two forward passes with every number).
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

FONT = "Approx Sans"
FONTS = Path(__file__).parents[2] / "approx" / "style" / "fonts"
GROUND, INK, QUIET, FAINT = "#0E1117", "#E8EAF0", "#8C96A8", "#232936"
BRIGHT, WARM, BLUE = "#F0E442", "#F0692B", "#56B4E9"
NEURONS = ("#E69F00", "#56B4E9", "#12B286", "#CC79A7")
#: Widths of lines as Manim counts them.
GRID, AXIS, THIN, THICK = 1.68, 2.16, 4.0, 6.0
#: Ems of a title, a name with its number, a tick label, in units of the frame.
TITLE, TEXT, TICK, INSIDE = 0.42, 0.36, 0.24, 0.25

# -- sum: four neurons in three moves, then two sweeps --------------------------------------------

WEIGHTS, BIASES = np.array([1.0, 1.0, -1.0, 1.0]), np.array([2.0, 0.0, -1.0, -1.5])
FACTORS, CONSTANT = np.array([0.8, -1.6, 0.7, 1.9]), 0.3
SUM_X, SUM_Y = (-3, 3), (-3, 4)


def neuron(k: int, x: Array | float) -> Array | float:
    """What neuron k adds at x."""
    return FACTORS[k] * np.maximum(WEIGHTS[k] * x + BIASES[k], 0.0)


def partial(count: int, x: Array | float) -> Array | float:
    """The constant and the first neurons."""
    return CONSTANT + sum(neuron(k, x) for k in range(count))


def swept(share: float, x: Array | float) -> Array | float:
    """The whole sum, the second neuron weighted."""
    return CONSTANT + share * neuron(1, x) + sum(neuron(k, x) for k in (0, 2, 3))


# -- training: gradient descent, one step a frame -------------------------------------------------

STEPS, HIDDEN, RATE = 300, 8, 0.05
TRAIN_X, TRAIN_Y, LOSS_Y = (-3, 3), (-2, 2), (0.0, 1.2)


class Run:
    """A one-layer network on 40 points, after every step.

    Attributes:
        x, y: the points, shape (40,).
        parameters: (w, b, a, c) after each step.
        loss: mean squared error after each step, shape (STEPS,).
    """

    def __init__(self) -> None:
        rng = np.random.default_rng(0)
        self.x = np.linspace(*TRAIN_X, 40)
        self.y = np.sin(1.5 * self.x) + 0.3 * self.x
        w, b = rng.normal(size=HIDDEN), 1.5 * rng.normal(size=HIDDEN)
        a, c = 0.3 * rng.normal(size=HIDDEN), 0.0
        self.parameters, losses = [], []
        for _ in range(STEPS):
            z = np.outer(self.x, w) + b
            h = np.maximum(z, 0)
            off = h @ a + c - self.y
            self.parameters.append((w, b, a, c))
            losses.append(float(off @ off) / len(off))
            g = 2 * off / len(off)
            back = np.outer(g, a) * (z > 0)
            w, b = w - RATE * (self.x @ back), b - RATE * back.sum(0)
            a, c = a - RATE * (h.T @ g), c - RATE * g.sum()
        self.loss = np.array(losses)

    def curve(self, step: int, x: Array | float) -> Array | float:
        """The network's value after that many steps."""
        w, b, a, c = self.parameters[step]
        return np.maximum(np.multiply.outer(x, w) + b, 0) @ a + c


# -- network: three layers, two inputs pass through -----------------------------------------------

SIZES, RADIUS, ROW, COLUMN = (3, 5, 2), 0.35, 1.15, 3.1
NAMES = ("input", "hidden (ReLU)", "output")


class Passes:
    """Weights, and the values of every layer for two inputs.

    Attributes:
        weights: of each layer, shape (width, width before).
        values: of each pass, one array a layer.
    """

    def __init__(self) -> None:
        rng = np.random.default_rng(1)
        self.weights = [rng.normal(size=(SIZES[n + 1], SIZES[n])) for n in range(2)]
        self.values = []
        for _ in range(2):
            first = rng.normal(size=SIZES[0])
            hidden = np.maximum(self.weights[0] @ first, 0)
            self.values.append([first, hidden, self.weights[1] @ hidden])


def center(layer: int, unit: int) -> Array:
    """Where a unit stands, shape (3,)."""
    return np.array([COLUMN * (layer - 1), ROW * ((SIZES[layer] - 1) / 2 - unit), 0.0])


def edge(layer: int, start: int, end: int) -> tuple[Array, Array]:
    """Where an edge out of a layer begins and ends."""
    aside = np.array([RADIUS, 0.0, 0.0])
    return center(layer, start) + aside, center(layer + 1, end) - aside


def text(value: float, places: int) -> str:
    """A number as Manim's DecimalNumber writes it."""
    said = f"{value:.{places}f}"
    return said.lstrip("-") if float(said) == 0 else said
