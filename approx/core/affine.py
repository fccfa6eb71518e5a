"""The lesson's affine maps of one neuron: identity, half turn, translation, reflection.

A hidden neuron computes ReLU(weight · x + bias). Weight 1 leaves the number line as it is, weight
−1 turns it half round (x becomes −x), and a bias moves the breakpoint along it.
"""

from __future__ import annotations

from typing import NamedTuple


class AffineMap(NamedTuple):
    """What one neuron does to its input before the activation: weight · x + bias."""

    weight: float
    bias: float

    def translated(self, by: float) -> AffineMap:
        """The map whose zero lies `by` further along the x axis."""
        return AffineMap(self.weight, self.bias - self.weight * by)


def identity() -> AffineMap:
    """The number line as it is: weight 1, no bias."""
    return AffineMap(1.0, 0.0)


def half_turn() -> AffineMap:
    """The number line turned half round (180°): weight −1, no bias."""
    return AffineMap(-1.0, 0.0)


def translation(by: float) -> AffineMap:
    """The identity with its breakpoint moved to `by`: weight 1, bias −by."""
    return identity().translated(by)


def reflection(height: float = 0.0) -> AffineMap:
    """A value mirrored: y becomes height − y. It acts on a neuron's input, not on x."""
    return AffineMap(-1.0, float(height))
