"""A target as polynomials, cut where it bends the other way: all that its error needs elsewhere.

On a section a straight line has at most one place where its distance from the target turns, so
whoever has the sections (the page, in a browser) measures exactly without the target's formula.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.polynomial import chebyshev

from approx.core._types import Array
from approx.core.error import polynomials
from approx.core.target import Target
from approx.system.errors import InputError

#: Trailing coefficients below this share of a piece's largest say nothing.
NOTHING = 2e-16
#: A target that moves less than this share of its size on a piece is known there.
FLAT = 1e-13
#: A piece this short, for where it is, holds no more numbers.
TINY = 4e-15
#: Unresolved pieces are cut again, so often and if there are no more than so many.
ROUNDS, MOST_ROUGH = 3, 8
#: A root this far off the real line, on a piece of length 2, may be one.
NEAR = 1e-6


@dataclass(frozen=True)
class Piece:
    """The target on [left, right] as a Chebyshev series of that interval."""

    left: float
    right: float
    coefficients: Array  # (degree + 1,)


@dataclass(frozen=True)
class Sections:
    """A target over its domain.

    Attributes:
        pieces: in order, each resolved to rounding.
        sections: (left, right, number of its piece), in order; one bend direction each.
    """

    pieces: tuple[Piece, ...]
    sections: tuple[tuple[float, float, int], ...]


def sections(target: Target) -> Sections:
    """Cut a target into pieces and sections.

    Raises:
        InputError: when no polynomials resolve it.
    """
    pieces = sorted(
        _pieces(target, *target.cells(target.pieces()), ROUNDS), key=lambda piece: piece.left
    )
    cut = []
    for number, piece in enumerate(pieces):
        ends = [piece.left, *_inflections(piece), piece.right]
        cut += [(lo, hi, number) for lo, hi in pairwise(ends) if lo < hi]
    return Sections(tuple(pieces), tuple(cut))


def _pieces(target: Target, left: Array, right: Array, rounds: int) -> list[Piece]:
    """The pieces of the cells; what stays unresolved, as a root's tip does, is cut further."""
    scale = target.size()
    found: list[Piece] = []
    for batch in polynomials(target, left, right):
        rough = 0 if batch.resolved else len(batch.left)
        for lo, hi, row in zip(batch.left, batch.right, batch.coefficients, strict=True):
            far = max(abs(lo), abs(hi))
            small = np.ptp(target(np.linspace(lo, hi, 9))) <= FLAT * scale
            if batch.resolved or small or hi - lo <= TINY * far:
                found.append(Piece(float(lo), float(hi), _trimmed(row)))
            elif rounds > 1 and rough <= MOST_ROUGH:
                found += _pieces(target, np.array([lo]), np.array([hi]), rounds - 1)
            else:
                raise InputError(
                    f"{target.label.text} cannot be resolved near x = {float(lo):.6g}; "
                    "choose an interval without that place: --on A B"
                )
    return found


def _trimmed(coefficients: Array) -> Array:
    """Without the last coefficients that are rounding."""
    kept = np.flatnonzero(np.abs(coefficients) > NOTHING * np.abs(coefficients).max())
    return coefficients[: kept[-1] + 1] if len(kept) else coefficients[:1]


def _inflections(piece: Piece) -> list[float]:
    """Where the second derivative changes sign, inside the piece."""
    if len(piece.coefficients) < 4:
        return []
    roots = chebyshev.chebroots(chebyshev.chebder(piece.coefficients, 2))
    real = roots.real[(np.abs(roots.imag) < NEAR) & (np.abs(roots.real) < 1)]
    middle, half = (piece.left + piece.right) / 2, (piece.right - piece.left) / 2
    return sorted({float(middle + half * u) for u in real})
