"""More breakpoints, a better fit, and how fast the error falls.

Render with `approx render SUBJECT width`, or by itself with `manim render scenes/width.py`.
"""

from __future__ import annotations

from functools import partial

import numpy as np
from manim import Circle, Create, FadeIn, FadeOut, Line, Transform, VGroup, VMobject

from approx.core._types import Array
from approx.outputs.stage.axes import axes
from approx.outputs.stage.geometry import Plot
from approx.outputs.stage.growing_network import GrowingNetwork
from approx.outputs.stage.labels import Key
from approx.outputs.stage.pair import PairStory, morph, outline
from approx.outputs.stage.shapes import Dot, Playback, Polyline, Reshape, dashed, within
from approx.outputs.stage.story import Beat
from approx.outputs.stage.strip import WIDEST, Strip, bare, over_and_under
from approx.outputs.stage.target import Tracer
from approx.outputs.stage.text import write
from approx.panels import width as panels
from approx.panels.captions import width as words
from approx.panels.primitives import Axis
from approx.style.theme import Style


class Width(PairStory):
    """Any subject's target and its best fits; without a subject, a sine."""

    subject_name = "sine-8"

    def plan(self) -> list[Beat]:
        self.width = panels.build(self.subject)
        return [Beat(*beat) for beat in words.beats(self.width, self.language)]

    def heading(self) -> str:
        return words.title(self.width, self.language)

    def poster(self) -> None:
        """The target with the best straight line; its error below; a network of one neuron."""
        theme, width, layout = self.theme, self.width, self.layout
        graph, corner, chart = layout.graph_corner_chart
        over, under = over_and_under(graph, self.small)
        self.plot = Plot(over, width.x, width.y)
        self.strip = Strip(under, width.x, theme, self.small)
        self.right = Plot(chart, width.n, width.e)
        self.fit, self.marks = width.line, VGroup()
        self.taken: list[Array] = []  # what labels on the right keep away from
        self.network = GrowingNetwork(corner, theme)
        x, y = self.fit.function.x, self.fit.function.y
        self.line = Polyline(self.plot.clipped(x, y), theme["sum"]).set_z_index(3)
        target = dashed(self.plot.clipped(width.target.x, width.target.y), theme["target"])
        self.error = Polyline(self._difference(x, y, 1.0), theme["error"])
        self.scale = self._scale(self.fit)
        self.readout = self._readout(self.fit)
        names = words.say("compare.x", self.language), words.say("compare.y", self.language)
        heading = self.strip.heading(words.say("width.strip", self.language), theme["error"].color)
        at = (over.right, layout.formula[1])
        key = Key(words.key(width, self.language), at, theme, self.small, at[0] - layout.line.left)
        self.add(self.title_text(), axes(bare(self.plot), theme, self.small, WIDEST), target)
        self.add(axes(self.right, theme, self.small), *self.name_axes(self.right, *names))
        self.add(self.network, heading, *key.values())
        self.add(self.scale, self.error, self.line, self.readout)

    def _readout(self, fit: panels.Fit) -> VGroup:
        """'n = 4  error 0.02' over the network; where that is narrow, the error is under it."""
        box, size = self.network.box, 1.05 * self.layout.text
        ink, red = self.theme["ink"].color, self.theme["error"].color
        name, error = (
            words.count(fit.breakpoints, self.language),
            words.off(fit.error, self.language),
        )
        if not self.layout.wide:
            below = box.left, box.bottom - 1.3 * size
            count = write(name, size, ink, (box.left, box.top + 0.5 * size), bold=True)
            room = self.right.box.left - self.small - box.left  # beside the chart's first tick
            size *= min(1.0, room / self._longest(size))
            return VGroup(count, write(error, size, red, below))
        count = write(name, size, ink, (box.left, self.layout.formula[1]), bold=True)
        right = float(count.get_right()[0]) + size
        return VGroup(count, write(error, size, red, (right, self.layout.formula[1])))

    def _longest(self, size: float) -> float:
        """The width of the longest error read out: all have its size."""
        ink, language = self.theme["ink"].color, self.language
        last = self.width.reading
        fits = (self.width.line, *self.width.fits, *([] if last is None else [last]))
        texts = [write(words.off(fit.error, language), size, ink) for fit in fits]
        return max(float(text.width) for text in texts)

    # -- the strip ----------------------------------------------------------------------------

    def _scale(self, fit: panels.Fit) -> VGroup:
        """Grid and ticks of the strip with that fit's largest error, and its two levels."""
        plot = self.strip.plot(fit.scale)
        levels = self.strip.levels(plot, fit.error, self.theme["error"].color)
        return VGroup(self.strip.ground(plot), levels)

    def _difference(self, x: Array, y: Array, wide: float) -> Array:
        """The polyline (x, y) minus the target, on that many times the scale of the last fit."""
        target = self.width.target
        places = np.union1d(target.x, x)
        gap = np.interp(places, x, y) - np.interp(places, target.x, target.y)
        top = wide * self.fit.scale.high
        return self.strip.plot(Axis(-top, top, (), ())).clipped(places, gap)

    # -- the beats ----------------------------------------------------------------------------

    def tell_setup(self) -> None:
        """A number runs along the dashed curve; the line's error is as large as its levels say."""
        tracer = Tracer(self.width.target, self.plot, self.theme)
        self.add(*tracer.shapes)
        marks = self._marks(self.fit)
        self.play(
            *tracer.run(),
            *(FadeIn(mark, scale=0.3, rate_func=within(0.5, 1.0)) for mark in marks),
            run_time=self.seconds(2.4) - 0.3,
        )
        self.play(FadeOut(*tracer.shapes), run_time=0.3)

    def _marks(self, fit: panels.Fit) -> VGroup:
        """A dot at every place where the error is largest."""
        plot, style = self.strip.plot(fit.scale), self.theme["error"]
        self.marks = VGroup(*(Dot(plot.point(x, s * fit.error), style, 0.9) for x, s in fit.at))
        return self.marks

    def tell_fit(self, number: int) -> None:
        """Neurons split, the line bends once more often; its error lands on the axes."""
        fit = self.width.fits[number]
        self._move(fit)
        self._land(fit, self.seconds(2.8) - 1.5)

    def _move(self, fit: panels.Fit) -> None:
        """Breakpoints split and slide to the next fit; the error shrinks with them."""
        before = self.fit
        counts = max(before.breakpoints, 1), fit.breakpoints

        def state(share: float) -> tuple[Array, Array]:
            return morph(before.function, fit.function, share)

        new = self._readout(fit)
        self.play(
            FadeOut(self.marks, rate_func=within(0.0, 0.2)),
            FadeOut(self.readout, rate_func=within(0.0, 0.3)),
            FadeIn(new, rate_func=within(0.35, 0.7)),
            Playback(self.network, partial(self.network.show, *counts), (0.0, 1.0), 1.5),
            Reshape(self.line, lambda t: self.plot.clipped(*state(t))),
            Reshape(self.error, lambda t: self._difference(*state(t), 1.0)),
            run_time=1.5,
        )
        # At rest the line has the fit's own corners, none of them twice.
        self.line.place(self.plot.clipped(fit.function.x, fit.function.y))
        self.readout = new

    def _zoom(self, fit: panels.Fit) -> list[object]:
        """The strip's scale goes down to the new error; the curve grows with it."""
        before, scale, f = self.fit, self._scale(fit), fit.function
        self.fit = fit
        wide = before.error / fit.error

        def state(share: float) -> Array:
            return self._difference(f.x, f.y, wide ** (1.0 - share))

        old, self.scale = self.scale, scale
        marks = self._marks(fit)
        return [
            Reshape(self.error, state, rate_func=within(0.0, 0.7)),
            FadeOut(old, rate_func=within(0.0, 0.35)),
            FadeIn(scale, rate_func=within(0.4, 0.8)),
            *(FadeIn(mark, scale=0.3, rate_func=within(0.7, 1.0)) for mark in marks),
        ]

    def _land(self, fit: panels.Fit, seconds: float) -> None:
        """The largest error flies to the axes of errors; the line goes on to it."""
        at = self.right.point(np.log2(fit.breakpoints), np.log10(fit.error))
        style = self.theme["compare.optimum"]
        dot = Dot(at, style).set_z_index(3)
        x, sign = fit.at[-1]  # the nearest one
        start = self.strip.plot(self.fit.scale).point(x, sign * fit.error)  # before it zooms
        flying = Dot(start, self.theme["error"], 1.3).set_z_index(4)
        first = fit is self.width.fits[0]
        if first:
            self.path = Polyline(np.vstack([at, at]), style)
        moves = self._zoom(fit)
        extend = [] if first else [self._extension(at[None, :], within(0.4, 1.0))]
        self.add(self.path)
        self.play(
            Transform(flying, dot, rate_func=within(0.0, 0.6)), *moves, *extend, run_time=seconds
        )
        self.remove(flying)
        self.add(dot)
        if not first:
            self._extended(at[None, :])

    def _extension(self, more: Array, rate: object = None) -> Reshape:
        """The line goes on through more points, one after the other."""
        drawn = self.path.corners
        new = np.vstack([drawn[-1:], more])
        way = np.r_[0.0, np.cumsum(np.linalg.norm(np.diff(new, axis=0), axis=1))]

        def state(share: float) -> Array:
            end = share * way[-1]
            tip = np.array([np.interp(end, way, new[:, k]) for k in range(3)])
            return np.vstack([drawn, new[1:][way[1:] < end], tip])

        change = Reshape(self.path, state)
        if rate is not None:
            change.rate_func = rate
        return change

    def _extended(self, more: Array) -> None:
        corners = self.path.corners
        known = (
            corners[: len(corners) - len(more)] if np.allclose(corners[-1], more[-1]) else corners
        )
        self.path.place(np.vstack([known, more]))

    def tell_plateau(self) -> None:
        """All numbers of breakpoints in between, and the longest stretch that gains nothing."""
        assert self.width.plateau is not None
        ends = [self._on_line(n) for n in self.width.plateau]
        band = Line(*ends, stroke_color=self.theme["ink"].color, stroke_width=26)
        band.set_stroke(opacity=0.28)
        # Below its lower edge, where the falling line never is; theory's line is above it.
        places = np.linspace((ends[0] + ends[1]) / 2, ends[0], 6) + np.array([0, -0.15, 0])
        text, style = words.say("width.plateau.name", self.language), self.theme["ink"]
        exact = self.right.points(*self.width.until(panels.SHOWN[-1]))
        taken = [self.path.corners, exact, self._theory()]
        name = self.name_curve(text, style, self.right, places, taken, (0, -1))
        self.taken.append(outline(name))
        self.play(*self._fill(), run_time=self.seconds(2.4) - 0.9)
        self.play(Create(band), FadeIn(name), run_time=0.9)

    def _on_line(self, breakpoints: int) -> Array:
        n, e = self.width.until(breakpoints)
        return self.right.point(n[-1], e[-1])

    def _fill(self) -> list[object]:
        """The line goes through every number of breakpoints so far, not only the doubled ones."""
        shown = self.path.corners
        exact = self.right.points(*self.width.until(panels.SHOWN[-1]))
        straight = exact.copy()
        straight[:, 1] = np.interp(exact[:, 0], *np.unique(shown, axis=0)[:, :2].T)
        dots = [self._small(at) for at in exact if not np.isclose(shown, at).all(axis=1).any()]
        return [
            Reshape(self.path, lambda t: straight + t * (exact - straight)),
            *(FadeIn(dot) for dot in dots),
        ]

    def _small(self, at: Array) -> VMobject:
        return Dot(at, self.theme["compare.optimum"], 0.6).set_z_index(3)

    def tell_slope(self) -> None:
        """Theory's line, and the points that follow it."""
        width, style = self.width, self.theme["compare.rate"]
        fill = self._fill() if width.plateau is None else []
        theory = self._theory()
        exact = self.right.points(*width.until(width.counts[-1]))
        # Where the next beats will draw is kept free too.
        level, drop = self._level(self._asked()), self._drop()
        self.taken += [exact, theory, level, *([] if drop is None else [drop])]
        text = words.say("compare.rate", self.language)
        name = self.name_curve(text, style, self.right, theory[2:], self.taken, (1, 1))
        self.taken.append(outline(name))
        seconds = self.seconds(2.8)
        self.play(Create(dashed(theory, style)), FadeIn(name), *fill, run_time=0.5 * seconds)
        more = exact[len(self.path.corners) :]
        dots = [FadeIn(self._small(at), rate_func=within(0.5, 1.0)) for at in more]
        self.play(self._extension(more), *dots, run_time=0.5 * seconds)
        self.path.place(exact)

    def _theory(self) -> Array:
        return self.right.points(np.log2(self.width.counts), np.log10(self.width.rate))

    def tell_universal(self) -> None:
        """An error is asked for, and asked smaller: the line is always below it somewhere."""
        start, end = self.width.e.high, self._asked()
        level = Polyline(self._level(start), Style(self.theme["error"].color, 1.6))
        level.set_z_index(-1)  # behind the labels' plates
        ends = np.linspace(self.width.n.low, self.width.n.high, 20)
        places = self.right.points(ends, np.full(20, end))
        text, style = words.asked(self.width, self.language), self.theme["error"]
        label = self.name_curve(text, style, self.right, places, self.taken, (1, -1))
        self.taken.append(outline(label))
        self.add(level)
        self.play(
            Reshape(level, lambda t: self._level(start + t * (end - start))),
            FadeIn(label, rate_func=within(0.8, 1.0)),
            run_time=self.seconds(2.4),
        )

    def _asked(self) -> float:
        """The exponent of the error asked for."""
        return float(np.log10(self.width.wanted or self.width.errors[-1]))

    def _level(self, exponent: float) -> Array:
        return self.right.points(
            np.array([self.width.n.low, self.width.n.high]), np.array([exponent, exponent])
        )

    def _drop(self) -> Array | None:
        """From the point that first gets below the error asked for to the axis of breakpoints."""
        if self.width.reading is None:
            return None
        at = self._on_line(self.width.reading.breakpoints)
        foot = self.right.point(np.log2(self.width.reading.breakpoints), self.width.e.low)
        return np.vstack([at, foot])

    def tell_reading(self) -> None:
        """Down from where the line first gets below the error asked for; the fit that does."""
        fit, drop, style = self.width.reading, self._drop(), self.theme["error"]
        assert fit is not None
        assert drop is not None
        ring = Circle(0.17, stroke_color=style.color, stroke_width=4).set_z_index(4)
        ring.move_to(drop[0])
        self.taken.append(outline(ring))
        places = drop[0] + np.linspace(0.2, 1.0, 24)[:, None] * (drop[1] - drop[0])
        count = words.count(fit.breakpoints, self.language)
        label = self.name_curve(count, style, self.right, places, self.taken, (-1, 0))
        line = Polyline(drop, Style(style.color, 1.6))
        self.play(Create(ring), Create(line), FadeIn(label), run_time=0.8)
        self._move(fit)
        self.play(*self._zoom(fit), run_time=max(1.4, self.seconds(0.0) - 2.3))
