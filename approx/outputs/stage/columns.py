"""A deep network as columns of small empty graphs, with faint edges between them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import Line, VGroup

from approx.outputs.stage.axes import small_frame
from approx.outputs.stage.geometry import Plot
from approx.outputs.stage.layout import Box
from approx.outputs.stage.shapes import STROKE
from approx.outputs.stage.text import plated, width_of, write
from approx.panels.layers import Cell, Column, Layers
from approx.style.theme import Theme


class Columns(VGroup):
    """A small frame for every unit, a title over every column, faint edges between them.

    Attributes:
        plots: of every column, its units' plots by index.
        edges: (column of the end, start index, end index) -> line.
        footings: centre and width of every column.
    """

    def __init__(
        self, panels: Layers, box: Box, theme: Theme, size: float, smallest: float
    ) -> None:
        """Lay them into a box.

        Args:
            size: of the titles' em, where there is room.
            smallest: the em of the smallest title; where that is too wide, it is a number.
        """
        super().__init__()
        self.theme, self.panels = theme, panels
        columns = [panels.input, *panels.hidden]
        gap = box.width / len(columns)
        rows = max(len(column.cells) + (column.left_out is not None) for column in columns)
        inner = Box(box.left, box.bottom + 0.12, box.right, box.top - 2.0 * size)
        step = inner.height / rows
        wide, high = min(1.8, 0.68 * gap), min(1.0, 0.9 * step)
        titles, titled = self._titles(columns, gap, size, smallest)
        self.plots: list[dict[int, Plot]] = []
        self.edges: dict[tuple[int, int, int], Line] = {}
        self.footings: list[tuple[float, float]] = []
        for number, column in enumerate(columns):
            center = box.left + gap * (number + 0.5)
            at = (center, box.top - size)
            self.add(write(titles[number], titled, theme["quiet"].color, at, "center"))
            plots = {}
            for cell in column.cells:
                y = inner.bottom + high / 2 + cell.y * (inner.height - high)
                frame = Box(center - wide / 2, y - high / 2, center + wide / 2, y + high / 2)
                plots[cell.index] = Plot(frame, panels.horizontal, column.vertical)
                self.add(small_frame(plots[cell.index], theme))
            if column.left_out is not None:
                share, long, short = column.left_out
                y = inner.bottom + high / 2 + share * (inner.height - high) - 0.3 * size
                label = self._left_out(f"… {long}", size, (center, y))
                if label.width > gap:
                    label = self._left_out(short, size, (center, y))
                self.add(label)
            self.plots.append(plots)
            self.footings.append((center, wide))
        self._lay_out_edges()

    @staticmethod
    def _titles(
        columns: Sequence[Column], gap: float, size: float, smallest: float
    ) -> tuple[list[str], float]:
        """A title for every column, and their em."""
        titles = [column.title for column in columns]
        wide = max(width_of(title, 1.0) for title in titles)
        size = min(size, 0.94 * gap / wide)
        if size >= smallest:
            return titles, size
        return ["x", *map(str, range(1, len(columns)))], smallest

    def _left_out(self, words: str, size: float, at: tuple[float, float]) -> VGroup:
        label = write(words, size, self.theme["quiet"].color, at, "center")
        return plated(label, self.theme).set_z_index(1)

    def _lay_out_edges(self) -> None:
        """Every weight that is not zero, faint, behind the frames."""
        for number, column in enumerate(self.panels.hidden, start=1):
            largest = float(np.abs(column.weights).max()) or 1.0
            for cell in column.cells:
                for source, plot in self.plots[number - 1].items():
                    value = weight_of(column, source, cell)
                    if value == 0:
                        continue
                    start, end = plot.box, self.plots[number][cell.index].box
                    edge = Line(
                        (start.right, (start.bottom + start.top) / 2, 0),
                        (end.left, (end.bottom + end.top) / 2, 0),
                        stroke_color=self.edge_color(number - 1, source, cell),
                        stroke_width=STROKE * (0.4 + 0.8 * abs(value) / largest),
                        stroke_opacity=0.22,
                    )
                    self.edges[number, source, cell.index] = edge
                    self.add(edge)

    def edge_color(self, column: int, source: int, end: Cell) -> str:
        """An edge carries its source's colour; out of the input, its end's."""
        if column == 0:
            return self.color_of(end)
        cells = {cell.index: cell for cell in self.panels.hidden[column - 1].cells}
        return self.color_of(cells[source])

    def color_of(self, cell: Cell) -> str:
        """The colour of a unit; that of ink for the input."""
        ink = self.theme["ink"].color
        return ink if cell.color is None else self.theme.neuron(cell.color)


def weight_of(column: Column, source: int, cell: Cell) -> float:
    """The weight from a unit of the column before; the input's index is −1."""
    return float(column.weights[cell.index, max(source, 0)])
