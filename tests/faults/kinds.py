"""The list of all kinds of faults, which the files beside it fill."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .place import Place

Befall = Callable[[Place], None]


@dataclass(frozen=True)
class Kind:
    """One kind: its name, how often it comes among others, what it does and then checks."""

    name: str
    weight: int
    befall: Befall


KINDS: dict[str, Kind] = {}


def kind(name: str, weight: int = 1) -> Callable[[Befall], Befall]:
    """Enter a kind; its function raises AssertionError when something does not hold."""

    def enter(befall: Befall) -> Befall:
        KINDS[name] = Kind(name, weight, befall)
        return befall

    return enter
