"""Edges of a network that skip layers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from approx.core._types import Array
from approx.core.read_only import ReadOnly, frozen
from approx.system.errors import InputError


@dataclass(frozen=True, eq=False)
class Skip(ReadOnly):
    """An edge past at least one layer: what `source` gives is added to the pre-activation of
    `target`.

    Attributes:
        source: 0 for the input, n for the output of layer n, counted from 1.
        target: the layer it is added in, from 1; at least source + 2.
        weights: shape (width of the target, width of the source); None adds it as it is.
    """

    source: int
    target: int
    weights: Array | None = None

    @property
    def matrix(self) -> Array:
        """The weights, which every edge of a network has."""
        assert self.weights is not None
        return self.weights

    @property
    def plain(self) -> bool:
        """Whether it adds the source as it is."""
        return self.weights is None or np.array_equal(self.weights, np.eye(len(self.weights)))


def checked_skips(skips: Iterable[Skip], widths: Sequence[int]) -> tuple[Skip, ...]:
    """The edges with their weights, in order.

    Args:
        widths: of the input and of every layer.

    Raises:
        InputError: for an edge that passes over no layer, a second one, or other weights.
    """
    found: dict[tuple[int, int], Skip] = {}
    for skip in skips:
        source, target = skip.source, skip.target
        if not 0 <= source <= target - 2 or not target < len(widths):
            raise InputError(
                f"a skip edge from {source} to layer {target}: it must pass over a layer, "
                f"from 0 (the input) to one of the {len(widths) - 1} layers"
            )
        if (target, source) in found:
            raise InputError(f"two skip edges from {source} to layer {target}")
        wanted = widths[target], widths[source]
        if skip.weights is None and wanted[0] != wanted[1]:
            raise InputError(
                f"the skip edge from {source} to layer {target} adds {wanted[1]} numbers to "
                f"{wanted[0]} neurons; give it weights"
            )
        weights = frozen(np.eye(wanted[0]) if skip.weights is None else skip.weights, 2)
        if weights.shape != wanted:
            raise InputError(
                f"the skip edge from {source} to layer {target} has weights of shape "
                f"{weights.shape}, not {wanted}"
            )
        if not np.isfinite(weights).all():
            raise InputError(f"the skip edge to layer {target} holds NaN or infinity")
        found[target, source] = Skip(source, target, weights)
    return tuple(found[key] for key in sorted(found))
