"""The hat ReLU(x+1) − 2 ReLU(x) + ReLU(x−1), the building block of piecewise-linear functions."""

import numpy as np

from approx.core.affine import identity, translation
from approx.core.network import Network
from approx.core.target import Target, label
from approx.inputs.catalog._enclosed import enclosed_as
from approx.inputs.example import Example, Truth

EXAMPLE = Example(
    title={"en": "A hat from three neurons", "de": "Ein Hut aus drei Neuronen"},
    network=Network.sum_of([translation(-1), identity(), translation(1)], outputs=(1, -2, 1)),
    target=Target(
        lambda x: np.maximum(1 - np.abs(x), 0),
        label("max(1−|x|, 0)", r"\max(1-|x|, 0)", "max(1 - abs(x), 0)"),
        (-2.0, 2.0),
        breaks=(-1.0, 0.0, 1.0),
        second=np.zeros_like,
        enclose=enclosed_as("max(1 - abs(x), 0)"),
    ),
    truth=Truth(
        breakpoints=(-1.0, 0.0, 1.0),
        slopes=(0.0, 1.0, -1.0, 0.0),
        sup_error=0.0,
        source="the slopes add up as 1, 1 − 2, 1 − 2 + 1",
    ),
)
