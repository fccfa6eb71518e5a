"""The lesson's sigmoid with its three numbers tuned: f = ½ + a·[p(kx+t) − p(kx−t)]."""

import math

from approx.core.affine import AffineMap, half_turn, identity, translation
from approx.core.network import Network
from approx.core.target import logistic
from approx.inputs.example import Example, Truth

#: Stretch, shift and height that make the sup error on [−6, 6] smallest (to six digits).
K, T, A = 1.40948, 2.79980, 0.0429881

#: Where the logistic function is as steep as the piece between (T − 2)/K and T/K: σ(1 − σ) = 3AK.
_SHARE = (1 + math.sqrt(1 - 12 * A * K)) / 2
STEEP = math.log(_SHARE / (1 - _SHARE))

PARABOLA = [identity(), half_turn(), translation(2), half_turn().translated(-2)]


def _of(maps: list[AffineMap], shift: float) -> list[AffineMap]:
    """The maps applied to K·x + shift instead of x."""
    return [AffineMap(K * m.weight, m.weight * shift + m.bias) for m in maps]


HIDDEN = _of(PARABOLA, T) + _of(PARABOLA, -T)

EXAMPLE = Example(
    title={"en": "A tuned sigmoid", "de": "Ein abgestimmtes Sigmoid"},
    network=Network(
        [
            [[m.weight] for m in HIDDEN],
            [[0] * 4 + [1] * 4, [1] * 4 + [0] * 4],
            [[-A, A]],
        ],
        [[m.bias for m in HIDDEN], [0, 0], [1 / 2]],
    ),
    target=logistic(),
    truth=Truth(
        breakpoints=(
            (-2 - T) / K,
            -T / K,
            (2 - T) / K,
            (T - 2) / K,
            T / K,
            (2 + T) / K,
        ),
        slopes=tuple(A * K * step for step in (0, 1, 3, 4, 3, 1, 0)),
        sup_error=1 / (1 + math.exp(-6)) - 1 / 2 - 4 * A * T,
        at=(-6.0, -T / K, -STEEP, STEEP, T / K, 6.0),
        source="the ends, where p(kx+t) − p(kx−t) = 4t; inside, the tuning makes it as large to a "
        "ten-thousandth: at ±t/k, and where the target is as steep as the piece before",
    ),
)
