"""Figures for print and slides, by matplotlib: every file of this folder is one kind.

A kind is a module with `draw(subject, options) -> Drawing`; one of a single panel also has
`paint_on(ax, subject, options)`, which paints it onto axes that are there. What it can draw is said
there too: `TAKES = Plane` for two inputs (one is the default), and `unsupported_reason(subject)`.
`panel(subject, language)` is its panel of one output, where several can stand above one another.
The first line of its docstring stands in `approx figure --help`.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from approx.core.piecewise import PiecewiseLinear
from approx.style.languages import LANGUAGES, nearest
from approx.style.theme import LIGHT, PAPER, Theme
from approx.subjects import Subject
from approx.subjects.components import Components
from approx.subjects.plane import Plane
from approx.subjects.topic import Topic
from approx.system import folders
from approx.system.errors import InputError
from approx.system.provenance import Provenance, provenance
from approx.system.renamed import FIGURES

if TYPE_CHECKING:
    from collections.abc import Callable

    from approx.outputs.figures._drawing import Drawing


Drawable = Subject | Plane | Topic | Components


@cache
def kinds() -> tuple[str, ...]:
    """The names of all figure kinds, without importing any."""
    return tuple(name.replace("_", "-") for name in folders.module_names(folders.figures()))


def check(kind: str) -> None:
    """Refuse a name that no figure kind has.

    Raises:
        InputError: with the kind's new name, or the nearest.
    """
    if kind in FIGURES:
        raise InputError(f"the figure {kind} is now called {FIGURES[kind]}")
    if kind not in kinds():
        raise InputError(f"no figure {kind!r}; {nearest(kind, kinds())}")


def default_kind(subject: Drawable) -> str:
    """The kind that is drawn when none is asked for."""
    if isinstance(subject, Plane):
        return "regions"
    if isinstance(subject, Topic):
        return subject.kind
    return "fit"


def alone(word: str) -> bool:
    """Whether a subject's word is the name of a kind, which then draws its usual subject."""
    from approx.inputs import catalog

    return word in kinds() and catalog.find(word) is None


def needs_run(kind: str) -> bool:
    """Whether the kind shows a training run, step by step."""
    return getattr(_module(kind), "NEEDS_RUN", False)


def fitting(subject: Drawable) -> tuple[str, ...]:
    """The kinds that can draw the subject, the default first."""
    default = default_kind(subject)
    fit = (kind for kind in kinds() if unsupported_reason(kind, subject) is None)
    return tuple(sorted(fit, key=lambda kind: kind != default))


def unsupported_reason(kind: str, subject: Drawable) -> str | None:
    """Why the kind cannot draw the subject; None when it can."""
    module = _module(kind)
    if isinstance(subject, Components) and hasattr(module, "panel"):
        reasons = (unsupported_reason(kind, one) for one in subject)
        return next((reason for reason in reasons if reason), None)
    if not isinstance(subject, getattr(module, "TAKES", Subject)):
        return _what_it_is(subject)
    reason_of: Callable[[Any], str | None] | None = getattr(module, "unsupported_reason", None)
    return None if reason_of is None else reason_of(subject)


def _what_it_is(subject: Drawable) -> str:
    if isinstance(subject, Topic):
        return f"it {subject.what}"
    if isinstance(subject, Components):
        return "it has several outputs; choose one by its component"
    return f"it has {'two inputs' if isinstance(subject, Plane) else 'one input'}"


def _module(kind: str) -> Any:
    return import_module(f"{__name__}.{kind.replace('-', '_')}")


def refuse(subject: Drawable, kind: str) -> None:
    """Refuse a kind that cannot draw the subject.

    Raises:
        InputError: with the kinds that can.
    """
    check(kind)
    if reason := unsupported_reason(kind, subject):
        fits = f"figures that fit: {', '.join(fitting(subject))}"
        raise InputError(f"figure {kind!r} does not fit {subject.name!r}: {reason}; {fits}")


