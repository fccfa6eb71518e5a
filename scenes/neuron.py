"""One neuron turns, slides and folds the number line.

Render with `approx render SUBJECT neuron`, or by itself with `manim render scenes/neuron.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
from manim import PI, Animation, Arc, Create, FadeIn, FadeOut, VGroup, VMobject

from approx.core._types import Array
from approx.outputs.stage.axes import axes, zero_lines
from approx.outputs.stage.geometry import Plot
from approx.outputs.stage.layout import Box, cells
from approx.outputs.stage.number_line import NumberLine
from approx.outputs.stage.shapes import STROKE, Dot, Polyline, Reshape
from approx.outputs.stage.story import Beat, Story
from approx.outputs.stage.text import formula as typeset
from approx.outputs.stage.text import write
from approx.panels import hinge as panels
from approx.panels.captions import neuron as words
from approx.panels.hinge import Hinge, Pose
from approx.style.languages import number, say
from approx.style.theme import Style


class Neuron(Story):
    """Up to four neurons of the first layer; without a subject, the lesson's four."""

    subject_name = "parabola-4"

    def plan(self) -> list[Beat]:
        self.panel = panels.build(self.subject)
        return [Beat(*beat) for beat in words.beats(self.panel, self.language)]

    def tell_setup(self) -> None:
        """The axes, the number line on them and y = x over it; room for what is to come."""
        theme, layout, panel = self.theme, self.layout, self.panel
        self.size = 0.72 * layout.text
        turn, rest = self._regions()
        self.plot = Plot(turn, panel.horizontal, panel.vertical)
        boxes = cells(rest, len(panel.hinges), 1.9 * self.size)
        self.smalls = [Plot(box, *panels.small(panel)) for box in boxes]
        name = write(
            f"{say('input', self.language)} x", self.size, theme["quiet"].color,
            (turn.right, turn.bottom - 2.35 * self.size), "right",
        )  # fmt: skip
        self.add(self.title_text())
        ground = VGroup(axes(self.plot, theme, self.size), name)
        self.play(
            FadeIn(ground), *(FadeIn(zero_lines(s, theme)) for s in self.smalls), run_time=0.8
        )
        self.current: Hinge | None = None
        self.hinges: list[Polyline] = []
        plain = Hinge(-1, 1.0, 0.0)
        self.numbers, self.line = self._start(plain, theme["ink"].color)
        self.play(FadeIn(self.numbers), run_time=0.8)
        self.play(Create(self.line), run_time=1.0)
        self.chain: dict[str, VMobject] = {}
        self.dot = VMobject()

    def _regions(self) -> tuple[Box, Box]:
        """A square in which the number line turns, and the rest, for small pictures.

        The formula that grows with the moves stands above the rest, or above both.
        """
        layout, content = self.layout, self.layout.content
        self.chain_at = layout.formula
        if layout.width < layout.height:
            turn = content.inset(left=1.02, right=0.62).square()
            return turn, content.inset(0.07, 0.0, 0.07, content.top - turn.bottom + 0.8)
        turn = content.inset(left=0.8, bottom=0.55).square()
        rest = content.inset(turn.right - content.left + 0.95, 0.5, 0.05, -0.15)
        if layout.wide:
            rest = rest.inset(left=0.45, bottom=-0.1, right=0.05, top=1.5)
            self.chain_at = rest.left, content.top - 0.45
        return turn, rest

    # -- one neuron ---------------------------------------------------------------------------

    def tell_turn(self, k: int) -> None:
        """The number line turns half round for a negative weight, then takes its scale."""
        hinge = self._begin(k)
        self.play(FadeIn(self.chain["turn"]), run_time=0.5)
        if hinge.weight < 0:
            self._move(hinge, hinge.turned, 2.4, *map(Create, self.trails))
        if abs(hinge.weight) != 1:
            self._move(hinge, hinge.scaled, 1.4)

    def tell_slide(self, k: int) -> None:
        """The numbers slide along the axis until zero stands at the breakpoint."""
        hinge = self._begin(k)
        gone = [FadeOut(trail) for trail in self.trails if trail in self.mobjects]
        self.play(FadeIn(self.chain["slide"]), *gone, run_time=0.5)
        self._move(hinge, hinge.slid, 1.8)

    def tell_fold(self, k: int) -> None:
        """What is below zero folds up; the finished hinge goes to its small picture."""
        hinge = self._begin(k)
        gone = [FadeOut(trail) for trail in self.trails if trail in self.mobjects]
        self.play(FadeIn(self.chain["fold"]), *gone, run_time=0.5)
        numbers, end = self.panel.numbers(hinge), hinge.slid(1.0)
        self.play(
            Reshape(self.line, partial(self._folded, hinge)),
            Reshape(
                self.numbers,
                lambda t: self._places(hinge, end, 0.7 * t * (numbers < 0).astype(float)),
            ),
            run_time=1.4,
        )
        if hinge.breakpoint is not None and self.panel.shows(hinge.breakpoint):
            at = self.plot.point(hinge.breakpoint, 0.0)
            self.dot = Dot(at, self._style(hinge)).set_z_index(4)
            self.play(FadeIn(self.dot, scale=0.3), run_time=0.5)
        self._keep(hinge)

    def tell_all(self) -> None:
        """All hinges on the axes they share, each in its colour."""
        lines = [self._copy(h, self.smalls[h.number]) for h in self.panel.hinges]
        gone = [FadeOut(part) for part in (self.numbers, self.line, self.dot, *self.chain.values())]
        self.play(*gone, run_time=0.6)
        moves = [
            Reshape(line, self._between(h, self.smalls[h.number], self.plot))
            for line, h in zip(lines, self.panel.hinges, strict=True)
        ]
        (recipe,) = typeset([panels.recipe()], 0.42, self.theme, self.chain_at, 9.0)
        self.play(*moves, FadeIn(recipe), run_time=1.6)

    # -- its parts ----------------------------------------------------------------------------

    def _begin(self, k: int) -> Hinge:
        """The number line back at the input, now in the neuron's colour; once per neuron."""
        hinge = self.panel.hinges[k]
        if hinge is self.current:
            return hinge
        self.current = hinge
        old = [self.numbers, self.line, self.dot, *self.chain.values()]
        self.chain = self._chain(hinge)
        self.numbers, self.line = self._start(hinge, self.theme.neuron(hinge.number))
        self.dot = VMobject()
        self.trails = self._trails()
        new = [self.numbers, self.line, self.chain["start"]]
        self.play(*map(FadeOut, old), *map(FadeIn, new), run_time=0.8)
        return hinge

    def _style(self, hinge: Hinge) -> Style:
        return Style(self.theme.neuron(hinge.number), self.theme["neuron"].width * 1.5)

    def _start(self, hinge: Hinge, color: str) -> tuple[NumberLine, Polyline]:
        """The number line and y = x before any move."""
        panel, theme = self.panel, self.theme
        names = [number(n) for n in panel.numbers(hinge)]
        style, ground = Style(color, theme["neuron"].width), theme["background"].color
        numbers = NumberLine(names, style, self.size, ground).set_z_index(2)
        numbers.place(*self._places(hinge, Pose()))
        line = Polyline(self.plot.points(*panel.graph(Pose())), Style(color, 1.5 * style.width))
        return numbers, line

    def _places(self, hinge: Hinge, pose: Pose, dim: Array | float = 0.0) -> tuple[Array, Array]:
        """The arrow's ends and the numbers in the frame, and how visible the numbers are."""
        panel = self.panel
        numbers, limit = panel.numbers(hinge), panel.horizontal.high
        # The arrow is endless: it turns, but slides only along itself.
        ends = Pose(turn=pose.turn).places(np.array([-limit, limit]))
        unit = self.plot.box.width / (2 * limit)
        flat = unit * np.vstack([ends, pose.places(numbers)])
        places = np.column_stack([flat, np.zeros(len(flat))]) + self.plot.point(0.0, 0.0)
        return places, panel.opacity(hinge, pose, numbers, self.size / unit) * (1 - dim)

    def _trails(self) -> list[VMobject]:
        """The arcs on which the ends of the number line swing, short of where numbers stand."""
        style, radius, short = self.theme["axis"], 0.47 * self.plot.box.width, 0.3
        arcs = [
            Arc(
                radius, start + short, PI - 2 * short, arc_center=self.plot.point(0.0, 0.0),
                stroke_color=style.color, stroke_width=STROKE * style.width,
            )
            for start in (0.0, PI)
        ]  # fmt: skip
        return [arc.add_tip(tip_length=0.16, tip_width=0.12) for arc in arcs]

    def _move(
        self, hinge: Hinge, pose: Callable[[float], Pose], seconds: float, *more: Animation
    ) -> None:
        """The number line and the graph over it, through the poses of one move."""
        panel, plot = self.panel, self.plot
        self.play(
            Reshape(self.numbers, lambda t: self._places(hinge, pose(t))),
            Reshape(self.line, lambda t: plot.points(*panel.graph(pose(t)))),
            *more,
            run_time=seconds,
        )

    def _folded(self, hinge: Hinge, share: float) -> Array:
        return self.plot.clipped(*self.panel.folded(hinge, share))

    def _chain(self, hinge: Hinge) -> dict[str, VMobject]:
        """x → −x → −x − 2 → r(−x − 2), each step to be shown when it is made."""
        parts, layout = hinge.chain(), self.layout
        width = layout.line.right - self.chain_at[0]
        pieces = typeset(list(parts.values()), 0.42, self.theme, self.chain_at, width, lines=2)
        return dict(zip(parts, pieces, strict=True))

    def _keep(self, hinge: Hinge) -> None:
        """A copy of the hinge goes to its small picture, its formula above it."""
        small = self.smalls[hinge.number]
        copy = self._copy(hinge, self.plot)
        at = (small.box.left, small.box.top + 0.7 * self.size)
        name = typeset([hinge.formula()], 1.15 * self.size, self.theme, at, small.box.width)
        self.play(Reshape(copy, self._between(hinge, self.plot, small)), run_time=1.0)
        self.play(FadeIn(VGroup(*name)), run_time=0.4)

    def _copy(self, hinge: Hinge, plot: Plot) -> Polyline:
        return Polyline(self._between(hinge, plot, plot)(0.0), self._style(hinge))

    def _between(self, hinge: Hinge, start: Plot, end: Plot) -> Callable[[float], Array]:
        """The finished hinge on its way from one pair of axes to another."""
        graph = self.panel.folded(hinge, 1.0)
        first, last = start.clipped(*graph), end.clipped(*graph)
        return lambda t: (1 - t) * first + t * last
