"""One neuron turns or stretches the number line, slides it, cuts it off, and so bends a curve.

Render with `approx render SUBJECT neuron`, or by itself with `manim render scenes/neuron.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
from manim import (
    Animation,
    Create,
    FadeIn,
    FadeOut,
    VGroup,
    VMobject,
)

from approx.core._types import Array
from approx.outputs.stage.axes import axes, zero_lines
from approx.outputs.stage.bent_curve import BentCurve
from approx.outputs.stage.geometry import Plot
from approx.outputs.stage.layout import Box, cells
from approx.outputs.stage.number_line import NumberLine, trails
from approx.outputs.stage.one_number import OneNumber
from approx.outputs.stage.shapes import Dot, Polyline, Reshape, within
from approx.outputs.stage.story import Beat
from approx.outputs.stage.text import Text, plated, write
from approx.outputs.stage.text import formula as typeset
from approx.panels import single_neuron as panels
from approx.panels.captions import neuron as words
from approx.panels.single_neuron import Pose, SingleNeuron
from approx.style.languages import say
from approx.style.theme import Style


class Neuron(OneNumber):
    """Up to four neurons of the first layer; without a subject, the lesson's four."""

    subject_name = "parabola-4"

    def plan(self) -> list[Beat]:
        self.panel = panels.build(self.subject)
        return [Beat(*beat) for beat in words.beats(self.panel, self.language)]

    # -- all numbers ----------------------------------------------------------------------------

    def tell_line(self) -> None:
        """The axes, the number line on them and y = x over it; room for what is to come."""
        theme, panel = self.theme, self.panel
        turn, rest = self._regions()
        self.plot = Plot(turn, panel.horizontal, panel.vertical)
        boxes = cells(rest, len(panel.neurons), 1.9 * self.size)
        self.smalls = [Plot(box, *panels.small(panel)) for box in boxes]
        name = write(
            f"{say('input', self.language)} x", self.size, theme["quiet"].color,
            (turn.right, turn.bottom - 2.35 * self.size), "right",
        )  # fmt: skip
        name = plated(name, theme).set_z_index(4)  # lines on their way pass behind it
        self.ground = self._axes(self.plot)
        new = [self.ground, name, *(zero_lines(s, theme) for s in self.smalls)]
        self.play(
            *(FadeOut(part, rate_func=within(0.0, 0.35)) for part in self.of_one_number()),
            *(FadeIn(part, rate_func=within(0.35, 1.0)) for part in new),
            run_time=1.0,
        )
        self.current: SingleNeuron | None = None
        plain = SingleNeuron(-1, 1.0, 0.0)
        self.numbers, self.line = self._start(plain, theme["ink"].color)
        self.play(FadeIn(self.numbers), run_time=0.8)
        self.play(Create(self.line), run_time=max(1.0, self.seconds(3.0) - 2.0))
        self.chain: dict[str, VMobject] = {}
        self.dot = VMobject()
        self.kept: list[VMobject] = new[1:]  # until the end

    def _regions(self) -> tuple[Box, Box]:
        """A square in which the number line turns, and the rest, for small pictures.

        The formula that grows with the moves stands above the rest, or above both.
        """
        layout, content = self.layout, self.layout.content
        self.chain_at = layout.formula
        if layout.width < layout.height:
            turn = content.inset(left=1.55, right=1.25).square()
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
        neuron = self._begin(k)
        self.play(FadeIn(self.chain["turn"]), run_time=0.5)
        if neuron.weight < 0:
            self._move(neuron, neuron.turned, self.seconds(2.9) - 0.5, *map(Create, self.trails))
        if abs(neuron.weight) != 1:
            self._move(neuron, neuron.scaled, 1.4)

    def tell_slide(self, k: int) -> None:
        """The numbers slide along the axis until zero stands at the breakpoint."""
        neuron = self._begin(k)
        gone = [FadeOut(trail) for trail in self.trails if trail in self.mobjects]
        self.play(FadeIn(self.chain["slide"]), *gone, run_time=0.5)
        self._move(neuron, neuron.slid, self.seconds(2.3) - 0.5)

    def tell_fold(self, k: int) -> None:
        """What is below zero folds up; the finished neuron goes to its small picture."""
        neuron = self._begin(k)
        gone = [FadeOut(trail) for trail in self.trails if trail in self.mobjects]
        self.play(FadeIn(self.chain["fold"]), *gone, run_time=0.5)
        numbers, end = self.panel.numbers(neuron), neuron.slid(1.0)
        self.play(
            Reshape(self.line, partial(self._folded, neuron)),
            Reshape(
                self.numbers,
                lambda t: self._places(neuron, end, 0.7 * t * (numbers < 0).astype(float)),
            ),
            run_time=1.4,
        )
        if neuron.breakpoint is not None and self.panel.shows(neuron.breakpoint):
            at = self.plot.point(neuron.breakpoint, 0.0)
            self.dot = Dot(at, self._style(neuron)).set_z_index(4)
            self.play(FadeIn(self.dot, scale=0.3), run_time=0.5)
        if self.panel.close is not None:
            self._come_close(neuron, Plot(self.plot.box, *self.panel.close))
        self._keep(neuron)

    def _come_close(self, neuron: SingleNeuron, plot: Plot) -> None:
        """From axes around zero to those of the domain, which is far from it."""
        start = self.plot.point(neuron.breakpoint or 0.0, 0.0)
        ground = self._axes(plot)
        moves: list[Animation] = [
            FadeOut(self.ground, self.numbers, rate_func=within(0.0, 0.4)),
            FadeIn(ground, rate_func=within(0.6, 1.0)),
        ]
        if self.dot in self.mobjects:
            end = plot.point(neuron.breakpoint or 0.0, 0.0)
            moves.append(Reshape(self.dot, lambda t: (1 - t) * start + t * end))
        moves.append(Reshape(self.line, self._between(neuron, self.plot, plot)))
        self.play(*moves, run_time=1.2)
        self.plot, self.ground, self.numbers = plot, ground, VMobject()

    def _axes(self, plot: Plot) -> VGroup:
        """Axes whose numbers lines on their way pass behind."""
        room = (plot.box.left - self.layout.safe.left) / self.size - 0.5
        parts = axes(plot, self.theme, self.size, room)
        return VGroup(
            *(plated(p, self.theme).set_z_index(4) if isinstance(p, Text) else p for p in parts)
        )

    def tell_others(self) -> None:
        """The other neurons in a burst, each pressed flat and put into its small picture."""
        chosen = self.panel.chosen
        gone = [FadeOut(part) for part in (self.numbers, self.line, self.dot, *self.chain.values())]
        others = [neuron for neuron in self.panel.neurons if neuron is not chosen]
        moves: list[Animation] = []
        self.chain, many = {}, len(others)
        for k, neuron in enumerate(others):
            line = Polyline(self._folded(neuron, 0.0), self._style(neuron))
            name = self._small_name(neuron)
            self.kept += [line, name]
            moves += [
                FadeIn(line, rate_func=within(k / many, (k + 0.2) / many)),
                Reshape(line, self._kept(neuron), rate_func=within(k / many, (k + 1) / many)),
                FadeIn(name, rate_func=within((k + 0.6) / many, (k + 1) / many)),
            ]
        self.play(*gone, run_time=0.5)
        self.play(*moves, run_time=max(1.2 * many, self.seconds(2.0) - 0.5))

    def _kept(self, neuron: SingleNeuron) -> Callable[[float], Array]:
        """Its line is pressed flat on the large axes, then goes to its small picture."""
        goes = self._between(neuron, self.plot, self.smalls[neuron.number])
        return lambda t: self._folded(neuron, 2 * t) if t < 0.5 else goes(2 * t - 1)

    def _small_name(self, neuron: SingleNeuron) -> VGroup:
        """The formula over its small picture; lines on their way pass behind it."""
        small = self.smalls[neuron.number]
        at = (small.box.left, small.box.top + 0.7 * self.size)
        (name,) = typeset([neuron.formula()], 1.15 * self.size, self.theme, at, small.box.width)
        return plated(name, self.theme).set_z_index(4)

    def tell_curve(self) -> None:
        """The network's curve beside its target; breakpoints go to where they bend it."""
        panel, names = self.panel, words.key(self.panel, self.language)
        self.whole = whole = BentCurve(panel.curve, names, self.layout, self.theme)
        starts = {
            k: self.smalls[k].point(panel.neurons[k].breakpoint or 0.0, 0.0) for k in panel.bends
        }
        large = [self.ground, self.numbers, self.line, self.dot, *self.chain.values()]
        gone = [m for m in (*large, *self.kept) if m in self.mobjects]
        self.dots = dots = whole.dots(starts)
        self.add(*dots.values())
        self.play(
            *(FadeOut(m, rate_func=within(0.0, 0.6)) for m in gone),
            FadeIn(whole.ground, rate_func=within(0.4, 1.0)), run_time=1.0,
        )  # fmt: skip
        seconds = self.seconds(4.2) - 1.0
        self.play(*map(Create, whole.curves), run_time=0.45 * seconds)
        moves = whole.arrive(dots, starts, panel.bends)
        self.play(*moves, run_time=0.3 * seconds)
        chosen = panel.chosen.number
        if chosen in panel.bends:
            name = words.parts(panel.chosen, self.language)["neuron"]
            shown = whole.point_out(panel.bends[chosen], name, self.theme.neuron(chosen))
            self.play(*map(Create, shown[:1]), *map(FadeIn, shown[1:]), run_time=0.25 * seconds)

    # -- its parts ----------------------------------------------------------------------------

    def _begin(self, k: int) -> SingleNeuron:
        """The number line back at the input, now in the neuron's colour; once per neuron."""
        neuron = self.panel.neurons[k]
        if neuron is self.current:
            return neuron
        self.current = neuron
        old = [self.numbers, self.line, self.dot, *self.chain.values()]
        self.chain = self._chain(neuron)
        self.numbers, self.line = self._start(neuron, self.theme.neuron(neuron.number))
        self.dot = VMobject()
        self.trails = trails(self.plot.point(0.0, 0.0), 0.47 * self.plot.box.width, self.theme)
        new = [self.numbers, self.line, self.chain["start"]]
        self.play(*map(FadeOut, old), *map(FadeIn, new), run_time=0.8)
        return neuron

    def _style(self, neuron: SingleNeuron) -> Style:
        return Style(self.theme.neuron(neuron.number), self.theme["neuron"].width * 1.5)

    def _start(self, neuron: SingleNeuron, color: str) -> tuple[NumberLine, Polyline]:
        """The number line and y = x before any move."""
        panel, theme = self.panel, self.theme
        names = [words.tick(n) for n in panel.numbers(neuron)]
        style, ground = Style(color, theme["neuron"].width), theme["background"].color
        numbers = NumberLine(names, style, self.size, ground).set_z_index(2)
        numbers.place(*self._places(neuron, Pose()))
        line = Polyline(self.plot.points(*panel.graph(Pose())), Style(color, 1.5 * style.width))
        return numbers, line

    def _places(
        self, neuron: SingleNeuron, pose: Pose, dim: Array | float = 0.0
    ) -> tuple[Array, Array]:
        """The arrow's ends and the numbers in the frame, and how visible the numbers are."""
        panel = self.panel
        numbers, limit = panel.numbers(neuron), panel.horizontal.high
        # The arrow is endless: it turns, but slides only along itself.
        ends = Pose(turn=pose.turn).places(np.array([-limit, limit]))
        unit = self.plot.box.width / (2 * limit)
        flat = unit * np.vstack([ends, pose.places(numbers)])
        places = np.column_stack([flat, np.zeros(len(flat))]) + self.plot.point(0.0, 0.0)
        return places, panel.opacity(neuron, pose, numbers, self.size / unit) * (1 - dim)

    def _move(
        self, neuron: SingleNeuron, pose: Callable[[float], Pose], seconds: float, *more: Animation
    ) -> None:
        """The number line and the graph over it, through the poses of one move."""
        panel, plot = self.panel, self.plot
        self.play(
            Reshape(self.numbers, lambda t: self._places(neuron, pose(t))),
            Reshape(self.line, lambda t: plot.points(*panel.graph(pose(t)))),
            *more,
            run_time=seconds,
        )

    def _folded(self, neuron: SingleNeuron, share: float) -> Array:
        return self.plot.clipped(*self.panel.folded(neuron, share, self.plot.horizontal))

    def _chain(self, neuron: SingleNeuron) -> dict[str, VMobject]:
        """x → −x → −x − 2 → r(−x − 2), each step to be shown when it is made."""
        parts, layout = neuron.chain(), self.layout
        width = layout.line.right - self.chain_at[0]
        pieces = typeset(list(parts.values()), 0.42, self.theme, self.chain_at, width, lines=2)
        # The copy on its way to its small picture passes behind them.
        plates = [plated(piece, self.theme).set_z_index(4) for piece in pieces]
        return dict(zip(parts, plates, strict=True))

    def _keep(self, neuron: SingleNeuron) -> None:
        """A copy of the neuron goes to its small picture, its formula above it."""
        small = self.smalls[neuron.number]
        copy = self._copy(neuron, self.plot)
        name = self._small_name(neuron)
        self.kept += [copy, name]
        self.play(Reshape(copy, self._between(neuron, self.plot, small)), run_time=1.0)
        self.play(FadeIn(name), run_time=0.4)

    def _copy(self, neuron: SingleNeuron, plot: Plot) -> Polyline:
        return Polyline(self._between(neuron, plot, plot)(0.0), self._style(neuron))

    def _between(self, neuron: SingleNeuron, start: Plot, end: Plot) -> Callable[[float], Array]:
        """The finished neuron on its way from one pair of axes to another."""
        first, last = (
            plot.clipped(*self.panel.folded(neuron, 1.0, plot.horizontal)) for plot in (start, end)
        )
        many = max(len(first), len(last))  # a breakpoint outside is at the end
        first, last = (np.vstack([c[:1]] * (many - len(c)) + [c]) for c in (first, last))
        return lambda t: (1 - t) * first + t * last
