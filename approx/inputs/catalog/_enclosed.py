"""Bounds of an example's target from its formula, which is read when they are first asked for."""

from __future__ import annotations

from approx.core._types import Array
from approx.core.enclosure import Enclose, Enclosure


def enclosed_as(text: str) -> Enclose:
    """The bounds of a typed function; an example that is only listed loads no grammar."""
    enclose: Enclose | None = None

    def bounds(left: Array, right: Array) -> Enclosure:
        nonlocal enclose
        if enclose is None:
            from approx.inputs.expression import enclose_of

            enclose = enclose_of(text)
        return enclose(left, right)

    return bounds
