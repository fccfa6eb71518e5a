"""A network of two inputs along straight lines: exact functions of one number."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from approx.core._types import Array
from approx.core.exact import analyse
from approx.core.network import Network
from approx.core.plane_target import PlaneTarget
from approx.panels.axes import axis_for
from approx.panels.plane import axes, level, value_name
from approx.panels.primitives import Curve, Panel, markers
from approx.style.languages import number, say
from approx.style.shades import class_place
from approx.subjects.plane import Plane

#: Places along a line at which a target is drawn.
PLACES = 401


@dataclass(frozen=True)
class Slice:
    """The network along one line, and how many breakpoints it has there."""

    panel: Panel
    breakpoints: int


def along(network: Network, start: Array, way: Array) -> Network:
    """The network of t that is `network` at start + t · way.

    >>> plane = Network([[[1, 1]], [[2]]], [[0], [1]])
    >>> float(along(plane, np.array([0.0, 1.0]), np.array([1.0, 0.0]))(2.0))
    7.0
    """
    first = network.weights[0]
    weights = [(first @ way)[:, None], *network.weights[1:]]
    biases = [first @ start + network.biases[0], *network.biases[1:]]
    return Network(weights, biases, network.activations)


def unsupported_reason(plane: Plane) -> str | None:
    """Why there are no slices to show; None when there are."""
    if plane.network.skips:
        return "it has skip edges, which this does not show yet"
    return "its neurons are smooth: they do not fold" if plane.logits.smooth else None


def build(plane: Plane, language: str = "en") -> tuple[Slice, Slice]:
    """The network along both middle lines of the rectangle: y fixed, then x fixed."""
    middle = np.array([(a + b) / 2 for a, b in plane.box])
    return _slice(plane, 0, middle, language), _slice(plane, 1, middle, language)


def _slice(plane: Plane, axis: int, middle: Array, language: str) -> Slice:
    way = np.zeros(2)
    way[axis] = 1.0
    start = np.where(way == 1.0, 0.0, middle)
    line = along(plane.logits, start, way)
    parts = [line.component(k) if plane.several else line for k in range(line.outputs)]
    curves, found = [], 0
    for k, part in enumerate(parts):
        f = analyse(part, plane.box[axis]).output
        neuron = class_place(k, len(parts)) if plane.several else None
        label = plane.classes[k] if plane.several else ""
        curves.append(Curve("neuron" if plane.several else "sum", *f.curve(), neuron, label))
        found = max(found, len(f.breakpoints))
        dots = () if plane.several else markers("sum", f.breakpoints, f(f.breakpoints))
    if isinstance(plane.target, PlaneTarget):
        t = np.linspace(*plane.box[axis], PLACES)
        values = plane.target(start + t[:, None] * way)
        curves.insert(0, Curve("target", t, values, label=plane.target.label.text))
    across, up = axes(plane)
    span, other = (across, up) if axis == 0 else (up, across)
    fixed = number(float(middle[1 - axis]))
    name = say("slices.at", language, value=value_name(plane), name=other.name, place=fixed)
    vertical = replace(
        axis_for([curve.y for curve in curves], most=5, zero=level(plane) == 0.0), name=name
    )
    return Slice(Panel("", span, vertical, curves=tuple(curves), markers=dots), found)
