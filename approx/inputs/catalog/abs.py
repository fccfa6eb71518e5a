"""|x| exactly: the identity and its half turn, one for each side of zero."""

from approx.core.affine import half_turn, identity
from approx.core.network import Network
from approx.core.target import absolute
from approx.inputs.example import Example, Truth

EXAMPLE = Example(
    title={"en": "|x| from two neurons", "de": "|x| aus zwei Neuronen"},
    network=Network.sum_of([identity(), half_turn()]),
    target=absolute((-2.0, 2.0)),
    truth=Truth(
        breakpoints=(0.0,),
        slopes=(-1.0, 1.0),
        sup_error=0.0,
        source="ReLU(x) + ReLU(−x) is x on one side and −x on the other",
    ),
)
