"""What names things: the key of all lines, and labels that find a free place beside theirs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import VGroup, VMobject

from approx.outputs.stage.geometry import Plot, free_place
from approx.outputs.stage.shapes import Band, Polyline, Scatter, dashed
from approx.outputs.stage.text import write
from approx.style.theme import Theme

#: How long a sample is and how far entries are apart, in ems: the less room, the less.
ROOMS = (1.7, 1.0), (1.0, 0.6), (0.8, 0.4)


class Key(dict[str, VGroup]):
    """Role -> its entry, all laid out at once so that none moves when another appears.

    Attributes:
        fits: whether the entries have their full size.
    """

    def __init__(
        self,
        entries: dict[str, str],
        at: tuple[float, float],
        theme: Theme,
        size: float,
        width: float,
    ) -> None:
        super().__init__()
        self.fits = True
        named = {r: name.split()[0] if r == "target" else name for r, name in entries.items()}
        # First closer together, then without the target's formula, which the title has, too.
        for words, room in ((entries, ROOMS[0]), (entries, ROOMS[1]), (entries, ROOMS[2]),
                            (named, ROOMS[1]), (named, ROOMS[2])):  # fmt: skip
            ends = self._lay_out(words, at, theme, size, room)
            self.fits = at[0] - ends <= width
            if self.fits:
                return
        self._lay_out(named, at, theme, size * width / (at[0] - ends), ROOMS[2])

    def _lay_out(
        self,
        entries: dict[str, str],
        at: tuple[float, float],
        theme: Theme,
        size: float,
        room: tuple[float, float],
    ) -> float:
        """Make every entry, from the right; where the leftmost one begins."""
        right, y = at
        long, apart = room
        for role, name in reversed(entries.items()):
            text = write(name, size, theme["ink"].color, (right, y), "right")
            left = float(text.get_left()[0]) - 0.35 * size
            self[role] = VGroup(
                _sample(role, (left - long * size, left), y + 0.3 * size, theme), text
            )
            right = left - (long + apart) * size
        return right + apart * size


def _sample(role: str, span: tuple[float, float], y: float, theme: Theme) -> VGroup:
    style = theme[role]
    if role in ("points", "held_out"):
        places = np.linspace(span[0] + 0.1, span[1] - 0.1, 3)
        rise = np.array([-0.05, 0.06, -0.02])
        return VGroup(Scatter(np.column_stack([places, y + rise, np.zeros(3)]), style))
    corners = np.array([[span[0], y, 0.0], [span[1], y, 0.0]])
    if style.opacity < 1:
        half = np.array([0.0, 0.1, 0.0])
        return VGroup(Band(corners - half, corners + half, style.color, 0.6))
    return VGroup(dashed(corners, style) if style.dash else Polyline(corners, style))


def beside(
    label: VMobject,
    anchors: Sequence[np.ndarray],
    obstacles: Sequence[np.ndarray],
    plot: Plot,
    margin: float = 0.0,
) -> bool:
    """Move the label beside the first anchor with room in a plot; False, unmoved, when none has.

    It stands on a zero line only where nothing else is left.
    """
    bounds = plot.box.inset(margin, margin, margin, margin)
    for lines in ([*obstacles, *plot.zero_lines()], obstacles):
        for anchor in anchors:
            place = free_place((label.width, label.height), anchor, lines, bounds)
            if place is not None:
                label.move_to((*place, 0.0))
                return True
    return False
