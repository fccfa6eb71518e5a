"""One neuron of the first layer as its moves: the number line turned, scaled, slid, then folded.

The neuron's number line lies on the input axis. The number that stands at x after all moves is
w·x + b: so the half turn of a negative weight is a half turn of the numbers, never of the graph,
and the graph is the number line lifted, each number n to the height n. At the end stands the
network's curve, where the neuron bends it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from approx.core._types import Array
from approx.core.activations import activation_of
from approx.panels import fit
from approx.panels import target as targets
from approx.panels.axes import across, axis, axis_for, ticks
from approx.panels.formula import PLAIN, Fragment, affine
from approx.panels.primitives import Axis, Curve, Dots, Panel
from approx.panels.rounding import Digits, digits_of
from approx.subjects import Subject

#: Plain text, mathtext and Typst.
Forms = tuple[str, str, str]
#: So many neurons of the first layer are shown, the first ones.
MOST_NEURONS = 4
#: The axes reach this far beyond the numbers they show.
ROOM = 1.12
#: A domain whose reach is so many times its width is far from zero; how far its own axes go below
#: zero, of what is above.
FAR, BELOW = 3.0, 0.35
#: An input lies so far from the ends of where it is chosen, as a share of that; the lesson's own.
INSIDE, LESSONS = 0.1, 3.0
#: A breakpoint of a smooth network is a neuron's where they are as close, as a share of the domain.
SAME = 1e-9


@dataclass(frozen=True)
class Pose:
    """Where the numbers stand: number n at distance n/scale from the shifted origin.

    Attributes:
        turn: in half turns, anticlockwise, 0 to 1.
        scale: the size of the weight; 0 when all numbers but zero have left.
        shift: where zero stands on the input axis.
        lift: of the whole graph; only where a weight of 0 leaves nothing to slide.
    """

    turn: float = 0.0
    scale: float = 1.0
    shift: float = 0.0
    lift: float = 0.0

    def places(self, numbers: Array) -> Array:
        """Where each number stands in the plane, in units of the input axis, shape (n, 2)."""
        far = np.asarray(numbers, dtype=float) / max(self.scale, 1e-12)
        angle = math.pi * self.turn
        return np.column_stack([self.shift + far * math.cos(angle), far * math.sin(angle)])


@dataclass(frozen=True)
class SingleNeuron:
    """Neuron `number` (from 0) of the first layer: ReLU(weight · x + bias)."""

    number: int
    weight: float
    bias: float
    digits: Digits = PLAIN  # of the subject's numbers

    @property
    def breakpoint(self) -> float | None:
        """Where its breakpoint is; None when it has none."""
        return None if self.weight == 0 else -self.bias / self.weight + 0.0

    @property
    def steps(self) -> tuple[str, ...]:
        """The moves that do something, in order."""
        moves = {"turn": self.weight != 1, "slide": self.bias != 0, "fold": True}
        return tuple(name for name, does in moves.items() if does)

    def line(self, x: Array) -> Array:
        """What it receives: w·x + b."""
        values: Array = self.weight * x + self.bias
        return values

    # -- the pose at share t of each move ---------------------------------------------------------

    def turned(self, t: float) -> Pose:
        """The half turn that a negative weight makes."""
        return Pose(turn=t if self.weight < 0 else 0.0)

    def scaled(self, t: float) -> Pose:
        """After the turn: the numbers move apart or together until the slope is the weight."""
        size = abs(self.weight)
        return Pose(turn=float(self.weight < 0), scale=size**t if size else 1.0 - t)

    def slid(self, t: float) -> Pose:
        """After turn and scale: zero slides to the breakpoint."""
        start = self.scaled(1.0)
        if self.breakpoint is None:
            return Pose(start.turn, start.scale, lift=t * self.bias)
        return Pose(start.turn, start.scale, shift=t * self.breakpoint)

    def chain(self) -> dict[str, Fragment]:
        """Step -> what the number line has become by then: x → −x → −x − 2 → ReLU(−x − 2)."""
        few, places = self.digits.weight, self.digits.x
        turned, inner = (affine(self.weight, b, few, places) for b in (0.0, self.bias))
        forms = {"start": ("x", "x", "x")}
        for step in self.steps:
            form = {"turn": turned, "slide": inner, "fold": self._folded(inner)}[step]
            forms[step] = (f" → {form[0]}", rf" \to {form[1]}", f"arrow.r space {form[2]}")
        return {
            step: Fragment(*form, neuron=self.number if step == "fold" else None)
            for step, form in forms.items()
        }

    def _folded(self, inner: Forms) -> Forms:
        """ReLU(inner); the first neuron says what that is."""
        form = _fold(inner)
        return _means_maximum(form, inner) if self.number == 0 else form

    def formula(self) -> Fragment:
        """ReLU(wx + b) with its numbers."""
        inner = affine(self.weight, self.bias, self.digits.weight, self.digits.x)
        return Fragment(*_fold(inner), neuron=self.number)


def _fold(inner: Forms) -> Forms:
    text, mathtext, typst = activation_of("relu").symbol
    return f"{text}({inner[0]})", f"{mathtext}({inner[1]})", f"{typst}({inner[2]})"


def _means_maximum(form: Forms, inner: Forms) -> Forms:
    """What ReLU does, in the words of mathematics: ReLU(x − 2) = max(0, x − 2)."""
    return (
        f"{form[0]} = max(0, {inner[0]})",
        rf"{form[1]} = \max(0, {inner[1]})",
        f"{form[2]} = max(0, {inner[2]})",
    )


@dataclass(frozen=True)
class Example:
    """One number on its way through a neuron.

    Attributes:
        x: the input.
        weighted: w·x.
        received: w·x + b.
        output: ReLU of it.
    """

    x: float
    weighted: float
    received: float
    output: float


@dataclass(frozen=True)
class NeuronGraphs:
    """The neurons shown, on axes they share; zero is in the middle, for there the line turns.

    Attributes:
        reach: the largest |x| of the domain.
        total: how many neurons the layer has.
    """

    subject: Subject
    neurons: tuple[SingleNeuron, ...]
    total: int
    reach: float
    horizontal: Axis
    vertical: Axis

    @property
    def domain(self) -> tuple[float, float]:
        """Of the subject."""
        return self.subject.domain

    @cached_property
    def curve(self) -> Panel:
        """The network beside its target, where it has one that is not its own."""
        subject, target = self.subject, targets.shape(self.subject.target)
        curves = [Curve("sum", *subject.analysis.output.curve())]
        dots: tuple[Dots, ...] = ()
        if isinstance(target, Dots):
            dots = (target,)
        elif not subject.target.own:
            curves.insert(0, target)
        axes = across(subject.target), fit.vertical(subject)
        return Panel("", *axes, curves=tuple(curves), dots=dots)

    @cached_property
    def bends(self) -> Mapping[int, float]:
        """Where that curve has a breakpoint at a shown neuron's own, by the neuron's number."""
        analysis, (low, high) = self.subject.analysis, self.domain
        seen = analysis.output.breakpoints
        if not self.subject.network.smooth:
            known = {c.neuron: c.x for c in analysis.slope_changes if c.layer == 0 and c.x in seen}
            return {h.number: known[h.number] for h in self.neurons if h.number in known}
        out = {}
        for neuron in self.neurons:
            at = math.inf if neuron.breakpoint is None else neuron.breakpoint
            near = seen[np.abs(seen - at) <= SAME * (high - low)]
            if len(near):
                out[neuron.number] = float(near[0])
        return out

    @property
    def chosen(self) -> SingleNeuron:
        """The neuron that is told in full: where there is most to see, not near the ends."""
        low, high = self.domain

        def merit(h: SingleNeuron) -> tuple[float, ...]:
            at = math.inf if h.breakpoint is None else h.breakpoint
            off = round(abs(2 * at - low - high) / (high - low), 6)  # 0 in the middle, 1 at an end
            known = h.number in self.bends, self.switches(h), self.shows(h.breakpoint)
            return (*known, len(h.steps), -off, h.number)

        return max(self.neurons, key=merit)

    def switches(self, neuron: SingleNeuron) -> bool:
        """Whether it is off for some inputs of the domain, and on for others."""
        low, high = self.domain
        return neuron.breakpoint is not None and low < neuron.breakpoint < high

    def examples(self) -> tuple[Example, ...]:
        """The numbers that go through the chosen neuron: one where it is off, one where it is on.

        Where it does not switch on the domain there is only one.
        """
        neuron, (low, high) = self.chosen, self.domain
        spans = [(low, high)]
        if self.switches(neuron):
            at = neuron.breakpoint or 0.0
            spans = [(low, at), (at, high)][:: 1 if neuron.weight > 0 else -1]
        out = []
        for x in (round_inside(*span) for span in spans):
            received = float(neuron.line(np.array([x]))[0])
            out.append(Example(x, neuron.weight * x, received, max(received, 0.0)))
        return tuple(out)

    @property
    def line(self) -> Axis:
        """A number line that shows all that the examples become, and zero."""
        values = [[e.x, e.weighted, e.received, e.output] for e in self.examples()]
        return axis_for([np.array(values)], most=9)

    def shows(self, breakpoint: float | None) -> bool:
        """Whether a breakpoint is within the axes."""
        return breakpoint is not None and abs(breakpoint) < self.horizontal.high

    def graph(self, pose: Pose) -> tuple[Array, Array]:
        """The line over the numbers: n lifted to the height n, inside the horizontal limits."""
        limit, top = self.horizontal.high, self.vertical.high
        if pose.scale == 0:
            ends = np.array([-limit, limit]) if abs(pose.lift) <= top else np.full(2, limit)
            return ends, np.clip(np.full(2, pose.lift), -top, top)
        # One unit of n moves this far along x; nothing at all half way through a turn.
        run = math.cos(math.pi * pose.turn) / pose.scale
        low, high = -top, top
        if abs(run) * top > 1e-9 * limit:
            first, last = sorted(((-limit - pose.shift) / run, (limit - pose.shift) / run))
            # A line that is out of view shrinks to a point of the border.
            low, high = np.clip([first, last], -top, top)
        n = np.array([low, high])
        return np.clip(pose.shift + run * n, -limit, limit), n

    @property
    def close(self) -> tuple[Axis, Axis] | None:
        """Axes of the domain alone, where it is far from zero; None where it is not."""
        low, high = self.domain
        if self.reach <= FAR * (high - low):
            return None
        ends = np.array([low, high])
        top = max(float(neuron.line(ends).max()) for neuron in self.neurons)
        if top <= 0:
            return None
        return axis(low, high, most=4), axis(-BELOW * top, ROOM * top, most=5)

    def folded(
        self, neuron: SingleNeuron, share: float, span: Axis | None = None
    ) -> tuple[Array, Array]:
        """The graph, its part below zero folded up by a share of its way.

        Args:
            span: the axis it reaches along; all of the shared one unless given.
        """
        span = span or self.horizontal
        x = np.array([span.low, span.high])
        before, at = neuron.line(x), neuron.breakpoint
        if at is not None and span.low < at < span.high:
            x, before = np.insert(x, 1, at), np.insert(before, 1, 0.0)
        return x, (1 - share) * before + share * np.maximum(before, 0.0)

    def numbers(self, neuron: SingleNeuron) -> Array:
        """The numbers its line shows: those of the input axis, and those it has after its moves."""
        numbers = {round(n, 12) for n in self._coarse()}
        if neuron.weight:
            numbers |= {round(n, 12) for n in self._fine(neuron)}
        return np.array(sorted(numbers))

    def opacity(self, neuron: SingleNeuron, pose: Pose, numbers: Array, em: float = 0.0) -> Array:
        """How visible each number is: within reach, of the step that suits the scale, and free.

        Args:
            em: the numbers' size in units of the axes; those whose graph runs through them are
                left out, which are low ones on the side where the numbers are written.
        """
        limit = self.horizontal.high
        far = np.hypot(*pose.places(numbers).T)
        seen: Array = np.clip((limit - far) / (0.07 * limit), 0.0, 1.0).astype(np.float64)
        facing = math.cos(math.pi * pose.turn)
        low = (-facing * numbers > 0) & (np.abs(numbers) < 2 * em)
        seen = seen * (1.0 - low * abs(facing))
        size = abs(neuron.weight)
        if size in {0.0, 1.0}:
            return seen
        done = math.log(max(pose.scale, 1e-300)) / math.log(size)
        rounded = np.round(numbers, 12)
        coarse, fine = (
            np.isin(rounded, np.round(step, 12)) for step in (self._coarse(), self._fine(neuron))
        )
        suits = np.where(coarse & fine, 1.0, np.where(fine, done, 1.0 - done))
        return np.asarray(seen * suits, dtype=float)

    def _coarse(self) -> Array:
        """The input's own numbers, and as many beyond the ends as may slide in."""
        return _multiples(self.horizontal, -3 * self.reach, 3 * self.reach)

    def _fine(self, neuron: SingleNeuron) -> Array:
        """The numbers in view at the end of the moves, and those that stood there before."""
        size = abs(neuron.weight) * self.horizontal.high
        span = axis(-size, size, most=5)
        seen = [_multiples(span, bias - size, bias + size) for bias in (0.0, neuron.bias)]
        return np.union1d(*seen)


