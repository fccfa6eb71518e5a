"""sin 3x from eight trained neurons: one percent above the best eight breakpoints in L2.

fit(sine(), 8),
rounded to six decimals.
"""

from approx.core.target import sine
from approx.inputs.catalog._trained import trained

EXAMPLE = trained(
    title={"en": "Eight neurons trained on sin 3x", "de": "Acht Neuronen, auf sin 3x trainiert"},
    target=sine(),
    neurons=[  # weight, offset, output weight
        (1.0, 1.325409, -1.692275),
        (-1.0, -0.768779, 1.695546),
        (1.0, 0.523035, 2.204879),
        (-1.0, -0.277013, 1.690765),
        (1.0, -0.271828, -1.611046),
        (-1.0, 0.509939, -2.152913),
        (-1.0, 0.758875, -1.822431),
        (-1.0, 1.326039, 1.689717),
    ],
    bias=1.330274,
    sup_error=0.047283408726822795,
    source="the largest error at breakpoints and ends and, per piece, by SciPy's bounded search",
)
