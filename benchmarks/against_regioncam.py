"""Exact pieces and regions against regioncam, which computes them in Rust and float32.

    python benchmarks/against_regioncam.py     # needs the extra `bench`

Both are timed in turns in one process, with one thread, in CPU time: what else the machine does
counts for neither. regioncam keeps every layer, as approx
does; approx also proves the signs of its float64 numbers and compares with the network itself. The
counts of two-input networks are those of 200 networks; where they differ, float32 rounds.
"""

from __future__ import annotations

import argparse
import importlib.util
import itertools
import os
import platform
import statistics
import time
from collections.abc import Callable, Sequence
from typing import Any

# Read when NumPy is loaded.
os.environ.update({f"{name}_NUM_THREADS": "1" for name in ("OPENBLAS", "OMP", "MKL")})

import numpy as np

from approx.core.exact import analyse
from approx.core.network import Network
from approx.core.regions import Box, regions

#: Widths, and how many times regioncam's time is aimed at.
SHAPES = [((1, 64, 64, 64, 64, 1), 8.0), ((2, 64, 64, 1), 1.0), ((2, 128, 128, 1), 1.0)]
DOMAIN = (-3.0, 3.0)
BOX: Box = ((-2.0, 2.0), (-2.0, 2.0))
SEEDS, REPEATS = 5, 7
#: Networks whose regions are counted both ways: two hidden layers of 2 to 32 neurons.
COUNTED, WIDEST = 200, 32


def he_network(widths: Sequence[int], seed: int) -> Network:
    """He weights and uniform biases, in numbers that float32 holds."""
    rng = np.random.default_rng(seed)
    shapes = list(itertools.pairwise(widths))
    weights = [rng.normal(size=(n, m)) * np.sqrt(2 / m) for m, n in shapes]
    biases = [rng.uniform(-1, 1, n) / np.sqrt(m) for m, n in shapes]
    return Network(
        *([array.astype(np.float32) for array in arrays] for arrays in (weights, biases))
    )


def by_approx(network: Network) -> int:
    """The number of pieces or regions."""
    if network.inputs == 1:
        return len(analyse(network, DOMAIN).layers[-1].x) - 1
    return len(regions(network, BOX))


def by_regioncam(network: Network) -> Callable[[], int]:
    """Computes the number of pieces or regions from arrays as regioncam takes them."""
    import regioncam

    single = np.float32
    layers = [
        (np.ascontiguousarray(w.T, dtype=single), b.astype(single)) for w, b, _ in network.layers
    ]
    flat = network.inputs == 1

    def count() -> int:
        # Its interval is of the given size around 0, its square twice as large.
        cells: Any = regioncam.Regioncam1D(DOMAIN[1] - DOMAIN[0]) if flat else None
        cells = cells or regioncam.Regioncam(size=BOX[0][1])
        for number, (weights, biases) in enumerate(layers):
            cells.linear(weights, biases)
            if number + 1 < len(layers):
                cells.relu()
        return int(cells.num_edges if flat else cells.num_faces)

    return count


def milliseconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return 1000 * (time.process_time() - start)


def times(network: Network) -> tuple[float, float]:
    """Least CPU milliseconds of both, in turns."""
    count = by_regioncam(network)
    turns = [
        (milliseconds(lambda: by_approx(network)), milliseconds(count)) for _ in range(REPEATS)
    ]
    ours, theirs = (min(column) for column in zip(*turns, strict=True))
    return ours, theirs


def main() -> None:
    argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    ).parse_args()
    if importlib.util.find_spec("regioncam") is None:
        print("skipped: regioncam is not installed; it belongs to the extra `bench`")
        return
    from regioncam import __version__ as version

    print(f"{platform.platform()}, Python {platform.python_version()}, NumPy {np.__version__}")
    print(
        f"regioncam {version}; CPU time, medians over {SEEDS} networks of the least of "
        f"{REPEATS} turns\n"
    )
    print("network              pieces   approx ms   regioncam ms   ratio   aim")
    for widths, aim in SHAPES:
        networks = [he_network(widths, seed) for seed in range(SEEDS)]
        columns = zip(*map(times, networks), strict=True)
        ours, theirs = (statistics.median(column) for column in columns)
        pieces = statistics.median(map(by_approx, networks))
        print(
            f"{'-'.join(map(str, widths)):<18}{pieces:>9.0f}{ours:>12.2f}{theirs:>15.2f}"
            f"{ours / theirs:>8.2f}{aim:>6.0f}"
        )
    different = []
    for seed in range(COUNTED):
        widths = (2, *np.random.default_rng(seed).integers(2, WIDEST + 1, 2).tolist(), 1)
        network = he_network(widths, seed)
        counts = by_approx(network), by_regioncam(network)()
        if counts[0] != counts[1]:
            different.append((seed, *counts))
    print(f"\nequal numbers of regions: {COUNTED - len(different)} of {COUNTED} networks")
    for seed, ours, theirs in different:
        print(f"  seed {seed}: {ours} by approx, {theirs} by regioncam")


if __name__ == "__main__":
    main()
