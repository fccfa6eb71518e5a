"""Gradient descent at a rate of 0.3: all eight neurons were alive at the start, three are left.

fit(sine(), 8, method="gd", rate=0.3, momentum=0, steps=1000, seed=3, init="he"),
rounded to six decimals.
"""

from approx.core.target import sine
from approx.inputs.catalog._trained import trained
from approx.inputs.example import Training

EXAMPLE = trained(
    title={"en": "Five of eight neurons are dead", "de": "Fünf von acht Neuronen sind tot"},
    target=sine(),
    neurons=[  # weight, offset, output weight
        (2.932261, -2.120945, -1.265806),
        (-1.925989, -1.52855, 1.235212),
        (1.108345, 0.548888, 1.209215),
        (-0.308944, -0.49822, 0.338592),
        (-0.246284, -0.397246, 0.269952),
        (-0.066807, -0.414427, 0.184152),
        (-1.102443, -1.734643, 1.188222),
        (-0.099747, -0.299782, 0.160713),
    ],
    bias=-0.599515,
    sup_error=0.46402556914021065,
    source="the largest error at breakpoints and ends and, per piece, by SciPy's bounded search",
    training=Training(
        (8,),
        {"method": "gd", "rate": 0.3, "momentum": 0, "steps": 1000, "seed": 3, "init": "he"},
    ),
)
