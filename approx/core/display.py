"""What is drawn of an object: base classes that call the functions registered for it.

Drawing lies above everything that can be drawn, so approx/__init__ registers the function that
draws; nothing here imports it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

_make_bundle: list[Callable[[Any], dict[str, str]]] = []


def register(make_bundle: Callable[[Any], dict[str, str]]) -> None:
    """Let this function draw what notebooks show: an object -> its forms by media type."""
    _make_bundle[:] = [make_bundle]


_drawers: dict[str, Callable[..., Any]] = {}


def register_figures(make: Callable[..., Any], paint: Callable[..., Any]) -> None:
    """Let these functions make figures, and paint them onto axes that are there."""
    _drawers.update(make=make, paint=paint)


_outputs: list[Callable[[], Any]] = []


def register_outputs(load: Callable[[], Any]) -> None:
    """Let this function load the module that draws: it is called when something is drawn."""
    _outputs[:] = [load]


def outputs() -> Any:
    """The module that draws a subject's figures, films and pages."""
    return _outputs[0]()


class Displayed:
    """Base of what notebooks display: IPython, and all tools that ask as it does."""

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        """Every form by its media type; a tool takes the one it shows best."""
        return _make_bundle[0](self)

    def _form(self, media: str) -> str | None:
        return self._repr_mimebundle_().get(media)

    def _repr_html_(self) -> str | None:
        return self._form("text/html")

    def _repr_svg_(self) -> str | None:
        return self._form("image/svg+xml")

    def _repr_latex_(self) -> str | None:
        return self._form("text/latex")


class Drawn(Displayed):
    """Base of what has figures of several kinds."""

    def figure(self, kind: str | None = None, **options: Any) -> Any:
        """A matplotlib figure, drawn at its final size; `.save(path)` writes SVG, PDF or PNG.

        Fonts, sizes, spines and grid that you set in matplotlib's rcParams are used; the colours
        of roles and neurons are the theme's.

        Args:
            kind: as `approx figure --help` lists them; without one, the usual one.
            options: theme ("light", "dark" or a Theme), language ("en", "de"), preset ("paper",
                "slide", "poster"), width and height (inches, or "88mm"), font_size (points), dpi,
                title, formula and caption (False for without), transparent, xlabel, ylabel,
                ylim (low, high), text ("fonts" or "paths").

        Raises:
            InputError: for a kind that does not fit, or a size that cannot be printed.

        >>> import approx
        >>> figure = approx.subject("parabola-4").figure("sum", width=3.3, title=False)
        >>> float(figure.get_size_inches()[0])
        3.3
        """
        return _drawers["make"](self, kind, **options)

    def draw(self, ax: Any, kind: str | None = None, **options: Any) -> Any:
        """Paint a kind of one panel onto axes that you have, with your own settings; returns them.

        Args:
            ax: matplotlib axes.
            kind: such as "sum", "loss" or "regions"; without one, the usual one.
            options: theme, language, xlabel, ylabel, ylim, as :meth:`figure` takes them. Without a
                theme it is the one that goes with the background of the axes.

        Raises:
            InputError: for a kind that has several panels or does not fit.

        >>> import approx
        >>> from matplotlib.figure import Figure
        >>> ax = approx.subject("parabola-4").draw(Figure().subplots(), "sum")
        >>> float(ax.get_xlim()[0])
        -4.0
        """
        return _drawers["paint"](self, ax, kind, **options)
