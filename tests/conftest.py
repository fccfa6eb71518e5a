"""Settings that hold for every test."""

import os

from hypothesis import settings

# Films are drawn, not remembered; tests of the cache have folders of their own.
os.environ["APPROX_CACHE_SIZE"] = "0"

# Two slow cores and first imports are no failures: what counts is the answer.
settings.register_profile("approx", deadline=None, derandomize=True)
settings.load_profile("approx")
