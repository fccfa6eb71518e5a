"""Error against breakpoints on two logarithmic axes, and what it says in words."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from approx.core.target import Target
from approx.limits import Needed
from approx.limits.compare import COUNTS, Comparison, compare, shown_norm
from approx.limits.optimum import curvature_of
from approx.panels import target as targets
from approx.panels.axes import count_axis, log_axis
from approx.panels.primitives import Curve, Marker, Panel, markers
from approx.panels.requirements import has_jump, lacks_function
from approx.panels.wording import meet, round_up, sentence
from approx.style.languages import number, say
from approx.subjects import Subject

METHODS = ("uniform", "equidistributed", "optimum")


def unsupported_reason(subject: Subject) -> str | None:
    """Why no number of breakpoints can be compared; None when it can."""
    if reason := lacks_function(subject):
        return reason
    if has_jump(subject.network):
        return "its neurons are step: functions that jump are not compared with continuous ones"
    if subject.error.none and not len(subject.function.breakpoints):
        return "its target is a straight line: no breakpoint helps"
    if subject.target_function.whole:
        return None
    what = "poles" if subject.target_function.poles else "gaps"
    return f"its target has {what}: no best fit is known"


def panel(comparison: Comparison, language: str = "en", subject: Subject | None = None) -> Panel:
    """One line per method; positions are log2 of breakpoints and log10 of the error.

    Where a method has no error it has no point, and a line without points is left out. A subject
    adds its own network as a dot: beside, never on, the line that bounds it.
    """
    rows = comparison.rows
    counts = tuple(row.breakpoints for row in rows)
    deep = [d for d in comparison.deep if d.neurons <= counts[-1]]
    lines = {name: [(r.breakpoints, getattr(r, name)) for r in rows] for name in METHODS}
    lines["deep"] = [(d.neurons, d.error) for d in deep]
    rates = _curve("rate", [(row.breakpoints, row.rate) for row in rows], language)
    curves = [c for name, points in lines.items() for c in _curve(name, points, language)]
    if not _all_known(comparison):
        found = say("compare.found", language)
        curves = [replace(c, label=found) if c.role == "compare.optimum" else c for c in curves]
    heights = [10 ** float(v) for curve in (*curves, *rates) for v in curve.y]
    dots = tuple(dot for curve in curves for dot in markers(curve.role, curve.x, curve.y))
    network = _network(subject, comparison) if subject is not None else None
    if network is not None:
        heights.append(10**network.low)
        dots += (network,)
    return Panel(
        title=title(comparison, language, subject),
        horizontal=count_axis(counts),
        # Without any error the axis is only a frame for the sentence below it.
        vertical=log_axis(min(heights), max(heights)) if heights else log_axis(0.1, 1.0),
        curves=(*rates, *curves),
        markers=dots,
    )


def _curve(name: str, points: list[tuple[int, float]], language: str) -> list[Curve]:
    """A method's line through its errors; none without errors."""
    points = [(n, error) for n, error in points if error > 0]
    if not points:
        return []
    x, y = (np.array(values, dtype=float) for values in zip(*points, strict=True))
    label = say(f"compare.{name}", language)
    return [Curve(f"compare.{name}", np.log2(x), np.log10(y), label=label)]


def counts_for(subject: Subject) -> tuple[int, ...]:
    """Numbers of breakpoints to compare: the usual ones, and the one the network stands at.

    What the best possible is between two of them is not known, so the dot needs its own.
    """
    own = _own_count(subject)
    if own is None or not COUNTS[0] <= own <= COUNTS[-1]:
        return COUNTS
    return tuple(sorted({*COUNTS, own}))


def axis_names(comparison: Comparison, language: str = "en") -> tuple[str, str]:
    """What stands at the axes: breakpoints, and the norm of the errors."""
    across = say("compare.x.deep" if comparison.deep else "compare.x", language)
    return across, say("compare.y.rms" if comparison.norm == "rms" else "compare.y", language)


def title(comparison: Comparison, language: str, subject: Subject | None) -> str:
    """What is compared where; or the title that was given."""
    a, b = targets.ends(comparison.target)
    label = comparison.target.label.text
    own_title = subject.own_title if subject is not None else ""
    return own_title or say("compare.title", language, target=label, a=a, b=b)


def _network(subject: Subject, comparison: Comparison) -> Marker | None:
    """The subject's network among the methods, when they were compared at its count."""
    count = _own_count(subject)
    if count is None or count not in {row.breakpoints for row in comparison.rows}:
        return None
    y = float(np.log10(_size(subject, comparison.norm)))
    return Marker("compare.network", float(np.log2(count)), y, y)


def _size(subject: Subject, norm: str) -> float:
    error = subject.error
    return error.sup if norm == "sup" else error.l2 / subject.target_function.length**0.5


