"""What notebooks show of an object: a base class that calls the function registered for it.

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
