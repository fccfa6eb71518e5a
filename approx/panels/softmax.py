"""Softmax: scores, their exponentials, and the shares of the exponentials in their sum."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from approx.core._types import Array
from approx.core.activations import activation_of
from approx.core.activations.softmax import shares
from approx.core.network import Network
from approx.style.languages import MINUS, number
from approx.subjects.topic import Topic

#: Added to every score to show that it changes nothing.
SHIFT = 10.0
#: Divisors of the scores: one that levels the shares, one that sharpens them.
WARM, COLD = 3.0, 0.5
#: What levels larger scores, and the largest share that still counts as levelled.
WARMER, LEVELLED = (WARM, *(10.0**k for k in range(1, 8))), 0.95
#: Exponentials of larger scores are shown after the largest score is subtracted.
LARGEST = 12.0


@dataclass(frozen=True)
class Softmax:
    """One softmax with everything on its way.

    Attributes:
        names: of the classes.
        scores: shape (n,).
        lowered: what is subtracted from all scores before the exponentials: 0, or the largest.
        powers: e^(score − lowered), shape (n,).
        shares: powers over their sum, shape (n,).
        level: the temperature that levels the shares: WARM, or more where that shows nothing.
        warm, cold: shares of score ÷ level and of score ÷ COLD.
    """

    names: tuple[str, ...]
    scores: Array
    lowered: float
    powers: Array
    shares: Array
    level: float
    warm: Array
    cold: Array

    @property
    def total(self) -> float:
        return float(self.powers.sum())

    @property
    def winner(self) -> int:
        return int(np.argmax(self.shares))

    def at(self, temperature: float) -> Array:
        """The shares of scores divided by a temperature, shape (n,)."""
        return shares(self.scores / temperature)


def build(topic: Topic, language: str = "en") -> Softmax:
    """The softmax of a topic's network at its input."""
    assert topic.network is not None
    h = np.asarray(topic.values["at"], dtype=float)
    return of(topic.ends(language)[1], forward(topic.network, h)[-1][0])


def forward(network: Network, inputs: Array) -> list[tuple[Array, Array]]:
    """Per layer the pre-activations and the activations, shape (width,) each."""
    layers, h = [], inputs
    for weights, biases, name in network.layers:
        z = np.asarray(weights @ h + biases)
        h = np.asarray(activation_of(name).value(z))
        layers.append((z, h))
    return layers


def of(names: tuple[str, ...], scores: Array) -> Softmax:
    """The softmax of these scores."""
    lowered = float(scores.max()) if np.abs(scores).max() > LARGEST else 0.0
    powers = np.exp(scores - lowered)
    # Of 30 and 5 the larger one keeps all but a thousandth at 3, too.
    level = next(t for t in WARMER if shares(scores / t).max() < LEVELLED)
    warm, cold = shares(scores / level), shares(scores / COLD)
    return Softmax(names, scores, lowered, powers, shares(scores), level, warm, cold)


def share(value: float) -> str:
    """'0.915'; what rounds to 0 or 1 and is neither is said to be so."""
    if 0.9995 <= value < 1:
        return ">0.999"
    return "<0.001" if 0 < value < 0.0005 else f"{value:.3f}"


def power(value: float) -> str:
    """'148.4', an exponential of about four digits."""
    if value < 0.0005:
        return "≈0"
    return number(value, 4) if value < 1e4 else number(value, 3)


def score(value: float) -> str:
    return number(value, 3).replace("-", MINUS)
