"""Pictures, films and pages in notebooks: `approx.show`, `approx.widget`, and displayed objects.

A picture is HTML with an alternative text, and SVG for tools that convert notebooks; networks and
functions are also LaTeX. Nothing is fetched, and only the page to explore runs a script.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from approx.core.display import Displayed
from approx.core.network import Network
from approx.core.piecewise import PiecewiseLinear
from approx.outputs import html
from approx.panels import pieces
from approx.panels.formula import formula
from approx.panels.wording import described
from approx.style.languages import nearest
from approx.style.theme import THEMES
from approx.subjects import Subject, of_network
from approx.subjects.components import Components
from approx.subjects.entry import subject
from approx.subjects.plane import Plane
from approx.subjects.resolve import one_input_only
from approx.system.errors import InputError

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from anywidget import AnyWidget

#: Notebooks are white by default.
THEME = "light"
_last: list[Any] = []


@dataclass(frozen=True)
class Picture(Displayed):
    """A figure in a notebook: its SVG, and what it shows in words."""

    svg: str
    alt: str

    def __repr__(self) -> str:
        return f"Picture({self.alt[:80]!r})"

    def html(self) -> str:
        """An image, so that two pictures of one page never share names or fonts."""
        source = html.data_uri("image/svg+xml", self.svg.encode())
        return f'<img alt="{escape(self.alt)}" style="max-width:100%" src="{source}">'


@dataclass(frozen=True)
class Film(Displayed):
    """A film in a notebook: an mp4 file's bytes, its captions as WebVTT, its alternative text."""

    mp4: bytes
    captions: str
    alt: str
    language: str = "en"

    def __repr__(self) -> str:
        return f"Film({self.alt[:80]!r})"

    def html(self) -> str:
        return (
            f'<video controls style="max-width:100%" aria-label="{escape(self.alt)}" '
            f'src="{html.data_uri("video/mp4", self.mp4)}">'
            f"{html.captions(html.web_vtt(self.captions), self.language)}</video>"
        )


Shown = Subject | Plane | Components | Network | PiecewiseLinear


def show(
    what: Any,
    kind: str | None = None,
    *,
    theme: str = THEME,
    language: str = "en",
    story: str | None = None,
    quality: str = "480p15",
    aspect: str = "16:9",
    executor: Executor | None = None,
    **keywords: Any,
) -> Picture | Film | AnyWidget:
    """A picture, film or page of anything, for a notebook to display.

    Parameters
    ----------
    what
        Anything that :func:`approx.subject` takes, or a subject or function.
    kind : str, optional
        A figure's name (`approx figure --help` lists them), "film", or "page" for :func:`widget`.
    theme, language : str
        "light" or "dark"; "en" or "de".
    story, quality, aspect : str
        Of a film; without a story, the subject's own.
    executor : concurrent.futures.Executor, optional
        Draws a film, for example on other machines; by default processes here.
    **keywords
        Of :func:`approx.subject`: on, neurons, method, ...

    Returns
    -------
    Picture, Film or AnyWidget
        What a notebook displays.

    Raises
    ------
    InputError
        When the kind does not fit, or nothing is named.

    Examples
    --------
    >>> show("abs", "sum").alt[:44]
    '|x| from two neurons. The output has one bre'
    """
    if kind == "page":
        return widget(what, theme=theme, language=language, **keywords)
    if theme not in THEMES:
        raise InputError(f"no theme {theme!r}; {nearest(theme, tuple(THEMES))}")
    resolved = _given(what, keywords)
    if kind == "film":
        look = {"theme": theme, "language": language, "aspect": aspect}
        what = resolved if isinstance(resolved, Plane) else _subject(resolved)
        return _film(what, story, quality, executor, look)
    return picture(resolved, kind, theme, language)


