"""approx shows how a neural network builds a function.

Everything begins with :func:`subject`, which takes what you have: a function as text or as a Python
function, data, a file, a network, a model of PyTorch, scikit-learn or Keras.

The public names below are loaded when they are first used, so that `import approx` stays cheap.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from approx.core import display
from approx.system import renamed
from approx.system.provenance import VERSION as __version__

if TYPE_CHECKING:
    from approx.core.dataset import Dataset as Dataset
    from approx.core.error import ErrorReport as ErrorReport
    from approx.core.exact import Analysis as Analysis
    from approx.core.network import Network as Network
    from approx.core.piecewise import PiecewiseLinear as PiecewiseLinear
    from approx.core.target import Target as Target
    from approx.outputs.notebook import show as show
    from approx.outputs.notebook import widget as widget
    from approx.style.theme import Theme as Theme
    from approx.subjects import Subject as Subject
    from approx.subjects.entry import subject as subject
    from approx.subjects.quantities import analyse as analyse
    from approx.subjects.quantities import best as best
    from approx.subjects.quantities import measure as measure
    from approx.subjects.recorder import Recorder as Recorder
    from approx.subjects.trained import fit as fit
    from approx.system.errors import ApproxError as ApproxError
    from approx.system.errors import InputError as InputError
    from approx.system.errors import MachineError as MachineError
    from approx.training import Fit as Fit
    from approx.training import History as History

_HOME = {
    "Analysis": "core.exact",
    "analyse": "subjects.quantities",
    "best": "subjects.quantities",
    "ApproxError": "system.errors",
    "Dataset": "core.dataset",
    "ErrorReport": "core.error",
    "Fit": "training",
    "fit": "subjects.trained",
    "History": "training",
    "InputError": "system.errors",
    "MachineError": "system.errors",
    "measure": "subjects.quantities",
    "Network": "core.network",
    "PiecewiseLinear": "core.piecewise",
    "Recorder": "subjects.recorder",
    "show": "outputs.notebook",
    "Subject": "subjects",
    "subject": "subjects.entry",
    "Target": "core.target",
    "Theme": "style.theme",
    "widget": "outputs.notebook",
}

#: Public names that there were, and what to write instead.
_GONE = {
    "resolve": "write approx.subject(...), with on=(-3, 3), neurons=8, …",
    "Wish": "write the options as keywords: approx.subject(text, on=(-3, 3), neurons=8)",
}

__all__ = [*_HOME, "__version__"]  # noqa: PLE0604


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(import_module(f"approx.{_HOME[name]}"), name)
    if name in _GONE:
        raise AttributeError(f"approx.{name} is gone; {_GONE[name]}")
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


def _outputs() -> Any:
    return import_module("approx.outputs.of_subject")


display.register(_bundle)
display.register_figures(_figure, _paint)
display.register_outputs(_outputs)
renamed.watch_imports()


def __dir__() -> list[str]:
    return sorted(__all__)
