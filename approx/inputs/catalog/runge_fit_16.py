"""Runge's function from sixteen trained neurons: breakpoints crowd where it bends.

fit(runge(), 16),
rounded to six decimals.
"""

from approx.core.target import runge
from approx.inputs.catalog._trained import trained

EXAMPLE = trained(
    title={
        "en": "Sixteen neurons trained on Runge’s function",
        "de": "Sechzehn Neuronen, auf die Runge-Funktion trainiert",
    },
    target=runge(),
    neurons=[  # weight, offset, output weight
        (-1.0, -0.722956, 0.149709),
        (-1.0, -0.54345, 0.265048),
        (-1.0, -0.417778, 0.420058),
        (-1.0, -0.323637, 0.601533),
        (-1.0, -0.248034, 0.768693),
        (-1.0, -0.181259, 0.800012),
        (-1.0, -0.060301, -1.308791),
        (-1.0, -0.018862, -1.811991),
        (1.0, -0.018862, -1.811991),
        (1.0, -0.060301, -1.308791),
        (1.0, -0.181259, 0.800012),
        (1.0, -0.248034, 0.768693),
        (1.0, -0.323637, 0.601533),
        (1.0, -0.417778, 0.420058),
        (1.0, -0.54345, 0.265048),
        (1.0, -0.722956, 0.149709),
    ],
    bias=0.997051,
    sup_error=0.005866963604021946,
    source="the largest error at breakpoints and ends and, per piece, by SciPy's bounded search",
)
