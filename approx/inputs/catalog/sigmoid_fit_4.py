"""The logistic function from four trained neurons: 1.4 % above the best four breakpoints in L2.

fit(logistic(), 4),
rounded to six decimals.
"""

from approx.core.target import logistic
from approx.inputs.catalog._trained import trained

EXAMPLE = trained(
    title={
        "en": "Four neurons trained on the sigmoid",
        "de": "Vier Neuronen, auf das Sigmoid trainiert",
    },
    target=logistic(),
    neurons=[  # weight, offset, output weight
        (1.0, 2.823969, 0.09031),
        (-1.0, -1.305875, 0.124919),
        (-1.0, 1.394446, -0.13941),
        (1.0, -2.998397, -0.077013),
    ],
    bias=0.438842,
    sup_error=0.018505985397575864,
    source="the largest error at breakpoints and ends and, per piece, by SciPy's bounded search",
)
