"""The door, for every row."""

from door import approx, process

__all__ = ["approx", "process"]
