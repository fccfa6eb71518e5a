"""A target as polynomials: pieces on which a Chebyshev interpolant has decayed to rounding.

Coefficients see only the nodes. So a piece of a target with an `enclose` is accepted only where its
bounds leave no room for more between the nodes: a narrow spike is cut out, never missed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.polynomial import chebyshev

from approx.core._types import Array, Booleans
from approx.core.enclosure import wobble
from approx.core.target import Target

#: Coefficients below this share of the largest value count as rounding.
RESOLVED = 4e-15
#: A piece is halved at most this often before it is called unresolved.
HALVINGS = 30
#: More open pieces than this are not halved again.
MOST_PIECES = 2048
EPS = float(np.finfo(float).eps)
#: Degrees tried on a piece before it is halved.
DEGREES = (8, 16, 32)
#: A target may be so much off its chords without being seen, as a share of its size.
UNSEEN = 1e-3
#: So much of a piece at either end is not asked about.
EDGE = 1e-7
#: And may bend so many times as much as its polynomial.
BENT = 8.0


@dataclass(frozen=True)
class Polynomials:
    """Pieces on which the target is one polynomial each, all of one degree."""

    left: Array  # (pieces,)
    right: Array  # (pieces,)
    coefficients: Array  # (pieces, degree + 1), Chebyshev, on [-1, 1]
    resolved: bool = True


def polynomials(target: Target, left: Array, right: Array) -> list[Polynomials]:
    """Cut the cells [left, right] further until the target is resolved."""
    scale = float(np.abs(target(np.r_[left, right])).max(initial=0.0))
    done: list[Polynomials] = []
    for halving in range(HALVINGS + 1):
        hidden: list[tuple[Array, Array]] = []
        for degree in DEGREES:
            if not len(left):
                break
            c = interpolate(target, left, right, degree)
            scale = max(scale, float(np.abs(c[np.isfinite(c)]).max(initial=0.0)))
            # Judged against this piece's own size, floored by what float64 sees of the whole,
            # and by how much f moves when x is rounded.
            size = np.maximum(np.abs(c).max(axis=1), 1e-3 * scale)
            far = np.maximum(np.abs(left), np.abs(right))
            moved = EPS * far * (np.abs(c) @ np.arange(degree + 1)) / ((right - left) / 2)
            good = np.abs(c[:, -3:]).max(axis=1) <= RESOLVED * size + moved
            tiny = (right - left) <= 4 * EPS * far
            last = degree == DEGREES[-1] and (halving == HALVINGS or len(left) > MOST_PIECES)
            bad = ~good & (last | tiny)
            # What the nodes may miss, more nodes may miss too: such a piece is halved.
            hides = np.zeros(len(left), bool)
            if halving < HALVINGS and len(left) <= MOST_PIECES:
                ask = good & ~tiny  # a few floats have no area to hide anything in
                hides[ask] = _hides(target, left[ask], right[ask], c[ask], scale)
                hidden.append((left[hides], right[hides]))
            good &= ~hides
            for kind, resolved in ((good, True), (bad, False)):
                if kind.any():
                    done.append(Polynomials(left[kind], right[kind], c[kind], resolved))
            left, right = (end[~(good | bad | hides)] for end in (left, right))
        left = np.concatenate([left, *(low for low, _ in hidden)])
        right = np.concatenate([right, *(high for _, high in hidden)])
        if not len(left):
            break
        middle = (left + right) / 2
        left, right = np.r_[left, middle], np.r_[middle, right]
    return done


def interpolate(target: Target, left: Array, right: Array, degree: int) -> Array:
    """Chebyshev coefficients of the target on every [left, right], shape (pieces, degree + 1)."""
    angle = np.pi * (np.arange(degree + 1) + 0.5) / (degree + 1)
    x = (left + right)[:, None] / 2 + (right - left)[:, None] / 2 * np.cos(angle)
    cosines = np.cos(np.outer(angle, np.arange(degree + 1)))
    c: Array = 2 / (degree + 1) * target(x) @ cosines
    c[:, 0] /= 2
    return c


def _hides(target: Target, left: Array, right: Array, c: Array, scale: float) -> Booleans:
    """Whether the target may do more on a piece than its polynomial does at the nodes."""
    if target.enclose is None or not len(left):
        return np.zeros(len(left), bool)
    # A jump within rounding of a declared break has no area, and the proof of the largest error
    # sees it.
    room, width = EDGE * (right - left), right - left
    enclosure = target.enclose(left + room, right - room)
    # The polynomial's own second derivative, at the nodes' spacing.
    second = chebyshev.chebder(c.T, 2) * (2 / width) ** 2
    bent = np.abs(chebyshev.chebval(np.linspace(-1, 1, 2 * c.shape[1]), second)).max(axis=1)
    most = np.maximum(np.abs(enclosure.bend[0]), np.abs(enclosure.bend[1]))
    return np.asarray((wobble(enclosure, width) > UNSEEN * scale) & ~(most <= BENT * bent))
