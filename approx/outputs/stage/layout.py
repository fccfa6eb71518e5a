"""Where things stand in the frame, once for all stories, in units of Manim's frame."""

from __future__ import annotations

from dataclasses import dataclass

#: Nothing stands closer to an edge than this share of the frame's height or width.
SAFE = 0.04
#: Width over height that suits a small picture and the least it has, so that slopes look alike,
#: and the free share of a cell at its right.
SHAPE, LEAST, GAP = 2.2, 1.8, 0.12


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


def cells(box: Box, count: int, heading: float) -> list[Box]:
    """A grid of boxes in reading order, each with room for a heading of that height above it."""

    def misshape(columns: int) -> float:
        rows = -(-count // columns)
        width, height = box.width / columns, box.height / rows - heading
        shape = max(width / height / SHAPE, SHAPE * height / width) if height > 0 else 1e9
        return shape * rows * columns / count

    columns = min(range(1, count + 1), key=misshape)
    rows = -(-count // columns)
    wide, high = box.width * (1 + GAP / columns) / columns, box.height / rows
    out = []
    for k in range(count):
        left, top = box.left + (k % columns) * wide, box.top - (k // columns) * high
        width = wide * (1 - GAP)
        bottom = max(top - high + 0.3 * heading, top - heading - width / LEAST)
        out.append(Box(left, bottom, left + width, top - heading))
    return out


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
        grid, result: for small graphs in columns, and the large one that they make.
        pair: for two axes of equal rank, each with room for a heading above it.
        descent: for a map, and the curve beside it; two rows of words above each.
        loss, knots: for two small axes over the steps of a run, beside or below the first.
        turn, told, chain: a square in which a number line turns, small pictures of what has been
            told, and the baseline start of the formula that grows with it.
        caption: baseline start of the caption's first line.
        line: of the beats, at the bottom; what stands in the frame is as wide.
        text: size of the caption's em.
        lines: that a caption may have.
    """

    width: float
    height: float
    title: tuple[float, float]
    formula: tuple[float, float]
    key: tuple[float, float]
    diagram: Box
    plot: Box
    grid: Box
    result: Box
    pair: tuple[Box, Box]
    loss: Box
    knots: Box
    descent: tuple[Box, Box]
    turn: Box
    told: Box
    chain: tuple[float, float]
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
    grid=Box(-6.6, -2.45, 1.4, 1.8),
    result=Box(2.35, -2.05, 6.25, 1.55),
    pair=(Box(-5.75, -1.95, -0.75, 1.55), Box(1.15, -1.95, 6.3, 1.55)),
    loss=Box(1.15, 0.25, 6.15, 1.55),
    knots=Box(1.15, -1.95, 6.15, -0.5),
    descent=(Box(-5.75, -1.95, -0.35, 1.7), Box(1.15, -1.95, 6.3, 1.7)),
    turn=Box(-5.7, -1.95, -1.2, 2.55),
    told=Box(0.2, -2.1, 6.4, 1.2),
    chain=(0.2, 2.1),
    caption=(-6.5, -3.2),
    line=Box(-6.5, -3.67, 6.5, -3.62),
    text=0.36,
    lines=1,
)
# Where there is no room beside it, the diagram stands above the axes.
SQUARE = Layout(
    width=10.0,
    height=10.0,
    title=(-4.55, 4.0),
    formula=(-4.55, 3.42),
    key=(4.55, -0.05),
    diagram=Box(-4.55, 0.4, 4.55, 2.45),
    plot=Box(-3.6, -2.75, 4.3, -0.3),
    grid=Box(-4.55, 0.72, 4.55, 2.55),
    result=Box(-3.6, -2.75, 4.3, -0.3),
    pair=(Box(-3.7, 0.75, 4.25, 2.5), Box(-3.7, -2.55, 4.25, -0.5)),
    loss=Box(-3.7, -2.35, -0.15, -0.45),
    knots=Box(0.85, -2.35, 4.25, -0.45),
    descent=(Box(-3.7, 0.4, 4.25, 2.6), Box(-3.7, -2.55, 4.25, -1.15)),
    turn=Box(-3.75, -2.35, 1.05, 2.45),
    told=Box(2.0, -2.4, 4.5, 2.6),
    chain=(-4.55, 3.25),
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
    plot=Box(-2.65, -3.7, 3.35, -0.45),
    grid=Box(-3.62, 0.8, 3.62, 3.7),
    result=Box(-2.65, -3.7, 3.35, -0.45),
    pair=(Box(-2.75, 0.7, 3.3, 3.5), Box(-2.75, -3.4, 3.3, -0.75)),
    loss=Box(-2.75, -1.55, 3.3, -0.6),
    knots=Box(-2.75, -3.45, 3.3, -2.25),
    descent=(Box(-2.75, 0.6, 3.3, 3.75), Box(-2.75, -3.4, 3.3, -0.95)),
    turn=Box(-2.6, -2.15, 3.0, 3.45),
    told=Box(-3.55, -4.35, 3.55, -2.95),
    chain=(-3.62, 4.5),
    caption=(-3.62, -4.75),
    line=Box(-3.62, -6.5, 3.62, -6.45),
    text=0.42,
    lines=3,
)

#: By the aspect ratio that users write.
LAYOUTS = {"16:9": WIDE, "1:1": SQUARE, "9:16": TALL}
