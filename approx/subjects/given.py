"""What a user gives in Python, by its kind: text, file, callable, arrays, table, model, network."""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from approx.core._types import Array
from approx.core.dataset import Dataset
from approx.core.network import Network
from approx.core.piecewise import PiecewiseLinear
from approx.core.target import Label, Target, label
from approx.subjects.fit_options import DOMAIN, FitOptions
from approx.subjects.given_table import as_array, is_state, is_table
from approx.system.errors import InputError
from approx.system.plain_text import one_line

#: The first part of a module's name -> how a model of it becomes a network. Keras comes first: on
#: PyTorch its models are PyTorch's modules, too.
FRAMEWORKS: dict[str, Callable[[Any], Network]] = {
    "keras": Network.from_keras,
    "tensorflow": Network.from_keras,
    "torch": Network.from_torch,
    "sklearn": Network.from_sklearn,
}
#: What :func:`approx.subject` takes, for messages.
TAKES = (
    "a text such as 'sin(3*x)', an example's name, a file, a callable such as np.sin, "
    "arrays (x, y), a table, a network or a model"
)


def kind_of(what: Any) -> str:
    """'text', 'network', 'model', 'callable', 'points', 'pieces' or 'target'; of what was given.

    Raises:
        InputError: for anything else.
    """
    kinds = {
        "text": isinstance(what, str | os.PathLike),
        "network": isinstance(what, Network),
        "pieces": isinstance(what, PiecewiseLinear),
        "target": isinstance(what, Target | Dataset),
        "model": bool(framework(what)) or is_state(what),
        "points": is_table(what) or isinstance(what, tuple | list | np.ndarray),
        "callable": callable(what) and not isinstance(what, type),
    }
    for kind, holds in kinds.items():
        if holds:
            return kind
    if isinstance(what, type):
        raise InputError(f"{what.__name__} is a class; give one of its objects, or a function")
    raise InputError(f"a subject is {TAKES}; not {_shown(what)}")


def framework(what: Any) -> str:
    """The framework of a model: by the modules that its class comes from."""
    names = {kind.__module__.partition(".")[0] for kind in type(what).__mro__}
    is_model = any(hasattr(what, name) for name in ("forward", "predict", "predict_proba"))
    return next((name for name in FRAMEWORKS if name in names and is_model), "")


def network_of(what: Any, activation: str | None = None) -> Network:
    """The network of a model; `activation` is that of a state_dict, which does not say it."""
    if is_state(what):
        from approx.inputs.weights.frameworks import from_torch

        return from_torch(what, activation)
    return FRAMEWORKS[framework(what)](what)


def ends(on: Any) -> tuple[str, str] | None:
    """The interval's ends as a command line has them.

    Raises:
        InputError: unless there are two numbers, dates or texts.
    """
    if on is None:
        return None
    both = list(on) if isinstance(on, Sequence | np.ndarray) and not isinstance(on, str) else []
    if len(both) != 2:
        raise InputError(f"on takes two numbers, as on=(-3, 3), not {_shown(on)}")
    return _end(both[0], on), _end(both[1], on)


def _end(value: Any, on: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, np.datetime64) or hasattr(value, "isoformat"):
        return str(value).replace(" ", "T")
    try:
        if isinstance(value, bool | np.bool_):
            raise TypeError
        return repr(float(value)).removesuffix(".0")  # every digit counts: 1234567.5
    except (TypeError, ValueError, OverflowError):
        raise InputError(f"on takes two numbers, as on=(-3, 3), not {_shown(on)}") from None


def whole(name: str, value: Any) -> int | None:
    """A whole number of a keyword.

    Raises:
        InputError: for what is none.
    """
    if value is None:
        return None
    if isinstance(value, bool | np.bool_) or not hasattr(value, "__index__"):
        raise InputError(f"{name} takes a whole number, as {name}=8, not {_shown(value)}")
    return int(value.__index__())


def widths(hidden: Any) -> tuple[int, ...] | None:
    """The widths of hidden layers.

    Raises:
        InputError: unless they are whole numbers.
    """
    if hidden is None:
        return None
    each = list(hidden) if isinstance(hidden, Sequence | np.ndarray) else [hidden]
    if isinstance(hidden, str) or not each:
        raise InputError(f"hidden takes widths, as hidden=(8, 8), not {_shown(hidden)}")
    return tuple(value for one in each if (value := whole("hidden", one)) is not None)


