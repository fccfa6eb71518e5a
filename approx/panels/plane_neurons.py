"""Small maps of the plane: where every neuron is on, and how large it is there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from approx.core._types import Array
from approx.core.regions import regions
from approx.panels import half_planes
from approx.panels.plane import color_of
from approx.panels.primitives import Color
from approx.style.languages import say
from approx.subjects.plane import Plane

#: Bands of growing value, each darker than the one below.
BANDS = 5
#: A layer shows at most this many neurons, the first ones.
MOST = 16


@dataclass(frozen=True)
class NeuronMap:
    """One neuron over the plane.

    Attributes:
        title: its number in its layer.
        color: what its colour goes by.
        bands: polygons (k, 2) on which it is at least 0, 1/5, 2/5, … of its largest value.
        fold: where it switches on, segments of shape (s, 2, 2).
    """

    title: str
    color: Color
    bands: tuple[Array, ...]
    fold: Array


@dataclass(frozen=True)
class MapRow:
    """One layer: its name, its neurons, and how many are left out."""

    title: str
    maps: tuple[NeuronMap, ...]
    left_out: int


def build(plane: Plane, language: str = "en") -> tuple[MapRow, ...]:
    """One row per hidden layer."""
    rows = []
    for layer, width in enumerate(plane.network.hidden_widths):
        shown = range(min(width, MOST))
        maps = tuple(_map(plane, layer, neuron) for neuron in shown)
        rows.append(MapRow(say("layer", language, n=layer + 1), maps, width - len(shown)))
    return tuple(rows)


def _map(plane: Plane, layer: int, neuron: int) -> NeuronMap:
    sheet = regions(plane.network.neuron(layer, neuron), plane.box)
    fold = regions(plane.network.preactivation(layer, neuron), plane.box).level_set(0.0)
    top = float(sheet.values.max())
    bands = []
    for level in range(BANDS if top > 0 else 0):
        least = top * level / BANDS
        for corners, gradient, offset in zip(
            sheet.polygons, sheet.gradients, sheet.offsets, strict=True
        ):
            if not gradient.any() and offset <= least:
                continue  # off, or flat below
            part = half_planes.half(corners, gradient, float(offset) - least)
            if len(part) > 2:
                bands.append(part)
    color = color_of(plane.network, layer, neuron)
    return NeuronMap(str(neuron + 1), color, tuple(bands), np.asarray(fold))
