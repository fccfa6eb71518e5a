"""Random deep networks that are hard for float64, and integers that judge them at points.

python -m tests.deep_networks --count 1000 --first 0     # every network, one line each fault
python -m tests.deep_networks --largest 50
"""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from approx.core.activations import activation_of, slopes_of
from approx.core.exact import Analysis, analyse
from approx.core.network import Network
from approx.core.skip import Skip

DOMAIN = (-1.0, 1.0)
#: Products of integers spent on one network.
WORK = 3_000_000
#: Powers of ten by which rows are scaled, and that no path through the network leaves.
ROWS, PATH = 12.0, 90.0


def deep_network(seed: int, largest: bool = False) -> Network:
    """Depth to 60 and width to 64, log-uniform; rows scaled; dead and duplicate units.

    Args:
        largest: depth 40 to 60 and width 48 to 64.
    """
    rng = np.random.default_rng(seed)
    if largest:
        depth, width = int(rng.integers(40, 61)), int(rng.integers(48, 65))
    else:
        depth, width = (
            int(np.exp(rng.uniform(np.log(low), np.log(high + 1))))
            for low, high in ((1, 60), (2, 64))
        )
    widths = (1, *[width] * depth, 1)
    weights = [rng.normal(size=(n, m)) * np.sqrt(2 / m) for m, n in pairwise(widths)]
    biases = [rng.normal(size=n) * 0.3 for n in widths[1:]]
    kind = seed % 5  # plain, scaled and scaled back, scaled, dead and duplicate, all but scaled
    if kind in (3, 4):
        _copy(rng, weights, biases)  # before scaling, which a copy must turn back by itself
    if kind in (1, 4):
        _scale_and_back(rng, weights, biases)
    if kind == 2:
        _scale(rng, weights, biases)
    if kind in (3, 4):
        _kill(rng, weights, biases)
    return Network(weights, biases)


def wired_network(seed: int, steps: bool = True, inputs: int = 1) -> Network:
    """Depth to 12, width to 16, random activations, steps among them, and random skip edges."""
    rng = np.random.default_rng(seed)
    depth = int(np.exp(rng.uniform(0, np.log(13))))
    widths = [inputs, *rng.integers(2, 17, depth), 1]
    if seed % 3 == 0:  # residual blocks need one width
        widths[1:-1] = [widths[1]] * depth
    weights = [rng.normal(size=(n, m)) * np.sqrt(2 / m) for m, n in pairwise(widths)]
    biases = [rng.normal(size=n) * 0.5 for n in widths[1:]]
    names = ["relu", "relu", "leaky_relu(0.25)", "identity"] + ["step"] * steps
    activations = [*rng.choice(names, depth), "identity"]
    skips = [
        Skip(source, target, _edge(rng, widths[target], widths[source]))
        for target in range(2, depth + 2)
        for source in range(target - 1)
        if rng.random() < 0.3
    ]
    return Network(weights, biases, activations, skips)


def _edge(rng, width, before) -> np.ndarray | None:
    if width == before and rng.random() < 0.7:
        return None
    return rng.normal(size=(width, before)) / np.sqrt(before)


def _scale_and_back(rng, weights, biases) -> None:
    for k in range(len(weights) - 1):
        factor = 10.0 ** rng.uniform(-ROWS, ROWS, len(weights[k]))
        weights[k], biases[k] = weights[k] * factor[:, None], biases[k] * factor
        weights[k + 1] = weights[k + 1] / factor


def _scale(rng, weights, biases) -> None:
    """Rows as they come, until a path might leave 10^±PATH; then powers that turn it back."""
    lowest = highest = 0.0
    for w, b in zip(weights[:-1], biases[:-1], strict=True):
        power = rng.uniform(max(-ROWS, -PATH - lowest), min(ROWS, PATH - highest), len(w))
        lowest, highest = lowest + power.min(), highest + power.max()
        if highest > PATH - 1 or lowest < 1 - PATH:
            return
        np.multiply(w, 10.0 ** power[:, None], out=w)
        np.multiply(b, 10.0**highest, out=b)


def _copy(rng, weights, biases) -> None:
    """Units that do what another of their layer does."""
    for w, b in zip(weights[:-1], biases[:-1], strict=True):
        copies = rng.random(len(w)) < 0.2
        source = rng.integers(0, len(w), copies.sum())
        w[copies], b[copies] = w[source], b[source]


def _kill(rng, weights, biases) -> None:
    """Units off everywhere, by up to 10^13 of what reaches them, with heavy weights behind."""
    h = np.linspace(*DOMAIN, 129)[None]
    for w, b, behind in zip(weights[:-1], biases[:-1], weights[1:], strict=True):
        dead = rng.random(len(w)) < 0.15
        reach = 2 * np.abs(h).max() * np.abs(w[dead]).sum(axis=1)
        b[dead] = -(10.0 ** rng.uniform(0, 13, dead.sum())) * reach
        behind[:, dead] *= 10.0 ** rng.uniform(0, 12, dead.sum())
        h = np.maximum(w @ h + b[:, None], 0)


def integers(array) -> tuple[np.ndarray, int]:
    """Python integers and k with array = integers / 2^k."""
    ratios = [float(v).as_integer_ratio() for v in np.ravel(array)]
    bits = max(q.bit_length() - 1 for _, q in ratios)
    whole = np.empty(len(ratios), dtype=object)
    whole[:] = [p << (bits - q.bit_length() + 1) for p, q in ratios]
    return whole.reshape(np.shape(array)), bits