def of_subject(subject: Subject) -> Comparison:
    """All methods for the subject's target, at its network's number of breakpoints, too."""
    target, counts = subject.target_function, counts_for(subject)
    if subject.network.smooth or subject.error.none or not subject.error.known:
        return compare(target, counts)
    own = len(subject.analysis.output.breakpoints)
    return compare(target, counts, (own, _size(subject, shown_norm(target))))


def _own_count(subject: Subject) -> int | None:
    """The count that the subject's network stands at; None where it is not shown."""
    network = subject.network
    # The lines bound piecewise-linear networks only.
    if network.smooth or subject.error.none:
        return None
    # A deep network stands at its neurons, like the deep line; another at its breakpoints.
    deep = network.depth > 1 and curvature_of(subject.target_function)
    return network.hidden_units if deep else len(subject.analysis.output.breakpoints)


def verdict(comparison: Comparison, language: str = "en") -> str:
    """What the picture shows, in one sentence."""
    if comparison.exact is not None:
        n = comparison.exact.neurons
        key = "compare.exact" if n else "compare.exact.line"
        words = {"breakpoints": breakpoints(comparison.exact.breakpoints, language)}
        if comparison.exact.rounded and not n:
            key, size = "compare.exact.rounded", round_up(comparison.exact.rounded, 3)
            words = {"size": number(size)}
        text = say(key, language, n=n, **words)
    else:
        text = _fall(comparison, language)
    if comparison.crossing is not None:
        text += "; " + say("compare.crossing", language, n=comparison.crossing)
    return text


def _fall(comparison: Comparison, language: str) -> str:
    first, last = comparison.rows[0], comparison.rows[-1]
    known = all(meet(row.lower, row.optimum) for row in (first, last))
    kind = "" if known else ".most"
    if number(first.optimum) == number(last.optimum):
        kind = ".same"
    return say(
        f"compare.verdict.{comparison.norm}{kind}",
        language,
        few=first.breakpoints,
        many=last.breakpoints,
        high=number(first.optimum),
        low=number(last.optimum),
    )


def breakpoints(n: int, language: str) -> str:
    """'4 breakpoints'."""
    return say("breakpoints.with", language, n=n)


def answer(found: Needed, error: float, language: str = "en", norm: str = "sup") -> str:
    """'4 breakpoints: 0.02, …; 5 neurons always suffice for 4 breakpoints.'

    "At least" is said only where a lower bound says it.
    """
    n, eps = found.enough, number(error)
    kind = "least" if found.at_least == n else "most"
    if n == 0:
        return sentence(say(f"compare.eps.line.{norm}", language, eps=eps))
    words = {"eps": eps, "breakpoints": say("breakpoints", language, n=n)}
    text = say(f"compare.eps.{kind}.{norm}", language, n=n, **words)
    suffice = say("compare.suffice", language, n=n + 1, breakpoints=breakpoints(n, language))
    return sentence(f"{text}; {suffice}")


def answer_as_dict(target: Target, found: Needed, error: float, norm: str) -> dict[str, object]:
    """The same, for JSON; `neurons` always suffice for so many breakpoints."""
    return {
        "target": target.label.text,
        "eps": error,
        "norm": norm,
        "breakpoints": found.enough,
        "at_least": found.at_least,
        "neurons": found.enough + 1 if found.enough else 0,
    }


def as_dict(comparison: Comparison) -> dict[str, object]:
    """The numbers, for JSON."""
    return {
        "target": comparison.target.label.text,
        "domain": list(comparison.target.domain),
        "norm": comparison.norm,
        "rows": [vars(row) for row in comparison.rows],
        "deep": [vars(deep) for deep in comparison.deep],
        "slopes": {k: v if math.isfinite(v) else None for k, v in comparison.slopes.items()},
        "depth_wins_from": comparison.crossing,
        "exact_from": None if comparison.exact is None else vars(comparison.exact),
    }


def table(comparison: Comparison) -> list[str]:
    """The numbers, to read."""
    slopes, deep = comparison.slopes, comparison.deep
    best = "best possible" if _all_known(comparison) else "best found"
    rows = [
        ("breakpoints", best, "by curvature", "equal", "theory"),
        *(
            (r.breakpoints, r.optimum, r.equidistributed, r.uniform, r.rate or "–")
            for r in comparison.rows
        ),
        ("slope", *(_slope(slopes[m]) for m in ("optimum", "equidistributed", "uniform"))),
        *([(), ("neurons", "deep network", "layers")] if deep else []),
        *((d.neurons, d.error, d.layers) for d in deep),
    ]
    lines = ["  ".join(f"{_cell(value):>13}" for value in row) for row in rows]
    return [*lines, "", verdict(comparison) + "."]


def _all_known(comparison: Comparison) -> bool:
    return all(meet(row.lower, row.optimum) for row in comparison.rows)


def _slope(value: float) -> str:
    return f"{value:.2f}" if math.isfinite(value) else "–"


def _cell(value: object) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)
