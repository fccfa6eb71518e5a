"""One handwritten digit through its network; what the first layer looks for; what is misread."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from approx.core._types import Array, Integers
from approx.core.network import Network
from approx.inputs import digits
from approx.panels.softmax import forward
from approx.subjects.topic import Topic

#: Misread digits that are shown.
MOST_MISTAKES = 12


@dataclass(frozen=True, eq=False)
class Reading:
    """What a network does with one image.

    Attributes:
        network: 64 pixels, hidden layers, ten classes by softmax.
        image: greys in [0, 1], shape (8, 8).
        hidden: the first hidden layer's activations, shape (n,).
        shares: of the ten digits, shape (10,).
    """

    network: Network
    image: Array
    hidden: Array
    shares: Array

    @property
    def answer(self) -> int:
        return int(np.argmax(self.shares))

    @cached_property
    def templates(self) -> Array:
        """The first layer's weights as images, over the largest of all, shape (n, 8, 8)."""
        weights = self.network.weights[0]
        return np.asarray((weights / np.abs(weights).max()).reshape(-1, digits.SIDE, digits.SIDE))

    @property
    def loudest(self) -> int:
        """The hidden neuron with the largest activation."""
        return int(np.argmax(self.hidden))

    @cached_property
    def confusion(self) -> Integers:
        """Of the held-out digits: how often a digit (row) was read as another (column)."""
        return digits.confusion(self.network, digits.split()[1])

    @property
    def right(self) -> int:
        return int(np.trace(self.confusion))

    @property
    def total(self) -> int:
        return int(self.confusion.sum())

    @cached_property
    def mistakes(self) -> list[tuple[Array, int, int]]:
        """Misread held-out digits: image, what it is, what was read."""
        held = digits.split()[1]
        read = digits.answers(self.network, held)
        wrong = np.flatnonzero(read != held.labels)[:MOST_MISTAKES]
        return [
            (held.images[k].reshape(digits.SIDE, -1), int(held.labels[k]), int(read[k]))
            for k in wrong
        ]


def fits(network: Network | None) -> bool:
    """Whether a network reads such images: 64 inputs, one hidden layer of ReLU, ten classes."""
    return (
        network is not None
        and (network.inputs, network.outputs) == (digits.SIDE**2, digits.CLASSES)
        and network.activations == ("relu", "softmax")
    )


def build(topic: Topic) -> Reading:
    """The reading of a topic's image by its network."""
    assert topic.network is not None
    image = np.array(topic.values["at"], dtype=float)
    (_, hidden), (_, shares) = forward(topic.network, image)
    return Reading(topic.network, image.reshape(digits.SIDE, -1), hidden, shares)
