"""The lesson's sigmoid: a parabola shifted left minus the same shifted right, an 8-2-1 network.

f(x) = ½ + [p(x+2) − p(x−2)]/16 with p(x) = ReLU(x) + ReLU(−x) + ReLU(x−2) + ReLU(−x−2). The shifts
must be biases of layer 1: if layer 2 saw only p(x), every output would be even in x, never an S.
"""

import math

from approx.core.affine import half_turn, identity, translation
from approx.core.network import Network
from approx.core.target import logistic
from approx.inputs.example import Example, Truth

PARABOLA = [identity(), half_turn(), translation(2), half_turn().translated(-2)]
LEFT = [move.translated(-2) for move in PARABOLA]
RIGHT = [move.translated(2) for move in PARABOLA]

EXAMPLE = Example(
    title={"en": "A sigmoid from stacked layers", "de": "Ein Sigmoid aus gestapelten Schichten"},
    network=Network(
        [
            [[move.weight] for move in LEFT + RIGHT],
            [[0] * 4 + [1] * 4, [1] * 4 + [0] * 4],
            [[-1 / 16, 1 / 16]],
        ],
        [[move.bias for move in LEFT + RIGHT], [0, 0], [1 / 2]],
    ),
    target=logistic(),
    truth=Truth(
        breakpoints=(-4.0, -2.0, 2.0, 4.0),
        slopes=(0.0, 1 / 16, 3 / 16, 1 / 16, 0.0),
        sup_error=1 / 4 - 3 / 16 * math.log(3),
        at=(-math.log(3), math.log(3)),
        source="where σ' = σ(1 − σ) = 3/16, that is σ = 1/4 or 3/4",
    ),
)
