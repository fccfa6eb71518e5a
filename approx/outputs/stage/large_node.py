"""One neuron, large: its parts and their names, and a coin that carries a number through them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from manim import Circle, Line, RoundedRectangle, VGroup

from approx.core._types import Array
from approx.outputs.stage.layout import Box
from approx.outputs.stage.shapes import STROKE, Polyline
from approx.outputs.stage.text import Text, write
from approx.style.theme import Style, Theme

#: Where the parts stand, as shares of the width; `weighed` is the edge behind the weight.
STATIONS = {
    "input": 0.05, "weight": 0.215, "weighed": 0.325, "sum": 0.5, "relu": 0.7, "output": 0.95,
}  # fmt: skip
#: Room between a wide coin and the weight.
GAP = 0.1
#: The radius of a coin, as a share of the width, and the most it is in the frame's units.
COIN, LARGEST = 0.042, 0.42


class LargeNode(VGroup):
    """Input, weight on its edge, sum with its bias, ReLU, output; all named.

    Attributes:
        radius: of the input, the output, and of coins.
        plates: behind the numbers of weight and bias.
    """

    def __init__(
        self,
        box: Box,
        values: Mapping[str, str],
        names: Mapping[str, str],
        theme: Theme,
        color: str,
        size: float,
        entry: str = "",
    ) -> None:
        """Lay it into a box.

        Args:
            entry: the longest number that comes to the input; the weight stands right of it.
            values: what stands in the plates of weight and bias.
            names: of the parts: input, weight, bias, sum, relu, output, neuron.
            size: of the names' em.
        """
        super().__init__()
        self.box, self.theme, self.color, self.size = box, theme, color, size
        self.radius = min(LARGEST, COIN * box.width + 0.06)
        self.axis = box.top - 1.5 * size - 1.35 * self.radius
        self._body()
        self.taken = 2 * self.radius + self._number(entry)[1] + GAP
        self.plates = {key: self._plate(key, number) for key, number in values.items()}
        for key in ("input", "output"):
            self.add(self._ring(self.at(key), theme["ink"].color))
        self._name(names)

    def at(self, part: str) -> Array:
        """The middle of a part, shape (3,)."""
        if part == "bias":
            return self.at("sum") - np.array([0.0, 3.1 * self.radius, 0.0])
        x = self.box.left + STATIONS[part] * self.box.width
        if part == "weight" and hasattr(self, "plates"):
            x = self.plates["weight"].get_center()[0]
        if part == "weighed":
            x = max(x, self.plates["weight"].get_right()[0] + 1.1 * self.radius)
        return np.array([x, self.axis, 0.0])

    def way(self) -> Line:
        """From the input to the output, for a light that runs along it."""
        start, end = self.at("input"), self.at("output")
        aside = np.array([self.radius, 0.0, 0.0])
        return self._line(start + aside, end - aside, Style(self.color, 3.0)).set_z_index(3)

    def coin(self, text: str, part: str) -> VGroup:
        """A number on its way, at a part; a long one makes the coin wider."""
        words, wider = self._number(text)
        ground = self._ring(np.zeros(3), self.color)
        if wider:
            ground = RoundedRectangle(
                corner_radius=self.radius, width=2 * self.radius + wider,
                height=2 * self.radius, stroke_color=self.color, stroke_width=4,
            )  # fmt: skip
        ground.set_fill(self.theme["background"].color, opacity=1)
        words.move_to(ground)
        coin = VGroup(ground, words).set_z_index(4)
        return coin.move_to(self.place(coin, part))

    def place(self, coin: VGroup, part: str) -> Array:
        """Where a coin stands at a part: a wide one within the box, right of the weight behind it.

        Shape (3,).
        """
        at, half = self.at(part), float(coin.width) / 2
        low, high = self.box.left + half, self.box.right - half
        if part == "weighed":
            low = float(self.plates["weight"].get_right()[0]) + GAP + half
        return np.array([max(min(at[0], high), low), at[1], 0.0])

    def _number(self, text: str) -> tuple[Text, float]:
        """A coin's number, and by how much it makes the coin wider."""
        words, room = write(text, 1.25 * self.size, self.theme["ink"].color), 1.6 * self.radius
        words.scale(max(1 / 1.25, min(1.0, room / max(words.width, 1e-9))))
        return words, max(float(words.width) - room, 0.0)

    def _ring(self, center: Array, color: str) -> Circle:
        ring = Circle(self.radius, stroke_color=color, stroke_width=4, fill_opacity=0)
        return ring.move_to(center)

    def _body(self) -> None:
        """The edges, and the neuron's own outline around sum and ReLU."""
        edge = self.theme["edge"]
        stops = [self.at(p) for p in ("input", "output")]
        aside = np.array([self.radius, 0.0, 0.0])
        self.add(self._line(stops[0] + aside, stops[1] - aside, edge))
        self.add(self._line(self.at("sum"), self.at("bias"), edge))
        first, last = self.at("sum")[0], self.at("relu")[0]
        outline = RoundedRectangle(
            corner_radius=0.9 * self.radius, width=last - first + 4.2 * self.radius,
            height=2.9 * self.radius, stroke_color=self.color, stroke_width=4,
            fill_color=self.theme["background"].color, fill_opacity=1,
        ).move_to(((first + last) / 2, self.axis, 0.0))  # fmt: skip
        self.add(outline, self._line(self.at("sum"), self.at("relu"), edge))
        ring = self._ring(self.at("sum"), self.theme["quiet"].color)
        ring.set_fill(self.theme["background"].color, opacity=1)
        ink, arm = Style(self.theme["ink"].color, 1.8), 0.4 * self.radius
        up, right = np.array([0.0, arm, 0.0]), np.array([arm, 0.0, 0.0])
        bars = [np.array([self.at("sum") - d, self.at("sum") + d]) for d in (up, right)]
        self.add(ring, *(Polyline(bar, ink) for bar in bars))
        center, r = self.at("relu"), self.radius
        plate = RoundedRectangle(
            corner_radius=0.2 * r, width=2.2 * r, height=2.0 * r,
            stroke_color=self.color, stroke_width=3,
            fill_color=self.theme["background"].color, fill_opacity=1,
        ).move_to(center)  # fmt: skip
        corners = center + r * np.array([[-0.8, -0.5, 0], [0, -0.5, 0], [0.75, 0.6, 0]])
        self.add(plate, Polyline(corners, Style(self.color, 2.4)))

    def _line(self, start: Array, end: Array, style: Style) -> Line:
        return Line(start, end, stroke_color=style.color, stroke_width=1.6 * STROKE * style.width)

    def _plate(self, key: str, number: str) -> RoundedRectangle:
        words = write(number, 1.25 * self.size, self.theme["ink"].color)
        width, at = max(float(words.width) + 0.3, 2.2 * self.radius), self.at(key)
        if key == "weight":
            at[0] = max(at[0], self.box.left + self.taken + width / 2)
        words.move_to(at)
        plate = RoundedRectangle(
            corner_radius=0.08, width=width, height=1.6 * self.radius,
            stroke_color=self.color, stroke_width=3,
            fill_color=self.theme["background"].color, fill_opacity=1,
        ).move_to(at)  # fmt: skip
        # A coin passes behind it: a number goes in, another comes out.
        self.add(plate.set_z_index(5), words.set_z_index(5))
        return plate

    def _name(self, names: Mapping[str, str]) -> None:
        """Names beside their parts, on alternate sides so that none meets its neighbour."""
        quiet, r, size = self.theme["quiet"].color, self.radius, self.size
        under = self.axis - r - 1.3 * size
        self.add(write(names["input"], size, quiet, (self.at("input")[0] - r, under)))
        self.add(write(names["output"], size, quiet, (self.at("output")[0] + r, under), "right"))
        above = self.axis + r + 0.5 * size
        self.add(write(names["weight"], size, quiet, (self.at("weight")[0], above), "center"))
        below = self.axis - 1.45 * r - 1.25 * size
        self.add(write(names["relu"], size, quiet, (self.at("relu")[0], below), "center"))
        bias = self.plates["bias"].get_right()
        beside = bias[0] + 0.4 * size, bias[1] - 0.35 * size
        self.add(write(names["bias"], size, quiet, beside))
        middle = (self.at("sum")[0] + self.at("relu")[0]) / 2
        over = self.axis + 1.45 * r + 0.45 * size
        self.add(write(names["neuron"], size, self.color, (middle, over), "center"))
