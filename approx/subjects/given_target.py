"""What is approximated, or compared with, in whatever people have."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from approx.core.dataset import Dataset
from approx.core.network import Network
from approx.core.target import Target
from approx.limits import network_of as realised
from approx.subjects import given
from approx.subjects.fit_options import DOMAIN, FitOptions
from approx.subjects.from_function import target_at
from approx.subjects.given_table import plain
from approx.system.errors import InputError


def task_named(task: Any) -> str:
    if task not in (None, "regression", "classification"):
        raise InputError(f"task is 'regression' or 'classification', not {task!r}")
    return task or ""


def columns_named(
    x: Any, y: Any, decimal: Any, thousands: Any, dates: Any, z: Any = None
) -> dict[str, str]:
    marks = {"decimal": decimal, "thousands": thousands, "dates": dates}
    checked = {name: given.words(name, value) for name, value in marks.items()}
    columns = {"x": x, "y": y, "z": z, **checked}
    return {name: str(value) for name, value in columns.items() if value is not None}


def network_in(what: Any, kind: str, activation: str | None = None) -> Network:
    if kind == "pieces":
        return realised(what)
    return what if isinstance(what, Network) else given.network_of(what, activation)


def compared_on(
    target: Any, domain: tuple[float, float] | None
) -> tuple[Target | Dataset, dict[str, str]]:
    """What a network is compared with, or a run learns, and where it comes from.

    Args:
        domain: the interval; None for that of points or of a Target, else (-3, 3).
    """
    target = plain(target)
    a, b = domain or DOMAIN
    options = FitOptions((repr(a), repr(b)), warn=given.warn)
    if isinstance(target, str):
        return target_at(target, (a, b), options), {"text": target}
    if isinstance(target, Target | Dataset):
        kept = target if domain is None else target.on(domain)
        return kept, {"called": target.label.text}
    if given.kind_of(target) == "points":
        data, _ = given.dataset_of(target, None, None, "")
        return (data if domain is None else data.on(domain)), {"points": data.label.text}
    if callable(target) and not given.framework(target):
        called = given.target_of_callable(target, options, "")
        return called, {"called": called.label.text}
    raise InputError("target is a text such as 'sin(3*x)', a callable, or arrays (x, y)")


def target_in(
    what: Any, kind: str, options: FitOptions, x: Any, y: Any, label: str | None
) -> tuple[Target | Dataset, dict[str, str]]:
    """What is approximated, and where it comes from."""
    domain = options.interval()
    if kind == "text":
        text = given.text_of(what)
        from approx.inputs import catalog
        from approx.subjects.from_data import data_of, is_table

        if is_table(text):
            data = data_of(text, replace(options, columns=columns_named(x, y, None, None, None)))
            return data, {"points": data.label.text}
        example = catalog.find(text)
        if example is not None and hasattr(example, "target"):
            found = example.target
            return (found if domain is None else found.on(domain)), {"example": text}
        return target_at(text, domain or DOMAIN, options), {"text": text}
    if kind == "points":
        data, _ = given.dataset_of(what, x, y, label or "")
        return (data if domain is None else data.on(domain)), {"points": data.label.text}
    if kind == "callable":
        called = given.target_of_callable(what, options, label or "")
        return called, {"called": called.label.text}
    source = "points" if isinstance(what, Dataset) else "called"
    return (what if domain is None else what.on(domain)), {source: what.label.text}
