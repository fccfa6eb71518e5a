"""Which neuron owns which breakpoint, and the colour each neuron has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from approx.panels.formula import Fragment
from approx.panels.primitives import Color, Marker
from approx.subjects import Subject

#: Up to so many neurons have a colour each.
MOST_COLORS = 10
#: A breakpoint so near to the left end, as a share of the domain, is drawn on it.
AT_END = 1e-9


def number_of(subject: Subject, layer: int, neuron: int) -> int:
    """A hidden unit's number over all layers."""
    return sum(subject.network.hidden_widths[:layer]) + neuron


def colors(subject: Subject) -> Callable[[int], Color]:
    """From a neuron's number over all layers to its colour.

    A colour each where they are few; of many neurons by layer, of one layer by the place of the
    neuron's breakpoint along x.
    """
    network = subject.network
    if network.hidden_units <= MOST_COLORS:
        return lambda number: number
    if network.depth > 1:
        last = network.depth - 1
        layers = np.repeat(np.arange(network.depth), network.hidden_widths)
        # An output with an activation of its own counts as one layer more.
        return lambda number: float(layers[number] / last) if number < len(layers) else 1.0
    a, b = subject.domain
    w, bias = network.weights[0][:, 0], network.biases[0]
    places = np.divide(-bias, w, out=np.full(len(w), a), where=w != 0)
    shares = np.clip((places - a) / (b - a), 0.0, 1.0)
    return lambda number: float(shares[number]) if number < len(shares) else 1.0


def coloring(subject: Subject) -> str:
    """How colours tell neurons apart: "neuron", "layer" or "place"."""
    if subject.network.hidden_units <= MOST_COLORS:
        return "neuron"
    return "layer" if subject.network.depth > 1 else "place"


def colored(formula: Sequence[Fragment], subject: Subject) -> list[Fragment]:
    """A formula whose terms have their neurons' colours, where each neuron has one of its own."""
    if coloring(subject) == "neuron":
        return list(formula)
    return [replace(part, neuron=None) for part in formula]


def breakpoints(subject: Subject) -> tuple[Marker, ...]:
    """The output's breakpoints on its curve, each in the colours of all its owners.

    The strongest owner comes first. A neuron of a single layer that switches at the left end of
    the domain has its place there.
    """
    analysis, f = subject.analysis, subject.analysis.output
    color = colors(subject)
    owners: dict[float, list[tuple[float, int]]] = defaultdict(list)
    for change in analysis.slope_changes:
        number = number_of(subject, change.layer, change.neuron)
        owners[change.x].append((-abs(change.jump), number))
    left = at_left(subject)
    if left:
        owners[float(f.x[0])] = [(0.0, number) for number in left]
    places = [x for x in f.breakpoints.tolist() if x in owners]
    places = [float(f.x[0]), *places] if left else places
    out = []
    for x in places:
        first, *others = dict.fromkeys(color(number) for _, number in sorted(owners[x]))
        y = float(f(x))
        out.append(Marker("neuron", x, y, y, first, tuple(others)))
    return tuple(out)


def at_left(subject: Subject) -> list[int]:
    """The neurons of a single layer that switch on at the left end of the domain."""
    network, (a, b) = subject.network, subject.domain
    if network.depth != 1 or network.smooth:
        return []
    w, bias, out = network.weights[0][:, 0], network.biases[0], network.weights[1][0]
    on = (w > 0) & (out != 0)
    places = np.divide(-bias, w, out=np.full(len(w), np.inf), where=w != 0)
    return [int(j) for j in np.flatnonzero(on & (np.abs(places - a) <= AT_END * (b - a)))]
