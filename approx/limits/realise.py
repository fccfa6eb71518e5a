"""The ReLU network of a piecewise-linear function: one hidden layer, valid on the whole line."""

from __future__ import annotations

import numpy as np

from approx.core.network import Network
from approx.core.piecewise import PiecewiseLinear

#: A slope below this share of the largest counts as flat.
FLAT = 1e-13


def network_of(function: PiecewiseLinear, skip: bool = False) -> Network:
    """One hidden layer that computes the function, also where it goes on outside its domain.

    With `skip` the affine part stands by itself, carried past the ReLU by the pair ReLU(x) and
    ReLU(−x), and every breakpoint has one unit facing right: n + 2 units, the last n in
    their order.

    Without it every breakpoint gets one unit, facing away from a piece or breakpoint in the middle.
    The n slope changes alone leave the slope of that middle open:

    - a flat piece as the middle needs nothing more: n units;
    - otherwise one breakpoint gets two units, one facing each way, which set both slopes: n + 1.
      (An affine skip connection would save that unit; a network of n units with both kinds of
      unit cannot always do it, for no subset of the slope changes need make up the first slope.)
    - a straight line needs no hidden unit at all: the output layer alone.
    """
    f = function.simplified()
    x, slopes, changes = f.breakpoints, f.slopes, np.diff(f.slopes)
    if skip:
        return Network(
            [[[1.0], [-1.0], *([1.0] for _ in x)], [[slopes[0], -slopes[0], *changes]]],
            [[0.0, 0.0, *(-x)], [f.y[0] - slopes[0] * f.x[0]]],
        )
    if not len(x):
        return Network([[[slopes[0]]]], [[f.y[0] - slopes[0] * f.x[0]]])
    flat = np.flatnonzero(np.abs(slopes) <= FLAT * np.abs(slopes).max())
    if len(flat):
        at = int(flat[0])
        left, right, to_left, to_right = x[:at], x[at:], changes[:at], changes[at:]
        base = float(f.y[max(at, 1)])
    else:
        # The flattest breakpoint: its two units cancel least against the others.
        at = int((np.abs(slopes[:-1]) + np.abs(slopes[1:])).argmin())
        left, right = x[: at + 1], x[at:]
        to_left, to_right = (
            np.r_[changes[:at], -slopes[at]],
            np.r_[slopes[at + 1], changes[at + 1 :]],
        )
        base = float(f.y[at + 1])
    weights = np.r_[-np.ones(len(left)), np.ones(len(right))]
    return Network(
        [weights[:, None], [np.r_[to_left, to_right]]], [-weights * np.r_[left, right], [base]]
    )
