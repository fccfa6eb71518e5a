"""The loss over two weights as a surface: its levels and its lines of descent, with heights."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from approx.core._types import Array
from approx.panels.descent import Descent

#: Levels and lines of descent of the mesh, and points on each.
CIRCLES, SPOKES, POINTS = 7, 16, 61


@dataclass(frozen=True)
class Strand:
    """One line of the mesh.

    Attributes:
        places: pairs of weights, shape (n, 2).
        heights: the loss there, 0 at the least and 1 at the rim, shape (n,).
    """

    places: Array
    heights: Array


def mesh(descent: Descent) -> tuple[Strand, ...]:
    """The bowl up to the start's loss, the lines of descent first."""
    land = descent.land
    rim = float(land.loss(*descent.start)) - land.least
    strands = []
    for angle in np.arange(SPOKES) * 2 * np.pi / SPOKES:
        shares = np.linspace(0, 1, 13)
        places = np.array([land.place(rim * s**2, angle) for s in shares])
        strands.append(Strand(places, shares**2))
    around = np.linspace(0, 2 * np.pi, POINTS)
    for share in np.arange(1, CIRCLES + 1) / CIRCLES:
        strands.append(Strand(land.place(rim * share**2, around), np.full(POINTS, share**2)))
    return tuple(strands)
