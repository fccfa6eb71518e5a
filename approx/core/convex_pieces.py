"""A target as polynomials on convex or concave pieces: all that its error needs elsewhere.

On such a piece the distance from a straight line turns at one place at most, so the page measures
errors exactly in a browser, without the target's formula.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.polynomial import chebyshev

from approx.core._types import Array
from approx.core.polynomials import polynomials as batches
from approx.core.target import Target
from approx.system.errors import InputError

#: Trailing coefficients below this share of the polynomial's largest are rounding.
NEGLIGIBLE = 2e-16
#: A target that changes by less than this share of its size on a cell is resolved there.
FLAT = 1e-13
#: Unresolved cells are cut again at most so many times, and only if they are so few.
ROUNDS, MOST_UNRESOLVED = 3, 8
#: A root this far off the real line, on a piece of length 2, may be one.
NEAR = 1e-6


@dataclass(frozen=True)
class Polynomial:
    """The target on [left, right] as a Chebyshev series of that interval."""

    left: float
    right: float
    coefficients: Array  # (degree + 1,)


@dataclass(frozen=True)
class ConvexPieces:
    """A target over its domain.

    Attributes:
        polynomials: in order, each resolved to rounding.
        pieces: (left, right, number of its polynomial), in order; each convex or concave.
    """

    polynomials: tuple[Polynomial, ...]
    pieces: tuple[tuple[float, float, int], ...]


def convex_pieces(target: Target) -> ConvexPieces:
    """Cut a target into polynomials, and these where their second derivative changes sign.

    Raises:
        InputError: when no polynomials resolve it.
    """
    cells = target.cells(target.pieces())
    polynomials = sorted(_polynomials(target, *cells, ROUNDS), key=lambda p: p.left)
    pieces = []
    for number, polynomial in enumerate(polynomials):
        ends = [polynomial.left, *_inflections(polynomial), polynomial.right]
        pieces += [(lo, hi, number) for lo, hi in pairwise(ends) if lo < hi]
    return ConvexPieces(tuple(polynomials), tuple(pieces))


def _polynomials(target: Target, left: Array, right: Array, rounds: int) -> list[Polynomial]:
    """The polynomials of the cells; an unresolved cell, as at a root's tip, is cut again."""
    scale = target.size()
    polynomials: list[Polynomial] = []
    for batch in batches(target, left, right):
        unresolved = 0 if batch.resolved else len(batch.left)
        for lo, hi, row in zip(batch.left, batch.right, batch.coefficients, strict=True):
            flat = np.ptp(target(np.linspace(lo, hi, 9))) <= FLAT * scale
            if batch.resolved or flat:
                polynomials.append(Polynomial(float(lo), float(hi), _trimmed(row)))
            elif rounds > 1 and unresolved <= MOST_UNRESOLVED:
                polynomials += _polynomials(target, np.array([lo]), np.array([hi]), rounds - 1)
            else:
                raise InputError(
                    f"{target.label.text} cannot be resolved near x = {float(lo):.6g}; "
                    "choose an interval without that place: --on A B"
                )
    return polynomials


def _trimmed(coefficients: Array) -> Array:
    """Without the last coefficients that are rounding."""
    kept = np.flatnonzero(np.abs(coefficients) > NEGLIGIBLE * np.abs(coefficients).max())
    return coefficients[: kept[-1] + 1] if len(kept) else coefficients[:1]


def _inflections(polynomial: Polynomial) -> list[float]:
    """Where the second derivative changes sign inside (left, right)."""
    if len(polynomial.coefficients) < 4:
        return []
    roots = chebyshev.chebroots(chebyshev.chebder(polynomial.coefficients, 2))
    real = roots.real[(np.abs(roots.imag) < NEAR) & (np.abs(roots.real) < 1)]
    middle = (polynomial.left + polynomial.right) / 2
    half = (polynomial.right - polynomial.left) / 2
    return sorted({float(middle + half * u) for u in real})
