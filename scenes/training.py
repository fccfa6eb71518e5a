"""Gradient descent finds the weights; every step is drawn exactly.

Render with `approx render SUBJECT training`, or by itself with `manim render scenes/training.py`.
"""

from __future__ import annotations

from dataclasses import astuple, replace

import numpy as np
from manim import Create, FadeIn, FadeOut, VGroup, VMobject

from approx.core.piecewise import PiecewiseLinear
from approx.outputs.stage.axes import ABOVE, axes, axis_names, room_for_labels, room_for_names
from approx.outputs.stage.geometry import Plot, dashes, runs
from approx.outputs.stage.labels import Key
from approx.outputs.stage.layout import Box
from approx.outputs.stage.pair import PairStory
from approx.outputs.stage.shapes import (
    STROKE,
    Band,
    Dot,
    Playback,
    Polyline,
    Polylines,
    Stems,
    dashed,
    within,
)
from approx.outputs.stage.story import Beat
from approx.outputs.stage.strip import WIDEST, Strip, bare, over_and_under
from approx.outputs.stage.target import excluded_strips, target_shape
from approx.outputs.stage.text import Number, cut, width_of, write
from approx.panels import training as panels
from approx.panels.captions import training as words
from approx.panels.captions.training import say
from approx.panels.error_panel import error_name
from approx.panels.primitives import Axis, Curve, Dots
from approx.style.theme import Style

#: Seconds between two stops of the run, at least.
SECONDS = 4.5
#: Where the room for two small axes is flatter than this, they stand side by side.
FLAT = 0.35
#: Room for numbers left of the smaller axes, in their ems.
NUMBERS = 2.4
#: Room for the largest error at the end of the strip's heading, in its ems.
TOP = 4.2
#: The curve alone is at most so high, as a share of its width; how long it makes room, in seconds.
HIGHEST, ROOM = 0.9, 1.2
#: How high over the curves their key stands.
KEY = 0.32
#: Hinges are this faint, and fainter where there are many.
FAINT, MANY = 0.55, 5.0


