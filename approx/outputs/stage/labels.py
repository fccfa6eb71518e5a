"""Labels that find a place beside what they name, touching nothing."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import VMobject

from approx.outputs.stage.geometry import free_place
from approx.outputs.stage.layout import Box


def beside(
    label: VMobject, anchors: Sequence[np.ndarray], obstacles: Sequence[np.ndarray], bounds: Box
) -> bool:
    """Move the label beside the first anchor with room; False, unmoved, when none has."""
    for anchor in anchors:
        place = free_place((label.width, label.height), anchor, obstacles, bounds)
        if place is not None:
            label.move_to((*place, 0.0))
            return True
    return False
