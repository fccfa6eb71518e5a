"""Forty steep or singular targets, and how their limits hold: monotone, and never beaten.

python -m tests.steep_targets                            # 1, 2, 4 … 64 breakpoints, all targets
python -m tests.steep_targets --every 10 --all           # every number, of four targets
python -m tests.steep_targets --starts 0                 # monotony alone
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator

import numpy as np

from approx.core.error import measure
from approx.core.piecewise import PiecewiseLinear
from approx.core.smooth_pieces import breaks
from approx.core.target import Target
from approx.inputs.expression import target_of
from approx.limits import best
from approx.limits.compare import norm_of
from approx.limits.l2 import STEEP, descend, projected
from approx.limits.polish import polish

TARGETS = [
    ("tanh(200*x)", -1, 1), ("tanh(50*x)", -1, 1), ("abs(x)^0.1", -1, 1), ("abs(x)^0.5", -1, 1),
    ("x^0.2", 0, 1), ("x^0.05", 0, 1), ("sqrt(x)", 0, 1), ("cbrt(x)", -1, 1),
    ("log(x)", 0.001, 1), ("log(x)", 1e-6, 1), ("arctan(100*x)", -1, 1),
    ("arctan(1000*x)", -1, 1), ("heaviside(x)", -1, 1), ("floor(x)", -2.5, 2.5),
    ("where(x<0, sin(x), cos(x)+2)", -5, 5), ("sign(x)*x^2+sign(x)", -1, 1),
    ("abs(mod(x,1)-0.5)", 0, 4), ("1-abs(1-mod(8*x,2))", 0, 1), ("abs(sin(4*x))", -1, 2),
    ("abs(sin(12*x))", -1, 2), ("x*sin(30*x)", 0, 1), ("sin(30*x)", -3, 3),
    ("sin(1/(x+0.05))", 0, 1), ("exp(-100*x^2)", -1, 1),
    ("x^2+exp(-1e5*(x-0.3137)^2)", -1, 1), ("1/(1+25*x^2)", -1, 1),
    ("1/(1+1e6*(x-0.6)^2)", 0, 1), ("1/(1+exp(-100*x))", -1, 1), ("exp(10*x)", -1, 1),
    ("sqrt(1-x^2)", -1, 1), ("arcsin(x)", -1, 1), ("abs(x-0.3)^1.5", -1, 1),
    ("max(sin(5*x),cos(7*x))", -2, 2), ("abs(x^3-x)", -2, 2), ("sin(x)*exp(-x)", 0, 10),
    ("sin(x^2)", 0, 6), ("x^x", 0.001, 2), ("tanh(100*(x-0.5))+tanh(100*(x+0.5))", -1, 1),
    ("abs(x)^0.9", -1, 1), ("mod(x,1)", 0, 3.5),
]  # fmt: skip
DOUBLED = (1, 2, 4, 8, 16, 32, 64)
#: Errors are compared with this relative slack: what a quadrature and a proof leave open.
SLACK = {"sup": 1e-8, "l2": 1e-4}
#: Of the largest error two bounds meet, which says more than searches do, and these take seconds.
MEET, MANY, FEW_STARTS = 2e-3, 8, 2
#: Below this share of the target's size an error is rounding.
NOTHING = 1e-13


def typed(text: str, a: float, b: float) -> Target:
    return target_of(text, (float(a), float(b))).target


def norms_of(target: Target) -> tuple[str, ...]:
    """Of a target that jumps, the largest error of a continuous function says nothing."""
    return ("l2",) if norm_of(target) == "l2" else ("sup", "l2")


def steepest(target: Target) -> float:
    """The L2 error of ramps as wide as the best functions' at jumps: below it, narrower ones."""
    a, b = target.domain
    return float(np.sqrt(sum(t.jump**2 for t in breaks(target)) * STEEP * (b - a) / 12))


def starts(target: Target, x: np.ndarray, n: int, count: int, seed: int) -> Iterator[np.ndarray]:
    """Breakpoints near the best ones `x`, and every second time anywhere: both with the ends."""
    (a, b), rng = target.domain, np.random.default_rng(seed)
    for k in range(count):
        if k % 2 == 0 and len(x) == n + 2:
            widths = np.diff(x) * np.exp(rng.normal(0, 0.4, n + 1))
            inner = a + (b - a) * np.cumsum(widths)[:-1] / widths.sum()
        else:
            inner = np.sort(rng.uniform(a, b, n))
        start = np.r_[a, inner, b]
        if (np.diff(start) > 0).all():  # beside a jump they can coincide
            yield start


def closest(target: Target, norm: str, x: np.ndarray) -> float:
    """The error that a local search reaches from breakpoints x."""
    if norm == "l2":
        return measure(projected(target, descend(target, x)).function, target).l2
    return measure(polish(PiecewiseLinear(x, target(x)), target), target).sup


def faults(target: Target, numbers: tuple[int, ...], searches: int) -> Iterator[str]:
    """What is wrong with the limits at these numbers of breakpoints, ascending."""
    size, ramps = target.size(), steepest(target)
    for norm in norms_of(target):
        before = np.inf
        for n in numbers:
            found = best(target, n, norm)
            allowed = found.error * (1 + SLACK[norm]) + NOTHING * size
            if found.error > before * (1 + 1e-12) + NOTHING * size:
                yield f"{norm} {n}: {found.error:.9g} after {before:.9g}"
            if not found.lower <= found.error * (1 + 1e-12) + NOTHING * size:
                yield f"{norm} {n}: {found.error:.9g} below its own bound {found.lower:.9g}"
            if norm == "sup" and found.lower < found.error * (1 - MEET) - NOTHING * size:
                yield f"{norm} {n}: {found.error:.9g}, bound {found.lower:.9g}"
            real = getattr(measure(found.function, target), norm)
            if real > allowed:
                yield f"{norm} {n}: says {found.error:.9g}, is {real:.9g}"
            before = found.error
            fewer = norm == "sup" and n > MANY
            count = min(searches, FEW_STARTS - (n > 2 * MANY)) if fewer else searches
            for k, x in enumerate(starts(target, found.function.x, n, count, n)):
                reached = closest(target, norm, x)
                if norm == "l2":
                    reached = float(np.hypot(reached, ramps))
                if reached < found.error * (1 - SLACK[norm]) - NOTHING * size:
                    yield f"{norm} {n}: {found.error:.9g}, start {k} reaches {reached:.9g}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--all", action="store_true", help="every number from 1 to 64")
    parser.add_argument("--starts", type=int, default=12)
    options = parser.parse_args()
    numbers = tuple(range(1, 65)) if options.all else DOUBLED
    bad = 0
    for text, a, b in TARGETS[options.first :: options.every]:
        began, found = time.process_time(), 0
        for fault in faults(typed(text, a, b), numbers, options.starts):
            print(f"  {text}: {fault}", flush=True)
            found += 1
        bad += found > 0
        print(f"{text}: {found} faults, {time.process_time() - began:.1f} s", flush=True)
    print(f"{bad} targets with a fault")


if __name__ == "__main__":
    main()
