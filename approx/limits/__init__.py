"""The limits: the best that any n-breakpoint function can do, and theory's rates."""

from approx.limits.optimum import (
    BestApproximation,
    Needed,
    Norm,
    best,
    breakpoints_needed,
    fewest_breakpoints,
)
from approx.limits.rates import breakpoints_by_curvature, equidistributed, rate, uniform
from approx.limits.realise import network_of

__all__ = [
    "BestApproximation",
    "Needed",
    "Norm",
    "best",
    "breakpoints_by_curvature",
    "breakpoints_needed",
    "equidistributed",
    "fewest_breakpoints",
    "network_of",
    "rate",
    "uniform",
]
