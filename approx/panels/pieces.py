"""A piecewise-linear function by itself: its curve, and its pieces written out."""

from __future__ import annotations

from approx.core.piecewise import PiecewiseLinear
from approx.panels.axes import axis, axis_for
from approx.panels.formula import affine
from approx.panels.primitives import Curve, Panel, markers
from approx.panels.rounding import digits_of_lines
from approx.style.languages import number, say, weight

#: With more pieces than this, those in the middle are left out.
MOST_PIECES = 8


def panel(function: PiecewiseLinear, language: str = "en") -> Panel:
    """The curve and its breakpoints."""
    return Panel(
        title=_title(function, language),
        horizontal=axis(*function.domain),
        vertical=axis_for([function.y]),
        curves=(Curve("sum", function.x, function.y),),
        markers=markers("sum", function.x[1:-1], function.y[1:-1]),
    )


def alt(function: PiecewiseLinear, language: str = "en") -> str:
    """The picture in words."""
    low, high = weight(function.min()), weight(function.max())
    return f"{_title(function, language)}. {say('pieces.range', language, low=low, high=high)}."


def _title(function: PiecewiseLinear, language: str) -> str:
    breakpoints = say("breakpoints.with", language, n=len(function.breakpoints))
    a, b = (weight(end) for end in function.domain)
    return say("pieces.title", language, breakpoints=breakpoints, a=a, b=b)


def latex(function: PiecewiseLinear) -> str:
    """f(x) by cases, as LaTeX maths, in the digits that give the curve."""
    rows, digits = [], digits_of_lines(function)
    for k, slope in enumerate(function.slopes):
        line = affine(float(slope), float(function.y[k] - slope * function.x[k]), digits.weight)[1]
        ends = (_number(float(x), digits.x) for x in function.x[k : k + 2])
        rows.append(rf"{line} & {next(ends)} \le x \le {next(ends)}")
    if len(rows) > MOST_PIECES:
        rows[MOST_PIECES - 2 : -1] = [r"\vdots & \vdots"]
    body = r" \\ ".join(rows)
    return rf"f(x) = \begin{{cases}} {body} \end{{cases}}"


def _number(value: float, digits: int) -> str:
    return affine(0.0, value, digits)[1] if value else number(0.0)
