"""The fixtures of the command line, for every row."""

from command_line import approx, process

__all__ = ["approx", "process"]
