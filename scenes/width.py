"""More breakpoints, a better fit, and how fast the error falls.

Render with `approx render SUBJECT width`, or by itself with `manim render scenes/width.py`.
"""

from __future__ import annotations

import numpy as np
from manim import Circle, Create, FadeIn, FadeOut, Line, Transform, VGroup, VMobject

from approx.core._types import Array
from approx.core.piecewise import PiecewiseLinear
from approx.outputs.stage.axes import axes
from approx.outputs.stage.pair import PairStory, morph, outline
from approx.outputs.stage.shapes import Band, Dot, Polyline, Reshape, dashed
from approx.outputs.stage.story import Beat
from approx.outputs.stage.text import write
from approx.panels import width as panels
from approx.panels.captions import width as words
from approx.style.theme import Style


class Width(PairStory):
    """Any subject's target and its best fits; without a subject, a sine."""

    subject_name = "sine-8"

    def plan(self) -> list[Beat]:
        self.width = panels.build(self.subject)
        return [Beat(*beat) for beat in words.beats(self.width, self.language)]

    def heading(self) -> str:
        return words.title(self.width, self.language)

    def tell_setup(self) -> None:
        """Left the dashed target; right the empty axes on which errors will land."""
        theme, width = self.theme, self.width
        self.left = self.plot_in(0, width.x, width.y)
        self.right = self.plot_in(1, width.n, width.e)
        self.key = self.key_over(self.left, words.key(width, self.language))
        names = words.say("compare.x", self.language), words.say("compare.y", self.language)
        self.target = dashed(self.left.points(width.target.x, width.target.y), theme["target"])
        self.add(self.title_text())
        self.play(
            *(FadeIn(axes(plot, theme, self.small)) for plot in (self.left, self.right)),
            *(FadeIn(name) for name in self.name_axes(self.right, *names)),
            run_time=0.8,
        )
        self.play(Create(self.target), FadeIn(self.key["target"]), run_time=1.2)
        self.marks: list[VMobject] = []
        self.taken: list[Array] = []  # what labels on the right keep away from

    def tell_fit(self, number: int) -> None:
        """The fit bends once more often; its largest error flies over to its place."""
        fit = self.width.fits[number]
        if number == 0:
            self._first(fit)
        else:
            self._move(self.width.fits[number - 1].function, fit)
        self._mark(fit)
        self._land(fit)

    def _first(self, fit: panels.Fit) -> None:
        f, style = fit.function, self.theme["error"]
        self.line = Polyline(self.left.points(f.x, f.y), self.theme["sum"]).set_z_index(3)
        self.gap = Band(*self._edges(f.x, f.y), style.color, style.opacity)
        self.readout = self._readout(fit)
        self.play(Create(self.line), FadeIn(self.key["sum"]), run_time=1.0)
        self.add(self.gap, self.line)
        self.play(FadeIn(self.gap, self.key["error"], self.readout), run_time=0.6)

    def _move(self, start: PiecewiseLinear, fit: panels.Fit) -> None:
        """Breakpoints split and slide to the next fit; the gap to the target follows."""

        def state(share: float) -> tuple[Array, Array]:
            return morph(start, fit.function, share)

        new = self._readout(fit)
        self.play(FadeOut(*self.marks, self.readout), run_time=0.4)
        self.play(
            Reshape(self.line, lambda t: self.left.points(*state(t))),
            Reshape(self.gap, lambda t: self._edges(*state(t))),
            run_time=1.4,
        )
        # At rest the line has the fit's own corners, none of them twice.
        self.line.place(self.left.points(fit.function.x, fit.function.y))
        self.play(FadeIn(new), run_time=0.4)
        self.readout = new

    def _edges(self, x: Array, y: Array) -> tuple[Array, Array]:
        """The gap between the polyline (x, y) and the target."""
        target = self.width.target
        places = np.union1d(target.x, x)
        goal = np.interp(places, target.x, target.y)
        low = self.left.points(places, np.interp(places, x, y))
        return low, self.left.points(places, goal)

    def _readout(self, fit: panels.Fit) -> VGroup:
        """'n = 4  error 0.02', always at the same place."""
        size, at = 1.05 * self.layout.text, self.layout.formula
        ink = self.theme["ink"].color
        count = write(words.count(fit.breakpoints, self.language), size, ink, at, bold=True)
        right = float(count.get_right()[0]) + size
        error = words.off(fit.error, self.language)
        return VGroup(count, write(error, size, self.theme["error"].color, (right, at[1])))

    def _mark(self, fit: panels.Fit) -> None:
        """A bar where the error is largest, ringed where it is too short to see."""
        x, low, high = fit.place
        color = self.theme["error"].color
        ends = self.left.point(x, low), self.left.point(x, high)
        bar = Line(*ends, stroke_color=color, stroke_width=7).set_z_index(4)
        self.marks = [bar]
        if bar.get_length() < 0.3:
            ring = Circle(0.2, stroke_color=color, stroke_width=3.5).set_z_index(4)
            self.marks.append(ring.move_to(bar.get_center()))
        self.play(*(Create(mark) for mark in self.marks), run_time=0.5)

    def _land(self, fit: panels.Fit) -> None:
        """The bar's copy becomes the point of its error; the line goes on to it."""
        at = self.right.point(np.log2(fit.breakpoints), np.log10(fit.error))
        dot = Dot(at, self.theme["compare.optimum"]).set_z_index(3)
        flying = self.marks[0].copy()
        self.play(Transform(flying, dot), run_time=1.0)
        self.remove(flying)
        self.add(dot)
        if fit is self.width.fits[0]:
            self.path = Polyline(np.vstack([at, at]), self.theme["compare.optimum"])
            self.add(self.path)
        else:
            self._extend(at[None, :], 0.6)

    def _extend(self, more: Array, seconds: float) -> None:
        """The line goes on through more points, one after the other."""
        drawn = self.path.corners
        new = np.vstack([drawn[-1:], more])
        way = np.r_[0.0, np.cumsum(np.linalg.norm(np.diff(new, axis=0), axis=1))]

        def state(share: float) -> Array:
            end = share * way[-1]
            tip = np.array([np.interp(end, way, new[:, k]) for k in range(3)])
            return np.vstack([drawn, new[1:][way[1:] < end], tip])

        self.play(Reshape(self.path, state), run_time=seconds)
        self.path.place(np.vstack([drawn, more]))

    def tell_plateau(self) -> None:
        """All numbers of breakpoints in between, and the longest stretch that gains nothing."""
        self._fill()
        assert self.width.plateau is not None
        ends = [self._on_line(n) for n in self.width.plateau]
        band = Line(*ends, stroke_color=self.theme["ink"].color, stroke_width=26)
        band.set_stroke(opacity=0.28)
        # Below its lower edge, where the falling line never is; theory's line is above it.
        places = np.linspace((ends[0] + ends[1]) / 2, ends[0], 6) + np.array([0, -0.15, 0])
        text, style = words.say("width.plateau.name", self.language), self.theme["ink"]
        taken = [self.path.corners, self._theory()]
        name = self.name_curve(text, style, self.right, places, taken, (0, -1))
        self.taken.append(outline(name))
        self.play(Create(band), FadeIn(name), run_time=0.8)

    def _on_line(self, breakpoints: int) -> Array:
        n, e = self.width.until(breakpoints)
        return self.right.point(n[-1], e[-1])

    def _fill(self) -> None:
        """The line goes through every number of breakpoints so far, not only the doubled ones."""
        shown = self.path.corners
        exact = self.right.points(*self.width.until(panels.SHOWN[-1]))
        straight = exact.copy()
        straight[:, 1] = np.interp(exact[:, 0], *np.unique(shown, axis=0)[:, :2].T)
        dots = [self._small(at) for at in exact if not np.isclose(shown, at).all(axis=1).any()]
        self.play(
            Reshape(self.path, lambda t: straight + t * (exact - straight)),
            *(FadeIn(dot) for dot in dots),
            run_time=1.0,
        )

    def _small(self, at: Array) -> VMobject:
        return Dot(at, self.theme["compare.optimum"], 0.6).set_z_index(3)

    def tell_slope(self) -> None:
        """Theory's line, and the points that follow it."""
        width, style = self.width, self.theme["compare.rate"]
        if width.plateau is None:
            self._fill()
        theory = self._theory()
        exact = self.right.points(*width.until(width.counts[-1]))
        more = exact[len(self.path.corners) :]
        # Where the next beats will draw is kept free too.
        level, drop = self._level(self._asked()), self._drop()
        self.taken += [exact, theory, level, *([] if drop is None else [drop])]
        text = words.say("compare.rate", self.language)
        name = self.name_curve(text, style, self.right, theory[2:], self.taken, (1, 1))
        self.taken.append(outline(name))
        self.play(Create(dashed(theory, style)), FadeIn(name), run_time=1.2)
        self._extend(more, 1.0)
        self.play(*(FadeIn(self._small(at)) for at in more), run_time=0.4)

    def _theory(self) -> Array:
        return self.right.points(np.log2(self.width.counts), np.log10(self.width.rate))

    def tell_universal(self) -> None:
        """An error is asked for, and asked smaller: the line is always below it somewhere."""
        color = self.theme["error"].color
        start, end = self.width.e.high, self._asked()
        level = Polyline(self._level(start), Style(color, 1.6))
        self.play(Create(level), run_time=0.6)
        self.play(Reshape(level, lambda t: self._level(start + t * (end - start))), run_time=2.0)
        places = self.right.points(
            np.linspace(self.width.n.low, self.width.n.high, 20), np.full(20, end)
        )
        text, style = words.asked(self.width, self.language), self.theme["error"]
        label = self.name_curve(text, style, self.right, places, self.taken, (1, -1))
        self.taken.append(outline(label))
        self.play(FadeIn(label), run_time=0.4)

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
        self.play(Create(ring.move_to(drop[0])), run_time=0.4)
        self.taken.append(outline(ring))
        places = drop[0] + np.linspace(0.2, 1.0, 24)[:, None] * (drop[1] - drop[0])
        count = words.count(fit.breakpoints, self.language)
        label = self.name_curve(count, style, self.right, places, self.taken, (-1, 0))
        line = Polyline(drop, Style(style.color, 1.6))
        self.play(Create(line), FadeIn(label), run_time=0.8)
        self._move(self.width.fits[-1].function, fit)
        self._mark(fit)
