"""The slope of a network as a staircase, a step for each neuron, and the target's derivative."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace

import numpy as np

from approx.core._types import Array, Booleans
from approx.core.dataset import Dataset
from approx.core.piecewise import PiecewiseLinear
from approx.core.target import Target
from approx.panels import fit, owners
from approx.panels import target as targets
from approx.panels.axes import across
from approx.panels.frame import clipped, frame
from approx.panels.primitives import Axis, Color, Curve, Panel
from approx.panels.rounding import digits_of
from approx.panels.target import excluded
from approx.style.languages import capital, number, say
from approx.subjects import Subject

#: Samples of the derivative over the domain, and how far from a kink the nearest ones are.
SAMPLES, INSIDE = 600, 1e-7
#: A derivative whose range is more than so many times that of the steps is cut to see the steps.
STEEP = 3.0


@dataclass(frozen=True)
class Slopes:
    """The curve, and its slope under it.

    Attributes:
        curves: target and network with its breakpoints.
        slopes: the staircase, and the target's derivative where there is one.
        sentence: how many steps, between which slopes.
    """

    curves: Panel
    slopes: Panel
    sentence: str


def build(subject: Subject, language: str = "en") -> Slopes:
    """Both panels, on one horizontal axis."""
    above = fit.build(subject, language, strips=0)
    f, digits = subject.analysis.output, digits_of(subject).weight
    kind = "" if len(f.breakpoints) else ".none"
    words: dict[str, object] = {
        "n": len(f.breakpoints),
        "breakpoints": say("breakpoints", language, n=len(f.breakpoints)),
        "low": number(float(f.slopes.min()), digits),
        "high": number(float(f.slopes.max()), digits),
    }
    return Slopes(
        above.curves,
        staircase(subject, across(subject.target), language),
        capital(say(f"slopes.verdict{kind}", language, **words)),
    )


def alt(built: Slopes, subject: Subject, language: str = "en") -> str:
    """The picture in words."""
    a, b = targets.ends(subject.target)
    title = subject.title(language)
    return say("alt.slopes", language, title=title, a=a, b=b, sentence=built.sentence)


def staircase(subject: Subject, horizontal: Axis, language: str = "en", most: int = 6) -> Panel:
    """The slope against x: level treads, and a riser in its neuron's colour at every breakpoint.

    `most` is the largest number of ticks.
    """
    f, goal = subject.analysis.output, _derivative(subject)
    risers = list(_risers(subject))
    compared = ~_left_out(f, subject.target)
    steps = np.concatenate(
        [f.slopes[compared], *(curve.y for curve in risers if _inside(curve, f, compared))]
    )
    if not len(steps):
        steps = f.slopes
    vertical = frame(steps, most=most) if goal is None else _frame(goal.y, steps, most)
    treads = _treads(f.x, f.slopes)
    network = Curve("tread", *treads, label=say("network", language))
    parts, arrows = [], []
    wanted = [network, *risers] if goal is None else [goal, network, *risers]
    if goal is not None:
        wanted[0] = Curve(goal.role, goal.x, goal.y, label=say("target", language))
    for curve in wanted:
        part, leaving = clipped(curve, vertical)
        parts.append(part)
        # Of a riser that leaves the frame the direction says nothing that the riser does not.
        arrows += list(leaving)
    kind = owners.coloring(subject)
    # In a deeper network one neuron may make many steps.
    kind = "deep" if kind == "neuron" and subject.network.depth > 1 else kind
    name = say(f"slopes.steps.{kind}", language)
    return Panel(
        name,
        horizontal,
        replace(vertical, name=name),
        bands=excluded(subject.target, vertical),
        curves=tuple(parts),
        arrows=tuple(arrows),
    )


def _left_out(f: PiecewiseLinear, target: Target | Dataset) -> Booleans:
    """Which pieces lie where the target is not looked at: their slopes set no scale."""
    out = np.zeros(len(f.slopes), dtype=bool)
    for a, b in () if isinstance(target, Dataset) else target.left_out():
        out |= (f.x[:-1] >= a) & (f.x[1:] <= b)
    return out


def _inside(riser: Curve, f: PiecewiseLinear, compared: Booleans) -> bool:
    """Whether a riser stands between two pieces that are compared."""
    k = int(np.searchsorted(f.x, riser.x[0]))
    return bool(compared[max(k - 1, 0) : k + 1].all())


def _frame(goal: Array, steps: Array, most: int) -> Axis:
    """The derivative fills it; one that is steep beyond the steps is cut."""
    known = goal[np.isfinite(goal)]
    low, high = float(steps.min()), float(steps.max())
    room = (high - low) or max(1.0, abs(low))
    if float(np.ptp(known)) > STEEP * room:
        known = np.clip(known, low - room / 2, high + room / 2)
    return frame(known, steps, most)


def _derivative(subject: Subject) -> Curve | None:
    """The target's, cut at its kinks and jumps; None for points, and without a target."""
    target = subject.target
    if not isinstance(target, Target) or target.own:
        return None
    left, right = target.cells(np.array(target.domain))
    a, b = target.domain
    xs: list[Array] = []
    ys: list[Array] = []
    cut = np.array([np.nan])
    for low, high in zip(left.tolist(), right.tolist(), strict=True):
        inside = INSIDE * (high - low)
        count = 16 + int(SAMPLES * (high - low) / (b - a))
        x = np.linspace(low + inside, high - inside, count)
        xs += [x, cut]
        ys += [target.slope(x), cut]
    y = np.concatenate(ys[:-1])
    return Curve("target", np.concatenate(xs[:-1]), np.where(np.isfinite(y), y, np.nan))


