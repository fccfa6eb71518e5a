"""A subject in numbers: as one JSON object, as lines to read, and as tables in CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from approx.core.dataset import Dataset
from approx.core.error import ErrorReport
from approx.core.exact import SlopeChange
from approx.core.target import Target
from approx.outputs import plane_report
from approx.panels import target as targets
from approx.panels.breakpoints import cancelling
from approx.panels.loss_curves import DIGITS
from approx.panels.rounding import digits_of
from approx.panels.wording import described, meet, round_up, verdict
from approx.style.languages import number, say, weight
from approx.subjects import Subject
from approx.subjects.components import Components
from approx.subjects.plane import Plane
from approx.subjects.topic import Topic
from approx.training.methods import METHODS

if TYPE_CHECKING:
    from approx.training import Fit

#: More intervals of a target than this are counted, not listed.
MOST_INTERVALS = 6
#: Places where bends cancel that are named.
MOST_PLACES = 6


def as_dict(subject: Subject | Plane | Topic | Components) -> dict[str, Any]:
    """All numbers of a subject, as plain values for JSON."""
    if isinstance(subject, Components):
        names = subject.network.output_names
        each = {name: as_dict(one) for name, one in zip(names, subject, strict=True)}
        return {"name": subject.name, "title": subject.title(), "outputs": each}
    if isinstance(subject, Plane):
        return plane_report.as_dict(subject)
    if isinstance(subject, Topic):
        return _topic(subject)
    f, error, analysis = subject.analysis.output, subject.error, subject.analysis
    values = {
        "name": subject.name,
        "title": subject.title(),
        "target": subject.target.label.text,
        "domain": list(subject.domain),
        **_compared_on(subject.target),
        "architecture": subject.network.architecture,
        "layers": subject.network.to_dict(),
        "skips": subject.network.skips_to_dict(),
        "breakpoints": f.breakpoints.tolist(),
        "values": f.y.tolist(),
        "slopes": f.slopes.tolist(),
        "smooth": None,
        "sup_error": None if subject.target.own else _sup(error),
        "l2_error": error.l2 if error.points is None and not subject.target.own else None,
        "rms_error_at_points": None if error.points is None else error.l2,
        "best": _best(subject) if subject.limited else None,
        "unresolved": [list(interval) for interval in error.unresolved],
        "slope_changes": [
            {
                "x": change.x,
                "layer": change.layer + 1,
                "neuron": change.neuron + 1,
                "jump": change.jump,
            }
            for change in analysis.slope_changes
        ],
        "shares": [share.tolist() for share in analysis.shares],
    }
    return values | _of_smooth(subject) if subject.network.smooth else values


def _sup(error: ErrorReport) -> dict[str, Any]:
    return {
        "value": error.sup,
        "at": list(error.at),
        "bracket": [_finite(bound) for bound in error.bracket],
        "proved": error.proved,
    }


def _compared_on(target: Target | Dataset) -> dict[str, Any]:
    """Where the network is compared with its target: at how many points, on which intervals."""
    if isinstance(target, Dataset):
        return {"points": len(target), "parts": None, "poles": None}
    intervals = [list(interval) for interval in target.defined_on]
    return {"points": None, "parts": intervals, "poles": list(target.poles)}


def _of_smooth(subject: Subject) -> dict[str, Any]:
    """The fields that differ for a smooth network: it is drawn at points, not breakpoints."""
    f = subject.analysis.output
    a, b = subject.domain
    return {
        "values": subject.network(np.r_[a, f.breakpoints, b]).tolist(),
        "slopes": None,
        "smooth": {"drawn_within": subject.analysis.deviation},
        "best": None,
        "slope_changes": None,
        "shares": None,
    }


def _best(subject: Subject) -> dict[str, Any]:
    """The limit for as many breakpoints: in the sup norm, but in L2 where the target jumps."""
    error, limit = subject.error, subject.limit
    return {
        "breakpoints": len(subject.analysis.output.breakpoints),
        "norm": limit.norm,
        "sup_error": limit.error if limit.norm == "sup" else None,
        "l2_error": limit.error if limit.norm == "l2" else None,
        "lower_bound": limit.lower,
        "known": meet(limit.lower, limit.error),
        "equivalent_breakpoints": subject.equivalent,
        "ratio": None if error.none or limit.error <= 0 else subject.distance / limit.error,
    }


def _finite(bound: float) -> float | None:
    """JSON has no infinity: an unknown bound is null."""
    return bound if bound < float("inf") else None


def fitted(subject: Subject | Plane | Topic) -> str:
    """How a fit went, in one line."""
    if isinstance(subject, Topic):
        values = subject.values
        told = f"{values['right']} of {values['rows']} rows in their class"
        if "held_out" in values:
            told += f", {values['right_held_out']} of {values['held_out']} held out"
        assert subject.fit is not None
        return f"{told}; {subject.fit.seconds:.2f} s"
    if isinstance(subject, Plane):
        return plane_report.fitted(subject)
    if subject.fit is None:
        return verdict(subject)
    error = subject.error
    errors = verdict(subject)
    if error.points is None and not METHODS[subject.fit.options.method].one_layer:
        ratio = subject.fit.ratio if subject.limited else float("nan")
        # Less than 1: no better function was found, or the network has more breakpoints.
        compared = _in_rms(subject.fit, ratio) if 0.999 < ratio < np.inf else ""
        largest = "largest error" if error.known else "largest error found"
        rms = number(error.l2 / subject.target_function.length**0.5)
        errors = f"{largest} {number(error.sup)}; rms error {rms}{compared}"
    history = subject.fit.history
    if history.held_out is not None and history.test_loss is not None:
        tested = int(history.held_out.sum())
        errors += (
            f"; loss {number(float(history.loss[-1]), DIGITS)} at the "
            f"{len(history.held_out) - tested} points learned, "
            f"{number(float(history.test_loss[-1]), DIGITS)} at the {tested} held out"
        )
    dead = f"{subject.fit.dead} of {subject.network.hidden_units} neurons dead"
    return f"{errors}; {dead}; {subject.fit.seconds:.2f} s"


def _in_rms(fit: Fit, ratio: float) -> str:
    """How far the rms error is above the best possible at most."""
    best = fit.history.best
    if best is None or best.lower <= 0:
        return ""
    known = meet(best.lower, best.error)
    times = number(ratio if known else round_up(ratio * best.error / best.lower, 3), 3)
    breakpoints = say("breakpoints.with", n=best.breakpoints)
    most = "" if known else "at most "
    return f", {most}{times}× the best possible rms error with {breakpoints}"


def _topic(topic: Topic) -> dict[str, Any]:
    network = topic.network
    values = {"name": topic.name, "title": topic.title(), "kind": topic.kind, **topic.values}
    if network is not None:
        values |= {
            "architecture": network.architecture,
            "layers": network.to_dict(),
            "inputs": list(network.input_names),
            "outputs": list(network.output_names),
            "output": network(np.array(topic.values["at"])).ravel().tolist(),
        }
    return values


def _topic_lines(topic: Topic) -> list[str]:
    network, out = topic.network, [topic.title()]
    if network is not None:
        out.append(f"{topic.name}: network {network.layer_widths}")
    return [*out, "", described(topic).removeprefix(f"{topic.title()}. ")]


def lines(subject: Subject | Plane | Topic | Components) -> list[str]:
    """The same for people, a line each."""
    if isinstance(subject, Components):
        return [line for one in subject for line in (*lines(one), "")][:-1]
    if isinstance(subject, Topic):
        return _topic_lines(subject)
    if isinstance(subject, Plane):
        return plane_report.lines(subject)
    a, b = targets.ends(subject.target)
    target = targets.text(subject.target)
    out = [
        subject.title(),
        f"{subject.name}: network {subject.network.layer_widths} for {target} on [{a}, {b}]",
        *_measured_on(subject),
        "",
        *(_values(subject) if subject.network.smooth else _vertex_lines(subject)),
        "",
        f"{verdict(subject)}.",
    ]
    if subject.error.points is None and not subject.target.own:
        # Where the largest error is rounding, its mean is, too.
        mean = [] if subject.error.none else [f"L2 error {number(subject.error.l2)}."]
        out += [*mean, *_proof(subject.error)]
    return out


def _proof(error: ErrorReport) -> list[str]:
    """What is known of the largest error beyond its value: a line each."""
    least, most = (number(end, 8) for end in error.bracket)
    if error.none and error.known:
        return []
    if error.known:
        between = f"is {most}" if least == most else f"lies between {least} and {most}"
        return [f"Proved: the largest error {between}, to 8 digits."]
    lines = [
        f"Unresolved {_where(lo, hi)}: the error may be larger there."
        for lo, hi in error.unresolved[:MOST_INTERVALS]
    ]
    if len(error.unresolved) > MOST_INTERVALS:
        lines.append(f"Unresolved on {len(error.unresolved) - MOST_INTERVALS} more intervals.")
    if not error.proved:
        why = "a function that can only be called is not known between the places looked at"
        return [*lines, f"Not proved: {why}."]
    most = f"at most {most}" if error.bracket[1] < float("inf") else "without a known bound"
    return [*lines, f"Proved: the largest error is {most}."]


def _where(low: float, high: float) -> str:
    ends = number(low, 6), number(high, 6)
    return f"near x = {ends[0]}" if ends[0] == ends[1] else f"on [{ends[0]}, {ends[1]}]"


def _measured_on(subject: Subject) -> list[str]:
    """The intervals on which errors are measured, if that is not the whole domain."""
    if isinstance(subject.target, Dataset) or subject.target.whole:
        return []
    intervals = subject.target.defined_on
    shown = [f"[{weight(a)}, {weight(b)}]" for a, b in intervals[:MOST_INTERVALS]]
    more = [f"{len(intervals) - MOST_INTERVALS} more"] if len(intervals) > MOST_INTERVALS else []
    return [f"errors are measured on {', '.join([*shown, *more])}"]


def _values(subject: Subject) -> list[str]:
    """A smooth network at round places and at the corners that earlier layers made."""
    x = np.union1d(np.linspace(*subject.domain, 9), subject.analysis.output.breakpoints)
    rows = zip(x, subject.network(x), strict=True)
    digits = digits_of(subject)
    head = f"{'x':>12} {'f(x)':>12}"
    return [
        head,
        *(f"{weight(float(at), digits.x):>12} {weight(float(y), digits.y):>12}" for at, y in rows),
    ]


def _vertex_lines(subject: Subject) -> list[str]:
    """Every breakpoint of a piecewise-linear network, the slopes between, and its neurons."""
    out = [f"{'x':>12} {'f(x)':>12} {'slope after':>12}   made by"]
    found, digits = vertices(subject), digits_of(subject)
    x = ""
    for vertex in found:
        slope = "jump" if vertex is not found[-1] else ""
        slope = slope if vertex.right is None else weight(vertex.right, digits.weight)
        # The first number after a jump reads like the one before it.
        x = x if vertex.left is None and x else _place(subject.target, vertex.x, digits.x)
        neurons = ", ".join(
            _signed(change, subject.network.depth, digits.weight) for change in vertex.changes
        )
        row = f"{x:>12} {weight(vertex.value, digits.y):>12} {slope:>12}   {neurons}"
        out.append(row.rstrip())
    shares = [
        f"{say('layer', n=layer + 1)} {number(100 * float(share.sum()), 3)} %"
        for layer, share in enumerate(subject.analysis.shares)
    ]
    if len(shares) > 1:
        out += ["", "Share of the bending: " + ", ".join(shares)]
        name = targets.name_of_x(subject.target)
        if places := [_place(subject.target, x, digits.x) for x in cancelling(subject)]:
            more = f" and {len(places) - MOST_PLACES} more" if len(places) > MOST_PLACES else ""
            shown = ", ".join(places[:MOST_PLACES])
            out.append(f"Bends that cancel each other count in it: at {name} = {shown}{more}")
    return out


def _place(target: Target | Dataset, x: float, digits: int) -> str:
    """A breakpoint's place: a date where x are dates, otherwise a fraction where it is one."""
    are_dates = isinstance(target, Dataset) and target.dates
    return targets.place(target, x) if are_dates else weight(x, digits)


