"""The lesson's first sum: ReLU(x) + ReLU(−x) = |x|, a parabola with one corner."""

from approx.core.affine import half_turn, identity
from approx.core.network import Network
from approx.core.target import square
from approx.inputs.example import Example, Truth

EXAMPLE = Example(
    title={"en": "x² from two neurons", "de": "x² aus zwei Neuronen"},
    network=Network.sum_of([identity(), half_turn()]),
    target=square((-1.0, 1.0)),
    truth=Truth(
        breakpoints=(0.0,),
        slopes=(-1.0, 1.0),
        sup_error=1 / 4,
        at=(-1 / 2, 1 / 2),
        source="|x| − x² is largest where its slope 1 − 2x is zero",
    ),
)
