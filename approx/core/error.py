"""How far a piecewise-linear function is from a target: exactly, and proved where that can be.

On every piece the target is a polynomial to rounding; subtracting the piece's line is then exact,
the extrema are the roots of a polynomial (eigenvalues of the colleague matrix; Good 1961, Trefethen
2013, ch. 18) and L2 is a quadrature of a polynomial. A proof bounds the error between all places.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.polynomial import chebyshev
from numpy.polynomial.legendre import leggauss

from approx.core._types import Array
from approx.core.dataset import Dataset
from approx.core.piecewise import PiecewiseLinear
from approx.core.polynomials import RESOLVED, Polynomials, polynomials
from approx.core.proof import RESOLVED as PROVED
from approx.core.proof import ROUNDING, joined, prove
from approx.core.target import Target

#: Errors that differ by less than this share differ by rounding alone.
TIE = 1e-9
#: Peaks within this share of the largest error count as places where it is reached: the digits that
#: are printed do not tell them apart.
EQUAL = 1e-4
#: How often pieces are halved towards a place at which no polynomial fits.
HALVINGS = 50
#: So much of a function's changes must be more than the rounding of its values.
SEEN = 1e-9
#: Errors below this share of the largest value count as rounding.
UNSEEN = 1e-14
#: The proof begins with cells at places with an error of so much of the largest, if they are few.
NEARLY_LARGEST, MOST_PLACES = 0.99, 200
#: Between two places of one peak the error is as large at so many more.
BETWEEN = 7
#: Where a function can only be called, it is called at so many places more.
SAMPLES = 20_001


@dataclass(frozen=True)
class ErrorReport:
    """The distance between f and its target: over the domain, or at given points and only there.

    Attributes:
        sup: the largest |f − target|.
        at: every place where it is reached, ascending.
        signs: +1 where f is above the target there, −1 below.
        bracket: lower and upper bound of sup.
        proved: whether the upper bound holds everywhere: by interval arithmetic on a formula, by
            evaluating both at all breakpoints, or because only given points count. Otherwise `sup`
            is the largest that was found, and the bracket has no upper end.
        l2: root of the integral of the squared difference; at points root of its mean (rms).
        unresolved: intervals on which the error may be larger than `sup`: up to the bracket's
            upper end where it is proved.
        points: at how many it was measured; None for the whole domain.
        length: of the intervals over which l2 is an integral; 0 at points.

    >>> import approx
    >>> error = approx.measure(approx.PiecewiseLinear([-1, 1], [1, 1]), "x^2")
    >>> error.sup, len(error.at), error.proved
    (1.0, 1, True)
    """

    sup: float
    at: tuple[float, ...]
    signs: tuple[int, ...]
    bracket: tuple[float, float]
    proved: bool
    l2: float
    unresolved: tuple[tuple[float, float], ...] = ()
    points: int | None = None
    length: float = 0.0

    def __repr__(self) -> str:
        where = "" if self.points is None else f" at {self.points} points"
        known = "proved" if self.known else "the largest found"
        return f"ErrorReport(sup={self.sup:.6g}, l2={self.l2:.6g}{where}, {known})"

    @classmethod
    def nothing(cls) -> ErrorReport:
        """Of a function that is its own target."""
        return cls(0.0, (), (), (0.0, 0.0), True, 0.0)

    @property
    def rms(self) -> float:
        """Root of the mean squared error, over the domain or at the points."""
        return self.l2 / self.length**0.5 if self.length else self.l2

    @property
    def known(self) -> bool:
        """Whether `sup` is proved to be the largest, and not only the largest that was found."""
        return self.proved and not self.unresolved

    @property
    def none(self) -> bool:
        """Whether the error cannot be told from the rounding of the evaluations."""
        return self.bracket[0] <= 0 and not self.unresolved


def measure(f: PiecewiseLinear, target: Target | Dataset) -> ErrorReport:
    """Sup and L2 error of f against the target: over f's domain where the target is looked at, or
    at the given points.

    Value and places come from polynomials, to rounding. That nothing larger exists is proved with
    the target's `enclose`; without one, more places are looked at and nothing is proved.
    """
    if isinstance(target, Dataset):
        return _measure_at(f, target)
    pieces = polynomials(target, *f.without_jumps(*target.cells(f.x)))
    x, e, l2 = _extrema(f, target, pieces)
    if target.enclose is None:
        return _sampled(f, target, x, e, l2, pieces)
    largest = np.abs(e) >= NEARLY_LARGEST * np.abs(e).max()
    proof = prove(f, target, np.unique(x[largest])[:MOST_PLACES])
    # A float that is larger than the proof allows is rounding, as (1 − cos x)/x² near 0. Where
    # nothing is proved it may be as well, as (eˣ − 1) · (1/x) near 0.
    false = np.abs(e) > proof.upper * (1 + TIE)
    if proof.lower > 0:
        doubtful = [(x >= lo) & (x <= hi) for lo, hi in proof.unresolved]
        false |= np.logical_or.reduce(doubtful) & (np.abs(e) > proof.lower * (1 + PROVED))
    x, e = x[~false], np.clip(e[~false], -proof.upper, proof.upper)
    missed = proof.lower > float(np.abs(e).max(initial=0.0)) * (1 + PROVED)
    if missed:
        x, e = np.r_[x, proof.at], np.r_[e, proof.lower * _side(f, target, proof.at)]
    sup = float(np.abs(e).max(initial=0.0))
    if sup > 0 and (missed or not all(batch.resolved for batch in pieces)):
        # Samples may miss what is narrow: where the error is largest they come nearer and nearer.
        l2 = _extrema(f, target, _graded(f, target, float(x[np.abs(e).argmax()])))[2]
    lower = max(0.0, sup - _rounding(f, sup))
    return _report(f, target, x, e, (lower, max(sup, proof.upper)), True, l2, proof.unresolved)


def _graded(f: PiecewiseLinear, target: Target, place: float) -> list[Polynomials]:
    """The target's polynomials on pieces that halve towards a place, from both sides."""
    a, b = f.domain
    near = (b - a) * 0.5 ** np.arange(1, HALVINGS)
    x = np.unique(np.r_[f.x, place - near, place, place + near])
    left, right = f.without_jumps(*target.cells(x[(x >= a) & (x <= b)]))
    wide = right - left > 0.5**HALVINGS * (b - a)  # the place may be as good as a breakpoint
    return polynomials(target, left[wide], right[wide])


