"""What notebooks show: an object is asked, and hands the question up to approx.notebook.

Drawing lies above everything that can be drawn, and no arrow may point up. So the module that
answers is named, not imported: it is loaded when a notebook asks, and never before.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any


class Displayed:
    """Base of what notebooks display: IPython, and all tools that ask as it does."""

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        """Every form by its media type; a tool takes the one it shows best."""
        bundle: dict[str, str] = import_module("approx.notebook").bundle(self)
        return bundle

    def _form(self, media: str) -> str | None:
        return self._repr_mimebundle_().get(media)

    def _repr_html_(self) -> str | None:
        return self._form("text/html")

    def _repr_svg_(self) -> str | None:
        return self._form("image/svg+xml")

    def _repr_latex_(self) -> str | None:
        return self._form("text/latex")
