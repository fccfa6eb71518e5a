"""Two typed numbers as an interval."""

from __future__ import annotations

import re

import numpy as np

from approx.system.errors import InputError

#: Longer intervals are refused; shorter ones, as a share of their larger end, too.
LONGEST, SHORTEST = 1e9, 1e-9
_CONSTANT = re.compile(r"[-−+]?(?:[0-9.]+\s*\*?\s*)?(?:pi|π|tau|e)(?:\s*/\s*[0-9.]+)?")


def interval(a_text: str, b_text: str) -> tuple[float, float]:
    """The interval [a, b] from its two ends as typed; pi, -pi/2 and 2pi are numbers too.

    Raises:
        InputError: when an end is no finite number, or the interval runs backwards, has no
            length, or is too short or long to draw.
    """
    a, b = end(a_text), end(b_text)
    if a > b:
        raise InputError(f"the interval runs backwards; did you mean {b_text} {a_text}?")
    if a == b:
        if a_text.strip() != b_text.strip():
            raise InputError(f"{a_text} and {b_text} are the same number")
        raise InputError("the interval has no length")
    if b - a > LONGEST:
        raise InputError("the interval is too long; the limit is 1e9")
    if b - a < SHORTEST * max(1.0, abs(a), abs(b)):
        raise InputError("the interval is too short; at least 1e-9 of its size")
    return a, b


def end(text: str) -> float:
    """One end of an interval.

    Raises:
        InputError: when it is no finite number.
    """
    shown = text.strip()
    if _CONSTANT.fullmatch(shown):
        from approx.inputs.expression.grammar import read

        parts, root = read(shown)
        value = parts[root].value
        return float("nan") if value is None else value
    try:
        value = float(shown.replace("−", "-")) if "_" not in shown and len(shown) <= 40 else None
    except ValueError:
        value = None
    if value is None:
        point = shown.replace(",", ".", 1)
        comma = shown.count(",") == 1 and re.fullmatch(r"[-+]?[0-9]*\.[0-9]+", point)
        hint = f"; write {point}" if comma else ""
        raise InputError(f"{shown[:40]!r} is not a number{hint}")
    if not np.isfinite(value):
        raise InputError("interval ends must be finite numbers")
    return value
