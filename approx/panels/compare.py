"""Error against neurons on two logarithmic axes, and what it says in words."""

from __future__ import annotations

import numpy as np

from approx.limits.compare import Comparison
from approx.panels.axes import count_axis, log_axis
from approx.panels.primitives import Curve, Marker, Panel, markers
from approx.panels.requirements import lacks_function
from approx.panels.wording import sentence
from approx.style.languages import number, say
from approx.subjects import Subject

METHODS = ("uniform", "equidistributed", "optimum")


def unsupported_reason(subject: Subject) -> str | None:
    """Why no number of neurons can be compared; None when it can."""
    if reason := lacks_function(subject):
        return reason
    if subject.function.whole:
        return None
    return f"its target has {'poles' if subject.function.poles else 'gaps'}: no best fit is known"


def panel(comparison: Comparison, language: str = "en", subject: Subject | None = None) -> Panel:
    """One line per method; positions are log2 of neurons and log10 of the error.

    A subject adds its own network as a dot: beside, never on, the line that bounds it.
    """
    rows = [row for row in comparison.rows if row.optimum > 0]
    counts = tuple(row.neurons for row in comparison.rows)
    deep = [d for d in comparison.deep if d.neurons <= counts[-1]]
    curves = [
        Curve(
            f"compare.{name}",
            np.log2([row.neurons for row in rows]),
            np.log10([getattr(row, name) for row in rows]),
            label=say(f"compare.{name}", language),
        )
        for name in METHODS
    ]
    if deep:
        x, y = np.log2([d.neurons for d in deep]), np.log10([d.error for d in deep])
        curves.append(Curve("compare.deep", x, y, label=say("compare.deep", language)))
    rates = Curve(
        "compare.rate",
        np.log2([row.neurons for row in rows]),
        np.log10([row.rate for row in rows]),
        label=say("compare.rate", language),
    )
    heights = [10 ** float(v) for curve in (*curves, rates) for v in curve.y]
    dots = tuple(dot for curve in curves for dot in markers(curve.role, curve.x, curve.y))
    network = _network(subject, counts) if subject is not None else None
    if network is not None:
        heights.append(10**network.low)
        dots += (network,)
    return Panel(
        title=title(comparison, language, subject),
        horizontal=count_axis(counts),
        vertical=log_axis(min(heights), max(heights)),
        curves=(rates, *curves),
        markers=dots,
    )


def title(comparison: Comparison, language: str, subject: Subject | None) -> str:
    """What is compared where; or the title that was given."""
    a, b = comparison.target.domain
    label = comparison.target.label.text
    own_title = subject.own_title if subject is not None else ""
    return own_title or say("compare.title", language, target=label, a=number(a), b=number(b))


def _network(subject: Subject, counts: tuple[int, ...]) -> Marker | None:
    """The subject's network among the methods, when the axes reach it."""
    neurons = subject.network.hidden_units
    # The lines bound piecewise-linear networks only.
    if subject.network.smooth or subject.error.none or not counts[0] <= neurons <= counts[-1]:
        return None
    y = float(np.log10(subject.error.sup))
    return Marker("compare.network", float(np.log2(neurons)), y, y)


def verdict(comparison: Comparison, language: str = "en") -> str:
    """What the picture shows, in one sentence."""
    first, last = comparison.rows[0], comparison.rows[-1]
    text = say(
        "compare.verdict",
        language,
        few=first.neurons,
        many=last.neurons,
        high=number(first.optimum, 3),
        low=number(last.optimum, 3),
    )
    if comparison.crossing is not None:
        text += "; " + say("compare.crossing", language, n=comparison.crossing)
    return text


def answer(neurons: int, error: float, language: str = "en") -> str:
    """'Error 0.001 needs at least 22 neurons in one hidden layer.'"""
    return sentence(say("compare.eps", language, n=neurons, eps=number(error)))


def as_dict(comparison: Comparison) -> dict[str, object]:
    """The numbers, for JSON."""
    return {
        "target": comparison.target.label.text,
        "domain": list(comparison.target.domain),
        "rows": [vars(row) for row in comparison.rows],
        "deep": [vars(deep) for deep in comparison.deep],
        "slopes": comparison.slopes,
        "depth_wins_from": comparison.crossing,
    }


def table(comparison: Comparison) -> list[str]:
    """The numbers, to read."""
    slopes, deep = comparison.slopes, comparison.deep
    rows = [
        ("neurons", "best possible", "by curvature", "equal", "theory"),
        *((r.neurons, r.optimum, r.equidistributed, r.uniform, r.rate) for r in comparison.rows),
        ("slope", *(f"{slopes[m]:.2f}" for m in ("optimum", "equidistributed", "uniform"))),
        *([(), ("neurons", "deep network", "layers")] if deep else []),
        *((d.neurons, d.error, d.layers) for d in deep),
    ]
    lines = ["  ".join(f"{_cell(value):>13}" for value in row) for row in rows]
    return [*lines, "", verdict(comparison) + "."]


def _cell(value: object) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)
