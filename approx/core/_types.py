"""The array types of all modules."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Integers = NDArray[np.int64]
Index = NDArray[np.intp]
Booleans = NDArray[np.bool_]
