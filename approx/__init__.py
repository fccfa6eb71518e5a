"""approx shows how a neural network builds a function.

The public names below are loaded when they are first used, so that `import approx` stays cheap.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from approx.core import display
from approx.system import renamed
from approx.system.provenance import VERSION as __version__

if TYPE_CHECKING:
    from approx.core.error import ErrorReport as ErrorReport
    from approx.core.error import measure as measure
    from approx.core.exact import Analysis as Analysis
    from approx.core.exact import analyse as analyse
    from approx.core.network import Network as Network
    from approx.core.piecewise import PiecewiseLinear as PiecewiseLinear
    from approx.core.target import Target as Target
    from approx.limits import best as best
    from approx.outputs.notebook import show as show
    from approx.outputs.notebook import widget as widget
    from approx.subjects import Subject as Subject
    from approx.subjects import resolve as resolve
    from approx.system.errors import ApproxError as ApproxError
    from approx.system.errors import InputError as InputError
    from approx.system.errors import MachineError as MachineError
    from approx.training import fit as fit

_HOME = {
    "Analysis": "core.exact",
    "analyse": "core.exact",
    "best": "limits",
    "ApproxError": "system.errors",
    "ErrorReport": "core.error",
    "fit": "training",
    "InputError": "system.errors",
    "MachineError": "system.errors",
    "measure": "core.error",
    "Network": "core.network",
    "PiecewiseLinear": "core.piecewise",
    "show": "outputs.notebook",
    "Subject": "subjects",
    "resolve": "subjects",
    "Target": "core.target",
    "widget": "outputs.notebook",
}

__all__ = [*_HOME, "__version__"]  # noqa: PLE0604


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(import_module(f"approx.{_HOME[name]}"), name)
    new = renamed.new_name(f"approx.{name}")
    moved = f"; the module is now {new}" if new else ""
    raise AttributeError(f"module 'approx' has no attribute {name!r}{moved}")


def _bundle(shown: Any) -> dict[str, str]:
    from approx.outputs.notebook import bundle

    return bundle(shown)


def _figure(shown: Any, kind: str | None = None, **options: Any) -> Any:
    from approx.outputs.figures import from_python

    return from_python(shown, kind, **options)


def _paint(shown: Any, ax: Any, kind: str | None = None, **options: Any) -> Any:
    from approx.outputs.figures import paint_on

    return paint_on(shown, ax, kind, **options)


display.register(_bundle)
display.register_figures(_figure, _paint)
renamed.watch_imports()


def __dir__() -> list[str]:
    return sorted(__all__)
