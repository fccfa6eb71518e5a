"""Neurons fold the plane: lines, regions, and the sheet above them, cut where the answer changes.

Render with `approx render SUBJECT folds`, or by itself with `manim render scenes/folds.py`.
"""

from __future__ import annotations

import numpy as np
from manim import Create, FadeIn, FadeOut, VGroup, VMobject

from approx.core._types import Array
from approx.core.network import Network
from approx.core.plane_target import PlaneTarget
from approx.core.regions import regions
from approx.outputs.stage.axes import axes
from approx.outputs.stage.diagram import Diagram
from approx.outputs.stage.folded_sheet import FoldedSheet, View
from approx.outputs.stage.geometry import Plot
from approx.outputs.stage.layout import Box
from approx.outputs.stage.plane_map import names_at_ends, target_map
from approx.outputs.stage.shapes import Playback, Polyline, Polylines, cubics, within
from approx.outputs.stage.story import Beat, Story
from approx.outputs.stage.text import paragraph, write
from approx.panels import diagram as diagrams
from approx.panels import folded_sheet as sheets
from approx.panels import half_planes
from approx.panels import plane as planes
from approx.panels.captions import folds as words
from approx.panels.captions.folds import say
from approx.style.theme import Style

#: Brighter bands where a neuron is larger: their number, and the opacity that each adds.
BANDS, OPACITY = 5, 0.1
#: Seconds of the first line's way, the second's and every further one's, all of these at most.
FIRST, SECOND, QUICK, BURST = 2.4, 1.5, 0.45, 7.0
#: Lines of the key are at least so far apart, by the size of their letters.
CLOSE = 1.35
#: From where the sheet is seen when it has been lifted, and where the camera goes then.
ABOVE, ASIDE, AROUND, BEYOND = View(), View(28, 32, 1), View(72, 30, 1), View(34, 36, 1)