def _side(f: PiecewiseLinear, target: Target, place: float) -> float:
    """The sign of f − target at a place, or beside it where that is larger: limits count."""
    x = np.clip([np.nextafter(place, -np.inf), place, np.nextafter(place, np.inf)], *f.domain)
    off = f(x) - target(x)
    off = np.where(np.isfinite(off), off, 0.0)
    return float(np.sign(off[np.argmax(np.abs(off))]) or 1.0)


def _sampled(
    f: PiecewiseLinear,
    target: Target,
    x: Array,
    e: Array,
    l2: float,
    pieces: list[Polynomials],
) -> ErrorReport:
    """Of a function that can only be called: the largest error that was found."""
    dense = target.spread(np.linspace(0, 1, SAMPLES))
    off = f(dense) - target(dense)
    found = np.argsort(-np.abs(np.where(np.isfinite(off), off, 0.0)))[:1]
    if np.abs(off[found]).max() > np.abs(e).max(initial=0.0) * (1 + TIE):
        x, e = np.r_[x, dense[found]], np.r_[e, off[found]]
    sup = float(np.abs(e).max(initial=0.0))
    unresolved = [batch for batch in pieces if not batch.resolved]
    left = np.concatenate([batch.left for batch in unresolved] or [np.zeros(0)])
    right = np.concatenate([batch.right for batch in unresolved] or [np.zeros(0)])
    bracket = max(0.0, sup - _rounding(f, sup)), float("inf")
    return _report(f, target, x, e, bracket, False, l2, joined(left, right))


