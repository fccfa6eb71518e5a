"""Which neuron makes which breakpoint, and how much each layer bends the output."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace

import numpy as np

from approx.panels.axes import across, axis_for, up
from approx.panels.frame import frame
from approx.panels.owners import coloring, colors, number_of
from approx.panels.primitives import Axis, Band, Color, Curve, Marker, Panel
from approx.style.languages import capital, number, say
from approx.subjects import Subject


@dataclass(frozen=True)
class Share:
    """One layer's share of all bending, cut into its neurons' shares."""

    label: str
    short: str  # for narrow pictures, which say above all of them of what it is a share
    start: float
    end: float
    neurons: tuple[tuple[float, float, Color], ...]  # (start, end, colour)


@dataclass(frozen=True)
class Breakpoints:
    """The curve with coloured breakpoints, the slope changes there, and the layers' shares."""

    curve: Panel
    slope_changes: Panel
    shares: tuple[Share, ...]


def build(subject: Subject, language: str = "en") -> Breakpoints:
    """Every slope change of the output, split among the neurons that switch there."""
    analysis, f = subject.analysis, subject.analysis.output
    horizontal = across(subject.target)
    color = colors(subject)
    changes: dict[float, list[tuple[Color, float]]] = defaultdict(list)
    for change in analysis.slope_changes:
        number = number_of(subject, change.layer, change.neuron)
        changes[change.x].append((color(number), change.jump))
    strongest = {x: max(pairs, key=lambda pair: abs(pair[1]))[0] for x, pairs in changes.items()}
    markers = tuple(
        Marker("neuron", float(x), float(y), float(y), neuron=strongest.get(float(x)))
        for x, y in zip(f.x[1:-1], f.y[1:-1], strict=True)
    )
    curve = Panel(
        subject.title(language),
        horizontal,
        up(frame(f.y, most=5), subject.target),
        curves=(Curve("sum", *f.curve()),),
        markers=markers,
    )
    bars, heights = _bars(changes, horizontal)
    vertical = replace(axis_for(heights, most=4), name=say("breakpoints.change", language))
    slope_changes = Panel(say("breakpoints.change", language), horizontal, vertical, bands=bars)
    return Breakpoints(curve, slope_changes, _shares(subject, language))


def _bars(
    changes: dict[float, list[tuple[Color, float]]], horizontal: Axis
) -> tuple[tuple[Band, ...], list[np.ndarray]]:
    """One bar per neuron and breakpoint: what it adds upwards, what it takes away downwards."""
    width = 0.012 * (horizontal.high - horizontal.low)
    bars, heights = [], [np.zeros(1)]
    for place, pairs in changes.items():
        top = {True: 0.0, False: 0.0}
        x = np.array([place - width / 2, place + width / 2])
        for color, change in pairs:
            low = top[change > 0]
            top[change > 0] = low + change
            bars.append(Band("bar", x, np.full(2, low), np.full(2, low + change), neuron=color))
        heights.append(np.array(list(top.values())))
    return tuple(bars), heights


def _shares(subject: Subject, language: str) -> tuple[Share, ...]:
    of = "layer" if len(subject.analysis.shares) > 1 else "neuron"
    out, start, first, color = [], 0.0, 0, colors(subject)
    for layer, share in enumerate(subject.analysis.shares):
        whole = float(share.sum())
        percent = number(100 * whole, 3)
        words = {"layer": layer + 1, "percent": percent} if of == "layer" else {}
        label = say(f"breakpoints.share.{of}", language, **words)
        ends = start + np.cumsum(share)
        cuts = zip(ends - share, ends, range(first, first + len(share)), strict=True)
        neurons = tuple((float(lo), float(hi), color(n)) for lo, hi, n in cuts if hi > lo)
        short = say(f"breakpoints.share.{of}.short", language, **words)
        out.append(Share(label, short, start, start + whole, neurons))
        start += whole
        first += len(share)
    return tuple(out)


def cancelling(subject: Subject) -> tuple[float, ...]:
    """Where neurons switch and their slope changes cancel: bends that count in the shares, and
    that the curve does not show.
    """
    seen = set(subject.analysis.output.x.tolist())
    return tuple(sorted({c.x for c in subject.analysis.slope_changes} - seen))


def verdict(subject: Subject, language: str = "en") -> str:
    """How many breakpoints there are, and what the colours mean."""
    breakpoints = say("breakpoints", language, n=len(subject.analysis.output.breakpoints))
    kind = coloring(subject)
    if kind == "neuron" and cancelling(subject):
        kind = "cancel"
    return capital(say(f"breakpoints.verdict.{kind}", language, breakpoints=breakpoints))


def alt(subject: Subject, picture: Breakpoints, language: str = "en") -> str:
    """The picture in words, with each layer's share."""
    text = say("alt.breakpoints", language, title=subject.title(language))
    return " ".join(
        [text, f"{verdict(subject, language)}.", *(f"{s.label}." for s in picture.shares)]
    )
