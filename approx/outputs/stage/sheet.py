"""Stories that reveal the parts of a sheet step by step."""

from __future__ import annotations

import numpy as np
from manim import Create, FadeIn, FadeOut, VMobject

from approx.core._types import Array
from approx.outputs.stage.labels import beside
from approx.outputs.stage.layout import Box
from approx.outputs.stage.panel import PanelShapes
from approx.outputs.stage.shapes import specks
from approx.outputs.stage.story import Beat
from approx.outputs.stage.text import write
from approx.outputs.stage.topic import TopicStory, faded
from approx.panels.primitives import Curve, Dots
from approx.panels.sheet import Part, Sheet, Step

#: Opacity of what has stepped back.
DIM = 0.28
#: Shares of a curve's width at which its name may stand, the best first.
PLACES = (0.85, 0.7, 0.95, 0.5, 0.3, 0.15, 0.05)


class SheetStory(TopicStory):
    """Base of stories told by a sheet; a subclass plans it with :meth:`prepare`."""

    sheet: Sheet

    def prepare(self) -> tuple[Sheet, list[tuple[str, str]]]:
        """The sheet and the (name, caption) of every beat."""
        raise NotImplementedError

    def plan(self) -> list[Beat]:
        self.sheet, beats = self.prepare()
        self.by_beat = {step.beat: step for step in self.sheet.steps}
        return [Beat(*beat) for beat in beats]

    def _check_methods(self) -> None:
        """Every beat is told by a step of the sheet, or by a method."""

    def tell(self, beat: Beat) -> None:
        if beat.name in self.by_beat:
            self.reveal(self.by_beat[beat.name])
        else:
            super().tell(beat)

    def poster(self) -> None:
        """The first page's axes, and the parts of its first step."""
        first = self.sheet.steps[0]
        self.page = -1
        self.names: list[VMobject] = []
        self.shown: list[VMobject] = []
        self.dimmed: list[VMobject] = []
        self.add(self.title_text())
        self._open_page(first.page)
        self.add(*(shapes.frame for shapes in self.panels))
        for part in first.parts:
            self.add(*self._shapes(part))
            self.shown += self._shapes(part)
        self.names = self._labels(first)
        self.add(*self.names)

    def _open_page(self, page: int) -> None:
        self.page = page
        panels = self.sheet.pages[page]
        self.panels = [
            PanelShapes(panel, box, self.theme, self.small)
            for panel, box in zip(panels, self._boxes(page, len(panels)), strict=True)
        ]
        self.taken: list[Array] = []

    def _boxes(self, page: int, count: int) -> list[Box]:
        content = self.layout.content.inset(bottom=0.05)
        if count == 1:
            return [content]
        shares = self.sheet.shares
        share = shares[page] if page < len(shares) else 0.5
        if self.layout.wide:
            return list(content.split(share, 0.5))
        return list(content.split(0.5, 0.35, rows=True))

    def _shapes(self, part: Part) -> list[VMobject]:
        panel, kind, number = part
        return [getattr(self.panels[panel], kind)[number]]

    def reveal(self, step: Step) -> None:
        """The step's parts appear; curves are drawn along their way."""
        first = step is self.sheet.steps[0]
        seconds = self.seconds(2.4)
        if first:
            self.light(self.shown or [shapes.frame for shapes in self.panels], 1.6)
            return
        if step.page != self.page:
            gone = [*(shapes.frame for shapes in self.panels), *self.shown, *self.names]
            self._open_page(step.page)
            self.play(*map(FadeOut, gone), run_time=0.15 * seconds)
            self.play(*(FadeIn(shapes.frame) for shapes in self.panels), run_time=0.15 * seconds)
            self.shown, self.names = [], []
            seconds *= 0.7
        elif step.dim and self.shown:
            self.play(
                *(faded(shape, DIM) for shape in self.shown if shape not in self.dimmed),
                *map(FadeOut, self.names), run_time=0.15 * seconds,
            )  # fmt: skip
            self.dimmed = [*self.shown]
            self.names, self.taken = [], []
            seconds *= 0.85
        drawn = [shape for part in step.parts for shape in self._shapes(part)]
        lines = [s for part in step.parts if part[1] == "curves" for s in self._shapes(part)]
        labels = self._labels(step)
        rest = [shape for shape in drawn if all(shape is not line for line in lines)]
        if not drawn:
            self.light(self.shown, 1.6)
            return
        self.play(*map(Create, lines), *map(FadeIn, rest), run_time=0.75 * seconds)
        self.play(*map(FadeIn, labels), run_time=0.25 * seconds)
        self.shown += drawn
        self.names += labels

    def _labels(self, step: Step) -> list[VMobject]:
        """The names of the step's curves and dots, each beside its own, none on another."""
        out: list[VMobject] = []
        for panel, kind, number in step.parts:
            shapes = self.panels[panel]
            if kind not in ("curves", "dots"):
                continue
            part = getattr(shapes.panel, kind)[number]
            if not part.label:
                continue
            named = shapes.color(part) if kind == "curves" else self.theme[part.role].color
            label = write(part.label, self.small, named)
            lines = [shapes.plot.clipped(c.x, c.y) for c in shapes.panel.curves]
            lines += [specks(shapes.plot.points(d.x, d.y)) for d in shapes.panel.dots]
            if beside(label, self._anchors(shapes, part), [*lines, *self.taken], shapes.plot.box):
                self.taken.append(_outline(label))
                out.append(label)
        return out

    @staticmethod
    def _anchors(shapes: PanelShapes, curve: Curve | Dots) -> list[Array]:
        points = shapes.plot.clipped(curve.x, curve.y)
        points = points[np.isfinite(points[:, 0])]
        return [points[int(share * (len(points) - 1))] for share in PLACES]


def _outline(label: VMobject) -> Array:
    """A label's box as a polyline, for other labels to keep away from."""
    corners = [label.get_corner((x, y, 0)) for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1))]
    return np.array([*corners, corners[0]])
