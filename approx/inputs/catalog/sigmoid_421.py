"""The same S from a 4-2-1 network whose second layer does work: its ReLU clips at both sides."""

import math

from approx.core.affine import half_turn, identity, translation
from approx.core.network import Network
from approx.core.target import logistic
from approx.inputs.example import Example, Truth

FOUR = [identity(), half_turn(), translation(2), half_turn().translated(-2)]
RAMP = [3 / 16, -3 / 16, -2 / 16, 2 / 16]

EXAMPLE = Example(
    title={
        "en": "A sigmoid whose second layer works",
        "de": "Ein Sigmoid, dessen zweite Schicht arbeitet",
    },
    network=Network(
        [[[move.weight] for move in FOUR], [RAMP, RAMP], [[1, -1]]],
        [[move.bias for move in FOUR], [1 / 2, -1 / 2], [0]],
    ),
    target=logistic(),
    truth=Truth(
        breakpoints=(-4.0, -2.0, 2.0, 4.0),
        slopes=(0.0, 1 / 16, 3 / 16, 1 / 16, 0.0),
        sup_error=1 / 4 - 3 / 16 * math.log(3),
        at=(-math.log(3), math.log(3)),
        source="the function of the example sigmoid, on all of the line",
    ),
)
