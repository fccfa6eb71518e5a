"""Manim without the libraries that films seldom need: those are imported when first used.

Half of the time in which Manim is imported goes to graphs' layouts, rotations in space, parsers
for highlighted code and IPython's shell; a story that uses one of them gets it, a moment later.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import reduce
from types import ModuleType
from typing import Any

#: What Manim's modules import names from and use inside functions only.
LATER = ("networkx", "scipy.spatial.transform", "bs4")
#: What Manim imports if it is there, to serve notebooks: a film's process is none.
NEVER = ("IPython",)


@contextmanager
def postponed() -> Iterator[None]:
    """Inside, the libraries are stand-ins; imports afterwards give the real ones."""
    stand_ins: dict[str, Any] = {name: _Later(name) for name in LATER} | dict.fromkeys(NEVER)
    missing = {name: module for name, module in stand_ins.items() if name not in sys.modules}
    sys.modules.update(missing)
    try:
        yield
    finally:
        for name in missing:
            del sys.modules[name]


class _Later(ModuleType):
    """A module, or something in it, that is imported when it is called or compared with."""

    def __init__(self, module: str, *path: str) -> None:
        super().__init__(module)
        self._module, self._path = module, path

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # the import system's questions
            raise AttributeError(name)
        return _Later(self._module, *self._path, name)

    def __call__(self, *args: Any, **options: Any) -> Any:
        return self._real()(*args, **options)

    def __instancecheck__(self, instance: Any) -> bool:
        return isinstance(instance, self._real())

    def _real(self) -> Any:
        return reduce(getattr, self._path, importlib.import_module(self._module))
