"""Of wide layers the neurons that matter most: which they are, and what the others make."""

from __future__ import annotations

import numpy as np

from approx.core._types import Array
from approx.style.languages import count, number, say
from approx.subjects import Subject


def weights_of(subject: Subject, layer: int) -> Array:
    """How much each neuron of a hidden layer matters: its share of all bending, shape (width,).

    Of smooth networks, which have none: its range times the size of its outgoing weights.
    """
    analysis, network = subject.analysis, subject.network
    if not network.smooth:
        share = analysis.shares[layer]
        if share.any():
            return np.asarray(share)
    heights = [float(np.ptp(analysis.neuron(layer, j).y)) for j in range(_width(subject, layer))]
    return np.asarray(heights * np.abs(network.weights[layer + 1]).sum(axis=0))


def _width(subject: Subject, layer: int) -> int:
    return subject.network.hidden_widths[layer]


def largest(subject: Subject, layer: int, most: int) -> list[int]:
    """The neurons of a hidden layer that matter most, these first; all where they are few."""
    weights = weights_of(subject, layer)
    return [int(j) for j in np.argsort(-weights, kind="stable")[:most]]


def others(subject: Subject, layers: dict[int, list[int]], language: str) -> str:
    """'188 more make 93 % of all bending': the neurons of some layers that are not drawn.

    Empty where all are drawn.

    Args:
        layers: the neurons that are drawn, by layer.
    """
    left = sum(_width(subject, layer) - len(drawn) for layer, drawn in layers.items())
    if left == 0:
        return ""
    words = {"n": left, "neurons": count(left)}
    if subject.network.smooth:
        return say("largest.more", language, **words)
    share = 1.0 - sum(
        float(subject.analysis.shares[layer][drawn].sum()) for layer, drawn in layers.items()
    )
    share -= sum(
        float(every.sum())
        for layer, every in enumerate(subject.analysis.shares)
        if layer not in layers
    )
    return say("largest.share", language, percent=number(100 * max(share, 0.0), 3), **words)
