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
        title: baseline start of the title's last line.
        formula: baseline start of the formula.
        key: right end of the key's baseline.
        diagram: for the network.
        plot: for the axes, tick labels outside it.
        caption: baseline start of the caption's first line.
        line: of the beats, at the bottom; what stands in the frame is as wide.
        text: size of the caption's em.
        lines: that a title or caption may have.
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
    lines: int

    @property
    def safe(self) -> Box:
        """What an edge never touches."""
        x, y = self.width * (0.5 - SAFE), self.height * (0.5 - SAFE)
        return Box(-x, -y, x, y)


WIDE = Layout(
    width=8 * 16 / 9,
    height=8.0,
    title=(-6.5, 3.12),
    formula=(-6.5, 2.5),
    key=(6.5, 2.02),
    diagram=Box(-6.5, -2.5, -1.8, 2.1),
    plot=Box(-0.6, -2.2, 6.25, 1.75),
    caption=(-6.5, -3.2),
    line=Box(-6.5, -3.67, 6.5, -3.62),
    text=0.36,
    lines=1,
)
# Where there is no room beside it, the diagram stands above the axes.
SQUARE = Layout(
    width=10.0,
    height=10.0,
    title=(-4.55, 4.1),
    formula=(-4.55, 3.45),
    key=(4.55, -0.05),
    diagram=Box(-4.55, 0.45, 4.55, 2.75),
    plot=Box(-3.8, -2.75, 4.3, -0.3),
    caption=(-4.55, -3.7),
    line=Box(-4.55, -4.58, 4.55, -4.53),
    text=0.4,
    lines=2,
)
TALL = Layout(
    width=8.0,
    height=8 * 16 / 9,
    title=(-3.62, 5.3),
    formula=(-3.62, 4.55),
    key=(3.62, -0.1),
    diagram=Box(-3.62, 0.6, 3.62, 3.0),
    plot=Box(-2.85, -3.7, 3.35, -0.45),
    caption=(-3.62, -4.75),
    line=Box(-3.62, -6.5, 3.62, -6.45),
    text=0.42,
    lines=3,
)

#: By the aspect ratio that users write.
LAYOUTS = {"16:9": WIDE, "1:1": SQUARE, "9:16": TALL}
