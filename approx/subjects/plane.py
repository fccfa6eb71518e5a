"""A subject with two inputs: a network over a rectangle, cut into its linear regions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from approx.core.network import Network
from approx.subjects.drawable import Drawable

if TYPE_CHECKING:
    from approx.core.regions import Box, Regions


@dataclass(frozen=True, eq=False)
class Plane(Drawable):
    """What the figures of two inputs draw.

    Attributes:
        name: as the user writes it.
        titles: the title of its pictures, by language.
        network: two inputs, one output.
        box: ((x0, x1), (y0, y1)).
        points: points to mark, with the value there.
        data: (x, y, class) of the data it was trained on; if given, these are marked.
        own_title: the user's own title, which replaces them in all languages.
        command_words: its name and options on the command line; empty when made in Python.
    """

    name: str
    titles: Mapping[str, str]
    network: Network
    box: Box
    points: Mapping[tuple[float, float], float]
    data: tuple[tuple[float, float, int], ...] = ()
    own_title: str = ""
    command_words: tuple[str, ...] = ()
    seed: None = None  # no plane is fitted

    def __repr__(self) -> str:
        sides = " × ".join(f"[{a:g}, {b:g}]" for a, b in self.box)
        return f"Plane({self.name!r}, network {self.network.layer_widths} on {sides})"

    def title(self, language: str = "en") -> str:
        return self.own_title or self.titles.get(language, self.titles["en"])

    @cached_property
    def regions(self) -> Regions:
        """Every linear region over the box."""
        from approx.core.regions import regions

        return regions(self.network, self.box)
