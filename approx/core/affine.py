"""The lesson's moves: turning, sliding and mirroring, as the (weight, bias) that does each.

A hidden unit computes relu(weight·x + bias). Weight 1 leaves the number line as it is, weight −1
turns it half round (x becomes −x), and a bias slides the hinge along it.
"""

from __future__ import annotations

from typing import NamedTuple


class Move(NamedTuple):
    """What one neuron does to its input before the activation: weight · x + bias."""

    weight: float
    bias: float

    def translated(self, by: float) -> Move:
        """The same hinge, its breakpoint moved by `by` along the x axis."""
        return Move(self.weight, self.bias - self.weight * by)

    def stretched(self, factor: float) -> Move:
        """Both slope and bias multiplied: the breakpoint stays where it is."""
        return Move(self.weight * factor, self.bias * factor)


def identity() -> Move:
    """The number line as it is: weight 1, no bias."""
    return Move(1.0, 0.0)


def half_turn() -> Move:
    """The number line turned half round (180°): weight −1, no bias."""
    return Move(-1.0, 0.0)


def translation(by: float) -> Move:
    """The identity with its breakpoint moved to `by`: weight 1, bias −by."""
    return identity().translated(by)


def reflection(height: float = 0.0) -> Move:
    """A value mirrored: y becomes height − y. Acts on what a neuron receives, not on x."""
    return Move(-1.0, float(height))
