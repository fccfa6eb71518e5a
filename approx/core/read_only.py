"""Arrays that cannot be written stay so in every copy, pickled ones too."""

from __future__ import annotations

from typing import Any

import numpy as np


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