def real(name: str, value: Any) -> float | None:
    """A number of a keyword.

    Raises:
        InputError: for what is none.
    """
    if value is None:
        return None
    if isinstance(value, bool | str) or not hasattr(value, "__float__"):
        raise InputError(f"{name} takes a number, not {_shown(value)}")
    return float(value)


def words(name: str, value: Any) -> str | None:
    """A text of a keyword.

    Raises:
        InputError: for anything else.
    """
    if value is not None and not isinstance(value, str):
        raise InputError(f"{name} takes a text, not {_shown(value)}")
    return value


def text_of(what: str | os.PathLike[str]) -> str:
    """A name, function or file as the command line has it."""
    return what if isinstance(what, str) else os.fspath(Path(what))


def target_of_callable(function: Callable[..., Any], options: FitOptions, name: str) -> Target:
    """A vectorised or plain Python function of one number as a target.

    Raises:
        InputError: when it cannot be called with numbers, or is finite nowhere.
    """
    domain = options.interval() or DOMAIN
    shown = name or _name_of(function)
    call = _vectorised(function, np.linspace(*domain, 17), shown)
    values = call(np.linspace(*domain, 257))
    if not np.isfinite(values).any():
        raise InputError(f"{shown} is not finite anywhere on [{domain[0]:g}, {domain[1]:g}]")
    if not np.isfinite(values).all():
        x = np.linspace(*domain, 257)[~np.isfinite(values)][0]
        raise InputError(
            f"{shown} is not finite at x = {x:.4g}; choose another interval: on=(a, b)"
        )
    return Target(call, _label(shown), domain)


def _vectorised(function: Callable[..., Any], sample: Array, name: str) -> Callable[[Array], Array]:
    """The function on arrays, by calling it once for each number if it takes no arrays."""

    def each(x: Array) -> Array:
        with np.errstate(all="ignore"):
            flat = [float(_real(function(float(value)))) for value in np.ravel(x)]
        return np.array(flat).reshape(np.shape(x))

    def at_once(x: Array) -> Array:
        with np.errstate(all="ignore"):
            return np.array(np.broadcast_to(_real(function(x)).astype(float), np.shape(x)))

    try:
        whole, single = at_once(sample), each(sample[:3])
        if whole.shape == sample.shape and np.allclose(whole[:3], single, equal_nan=True):
            return at_once
    except Exception:  # whatever the user's function raises
        pass
    try:
        each(sample)
    except Exception as error:
        if (of_tensors := _of_tensors(function, sample)) is not None:
            return of_tensors
        why = one_line(f"{type(error).__name__}: {error}", 120)
        takes = "give a function of a number or an array, or another interval: on=(a, b)"
        raise InputError(f"{name} cannot be called with numbers ({why}); {takes}") from None
    return each


def _real(values: Any) -> Array:
    """What a function gave, as real numbers; complex ones are no values of a curve."""
    array = np.asarray(values)
    if array.dtype.kind == "c":
        if (array.imag != 0).any():
            raise TypeError("its values are complex")
        array = array.real
    return array


def _of_tensors(function: Callable[..., Any], sample: Array) -> Callable[[Array], Array] | None:
    """The function on PyTorch's tensors, if it takes those alone; None if it takes neither."""
    torch: Any = sys.modules.get("torch")

    def call(x: Array) -> Array:
        with torch.no_grad():
            values = function(torch.from_numpy(np.array(x, dtype=float)))
            return np.array(np.broadcast_to(_real(values.numpy()).astype(float), np.shape(x)))

    try:
        agrees = torch and np.allclose(call(sample)[:3], call(sample[:3]), equal_nan=True)
    except Exception:  # whatever the user's function raises
        return None
    return call if agrees else None


def _name_of(function: Any) -> str:
    name = getattr(function, "__name__", "") or type(function).__name__
    return f"{name}(x)" if name.isidentifier() else "f(x)"


def _label(text: str) -> Label:
    """A plain text in all three forms; a formula keeps its look where it can be parsed."""
    from approx.inputs.expression import parse

    try:
        return parse(text).label
    except InputError:
        return label(text, rf"\mathrm{{{text}}}" if text.isascii() else text, f'upright("{text}")')


