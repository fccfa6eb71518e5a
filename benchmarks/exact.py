"""Exact analysis against dense sampling: the time of both, and the error that sampling makes.

    python benchmarks/exact.py

Times are medians of 7 runs in one process. The last column is the share of the largest error
against the target sin 3x that 10,000 samples miss.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from itertools import pairwise

import numpy as np

from approx.core.error import measure
from approx.core.exact import analyse
from approx.core.network import Network
from approx.core.target import Target, label

DOMAIN = (-3.0, 3.0)
SAMPLES = 10_000
SHAPES = ((8,), (64,), (8, 8), (64, 64), (64, 64, 64, 64), (256, 256, 256))


def network(hidden: tuple[int, ...], seed: int = 0) -> Network:
    rng = np.random.default_rng(seed)
    widths = (1, *hidden, 1)
    shapes = list(pairwise(widths))
    return Network(
        [rng.normal(size=(n, m)) * np.sqrt(2 / m) for m, n in shapes],
        [rng.uniform(-1, 1, n) / np.sqrt(m) for m, n in shapes],
    )


def median(work: Callable[[], object]) -> float:
    times = []
    for _ in range(7):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return 1e3 * statistics.median(times)


def main() -> None:
    argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    ).parse_args()
    target = Target(lambda x: np.sin(3 * x), label("sin 3x"), DOMAIN)
    x = np.linspace(*DOMAIN, SAMPLES)
    print(
        f"{'network':>16} {'pieces':>7} {'exact ms':>9} {'sampled ms':>11} {'ratio':>6} "
        f"{'missed':>9}"
    )
    for hidden in SHAPES:
        net = network(hidden)
        analysis = analyse(net, DOMAIN)
        exact = median(lambda net=net: (analyse(net, DOMAIN).slope_changes, None))
        sampled = median(lambda net=net: net(x))
        sup = measure(analysis.output, target).sup
        sampled_sup = float(np.abs(net(x) - np.sin(3 * x)).max())
        name = "-".join(map(str, (*hidden, 1)))
        pieces = len(analysis.layers[-1].x) - 1
        print(
            f"{name:>16} {pieces:>7} {exact:>9.2f} {sampled:>11.2f} {exact / sampled:>6.2f} "
            f"{1 - sampled_sup / sup:>9.1e}"
        )


if __name__ == "__main__":
    main()