class Oracle:
    """A network in integers: nothing is ever rounded."""

    def __init__(self, network: Network) -> None:
        # Per layer: what is summed, as (source, rows), the bias, the activation and the bits of z.
        self.layers, self.bits = [], [0]
        for number, (w, b, name) in enumerate(network.layers, start=1):
            edges = [(number - 1, w)]
            edges += [(s.source, s.weights) for s in network.skips if s.target == number]
            sums = [(source, *integers(rows)) for source, rows in edges]
            (bias, bk), (gates, gk) = integers(b), integers(slopes_of(name))
            bits = max(bk, *(self.bits[source] + k for source, _, k in sums))
            sums = [(s, rows * (1 << (bits - self.bits[s] - k))) for s, rows, k in sums]
            jump = int(activation_of(name).jump) << (bits + gk)
            self.layers.append((sums, bias * (1 << (bits - bk)), gates, jump))
            self.bits.append(bits + gk)

    def at(self, x: float) -> tuple[float, float, np.ndarray]:
        """Value, slope and every sign at x; a zero slope of zero is no sign."""
        top, bottom = float(x).as_integer_ratio()
        values, slopes, on = [np.array([top], object)], [np.array([1], object)], []
        for sums, b, (low, high), jump in self.layers:
            value = sum(rows @ values[source] for source, rows in sums) + b * bottom
            slope = sum(rows @ slopes[source] for source, rows in sums)
            positive = value > 0
            on.append(positive)
            gate = np.where(positive, high, low)
            values.append(value * gate + positive.astype(object) * (jump * bottom))
            slopes.append(slope * gate)
        one = 1 << self.bits[-1]
        value, slope = values[-1], slopes[-1]
        return int(value[0]) / (one * bottom), int(slope[0]) / one, np.concatenate(on[:-1])


@dataclass
class Verdict:
    value: float  # the worst disagreement, as a share of what is allowed
    jump: float  # the worst at the numbers beside a breakpoint
    missed: float  # the largest missed slope change, as a share of the largest slope
    points: int


def judge(network: Network, analysis: Analysis, seed: int, work: int = WORK) -> Verdict:
    """Pieces of the last layer, all or as many as `work` allows, and breakpoints of the output.

    When no neuron changes its sign between two points of a piece, every layer is a straight line
    there, so nothing in between can be missed.
    """
    rng, oracle, f = np.random.default_rng(seed), Oracle(network), analysis.output
    scale, size = max(map(abs, DOMAIN)), float(np.abs(f.y).max())
    steepest = float(np.abs(f.slopes).max())
    count = max(8, work // sum(w.size for w in network.weights))
    verdict = Verdict(0.0, 0.0, 0.0, 0)

    def off(x: float, slope: float) -> float:
        value, *_ = oracle.at(x)
        verdict.points += 1
        allowed = 1e-12 * size + abs(slope) * 4 * np.spacing(abs(x))
        difference = abs(float(f(x)) - value)
        return difference / allowed if difference else 0.0

    x = analysis.layers[-1].x
    for i in _some(rng, len(x) - 1, count // 4, np.diff(x)):
        margin = max(1e-3 * (x[i + 1] - x[i]), 1e-12 * scale)
        p, q = float(x[i] + margin), float(x[i + 1] - margin)
        if not p < q:
            continue
        (at_p, slope, on), (at_q, other, off_) = oracle.at(p), oracle.at(q)
        verdict.points += 2
        for place, value in ((p, at_p), (q, at_q)):
            allowed = 1e-12 * size + abs(slope) * 4 * np.spacing(abs(place))
            difference = abs(float(f(place)) - value)
            verdict.value = max(verdict.value, difference / allowed if difference else 0.0)
        if (on != off_).any() and steepest:
            verdict.missed = max(verdict.missed, abs(slope - other) / steepest)
    b = f.breakpoints
    for i in _some(rng, len(b), count // 6, np.abs(f.jumps)):
        slope = np.abs(f.slopes[i : i + 2]).max()
        for place in (np.nextafter(b[i], -9), b[i], np.nextafter(b[i], 9)):
            verdict.jump = max(verdict.jump, off(float(place), slope))
    return verdict


def _some(rng, count: int, wanted: int, key) -> np.ndarray:
    """All, or the smallest quarter and others at random."""
    if count <= wanted:
        return np.arange(count)
    small = np.argsort(key)[: wanted // 4]
    return np.union1d(small, rng.choice(count, wanted - len(small), replace=False))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--largest", action="store_true")
    parser.add_argument("--seconds", type=float, default=1e9)
    options = parser.parse_args()
    start, bad, spent, points, done = time.perf_counter(), 0, 0.0, 0, 0
    worst = Verdict(0.0, 0.0, 0.0, 0)
    for seed in range(options.first, options.first + options.count):
        if time.perf_counter() - start > options.seconds:
            break
        network = deep_network(seed, options.largest)
        began = time.perf_counter()
        try:
            analysis = analyse(network, DOMAIN)
        except Exception as error:
            print(f"{seed} {network.hidden_widths[0]}x{network.depth}: {error!r:.150}", flush=True)
            bad, done = bad + 1, done + 1
            continue
        spent += time.perf_counter() - began
        v = judge(network, analysis, seed)
        points, done = points + v.points, done + 1
        worst = Verdict(
            *(max(getattr(worst, n), getattr(v, n)) for n in ("value", "jump", "missed")), 0
        )
        if v.value > 1 or v.jump > 1 or v.missed > 1e-9:
            bad += 1
            print(f"{seed} {network.hidden_widths[0]}x{network.depth}: {v}", flush=True)
    print(
        f"{done} networks, {bad} with a fault, {points} points; worst {worst}; "
        f"analyse {spent:.1f} s of {time.perf_counter() - start:.0f} s"
    )


if __name__ == "__main__":
    main()
