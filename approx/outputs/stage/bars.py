"""Bars in a box, each in its neuron's colour, its name below and its value at its end."""

from __future__ import annotations

from collections.abc import Sequence

from manim import Rectangle, VGroup

from approx.core._types import Array
from approx.outputs.stage.layout import Box
from approx.outputs.stage.text import Text, rimmed, write
from approx.style.theme import Theme

#: A bar's share of its place.
WIDTH = 0.7


def bar(box: Box, color: str, opacity: float = 1.0) -> Rectangle:
    """A filled rectangle; one without height or width is a line."""
    made = Rectangle(
        width=max(box.width, 0.015), height=max(box.height, 0.015), stroke_width=0,
        fill_color=color, fill_opacity=opacity,
    )  # fmt: skip
    return made.move_to(((box.left + box.right) / 2, (box.bottom + box.top) / 2, 0.0))


class Bars(VGroup):
    """Bars of values; `bars`, `labels` and `names` are in their order.

    Args:
        box: of the bars with their values; the names stand below it, or left of it.
        high: the value that reaches the end of the box; the largest of all without it.
        lying: one bar under the other, where upright ones have no room for their texts.
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
        lying: bool = False,
    ) -> None:
        low = min(0.0, float(values.min()))
        high = max(0.0, float(values.max())) if high is None else high
        span = (high - low) or 1.0
        colors = [theme.neuron(k) for k in range(len(values))]
        long = [write(text, size, colors[0], bold=True).width for text in labels]
        if lying:
            step = box.height / len(values)
            size = min(size, step / 1.3)
            unit = (box.width - max(long, default=0.0) - 0.4 * size) / span
            zero = box.left - low * unit
            self.places = [
                Box(
                    zero + min(0.0, value) * unit, box.top - (k + (1 + WIDTH) / 2) * step,
                    zero + max(0.0, value) * unit, box.top - (k + (1 - WIDTH) / 2) * step,
                )
                for k, value in enumerate(values.tolist())
            ]  # fmt: skip
        else:
            step = box.width / len(values)
            unit = (box.height - 1.5 * size * (1 + (low < 0))) / span
            floor = box.bottom + 1.5 * size * (low < 0) - low * unit
            self.places = [
                Box(
                    box.left + (k + (1 - WIDTH) / 2) * step, floor + min(0.0, value) * unit,
                    box.left + (k + (1 + WIDTH) / 2) * step, floor + max(0.0, value) * unit,
                )
                for k, value in enumerate(values.tolist())
            ]  # fmt: skip
            size *= min(1.0, *(step / (width + 0.15) for width in long))
        self.bars = VGroup(*(bar(b, c) for b, c in zip(self.places, colors, strict=True)))
        end = _right_of if lying else _at_end
        self.labels = VGroup(
            *(
                rimmed(end(label, value, place, size, color), theme)
                for label, value, place, color in zip(
                    labels, values, self.places, colors, strict=True
                )
            )
        )
        self.names = VGroup(
            *(
                rimmed(text, theme)
                for text in self._named(names, box, step, size, theme["ink"].color, lying)
            )
        )
        super().__init__(self.bars, self.labels, self.names)

    def _named(
        self, names: Sequence[str], box: Box, step: float, size: float, ink: str, lying: bool
    ) -> list[Text]:
        """Every name left of its lying bar, or below it and not wider."""
        rows = list(zip(names, self.places, strict=False))  # bars beside named ones have none
        if lying:
            left = box.left - 0.4 * size
            return [write(name, size, ink, (left, _line(at, size)), "right") for name, at in rows]
        long = [write(name, size, ink).width for name in names]
        fits = size * min(1.0, *(0.95 * step / max(width, 1e-9) for width in long))
        y = box.bottom - 1.3 * size
        return [write(name, fits, ink, (mid(place), y), "center") for name, place in rows]


def mid(box: Box) -> float:
    return (box.left + box.right) / 2


def _at_end(text: str, value: float, place: Box, size: float, color: str) -> Text:
    """A value over its bar, or under it where it is negative."""
    y = place.top + 0.35 * size if value >= 0 else place.bottom - 1.1 * size
    return write(text, size, color, (mid(place), y), "center", bold=True)


def _right_of(text: str, value: float, place: Box, size: float, color: str) -> Text:
    """A value at the right of its lying bar, which ends or begins there."""
    return write(text, size, color, (place.right + 0.3 * size, _line(place, size)), bold=True)


def _line(place: Box, size: float) -> float:
    """The baseline of a text at half the height of its bar."""
    return (place.bottom + place.top) / 2 - 0.35 * size
