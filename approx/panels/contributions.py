"""What every neuron does to the output, never higher than the picture: lifted regions, or pieces.

Contributions that only add, stacked on each other, are regions. Otherwise the output itself tells
them apart: from left to right each neuron turns it once, at its breakpoint, and a short tail shows
where it would go without. Of deeper networks contributions that take away are regions too, where
the stack fits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from approx.core.piecewise import PiecewiseLinear
from approx.core.smooth import Interpolant
from approx.panels import owners
from approx.panels import sum as sums
from approx.panels import target as targets
from approx.panels.axes import up
from approx.panels.frame import clipped, frame
from approx.panels.primitives import Arrow, Axis, Color, Curve, Dots, Panel
from approx.panels.sum import Sum
from approx.style.languages import say

#: More regions than this cannot be told apart.
MOST_REGIONS = 10
#: With more breakpoints than this, what goes straight on would hide the curve.
MOST_TAILS = 40
#: How far it goes on, as a share of the width: for a few breakpoints, and for all of many together.
LONGEST_TAIL, ALL_TAILS = 0.2, 2.5


@dataclass(frozen=True)
class Contributions:
    """The upper panel of the picture of a sum.

    Attributes:
        kind: "regions", "pieces" or "sums".
        panel: what is drawn; the name of its vertical axis says how to read it.
    """

    kind: str
    panel: Panel


def build(subject_sum: Sum, language: str = "en") -> Contributions:
    """Regions where they fit, else pieces; of smooth networks, the sum after each neuron."""
    subject = subject_sum.subject
    stack = [subject_sum.start, *(c.total for c in subject_sum.contributions)]
    target = targets.shape(subject.target)
    every = np.concatenate([total.y for total in stack])
    main = subject_sum.function.y if subject.target.own else target.y
    span = frame(main, every)
    span = up(span, subject.target)
    few = len(subject_sum.contributions) <= MOST_REGIONS
    fits = bool((every >= span.low).all() and (every <= span.high).all())
    if subject.network.depth == 1:
        fits &= all(c.weight >= 0 and c.function.min() >= 0 for c in subject_sum.contributions)
    empty = Panel("", subject_sum.horizontal, span, bands=targets.excluded(subject.target, span))
    if few and fits:
        return _regions(subject_sum, empty, language)
    span = up(frame(main, subject_sum.function.y), subject.target)
    strips = targets.excluded(subject.target, span)
    empty = replace(empty, vertical=span, bands=strips)
    smooth = isinstance(subject_sum.function, Interpolant)
    return (_sums if smooth else _pieces)(subject_sum, empty, language)


def _named(empty: Panel, reading: str) -> Axis:
    """The vertical axis with its own name, and how to read the panel."""
    name = empty.vertical.name
    return replace(empty.vertical, name=f"{name}; {reading}" if name else reading)


def _goal(whole: Sum) -> tuple[tuple[Curve, ...], tuple[Dots, ...]]:
    """The target behind it all: a dashed curve, or points; nothing where none was given."""
    target = targets.shape(whole.subject.target)
    if isinstance(target, Dots):
        return (), (target,)
    return () if whole.subject.target.own else (target,), ()


def _regions(whole: Sum, empty: Panel, language: str) -> Contributions:
    # Colours by layer would make all regions one.
    each = owners.coloring(whole.subject) == "neuron"
    floors = [whole.start, *(c.total for c in whole.contributions[:-1])]
    bands = tuple(
        replace(sums.stacked(floor, c), neuron=c.color if each else c.neuron)
        for floor, c in zip(floors, whole.contributions, strict=True)
    )
    f, (curves, dots) = whole.function, _goal(whole)
    minus = any(band.hatched for band in bands)
    panel = replace(
        empty,
        vertical=_named(empty, say("sum.regions.minus" if minus else "sum.regions", language)),
        bands=(*empty.bands, *bands),
        curves=(*curves, Curve("sum", *f.curve())),
        dots=dots,
    )
    return Contributions("regions", panel)


def _pieces(whole: Sum, empty: Panel, language: str) -> Contributions:
    """The output, each piece in the colour of the neuron whose breakpoint it starts at."""
    f, marks = whole.function, owners.breakpoints(whole.subject)
    made_by = {mark.x: mark.neuron for mark in marks}
    pieces, tails, arrows = [], [], []
    color: Color | None = None
    reach = min(LONGEST_TAIL, ALL_TAILS / max(1, len(f.slopes))) * float(np.ptp(f.x))
    for k in range(len(f.slopes)):
        before, color = color, made_by.get(float(f.x[k]), color)
        role = "piece" if color is not None else "sum"
        piece, leaving = clipped(Curve(role, f.x[k : k + 2], f.y[k : k + 2], color), empty.vertical)
        pieces.append(piece)
        arrows += list(leaving)
        seen = empty.vertical.low <= f.y[k] <= empty.vertical.high
        if k > 0 and seen and len(f.slopes) <= MOST_TAILS + 1:
            tail, tip = _tail(f, k, reach, before, empty)
            tails.append(tail)
            arrows.append(tip)
    curves, dots = _goal(whole)
    panel = replace(
        empty,
        vertical=_named(empty, say(f"sum.bends.{_facing(whole)}", language)),
        curves=(*curves, *tails, *pieces),
        markers=tuple(mark for mark in marks if mark.others),
        dots=dots,
        arrows=tuple(arrows),
    )
    return Contributions("pieces", panel)


def _tail(
    f: PiecewiseLinear, k: int, reach: float, color: Color | None, empty: Panel
) -> tuple[Curve, Arrow]:
    """Where piece k − 1 would go without the breakpoint at its end, and its tip."""
    x, y, slope = float(f.x[k]), float(f.y[k]), float(f.slopes[k - 1])
    end = min(x + reach, f.domain[1])
    line = Curve("tail", np.array([x, end]), np.array([y, y + slope * (end - x)]), color)
    tail, tips = clipped(line, empty.vertical)
    tip = Arrow("tail", end, float(line.y[1]), end - x, slope * (end - x), color)
    return tail, tips[-1] if tips else tip


def _facing(whole: Sum) -> str:
    """Whether every neuron only switches on from left to right, so that the sum grows by it."""
    network, (a, b) = whole.subject.network, whole.subject.domain
    if network.depth > 1:
        return "deep"
    if network.activations[0] != "relu":
        return "both"
    w, bias = network.weights[0][:, 0], network.biases[0]
    switches = (w < 0) & (network.weights[1][0] != 0) & (a * w + bias > 0) & (b * w + bias < 0)
    return "both" if switches.any() else "right"


def _sums(whole: Sum, empty: Panel, language: str) -> Contributions:
    """The sum after every neuron, the last one thick."""
    color = owners.colors(whole.subject)
    drawn = list(_totals(whole, empty, color))
    curves, dots = _goal(whole)
    f = whole.function
    panel = replace(
        empty,
        vertical=_named(empty, say("sum.totals", language)),
        curves=(*curves, *(curve for curve, _ in drawn), Curve("sum", *f.curve())),
        dots=dots,
        arrows=tuple(arrow for _, arrows in drawn for arrow in arrows),
    )
    return Contributions("sums", panel)


def _totals(
    whole: Sum, empty: Panel, color: Callable[[int], Color]
) -> Iterator[tuple[Curve, tuple[Arrow, ...]]]:
    for c in whole.contributions[:-1]:
        line = Curve("neuron", c.total.x, c.total.y, color(c.color))
        # A curve that lies outside altogether is not there.
        if ((c.total.y >= empty.vertical.low) & (c.total.y <= empty.vertical.high)).any():
            yield clipped(line, empty.vertical)