class Training(PairStory):
    """Any network of one hidden layer that was trained step by step."""

    subject_name = "parabola-gd"

    def plan(self) -> list[Beat]:
        self.run = panels.build(self.subject)
        self.stops = [0, *words.stops(self.run)]
        return [Beat(*beat) for beat in words.beats(self.run, self.language)]

    def heading(self) -> str:
        return words.title(self.run, self.language)

    def poster(self) -> None:
        """The target alone, as large as the frame; loss, error and breakpoints come later."""
        run, theme = self.run, self.theme
        graph, right = self.layout.graph_side
        key = self._key((0.0, 0.0), graph.width)
        wide = graph.width + min(float(entry.get_left()[0]) for entry in key.values())
        # The name of y stands left of the key, or where that leaves no room under it.
        row = wide < width_of(run.y.name, self.small) + 0.5 * self.small
        self.key_at = KEY + 1.2 * self.small if row and run.y.name else KEY
        graph = room_for_names(graph, run.x, replace(run.y, name=""), self.small)
        graph = graph.inset(top=self.key_at - KEY)
        over, under = over_and_under(graph, self.small)
        whole = Box(graph.left, min(graph.bottom, right.bottom), right.right, over.top)
        spare = max(0.0, whole.height - HIGHEST * whole.width)
        self.boxes = whole.inset(bottom=spare), over
        self.left = Plot(self.boxes[0], run.x, run.y)
        self.strip = Strip(under, run.x, theme, self.small)
        right, wide = self._beside_labels(right)
        self.stacked = right.height > FLAT * right.width
        if self.stacked:
            first, second = right.split(0.47, 0.75, rows=True)
        else:
            first, second = right.split(0.5, 1.0 + wide)
        self.losses = Plot(first, run.steps, run.losses)
        self.lower = Plot(second, run.steps, run.breakpoints)
        target = run.target
        self.parts: tuple[Curve | Dots, ...] = (target,)
        if isinstance(target, Dots):
            self.parts = panels.split(run, target)
        self.first = self._graph(self.left)
        self.goal = VGroup(*(target_shape(part, self.left, theme) for part in self.parts))
        self._build()
        self.show(0.0)
        self.add(self.title_text(), self.first, self.goal, self.moving)

    def _beside_labels(self, right: Box) -> tuple[Box, float]:
        """The place of the smaller axes beside its labels, and the room between two in a row.

        Dates up the breakpoints' axis are longer than numbers.
        """
        labels = room_for_labels(self.run.breakpoints, right.height, self.small)
        more = max(0.0, labels - (NUMBERS + 0.5) * self.small)
        self.widest = NUMBERS + more / self.small
        if right.height > FLAT * right.width:
            return right.inset(left=more), 0.0
        return right, more

    def _key(self, at: tuple[float, float], width: float, best: bool = False) -> Key:
        """What the lines mean; the best comes later."""
        names = words.key(self.run, self.language)
        if not best:
            names.pop("best", None)
        return Key(names, at, self.theme, self.small, width)

    def _graph(self, plot: Plot) -> VGroup:
        """The axes of the curves, and the key over them."""
        run, theme, box = self.run, self.theme, plot.box
        at = box.right, box.top + self.key_at
        self.key = self._key(at, at[0] - self.layout.line.left, box is not self.boxes[0])
        place = box.left, box.top + (KEY if self.key_at == KEY else ABOVE * self.small)
        below = replace(plot, vertical=replace(run.y, name=""))
        under = None if box is self.boxes[0] else self.strip.box
        named = ("sum", *(part.role for part in self.parts))
        return VGroup(
            axes(plot, theme, self.small, WIDEST),
            *axis_names(below, theme, self.small, under),
            cut(run.y.name, self.small, theme["quiet"].color, box.width, place),
            *excluded_strips(plot, self.subject.target, theme),
            *(self.key[role] for role in named),
        )

    def tell_setup(self) -> None:
        """The guess is drawn: a line for each neuron, and their sum."""
        # Far from zero the neurons' lines may all lie outside the picture.
        seen = [hinge for hinge in self.hinges if len(hinge.points)]
        many, start = len(seen), 0.5 if seen else 0.0
        hinges = [
            Create(h, rate_func=within(0.6 * k / many, 0.6 * k / many + 0.2))
            for k, h in enumerate(seen)
        ]
        line = Create(self.line, rate_func=within(start, 1.0))
        self.play(*hinges, line, run_time=self.seconds(2.6))

    def _make_room(self) -> None:
        """The curve makes room for its error below it, and for the loss beside it."""
        graph = self._graph(bare(Plot(self.boxes[1], self.run.x, self.run.y)))
        self.play(
            FadeOut(self.first, rate_func=within(0.0, 0.45)),
            FadeIn(graph, rate_func=within(0.55, 1.0)),
            Playback(VGroup(self.goal, self.moving), self._shrink, (0.0, 1.0), ROOM),
        )
        numbers = VGroup(self.step, self.loss, self.top)
        self.play(FadeIn(self._losses(), self.loss_axes, self.readout, numbers), run_time=0.4)
        self.play(Create(self.error), FadeIn(self.mark, scale=0.3), run_time=0.6)
        self._go_along(self.error, self.mark, self.tested, self.track, *numbers)

    def _go_along(self, *shapes: VMobject) -> None:
        """From now on they move with the run."""
        self.remove(*shapes)
        self.moving.add(*shapes)

    def _shrink(self, share: float) -> None:
        start, end = (np.array(astuple(box)) for box in self.boxes)
        box = Box(*((1 - share) * start + share * end).tolist())
        self.left = Plot(box, self.run.x, self.run.y)
        for shape, part in zip(self.goal, self.parts, strict=True):
            shape.points = target_shape(part, self.left, self.theme).points
        self.show(0.0)

    def _losses(self) -> VGroup:
        """The axes of the error, and the names of the loss; its axes are of their own."""
        run, theme, group = self.run, self.theme, VGroup()
        loss, step = (say(f"training.{key}", self.language) for key in ("loss", "step"))
        named = self.name_axes(self.losses, step)
        self.loss_axes = VGroup(axes(self.losses, theme, self.small), *named)
        group.add(self.strip.ground(self.strip.plot(self._scale(run.function(0)))))
        color = theme["error"].color
        name = write(say("training.top", self.language), self.small, color)
        beside = float(name.width) + (TOP + 1.0) * self.small
        heading = error_name(self.subject.target, self.language)
        group.add(self.strip.heading(heading, color, beside))
        whole, room = say("training.loss.name", self.language), self.losses.box.width
        loss = whole if width_of(whole, self.small) <= room else loss
        group.add(*self.name_axes(self.losses, "", loss))
        return group

    def _add_breakpoints(self) -> None:
        """The axes of the breakpoints, and how they went so far."""
        run, theme = self.run, self.theme
        group = VGroup(axes(self.lower, theme, self.small, self.widest))
        names = (say(f"training.{key}", self.language) for key in ("step", "breakpoints"))
        group.add(*self.name_axes(self.lower, *names))
        ends = np.array([run.steps.low, run.steps.high])
        outer_ends = run.breakpoints.low, run.breakpoints.high
        for inner, outer in zip(self.subject.domain, outer_ends, strict=True):
            # Outside the domain there is nothing to bend: a neuron whose line ends there is dead,
            # or straight all over.
            low, high = (self.lower.points(ends, np.array([y, y])) for y in (inner, outer))
            group.add_to_back(Band(low, high, theme["grid"].color, 0.7))
        worldlines = VGroup(*self.grey, *self.alive, *self.tips)
        moves = [FadeIn(group, worldlines, rate_func=within(0.3, 1.0))]
        if self.stacked:  # the steps' numbers are below both from now on
            moves += [FadeOut(self.loss_axes, rate_func=within(0.0, 0.4))]
            moves += [
                FadeIn(axes(bare(self.losses), theme, self.small), rate_func=within(0.0, 0.4))
            ]
        self.play(*moves, run_time=0.8)
        self._go_along(*worldlines)

    def _build(self) -> None:
        """Every shape that moves with the run; in the group are those that can be seen."""
        theme, many = self.theme, range(self.run.neurons)
        faint = min(FAINT, MANY / self.run.neurons)
        start = np.zeros((2, 3))
        colors = [theme.neuron(color) for color in self.run.colors]
        self.hinges = [Polyline(start, theme["neuron"], color) for color in colors]
        for hinge in self.hinges:
            hinge.set_stroke(opacity=faint)
        self.line = Polyline(start, theme["sum"]).set_z_index(3)
        red = Style(theme["error"].color, 2.0)
        curve = isinstance(self.run.target, Curve)
        self.error = Polylines(red) if curve else Stems(start[:1], start[:1], red)
        self.track = Polylines(theme["loss"])
        self.tested = Polylines(theme["held_out.loss"])
        self.mark = Dot(start[0], theme["loss"])
        self.alive = [Polylines(theme["neuron"], color) for color in colors]
        self.grey = [Polylines(theme["dead"]) for j in many]
        self.tips = [Dot(start[0], theme["neuron"], 0.7) for j in many]
        self._build_readout()
        self.moving = VGroup(*self.hinges, self.line)

    def _build_readout(self) -> None:
        """'step 12   loss 1.61', where the loss has its colour; numbers keep their places."""
        size, (x, y) = 1.05 * self.layout.text, self.layout.formula
        inks = self.theme["ink"].color, self.theme["loss"].color
        self.readout = VGroup()
        numbers = []
        digits = len(str(int(self.run.history.steps[-1])))
        for name, ink, room in zip(("step", "loss"), inks, (0.6 * digits + 1.0, 0), strict=True):
            word = write(say(f"training.{name}", self.language), size, ink, (x, y))
            self.readout.add(word)
            right = float(word.get_right()[0]) + 0.3 * size
            numbers.append(Number(size, ink, (right, y)))
            x = right + room * size
        self.step, self.loss = numbers
        box, small = self.strip.box, self.small
        name = write(say("training.top", self.language), small, self.theme["error"].color)
        width = float(name.width)
        at = box.right - TOP * small, box.top + 0.45 * small
        name.shift(np.array([at[0] - 0.35 * small - width, at[1], 0.0]))
        self.readout.add(name)
        self.top = Number(small, self.theme["error"].color, at)

    def show(self, at: float) -> None:
        """The last snapshot that the marker has reached, in all axes.

        A single step is shown as it is made: all weights on their straight way to the next
        snapshot. Step and loss are those of the snapshot that it comes from.
        """
        run = self.run
        index, share = run.moment(at)
        self.index = index
        analysis = run.analysis(index, share)
        function = analysis.output
        self.line.place(self.left.clipped(function.x, function.y))
        for hinge, contribution in zip(self.hinges, run.contributions(analysis), strict=True):
            hinge.place(self.left.clipped(contribution.x, contribution.y))
        self._show_error(function)
        track = self.losses.points(run.at[: index + 1], run.loss[: index + 1])
        if share:
            ahead = self.losses.point(run.at[index + 1], run.loss[index + 1])
            track = np.vstack([track, track[-1] + share * (ahead - track[-1])])
        self.track.place([track])
        self.mark.place(track[-1])
        if run.tested is not None and index:
            upto, style = slice(index + 1), self.theme["held_out.loss"]
            on, off = (STROKE * style.width / 100 * dash for dash in style.dash)
            line = self.losses.points(run.at[upto], run.tested[upto])
            self.tested.place(dashes(line, on, off))
        self._show_breakpoints(index, share)
        self.step.show(str(int(run.history.steps[index])))
        self.loss.show(words.loss(run, index))

    def _scale(self, function: PiecewiseLinear) -> Axis:
        return self.run.error_scale(self.run.difference_of(function)[1])

    def _show_error(self, function: PiecewiseLinear) -> None:
        """The error, always as large as its strip; beside the heading stands how large that is."""
        x, off = self.run.difference_of(function)
        plot = self.strip.plot(self.run.error_scale(off))
        if isinstance(self.error, Stems):
            self.error.place(plot.points(x, 0 * off), plot.points(x, off))
        else:
            self.error.place(runs(plot.clipped(x, off)))
        self.top.show(words.top(panels.largest(off)))

    def _show_breakpoints(self, index: int, share: float) -> None:
        """The worldlines so far, grey where their neuron is dead; a tip where each is now."""
        run, theme = self.run, self.theme
        for j in range(run.neurons):
            off, place = run.dead[index, j], run.places[index, j]
            tip = run.at[index], place
            for shape, dead in ((self.alive[j], False), (self.grey[j], True)):
                pieces = run.worldline(j, index, dead, share)
                shape.place([self.lower.points(*piece) for piece in pieces])
                if pieces and pieces[-1][0][-1] > tip[0]:
                    tip = pieces[-1][0][-1], pieces[-1][1][-1]
            color = theme["dead"].color if off else theme.neuron(run.colors[j])
            shown = float(np.isfinite(place))
            self.tips[j].set_fill(color, opacity=shown)
            self.hinges[j].set_stroke(color)
            if shown:
                self.tips[j].place(self.lower.point(*tip))

    def tell_run(self, number: int) -> None:
        """The run up to its next stop: snapshots, and single steps on their way to the next."""
        if number == 0:
            self._make_room()
        if number == min(1, len(self.stops) - 2):
            self._add_breakpoints()
        start, end = (float(self.run.at[k]) for k in self.stops[number : number + 2])
        self.play(Playback(self.moving, self.show, (start, end), self.seconds(SECONDS)))

    def tell_held(self) -> None:
        """The loss at points held out is named, and where it was least."""
        run, style = self.run, self.theme["held_out.loss"]
        assert run.tested is not None
        least = words.least_tested(run)
        heading = say("training.loss.name", self.language)
        name = {"held_out.loss": say("training.tested", self.language)}
        key = self.key_over(self.losses, name, heading)["held_out.loss"]
        dot = Dot(self.losses.point(run.at[least], run.tested[least]), style, 1.2)
        wide = self.tested.animate(rate_func=within(0.0, 0.6)).set_stroke(
            width=1.8 * STROKE * style.width
        )
        named = FadeIn(key, dot.set_z_index(5), rate_func=within(0.2, 0.8))
        self.play(wide, named, run_time=self.seconds(1.6))

    def tell_dead(self) -> None:
        """The grey lines stand out, and are named."""
        run, style = self.run, self.theme["dead"]
        dead = np.flatnonzero(run.dead[-1])
        heading = say("training.breakpoints", self.language)
        key = self.key_over(self.lower, {"dead": say("training.grey", self.language)}, heading)
        seconds = self.seconds(1.6)
        wide = [
            self.grey[j].animate(rate_func=within(0.7 * k / len(dead), 0.7 * k / len(dead) + 0.3))
            .set_stroke(width=2 * STROKE * style.width)
            for k, j in enumerate(dead)
        ]  # fmt: skip
        self.play(*wide, FadeIn(key["dead"], rate_func=within(0.0, 0.3)), run_time=seconds)

    def tell_best(self) -> None:
        """The best possible as a ghost: its curve, its error, its loss, its breakpoints."""
        run, style = self.run, self.theme["best"]
        assert run.best is not None
        best = run.best.function
        ghosts: list[VMobject] = [dashed(self.left.clipped(best.x, best.y), style)]
        if isinstance(run.target, Curve):
            plot = self.strip.plot(self._scale(run.function(len(run) - 1)))
            ghosts.append(dashed(plot.clipped(*run.difference_of(best)), style))
        if (level := run.level()) is not None:
            ends = self.losses.points(np.array([0.0, run.steps.high]), np.array([level, level]))
            ghosts.append(dashed(ends, style))
        dots = [Dot(self.lower.point(run.steps.high, x), style, 0.7) for x in best.breakpoints]
        for shape in (*ghosts, *dots):
            shape.set_z_index(5)
        gone = [FadeOut(hinge, rate_func=within(0.0, 0.15)) for hinge in self.hinges]
        # The curve first, from left to right; then what it means in the other axes.
        times = [(0.0, 0.6), *([(0.3, 0.9)] * (len(ghosts) - 1))]
        drawn = [Create(g, rate_func=within(*t)) for g, t in zip(ghosts, times, strict=True)]
        shown = [
            FadeIn(dot, scale=0.3, rate_func=within(0.6 + 0.3 * k / len(dots), 1.0))
            for k, dot in enumerate(dots)
        ]
        named = FadeIn(self.key["best"], rate_func=within(0.0, 0.2))
        self.play(*gone, *drawn, *shown, named, run_time=self.seconds(2.4))
