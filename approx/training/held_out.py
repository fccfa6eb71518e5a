"""Points that training does not see, to test on: which they are."""

from __future__ import annotations

import numpy as np

from approx.core._types import Booleans
from approx.system.errors import InputError


def held_out(count: int, share: float, seed: int) -> Booleans:
    """Which of the points are kept from training, drawn at random; shape (count,).

    The draw has a stream of its own: first weights and batches do not depend on the share.

    Args:
        share: of the points, rounded to at least one; 0 for none.
        seed: random seed.

    Raises:
        InputError: when fewer than two points would be left to learn from.

    >>> held_out(8, 0.25, seed=0).sum()
    np.int64(2)
    """
    chosen = np.zeros(count, dtype=bool)
    if share <= 0:
        return chosen
    tested = max(1, round(share * count))
    if count - tested < 2:
        raise InputError(f"--held-out {share:g} of {count} points leaves too few to learn from")
    chosen[np.random.default_rng((seed, count)).permutation(count)[:tested]] = True
    return chosen
