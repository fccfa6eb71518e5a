"""Bars in a box, each in its neuron's colour, its name below and its value at its end."""

from __future__ import annotations

from collections.abc import Sequence

from manim import Rectangle, VGroup

from approx.core._types import Array
from approx.outputs.stage.layout import Box
from approx.outputs.stage.shapes import STROKE
from approx.outputs.stage.text import Text, write
from approx.style.theme import Theme

#: A bar's share of its place.
WIDTH = 0.7


def bar(box: Box, color: str, opacity: float = 1.0) -> Rectangle:
    """A filled rectangle; one without height is a line."""
    made = Rectangle(
        width=max(box.width, 1e-3), height=max(box.height, 0.015), stroke_width=0,
        fill_color=color, fill_opacity=opacity,
    )  # fmt: skip
    return made.move_to(((box.left + box.right) / 2, (box.bottom + box.top) / 2, 0.0))


class Bars(VGroup):
    """Bars of values; `bars`, `labels` and `names` are in their order.

    Args:
        box: of the bars with their values; the names stand below it.
        high: the value that reaches the top of the box; the largest of all without it.
    """

    def __init__(
        self,
        values: Array,
        names: Sequence[str],
        labels: Sequence[str],
        box: Box,
        theme: Theme,
        size: float,
        high: float | None = None,
    ) -> None:
        low = min(0.0, float(values.min()))
        high = max(0.0, float(values.max())) if high is None else high
        unit = (box.height - 1.5 * size * (1 + (low < 0))) / ((high - low) or 1.0)
        floor = box.bottom + 1.5 * size * (low < 0) - low * unit
        step = box.width / len(values)
        self.places = [
            Box(
                box.left + (k + (1 - WIDTH) / 2) * step, floor + min(0.0, value) * unit,
                box.left + (k + (1 + WIDTH) / 2) * step, floor + max(0.0, value) * unit,
            )
            for k, value in enumerate(values.tolist())
        ]  # fmt: skip
        colors = [theme.neuron(k) for k in range(len(values))]
        self.bars = VGroup(*(bar(b, c) for b, c in zip(self.places, colors, strict=True)))
        size = min(size, *(size * step / (write(x, size, colors[0]).width + 0.15) for x in labels))
        self.labels = VGroup(
            *(
                self._rimmed(_at_end(label, value, place, size, color), theme)
                for label, value, place, color in zip(
                    labels, values, self.places, colors, strict=True
                )
            )
        )
        ink = theme["ink"].color
        fits = min(1.0, *(0.95 * step / max(write(x, size, ink).width, 1e-9) for x in names))
        self.names = VGroup(
            *(
                self._rimmed(
                    write(name, fits * size, ink, (mid(place), box.bottom - 1.3 * size), "center"),
                    theme,
                )
                for name, place in zip(names, self.places, strict=True)
            )
        )
        super().__init__(self.bars, self.labels, self.names)

    @staticmethod
    def _rimmed(text: Text, theme: Theme) -> Text:
        """With a rim of the background, to be read where a bar in flight passes behind it."""
        text.set_stroke(theme["background"].color, width=2.2 * STROKE, background=True)
        text.set_z_index(2)
        return text


def mid(box: Box) -> float:
    return (box.left + box.right) / 2


def _at_end(text: str, value: float, place: Box, size: float, color: str) -> Text:
    """A value over its bar, or under it where it is negative."""
    y = place.top + 0.35 * size if value >= 0 else place.bottom - 1.1 * size
    return write(text, size, color, (mid(place), y), "center", bold=True)