def _report(
    f: PiecewiseLinear,
    target: Target,
    x: Array,
    e: Array,
    bracket: tuple[float, float],
    proved: bool,
    l2: float,
    unresolved: tuple[tuple[float, float], ...],
) -> ErrorReport:
    sup = float(np.abs(e).max(initial=0.0))
    at, signs = _places(f, target, x, e, sup)
    # What a polynomial rounds never makes the mean larger than the largest.
    l2 = float(min(l2, sup * np.sqrt(f.domain[1] - f.domain[0])))
    return ErrorReport(sup, at, signs, bracket, proved, l2, unresolved, None, target.length)


def lost_in_rounding(y: Array) -> bool:
    """Whether a function's changes are not seen beside the rounding of its values, any shape.

    >>> [lost_in_rounding(np.array([size, size * (1 + 1e-8)])) for size in (1e16, 1.0)]
    [True, True]
    >>> lost_in_rounding(np.array([0.0, 1.0]))
    False
    """
    change = float(np.ptp(y))
    return bool(0 < SEEN * change < ROUNDING * float(np.abs(y).max()))


def _rounding(f: PiecewiseLinear, sup: float) -> float:
    """What the evaluations of f and of a target with errors of that size round."""
    return RESOLVED * (float(np.abs(f.y).max()) + sup)


def _measure_at(f: PiecewiseLinear, data: Dataset) -> ErrorReport:
    """The errors at the points; what f does between them is not asked."""
    e = f(data.x) - data.y
    sup = float(np.abs(e).max())
    reached = np.flatnonzero((np.abs(e) >= sup * (1 - TIE)) & (e != 0))
    # A point that is given twice is one place.
    places = sorted({(float(data.x[i]), int(np.sign(e[i]))) for i in reached})
    # Far from zero the rounding of x itself moves the line.
    piece = np.clip(np.searchsorted(f.x, data.x) - 1, 0, len(f.slopes) - 1)
    beside = np.abs(f.slopes[np.clip([piece, piece + 1], 0, len(f.slopes) - 1)]).max(axis=0)
    rounding = _rounding(f, sup) + float((beside * np.spacing(np.abs(data.x))).max())
    return ErrorReport(
        sup,
        tuple(x for x, _ in places),
        tuple(sign for _, sign in places),
        (max(0.0, sup - rounding), sup + rounding),
        True,
        _root_of_squares([(e[None], np.ones(len(e)) / len(e), np.ones(1))], sup),
        points=len(data),
    )


def _extrema(
    f: PiecewiseLinear, target: Target, batches: list[Polynomials]
) -> tuple[Array, Array, float]:
    """Places that can be extreme, f − target there, and the root of its square's integral."""
    found, resolved, nodes, largest = [], [], [], 0.0
    for batch in batches:
        node, weight = _gauss(batch.coefficients.shape[1])
        half = (batch.right - batch.left) / 2
        if batch.resolved:
            error = -batch.coefficients
            error[:, 0] += f((batch.left + batch.right) / 2)
            error[:, 1] += f((batch.left + batch.right) / 2, 1) * half
            on_nodes = chebyshev.chebval(node, error.T)
            resolved.append((batch.left, batch.right, error))
        else:
            # No polynomial stands for the target here: all that is known is what is sampled.
            inner = (batch.left + half)[:, None] + half[:, None] * node
            x = np.column_stack([batch.left, inner, batch.right])
            off = f(x) - target(x)
            # In a sliver that was not seen, the target may have no value.
            off = np.where(np.isfinite(off), off, 0.0)
            found.append((x, off))
            on_nodes = off[:, 1:-1]
        nodes.append((on_nodes, weight, half))
        largest = max(largest, float(np.abs(on_nodes).max(initial=0.0)))
    for left, right, error in resolved:
        # No Chebyshev series is larger than its coefficients together.
        kept = np.abs(error).sum(axis=1) >= largest * (1 - 2 * EQUAL)
        if kept.any():
            found.append(_turns(f, target, left[kept], right[kept], error[kept]))
    places, errors = (np.concatenate([pair[i].ravel() for pair in found]) for i in (0, 1))
    return places, errors, _root_of_squares(nodes, largest)