def widget(
    what: Any,
    *,
    theme: str = THEME,
    language: str = "en",
    **keywords: Any,
) -> AnyWidget:
    """The page of a network to explore: sliders, the exact curve, its error, training.

    The widget's `network` is the one it shows: read it, or set another of the same shape.

    Parameters
    ----------
    what
        Anything that :func:`approx.subject` takes, or a subject.
    theme : str
        "light", "dark", or "auto" for what the reader's system prefers.
    language : str
        "en" or "de".
    **keywords
        Of :func:`approx.subject`: on, neurons, method, ...

    Raises
    ------
    InputError
        For what a page cannot show, or without the package anywidget.

    Examples
    --------
    >>> explorer = widget("abs")  # doctest: +SKIP
    >>> explorer.network.hidden_units  # doctest: +SKIP
    2
    """
    from approx.outputs.page.widget import explorer

    resolved = _given(what, keywords)
    shown = resolved if isinstance(resolved, Plane) else _subject(resolved)
    return explorer(shown, language, theme)


def picture(
    what: Shown, kind: str | None = None, theme: str = THEME, language: str = "en"
) -> Picture:
    """One figure; without a kind, the one that says most of such a thing."""
    from approx.outputs.figures import default_kind, draw, draw_pieces

    if kind is None and isinstance(what, PiecewiseLinear):
        figure = draw_pieces(what, THEMES[theme], language)
    else:
        subject = what if isinstance(what, Plane | Components) else _subject(what)
        kind = kind or ("network" if isinstance(what, Network) else default_kind(subject))
        figure = draw(subject, kind, THEMES[theme], language)
    return Picture(figure.encode(".svg").decode(), figure.alt)


def _given(what: Any, keywords: dict[str, Any]) -> Shown:
    """What is shown, as it is or as a subject."""
    if isinstance(what, Network | PiecewiseLinear) and not keywords:
        return what
    made: Shown = subject(what, **keywords)
    return made


def _subject(what: Shown) -> Subject:
    match what:
        case Subject():
            return what
        case Network():
            return of_network(what)
        case PiecewiseLinear():
            raise InputError("a function alone has one picture; its network has all: show(network)")
    if isinstance(what, Components):
        raise InputError("this shows one output: choose it, as s[0]; figures take all")
    raise InputError(one_input_only(what.name))


def _film(
    subject: Subject | Plane,
    story: str | None,
    quality: str,
    executor: Executor | None,
    look: dict[str, Any],
) -> Film:
    from approx.outputs.films import film, stories

    story = stories.choose(subject, story)
    with tempfile.TemporaryDirectory(prefix="approx-") as folder:
        path = Path(folder) / "film.mp4"
        film.render(subject, story, path, quality, executor=executor, **look)
        captions = path.with_suffix(".vtt").read_text(encoding="utf-8")
        language = look["language"]
        return Film(path.read_bytes(), captions, described(subject, language), language)


def bundle(what: Any) -> dict[str, str]:
    """Every form of an object by its media type; what cannot be drawn is its plain text."""
    # A notebook asks for one form after the other: all are made at once, and kept until the next.
    if not _last or _last[0] is not what:
        _last[:] = [what, _bundle(what)]
    forms: dict[str, str] = dict(_last[1])
    return forms


def _bundle(what: Any) -> dict[str, str]:
    match what:
        case Picture():
            return {"text/plain": what.alt, "text/html": what.html(), "image/svg+xml": what.svg}
        case Film():
            return {"text/plain": what.alt, "text/html": what.html()}
        case Subject():
            plain = described(what)
        case Plane() | Components():
            plain = what.title()
        case _:
            plain = repr(what)
    forms = {"text/plain": plain}
    try:
        drawn = picture(what)
    except InputError:
        return forms  # for example three inputs: there is no picture of that yet
    forms |= {"text/html": drawn.html(), "image/svg+xml": drawn.svg}
    formula = latex(what)
    return forms if formula is None else {**forms, "text/latex": f"${formula}$"}


def latex(what: Any) -> str | None:
    """A network or function written out; None for what is more than a formula."""
    match what:
        case PiecewiseLinear():
            return pieces.latex(what)
        case Network():
            return "".join(part.mathtext for part in formula(what))
    return None
