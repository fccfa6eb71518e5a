"""A guard against work that explodes: quadratic scanning, a bisection without an end.

What it guards takes well under a second here. The bound is no measurement of speed (benchmarks/ has
those): it is far above what a slow or busy machine needs, and far below what the explosions took.
"""

import time
from contextlib import contextmanager

#: CPU seconds of this process.
EXPLODED = 30.0


@contextmanager
def no_explosion():
    began = time.process_time()
    yield
    took = time.process_time() - began
    assert took < EXPLODED, f"{took:.0f} CPU seconds"
