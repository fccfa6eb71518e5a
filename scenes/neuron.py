"""One neuron turns or stretches the number line, slides it and cuts it off at zero.

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
    Flash,
    ShowPassingFlash,
    VGroup,
    VMobject,
    linear,
)

from approx.core._types import Array
from approx.outputs.stage.axes import axes, zero_lines
from approx.outputs.stage.geometry import Plot
from approx.outputs.stage.large_node import LargeNode
from approx.outputs.stage.layout import Box, cells
from approx.outputs.stage.number_line import NumberLine, Ruler, trails
from approx.outputs.stage.shapes import Dot, Polyline, Reshape, within
from approx.outputs.stage.story import Beat, Story
from approx.outputs.stage.text import Text, plated, write
from approx.outputs.stage.text import formula as typeset
from approx.panels import single_neuron as panels
from approx.panels.captions import neuron as words
from approx.panels.single_neuron import Pose, SingleNeuron
from approx.style.languages import number, say
from approx.style.theme import Style

#: How large a coin is when it has gone into a plate: it hides behind it.
HIDDEN = 0.7


class Neuron(Story):
    """Up to four neurons of the first layer; without a subject, the lesson's four."""

    subject_name = "parabola-4"

    def plan(self) -> list[Beat]:
        self.panel = panels.build(self.subject)
        return [Beat(*beat) for beat in words.beats(self.panel, self.language)]

    # -- one number -----------------------------------------------------------------------------

    def poster(self) -> None:
        """The neuron, large, its parts named; under it a number line with one number on it."""
        theme, layout, panel = self.theme, self.layout, self.panel
        self.size = max(0.72 * layout.text, layout.smallest)
        neuron, self.example = panel.chosen, panel.example()
        color = theme.neuron(neuron.number)
        top, bottom = self._one_number_boxes()
        show, digits = partial(words.shown, digits=neuron.digits.x), neuron.digits.weight
        values = {"weight": words.shown(neuron.weight, digits), "bias": show(neuron.bias)}
        names = words.parts(neuron, self.language)
        self.node = LargeNode(top, values, names, theme, color, self.size)
        self.ruler = Ruler(bottom, self.example.line, theme, self.size)
        self.coin = self.node.coin(show(self.example.x), "input")
        self.point = self._point(self.example.x)
        self.rows = self._calculation(bottom)
        self.add(self.title_text(), self.node, self.ruler, self.coin, self.point)

    def _one_number_boxes(self) -> tuple[Box, Box]:
        content = self.layout.content
        top, bottom = content.inset(top=-0.1).split(0.5, 0.2, rows=True)
        room = 0.15 * (top.width - 9.0) if top.width > 9.0 else 0.0
        return top.inset(left=room, right=room), bottom.inset(left=room + 0.3, right=room + 0.3)

    def _point(self, value: float) -> Dot:
        style = Style(self.theme.neuron(self.panel.chosen.number))
        dot = Dot(self.ruler.at(value), style, 1.6)
        dot.set_z_index(4)
        return dot

    def _calculation(self, box: Box) -> list[list[VMobject]]:
        """z and y with their numbers, over the number line, each stretch to be shown in turn."""
        out: list[list[VMobject]] = []
        size, ink = 1.1 * self.layout.text, self.theme["ink"].color
        y = box.top - 0.9 * size
        for pieces in words.calculation(self.panel):
            written: list[VMobject] = []
            x = box.left
            for text in pieces:
                piece = write(text, size, ink, (x, y))
                if piece.get_right()[0] > box.right + 0.3:  # goes on below
                    y -= 1.45 * size
                    piece = write(text, size, ink, (box.left + size, y))
                x = float(piece.get_right()[0]) + 0.36 * size
                written.append(piece)
            y -= 1.6 * size
            out.append(written)
        return out

    def tell_setup(self) -> None:
        """The number stands at the input, and on the number line; its way through lights up."""
        color, seconds = self.coin[0].get_stroke_color(), self.seconds(2.4)
        # Its rays end above the numbers of the ticks.
        self.play(Flash(self.point, color=color, line_length=0.13), run_time=0.6)
        steps = [
            FadeIn(row[0], rate_func=within(0.3 * k, 0.3 * k + 0.35))
            for k, row in enumerate(self.rows)
        ]
        way = ShowPassingFlash(self.node.way(), time_width=0.35, rate_func=linear)
        self.play(way, *steps, run_time=seconds - 0.6)

    def tell_weigh(self) -> None:
        """Through the weight: the point turns half round zero, or moves in or out."""
        e, neuron = self.example, self.panel.chosen
        seconds = self.seconds(2.2)
        into = self.coin.animate.move_to(self.node.at("weight")).scale(HIDDEN)
        self.play(into, run_time=0.4 * seconds)
        weighed = words.shown(e.weighted, neuron.digits.x)
        self._recoin(weighed, "weight", "weighed")
        zero = self.ruler.at(0.0)
        start, end = self.ruler.at(e.x) - zero, self.ruler.at(e.weighted) - zero
        half = np.pi if neuron.weight < 0 else 0.0

        def on_arc(t: float) -> Array:
            size = (1 - t) * abs(start[0]) + t * abs(end[0])
            angle = half * t + (np.pi if start[0] < 0 else 0.0)
            flat = 0.55 if half else 1.0  # the arc keeps clear of the formula
            at: Array = zero + size * np.array([np.cos(angle), flat * np.sin(angle), 0.0])
            return at

        self.play(Reshape(self.point, on_arc), FadeIn(self.rows[0][1]), run_time=0.6 * seconds)

    def tell_shift(self) -> None:
        """Into the sum: the bias slides the point."""
        e, seconds = self.example, self.seconds(2.0)
        self.play(self.coin.animate.move_to(self.node.at("sum")), run_time=0.4 * seconds)
        self._recoin(words.summed(self.panel, e.received), "sum")
        self._slide(e.weighted, e.received, self.rows[0][2], 0.6 * seconds)

    def tell_cut(self) -> None:
        """Through ReLU and out."""
        e, seconds = self.example, self.seconds(2.4)
        self.play(self.coin.animate.move_to(self.node.at("relu")), run_time=0.3 * seconds)
        self._recoin(words.summed(self.panel, e.output), "relu")
        self._slide(e.received, e.output, self.rows[1][1], 0.4 * seconds)
        self.play(self.coin.animate.move_to(self.node.at("output")), run_time=0.3 * seconds)

    def _slide(self, start: float, end: float, piece: VMobject, seconds: float) -> None:
        a, b = self.ruler.at(start), self.ruler.at(end)
        self.play(
            Reshape(self.point, lambda t: (1 - t) * a + t * b), FadeIn(piece), run_time=seconds
        )

    def _recoin(self, number: str, part: str, goes_on: str = "") -> None:
        """The coin gets the number that the part made of it, and may leave the part with it."""
        new = self.node.coin(number, goes_on or part)
        way = self.node.at(part) - self.node.at(goes_on or part)
        self.play(FadeOut(self.coin), FadeIn(new, shift=-way), run_time=0.4)
        self.coin = new

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
            *(FadeOut(part, rate_func=within(0.0, 0.35)) for part in self._of_one_number()),
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

    def _of_one_number(self) -> list[VMobject]:
        """All that goes when the axes come."""
        pieces = [piece for row in self.rows for piece in row]
        return [self.node, self.coin, self.point, self.ruler, *pieces]

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
        moves = [FadeOut(self.ground, self.numbers), FadeIn(ground)]
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

    def tell_all(self) -> None:
        """All neurons on the axes they share, each in its colour."""
        lines = [self._copy(h, self.smalls[h.number]) for h in self.panel.neurons]
        moves = [
            Reshape(line, self._between(h, self.smalls[h.number], self.plot))
            for line, h in zip(lines, self.panel.neurons, strict=True)
        ]
        (recipe,) = typeset([panels.recipe()], 0.42, self.theme, self.chain_at, 9.0)
        self.play(*moves, FadeIn(recipe), run_time=self.seconds(2.2))

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
        names = [number(n) for n in panel.numbers(neuron)]
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
        return dict(zip(parts, pieces, strict=True))

    def _keep(self, neuron: SingleNeuron) -> None:
        """A copy of the neuron goes to its small picture, its formula above it."""
        small = self.smalls[neuron.number]
        copy = self._copy(neuron, self.plot)
        name = self._small_name(neuron)
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
