"""Exact regions and zero line of two-input networks against contours on a 300 x 300 grid.

    python benchmarks/regions.py

Both are timed in turns in one process. "Grid misses" is the share of regions without a grid point.
"""

from __future__ import annotations

import argparse
import itertools
import platform
import statistics
import time
from collections.abc import Callable

import contourpy
import numpy as np

from approx.core.network import Network
from approx.core.regions import Box, Regions, regions

BOX: Box = ((-2.0, 2.0), (-2.0, 2.0))
SHAPES = [(2, 8, 1), (2, 8, 8, 1), (2, 16, 16, 1), (2, 32, 32, 1), (2, 64, 64, 1)]
GRID = 300
SEEDS = 5
REPEATS = 5


def he_network(widths: tuple[int, ...], seed: int) -> Network:
    """He weights, uniform biases, and an output moved so that its zero line is in the box."""
    rng = np.random.default_rng(seed)
    shapes = list(itertools.pairwise(widths))
    weights = [rng.normal(size=(n, m)) * np.sqrt(2 / m) for m, n in shapes]
    biases = [rng.uniform(-1, 1, n) / np.sqrt(m) for m, n in shapes]
    values = Network(weights, biases)(rng.uniform(-2, 2, (999, 2)))
    return Network(weights, [*biases[:-1], biases[-1] - np.median(values)])


def grid_points() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """x and y of the grid and its points, shape (GRID, GRID, 2)."""
    x, y = (np.linspace(*side, GRID) for side in BOX)
    return x, y, np.stack(np.meshgrid(x, y), axis=-1)


def by_grid(network: Network) -> list[np.ndarray]:
    """The zero line as contouring of the grid finds it."""
    x, y, points = grid_points()
    lines = contourpy.contour_generator(x, y, network(points)[..., 0]).lines(0.0)
    return [np.asarray(line) for line in lines]


def exactly(network: Network) -> Regions:
    """Every region, and the zero line."""
    exact = regions(network, BOX)
    exact.level_set(0.0)
    return exact


def missed(exact: Regions) -> int:
    """How many regions hold no grid point, by their patterns of active neurons."""
    h = grid_points()[2].reshape(-1, 2)
    on = []
    for w, b in zip(exact.network.weights[:-1], exact.network.biases[:-1], strict=True):
        z = h @ w.T + b
        on.append(z > 0)
        h = np.maximum(z, 0)
    seen = {row.tobytes() for row in np.packbits(np.hstack(on), axis=1)}
    return sum(row.tobytes() not in seen for row in np.packbits(np.hstack(exact.on[:-1]), axis=1))


def milliseconds(work: Callable[[Network], object], network: Network) -> float:
    start = time.perf_counter()
    work(network)
    return 1000 * (time.perf_counter() - start)


def main() -> None:
    argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    ).parse_args()
    print(f"{platform.platform()}, Python {platform.python_version()}, NumPy {np.__version__}")
    print(f"median of {SEEDS} networks x {REPEATS} turns; box {BOX}; grid {GRID} x {GRID}\n")
    print("network      regions   exact ms   grid ms   ratio   grid misses   worst |f| exact, grid")
    for widths in SHAPES:
        networks = [he_network(widths, seed) for seed in range(SEEDS)]
        turns = [
            (milliseconds(exactly, n), milliseconds(by_grid, n))
            for _ in range(REPEATS)
            for n in networks
        ]
        exact_ms, grid_ms = (statistics.median(column) for column in zip(*turns, strict=True))
        results = [exactly(n) for n in networks]
        count = statistics.median(map(len, results))
        lost = sum(map(missed, results)) / sum(map(len, results))
        exact_off = max(np.abs(r.network(r.level_set())).max(initial=0) for r in results)
        grid_off = max(np.abs(n(line)).max() for n in networks for line in by_grid(n))
        print(
            f"{'-'.join(map(str, widths)):<12}{count:>8.0f}{exact_ms:>11.2f}{grid_ms:>10.1f}"
            f"{grid_ms / exact_ms:>8.1f}{lost:>14.1%}{exact_off:>16.0e}{grid_off:>8.0e}"
        )


if __name__ == "__main__":
    main()
