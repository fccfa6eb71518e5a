"""Settings that hold for every test."""

from hypothesis import settings

# Two slow cores and first imports are no failures: what counts is the answer.
settings.register_profile("approx", deadline=None, derandomize=True)
settings.load_profile("approx")
