"""The lesson's four neurons, added as they are: ReLU(x) + ReLU(−x) + ReLU(x−2) + ReLU(−x−2)."""

from approx.core.affine import half_turn, identity, translation
from approx.core.network import Network
from approx.core.target import square
from approx.inputs.example import Example, Truth

EXAMPLE = Example(
    title={
        "en": "x² from four neurons, plain weights",
        "de": "x² aus vier Neuronen, ohne Gewichte",
    },
    network=Network.sum_of([identity(), half_turn(), translation(2), half_turn().translated(-2)]),
    target=square((-4.0, 4.0)),
    truth=Truth(
        breakpoints=(-2.0, 0.0, 2.0),
        slopes=(-2.0, -1.0, 1.0, 2.0),
        sup_error=10.0,
        at=(-4.0, 4.0),
        source="at the ends, 16 − 6",
    ),
)
