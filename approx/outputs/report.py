"""A subject in numbers: what `show` prints, as one JSON object or as a table to read."""

from __future__ import annotations

from typing import Any

import numpy as np

from approx.core.dataset import Dataset
from approx.core.target import Target
from approx.panels import target as targets
from approx.panels.plane import verdict as plane_verdict
from approx.panels.wording import verdict
from approx.style.languages import number, say, weight
from approx.subjects import Subject
from approx.subjects.plane import Plane

#: More parts of a target than this are counted, not listed.
MOST_PARTS = 6


def as_dict(subject: Subject | Plane) -> dict[str, Any]:
    """Everything known of a subject, as plain numbers, lists and text."""
    if isinstance(subject, Plane):
        return _plane(subject)
    f, error, analysis = subject.analysis.output, subject.error, subject.analysis
    found = {
        "name": subject.name,
        "title": subject.title(),
        "target": subject.target.label.text,
        "domain": list(subject.domain),
        **_looked_at(subject.target),
        "architecture": subject.network.architecture,
        "layers": subject.network.to_dict(),
        "breakpoints": f.breakpoints.tolist(),
        "values": f.y.tolist(),
        "slopes": f.slopes.tolist(),
        "smooth": None,
        "sup_error": {
            "value": error.sup,
            "at": list(error.at),
            "bracket": [_finite(bound) for bound in error.bracket],
            "certified": error.certified,
        },
        "l2_error": error.l2 if error.points is None else None,
        "rms_error_at_points": None if error.points is None else error.l2,
        "best": _best(subject) if subject.limited else None,
        "unresolved": [list(interval) for interval in error.unresolved],
        "bends": [
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
    return found | _of_smooth(subject) if subject.network.smooth else found


def _looked_at(target: Target | Dataset) -> dict[str, Any]:
    """Where the network is compared with its target: at how many points, or on which parts."""
    if isinstance(target, Dataset):
        return {"points": len(target), "parts": None, "poles": None}
    spans = [list(span) for span in target.defined_on]
    return {"points": None, "parts": spans, "poles": list(target.poles)}


def _of_smooth(subject: Subject) -> dict[str, Any]:
    """What is said instead of a smooth network: the nodes it is drawn with are no breakpoints."""
    f = subject.analysis.output
    a, b = subject.domain
    return {
        "values": subject.network(np.r_[a, f.breakpoints, b]).tolist(),
        "slopes": None,
        "smooth": {"drawn_within": subject.analysis.deviation},
        "best": None,
        "bends": None,
        "shares": None,
    }


def _best(subject: Subject) -> dict[str, Any]:
    """The limit for as many breakpoints."""
    error, best = subject.error, subject.limit.error
    return {
        "breakpoints": len(subject.analysis.output.breakpoints),
        "sup_error": best,
        "lower_bound": subject.limit.lower,
        "equivalent_breakpoints": subject.equivalent,
        "ratio": None if error.none or best <= 0 else error.sup / best,
    }


def _finite(bound: float) -> float | None:
    """JSON has no infinity: an unknown bound is null."""
    return bound if bound < float("inf") else None


def fitted(subject: Subject) -> str:
    """How a fit went, in one line."""
    if subject.fit is None:
        return verdict(subject)
    parts = [
        *_errors(subject),
        f"{subject.fit.dead} of {subject.network.hidden_units} neurons dead",
        f"{subject.fit.seconds:.2f} s",
    ]
    return "; ".join(parts)


def _errors(subject: Subject) -> list[str]:
    """What it is off by."""
    if subject.error.points is not None:
        return [verdict(subject)]
    error = subject.error
    return [f"largest error {number(error.sup)}", f"L2 error {number(error.l2)}{_ratio(subject)}"]


def _ratio(subject: Subject) -> str:
    ratio = subject.fit.ratio if subject.fit is not None and subject.limited else float("nan")
    # Less than 1 means that no better function was found, or that the network has more breakpoints.
    known = np.isfinite(ratio) and ratio > 0.999
    return f", {number(ratio, 3)}× the best possible in L2" if known else ""


def _plane(plane: Plane) -> dict[str, Any]:
    return {
        "name": plane.name,
        "title": plane.title(),
        "box": [list(side) for side in plane.box],
        "architecture": plane.network.architecture,
        "layers": plane.network.to_dict(),
        "regions": len(plane.regions),
        "area": plane.regions.area(),
        "area_above_zero": plane.regions.area_above(0.0),
        "boundary": plane.regions.level_set(0.0).tolist(),
    }


def lines(subject: Subject | Plane) -> list[str]:
    """The same for people, a line each."""
    if isinstance(subject, Plane):
        sides = " × ".join(f"[{weight(a)}, {weight(b)}]" for a, b in subject.box)
        network = subject.network.architecture
        return [
            subject.title(),
            f"{subject.name}: network {network} on {sides}",
            "",
            f"{plane_verdict(subject)}.",
        ]
    a, b = subject.domain
    target = targets.text(subject.target)
    out = [
        subject.title(),
        f"{subject.name}: network {subject.network.architecture} for {target} "
        f"on [{weight(a)}, {weight(b)}]",
        "",
    ]
    if parts := _parts(subject):
        out[1:2] = [out[1], parts]
    out += _values(subject) if subject.network.smooth else _pieces(subject)
    out += ["", f"{verdict(subject)}."]
    if subject.error.points is None:
        out.append(f"L2 error {number(subject.error.l2)}.")
    out += [
        f"The target is not resolved {_where(lo, hi)}: the true error may be larger there."
        for lo, hi in subject.error.unresolved
    ]
    return out


def _where(low: float, high: float) -> str:
    ends = number(low, 6), number(high, 6)
    return f"near x = {ends[0]}" if ends[0] == ends[1] else f"on [{ends[0]}, {ends[1]}]"


def _parts(subject: Subject) -> str:
    """Where the target is looked at, if that is not everywhere."""
    if isinstance(subject.target, Dataset) or subject.target.whole:
        return ""
    spans = subject.target.defined_on
    shown = [f"[{weight(a)}, {weight(b)}]" for a, b in spans[:MOST_PARTS]]
    more = [f"{len(spans) - MOST_PARTS} more"] if len(spans) > MOST_PARTS else []
    return f"errors are measured on {', '.join([*shown, *more])}"


def _values(subject: Subject) -> list[str]:
    """A smooth network at round places and at the corners that earlier layers made."""
    x = np.union1d(np.linspace(*subject.domain, 9), subject.analysis.output.breakpoints)
    rows = zip(x, subject.network(x), strict=True)
    head = f"{'x':>12} {'f(x)':>12}"
    return [head, *(f"{weight(float(at)):>12} {weight(float(y)):>12}" for at, y in rows)]


def _pieces(subject: Subject) -> list[str]:
    """Every breakpoint of a piecewise-linear network, the slopes between, and who bends it."""
    f, analysis = subject.analysis.output, subject.analysis
    out = [f"{'x':>12} {'f(x)':>12} {'slope after':>12}   bent by"]
    who: dict[float, list[str]] = {}
    for change in analysis.slope_changes:
        where = (
            f"{change.layer + 1}.{change.neuron + 1}"
            if subject.network.depth > 1
            else (f"{change.neuron + 1}")
        )
        jump = weight(change.jump)
        who.setdefault(change.x, []).append(
            f"neuron {where} ({jump if jump[0] == '−' else '+' + jump})"
        )
    slopes = [*(weight(float(s)) for s in f.slopes), ""]
    for x, y, slope in zip(f.x, f.y, slopes, strict=True):
        makers = ", ".join(who.get(float(x), []))
        out.append(f"{weight(float(x)):>12} {weight(float(y)):>12} {slope:>12}   {makers}".rstrip())
    shares = [
        f"{say('layer', n=layer + 1)} {number(100 * float(share.sum()), 3)} %"
        for layer, share in enumerate(analysis.shares)
    ]
    if len(shares) > 1:
        out += ["", "Share of the bending: " + ", ".join(shares)]
    return out
