"""A function as a tape: every part once, after the parts it uses, to be evaluated in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from approx.core._types import Array, Booleans
from approx.inputs.expression.derivatives import (
    COMPARISONS,
    CONSTANTS,
    RULES,
    Jet,
    Rule,
    power_of_constant,
)
from approx.system.errors import InputError

#: Numbers, names and functions in one text.
MOST_PARTS = 200
#: Operations that are infinite at finite numbers only by overflow; 1/0 and log(0) really are.
_GROWS = ("+", "-", "*", "exp", "expm1", "sinh", "cosh", "hypot")


@dataclass(frozen=True)
class Part:
    """One number, x or y, constant, operation or function.

    Attributes:
        op: "x", "y", "number", "constant", or a key of RULES.
        args: places of the arguments on the tape.
        value: what it is everywhere, when neither x nor y is in it.
        text: how a number or constant was typed.
    """

    op: str
    args: tuple[int, ...] = ()
    value: float | None = None
    text: str = ""


class Builder:
    """Appends parts to a tape; equal parts are appended once."""

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self._places: dict[Part, int] = {}
        self._counted = 0

    def count(self) -> None:
        """One more number, name or function was read."""
        self._counted += 1
        if self._counted > MOST_PARTS:
            raise InputError(f"function has more than {MOST_PARTS} parts")

    def number(self, text: str) -> int:
        value = float(text)
        if not np.isfinite(value):
            raise InputError("a number in the function is too large")
        return self._place(Part("number", value=value, text=text))

    def constant(self, name: str) -> int:
        return self._place(Part("constant", value=CONSTANTS[name], text=name))

    def variable(self, name: str) -> int:
        return self._place(Part(name))

    def add(self, op: str, *args: int) -> int:
        """An operation on parts that are already on the tape."""
        return self._place(Part(op, args, self._constant_value(op, args)))

    def is_condition(self, place: int) -> bool:
        return self.parts[place].op in COMPARISONS

    def _constant_value(self, op: str, args: tuple[int, ...]) -> float | None:
        values = [self.parts[i].value for i in args]
        constants = [v for v in values if v is not None]
        if len(constants) < len(values):
            return None
        with np.errstate(all="ignore"):
            value = float(rule_of(self.parts, Part(op, args)).value(*map(np.float64, constants)))
        grown = np.isinf(value) and all(map(np.isfinite, constants))
        if grown and not is_infinite(Part(op, args), np.float64(value), constants):
            raise InputError("a number in the function is too large")
        return value

    def _place(self, part: Part) -> int:
        if part not in self._places:
            self._places[part] = len(self.parts)
            self.parts.append(part)
        return self._places[part]


def is_infinite(part: Part, value: ArrayLike, args: Sequence[ArrayLike]) -> Booleans:
    """Whether an operation is infinite at finite numbers, as 1/0: not because it overflows."""
    found = np.isinf(value) & (part.op not in _GROWS)
    for u in args:
        found = found & np.isfinite(u)
    return np.asarray(found & (np.asarray(args[0]) == 0) if part.op == "^" else found)


def rule_of(parts: Sequence[Part], part: Part) -> Rule:
    """The rule of an operation; of a power it depends on the exponent."""
    if part.op != "^":
        return RULES[part.op]
    exponent = parts[part.args[1]]
    if exponent.value is None:
        # (-1)^floor(x) is a square wave: whole exponents take any base.
        return _WHOLE_POWER if is_whole(parts, part.args[1]) else RULES["^"]
    rule = power_of_constant(exponent.value)
    return Rule(2, lambda u, v: rule.value(u), lambda w, u, v: rule.derive(w, u))


def _whole_power(w: Array, u: Jet, v: Jet) -> tuple[Array, Array]:
    """u^n for an n that is whole, constant between its jumps."""
    n = v[0]
    first = np.where(n == 0, 0.0, n * np.power(u[0], n - 1))
    second = np.where(n * (n - 1) == 0, 0.0, n * (n - 1) * np.power(u[0], n - 2))
    return first * u[1], second * u[1] ** 2 + first * u[2]


_WHOLE_POWER = Rule(2, np.power, _whole_power)


def is_whole(parts: Sequence[Part], place: int) -> bool:
    """Whether a part's value is an integer wherever it is defined, by its form."""
    part = parts[place]
    if part.value is not None:
        return float(part.value).is_integer()
    if part.op in ("floor", "ceil", "round", "sign", "step"):
        return True
    return part.op in ("+", "-", "*", "neg", "max", "min", "abs") and all(
        is_whole(parts, i) for i in part.args
    )


def needed(parts: Sequence[Part], root: int) -> list[int]:
    """The places that `root` is computed from, itself included, in order."""
    wanted = {root}
    for place in range(root, -1, -1):
        if place in wanted:
            wanted.update(parts[place].args)
    return sorted(wanted)


def values(
    parts: Sequence[Part], roots: Sequence[int], x: Array, y: Array | None = None
) -> dict[int, Array]:
    """The value at x, or at (x, y), of any shape, of the parts that `roots` need."""
    results: dict[int, Array] = {}
    with np.errstate(all="ignore"):
        for place in sorted({i for root in roots for i in needed(parts, root)}):
            part = parts[place]
            if part.value is not None:
                results[place] = np.float64(part.value)  # type: ignore[assignment]
            elif part.op == "x":
                results[place] = x
            elif part.op == "y":
                assert y is not None
                results[place] = y
            else:
                results[place] = rule_of(parts, part).value(*(results[i] for i in part.args))
    return results


def jets(parts: Sequence[Part], roots: Sequence[int], x: Array) -> dict[int, Jet]:
    """Value, first and second derivative at x (any shape) of the parts that `roots` need."""
    zero, one = np.zeros(()), np.ones(())
    results: dict[int, Jet] = {}
    with np.errstate(all="ignore"):
        for place in sorted({i for root in roots for i in needed(parts, root)}):
            part = parts[place]
            if part.value is not None:
                results[place] = (np.asarray(part.value), zero, zero)
            elif part.op == "x":
                results[place] = (x, one, zero)
            else:
                results[place] = _jet(rule_of(parts, part), [results[i] for i in part.args])
    return results


def _jet(rule: Rule, args: Sequence[Jet]) -> Jet:
    w = rule.value(*(u[0] for u in args))
    return (w, *rule.derive(w, *args))
