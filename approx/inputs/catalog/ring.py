"""A ring with eight corners: layer 1 measures the distance from the middle, layer 2 folds it.

Σ |u·x| over four directions u, 45° apart, is a norm whose circles are regular octagons. The ring is
where this distance is within 1/2 of 3/2; both layers make |z| as ReLU(z) + ReLU(−z).
"""

import math

from approx.core.network import Network
from approx.inputs.catalog._points import ring
from approx.inputs.example import PlaneExample, PlaneTruth

DIAGONAL = math.sqrt(1 / 2)
DIRECTIONS = [(1.0, 0.0), (DIAGONAL, DIAGONAL), (0.0, 1.0), (-DIAGONAL, DIAGONAL)]
BOTH_WAYS = [(sign * x, sign * y) for x, y in DIRECTIONS for sign in (1, -1)]
#: The sum at a corner of the unit octagon: 0 + √½ + 1 + √½.
UNIT = 1 + math.sqrt(2)

EXAMPLE = PlaneExample(
    title={
        "en": "A ring with eight corners",
        "de": "Ein Ring mit acht Ecken",
    },
    network=Network(
        [BOTH_WAYS, [[1 / UNIT] * 8, [-1 / UNIT] * 8], [[-1, -1]]],
        [[0] * 8, [-3 / 2, 3 / 2], [1 / 2]],
    ),
    box=((-5 / 2, 5 / 2), (-5 / 2, 5 / 2)),
    truth=PlaneTruth(
        regions=16,  # eight sectors, each cut once by the octagon of radius 3/2
        area_above=6 * math.sqrt(2),  # octagons of radius R have area 2√2 R²; R = 2 less R = 1
        values={(0, 0): -1, (1, 0): 0, (3 / 2, 0): 1 / 2, (0, -2): 0, (5 / 2, 0): -1 / 2},
        source="a regular octagon's area; the corners lie on the axes and diagonals",
    ),
    trains_on=ring(),
)
