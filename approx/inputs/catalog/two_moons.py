"""Two moons, told apart by eight neurons: a network trained with cross-entropy.

fit_points(places, classes, neurons=8, loss="binary", steps=3000, rate=0.01, l2=1e-3, seed=0),
rounded to sixty-fourths, so that f at the places below is exact in any arithmetic.
"""

import numpy as np

from approx.core.network import Network
from approx.inputs.example import PlaneExample, PlaneTruth

Points = tuple[tuple[float, float, int], ...]


def two_moons(count: int = 32, noise: float = 0.12, seed: int = 1) -> Points:
    """(x, y, class): two half circles that reach into each other, blurred; hundredths."""
    angle = np.pi * (np.arange(count) + 0.5) / count
    upper = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    lower = np.stack([1 - np.cos(angle), 0.5 - np.sin(angle)], axis=1)
    blur = noise * np.random.default_rng(seed).standard_normal((2 * count, 2))
    places = np.round(np.concatenate([upper, lower]) + blur, 2)
    return tuple((float(x), float(y), int(k < count)) for k, (x, y) in enumerate(places))


EXAMPLE = PlaneExample(
    title={
        "en": "Two moons, told apart by eight neurons",
        "de": "Zwei Monde, getrennt von acht Neuronen",
    },
    network=Network(
        [
            [
                [-0.921875, -1.125],
                [1.359375, -0.21875],
                [-0.015625, 0.0625],
                [2.0, -0.328125],
                [-1.703125, -1.4375],
                [-0.171875, 1.671875],
                [-2.4375, 0.859375],
                [-1.828125, -0.671875],
            ],
            [[-1.90625, -2.34375, 0.0625, -3.40625, -3.1875, 1.671875, 4.203125, 3.203125]],
        ],
        [
            [1.3125, -1.40625, 0.421875, -2.0625, 1.984375, 1.125, -0.28125, 0.140625],
            [0.890625],
        ],
    ),
    box=((-3 / 2, 5 / 2), (-7 / 4, 9 / 4)),
    truth=PlaneTruth(
        regions=24,
        area_above=7.1058127910778754,
        values={
            (0, 1): 5.92626953125,
            (1, -1 / 2): -4.3868408203125,
            (1 / 2, 1 / 4): -0.19903564453125,
            (-1, 0): 2.442138671875,
            (2, 1 / 2): -5.2398681640625,
        },
        source="the box cut by the eight lines in rational arithmetic, as the tests do it",
    ),
    points=two_moons(),
)
