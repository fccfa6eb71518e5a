"""A function of one x by itself: its curve, and its pieces written out."""

from __future__ import annotations

import numpy as np

from approx.core.piecewise import PiecewiseLinear
from approx.core.smooth import Interpolant
from approx.panels import target as targets
from approx.panels.axes import axis, axis_for
from approx.panels.formula import affine
from approx.panels.primitives import Curve, Panel, markers
from approx.panels.rounding import digits_of_lines, shared
from approx.style.languages import number, say, weight

#: With more pieces than this, those in the middle are left out.
MOST_PIECES = 8


def panel(function: PiecewiseLinear, language: str = "en") -> Panel:
    """The curve and its breakpoints; where it jumps, both its ends."""
    marked = np.union1d(function.breakpoints, np.nextafter(function.discontinuities, np.inf))
    return Panel(
        title=_title(function, language),
        horizontal=axis(*function.domain),
        vertical=axis_for([function.y]),
        curves=(Curve("sum", *function.curve()),),
        markers=markers("sum", marked, function(marked)),
    )


def alt(function: PiecewiseLinear, language: str = "en") -> str:
    """The picture in words."""
    low, high = weight(function.min()), weight(function.max())
    return f"{_title(function, language)}. {say('pieces.range', language, low=low, high=high)}."


def _title(function: PiecewiseLinear, language: str) -> str:
    a, b = (weight(end, targets.MEASURED + shared(*function.domain)) for end in function.domain)
    if isinstance(function, Interpolant):
        return say("pieces.chords", language, n=len(function.slopes), a=a, b=b)
    breakpoints = say("breakpoints.with", language, n=len(function.breakpoints))
    return say("pieces.title", language, breakpoints=breakpoints, a=a, b=b)


def latex(function: PiecewiseLinear) -> str | None:
    """f(x) by cases, as LaTeX maths, in the digits that give the curve; None for chords of one."""
    if isinstance(function, Interpolant):
        return None
    rows, digits = [], digits_of_lines(function)
    after_jump = False
    for k, slope in enumerate(function.slopes):
        if function.x[k] in function.discontinuities:
            after_jump = True
            continue
        line = affine(float(slope), float(function.y[k] - slope * function.x[k]), digits.weight)[1]
        ends = (_number(float(x), digits.x) for x in function.x[k : k + 2])
        first = "<" if after_jump else r"\le"
        rows.append(rf"{line} & {next(ends)} {first} x \le {next(ends)}")
        after_jump = False
    if len(rows) > MOST_PIECES:
        rows[MOST_PIECES - 2 : -1] = [r"\vdots & \vdots"]
    body = r" \\ ".join(rows)
    return rf"f(x) = \begin{{cases}} {body} \end{{cases}}"


def _number(value: float, digits: int) -> str:
    return affine(0.0, value, digits)[1] if value else number(0.0)
