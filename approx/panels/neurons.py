"""Small multiples: every neuron of every layer as a function of x, the output last."""

from __future__ import annotations

from dataclasses import dataclass

from approx.core.activations import activation_of
from approx.core.network import Network
from approx.core.piecewise import PiecewiseLinear
from approx.panels import target as targets
from approx.panels.axes import across, axis_for
from approx.panels.formula import affine
from approx.panels.primitives import Axis, Curve, Dots, Marker, Panel, markers
from approx.panels.rounding import FEWEST, digits_of
from approx.panels.target import excluded
from approx.style.languages import localised, say
from approx.subjects import Subject


@dataclass(frozen=True)
class Row:
    """One layer: its name and a panel per neuron, all with the same axes."""

    title: str
    panels: tuple[Panel, ...]


def build(subject: Subject, language: str = "en") -> tuple[Row, ...]:
    """One row per hidden layer, and the output with its target."""
    horizontal = across(subject.target, most=5)
    rows, color = [], 0
    digits = digits_of(subject.network, subject.domain)
    for layer, width in enumerate(subject.network.hidden_widths):
        lines = [subject.analysis.preactivation(layer, j) for j in range(width)]
        hinges = [subject.analysis.neuron(layer, j) for j in range(width)]
        vertical = axis_for([h.y for h in hinges], most=4)
        panels = tuple(
            _panel(name(subject.network, layer, j, language, digits), color + j, line, hinge,
                   horizontal, vertical)
            for j, (line, hinge) in enumerate(zip(lines, hinges, strict=True))
        )  # fmt: skip
        rows.append(Row(say("layer", language, n=layer + 1), panels))
        color += width
    f = subject.analysis.output
    target = targets.shape(subject.target)
    line = Curve("sum", *f.curve())
    vertical = axis_for([f.y, target.y], most=4)
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


def name(
    network: Network, layer: int, neuron: int, language: str = "en", digits: int = FEWEST
) -> str:
    """'ReLU(x − 2)' in the first layer, 'neuron 2' in the others."""
    if layer == 0:
        w, b = float(network.weights[0][neuron, 0]), float(network.biases[0][neuron])
        inner = localised(affine(w, b, digits)[0], language)
        return f"{activation_of(network.activations[0]).symbol.text}({inner})"
    return say("neuron.name", language, n=neuron + 1)


def _panel(
    title: str,
    color: int,
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


def _breakpoints(role: str, f: PiecewiseLinear, color: int | None) -> tuple[Marker, ...]:
    return markers(role, f.breakpoints, f(f.breakpoints), color)
