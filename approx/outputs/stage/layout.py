"""Where things stand in the frame, once for all stories, in units of Manim's frame."""

from __future__ import annotations

from dataclasses import dataclass

#: Nothing stands closer to an edge than this share of the frame's height or width.
SAFE = 0.04
#: No text's em is smaller than this share of the frame's height.
SMALLEST = 0.022
#: Width over height that suits a small picture and the least it has, so that slopes look alike,
#: and the free share of a cell at its right.
SHAPE, LEAST, GAP = 2.2, 1.8, 0.12
#: Room left of large axes for long tick labels: −0.0009766, in ems of theirs, at their size.
LABELS, NARROW = 6.15, 4.6


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

    def inset(
        self, left: float = 0.0, bottom: float = 0.0, right: float = 0.0, top: float = 0.0
    ) -> Box:
        """The box with its edges moved inwards; a negative number moves one outwards."""
        return Box(self.left + left, self.bottom + bottom, self.right - right, self.top - top)

    def split(self, share: float, gap: float, rows: bool = False) -> tuple[Box, Box]:
        """Two boxes side by side, or one above the other.

        Args:
            share: of the first, the left or upper one.
        """
        if rows:
            cut = self.top - share * (self.height - gap)
            return self.inset(bottom=cut - self.bottom), self.inset(top=self.top - cut + gap)
        cut = self.left + share * (self.width - gap)
        return self.inset(right=self.right - cut), self.inset(left=cut + gap - self.left)

    def meets(self, other: Box) -> bool:
        """Whether the two share any place."""
        across = self.left < other.right and other.left < self.right
        return across and self.bottom < other.top and other.bottom < self.top

    def square(self) -> Box:
        """The largest square in the upper left corner."""
        side = min(self.width, self.height)
        return Box(self.left, self.top - side, self.left + side, self.top)


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
    """The places of a picture: rows of text, and regions that stories split and inset.

    Attributes:
        width, height: of the frame.
        title: baseline start of the title's last line.
        formula: baseline start of the formula.
        key: right end of the key's baseline.
        content: all between title and caption.
        narrow_wide, halves, wide_narrow: two regions side by side, or one above the other where
            the frame is not wide. Axes in them have room for tick labels; above `halves` there is
            a row for a heading.
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
    content: Box
    narrow_wide: tuple[Box, Box]
    halves: tuple[Box, Box]
    wide_narrow: tuple[Box, Box]
    caption: tuple[float, float]
    line: Box
    text: float
    lines: int

    @property
    def smallest(self) -> float:
        """The em of the smallest text that is read in a film."""
        return SMALLEST * self.height

    @property
    def small(self) -> float:
        """The em of tick labels and of what stands beside curves."""
        return max(0.75 * self.text, self.smallest)

    @property
    def network_graph(self) -> tuple[Box, Box]:
        """A network as a strip, and a large graph: side by side, or one above the other.

        Below the title and the formula, with room for tick labels around the graph.
        """
        content, top = self.content, self.formula[1] - 0.36
        if not self.wide:  # room for the formula's further lines
            top -= 0.62 * (self.lines - 1)
        if self.wide:
            left, right = content.inset(top=content.top - top).split(0.245, 0.0)
            return left, self._with_labels(right)
        first, second = content.inset(top=content.top - top).split(0.25, 0.35, rows=True)
        return first, second.inset(left=LABELS * self.small, bottom=0.42, right=0.35)

    @property
    def below_title(self) -> Box:
        """All between title and caption where there is no formula."""
        return self.content.inset(top=self.content.top - max(self.content.top, self.formula[1]))

    @property
    def columns_graph(self) -> tuple[Box, Box]:
        """Columns of small graphs, and a large one with room for long tick labels."""
        content, top = self.content, self.formula[1] - 0.36
        if not self.wide:  # room for one more line of the formula
            top -= 0.62
        if not self.tall:
            share = 0.5 if self.wide else 0.43
            left, right = content.inset(top=content.top - top).split(share, 0.0)
            return left.inset(bottom=0.2), self._with_labels(right)
        whole = content.inset(top=content.top - top)
        first, second = whole.split(0.47, 0.3, rows=True)
        return first.inset(bottom=0.6), self._with_labels(second)

    @property
    def graph_corner_chart(self) -> tuple[Box, Box, Box]:
        """A large graph, a corner for a small picture, and axes below or beside that.

        All have room for their labels, the corner for a heading, the graph for one in the
        formula's row.
        """
        content, top = self.content, self.formula[1] - 0.36
        whole = content.inset(top=content.top - top)
        left, below = 3.2 * self.small, 2.9 * self.small
        if self.wide:
            graph, right = whole.split(0.6, 0.3)
            corner, chart = right.split(0.3, 0.6, rows=True)
            chart = chart.inset(left, below - 0.3, 0.15)
        else:
            graph, low = whole.split(0.6, 1.0, rows=True)
            corner, chart = low.split(0.34, 0.1)
            corner = corner.inset(bottom=1.5 * self.text)
            chart = chart.inset(left, below - 0.2, 0.15)
        return self._with_labels(graph), corner, chart

    @property
    def graph_side(self) -> tuple[Box, Box]:
        """A large graph, and a place for smaller axes; both with room for labels and headings."""
        content, top = self.content, self.formula[1] - 0.36 - 1.7 * self.small
        whole = content.inset(top=content.top - top)
        if self.wide:
            graph, side = whole.split(0.56, 0.3)
            side = side.inset(3.2 * self.small, 2.5 * self.small - 0.3, 0.2)
        else:
            graph, side = whole.split(0.58, 1.1, rows=True)
            # Tall captions begin right below: the steps' name stays over them.
            below = 2.5 * self.small + (0.2 if self.lines > 2 else -0.1)
            side = side.inset(3.2 * self.small, below, 0.3)
        return self._with_labels(graph), side

    def _with_labels(self, box: Box) -> Box:
        """A box for axes in a region that has room for their tick labels."""
        below = 0.1 if self.wide else 0.42
        narrow = not self.wide and not self.tall and box.width < 0.6 * self.width
        # Where two stand side by side in a square, long labels are set smaller.
        left = (NARROW if narrow else LABELS) * self.small
        return box.inset(left=left, bottom=below, right=0.35)

    @property
    def safe(self) -> Box:
        """What an edge never touches."""
        x, y = self.width * (0.5 - SAFE), self.height * (0.5 - SAFE)
        return Box(-x, -y, x, y)

    @property
    def tall(self) -> bool:
        """Whether no two regions fit side by side."""
        return self.width < self.height

    @property
    def wide(self) -> bool:
        """Whether the two regions stand side by side."""
        return self.width > self.height


WIDE = Layout(
    width=8 * 16 / 9,
    height=8.0,
    title=(-6.5, 3.12),
    formula=(-6.5, 2.5),
    key=(6.5, 2.02),
    content=Box(-6.5, -2.5, 6.5, 2.55),
    narrow_wide=(Box(-6.5, -2.5, -1.8, 2.1), Box(-0.6, -2.2, 6.25, 1.75)),
    halves=(Box(-5.75, -1.95, -0.75, 1.55), Box(1.15, -1.95, 6.3, 1.55)),
    wide_narrow=(Box(-6.6, -2.45, 1.4, 1.8), Box(2.35, -2.05, 6.25, 1.55)),
    caption=(-6.5, -3.2),
    line=Box(-6.5, -3.67, 6.5, -3.62),
    text=0.36,
    lines=1,
)
SQUARE = Layout(
    width=10.0,
    height=10.0,
    title=(-4.55, 4.0),
    formula=(-4.55, 3.42),
    key=(4.55, -0.05),
    content=Box(-4.55, -2.9, 4.55, 2.45),
    narrow_wide=(Box(-4.55, 0.4, 4.55, 2.45), Box(-3.6, -2.75, 4.3, -0.3)),
    halves=(Box(-3.7, 0.75, 4.25, 2.5), Box(-3.7, -2.55, 4.25, -0.5)),
    wide_narrow=(Box(-4.55, 0.72, 4.55, 2.55), Box(-3.6, -2.75, 4.3, -0.3)),
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
    content=Box(-3.62, -4.35, 3.62, 3.45),
    narrow_wide=(Box(-3.62, 0.6, 3.62, 3.0), Box(-2.65, -3.7, 3.35, -0.45)),
    halves=(Box(-2.75, 0.7, 3.3, 3.5), Box(-2.75, -3.4, 3.3, -0.75)),
    wide_narrow=(Box(-3.62, 0.8, 3.62, 3.7), Box(-2.65, -3.7, 3.35, -0.45)),
    caption=(-3.62, -4.75),
    line=Box(-3.62, -6.5, 3.62, -6.45),
    text=0.42,
    lines=3,
)

#: By the aspect ratio that users write.
LAYOUTS = {"16:9": WIDE, "1:1": SQUARE, "9:16": TALL}
