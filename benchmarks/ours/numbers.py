"""Numbers set as Manim's DecimalNumber sets them, so that both films show the same pictures."""

from __future__ import annotations

import numpy as np

from approx.outputs.stage.geometry import Array
from approx.outputs.stage.text import Number, letters

#: Manim's gap between two signs, in ems.
GAP = 0.096


class Snug(Number):
    """Each sign right beside the last, all on one lower edge; held at the left end's middle.

    The stage's own numbers have digits of equal width, which stand still while they count.
    """

    centered = False

    def outlines(self, text: str) -> Array:
        """As the stage's numbers, from the middle of the left end, or the middle of the whole."""
        signs, right = [], -GAP
        for place, letter in enumerate(text):
            points = letters(letter)
            low, high = points.min(axis=0), points.max(axis=0)
            up = 0.0
            if letter == "-":  # raised to the middle of the digit that follows
                up = float(np.ptp(letters(text[place + 1])[:, 1]) / 2 - (high - low)[1])
            signs.append(points + np.array([right + GAP - low[0], up - low[1], 0.0]))
            right = float(signs[-1][:, 0].max())
        whole = np.vstack(signs)
        low, high = whole.min(axis=0), whole.max(axis=0)
        middle = (low + high) / 2
        return self.size * (whole - (middle if self.centered else [low[0], middle[1], 0.0]))
