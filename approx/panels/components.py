"""All outputs of a network: their names above their panels, and the line under them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from approx.panels.primitives import Panel
from approx.panels.wording import verdict
from approx.subjects.components import Components


def named(components: Components, panels: Sequence[Panel]) -> list[Panel]:
    """The panels with their outputs' names; what the first says of its marks holds for all."""
    out: list[Panel] = []
    for panel, name in zip(panels, components.network.output_names, strict=True):
        said = panel.vertical.name if not out else ""
        text = f"{name}; {said}" if said else name
        out.append(replace(panel, vertical=replace(panel.vertical, name=text)))
    return out


def sentence(components: Components, language: str) -> str:
    """The line under the picture: no output has a target, so of all the same is said."""
    return verdict(components.subjects[0], language)


def alt(components: Components, language: str) -> str:
    """The picture in words."""
    return f"{components.title(language)}. {sentence(components, language)}."
