"""A subject's numbers as files: all of them as JSON, breakpoints and errors as tables (CSV)."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from approx.outputs import report
from approx.subjects import Subject
from approx.subjects.plane import Plane


@dataclass(frozen=True)
class Knot:
    """A breakpoint, or an end of the interval.

    Attributes:
        left, right: the slopes beside it; None beyond an end.
        makers: the neurons that bend there, as (layer, neuron), counted from 1.
    """

    x: float
    value: float
    left: float | None
    right: float | None
    makers: tuple[tuple[int, int], ...]


def knots(subject: Subject) -> list[Knot]:
    """Every breakpoint of the output, between both ends."""
    f, changes = subject.analysis.output, subject.analysis.slope_changes
    slopes: list[float | None] = [None, *map(float, f.slopes), None]
    return [
        Knot(
            float(x),
            float(y),
            slopes[k],
            slopes[k + 1],
            tuple((change.layer + 1, change.neuron + 1) for change in changes if change.x == x),
        )
        for k, (x, y) in enumerate(zip(f.x, f.y, strict=True))
    ]


def tables(subject: Subject | Plane) -> dict[str, str]:
    """The files' contents by their names; a smooth network or a plane has no breakpoints."""
    told = json.dumps(report.as_dict(subject), indent=2, ensure_ascii=False, allow_nan=False)
    made = {"numbers.json": told + "\n"}
    if isinstance(subject, Subject):
        made["errors.csv"] = _errors(subject)
        if not subject.network.smooth:
            made["breakpoints.csv"] = _breakpoints(subject)
    return made


def _breakpoints(subject: Subject) -> str:
    head = ("x", "value", "slope_left", "slope_right", "bent_by")
    rows = [
        (knot.x, knot.value, knot.left, knot.right, " ".join(f"{m}.{n}" for m, n in knot.makers))
        for knot in knots(subject)
    ]
    return _csv(head, rows)


def _errors(subject: Subject) -> str:
    """Largest error with its places, mean error, and the best possible."""
    error = subject.error
    rows: list[tuple[str, float]] = [("sup_error", error.sup)]
    rows += [("sup_error_at", x) for x in error.at]
    rows.append(("l2_error" if error.points is None else "rms_error_at_points", error.l2))
    if subject.limited:
        rows.append(("best_sup_error", subject.limit.error))
    if not subject.network.smooth:
        rows.append(("breakpoints", len(subject.analysis.output.breakpoints)))
    return _csv(("quantity", "value"), rows)


def _csv(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Numbers in as many digits as they have, a line each."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return text.getvalue()
