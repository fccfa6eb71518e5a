"""Trains the network that reads digits again: `python -m approx.subjects.train_digits [FILE]`.

64 pixels, 32 ReLU, 10 classes; cross-entropy, Adam, batches of 64, a little decay of weights. On
another processor the last bits of the weights may differ.
"""

from __future__ import annotations

import sys
from dataclasses import replace

import numpy as np

from approx.core.network import Network
from approx.inputs import digits
from approx.training.backprop import Shape
from approx.training.initial import initialise
from approx.training.method import Task
from approx.training.methods import METHODS
from approx.training.options import Options
from approx.training.problem import Problem
from approx.training.recorder import Recorder

#: Twenty-odd updates make an epoch of the 1437 digits.
OPTIONS = Options(
    method="adam", steps=2200, rate=0.005, seed=0, init="he", batch=64, l2=1e-3,
    schedule="cosine", solve_output=False,
)  # fmt: skip


def train() -> Network:
    """The network, from the digits that are not held out."""
    learned, _ = digits.split()
    shape = Shape((64, digits.HIDDEN, digits.CLASSES))
    wanted = np.eye(digits.CLASSES)[learned.labels].T
    problem = Problem(shape, np.ascontiguousarray(learned.images.T), wanted, loss="softmax")
    rng = np.random.default_rng(OPTIONS.seed)
    start = initialise(problem, OPTIONS, rng)
    record = Recorder(OPTIONS.steps or 0, 2, None, None)
    last = METHODS["adam"].train(Task(problem, start, replace(OPTIONS), record, rng))
    first, second = (matrix.astype(np.float32).astype(float) for matrix in shape.views(last))
    return digits.of(first[:, :-1], first[:, -1], second[:, :-1], second[:, -1])


def main(file: str | None) -> None:
    """Train, print both accuracies, and write the weights where a file is named."""
    one = train()
    for name, part in zip(("learned", "held out"), digits.split(), strict=True):
        right = int((digits.answers(one, part) == part.labels).sum())
        print(f"{name}: {right} of {len(part)} ({100 * right / len(part):.1f} %)")
    if file is not None:
        names = ("w1", "b1", "w2", "b2")
        parts = (one.weights[0], one.biases[0], one.weights[1], one.biases[1])
        arrays = {name: part.astype(np.float32) for name, part in zip(names, parts, strict=True)}
        np.savez_compressed(file, **arrays)  # type: ignore[arg-type]


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else None)
