"""The network beside its target: the curve with its breakpoints, and the error under it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from approx.core.dataset import Dataset
from approx.core.error import measure
from approx.panels import error_panel, owners
from approx.panels import target as targets
from approx.panels.axes import across, up
from approx.panels.frame import clipped, frame
from approx.panels.primitives import Axis, Band, Curve, Dots, Panel
from approx.panels.rounding import digits_of
from approx.panels.target import excluded
from approx.panels.wording import EQUAL, best_name, verdict
from approx.style.languages import number, say
from approx.subjects import Subject

#: The best possible has the network's scale where it is at most so many times smaller.
SAME_SCALE = 2.0
#: With more breakpoints than this, dots would hide the curve.
MOST_DOTS = 400


@dataclass(frozen=True)
class Fit:
    """What shows how close a network comes.

    Attributes:
        curves: target, network and, where the network is not itself the best, the best possible.
        strips: the network's error, and that of the best possible; none where there is no error.
        sentence: the error, and how it compares.
    """

    curves: Panel
    strips: tuple[Panel, ...]
    sentence: str


def build(subject: Subject, language: str = "en", strips: int = 2) -> Fit:
    """The picture; `strips` is how many there may be at most."""
    horizontal = across(subject.target)
    panels = error_strips(subject, horizontal, language)[:strips]
    curves = _curves(subject, horizontal, language, best=len(panels) > 1)
    return Fit(curves, panels, verdict(subject, language))


def vertical(subject: Subject, best: bool = False) -> Axis:
    """The axis that the target fills; without a target, the network. `best`: of both, the best."""
    f = subject.analysis.output
    if subject.target.own:
        return frame(f.y)
    others = np.r_[f.y, subject.limit.function.y] if best else f.y
    return up(frame(targets.shape(subject.target).y, others), subject.target)


def _curves(subject: Subject, horizontal: Axis, language: str, best: bool) -> Panel:
    f, target = subject.analysis.output, subject.target
    upright = vertical(subject, best)
    network, arrows = clipped(Curve("sum", *f.curve(), label=say("network", language)), upright)
    shown = targets.shape(target)
    curves: list[Curve] = []
    bands: tuple[Band, ...] = excluded(target, upright)
    dots: tuple[Dots, ...] = ()
    if isinstance(shown, Dots):
        dots = (replace(shown, label=targets.name(target, language)),)
    elif not target.own:
        curves.append(replace(shown, label=say("target", language)))
        x = shown.x
        bands += (Band("error", x, f(x), shown.y),)
    if best:
        limit = subject.limit.function
        curve, more = clipped(
            Curve("best", limit.x, limit.y, label=best_name(subject.limit, language)), upright
        )
        curves.append(curve)
        arrows += more
    marks = owners.breakpoints(subject)
    inside = [m for m in marks if upright.low <= m.low <= upright.high]
    if inside and len(inside) <= MOST_DOTS:
        name = f"{upright.name}; " if upright.name else ""
        upright = replace(upright, name=name + _dots(subject, language))
    return Panel(
        subject.title(language),
        horizontal,
        upright,
        bands=bands,
        curves=(*curves, network),
        markers=tuple(inside) if len(inside) <= MOST_DOTS else (),
        dots=dots,
        arrows=arrows,
    )


def bare(panel: Panel, subject: Subject) -> Panel:
    """A panel whose vertical axis has the data's own name or none: for axes of a user."""
    return replace(panel, vertical=up(replace(panel.vertical, name=""), subject.target))


def improvable(subject: Subject) -> bool:
    """Whether some function with as many breakpoints is closer to the target."""
    if subject.target.own or subject.error.none or not subject.limited:
        return False
    return subject.distance > subject.limit.error * (1 + EQUAL)


def rms(subject: Subject) -> float | None:
    """The rms error, where that is the measure: at points, at jumps, of fits by least squares."""
    if isinstance(subject.target, Dataset):
        return subject.error.l2
    least = subject.norm == "l2"
    return subject.error.l2 / math.sqrt(subject.target.length) if least else None


def error_strips(subject: Subject, horizontal: Axis, language: str = "en") -> tuple[Panel, ...]:
    """The error of the network, and that of the best possible where it is smaller; or none."""
    f, target, error = subject.analysis.output, subject.target, subject.error
    if target.own or error.none:
        return ()
    mean = rms(subject)
    scale = error_panel.scale(error, mean)
    title = say("page.strip.points" if isinstance(target, Dataset) else "page.strip", language)
    if mean is not None:
        title += ", " + say("strip.rms", language, rms=number(mean))
    own = error_panel.build(f, target, error, horizontal, scale, title)
    if isinstance(target, Dataset) or not improvable(subject):
        return (own,)
    limit = subject.limit.function
    missed = measure(limit, target)
    near = missed.sup * SAME_SCALE >= error.sup
    best = error_panel.scale(
        missed,
        None if mean is None else missed.l2 / math.sqrt(target.length),
        top=scale.top if near else 0.0,
    )
    breakpoints = say("breakpoints.with", language, n=len(f.breakpoints))
    title = say(
        "strip.best", language, best=best_name(subject.limit, language), breakpoints=breakpoints
    )
    if not near and best.top > 0:
        larger = number(scale.top / best.top, 2)
        title += ", " + say("strip.enlarged", language, times=larger)
    return (own, error_panel.build(limit, target, missed, horizontal, best, title, role="best"))


def _dots(subject: Subject, language: str) -> str:
    """What the dots on the curve mean."""
    relu = set(subject.network.activations[:-1]) == {"relu"}
    text = say("fit.dots" if relu else "fit.dots.bends", language)
    kind = owners.coloring(subject)
    return text if kind == "neuron" else f"{text}, {say(f'fit.dots.{kind}', language)}"


def alt(fit: Fit, subject: Subject, language: str = "en") -> str:
    """The picture in words."""
    f = subject.analysis.output
    a, b = targets.ends(subject.target)
    digits = digits_of(subject).y
    low, high = number(float(np.min(f.y)), digits), number(float(np.max(f.y)), digits)
    words = {"title": subject.title(language), "a": a, "b": b, "low": low, "high": high}
    words["breakpoints"] = say("breakpoints", language, n=len(f.breakpoints))
    if subject.target.own:
        return say("alt.fit.own", language, **words, sentence=fit.sentence)
    target = targets.text(subject.target, language)
    return say("alt.fit", language, **words, target=target, sentence=fit.sentence)
