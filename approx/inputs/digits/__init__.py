"""Handwritten digits of 8 × 8 pixels, and the network 64-32-10 that was trained on them here.

Optical Recognition of Handwritten Digits, E. Alpaydin and C. Kaynak 1998, UCI Machine Learning
Repository, https://doi.org/10.24432/C50P49, CC BY 4.0; its test set of 1797 digits, as scikit-learn
ships it. `python -m approx.subjects.train_digits` trains the network again.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from approx.core._types import Array, Integers
from approx.core.network import Network

FOLDER = Path(__file__).parent
#: Pixels of a side, the largest grey, classes, and held-out digits of every class.
SIDE, GREYS, CLASSES, HELD_OUT = 8, 16, 10, 36
#: Hidden neurons of the network.
HIDDEN = 32


@dataclass(frozen=True)
class Digits:
    """Images and what they show.

    Attributes:
        images: greys in [0, 1], 1 is ink; shape (n, 64), row by row.
        labels: the digits, shape (n,).
    """

    images: Array
    labels: Integers

    def __len__(self) -> int:
        return len(self.labels)


@cache
def load() -> Digits:
    """All 1797 digits, in the order of their source."""
    with np.load(FOLDER / "digits.npz") as file:
        return Digits(file["images"] / GREYS, file["labels"].astype(int))


@cache
def split() -> tuple[Digits, Digits]:
    """Those to learn from, and 360 held out: 36 of every class, drawn with seed 0."""
    every, rng = load(), np.random.default_rng(0)
    chosen = np.zeros(len(every), dtype=bool)
    for digit in range(CLASSES):
        places = np.flatnonzero(every.labels == digit)
        chosen[rng.permutation(places)[:HELD_OUT]] = True
    return (
        Digits(every.images[~chosen], every.labels[~chosen]),
        Digits(every.images[chosen], every.labels[chosen]),
    )


@cache
def network() -> Network:
    """64 pixels, 32 ReLU, 10 classes by softmax, as it was trained here."""
    with np.load(FOLDER / "weights.npz") as file:
        parts = [file[name].astype(float) for name in ("w1", "b1", "w2", "b2")]
    return of(parts[0], parts[1], parts[2], parts[3])


def of(w1: Array, b1: Array, w2: Array, b2: Array) -> Network:
    """The network with these weights and biases."""
    pixels = [f"p{row}{column}" for row in range(1, 9) for column in range(1, 9)]
    names = [str(digit) for digit in range(CLASSES)]
    return Network([w1, w2], [b1, b2], ["relu", "softmax"], (), pixels, names)


def answers(one: Network, digits: Digits) -> Integers:
    """The network's digit for every image, shape (n,)."""
    hidden = np.maximum(digits.images @ one.weights[0].T + one.biases[0], 0.0)
    scores = hidden @ one.weights[1].T + one.biases[1]
    return np.asarray(scores.argmax(axis=1))


def confusion(one: Network, digits: Digits) -> Integers:
    """How often a digit (row) was read as another (column), shape (10, 10)."""
    table = np.zeros((CLASSES, CLASSES), dtype=int)
    np.add.at(table, (digits.labels, answers(one, digits)), 1)
    return table
