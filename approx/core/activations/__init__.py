"""Activations by name: every file of this folder is one record, and the folder is the list.

A name is plain text, so that every file format carries it as it is: "relu", "tanh",
"leaky_relu" (slope 0.01 below zero) or "leaky_relu(0.2)".
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from functools import cache, lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any, Literal

from approx.core.activations._record import Activation
from approx.system.errors import ApproxError, InputError

Framework = Literal["torch", "onnx", "keras", "keras_function", "sklearn"]
_NUMBER = r"[-+]?(?:[0-9]{1,25}\.?[0-9]{0,25}|\.[0-9]{1,25})(?:[eE][-+]?[0-9]{1,4})?"
_FAMILY = re.compile(rf"(\w+)\(({_NUMBER})\)")


@cache
def records() -> dict[str, Activation]:
    """Name -> record, of every file of this folder, in the alphabet's order."""
    found: dict[str, Activation] = {}
    for path in sorted(Path(__file__).parent.glob("[!_]*.py")):
        record = getattr(import_module(f"{__name__}.{path.stem}"), "ACTIVATION", None)
        if not isinstance(record, Activation):
            raise ApproxError(f"core/activations/{path.name} must define ACTIVATION: an Activation")
        found[record.name] = record
    return found


def known_names() -> list[str]:
    """What may be written, for messages: a family's name with its number, too."""
    return [
        name
        for record in records().values()
        for name in (record.name, f"{record.name}(SLOPE)" if record.with_number else "")
        if name
    ]


def activation_of(name: object) -> Activation:
    """The record of that name, the same one for every spelling of a family's number.

    Raises:
        InputError: when there is no such activation.
    """
    if isinstance(name, str):
        record = _activation_of(name)
        if record is not None:
            return record
    shown = repr(name) if isinstance(name, str) and len(name) <= 40 else repr(name)[:40]
    raise InputError(f"unknown activation {shown}; known: {', '.join(known_names())}")


@lru_cache(maxsize=256)
def _activation_of(name: str) -> Activation | None:
    if name in records():
        return records()[name]
    match = _FAMILY.fullmatch(name)
    family = records().get(match[1]) if match else None
    return _member(family, float(match[2])) if match and family and family.with_number else None


def _member(family: Activation, number: float) -> Activation:
    """The family's record of that number: leaky_relu(0) is relu, leaky_relu(1) identity."""
    if family.with_number is None or not math.isfinite(number):
        raise InputError(f"{family.name} of slope {number} is not supported; give a finite slope")
    member = family.with_number(number)
    same = [r for r in records().values() if r.slopes == member.slopes and not r.jump]
    return same[0] if same and not member.smooth else member


def slopes_of(name: str) -> tuple[float, float]:
    """Slopes left and right of zero of a piecewise-linear activation.

    Raises:
        InputError: for a smooth one.
    """
    slopes = activation_of(name).slopes
    if slopes is None:
        known = [n for n in known_names() if n not in records() or not records()[n].smooth]
        raise InputError(f"{name} is not piecewise linear; known: {', '.join(known)}")
    return slopes


def has_jump(name: str) -> bool:
    """Whether the value of the activation jumps."""
    return activation_of(name).jump != 0


def piecewise_linear_names() -> tuple[str, ...]:
    """The continuous piecewise-linear ones without those of a family's other numbers."""
    return tuple(
        name for name, record in records().items() if not record.smooth | bool(record.jump)
    )


def from_framework(
    framework: Framework, kind: str, option: Callable[[str], Any] = lambda name: None
) -> str | None:
    """Our name for a framework's layer, operation or function; None when no record has it.

    Args:
        option: the value of one of its options by name; None where it is not given.

    Raises:
        InputError: when an option makes another function of it.
    """
    for record in records().values():
        layer = getattr(record, framework)
        if layer is None or layer.name != kind:
            continue
        for name, wanted in layer.fixed.items():
            value = option(name)
            if value is not None and value != wanted:
                raise InputError(f"{kind} with {name} {value} is not supported")
        if layer.default is None:
            return record.name
        given = [value for value in map(option, layer.numbers) if value is not None]
        return _member(record, float(given[0]) if given else layer.default).name
    return None