class Folds(Story):
    """Any network of two inputs whose neurons fold; without a subject, two moons."""

    subject_name = "two-moons"

    def plan(self) -> list[Beat]:
        return [Beat(*beat) for beat in words.beats(self.plane, self.language)]

    def poster(self) -> None:
        """The rectangle with its points or its zero line, and the network."""
        self.network: Network = self.plane.network
        self.weights, self.offsets = self.network.weights[0], self.network.biases[0]
        self.frame = half_planes.corners(self.plane.box)
        self.order = words.order(self.plane)
        across, up = planes.axes(self.plane, most=5)
        left, right = self._boxes()
        self.plot = Plot(left, across, up)
        theme, layout = self.theme, self.layout
        self.sheet = sheets.build(self.plane)
        stage = Box(left.left, left.bottom, left.right, left.top)
        size = 0.07 * (1.0 if len(self.sheet.points) < 100 else 0.75)
        self.folded = FoldedSheet(self.sheet, stage, theme, size)
        self.folded.center_of_stage(layout.below_title)
        self.ground = axes(self.plot, theme, layout.small)
        self.names = names_at_ends(
            self.plot, theme, layout.small, layout.line.left, layout.line.right
        )
        parts = diagrams.build(self.plane, self.language)
        self.diagram = Diagram(
            parts, right, theme, layout.small, layout.width < layout.height, plain=True,
            smallest=layout.smallest,
        )  # fmt: skip
        self.diagram.fade_hidden()
        at = (right.left + right.width / 2, right.bottom - 1.5 * layout.text)
        self.tally_at = at
        self.tally: VMobject = self._tally(1)
        self.folds = VGroup()
        self.add(self.title_text(), self.ground, self.names, self.diagram, self.tally)
        self.dots = self.folded.dots
        self.add(*self.dots)
        self.wanted = VGroup()
        if isinstance(self.plane.target, PlaneTarget):
            self.wanted = target_map(self.plane, self.plot, theme)
            self.add(self.wanted)
        self.lit = VGroup()

    def _boxes(self) -> tuple[Box, Box]:
        """The plane as a square, and beside or below it the network."""
        layout, small = self.layout, self.layout.small
        content = layout.below_title
        if layout.height > layout.width:
            side = min(content.width - 1.2, 0.53 * content.height)
            left = content.left + min(1.3, (content.width - side) / 2 + 0.3)
            plane = Box(left, content.top - side, left + side, content.top)
            below = Box(content.left, content.bottom + 1.3, content.right, plane.bottom - 1.0)
            return plane, below
        side = min(content.height - 2.6 * small, 0.5 * content.width)
        left = content.left + 2.6 * small
        bottom = content.bottom + 2.2 * small
        plane = Box(left, bottom, left + side, bottom + side)
        room = 0.09 * content.width
        network = Box(plane.right + room, bottom + 2.2 * layout.text, content.right, plane.top)
        return plane, network

    def _tally(self, count: int) -> VMobject:
        text = words.tally(count, self.language)
        return write(text, self.layout.text, self.theme["quiet"].color, self.tally_at, "center")

    def _recount(self, count: int) -> None:
        new = self._tally(count)
        self.remove(self.tally)
        self.add(new)
        self.tally = new

    def tell_setup(self) -> None:
        """The data, and the empty plane."""
        seconds = self.seconds(1.6)
        for _ in range(times := max(round(seconds / 1.6), 1)):
            self.play(*self.diagram.flow(), run_time=seconds / times)

    # -- lines -----------------------------------------------------------------------------------

    def tell_neuron(self, number: int) -> None:
        """One line slides in, with the side on which its neuron is on."""
        if number == 0 and len(self.wanted):
            self.play(FadeOut(self.wanted), run_time=0.4)
        self._slide(number, self.seconds(FIRST if number == 0 else SECOND), turns=number > 0)

    def tell_rest(self) -> None:
        """The other lines, quickly."""
        width = self.network.hidden_widths[0]
        for number in range(2, width):
            self._slide(number, max(min(QUICK, BURST / (width - 2)), self.seconds(0) / (width - 2)))

    def _slide(self, number: int, seconds: float, turns: bool = False) -> None:
        """A neuron's line comes into its place, and its side lights up; it may turn before."""
        neuron = self.order[number]
        w, b = self.weights[neuron], float(self.offsets[neuron])
        values = self.frame @ w + b
        color = self.theme.neuron(planes.color_of(self.network, 0, neuron))
        inside = float(values.min()) < 0 < float(values.max())
        look = {"stroke_width": 0, "fill_color": color, "fill_opacity": OPACITY}
        lit = [VMobject(**look) for _ in range(BANDS)]
        line = Polylines(Style(color, self.theme["crease"].width * 1.9)).set_z_index(3)
        moving = VGroup(*lit, line)
        step = float(np.ptp(values)) / BANDS if values.max() > 0 else 1.0

        middle, angle = self.frame.mean(axis=0), float(np.arctan2(w[1], w[0]))

        def show(share: float) -> None:
            weights, bias = w, b - (1 - share) * (float(values.max()) if inside else 0.0)
            if turns and inside:
                to = angle + 0.5 * np.pi * (1 - _eased(min(2 * share, 1.0)))
                weights = np.hypot(*w) * np.array([np.cos(to), np.sin(to)])
                late = _eased(max(2 * share - 1, 0.0))
                bias = late * b - (1 - late) * float(weights @ middle)
            for k, band in enumerate(lit):
                places = half_planes.half(self.frame, weights, bias - k * step)
                band.points = self._polygon(places)
            found = half_planes.line(self.frame, weights, bias)
            line.place([self._points(found)] if len(found) else [])

        lighten = self.diagram.light(1, neuron)
        show(0.0)
        rate = (lambda t: t) if turns else _eased
        leave = [FadeOut(band, rate_func=within(0.0, 0.5)) for band in self.lit]
        self.play(Playback(moving, lambda t: show(rate(t)), (0.0, 1.0), seconds), *lighten, *leave,
                  run_time=seconds)  # fmt: skip
        show(1.0)
        self.lit = VGroup(*lit)
        self._recount(self._regions_of_first(number + 1))
        if number + 1 == len(self.weights):
            self.play(*(FadeOut(band) for band in lit), run_time=0.3)
        line.set_stroke(width=line.get_stroke_width() / 1.9 * 1.2)
        self.folds.add(line)

    def _points(self, places: Array) -> Array:
        return self.plot.points(places[:, 0], places[:, 1])

    def _polygon(self, places: Array) -> Array:
        if len(places) < 3:
            return np.zeros((0, 3))
        return cubics(self._points(np.vstack([places, places[:1]])))

    def _regions_of_first(self, count: int) -> int:
        """How many regions the first neurons of the first layer make."""
        first = self.order[:count]
        part = Network(
            [self.weights[first], np.ones((1, count))], [self.offsets[first], [0.0]],
            (self.network.activations[0], "identity"),
        )  # fmt: skip
        return len(regions(part, self.plane.box))

    # -- further layers --------------------------------------------------------------------------

    def tell_layer(self, number: int) -> None:
        """The creases of a deeper layer, which bend at those before."""
        layer = number
        made = self.plane.regions.creases
        shapes = VGroup()
        lighten = []
        for neuron in range(self.network.hidden_widths[layer]):
            color = self.theme.neuron(planes.color_of(self.network, layer, neuron))
            line = Polylines(Style(color, self.theme["crease"].width * 1.2)).set_z_index(3)
            line.place([self._points(segment) for segment in made.of(layer, neuron)])
            shapes.add(line)
            lighten += self.diagram.light(layer + 1, neuron)
        drawn = [line for line in shapes if len(line.points)]
        many = max(len(drawn), 1)
        come = [
            Create(line, rate_func=within(0.5 * k / many, 0.5 * k / many + 0.5))
            for k, line in enumerate(drawn)
        ]
        self.play(*come, *lighten, run_time=self.seconds(3.0))
        self.folds.add(*drawn)
        if layer + 1 == self.network.depth:
            self._recount(len(self.plane.regions))

    # -- the sheet -------------------------------------------------------------------------------

    def tell_flat(self) -> None:
        """The regions fill with the network's values, from left to right."""
        self._recount(len(self.plane.regions))
        whole = [facet.points.copy() for facet in self.folded.facets]
        middles = [points.mean(axis=0) for points in whole]
        order = np.argsort(np.argsort([middle[0] for middle in middles])) / max(len(whole), 1)
        for facet in self.folded.facets:
            facet.set_z_index(-5)

        def show(at: float) -> None:
            for facet, points, middle, late in zip(
                self.folded.facets, whole, middles, order.tolist(), strict=True
            ):
                grown = _eased(min(max((at - 0.7 * late) / 0.3, 0.0), 1.0))
                facet.points = middle + grown * (points - middle)

        self.play(Playback(self.folded.facets, show, (0.0, 1.0), self.seconds(2.2)))

    def tell_lift(self) -> None:
        """The camera goes down, and the sheet rises."""
        self.remove(*self.folds, *self.dots)
        self.folded.show(ABOVE)
        self.folded.border.set_stroke(opacity=0)
        self.add(self.folded)
        self.play(FadeOut(self.diagram, self.tally, self.ground, self.names), run_time=0.5)
        self._fly(ABOVE, ASIDE, self.seconds(3.0))

    def _fly(self, start: View, end: View, seconds: float) -> None:
        def show(share: float) -> None:
            self.folded.show(start.towards(end, _eased(share)))

        self.play(Playback(self.folded, show, (0.0, 1.0), seconds))

    def tell_cut(self) -> None:
        """The level plane falls to zero; then the camera goes round."""
        folded, plane = self.folded, self.plane
        spent = 0.0
        if plane.classes and not plane.several:
            top = folded.highest()
            folded.ground.set_fill(opacity=0.14)
            folded.ground.set_stroke(opacity=1.0)

            def show(share: float) -> None:
                folded.drop = max((1 - _eased(share)) * top, 0.0)
                folded.show(ASIDE)

            spent = 1.6
            self.play(Playback(folded, show, (0.0, 1.0), spent))
        if len(folded.border):
            self.play(*(line.animate.set_stroke(opacity=1) for line in folded.border),
                      run_time=0.5)  # fmt: skip
            spent += 0.5
        if len(self.sheet.worst):
            self.play(folded.gap.animate.set_stroke(opacity=1), run_time=0.5)
            spent += 0.5
        self._fly(ASIDE, AROUND, self.seconds(5.0) - spent)

    def tell_top(self) -> None:
        """Back to the view from above: boundary and points in the plane."""
        folded = self.folded
        folded.ground.set_opacity(0)
        folded.gap.set_stroke(opacity=0)
        self._fly(AROUND, BEYOND, 1.6)
        self._fly(BEYOND, ABOVE, self.seconds(2.6))
        self.play(FadeIn(self.ground, self.names, self._key()), run_time=0.5)

    def _key(self) -> VGroup:
        """What boundary, areas and points mean, where the network stood."""
        layout, theme = self.layout, self.theme
        size, ink = layout.text, theme["ink"].color
        plane, right = self._boxes()
        if len(self.wanted):
            return self._wanted_beside(right)
        rows = VGroup()
        x = right.left if layout.wide or layout.height == layout.width else plane.left
        top, line = right.top - size, layout.line.right
        samples, tall = self._samples(), layout.height > layout.width
        room, usual = top - layout.content.bottom - 0.3 * size, (1.5 if tall else 1.9) * size
        # Many classes stand in two columns or closer, and where that is too close they are smaller.
        columns = 2 if tall and len(samples) * usual > room else 1
        lines = -(-len(samples) // columns)
        step = min(usual, room / max(lines - tall, 1))
        small, wide = min(size, step / CLOSE), (line - x) / columns
        for k, (sample, text) in enumerate(samples):
            left, y = x + k // lines * wide, top - k % lines * step
            sample.move_to((left + 0.6 * size, y + 0.3 * small, 0))
            at = (left + 1.7 * size, y)
            rows.add(sample, paragraph(text, small, ink, at, wide - 1.7 * size))
        if not tall:
            counted = words.tally(len(self.plane.regions), self.language)
            rows.add(write(counted, small, theme["quiet"].color, (x, top - lines * step)))
        return rows

    def _wanted_beside(self, room: Box) -> VGroup:
        """The function that it should be, as a map where the network stood."""
        layout, theme = self.layout, self.theme
        tall = layout.width < layout.height
        bottom = layout.content.bottom + 0.2 if tall else self.plot.box.bottom
        side = min(room.width, room.top - bottom - 1.3 * layout.text)
        left = room.left
        box = Box(left, bottom, left + side, bottom + side)
        plot = Plot(box, self.plot.horizontal, self.plot.vertical)
        at = (left, box.top + 0.5 * layout.text)
        name = self.plane.target.label.text if self.plane.target else ""
        name = say("folds.target", self.language, target=name)
        words = paragraph(name, layout.text, theme["ink"].color, at, layout.line.right - left, 1)
        return VGroup(target_map(self.plane, plot, theme), words)

    def _samples(self) -> list[tuple[VMobject, str]]:
        """A sample of everything that the last picture shows, and its name."""
        plane, folded, size = self.plane, self.folded, self.layout.text
        out: list[tuple[VMobject, str]] = []
        data = plane.data
        if data is not None and data.classes:
            for number in range(len(data.classes)):
                here = np.flatnonzero(data.numbers == number)
                if len(here):
                    dot = folded.dots[int(here[0])].copy().scale(1.5)
                    out.append((dot, words.named(plane, number, self.language)))
        if len(folded.border):
            style = self.theme["boundary"]
            line = Polyline(np.array([(0, 0, 0), (1.2 * size, 0, 0)]), style)
            out.append((line, say("plane.boundary", self.language)))
        return out


def _eased(share: float) -> float:
    """Slow at both ends."""
    return float(share * share * (3 - 2 * share))
