"""What every picture of a smooth network says, and why some pictures do not fit it."""

from __future__ import annotations

import math

from approx.core.activations import activation_of
from approx.style.languages import number, say
from approx.subjects import Subject


def note(subject: Subject, language: str = "en") -> str:
    """'smooth: no breakpoints, drawn within 2·10⁻⁵'; empty for piecewise-linear networks."""
    if not subject.network.smooth:
        return ""
    off = number(_rounded_up(subject.analysis.deviation), 2)
    n = len(subject.analysis.output.breakpoints)
    if n == 0:
        return say("smooth.drawn", language, off=off)
    return say("smooth.corners", language, corners=say("breakpoints.with", language, n=n), off=off)


def _rounded_up(bound: float) -> float:
    """A bound with two digits is still one."""
    step = 10.0 ** (math.floor(math.log10(bound)) - 1) if bound > 0 else 1.0
    return math.ceil(bound / step) * step


def unsupported_reason(subject: Subject) -> str | None:
    """Why a picture of breakpoints does not fit; None when it does."""
    smooth = [name for name in subject.network.activations if activation_of(name).smooth]
    return f"its neurons are {smooth[0]}: smooth, without breakpoints to show" if smooth else None


def gated(subject: Subject) -> str | None:
    """Why a picture of the output as a plain sum does not fit; None when it does."""
    last = subject.network.activations[-1]
    return None if last == "identity" else f"its output is {last} of a sum, not the sum itself"