def _treads(x: Array, slopes: Array) -> tuple[Array, Array]:
    """Level lines, cut where the slope changes."""
    ends = np.column_stack([x[:-1], x[1:], np.full(len(slopes), np.nan)])
    heights = np.column_stack([slopes, slopes, np.full(len(slopes), np.nan)])
    return ends.ravel()[:-1], heights.ravel()[:-1]


def _risers(subject: Subject) -> list[Curve]:
    """Upright lines from slope to slope, one for every neuron that changes it there."""
    f, color = subject.analysis.output, owners.colors(subject)
    changes: dict[float, list[tuple[float, Color]]] = defaultdict(list)
    for change in subject.analysis.slope_changes:
        number_ = owners.number_of(subject, change.layer, change.neuron)
        changes[change.x].append((change.jump, color(number_)))
    out = []
    for x, before, after in zip(f.breakpoints.tolist(), f.slopes[:-1], f.slopes[1:], strict=True):
        out += _riser(x, float(before), float(after), changes.get(x, []))
    end = float(f.x[0])
    at_left = owners.at_left(subject)
    if at_left:
        w, outputs = subject.network.weights[0][:, 0], subject.network.weights[1][0]
        jumps = [(float(w[j] * outputs[j]), color(j)) for j in at_left]
        after = float(f.slopes[0])
        out = [*_riser(end, after - sum(jump for jump, _ in jumps), after, jumps), *out]
    return out


def _riser(
    x: float, before: float, after: float, made_by: list[tuple[float, Color]]
) -> list[Curve]:
    """One part each where all push the same way; else one in the strongest one's colour."""
    if not made_by:
        return [Curve("riser", np.full(2, x), np.array([before, after]))]
    rises = after > before
    strongest = max(made_by, key=lambda pair: abs(pair[0]))[1]
    if any((jump > 0) != rises for jump, _ in made_by):
        made_by = [(after - before, strongest)]
    parts, low = [], before
    for jump, color in made_by:
        parts.append(Curve("riser", np.full(2, x), np.array([low, low + jump]), color))
        low += jump
    return parts
