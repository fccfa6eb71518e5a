"""Arrays that cannot be written stay so in every copy, pickled ones too."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from approx.core._types import Array
from approx.system.errors import InputError


class ReadOnly:
    """Base of frozen dataclasses of arrays: pickle and deepcopy give read-only arrays back.

    NumPy forgets the flag when it copies, so that a copy of a frozen object could be changed.
    """

    def __setstate__(self, state: dict[str, Any]) -> None:
        for name, value in state.items():
            for array in value if isinstance(value, tuple) else (value,):
                if isinstance(array, np.ndarray):
                    array.flags.writeable = False
            object.__setattr__(self, name, value)


def frozen(values: ArrayLike, dimensions: int) -> Array:
    """A read-only copy of weights (2 dimensions) or biases (1).

    Raises:
        InputError: for what is no rectangular array of numbers.
    """
    try:
        array = np.array(values, dtype=float)
    except (TypeError, ValueError) as error:
        raise InputError(f"weights must be rectangular arrays of numbers ({error})") from None
    if array.ndim != dimensions:
        raise InputError(
            f"{'weights' if dimensions == 2 else 'biases'} need {dimensions} dimension(s), "
            f"these have {array.ndim}"
        )
    array.flags.writeable = False
    return array
