"""The limits: the best that any n-breakpoint function can do, and theory's rates."""

from approx.limits.optimum import Best, Norm, best, fewest_knots
from approx.limits.rates import equidistributed, knots_by_curvature, rate, uniform
from approx.limits.realise import network_of

__all__ = [
    "Best",
    "Norm",
    "best",
    "equidistributed",
    "fewest_knots",
    "knots_by_curvature",
    "network_of",
    "rate",
    "uniform",
]
