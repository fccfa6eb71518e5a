"""The loss over two weights as a surface: a bowl, and the steps of a descent on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from approx.core._types import Array
from approx.panels.axes import axis
from approx.panels.descent import RATES, Descent
from approx.panels.primitives import Axis

#: The bowl's rim: its height above the least loss over the start's; and the faces of its surface.
RIM, FACES = 1.5, (12, 60)


@dataclass(frozen=True)
class Bowl:
    """The loss as a surface over the two weights.

    Attributes:
        faces: corners (u, v, loss), from the bottom up, shape (n, 4, 3).
        paths: rate -> the steps on the surface below its rim, segments of shape (s, 2, 3).
        spans: round axes of u, v and the loss.
    """

    faces: Array
    paths: Mapping[str, Array]
    spans: tuple[Axis, Axis, Axis]


def bowl(descent: Descent) -> Bowl:
    """The surface above the contours' ellipses, and the paths bent down onto it."""
    land = descent.land
    rim = RIM * (float(land.loss(*descent.start)) - land.least)
    circles, spokes = FACES
    angles = np.linspace(0, 2 * np.pi, spokes + 1)
    rings = np.array(
        [land.place(rim * share**2, angles) for share in np.linspace(0, 1, circles + 1)]
    )
    corners = np.dstack([rings, land.loss(rings[..., 0], rings[..., 1])])
    faces = np.stack(
        [corners[:-1, :-1], corners[1:, :-1], corners[1:, 1:], corners[:-1, 1:]], axis=2
    ).reshape(-1, 4, 3)
    top = land.least + rim
    low, high = (end(corners.reshape(-1, 3), axis=0) for end in (np.min, np.max))
    u, v = (axis(float(a), float(b), 4) for a, b in zip(low[:2], high[:2], strict=True))
    paths = {name: _lifted(descent, name, top) for name in RATES}
    return Bowl(faces, paths, (u, v, axis(min(0.0, float(low[2])), top, 4)))


def _lifted(descent: Descent, name: str, top: float) -> Array:
    """A path, every step bent down onto the surface, as far as the rim; shape (n, 2, 3)."""
    share = np.linspace(0, 1, 13)[:-1, None]
    fine = np.vstack([a + share * (b - a) for a, b in pairwise(descent.paths[name])])
    points = np.column_stack([fine, descent.land.loss(*fine.T)])
    pairs = np.stack([points[:-1], points[1:]], axis=1)
    return np.asarray(pairs[(pairs[:, :, 2] <= top).all(axis=1)])
