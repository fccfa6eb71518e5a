"""approx shows how a neural network builds a function.

The public names below are loaded when they are first used, so that `import approx` stays cheap.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from approx.error import ErrorReport as ErrorReport
    from approx.error import measure as measure
    from approx.errors import ApproxError as ApproxError
    from approx.errors import InputError as InputError
    from approx.errors import MachineError as MachineError
    from approx.exact import Analysis as Analysis
    from approx.exact import analyse as analyse
    from approx.limits import best as best
    from approx.network import Network as Network
    from approx.notebook import show as show
    from approx.notebook import widget as widget
    from approx.piecewise import PiecewiseLinear as PiecewiseLinear
    from approx.subject import Subject as Subject
    from approx.subject import resolve as resolve
    from approx.target import Target as Target
    from approx.training import fit as fit

__version__ = "0.1.0"

_HOME = {
    "Analysis": "exact",
    "analyse": "exact",
    "best": "limits",
    "ApproxError": "errors",
    "ErrorReport": "error",
    "fit": "training",
    "InputError": "errors",
    "MachineError": "errors",
    "measure": "error",
    "Network": "network",
    "PiecewiseLinear": "piecewise",
    "show": "notebook",
    "Subject": "subject",
    "resolve": "subject",
    "Target": "target",
    "widget": "notebook",
}

__all__ = [*_HOME, "__version__"]  # noqa: PLE0604


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(import_module(f"approx.{_HOME[name]}"), name)
    raise AttributeError(f"module 'approx' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
