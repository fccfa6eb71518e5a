"""What a picture of a target leaves out: strips over its gaps and around its poles."""

from __future__ import annotations

import numpy as np

from approx.core.dataset import Dataset
from approx.core.target import Target
from approx.panels.parts import Axis, Band


def outside(target: Target | Dataset, vertical: Axis) -> tuple[Band, ...]:
    """A strip as high as the picture over every interval on which no error is measured."""
    if isinstance(target, Dataset):
        return ()
    ends = np.ones(2)
    return tuple(
        Band("outside", np.array(part), vertical.low * ends, vertical.high * ends)
        for part in target.left_out()
    )
