"""Exclusive or, the task that no straight line solves: two folds make a ridge."""

from approx.core.network import Network
from approx.inputs.catalog._points import corners
from approx.inputs.example import PlaneExample, PlaneTruth

EXAMPLE = PlaneExample(
    title={
        "en": "Exclusive or from two neurons",
        "de": "Exklusiv-Oder aus zwei Neuronen",
    },
    # r(x + y) − 2 r(x + y − 1) is 0 or 1 at the four corners; −1/2 puts the border between them.
    network=Network([[[1, 1], [1, 1]], [[1, -2]]], [[0, -1], [-1 / 2]]),
    box=((-1 / 2, 3 / 2), (-1 / 2, 3 / 2)),
    truth=PlaneTruth(
        regions=3,
        area_above=7 / 4,  # the strip 1/2 < x + y < 3/2: 4 less two triangles of legs 3/2
        values={(0, 0): -1 / 2, (1, 0): 1 / 2, (0, 1): 1 / 2, (1, 1): -1 / 2},
        source="Goodfellow, Bengio, Courville 2016, Deep Learning, section 6.1",
    ),
    trains_on=corners(),
)
