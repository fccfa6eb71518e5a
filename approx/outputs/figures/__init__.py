"""Figures for print and slides, by matplotlib: every file of this folder is one kind.

A kind is a module with `draw(subject, options) -> Drawing`. What it can draw is said there too:
`TAKES = Plane` for two inputs (one is the default), and `unsupported_reason(subject)`. The first
line of its docstring stands in `approx figure --help`.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from approx.core.piecewise import PiecewiseLinear
from approx.style.languages import nearest
from approx.style.theme import LIGHT, Theme
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
    if isinstance(subject, Plane):
        return "regions"
    return "sum" if unsupported_reason("sum", subject) is None else "neurons"


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
    subject: Subject | Plane,
    kind: str = "sum",
    theme: Theme = LIGHT,
    language: str = "en",
    preset: str = "paper",
    **changes: Any,
) -> Drawing:
    """One figure of a subject: `.save(path)` writes it, `.alt` is its alternative text.

    Args:
        preset: "paper", "slide" or "poster".
        changes: fields of :class:`FigureOptions`, such as width=3.3, in inches, and style, a
            matplotlib style's file or name.

    Raises:
        InputError: for an unknown kind, one that does not fit the subject, or a size that cannot be
            printed.
    """
    check(kind)
    if reason := unsupported_reason(kind, subject):
        fits = f"figures that fit: {', '.join(fitting(subject))}"
        raise InputError(f"figure {kind!r} does not fit {subject.name!r}: {reason}; {fits}")
    from approx.outputs.figures._drawing import settings
    from approx.outputs.figures._options import options as options_of

    options = options_of(preset, theme=theme, language=language, **changes)
    with settings(options):
        figure: Drawing = import_module(f"{__name__}.{kind}").draw(subject, options)
        flags = _flags(preset, changes)
        made = provenance("figure", subject, kind, theme=theme.name, language=language, **flags)
        return figure.finish(subject.title(language), made)


def _flags(preset: str, changes: dict[str, Any]) -> dict[str, Any]:
    """The options of the command line that make such a figure; usual ones are left out."""
    from approx.outputs.figures._options import PARTS

    flags: dict[str, Any] = {} if preset == "paper" else {"preset": preset}
    for name, value in changes.items():
        if name in PARTS:
            flags[f"no_{PARTS[name]}"] = value is False
        elif name == "ylim" and value is not None:
            flags[name] = [f"{end:g}" for end in value]
        elif name != "rc":
            flags[name] = value
    return flags


def draw_pieces(
    function: PiecewiseLinear, theme: Theme = LIGHT, language: str = "en", **changes: Any
) -> Drawing:
    """A function by itself: its curve and its breakpoints, compared with nothing."""
    from approx.outputs.figures import _canvas as canvas
    from approx.outputs.figures._drawing import settings
    from approx.outputs.figures._options import options as options_of
    from approx.panels import pieces

    options = options_of(theme=theme, language=language, **changes)
    with settings(options):
        panel, alt = pieces.panel(function, language), pieces.alt(function, language)
        page = canvas.Page(options, alt, panel.title)
        (ax,) = page.stack([panel], height=0.45)
        canvas.paint(ax, options, panel)
        return page.figure.finish(alt, Provenance("approx.show(function)"))
