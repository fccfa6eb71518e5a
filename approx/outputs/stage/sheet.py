"""Stories that reveal the parts of a sheet step by step."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from manim import Create, FadeIn, FadeOut, VMobject, linear

from approx.core._types import Array
from approx.outputs.stage.labels import beside
from approx.outputs.stage.layout import Box
from approx.outputs.stage.panel import PanelShapes
from approx.outputs.stage.shapes import Dot, Reshape, specks, within
from approx.outputs.stage.story import Beat
from approx.outputs.stage.text import write
from approx.outputs.stage.topic import TopicStory, faded
from approx.panels.primitives import Curve, Dots
from approx.panels.sheet import Part, Sheet, Step
from approx.style.theme import Style

#: Opacity of what has stepped back.
DIM = 0.28
#: A point so near a curve, in the frame's units, lies on it.
NEAR = 0.06
#: A dot, and where it is at a share of its way.
Runner = tuple[Dot, Callable[[float], Array]]
#: Roles of curves that are levels of a landscape, along which nothing goes.
LEVELS = ("contour",)
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
            self.told.append(part)
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
        self.told: list[Part] = []

    def _boxes(self, page: int, count: int) -> list[Box]:
        content = self.room.inset(bottom=0.05)
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
        if step is self.sheet.steps[0]:
            self._read()
            return
        seconds = self.seconds(2.4)
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
            self._read()
            return
        if not lines:  # points alone: each is reached along the curve on which it lies
            reached = [run for shape in rest for run in self._ways_to(shape)]
            if reached:
                self._run(reached, 0.6 * seconds)
                seconds *= 0.4
        many = max(len(rest), 1)
        came = [
            FadeIn(shape, rate_func=within(0.7 * k / many, 0.7 * k / many + 0.2))
            for k, shape in enumerate(rest)
        ]
        lined = [Create(line, rate_func=within(0.0, 0.9)) for line in lines]
        named = [FadeIn(label, rate_func=within(0.8, 1.0)) for label in labels]
        runners = self._runners([part for part in step.parts if part[1] == "curves"])
        self.play(*lined, *came, *named, run_time=(0.6 if runners else 1.0) * seconds)
        if runners:
            self._run(runners, 0.4 * seconds)
        self.shown += drawn
        self.told += step.parts
        self.names += labels

    def _read(self) -> None:
        """What is there is read once more: a dot runs along each curve; else all light up."""
        if runners := self._runners(self.told):
            self._run(runners, self.seconds(2.0))
        else:
            self.light(self.shown or [shapes.frame for shapes in self.panels], 1.6)

    def _run(self, runners: Sequence[Runner], seconds: float) -> None:
        """Dots go their ways, all at once."""
        dots = [dot for dot, _ in runners]
        self.add(*dots)
        runs = [Reshape(dot, way, rate_func=linear) for dot, way in runners]
        self.play(*runs, run_time=seconds - 0.3)
        self.play(*map(FadeOut, dots), run_time=0.3)

    def _ways_to(self, shape: VMobject) -> list[Runner]:
        """Along a curve that was told to a point on it, if there is one."""
        goal, shares = shape.get_center(), np.linspace(0.0, 1.0, 401)
        for dot, way in self._runners(self.told):
            far = [float(np.linalg.norm(way(share) - goal)) for share in shares]
            if min(far) < NEAR:
                return [(dot, _until(way, float(shares[int(np.argmin(far))])))]
        return []

    def _runners(self, parts: Sequence[Part]) -> list[Runner]:
        """For each curve a dot, and where it is at a share of the way: at one x with the others."""
        out: list[Runner] = []
        for panel, kind, number in parts:
            shapes = self.panels[panel]
            if kind != "curves" or (curve := shapes.panel.curves[number]).role in LEVELS:
                continue
            points = shapes.plot.clipped(curve.x, curve.y)
            points = points[np.isfinite(points[:, 0])]
            if len(points) < 2:
                continue
            forward = bool((np.diff(points[:, 0]) >= 0).all())
            box = shapes.plot.box
            ends = (box.left, box.right) if forward else (0.0, len(points) - 1.0)
            places = points[:, 0] if forward else np.arange(len(points), dtype=float)

            def way(
                share: float, points: Array = points, places: Array = places,
                ends: tuple[float, float] = ends,
            ) -> Array:  # fmt: skip
                at = ends[0] + share * (ends[1] - ends[0])
                return np.array([np.interp(at, places, points[:, k]) for k in range(3)])

            style = Style(shapes.color(curve))
            out.append((Dot(way(0.0), style, 1.4).set_z_index(4), way))
        return out

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
            if beside(label, self._anchors(shapes, part), [*lines, *self.taken], shapes.plot):
                self.taken.append(_outline(label))
                out.append(label)
        return out

    @staticmethod
    def _anchors(shapes: PanelShapes, curve: Curve | Dots) -> list[Array]:
        points = shapes.plot.clipped(curve.x, curve.y)
        points = points[np.isfinite(points[:, 0])]
        return [points[int(share * (len(points) - 1))] for share in PLACES]


def _until(way: Callable[[float], Array], end: float) -> Callable[[float], Array]:
    """A way that stops at a share of another."""
    return lambda share: way(share * end)


def _outline(label: VMobject) -> Array:
    """A label's box as a polyline, for other labels to keep away from."""
    corners = [label.get_corner((x, y, 0)) for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1))]
    return np.array([*corners, corners[0]])
