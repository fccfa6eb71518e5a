"""The lesson's four neurons with the output weights that make them the best three-corner x²."""

from approx.core.affine import half_turn, identity, translation
from approx.core.network import Network
from approx.core.target import square
from approx.inputs.example import Example, Truth

EXAMPLE = Example(
    title={"en": "x² from four neurons", "de": "x² aus vier Neuronen"},
    network=Network.sum_of(
        [identity(), half_turn(), translation(2), half_turn().translated(-2)],
        outputs=(2, 2, 4, 4),
        bias=-0.5,
    ),
    target=square((-4.0, 4.0)),
    truth=Truth(
        breakpoints=(-2.0, 0.0, 2.0),
        slopes=(-6.0, -2.0, 2.0, 6.0),
        sup_error=0.5,
        at=(-4.0, -3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0, 4.0),
        source="(b − a)²/(8·4²): chords over equal pieces, lowered by half their error",
    ),
)
