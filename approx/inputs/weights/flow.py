"""What a model computes, followed from its input to its output; all that is affine is folded.

A value is a sum of matrices times what the input and earlier layers give, plus a bias. Affine steps
change the value alone; an activation makes a layer of it. So any order of calls, residual sums and
joined branches become one network with skip edges. Folding multiplies in float64.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from approx.core._types import Array
from approx.core.activations import activation_of
from approx.core.network import Network
from approx.core.skip import Skip
from approx.inputs.content import check_limit
from approx.inputs.weights.layers import MOST_LAYERS, MOST_WEIGHTS, added
from approx.system.errors import InputError

#: Numbers of all matrices on the way together: 32 MB.
MOST_NUMBERS = 4 * MOST_WEIGHTS
#: Scaled exponential linear units: Klambauer et al. 2017, arXiv:1706.02515.
SELU_SCALE, SELU_ALPHA = 1.0507009873554805, 1.6732632423543772


class Flow:
    """The layers so far; a layer is a sum of parts by source, a bias and an activation."""

    def __init__(self, width: int) -> None:
        self.widths = [width]
        self.layers: list[tuple[dict[int, Array], Array, str]] = []
        self._numbers = 0

    def input(self) -> Value:
        return Value(self, {0: None}, np.zeros(self.widths[0]))

    def claim(self, numbers: int) -> None:
        """Count numbers before memory is taken for them."""
        self.check_room(numbers)
        self._numbers += numbers

    def check_room(self, numbers: int) -> None:
        """Refuse before memory is taken for a matrix that is not kept, or is counted by others."""
        if self._numbers + numbers > MOST_NUMBERS:
            raise InputError(f"its matrices hold more than {MOST_NUMBERS} numbers once multiplied")

    def network(self, value: Value, names: Sequence[str] | None = None) -> Network:
        """The network whose output is the value; layers that do not reach it are left out."""
        layers = [*self.layers]
        last = max(value.parts, default=0)
        if not last or len(value.parts) > 1 or value.parts[last] is not None or value.bias.any():
            layers.append((value.matrices(), value.bias, "identity"))
            last = len(layers)
        kept, wanted = [], {last}
        for number in range(last, 0, -1):
            if number in wanted:
                kept.append(number)
                wanted |= set(layers[number - 1][0])
        place = {0: 0} | {number: k for k, number in enumerate(reversed(kept), start=1)}
        weights, skips = [], []
        widths = [self.widths[0]]
        for number in reversed(kept):
            parts, bias, _ = layers[number - 1]
            k = place[number]
            mine = {place[source]: matrix for source, matrix in parts.items()}
            weights.append(mine.pop(k - 1, np.zeros((len(bias), widths[-1]))))
            skips += [Skip(source, k, matrix) for source, matrix in mine.items()]
            widths.append(len(bias))
        numbers = 0
        for matrix in (*weights, *(skip.matrix for skip in skips)):
            numbers = added(numbers, matrix.size)
        biases = [layers[number - 1][1] for number in reversed(kept)]
        activations = [layers[number - 1][2] for number in reversed(kept)]
        return Network(weights, biases, activations, skips, output_names=names)


@dataclass(frozen=True, eq=False)
class Value:
    """One value on the way; a part of None is the source as it is."""

    flow: Flow
    parts: Mapping[int, Array | None]
    bias: Array

    @property
    def width(self) -> int:
        return len(self.bias)

    def matrices(self) -> dict[int, Array]:
        if any(matrix is None for matrix in self.parts.values()):
            self.flow.check_room(self.width**2)
        return {k: np.eye(self.width) if m is None else m for k, m in self.parts.items()}

    def affine(self, weight: Array, bias: Array | float = 0.0) -> Value:
        """W value + b."""
        if weight.shape[1] != self.width:
            raise InputError(f"a layer of {weight.shape[1]} inputs is given {self.width} numbers")
        self.flow.claim(sum(len(weight) * self.flow.widths[k] for k in self.parts))
        parts = {k: weight if m is None else weight @ m for k, m in self.parts.items()}
        return Value(self.flow, parts, weight @ self.bias + bias)

    def times(self, factor: Array | float) -> Value:
        """Each number times its factor."""
        row = self._row(factor)
        if (row == 1).all():
            return self
        self.flow.claim(sum(self.width * self.flow.widths[k] for k in self.parts))
        parts = {k: row[:, None] * m for k, m in self.matrices().items()}
        return Value(self.flow, parts, row * self.bias)

    def plus(self, other: Value | Array | float) -> Value:
        """The sum with another value, or with constants."""
        if not isinstance(other, Value):
            return Value(self.flow, self.parts, self.bias + self._row(other))
        if other.width != self.width:
            raise InputError(f"{self.width} and {other.width} numbers are added")
        self.flow.claim(sum(self.width * self.flow.widths[k] for k in (*self.parts, *other.parts)))
        parts = {**self.parts}
        for k, matrix in other.matrices().items():
            parts[k] = matrix + self.matrices()[k] if k in parts else matrix
        return Value(self.flow, parts, self.bias + other.bias)

    def minus(self, other: Value | Array | float) -> Value:
        return self.plus(other.times(-1.0) if isinstance(other, Value) else -np.asarray(other))

    def joined(self, others: Sequence[Value]) -> Value:
        """Its numbers, then those of the others."""
        values = [self, *others]
        width = sum(value.width for value in values)
        sources = sorted({k for value in values for k in value.parts})
        self.flow.claim(sum(width * self.flow.widths[k] for k in sources))
        parts: dict[int, Array | None] = {
            k: np.vstack(
                [v.matrices().get(k, np.zeros((v.width, self.flow.widths[k]))) for v in values]
            )
            for k in sources
        }
        return Value(self.flow, parts, np.concatenate([value.bias for value in values]))

    def activated(self, name: str) -> Value:
        """After one of our activations: a layer of its own, unless it is the identity."""
        if activation_of(name).name == "identity":
            return self
        flow = self.flow
        check_limit(len(flow.layers) + 1, MOST_LAYERS, "layers")
        flow.layers.append((self.matrices(), self.bias, activation_of(name).name))
        flow.widths.append(self.width)
        return Value(flow, {len(flow.layers): None}, np.zeros(self.width))

    # What is exact in several ReLUs, or a sum of several activations.

    def larger(self, other: Value | Array | float) -> Value:
        """max(value, other) = other + relu(value − other)."""
        return self.minus(other).activated("relu").plus(other)

    def smaller(self, other: Value | Array | float) -> Value:
        """min(value, other) = value − relu(value − other)."""
        return self.minus(self.minus(other).activated("relu"))

    def clipped(self, low: float | None, high: float | None) -> Value:
        """min(max(value, low), high); None leaves that side open."""
        low, high = (
            None if end is None or not np.isfinite(end) else float(end) for end in (low, high)
        )
        if low is not None and high is not None:
            if low >= high:
                return self.times(0.0).plus(high)
            both = self.minus(low).joined([self.minus(high)]).activated("relu")
            n = self.width
            self.flow.check_room(2 * n * n)
            return both.affine(np.hstack([np.eye(n), -np.eye(n)]), low)
        if low is not None:
            return self.minus(low).activated("relu").plus(low)
        if high is not None:
            return self.times(-1.0).plus(high).activated("relu").times(-1.0).plus(high)
        return self

    def two_sided(self, low: Array | float, high: Array | float, gap: float = 0.0) -> Value:
        """high · max(0, z − gap) + low · min(0, z + gap)."""
        both = self.minus(gap).joined([self.times(-1.0).minus(gap)]).activated("relu")
        low, high = self._row(low), self._row(high)
        self.flow.check_room(2 * self.width**2)
        return both.affine(np.hstack([np.diag(high), -np.diag(low)]))

    def prelu(self, slope: Array) -> Value:
        """Leaky ReLUs, each with its own slope below zero."""
        row = self._row(slope)
        if (row == row[0]).all():
            return self.activated(f"leaky_relu({float(row[0])!r})")
        return self.two_sided(row, 1.0)

    def elu(self, alpha: float, scale: float = 1.0) -> Value:
        """scale · z above zero, scale · alpha · (e^z − 1) below; bent at zero unless alpha is 1."""
        smooth = self.activated("elu").times(scale * alpha)
        if alpha == 1.0:
            return smooth
        return smooth.plus(self.activated("relu").times(scale * (1 - alpha)))

    def _row(self, numbers: Any) -> Array:
        row: Array = np.asarray(numbers, dtype=float).reshape(-1)
        if len(row) not in (1, self.width):
            raise InputError(f"{len(row)} numbers meet {self.width} neurons")
        return np.broadcast_to(row, (self.width,))
