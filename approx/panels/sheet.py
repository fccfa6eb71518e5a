"""Pages of panels whose parts appear one after the other: what most topics of lessons show.

A figure draws chosen panels whole; a film reveals them in steps, one or more a beat.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from approx.panels.primitives import Panel

#: A part of a page: which panel, "curves", "bands", "dots" or "markers", and its number.
Part = tuple[int, str, int]


@dataclass(frozen=True)
class Step:
    """What appears in one beat.

    Attributes:
        beat: its name.
        page: on which page; a new page replaces the old one.
        parts: what appears, in order.
        dim: whether what was there before steps back.
    """

    beat: str
    page: int
    parts: tuple[Part, ...] = ()
    dim: bool = False


@dataclass(frozen=True)
class Sheet:
    """Pages of one or two panels, and the steps in which a film shows them.

    Attributes:
        pages: every page's panels, side by side where the frame is wide.
        steps: in order; the first one's parts stand in the film's first frame.
        shares: of the first panel's width, one a page.
    """

    pages: tuple[tuple[Panel, ...], ...]
    steps: tuple[Step, ...]
    shares: tuple[float, ...] = ()


def curves(panel: int, *numbers: int) -> tuple[Part, ...]:
    """Curves of a panel."""
    return tuple((panel, "curves", k) for k in numbers)


def parts(kind: str, panel: int, numbers: Sequence[int]) -> tuple[Part, ...]:
    """Parts of one kind of a panel."""
    return tuple((panel, kind, k) for k in numbers)