def draw(
    subject: Drawable,
    kind: str = "fit",
    theme: Theme = LIGHT,
    language: str = "en",
    preset: str = "paper",
    **changes: Any,
) -> Drawing:
    """One figure of a subject: `.save(path)` writes it, `.alt` is its alternative text.

    Args:
        preset: "paper", "slide" or "poster"; the light theme is white on paper.
        changes: fields of :class:`FigureOptions`, such as width=3.3, in inches, and style, a
            matplotlib style's file or name.

    Raises:
        InputError: for an unknown kind, one that does not fit the subject, or a size that cannot be
            printed.
    """
    refuse(subject, kind)
    from approx.outputs.figures._drawing import settings
    from approx.outputs.figures._options import options as options_of

    if kind != "rates" and (changes.get("rates") or changes.get("seeds")):
        raise InputError(f"--rates and --seeds are for the figure rates, not for {kind}")
    shown = PAPER if theme is LIGHT and preset == "paper" else theme
    options = options_of(preset, theme=shown, language=language, **changes)
    with settings(options):
        figure: Drawing
        if isinstance(subject, Components) and hasattr(_module(kind), "panel"):
            from approx.outputs.figures import _components

            figure = _components.draw(subject, _module(kind).panel, options)
        else:
            figure = _module(kind).draw(subject, options)
        flags = _flags(preset, changes)
        made = provenance(
            "figure", subject, kind, theme=theme.file or theme.name, language=language, **flags
        )
        return figure.finish(subject.title(language), made)


def from_python(
    subject: Drawable,
    kind: str | None = None,
    theme: str | Theme = "light",
    **options: Any,
) -> Drawing:
    """:func:`draw` with what the user set in matplotlib's rcParams.

    Raises:
        InputError: as :func:`draw`, and for an option or theme that there is not.
    """
    from approx.outputs.figures._options import users_settings

    _check_words(kind, options)
    options.setdefault("rc", users_settings())
    return draw(subject, kind or default_kind(subject), theme_of(theme), **options)


def paint_on(
    subject: Drawable,
    ax: Any,
    kind: str | None = None,
    theme: str | Theme | None = None,
    **options: Any,
) -> Any:
    """Paint a kind of one panel onto the user's axes, under the user's settings; returns them.

    Raises:
        InputError: for a kind that has several panels, or does not fit the subject.
    """
    from approx.outputs.figures import _axes
    from approx.outputs.figures._options import on_axes

    if not hasattr(ax, "set_xlim"):
        raise InputError(f"draw takes matplotlib axes first, not a {type(ax).__name__}")
    _check_words(kind, options)
    kind = kind or default_kind(subject)
    refuse(subject, kind)
    paint = getattr(_module(kind), "paint_on", None)
    if paint is None:
        raise InputError(f"figure {kind!r} has several panels: use subject.figure({kind!r})")
    chosen = _axes.theme_on(ax) if theme is None else theme_of(theme)
    paint(ax, subject, on_axes(ax, theme=chosen, **options))
    return ax


def _check_words(kind: Any, options: dict[str, Any]) -> None:
    """Refuse a kind or language that is no text."""
    language = options.get("language", "en")
    for name, value in (("kind", kind), ("language", language)):
        if value is not None and not isinstance(value, str):
            raise InputError(f"{name} takes a name, not a {type(value).__name__}")
    if language is not None and language not in LANGUAGES:
        raise InputError(f"no language {language!r}; {nearest(language, LANGUAGES)}")


def theme_of(theme: str | Theme) -> Theme:
    """A theme by its name or its TOML file.

    Raises:
        InputError: for an unknown name, or a file that cannot be used.
    """
    from approx.style.theme_file import theme_named

    return theme if isinstance(theme, Theme) else theme_named(str(theme))


def _flags(preset: str, changes: dict[str, Any]) -> dict[str, Any]:
    """The options of the command line that make such a figure; usual ones are left out."""
    from approx.outputs.figures._options import PARTS, listed

    flags: dict[str, Any] = {} if preset == "paper" else {"preset": preset}
    for name, value in changes.items():
        if name in PARTS:
            flags[f"no_{PARTS[name]}"] = value is False
        elif name == "ylim" and value is not None:
            flags[name] = [f"{end:.15g}" for end in value]
        elif name in ("rates", "seeds"):
            flags[name] = listed(value or ())
        elif name != "rc":
            flags[name] = value
    return flags


def draw_pieces(
    function: PiecewiseLinear, theme: Theme = LIGHT, language: str = "en", **changes: Any
) -> Drawing:
    """A function by itself: its curve and its breakpoints, compared with nothing."""
    from approx.outputs.figures import _canvas as canvas
    from approx.outputs.figures import _painting as painting
    from approx.outputs.figures._drawing import settings
    from approx.outputs.figures._options import options as options_of
    from approx.panels import pieces

    options = options_of(theme=theme, language=language, **changes)
    with settings(options):
        panel, alt = pieces.panel(function, language), pieces.alt(function, language)
        page = canvas.Page(options, alt, panel.title)
        (ax,) = page.stack([panel], height=0.45)
        painting.paint(ax, options, panel)
        return page.figure.finish(alt, Provenance("approx.show(function)"))
