"""Where things stand in the frame, once for all stories, in units of Manim's frame."""

from __future__ import annotations

from dataclasses import dataclass

#: Nothing stands closer to an edge than this share of the frame's height or width.
SAFE = 0.04


@dataclass(frozen=True)
class Box:
    """A rectangle of the frame."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.top - self.bottom


@dataclass(frozen=True)
class Layout:
    """The places of a picture.

    Attributes:
        width, height: of the frame.
        title: baseline start of the title.
        formula: baseline start of the formula.
        key: right end of the key's baseline.
        diagram: for the network.
        plot: for the axes, tick labels outside it.
        caption: baseline start of the caption.
        line: of the beats, at the bottom.
        text: size of the caption's em.
    """

    width: float
    height: float
    title: tuple[float, float]
    formula: tuple[float, float]
    key: tuple[float, float]
    diagram: Box
    plot: Box
    caption: tuple[float, float]
    line: Box
    text: float

    @property
    def safe(self) -> Box:
        """What an edge never touches."""
        x, y = self.width * (0.5 - SAFE), self.height * (0.5 - SAFE)
        return Box(-x, -y, x, y)


WIDE = Layout(
    width=8 * 16 / 9,
    height=8.0,
    title=(-6.5, 3.2),
    formula=(-6.5, 2.55),
    key=(6.5, 2.02),
    diagram=Box(-6.5, -2.5, -1.8, 2.1),
    plot=Box(-0.6, -2.2, 6.25, 1.75),
    caption=(-6.5, -3.2),
    line=Box(-6.5, -3.67, 6.5, -3.62),
    text=0.36,
)
