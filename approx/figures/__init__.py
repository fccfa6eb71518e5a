"""Figures for print and slides, by matplotlib: every file of this folder is one kind.

A kind is a module with `draw(subject, theme, language) -> Figure`. The folder is the registry.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path as _Path
from typing import TYPE_CHECKING

from approx.errors import InputError
from approx.theme import DARK, Theme
from approx.words import nearest

if TYPE_CHECKING:
    from pathlib import Path

    from matplotlib.figure import Figure

    from approx.subject import Subject


@cache
def kinds() -> tuple[str, ...]:
    """The names of all figure kinds, without importing any."""
    return tuple(sorted(p.stem for p in _Path(__file__).parent.glob("*.py") if p.stem[0] != "_"))


def draw(subject: Subject, kind: str = "sum", theme: Theme = DARK, language: str = "en") -> Figure:
    """One figure of a subject; its alternative text is `figure.alt`.

    Raises:
        InputError: for an unknown kind, or one that does not fit the subject.
    """
    if kind not in kinds():
        raise InputError(f"no figure {kind!r}; {nearest(kind, kinds())}")
    from approx.figures._canvas import settings

    with settings(theme):
        figure: Figure = import_module(f"{__name__}.{kind}").draw(subject, theme, language)
    return figure


def save(figure: Figure, path: Path, title: str, theme: Theme) -> None:
    """Write a figure as SVG, PDF or PNG, by the path's ending; the same bytes every time."""
    from approx.figures._save import save as write

    write(figure, path, title, theme)