def _root_of_squares(nodes: Sequence[tuple[Any, Array, Array]], largest: float) -> float:
    """The root of the integral of the square, of values at nodes of pieces; none overflows."""
    if not 0 < largest < np.inf:
        return largest
    unit = 2.0 ** np.round(np.log2(largest))
    squares = (float((((e / unit) ** 2) @ weight * half).sum()) for e, weight, half in nodes)
    return float(unit * np.sqrt(sum(squares)))


@cache
def _gauss(points: int) -> tuple[Array, Array]:
    """Nodes and weights of Gauss and Legendre on [−1, 1]."""
    node, weight = leggauss(points)
    return node, weight


def _turns(
    f: PiecewiseLinear, target: Target, left: Array, right: Array, error: Array
) -> tuple[Array, Array]:
    """Where the error's polynomials are extreme, ends included, and f − target there."""
    u = _critical_points(np.asarray(chebyshev.chebder(error, axis=1), dtype=float))
    x = ((left + right) / 2)[:, None] + ((right - left) / 2)[:, None] * u
    limits = chebyshev.chebval(u, error.T[:, :, None], tensor=False)
    # Direct evaluation rounds less; at a jump the polynomial has the one-sided limit.
    direct = f(x) - target(x)
    close = np.abs(direct - limits) <= 1e-9 * max(1.0, float(np.abs(f.y).max()))
    return x, np.where(close, direct, limits)


def _critical_points(derivative: Array) -> Array:
    """Real roots in [-1, 1] of Chebyshev series, with both ends; shape (pieces, roots + 2)."""
    pieces, size = derivative.shape
    tail = np.abs(derivative).max(axis=1, keepdims=True) * 1e-15 + np.finfo(float).tiny
    degree = size - 1
    while degree > 1 and (np.abs(derivative[:, degree]) <= tail[:, 0]).all():
        degree -= 1
    d = derivative[:, : degree + 1]
    lead = np.where(np.abs(d[:, degree]) < tail[:, 0], tail[:, 0], d[:, degree])
    # The colleague matrix: multiplication by x in the Chebyshev basis, modulo the series.
    matrix = np.zeros((pieces, degree, degree))
    rows = np.arange(degree - 1)
    matrix[:, rows, rows + 1] = 0.5
    matrix[:, rows + 1, rows] = 0.5
    if degree == 1:
        matrix[:, 0, 0] = -d[:, 0] / lead
    else:
        matrix[:, 0, 1] = 1.0
        matrix[:, -1, :] -= d[:, :degree] / (2 * lead[:, None])
    roots = np.linalg.eigvals(matrix)
    # A root off the real line by rounding only is a (nearly) double root: keep it.
    real = (np.abs(roots.imag) < 1e-6) & (np.abs(roots.real) <= 1)
    inside = np.where(real, roots.real, 1.0)
    return np.concatenate([inside, -np.ones((pieces, 1)), np.ones((pieces, 1))], axis=1)


def _places(
    f: PiecewiseLinear, target: Target, x: Array, e: Array, sup: float
) -> tuple[tuple[float, ...], tuple[int, ...]]:
    """The places where |e| = sup as far as printed digits tell, one a peak, and the sign of e."""
    if sup == 0:
        return (), ()
    order = np.argsort(x, kind="stable")
    x, e = x[order], e[order]
    largest = np.abs(e) >= sup * (1 - EQUAL)
    x, e = x[largest], e[largest]
    # Around one peak several candidates are as large, and so is all between them.
    side, step = np.sign(e), np.diff(x)
    between = x[:-1] + step * np.linspace(0, 1, BETWEEN + 2)[1:-1, None]
    with np.errstate(all="ignore"):
        off = (f(between) - target(between)) * side[:-1]
    one = (off >= sup * (1 - 2 * EQUAL)).all(axis=0) & (side[1:] == side[:-1])
    one |= step <= 1e-6 * (f.domain[1] - f.domain[0])
    groups = np.split(np.arange(len(x)), np.flatnonzero(~one) + 1)
    best = [group[np.argmax(np.abs(e[group]))] for group in groups]
    return tuple(float(x[i]) for i in best), tuple(int(np.sign(e[i])) for i in best)
