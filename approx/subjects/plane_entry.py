"""Two inputs as people have them in Python: arrays, tables, functions of x and y, models."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from approx.core._types import Array
from approx.core.network import Network
from approx.core.plane_target import Box, PlanePoints, PlaneTarget, box_of
from approx.core.target import label as named
from approx.subjects import given
from approx.subjects.fit_options import DOMAIN, FitOptions
from approx.subjects.fitted_plane import fitted_plane
from approx.subjects.given_table import is_table
from approx.subjects.plane import Plane
from approx.subjects.plane_of_network import plane_of_network
from approx.system.errors import InputError

#: More distinct whole numbers than this are values, not classes.
MOST_CLASSES = 10
#: Columns of a table, by axis.
Columns = tuple[Any, Any, Any]


def is_plane(what: Any, columns: Columns = (None, None, None)) -> bool:
    """Whether something given is about two inputs: its shape, arguments or columns say so."""
    if isinstance(what, PlaneTarget | PlanePoints):
        return True
    kind = given.kind_of(what)
    if kind == "points":
        if is_table(what):
            names = _names(what)
            return columns[2] is not None or (columns == (None, None, None) and len(names) == 3)
        return isinstance(what, tuple | list) and len(what) == 2 and _is_pairs(what[0])
    if kind in ("network", "model"):
        return _network(what).inputs == 2
    return kind == "callable" and _arguments(what) == 2


def plane_of(what: Any, options: FitOptions, target: Any, columns: Columns, label: str) -> Plane:
    """The plane of what :func:`is_plane` recognises.

    Raises:
        InputError: one line that names what is wrong, and the way out.
    """
    if not isinstance(what, PlaneTarget | PlanePoints):
        kind = given.kind_of(what)
        if kind in ("network", "model"):
            return _beside(_network(what), options, target)
        if target is not None:
            raise InputError("target is what a network is compared with; leave it out here")
        made = (
            points_of(what, columns, label, options.task)
            if kind == "points"
            else _called(what, options.box() or (DOMAIN, DOMAIN), label)
        )
    else:
        made = what
    box = options.box()
    if box is not None and made.box != box:
        made = made.on(box) if isinstance(made, PlanePoints) else replace(made, box=box)
    source = "points" if isinstance(made, PlanePoints) else "called"
    return fitted_plane(made.label.text, made, {source: made.label.text}, options)


def points_of(what: Any, columns: Columns, label: str, task: str) -> PlanePoints:
    """Points of arrays (X, values), X of shape (n, 2), or of three columns of a table."""
    names = ("", "", "")
    if is_table(what):
        known = _names(what)
        wanted = known if columns == (None, None, None) else columns
        if None in wanted:
            rest = [name for name in known if name not in wanted]
            if len(rest) != wanted.count(None):
                raise InputError("name three columns of the table: x=…, y=…, z=…")
            wanted = [rest.pop(0) if name is None else name for name in wanted]
        for name in wanted:
            if name not in known:
                raise InputError(
                    f"the table has no column {name!r}; it has {', '.join(map(str, known))}"
                )
        table = [what[name] for name in wanted]
        points = np.column_stack([given.column(str(n), what[n]) for n in wanted[:2]])
        third, names = table[2], tuple(map(str, wanted))  # type: ignore[assignment]
    else:
        points, third = np.asarray(_plain(what[0])), what[1]
        if points.dtype.kind not in "fiub":
            raise InputError("the points are given as rows of two numbers")
        points = points.astype(float)
    raw = np.asarray(_plain(third)).ravel()
    if len(raw) != len(points):
        raise InputError(f"there are {len(points)} points and {len(raw)} values")
    if not np.isfinite(points).all():
        raise InputError("a point is not finite")
    values, classes = _classes(raw, task)
    shown = named(label or names[2] or "points")
    return PlanePoints(points, values, classes, shown, box_of(points), names)


def _classes(raw: Any, task: str) -> tuple[Array, tuple[str, ...]]:
    try:
        distinct = np.unique(raw)
    except TypeError:  # texts and numbers, or nothing in some places
        raise InputError("the values are of several kinds; give numbers, or texts") from None
    numeric = raw.dtype.kind in "fiub"
    whole = numeric and bool((distinct == np.floor(distinct.astype(float))).all())
    few = len(distinct) <= MOST_CLASSES and (whole or not numeric)
    if task == "regression" or (numeric and not few and task != "classification"):
        values = raw.astype(float)
        if not np.isfinite(values).all():
            raise InputError("a value is not finite")
        return values, ()
    if not 2 <= len(distinct) <= MOST_CLASSES:
        raise InputError(f"{len(distinct)} classes; use 2 to {MOST_CLASSES}")
    texts = (f"{value:.15g}" if numeric else str(value) for value in distinct.tolist())
    return np.searchsorted(distinct, raw).astype(float), tuple(texts)


def _called(function: Callable[..., Any], box: Box, label: str) -> PlaneTarget:
    """A Python function of two numbers, or of two arrays, as a target."""
    name = label or getattr(function, "__name__", "f")
    shown = name if "(" in name or not name.isidentifier() else f"{name}(x, y)"

    def each(x: Array, y: Array) -> Array:
        flat = [float(function(a, b)) for a, b in zip(x.ravel(), y.ravel(), strict=True)]
        return np.array(flat).reshape(x.shape)

    def whole(x: Array, y: Array) -> Array:
        return np.array(np.broadcast_to(np.asarray(function(x, y), dtype=float), x.shape))

    across, up = np.meshgrid(*(np.linspace(*side, 9) for side in box))
    try:
        single = each(across[:2, :2], up[:2, :2])
    except Exception as error:
        raise InputError(f"{shown} cannot be called with two numbers ({error})") from None
    call = each
    try:
        if np.allclose(whole(across, up)[:2, :2], single, equal_nan=True):
            call = whole
    except Exception:  # whatever the user's function raises
        pass
    target = PlaneTarget(call, named(shown, rf"\mathrm{{{shown}}}", f'upright("{shown}")'), box)
    if not np.isfinite(target(np.stack([across, up], axis=-1))).all():
        raise InputError(f"{shown} is not finite somewhere; choose a rectangle: on=…, on_y=…")
    return target


def _beside(network: Network, options: FitOptions, target: Any) -> Plane:
    """A network beside what it is compared with."""
    box = options.box()
    if target is None or isinstance(target, str | PlaneTarget | PlanePoints):
        return plane_of_network(network, box, target=target, warn=options.warn)
    if is_plane(target):
        if given.kind_of(target) == "points":
            points = points_of(target, (None, None, None), "", options.task)
            return plane_of_network(network, box, target=points)
        return plane_of_network(network, box, target=_called(target, box or (DOMAIN, DOMAIN), ""))
    raise InputError("target is a text such as 'x*y', a function of x and y, or arrays (X, values)")


def _network(what: Any) -> Network:
    return what if isinstance(what, Network) else given.network_of(what)


def _names(table: Any) -> list[Any]:
    return list(table)


def _plain(values: Any) -> Any:
    return values.detach().cpu().numpy() if hasattr(values, "detach") else values


def _is_pairs(values: Any) -> bool:
    shape = getattr(values, "shape", None)
    if shape is None:
        try:
            shape = np.shape(values)
        except ValueError:
            return False
    return len(shape) == 2 and shape[1] == 2


def _arguments(function: Any) -> int:
    """How many numbers a function takes."""
    if hasattr(function, "nin"):
        return int(function.nin)
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return 1
    needed = [
        p for p in parameters
        if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD) and p.default is p.empty
    ]  # fmt: skip
    return len(needed)
