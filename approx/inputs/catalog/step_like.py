"""A step can only be approached: a ramp of slope 8, off by one half at the jump like every other.

No continuous function comes closer to a jump of height 1 than 1/2; a steeper ramp is off on a
shorter stretch, not by less.
"""

import numpy as np

from approx.core.affine import translation
from approx.core.network import Network
from approx.core.target import Target, label
from approx.inputs.catalog._enclosed import enclosed_as
from approx.inputs.example import Example, Truth

SLOPE = 8.0
HALF = 1 / (2 * SLOPE)

EXAMPLE = Example(
    title={"en": "Almost a step, from two neurons", "de": "Fast eine Stufe, aus zwei Neuronen"},
    network=Network.sum_of([translation(-HALF), translation(HALF)], outputs=(SLOPE, -SLOPE)),
    target=Target(
        lambda x: np.where(x > 0, 1.0, 0.0),
        label("step(x)", r"\mathrm{step}(x)", 'op("step")(x)'),
        (-1.0, 1.0),
        breaks=(0.0,),
        second=np.zeros_like,
        enclose=enclosed_as("heaviside(x)"),
    ),
    truth=Truth(
        breakpoints=(-HALF, HALF),
        slopes=(0.0, SLOPE, 0.0),
        sup_error=1 / 2,
        at=(0.0,),
        source="the ramp is 1/2 where the step jumps from 0 to 1",
    ),
)
