"""Figures for print and slides, by matplotlib: every file of this folder is one kind.

A kind is a module with `draw(subject, theme, language) -> Figure`. What it can draw is said there
too: `TAKES = Plane` for two inputs (one is the default), and `unsupported_reason(subject)`. The
first line of its docstring stands in `approx figure --help`.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from approx.core.piecewise import PiecewiseLinear
from approx.style.languages import nearest
from approx.style.theme import DARK, Theme
from approx.subjects import Subject
from approx.subjects.plane import Plane
from approx.system import folders
from approx.system.errors import InputError
from approx.system.provenance import Provenance, provenance
from approx.system.renamed import FIGURES

if TYPE_CHECKING:
    from collections.abc import Callable

    from approx.outputs.figures._drawing import Drawing


@cache
def kinds() -> tuple[str, ...]:
    """The names of all figure kinds, without importing any."""
    return folders.module_names(folders.figures())


def check(kind: str) -> None:
    """Refuse a name that no figure kind has.

    Raises:
        InputError: with the kind's new name, or the nearest.
    """
    if kind in FIGURES:
        raise InputError(f"the figure {kind} is now called {FIGURES[kind]}")
    if kind not in kinds():
        raise InputError(f"no figure {kind!r}; {nearest(kind, kinds())}")


def default_kind(subject: Subject | Plane) -> str:
    """The kind that is drawn when none is asked for."""
    return "regions" if isinstance(subject, Plane) else "sum"


def fitting(subject: Subject | Plane) -> tuple[str, ...]:
    """The kinds that can draw the subject, the default first."""
    default = default_kind(subject)
    fit = (kind for kind in kinds() if unsupported_reason(kind, subject) is None)
    return tuple(sorted(fit, key=lambda kind: kind != default))


def unsupported_reason(kind: str, subject: Subject | Plane) -> str | None:
    """Why the kind cannot draw the subject; None when it can."""
    module = import_module(f"{__name__}.{kind}")
    if not isinstance(subject, getattr(module, "TAKES", Subject)):
        return f"it has {'two inputs' if isinstance(subject, Plane) else 'one input'}"
    reason_of: Callable[[Any], str | None] | None = getattr(module, "unsupported_reason", None)
    return None if reason_of is None else reason_of(subject)


def draw(
    subject: Subject | Plane, kind: str = "sum", theme: Theme = DARK, language: str = "en"
) -> Drawing:
    """One figure of a subject: `.save(path)` writes it, `.alt` is its alternative text.

    Raises:
        InputError: for an unknown kind, or one that does not fit the subject.
    """
    check(kind)
    if reason := unsupported_reason(kind, subject):
        fits = f"figures that fit: {', '.join(fitting(subject))}"
        raise InputError(f"figure {kind!r} does not fit {subject.name!r}: {reason}; {fits}")
    from approx.outputs.figures._drawing import settings

    with settings(theme):
        figure: Drawing = import_module(f"{__name__}.{kind}").draw(subject, theme, language)
        made = provenance("figure", subject, kind, theme=theme.name, language=language)
        return figure.finish(subject.title(language), theme, made)


def draw_pieces(function: PiecewiseLinear, theme: Theme = DARK, language: str = "en") -> Drawing:
    """A function by itself: its curve and its breakpoints, compared with nothing."""
    from approx.outputs.figures import _canvas as canvas
    from approx.outputs.figures._drawing import settings
    from approx.panels import pieces

    with settings(theme):
        panel, alt = pieces.panel(function, language), pieces.alt(function, language)
        figure = canvas.canvas(3.6, alt)
        canvas.heading(figure, theme, panel.title)
        ax = canvas.axes(figure, theme, panel, canvas.at_inches(figure, 0.72, 0.42, 0.42, 0.85))
        canvas.paint(ax, theme, panel)
        return figure.finish(alt, theme, Provenance("approx.show(function)"))
