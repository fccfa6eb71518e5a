"""sin 3x with eight breakpoints, the best there is: nine neurons, 22 equal extrema of the error.

The numbers are those of approx.limits.best(sine(), 8): with only two slopes, steep through the
zeros and gentle towards the turns, and breakpoints the same distance from every turn.
"""

from math import pi

from approx.core.affine import half_turn, identity
from approx.core.network import Network
from approx.core.target import sine
from approx.inputs.example import Example, Truth

#: Slopes, the breakpoints' distance from the turns at ±π/6 and ±π/2, and the error.
STEEP, GENTLE, NEAR = 2.716927174089331, 0.989592953800725, 0.22874669621126048
ERROR = 0.0274577455992476

TURN = pi / 6
BREAKPOINTS = (TURN - NEAR, TURN, TURN + NEAR, pi / 2 - NEAR)  # mirrored for negative x
CHANGE = STEEP - GENTLE

RIGHT = [identity().translated(x) for x in (-TURN, -BREAKPOINTS[0], *BREAKPOINTS)]
LEFT = [half_turn().translated(x) for x in (-TURN, -BREAKPOINTS[2], -BREAKPOINTS[3])]

EXAMPLE = Example(
    title={
        "en": "The best sin 3x with eight breakpoints",
        "de": "Das beste sin 3x mit acht Knicken",
    },
    network=Network.sum_of(
        RIGHT + LEFT,
        # At the lowest turn one neuron faces each way; the rest bend where they stand.
        outputs=(GENTLE, CHANGE, -CHANGE, -2 * GENTLE, -CHANGE, CHANGE, GENTLE, CHANGE, -CHANGE),
        bias=-1 - ERROR,
    ),
    target=sine(),
    truth=Truth(
        breakpoints=(*(-x for x in reversed(BREAKPOINTS)), *BREAKPOINTS),
        slopes=(*(-GENTLE, -STEEP, -GENTLE), *(GENTLE, STEEP, GENTLE), *(-GENTLE, -STEEP, -GENTLE)),
        sup_error=ERROR,
        source="22 alternating extrema, by tube and linear programs; certified to a thousandth",
    ),
)
