"""Yarotsky's x²: m layers of at most three neurons are as close as 2^m pieces can be."""

from approx.core.depth import square as deep_square
from approx.core.target import square
from approx.inputs.example import Example, Family, Truth


def make(layers: int) -> Example:
    pieces, neurons = 2**layers, 3 * layers - 1
    return Example(
        title={
            "en": f"x² on {layers} layers, {pieces} pieces from {neurons} neurons",
            "de": f"x² in {layers} Schichten, {pieces} Stücke aus {neurons} Neuronen",
        },
        network=deep_square(layers),
        target=square((0.0, 1.0)),
        truth=Truth(
            breakpoints=tuple(k / pieces for k in range(1, pieces)),
            slopes=tuple((2 * k + 1) / pieces for k in range(pieces)),
            sup_error=2.0 ** -(2 * layers + 3),
            at=tuple(k / (2 * pieces) for k in range(2 * pieces + 1)),
            source="Yarotsky 2017, arXiv:1610.01145, Proposition 2, lowered by half its error",
        ),
    )


EXAMPLE = Family(make, members=range(1, 11), shown=(3,))
