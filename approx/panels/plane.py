"""Two inputs: regions, creases, the decision boundary, and the folded sheet above them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from approx.core._types import Array
from approx.panels.axes import axis
from approx.panels.primitives import Axis
from approx.style.languages import number, say
from approx.subjects.plane import Plane


@dataclass(frozen=True)
class Crease:
    """A fold line: segments of shape (s, 2, 2), made by one hidden unit."""

    segments: Array
    neuron: int  # counted over all layers


@dataclass(frozen=True)
class PlanePicture:
    """What both pictures of a plane show.

    Attributes:
        facets: corners (x, y, f) of every region, cut where f = 0, shape (k, 3).
        heights: mean of f over each facet's corners.
        boundary: where f = 0, segments of shape (s, 2, 2).
        creases: visible folds, those of one unit together.
        dots: (x, y, f) of the marked places, shape (n, 3); none where there is data.
        data: (x, y, class) of the data, shape (n, 3).
    """

    horizontal: Axis
    vertical: Axis
    height: Axis
    facets: list[Array]
    heights: Array
    boundary: Array
    creases: tuple[Crease, ...]
    dots: Array
    data: Array


def build(plane: Plane) -> PlanePicture:
    """The regions of a plane, ready to draw."""
    cut = plane.regions
    offsets = np.cumsum([0, *plane.network.hidden_widths])
    creases = cut.creases
    seen = creases.gradient_changes > 1e-12 * max(
        1.0, float(creases.gradient_changes.max(initial=0.0))
    )
    owners = sorted(
        {(int(a), int(b)) for a, b in zip(creases.layers, creases.neurons, strict=True)}
    )
    made = []
    for layer, neuron in owners:
        mask = (creases.layers == layer) & (creases.neurons == neuron) & seen
        if mask.any():
            made.append(Crease(creases.segments[mask], int(offsets[layer]) + neuron))
    (x0, x1), (y0, y1) = plane.box
    marked = {} if plane.data else plane.points
    facets = cut.sheet_cut_at(0.0)
    low, high = float(cut.values.min()), float(cut.values.max())
    return PlanePicture(
        horizontal=axis(x0, x1),
        vertical=axis(y0, y1),
        height=axis(low, high if high > low else low + 1, most=5),
        facets=facets,
        heights=np.array([facet[:, 2].mean() for facet in facets]),
        boundary=cut.level_set(0.0),
        creases=tuple(made),
        dots=np.array([(*place, value) for place, value in marked.items()]).reshape(-1, 3),
        data=np.array(plane.data, dtype=float).reshape(-1, 3),
    )


def verdict(plane: Plane, language: str = "en") -> str:
    """How many regions, and how much of the box lies above zero."""
    (x0, x1), (y0, y1) = plane.box
    share = plane.regions.area_above(0.0) / ((x1 - x0) * (y1 - y0))
    return say("plane.verdict", language, n=len(plane.regions), share=number(100 * share, 3))


def alt(plane: Plane, language: str = "en") -> str:
    """The picture in words."""
    return f"{plane.title(language)}. {verdict(plane, language)}."
