"""The lesson's four neurons after gradient descent on x²: closer, but not the best.

fit(square(...), method="gd", start=parabola-4, rate=0.05, momentum=0,
steps=2000),
rounded to six decimals.
"""

from approx.core.target import square
from approx.inputs.catalog._trained import trained
from approx.inputs.example import Training

EXAMPLE = trained(
    title={
        "en": "The four neurons after gradient descent",
        "de": "Die vier Neuronen nach dem Gradientenabstieg",
    },
    target=square((-4.0, 4.0)),
    neurons=[  # weight, offset, output weight
        (1.001228, -0.035601, 1.975529),
        (-1.001228, -0.035601, 1.975529),
        (1.007583, -1.997116, 3.962365),
        (-1.007583, -1.997116, 3.962365),
    ],
    bias=-0.584892,
    sup_error=0.6870590936410021,
    source="the largest error at breakpoints and ends and, per piece, by SciPy's bounded search",
    training=Training(
        (4,), {"method": "gd", "rate": 0.05, "momentum": 0, "steps": 2000}, start="parabola-4"
    ),
)
