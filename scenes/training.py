"""Gradient descent finds the weights; every step is drawn exactly.

Render with `approx render SUBJECT training`, or by itself with `manim render scenes/training.py`.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from manim import Create, FadeIn, VGroup, VMobject

from approx.outputs.stage.axes import axes
from approx.outputs.stage.geometry import Plot
from approx.outputs.stage.pair import PairStory
from approx.outputs.stage.shapes import STROKE, Band, Dot, Playback, Polyline, Polylines, dashed
from approx.outputs.stage.story import Beat
from approx.outputs.stage.target import excluded_strips, target_shape
from approx.outputs.stage.text import Number, write
from approx.panels import training as panels
from approx.panels.captions import training as words
from approx.panels.captions.training import say

#: Seconds between two stops of the run.
SECONDS = 4.5
#: Where the room for two small axes is flatter than this, they stand side by side.
FLAT = 0.35
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

    def tell_setup(self) -> None:
        """Left the target and the first curve; right the empty axes of loss and breakpoints."""
        run, theme = self.run, self.theme
        self.left = self.plot_in(0, run.x, run.y)
        right = self.layout.halves[1].inset(right=0.1)  # for half of the last label
        self.stacked = right.height > FLAT * right.width
        if self.stacked:
            first, second = right.split(0.47, 0.75, rows=True)
        else:  # with room for the steps' name below
            first, second = right.inset(bottom=0.2, top=-0.05).split(0.5, 1.0)
        self.losses = Plot(first, run.steps, run.losses)
        self.lower = Plot(second, run.steps, run.breakpoints)
        self.key = self.key_over(self.left, words.key(run, self.language))
        target = target_shape(run.target, self.left, theme)
        self.add(self.title_text())
        self.play(FadeIn(self._grounds()), run_time=0.8)
        self.play(Create(target), FadeIn(self.key[run.target.role]), run_time=1.0)
        self._build()
        self.show(0.0)
        self.play(FadeIn(self.moving, self.readout, self.key["sum"]), run_time=0.8)

    def _grounds(self) -> VGroup:
        """All axes with their names; stacked ones share the steps' labels; the domain's ends."""
        run, theme, group = self.run, self.theme, VGroup()
        ends = np.array([run.steps.low, run.steps.high])
        bare = replace(self.losses.horizontal, labels=("",) * len(run.steps.ticks))
        losses = replace(self.losses, horizontal=bare) if self.stacked else self.losses
        group.add(*(axes(plot, theme, self.small) for plot in (self.left, losses, self.lower)))
        group.add(*excluded_strips(self.left, self.subject.target, theme))
        keys = ("loss.name", "breakpoints", "step")
        loss, breakpoints, step = (say(f"training.{key}", self.language) for key in keys)
        group.add(*self.name_axes(self.losses, "" if self.stacked else step, loss))
        group.add(*self.name_axes(self.lower, step, breakpoints))
        ground = theme["grid"]
        outer_ends = run.breakpoints.low, run.breakpoints.high
        for inner, outer in zip(self.subject.domain, outer_ends, strict=True):
            # Outside the domain there is nothing to bend: a neuron whose line ends there is dead,
            # or straight all over.
            low, high = (self.lower.points(ends, np.array([y, y])) for y in (inner, outer))
            group.add_to_back(Band(low, high, ground.color, 0.7))
        return group

    def _build(self) -> None:
        """Every shape that moves with the run, one group."""
        theme, many = self.theme, range(self.run.neurons)
        faint = min(FAINT, MANY / self.run.neurons)
        start = np.zeros((2, 3))
        self.hinges = [Polyline(start, theme["neuron"], theme.neuron(j)) for j in many]
        for hinge in self.hinges:
            hinge.set_stroke(opacity=faint)
        self.line = Polyline(start, theme["sum"]).set_z_index(3)
        self.track = Polylines(theme["loss"])
        self.mark = Dot(start[0], theme["loss"])
        self.alive = [Polylines(theme["neuron"], theme.neuron(j)) for j in many]
        self.grey = [Polylines(theme["dead"]) for j in many]
        self.tips = [Dot(start[0], theme["neuron"], 0.7) for j in many]
        self._build_readout()
        self.moving = VGroup(
            *self.hinges, self.line, self.track, *self.grey, *self.alive, *self.tips, self.mark,
            self.step, self.loss,
        )  # fmt: skip

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

    def show(self, at: float) -> None:
        """The last snapshot that the marker has reached, in all three axes."""
        run = self.run
        index = max(0, int(np.searchsorted(run.at, at + 1e-9)) - 1)
        self.index = index
        function = run.function(index)
        self.line.place(self.left.clipped(function.x, function.y))
        for hinge, contribution in zip(self.hinges, run.contributions(index), strict=True):
            hinge.place(self.left.clipped(contribution.x, contribution.y))
        track = self.losses.points(run.at[: index + 1], run.loss[: index + 1])
        self.track.place([track])
        self.mark.place(track[-1])
        self._show_breakpoints(index)
        self.step.show(str(int(run.history.steps[index])))
        self.loss.show(words.loss(run, index))

    def _show_breakpoints(self, index: int) -> None:
        """The worldlines so far, grey where their neuron is dead; a tip where each is now."""
        run, theme = self.run, self.theme
        for j in range(run.neurons):
            for shape, dead in ((self.alive[j], False), (self.grey[j], True)):
                pieces = run.worldline(j, index, dead)
                shape.place([self.lower.points(*piece) for piece in pieces])
            off, place = run.dead[index, j], run.places[index, j]
            color = theme["dead"].color if off else theme.neuron(j)
            shown = float(np.isfinite(place))
            self.tips[j].set_fill(color, opacity=shown)
            self.hinges[j].set_stroke(color)
            if shown:
                self.tips[j].place(self.lower.point(run.at[index], place))

    def tell_run(self, number: int) -> None:
        """The run up to its next stop: every frame is one snapshot, and none lies between two."""
        start, end = (float(self.run.at[k]) for k in self.stops[number : number + 2])
        self.play(Playback(self.moving, self.show, (start, end), SECONDS))

    def tell_dead(self) -> None:
        """The grey lines stand out, and are named."""
        run, style = self.run, self.theme["dead"]
        dead = np.flatnonzero(run.dead[-1])
        wide = [self.grey[j].animate.set_stroke(width=2 * STROKE * style.width) for j in dead]
        heading = say("training.breakpoints", self.language)
        key = self.key_over(self.lower, {"dead": say("training.grey", self.language)}, heading)
        self.play(*wide, FadeIn(key["dead"]), run_time=0.8)

    def tell_best(self) -> None:
        """The best possible as a ghost: its curve, its loss, its breakpoints."""
        run, style = self.run, self.theme["best"]
        assert run.best is not None
        best = run.best.function
        ghosts: list[VMobject] = [dashed(self.left.clipped(best.x, best.y), style)]
        if (level := run.level()) is not None:
            ends = self.losses.points(np.array([0.0, run.steps.high]), np.array([level, level]))
            ghosts.append(dashed(ends, style))
        dots = [Dot(self.lower.point(run.steps.high, x), style, 0.7) for x in best.breakpoints]
        for shape in (*ghosts, *dots):
            shape.set_z_index(5)
        drawn = [Create(ghost) for ghost in ghosts]
        self.play(*drawn, FadeIn(self.key["best"], *dots), run_time=1.5)
