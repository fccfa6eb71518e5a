"""Three clouds of points, told apart by three neurons: the largest of three outputs decides."""

from approx.core.network import Network
from approx.inputs.catalog._points import blobs
from approx.inputs.example import PlaneExample, PlaneTruth

EXAMPLE = PlaneExample(
    title={
        "en": "Three clouds, told apart by three neurons",
        "de": "Drei Wolken, getrennt von drei Neuronen",
    },
    # Left r(−x), right r(x), up r(y + 1/4): each neuron is an output of its own.
    network=Network(
        [[[-1, 0], [1, 0], [0, 1]], [[1, 0, 0], [0, 1, 0], [0, 0, 1]]],
        [[0, 0, 1 / 4], [0, 0, 0]],
    ),
    box=((-5 / 2, 5 / 2), (-5 / 2, 5 / 2)),
    truth=PlaneTruth(
        regions=4,  # both sides of x = 0, above and below y = −1/4
        area_above=None,
        # Up wins where y + 1/4 > |x|: a triangle of height 5/2 and a strip of height 1/4.
        class_areas=(35 / 4, 35 / 4, 15 / 2),
        values={(-1.0, 0.0): 1.0, (2.0, 1.0): 0.0, (-0.5, -2.0): 0.5},
        source="drawn by hand; the areas are those of a triangle and of rectangles",
    ),
    points=blobs(),
)
