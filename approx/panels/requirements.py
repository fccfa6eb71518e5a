"""What pictures need: each function says why a subject lacks it, and None where it does not."""

from __future__ import annotations

from approx.core.activations import activation_of
from approx.core.target import Target
from approx.subjects import Subject


def lacks_function(subject: Subject) -> str | None:
    """Why a picture of a function does not fit; None when it does."""
    if isinstance(subject.target, Target):
        return None
    return "it is given by points, between which no function is known"


def lacks_breakpoints(subject: Subject) -> str | None:
    """Why a picture of breakpoints does not fit; None when it does."""
    smooth = [name for name in subject.network.activations if activation_of(name).smooth]
    return f"its neurons are {smooth[0]}: smooth, without breakpoints to show" if smooth else None


def lacks_plain_sum(subject: Subject) -> str | None:
    """Why a picture of the output as a plain sum does not fit; None when it does."""
    last = subject.network.activations[-1]
    return None if last == "identity" else f"its output is {last} of a sum, not the sum itself"
