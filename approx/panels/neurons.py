"""Small multiples: every neuron of every layer as a function of x, the output last."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from approx.core.activations import activation_of
from approx.core.network import Network
from approx.core.piecewise import PiecewiseLinear
from approx.panels import owners
from approx.panels import target as targets
from approx.panels.axes import across, axis_for
from approx.panels.formula import PLAIN, affine
from approx.panels.frame import frame
from approx.panels.largest import largest, others
from approx.panels.primitives import Axis, Color, Curve, Dots, Marker, Panel, markers
from approx.panels.rounding import Digits, digits_of
from approx.panels.target import excluded
from approx.style.languages import localised, say
from approx.subjects import Subject

#: A network of at most so many neurons is drawn whole; of a larger one so many, and so many layers.
MOST, SOME, MOST_LAYERS = 24, 12, 6
#: With more breakpoints than this, dots would hide a small curve.
MOST_DOTS = 25


@dataclass(frozen=True)
class Row:
    """One layer: its name and a panel per neuron, all with the same axes.

    Attributes:
        more: how many neurons are left out, and how much they make; empty for none.
    """

    title: str
    panels: tuple[Panel, ...]
    more: str = ""


def build(subject: Subject, language: str = "en") -> tuple[Row, ...]:
    """One row per hidden layer, and the output with its target.

    A page holds :data:`MOST` neurons. Of larger networks it has of every layer those that matter
    most, and of more than :data:`MOST_LAYERS` layers the first ones and the last.
    """
    horizontal = across(subject.target, most=4)
    rows, network = [], subject.network
    digits = digits_of(subject)
    color = owners.colors(subject)
    for layer, shown in drawn(subject).items():
        lines = [subject.analysis.preactivation(layer, j) for j in shown]
        hinges = [subject.analysis.neuron(layer, j) for j in shown]
        vertical = axis_for([h.y for h in hinges], most=4)
        panels = tuple(
            _panel(name(network, layer, j, language, digits),
                   color(owners.number_of(subject, layer, j)), line, hinge, horizontal, vertical)
            for j, line, hinge in zip(shown, lines, hinges, strict=True)
        )  # fmt: skip
        more = others(subject, {layer: shown}, language)
        title = say("layer", language, n=layer + 1)
        if more:
            key = "largest.layer" if network.smooth else "largest.layer.bend"
            title = say(key, language, layer=title, n=len(shown))
        rows.append(Row(title, panels, more))
    f = subject.analysis.output
    target = targets.shape(subject.target)
    line = Curve("sum", *f.curve())
    vertical = frame(np.concatenate([f.y, target.y]), most=4)
    output = Panel(
        title=f"f, {targets.name(subject.target, language)}",
        horizontal=horizontal,
        vertical=vertical,
        bands=excluded(subject.target, vertical),
        curves=(target, line) if isinstance(target, Curve) else (line,),
        markers=_breakpoints("sum", f, None),
        dots=(target,) if isinstance(target, Dots) else (),
    )
    return (*rows, Row(say("output", language), (output,)))


def drawn(subject: Subject) -> dict[int, list[int]]:
    """The neurons that have a panel, by layer."""
    widths = subject.network.hidden_widths
    if sum(widths) <= MOST:
        return {layer: list(range(width)) for layer, width in enumerate(widths)}
    half = MOST_LAYERS // 2
    depth = len(widths)
    layers = range(depth) if depth <= MOST_LAYERS else [*range(half), *range(depth - half, depth)]
    each = max(2, SOME // len(layers))
    return {layer: largest(subject, layer, each) for layer in layers}


def name(
    network: Network, layer: int, neuron: int, language: str = "en", digits: Digits = PLAIN
) -> str:
    """'ReLU(x − 2)' in the first layer, 'neuron 2' in the others."""
    if layer == 0:
        w, b = float(network.weights[0][neuron, 0]), float(network.biases[0][neuron])
        inner = localised(affine(w, b, digits.weight, digits.x)[0], language)
        return f"{activation_of(network.activations[0]).symbol.text}({inner})"
    return say("neuron.name", language, n=neuron + 1)


def _panel(
    title: str,
    color: Color,
    line: PiecewiseLinear,
    hinge: PiecewiseLinear,
    horizontal: Axis,
    vertical: Axis,
) -> Panel:
    before = Curve("before", *line.curve(), neuron=None)
    after = Curve("neuron", *hinge.curve(), neuron=color)
    return Panel(
        title, horizontal, vertical,
        curves=(before, after), markers=_breakpoints("neuron", hinge, color),
    )  # fmt: skip


def _breakpoints(role: str, f: PiecewiseLinear, color: Color | None) -> tuple[Marker, ...]:
    if len(f.breakpoints) > MOST_DOTS:
        return ()
    return markers(role, f.breakpoints, f(f.breakpoints), color)
