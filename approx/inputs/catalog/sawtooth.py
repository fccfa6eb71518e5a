"""Telgarsky's sawtooth: m layers of two neurons fold [0, 1] into 2^m pieces."""

import numpy as np

from approx.core.depth import sawtooth
from approx.core.target import Target, label
from approx.inputs.catalog._enclosed import enclosed_as
from approx.inputs.example import Example, Family, Truth

EXPONENTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def make(layers: int) -> Example:
    pieces = 2**layers
    wave = Target(
        lambda x: 1 - np.abs(1 - np.mod(x * pieces, 2)),
        label(f"g{str(layers).translate(EXPONENTS)}(x)", f"g^{{{layers}}}(x)", f"g^{layers} (x)"),
        (0.0, 1.0),
        breaks=tuple(k / pieces for k in range(1, pieces)),
        second=np.zeros_like,
        enclose=enclosed_as(f"1 - abs(1 - mod({pieces} * x, 2))"),
    )
    return Example(
        title={
            "en": f"A sawtooth of {pieces} pieces from {2 * layers} neurons",
            "de": f"Ein Sägezahn mit {pieces} Stücken aus {2 * layers} Neuronen",
        },
        network=sawtooth(layers),
        target=wave,
        truth=Truth(
            breakpoints=wave.breaks,
            slopes=tuple(float(pieces * (-1) ** k) for k in range(pieces)),
            sup_error=0.0,
            source="Telgarsky 2015, arXiv:1509.08101, Lemma 2.1",
        ),
    )


EXAMPLE = Family(make, members=range(1, 11), shown=(3,))
