"""A sum with signs: what is added stands above zero, what is taken away hangs below it.

Added, the upper stack comes down until it stands on the ends of the lower one: its upper edge is
then the sum.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from approx.core._types import Array
from approx.core.piecewise import PiecewiseLinear
from approx.panels.axes import axis_for
from approx.panels.primitives import Axis
from approx.panels.sum import Contribution


@dataclass(frozen=True)
class SignedTerm:
    """One contribution in its stack: the region between two edges.

    Attributes:
        contribution: what is stacked.
        base, top: its edges while both stacks stand at zero; the top is below the base where the
            weight is negative.
    """

    contribution: Contribution
    base: PiecewiseLinear
    top: PiecewiseLinear

    @property
    def negative(self) -> bool:
        return self.contribution.weight < 0


@dataclass(frozen=True)
class SignedSum:
    """Two stacks, and the scale on which both are seen.

    Attributes:
        terms: all contributions, those that are added first.
        below: all that is taken away, as one function.
        total: the sum of all, without a bias.
        vertical: shows both stacks, every single function before it is turned over, and the sum.
    """

    terms: tuple[SignedTerm, ...]
    below: PiecewiseLinear
    total: PiecewiseLinear
    vertical: Axis

    @property
    def x(self) -> Array:
        """Every breakpoint of every term, and the domain's ends."""
        return np.unique(np.concatenate([f.x for t in self.terms for f in (t.base, t.top)]))

    def lifted(self, term: SignedTerm, share: float) -> tuple[Array, Array]:
        """A term's edges at `x` when the upper stack is a share of its way down: base and top."""
        x = self.x
        shift = 0.0 if term.negative else share * self.below(x)
        return term.base(x) + shift, term.top(x) + shift

    def single(self, term: SignedTerm, flipped: float) -> tuple[Array, Array]:
        """A term by itself on the axis: as |weight| · h first, turned over where that is meant."""
        x, f = self.x, term.contribution.function
        sign = 1 - 2 * flipped if term.negative else 1.0
        return 0 * x, (-sign if term.negative else sign) * f(x)


def build(contributions: Sequence[Contribution]) -> SignedSum:
    """The stacks of a network's contributions; those of weight zero are left out."""
    shown = [c for c in contributions if c.weight != 0]
    zero = 0.0 * contributions[0].function
    terms, sums = [], {False: zero, True: zero}
    for c in sorted(shown, key=lambda c: c.weight < 0):
        base = sums[c.weight < 0]
        sums[c.weight < 0] = base + c.function
        terms.append(SignedTerm(c, base, sums[c.weight < 0]))
    total = sums[False] + sums[True]
    heights = [sums[False].y, sums[True].y, total.y]
    heights += [np.abs(c.function.y) for c in shown]
    return SignedSum(tuple(terms), sums[True], total, axis_for(heights, most=5))
