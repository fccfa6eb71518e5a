"""The one door: what the user names becomes a network, its target and its words."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from approx import catalog
from approx.error import ErrorReport, measure
from approx.errors import InputError
from approx.exact import Analysis, analyse
from approx.limits import Best, best
from approx.network import Network
from approx.plane import Plane
from approx.target import Target


@dataclass(frozen=True, eq=False)
class Subject:
    """What every command draws: a network on a domain, beside its target.

    Attributes:
        name: as the user writes it.
        titles: what a viewer reads above it, per language.
        network: one input, one output.
        target: its domain is the subject's domain.
    """

    name: str
    titles: Mapping[str, str]
    network: Network
    target: Target

    def title(self, language: str = "en") -> str:
        return self.titles.get(language, self.titles["en"])

    @property
    def domain(self) -> tuple[float, float]:
        return self.target.domain

    @cached_property
    def analysis(self) -> Analysis:
        """The exact function, every neuron's own function, and who bends it."""
        return analyse(self.network, self.domain)

    @cached_property
    def error(self) -> ErrorReport:
        """The network's distance from its target on the domain."""
        return measure(self.analysis.output, self.target)

    @cached_property
    def limit(self) -> Best:
        """The best continuous function with as many breakpoints as the network's output has."""
        return best(self.target, len(self.analysis.output.breakpoints))


def resolve(text: str) -> Subject:
    """The subject that `text` names.

    Raises:
        InputError: when nothing has that name, or it has two inputs.
    """
    found = resolve_any(text)
    if isinstance(found, Plane):
        raise InputError(f"{text!r} has two inputs; figures of it are regions and surface")
    return found


def resolve_any(text: str) -> Subject | Plane:
    """The subject or plane that `text` names.

    Raises:
        InputError: when nothing has that name.
    """
    if text in catalog.planes():
        flat = catalog.get_plane(text)
        return Plane(text, flat.title, flat.network, flat.box, flat.truth.values)
    try:
        example = catalog.get(text)
    except KeyError:
        raise InputError(f"no example {text!r}; {_way_out(text)}") from None
    return Subject(text, example.title, example.network, example.target)


def _way_out(text: str) -> str:
    known = (*catalog.names(), *catalog.planes())
    close = difflib.get_close_matches(text, known, n=1, cutoff=0.6)
    if close:
        return f"did you mean {close[0]!r}?"
    return "approx list shows them all"