def _multiples(span: Axis, low: float, high: float) -> Array:
    """The multiples of an axis' step in [low, high]."""
    step = span.ticks[1] - span.ticks[0]
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return np.array([step * k for k in range(first, last + 1)])


def round_inside(low: float, high: float) -> float:
    """An input well inside an interval: the lesson's 3, or the roundest number that is not 0.

    >>> round_inside(-3.0, -0.52), round_inside(-2.0, 4.0), round_inside(1950.0, 1962.25)
    (-2.0, 3.0, 1960.0)
    """
    room = INSIDE * (high - low)
    first, last = low + room, high - room
    if first <= LESSONS <= last:
        return LESSONS
    power = math.floor(math.log10(max(abs(first), abs(last)))) + 1
    while True:
        for step in (base * 10.0**power for base in (1, 0.5, 0.2)):
            every = np.arange(math.ceil(first / step), math.floor(last / step) + 1)
            if len(every := every[every != 0]):
                middle = (first + last) / (2 * step)
                return float(f"{every[np.abs(every - middle).argmin()] * step:.12g}")
        power -= 1


def build(subject: Subject) -> NeuronGraphs:
    """The first neurons of the first layer."""
    weights, biases = subject.network.weights[0][:, 0], subject.network.biases[0]
    pairs = list(zip(weights, biases, strict=True))[:MOST_NEURONS]
    digits = digits_of(subject)
    neurons = tuple(SingleNeuron(j, float(w), float(b), digits) for j, (w, b) in enumerate(pairs))
    reach = max(map(abs, subject.domain))
    # Both axes have the same scale: a turn is a turn, and the line y = x rises at 45°.
    both = axis(-ROOM * reach, ROOM * reach, most=5)
    return NeuronGraphs(subject, neurons, len(biases), reach, both, both)


def small(graphs: NeuronGraphs) -> tuple[Axis, Axis]:
    """The axes of a neuron's small picture: no more below zero than it takes to see the axis."""
    h, v = graphs.close or (graphs.horizontal, graphs.vertical)
    return h, Axis(-0.12 * v.high, v.high, ticks(0, v.high), ())