def columns_of(what: Any, x: Any, y: Any) -> tuple[Any, Any, tuple[str, str]]:
    """Two columns of a table, or of arrays, and their names.

    Raises:
        InputError: when they are not two, or not chosen.
    """
    if is_table(what):
        known = list(what)
        if not known:
            raise InputError("the table has no columns")
        if x is None and y is None and len(known) == 2:
            x, y = known
        if x is None or y is None:
            ready = f"x={known[0]!r}, y={known[-1]!r}" if len(known) > 1 else "x=…, y=…"
            raise InputError(f"the table has the columns {_listed(known)}; choose two, as {ready}")
        for name in (x, y):
            if name not in known:
                raise InputError(f"the table has no column {name!r}; it has {_listed(known)}")
        return what[x], what[y], (str(x), str(y))
    if isinstance(what, list) and len(what) > 2 and all(_is_pair(point) for point in what):
        what = np.array(what)
    if isinstance(what, np.ndarray) and what.ndim == 2 and what.shape[1] == 2 != what.shape[0]:
        return what[:, 0], what[:, 1], ("", "")
    if (what.shape[:1] if isinstance(what, np.ndarray) else (len(what),)) == (2,):
        return what[0], what[1], ("", "")
    if isinstance(what, np.ndarray) and what.ndim == 1:
        raise InputError("points are given as two arrays, (x, y); of y alone: (range(len(y)), y)")
    shape = f" of shape {what.shape}" if isinstance(what, np.ndarray) else ""
    raise InputError(f"points are given as two arrays, (x, y), not {_shown(what)}{shape}")


def _is_pair(point: Any) -> bool:
    return isinstance(point, tuple | list) and len(point) == 2


def _listed(known: Sequence[Any]) -> str:
    return ", ".join(map(str, known[:12])) + (" …" if len(known) > 12 else "")


def dataset_of(what: Any, x: Any, y: Any, name: str) -> tuple[Dataset, tuple[str, ...]]:
    """Arrays or a table as points, ascending in x; and what is worth a warning.

    Raises:
        InputError: unless x and y are equally many finite numbers (or x dates).
    """
    from approx.inputs.tables.points import points_of

    given_x, given_y, names = columns_of(what, x, y)
    (xs, are_dates), (ys, dates_too) = _numbers("x", given_x), _numbers("y", given_y)
    if dates_too:
        raise InputError("y holds dates; they can be x, not y")
    if xs.shape != ys.shape:
        raise InputError(f"x has {len(xs)} numbers, y has {len(ys)}")
    points = points_of(xs, ys, names, are_dates)
    shown = name or (names[1] if names[1] else "y")
    data = Dataset(points.x, points.y, label(shown), points.domain, names, points.dates)
    left_out = [note for note in points.notes if "no value" in note]
    for line in (*left_out, *points.warnings):
        warn(f"warning: {line.removeprefix('warning: ')}")
    return data, (*points.notes, *points.warnings)


def _numbers(axis: str, values: Any) -> tuple[Array, bool]:
    """Numbers, and whether they are days of dates."""
    values = as_array(values)
    if getattr(getattr(values, "dtype", None), "kind", "") == "m":
        seconds = "give numbers, as values / np.timedelta64(1, 's')"
        raise InputError(f"{axis} holds lengths of time; {seconds}")
    try:
        array = np.asarray(values)
        if array.dtype == object and array.size and hasattr(array.ravel()[0], "isoformat"):
            array = array.astype("datetime64[us]")
        if array.dtype.kind == "M":
            days = array.astype("datetime64[us]").astype(np.int64) / 86_400e6
            return np.where(np.isnat(array), np.nan, days).ravel(), True
        if array.dtype.kind in "SUmcV":
            raise TypeError
        numbers = array.astype(float)
    except (TypeError, ValueError, OverflowError):
        raise InputError(f"{axis} must be an array of numbers, not {_held(values)}") from None
    squeezed = numbers if numbers.ndim == 1 else np.squeeze(numbers)
    if squeezed.ndim != 1:
        raise InputError(f"{axis} must be one column of numbers; its shape is {numbers.shape}")
    return squeezed, False


def column(name: str, values: Any) -> Array:
    """One column of numbers, shape (points,).

    Raises:
        InputError: for anything else.
    """
    return _numbers(name, values)[0]


def warn(line: str) -> None:
    """Show what may be a mistake as Python shows warnings; notes are for the command line."""
    if line.startswith("warning: "):
        warnings.warn(line.removeprefix("warning: "), stacklevel=4)


def _held(values: Any) -> str:
    """What an array holds instead of numbers."""
    array = np.asarray(values, dtype=object).ravel()
    texts = [value for value in array[:1000].tolist() if isinstance(value, str)]
    return f"texts such as {one_line(texts[0], 30)!r}" if texts else _shown(values)


def _shown(what: Any) -> str:
    if isinstance(what, str | int | float | bool | type(None)):
        return repr(what)[:60]
    name = type(what).__name__
    return f"an {name}" if name == "ndarray" or name[0] in "aeioAEIO" else f"a {name}"
