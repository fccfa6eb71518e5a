"""Points of the plane in classes, as textbooks have them: from a seed, rounded to hundredths."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from approx.core._types import Array

#: (x, y, class) of every point.
Points = tuple[tuple[float, float, int], ...]


def corners(count: int = 20, noise: float = 0.12, seed: int = 1) -> Points:
    """Exclusive or: clouds at the unit square's corners; class 1 where one coordinate is 1."""
    places = [(0, 0), (1, 1)], [(0, 1), (1, 0)]
    clouds = [np.repeat(np.array(pair, dtype=float), count, axis=0) for pair in places]
    return _blurred(clouds, noise, seed)


def ring(count: int = 60, noise: float = 0.1, seed: int = 1) -> Points:
    """A ring of radius 3/2, class 1, and what lies inside and outside of it."""
    angle = 2 * np.pi * np.arange(count) / count
    circle = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    third = count // 3
    inside = 0.55 * circle[::3] * np.sqrt((np.arange(third)[:, None] + 0.5) / third)
    outside = 2.2 * circle[::2]
    return _blurred([np.concatenate([inside, outside]), 1.5 * circle], noise, seed)


def two_spirals(count: int = 60, noise: float = 0.03, seed: int = 1) -> Points:
    """Two arms that wind one and a half times around the middle, one class each."""
    share = np.sqrt(np.linspace(0.03, 1, count))[:, None]
    angle = 3 * np.pi * share
    arm = 2 * share * np.concatenate([np.cos(angle), np.sin(angle)], axis=1)
    return _blurred([arm, -arm], noise, seed)


def blobs(
    middles: Sequence[tuple[float, float]] = ((-1.2, -0.8), (1.2, -0.6), (0.0, 1.3)),
    count: int = 30, noise: float = 0.45, seed: int = 1,
) -> Points:  # fmt: skip
    """A cloud around each middle, one class each."""
    clouds = [np.repeat(np.array([middle]), count, axis=0) for middle in middles]
    return _blurred(clouds, noise, seed)


def _blurred(classes: Sequence[Array], noise: float, seed: int) -> Points:
    """Class after class, every coordinate moved by normal noise of that standard deviation."""
    places = np.concatenate(classes)
    blur = noise * np.random.default_rng(seed).standard_normal(places.shape)
    kinds = np.repeat(np.arange(len(classes)), [len(part) for part in classes])
    moved = np.round(places + blur, 2)
    return tuple((float(x), float(y), int(kind)) for (x, y), kind in zip(moved, kinds, strict=True))
