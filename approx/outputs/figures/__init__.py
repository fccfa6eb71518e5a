"""Figures for print and slides, by matplotlib: every file of this folder is one kind.

A kind is a module with `draw(subject, theme, language) -> Figure`. The folder is the registry.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path as _Path
from typing import TYPE_CHECKING, Any

from approx.core.piecewise import PiecewiseLinear
from approx.style.languages import nearest
from approx.style.theme import DARK, Theme
from approx.subjects import Subject
from approx.subjects.plane import Plane
from approx.system.errors import InputError
from approx.system.renamed import FIGURES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from matplotlib.figure import Figure


@cache
def kinds() -> tuple[str, ...]:
    """The names of all figure kinds, without importing any."""
    return tuple(sorted(p.stem for p in _Path(__file__).parent.glob("*.py") if p.stem[0] != "_"))


def check(kind: str) -> None:
    """Refuse a name that no figure kind has.

    Raises:
        InputError: with the kind's new name, or the nearest.
    """
    if kind in FIGURES:
        raise InputError(f"the figure {kind} is now called {FIGURES[kind]}")
    if kind not in kinds():
        raise InputError(f"no figure {kind!r}; {nearest(kind, kinds())}")


def fitting(subject: Subject | Plane) -> tuple[str, ...]:
    """The kinds that can draw the subject: by its inputs, and by what is known of it."""
    return tuple(kind for kind in kinds() if unsupported_reason(kind, subject) is None)


def unsupported_reason(kind: str, subject: Subject | Plane) -> str | None:
    """Why the kind cannot draw the subject, "" for other inputs; None when it can.

    A kind gives its own reasons by a function `unsupported_reason(subject)`.
    """
    module = import_module(f"{__name__}.{kind}")
    if not isinstance(subject, getattr(module, "TAKES", Subject)):
        return ""
    own: Callable[[Any], str | None] | None = getattr(module, "unsupported_reason", None)
    return None if own is None else own(subject)


def draw(
    subject: Subject | Plane, kind: str = "sum", theme: Theme = DARK, language: str = "en"
) -> Figure:
    """One figure of a subject; its alternative text is `figure.alt`.

    Raises:
        InputError: for an unknown kind, or one that does not fit the subject.
    """
    check(kind)
    reason = unsupported_reason(kind, subject)
    if reason is not None:
        told = f"{subject.name!r}: {reason}" if reason else repr(subject.name)
        fits = ", ".join(fitting(subject))
        raise InputError(f"figure {kind!r} does not fit {told}; figures that fit: {fits}")
    from approx.outputs.figures._canvas import fix_fonts, settings

    with settings(theme):
        figure: Figure = import_module(f"{__name__}.{kind}").draw(subject, theme, language)
        fix_fonts(figure)
    return figure


def save(figure: Figure, path: Path, title: str, theme: Theme) -> None:
    """Write a figure as SVG, PDF or PNG, by the path's ending; the same bytes every time."""
    from approx.outputs.figures._save import save as write

    write(figure, path, title, theme)


def encode(figure: Figure, ending: str, title: str, theme: Theme) -> bytes:
    """A figure as the bytes of an SVG, PDF or PNG file: ending ".svg", ".pdf" or ".png"."""
    from approx.outputs.figures._save import encode as encoded

    return encoded(figure, ending, title, theme)


def draw_pieces(function: PiecewiseLinear, theme: Theme = DARK, language: str = "en") -> Figure:
    """A function by itself: its curve and breakpoints; nobody said what it is compared with."""
    from approx.outputs.figures._canvas import fix_fonts, settings
    from approx.outputs.figures._pieces import draw as drawn

    with settings(theme):
        figure = drawn(function, theme, language)
        fix_fonts(figure)
    return figure
