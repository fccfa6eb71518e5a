"""One-hidden-layer networks as training left them: weights as literals, truth by plain sums."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from approx.core.network import Network
from approx.core.target import Target
from approx.inputs.example import Example, Training, Truth


def trained(
    title: Mapping[str, str],
    target: Target,
    neurons: Sequence[tuple[float, float, float]],
    bias: float,
    sup_error: float,
    source: str,
    training: Training | None = None,
) -> Example:
    """f(x) = bias + Σ output · relu(weight · x + offset) over (weight, offset, output).

    The truth is worked out neuron by neuron, without the library's exact propagation: a neuron
    makes a breakpoint where its own line is 0, and adds weight · output to the slope where it is
    active.
    """
    a, b = target.domain
    breakpoints = sorted({-offset / weight for weight, offset, _ in neurons if weight})
    inner = [breakpoint for breakpoint in breakpoints if a < breakpoint < b]
    edges = [a, *inner, b]
    middles = [(left + right) / 2 for left, right in pairwise(edges)]
    slopes = [sum(v * w for w, c, v in neurons if w * x + c > 0) for x in middles]
    weights, offsets, outputs = zip(*neurons, strict=True)
    return Example(
        title=title,
        network=Network([[[w] for w in weights], [list(outputs)]], [list(offsets), [bias]]),
        target=target,
        truth=Truth(tuple(inner), tuple(slopes), sup_error, tolerance=1e-12, source=source),
        training=training,
    )
