"""A deep network as a grid of small graphs: one column per layer, each made from the one before."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from approx.core._types import Array
from approx.core.piecewise import PiecewiseLinear
from approx.panels import breakpoints, owners, signed_sum
from approx.panels import sum as sums
from approx.panels.axes import across, axis_for, up
from approx.panels.diagram import heights, slots
from approx.panels.primitives import Axis, Color
from approx.panels.signed_sum import SignedSum
from approx.style.languages import say
from approx.subjects import Subject

#: More edges than this into a layer are shown, but no copies fly along them.
MOST_COPIES = 40
#: How far below zero a small graph shows a line that is not folded yet, of its height above.
BELOW = 0.35


@dataclass(frozen=True)
class Cell:
    """A unit's small graph.

    Attributes:
        index: within its layer, from 0; -1 for the input.
        color: the neuron's, or its layer's where there are many; None for the input.
        y: height of its centre in the unit interval.
        before, after: pre-activation and activation as functions of x.
    """

    index: int
    color: Color | None
    y: float
    before: PiecewiseLinear
    after: PiecewiseLinear


@dataclass(frozen=True)
class Column:
    """One layer.

    Attributes:
        title: above it.
        cells: top to bottom, those that are shown.
        left_out: (height, text, a shorter text) where cells are left out; None when none are.
        vertical: the axis that all its graphs share.
        weights: into it, shape (width, width of the column before).
        folds: whether any activation changes anything on the domain.
        copies: whether weighted copies can be shown flying in.
        share: its share of the bending, between 0 and 1.
        on: of every neuron, first to last, where it is on: intervals, shape (n, 2).
        colors: of every neuron.
    """

    title: str
    cells: tuple[Cell, ...]
    left_out: tuple[float, str, str] | None
    vertical: Axis
    weights: np.ndarray
    folds: bool
    copies: bool
    share: float
    on: tuple[Array, ...] = ()
    colors: tuple[Color, ...] = ()


@dataclass(frozen=True)
class Layers:
    """The whole picture: the input, the hidden layers, and the sum that they end in.

    Attributes:
        made: of every layer its name, and the breakpoints that it makes: (x, colour). An output
            with an activation of its own is one more.
    """

    subject: Subject
    input: Column
    hidden: tuple[Column, ...]
    horizontal: Axis
    vertical: Axis  # of the output and its target; nothing is stacked here
    output: sums.Sum
    output_copies: bool
    signed: SignedSum
    breakpoints: breakpoints.Breakpoints
    made: tuple[tuple[str, tuple[tuple[float, Color], ...]], ...]


def build(subject: Subject, language: str = "en") -> Layers:
    """Every layer's exact functions, laid out in columns."""
    network = subject.network
    output = sums.build(subject)
    a, b = subject.domain
    line = PiecewiseLinear((a, b), (a, b))
    entry = Column(
        title=say("input", language),
        cells=(Cell(-1, None, 0.5, line, line),),
        left_out=None,
        vertical=Axis(min(a, 0.0), max(b, 0.0), (), ()),
        weights=np.zeros((1, 0)),
        folds=False,
        copies=False,
        share=0.0,
    )
    hidden = [_column(subject, layer, language) for layer in range(network.depth)]
    shown = len(hidden[-1].cells)
    vertical = axis_for([output.function.y, output.target.y], most=5, zero=False)
    return Layers(
        subject=subject,
        input=entry,
        hidden=tuple(hidden),
        horizontal=across(subject.target, most=5),
        vertical=up(vertical, subject.target),
        output=output,
        output_copies=shown <= MOST_COPIES,
        signed=signed_sum.build(output.contributions),
        breakpoints=breakpoints.build(subject, language),
        made=_made(subject, language),
    )


def _made(
    subject: Subject, language: str
) -> tuple[tuple[str, tuple[tuple[float, Color], ...]], ...]:
    """Who makes which breakpoint of the output: those of every layer."""
    color, real = owners.colors(subject), set(subject.analysis.output.breakpoints.tolist())
    # Where neurons cancel each other there is no breakpoint.
    changes = [change for change in subject.analysis.slope_changes if change.x in real]
    depth = subject.network.depth
    names = [say("layer", language, n=k + 1) for k in range(depth)]
    if any(change.layer == depth for change in changes):
        names.append(say("output", language))
    return tuple(
        (
            name,
            tuple(
                (c.x, color(owners.number_of(subject, c.layer, c.neuron)))
                for c in changes
                if c.layer == layer
            ),
        )
        for layer, name in enumerate(names)
    )


def _column(subject: Subject, layer: int, language: str) -> Column:
    network, analysis = subject.network, subject.analysis
    width = network.hidden_widths[layer]
    shown, color = slots(width), owners.colors(subject)
    colors = tuple(color(owners.number_of(subject, layer, j)) for j in range(width))
    cells, left_out = [], None
    for slot, y in zip(shown, heights(len(shown)), strict=True):
        if slot is None:
            n = width - len(shown) + 1
            left_out = (y, say("more", language, n=n), say("more.short", language, n=n))
            continue
        before = analysis.preactivation(layer, slot)
        cells.append(Cell(slot, colors[slot], y, before, analysis.neuron(layer, slot)))
    top = max(float(cell.after.y.max()) for cell in cells)
    lows = [analysis.preactivation(layer, j).min() for j in range(width)]
    before_width = network.weights[layer].shape[1]
    return Column(
        title=say("layer", language, n=layer + 1),
        cells=tuple(cells),
        left_out=left_out,
        vertical=Axis(-BELOW * (top or 1.0), 1.05 * (top or 1.0), (), ()),
        weights=network.weights[layer],
        folds=min(lows) < -1e-9 * (top or 1.0),
        copies=len(cells) * min(before_width, len(slots(before_width))) <= MOST_COPIES,
        share=float(analysis.shares[layer].sum()),
        on=tuple(_positive(analysis.preactivation(layer, j)) for j in range(width)),
        colors=colors,
    )


def _positive(f: PiecewiseLinear) -> Array:
    """Where a function is above zero: intervals between its roots, shape (n, 2)."""
    x, y = f.x, f.y
    crossing = np.flatnonzero(y[:-1] * y[1:] < 0)
    share = y[crossing] / (y[crossing] - y[crossing + 1])
    ends = np.union1d(x, x[crossing] + share * (x[crossing + 1] - x[crossing]))
    above = f((ends[:-1] + ends[1:]) / 2) > 0
    edges = np.flatnonzero(np.diff(np.r_[False, above, False].astype(int)))
    intervals: Array = ends[edges].reshape(-1, 2)
    return intervals