def _signed(change: SlopeChange, depth: int, digits: int) -> str:
    layer = f"{change.layer + 1}." if depth > 1 else ""
    jump = weight(change.jump, digits)
    return f"neuron {layer}{change.neuron + 1} ({jump if jump[0] == '−' else '+' + jump})"


@dataclass(frozen=True)
class Vertex:
    """A breakpoint of the output, or an end of the domain.

    Attributes:
        left, right: the slopes beside it; None beyond an end, and across a jump.
        changes: the neurons that change the slope there, and by how much.
    """

    x: float
    value: float
    left: float | None
    right: float | None
    changes: tuple[SlopeChange, ...]


def vertices(subject: Subject) -> list[Vertex]:
    """Every breakpoint of the output, between both ends of the domain."""
    f, changes = subject.analysis.output, subject.analysis.slope_changes
    jumps = set(f.discontinuities.tolist())
    inner = [None if x in jumps else float(s) for x, s in zip(f.x[:-1], f.slopes, strict=True)]
    slopes: list[float | None] = [None, *inner, None]
    return [
        Vertex(
            float(x),
            float(y),
            slopes[k],
            slopes[k + 1],
            tuple(change for change in changes if change.x == x),
        )
        for k, (x, y) in enumerate(zip(f.x, f.y, strict=True))
    ]


def tables(subject: Subject) -> dict[str, str]:
    """Errors, and the breakpoints of a network that has some, as CSV by their files' names."""
    error = subject.error
    rows: list[tuple[str, float]] = []
    if not subject.target.own:
        rows += [("sup_error", error.sup), *(("sup_error_at", x) for x in error.at)]
        rows.append(("l2_error" if error.points is None else "rms_error_at_points", error.l2))
    if subject.limited:
        rows.append((f"best_{subject.limit.norm}_error", subject.limit.error))
    if subject.network.smooth:
        return {"errors.csv": _csv(("quantity", "value"), rows)}
    rows.append(("breakpoints", len(subject.analysis.output.breakpoints)))
    head = ("x", "value", "slope_left", "slope_right", "made_by")
    breakpoints = []
    for vertex in vertices(subject):
        neurons = " ".join(f"{c.layer + 1}.{c.neuron + 1}" for c in vertex.changes)
        breakpoints.append((vertex.x, vertex.value, vertex.left, vertex.right, neurons))
    return {
        "errors.csv": _csv(("quantity", "value"), rows),
        "breakpoints.csv": _csv(head, breakpoints),
    }


def _csv(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Numbers in as many digits as they have, a line each."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return text.getvalue()
