"""Rational arithmetic: what a network's function is when nothing is ever rounded."""

from __future__ import annotations

import itertools
from fractions import Fraction

import numpy as np

from approx.core.activations import slopes_of
from approx.core.network import Network

Line = tuple[Fraction, Fraction]  # slope, intercept


def rational_pieces(network: Network, a: float, b: float) -> list[tuple[Fraction, Fraction, Line]]:
    """(left, right, line) of every maximal straight piece of the output, in exact arithmetic."""
    pieces = [(Fraction(a), Fraction(b), [(Fraction(1), Fraction(0))])]
    for w, bias, name in network.layers:
        rows = [[Fraction(float(v)) for v in row] for row in w]
        offsets = [Fraction(float(v)) for v in bias]
        gates = [Fraction(g) for g in slopes_of(name)]
        refined = []
        for left, right, inputs in pieces:
            lines = [
                (
                    sum((v * s for v, (s, _) in zip(row, inputs, strict=True)), Fraction(0)),
                    sum((v * c for v, (_, c) in zip(row, inputs, strict=True)), offset),
                )
                for row, offset in zip(rows, offsets, strict=True)
            ]
            roots = {-c / s for s, c in lines if s != 0 and left < -c / s < right}
            ends = [left, *(sorted(roots) if gates[0] != gates[1] else ()), right]
            for lo, hi in itertools.pairwise(ends):
                middle = (lo + hi) / 2
                slopes = [gates[s * middle + c > 0] for s, c in lines]
                after = [(s * g, c * g) for (s, c), g in zip(lines, slopes, strict=True)]
                refined.append((lo, hi, after))
        pieces = refined
    merged: list[tuple[Fraction, Fraction, Line]] = []
    for left, right, (line,) in pieces:
        if merged and merged[-1][2] == line:
            merged[-1] = (merged[-1][0], right, line)
        else:
            merged.append((left, right, line))
    return merged


def random_network(
    rng: np.random.Generator, widths: tuple[int, ...], spread: float = 0.0
) -> Network:
    """He weights and uniform biases; rows scaled by up to 10**±spread."""
    shapes = list(itertools.pairwise(widths))
    weights = [
        rng.normal(size=(n, m)) * np.sqrt(2 / m) * 10.0 ** rng.uniform(-spread, spread, (n, 1))
        for m, n in shapes
    ]
    biases = [rng.uniform(-1, 1, n) / np.sqrt(m) for m, n in shapes]
    return Network(weights, biases)
