"""Folding beats adding: what depth gains over width.

Render with `approx render SUBJECT depth`, or by itself with `manim render scenes/depth.py`.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from manim import Circle, Create, FadeIn, FadeOut, LineJointType, VGroup, VMobject

from approx.core._types import Array
from approx.core.piecewise import PiecewiseLinear
from approx.outputs.stage.axes import axes
from approx.outputs.stage.geometry import Plot
from approx.outputs.stage.pair import PairStory, outline
from approx.outputs.stage.shapes import Band, Dot, Polyline, Reshape, dashed
from approx.outputs.stage.story import Beat
from approx.outputs.stage.text import formula, write
from approx.panels import depth as panels
from approx.panels.captions import depth as words
from approx.style.theme import Style


class Depth(PairStory):
    """A sawtooth or a parabola; without a subject, x² from three layers."""

    subject_name = "square-deep-3"

    def plan(self) -> list[Beat]:
        self.depth = panels.build(self.subject)
        self.axes = panels.axes(self.depth)
        return [Beat(*beat) for beat in words.beats(self.depth, self.language)]

    def heading(self) -> str:
        return words.title(self.depth, self.language)

    def _say(self, key: str) -> str:
        return words.say(key, self.language)

    def _open_plot(self, place: int, name: str, *titles: str) -> Plot:
        """New axes in one of the boxes; what stood there goes."""
        plot = self.plot_in(place, *self.axes[name])
        old = self.shown.get(place, [])
        new = [axes(plot, self.theme, self.small), *self.name_axes(plot, *titles)]
        self.shown[place] = list(new)
        if old:
            self.play(FadeOut(*old), run_time=0.5)
        self.play(FadeIn(*new), run_time=0.6)
        return plot

    def _show(self, place: int, *shapes: VMobject) -> None:
        """Remember what stands in a box, so that it goes with its axes."""
        self.shown[place] += shapes

    # -- teeth ----------------------------------------------------------------------------------

    def tell_fold(self, number: int) -> None:
        """Stretched to twice the height, folded down at 1: every tooth becomes two."""
        if number == 0:
            self._begin()
        start, end = self.depth.teeth[number : number + 2]
        plot, line = self.left, self.line
        self.play(
            Reshape(line, lambda t: plot.points(*panels.fold(start, end, t, 0.0))), run_time=1.0
        )
        self.wait(0.2)
        self.play(
            Reshape(line, lambda t: plot.points(*panels.fold(start, end, 1.0, t))), run_time=1.2
        )
        line.place(plot.points(end.x, end.y))
        layers = number + 1
        at = self.right.point(2 * layers, len(end.slopes))
        self._grow(self.deep, at)

    def _begin(self) -> None:
        """The line x with the height at which it will fold; axes for counting pieces."""
        self.shown: dict[int, list[VMobject]] = {}
        self.add(self.title_text())
        self.left = self._open_plot(0, "fold", "", self._say("output"))
        self.right = self._open_plot(
            1, "pieces", self._say("compare.x.neurons"), self._say("depth.pieces.y")
        )
        line = self.depth.teeth[0]
        self.line = Polyline(self.left.points(line.x, line.y), self.theme["sum"]).set_z_index(3)
        # The spikes of mitred corners would reach far beyond narrow teeth.
        self.line.joint_type = LineJointType.BEVEL
        crease = self.left.points(np.array([0.0, 1.0]), np.array([1.0, 1.0]))
        at_one = dashed(crease, self.theme["target"])
        self.play(Create(at_one), Create(self.line), run_time=0.8)
        origin = self.right.point(0, 1)
        self.deep = Polyline(np.vstack([origin, origin]), self.theme["compare.deep"])
        self.add(self.deep)
        names, pieces = words.race_key(self.language), self._say("depth.pieces.y")
        self.key = self.key_over(self.right, names, pieces)
        self.play(FadeIn(self.key["compare.deep"]), run_time=0.4)
        self._show(0, self.line, at_one)
        self._show(1, self.deep, self.key["compare.deep"])

    def _grow(self, line: Polyline, at: Array) -> None:
        """The line goes on to one more point."""
        drawn = line.corners
        self.play(
            Reshape(line, lambda t: np.vstack([drawn, drawn[-1] + t * (at - drawn[-1])])),
            run_time=0.6,
        )
        dot = Dot(at, self.theme["compare.deep"]).set_z_index(3)
        self.play(FadeIn(dot, scale=0.3), run_time=0.4)
        self._show(1, dot)

    def tell_pieces(self) -> None:
        """As many neurons side by side make one piece more than they are."""
        plot, style = self.right, self.theme["compare.optimum"]
        n = np.array([0.0, 2.0 * panels.FOLDS])
        wide = Polyline(plot.points(n, n + 1), style)
        self.play(Create(wide), run_time=1.0)
        dot, name = Dot(wide.corners[-1], style), self.key["compare.optimum"]
        self.play(FadeIn(dot, name), run_time=0.5)
        self._show(1, wide, dot, name)

    def _name(
        self, role: str, corners: Array, taken: list[Array], side: tuple[int, int]
    ) -> VMobject:
        """The name of the deep or the shallow line, as near to its end as there is room."""
        ends = pairwise(corners[::-1])
        places = [a + t * (b - a) for a, b in ends for t in np.linspace(0, 0.9, 10)]
        text = words.race_key(self.language)[role]
        style = self.theme[role]
        return self.name_curve(text, style, self.right, np.array(places), taken, side)

    # -- x² -------------------------------------------------------------------------------------

    def tell_square(self) -> None:
        """The line x above the dashed x²; the axes right wait for the teeth."""
        theme, depth = self.theme, self.depth
        self.left = self._open_plot(0, "square")
        self.right = self._open_plot(1, "teeth", "", self._say("depth.teeth"))
        self.key = self.key_over(self.left, words.key(self.language))
        x, y = panels.unit_parabola()
        target = dashed(self.left.points(x, y), theme["target"])
        line = depth.sums[0]
        self.line = Polyline(self.left.points(line.x, line.y), theme["sum"]).set_z_index(3)
        parts = words.formula()
        place, width = self.layout.formula, self.layout.line.width
        pieces = formula(parts, 0.44, theme, place, width, self.layout.lines)
        self.terms = [
            pieces[0],
            *(VGroup(*pair) for pair in zip(pieces[1::2], pieces[2::2], strict=True)),
        ]
        self.play(Create(target), FadeIn(self.key["target"]), run_time=0.8)
        self.play(Create(self.line), FadeIn(self.key["sum"]), FadeIn(self.terms[0]), run_time=0.8)
        self._show(0, target, self.line, *self.key.values(), *self.terms)

    def tell_subtract(self, number: int) -> None:
        """The next teeth are drawn, then taken away: their region keeps their colour."""
        before, after = self.depth.sums[number : number + 2]
        teeth = before - after
        style = Style(self.theme.neuron(panels.COLORS[number]), self.theme["neuron"].width * 1.25)
        fill = self.theme["neuron"].opacity
        left, right = self.left, self.right
        drawn = Polyline(right.points(teeth.x, teeth.y), style)
        under = Band(*self._between(right, teeth, 0.0, 1.0), style.color, fill)
        self.play(Create(drawn), FadeIn(self.terms[number + 1]), run_time=0.8)
        self.play(FadeIn(under), run_time=0.4)
        x, high = teeth.x, before(teeth.x)

        def lower(share: float) -> Array:
            return left.points(x, high - share * teeth.y)

        region = Band(lower(0.0), left.points(x, high), style.color, fill)
        self.add(region, self.line)
        self.play(
            Reshape(self.line, lower),
            Reshape(region, lambda t: (lower(t), left.points(x, high))),
            run_time=1.2,
        )
        self.line.place(left.points(after.x, after.y))
        self._show(0, region)
        self._show(1, drawn, under)

    def _between(
        self, plot: Plot, f: PiecewiseLinear, low: float, high: float
    ) -> tuple[Array, Array]:
        return plot.points(f.x, low * f.y), plot.points(f.x, high * f.y)

    # -- the race -------------------------------------------------------------------------------

    def tell_wide(self) -> None:
        """The best error of one layer, over its neurons."""
        rows = self.depth.comparison.rows
        self.right = self._open_plot(
            1, "race", self._say("compare.x.neurons"), self._say("compare.y")
        )
        n, e = [row.breakpoints for row in rows], [row.optimum for row in rows]
        self.wide = self._points(n, e)
        self.narrow = self._points(
            [d.neurons for d in self.depth.deep], [d.error for d in self.depth.deep]
        )
        # Where the next beats will draw is kept free.
        at = self._points([self.depth.crossing.neurons], [self.depth.crossing.error])[0]
        self.ring = Circle(0.17, stroke_color=self.theme["error"].color, stroke_width=4)
        self.ring.move_to(at).set_z_index(4)
        self.taken = [self.wide, self.narrow, self._drop(), outline(self.ring)]
        self._race("compare.optimum", self.wide, (1, 1))

    def tell_race(self) -> None:
        """The error of the deep networks, on the same axes."""
        self._race("compare.deep", self.narrow, (-1, -1))

    def _points(self, neurons: list[int], errors: list[float]) -> Array:
        return self.right.points(np.log2(neurons), np.log10(errors))

    def _race(self, role: str, points: Array, side: tuple[int, int]) -> None:
        """One line of the race is drawn, with its points and its name."""
        style = self.theme[role]
        line = Polyline(points, style)
        dots = [Dot(at, style).set_z_index(3) for at in points]
        name = self._name(role, points, self.taken, side)
        self.taken.append(outline(name))
        self.play(Create(line), run_time=1.5)
        self.play(*(FadeIn(dot) for dot in dots), FadeIn(name), run_time=0.5)
        self._show(1, line, *dots, name)

    def _drop(self) -> Array:
        """From the crossing's shallow error down past its deep one to the axis of neurons."""
        n, e = np.log2(self.depth.crossing.neurons), np.log10(self.depth.shallow)
        low = self.right.vertical.low
        return self.right.points(np.array([n, n]), np.array([e, low]))

    def tell_crossing(self) -> None:
        """Where the lines have crossed; left, the errors of those two networks all along x."""
        depth, style, drop = self.depth, self.theme["error"], self._drop()
        places = drop[1] + np.linspace(0.1, 0.6, 20)[:, None] * (drop[0] - drop[1])
        count = words.count(depth, self.language)
        label = self.name_curve(count, style, self.right, places, self.taken, (-1, 0))
        line = Polyline(drop, Style(style.color, 1.6))
        self.play(Create(self.ring), Create(line), FadeIn(label), run_time=0.8)
        self.left = self._open_plot(0, "gap")
        key = self.key_over(self.left, words.race_key(self.language))
        head, sizes = self._gap_title()
        self.play(FadeIn(head), run_time=0.4)
        gaps = {"compare.optimum": depth.shallow_gap, "compare.deep": depth.deep_gap}
        for role, gap in gaps.items():
            curve = Polyline(self.left.points(*gap), Style(self.theme[role].color, 1.4))
            curve.joint_type = LineJointType.BEVEL
            self.play(Create(curve), FadeIn(key[role], sizes[role]), run_time=1.0)

    def _gap_title(self) -> tuple[VMobject, dict[str, VMobject]]:
        """What the two curves are, and how far each goes, in one row as wide as there is room."""
        size, at = self.layout.text, self.layout.formula
        title = words.gap_title(self.depth, self.language)
        head = write(title, size, self.theme["ink"].color, at)
        row, sizes = VGroup(head), {}
        for role, error in words.sizes(self.depth).items():
            place = float(row.get_right()[0]) + size, at[1]
            sizes[role] = write(error, size, self.theme[role].color, place)
            row.add(sizes[role])
        row.scale(min(1.0, self.layout.line.width / row.width), about_point=(*at, 0.0))
        return head, sizes
