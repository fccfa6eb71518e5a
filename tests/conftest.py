"""Settings that hold for every test."""

import os

from hypothesis import Phase, settings

# Films are drawn, not remembered; tests of the cache have folders of their own.
os.environ["APPROX_CACHE_SIZE"] = "0"

# Two slow cores and first imports are no failures: what counts is the answer.
settings.register_profile("approx", deadline=None, derandomize=True)
# make mutants asks only whether a test fails, not for the smallest example.
settings.register_profile(
    "mutants", settings.get_profile("approx"), phases=(Phase.explicit, Phase.generate)
)
settings.load_profile("approx")
