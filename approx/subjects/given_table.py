"""Tables and arrays of Python as NumPy's: DataFrames, Series, mappings, records, tensors.

Each library has its own containers; here they become a mapping of columns or an array, once, so
that nothing else has to know them. None is imported: they are recognised by what they can do.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from approx.system.errors import InputError


def is_table(what: Any) -> bool:
    """Whether it has columns by name: a DataFrame of any library, a mapping, a structured array."""
    return isinstance(what, Mapping) or _is_frame(what) or bool(_fields(what))


def is_state(what: Any) -> bool:
    """Whether it is a state_dict of PyTorch: tensors by names such as 0.weight."""
    if not isinstance(what, Mapping):
        return False
    names = [str(name).rpartition(".")[2] for name in what]
    return "weight" in names and set(names) <= {"weight", "bias"}


def plain(what: Any, x: Any = None) -> Any:
    """A table as a dict of arrays, a tensor as an array; everything else as it is.

    The index of a DataFrame is x where `x` names it, or where there is one column; that of a Series
    always.

    Raises:
        InputError: for a frame that holds no numbers yet, and for two columns of one name.
    """
    if hasattr(what, "collect") and hasattr(what, "collect_schema"):
        raise InputError("a LazyFrame holds no numbers yet; give frame.collect()")
    if is_state(what) or callable(getattr(what, "parameters", None)):
        return what
    if isinstance(getattr(what, "tensors", None), tuple):  # a TensorDataset
        return what.tensors
    if hasattr(what, "detach"):
        return as_array(what)
    table = _table(what, x)
    return what if table is None else table


def _table(what: Any, x: Any) -> dict[Any, Any] | None:
    """The columns by name; None for what has none."""
    index = getattr(what, "index", None)
    if isinstance(what, Mapping):
        return {name: as_array(column) for name, column in what.items()}
    if fields := _fields(what):
        return {name: as_array(what[name]) for name in fields}
    if _is_frame(what):
        return _frame(what, index, x)
    if hasattr(what, "iloc"):  # a Series of pandas
        return {_name(index, "x"): as_array(index), _name(what, "y"): as_array(what)}
    return None


def _frame(what: Any, index: Any, x: Any) -> dict[Any, Any]:
    names = list(what.columns)
    for number, name in enumerate(names):
        if name in names[:number]:
            raise InputError(f"the table has two columns {name!r}; rename one")
    table = {name: as_array(what[name]) for name in names}
    own = getattr(index, "name", None)
    wanted = x is not None and x not in names and x in (own, "index")
    if hasattr(what, "iloc") and (wanted or (len(names) == 1 and own not in names)):
        return {x if wanted else _name(index, "index"): as_array(index), **table}
    return table


def _is_frame(what: Any) -> bool:
    return hasattr(what, "columns") and hasattr(what, "__getitem__") and not isinstance(what, type)


def _fields(what: Any) -> tuple[str, ...]:
    """The columns of a structured array."""
    fields = getattr(getattr(what, "dtype", None), "names", None)
    return fields if isinstance(fields, tuple) else ()


def _name(what: Any, usual: str) -> Any:
    name = getattr(what, "name", None)
    return usual if name is None else name


def as_array(values: Any) -> Any:
    """One column as an array; missing values are NaN, dates NumPy's."""
    if hasattr(values, "detach"):  # a tensor, which may need a gradient or be a bfloat16
        values = values.detach().cpu()
        return (values.double() if values.is_floating_point() else values).numpy()
    of_dates = getattr(values, "dt", values)
    try:
        if hasattr(of_dates, "to_timestamp"):  # periods: their beginnings
            values = of_dates.to_timestamp()
        elif getattr(of_dates, "tz", None) is not None:  # as the clock shows them
            values = of_dates.tz_localize(None)
    except (AttributeError, TypeError, ValueError):
        pass  # no dates
    if np.ma.isMA(values):
        values = np.ma.filled(values.astype(float), np.nan)
    try:
        array = np.asarray(values)
    except ValueError:  # lists of several lengths: refused where numbers are wanted
        array = np.array([*values], dtype=object)
    if array.dtype != object or not hasattr(values, "to_numpy"):
        return array
    try:  # numbers with missing ones, as pandas has them
        return values.to_numpy(dtype=float, na_value=np.nan)
    except (TypeError, ValueError):
        return array
