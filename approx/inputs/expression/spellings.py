"""Names that stand for other names, and functions that are built of others on the tape."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from approx.inputs.expression.derivatives import ALIASES, CONSTANTS, FUNCTIONS
from approx.inputs.expression.tape import Builder

#: Functions that take more than two arguments one after the other.
SPREAD = ("max", "min")


class Composed(NamedTuple):
    """A function that is written with others: `build(tape, places of its arguments)`."""

    arity: tuple[int, ...]
    build: Callable[..., int]


def _inverse_of(name: str) -> Composed:
    return Composed((1,), lambda tape, u: tape.add("/", tape.number("1"), tape.add(name, u)))


def _of_base(tape: Builder, u: int, base: int) -> int:
    return tape.add("/", tape.add("ln", u), tape.add("ln", base))


#: By name; a name that is in FUNCTIONS too is built only for the other numbers of arguments.
COMPOSED: dict[str, Composed] = {
    "clip": Composed((3,), lambda tape, u, a, b: tape.add("min", tape.add("max", u, a), b)),
    "cot": _inverse_of("tan"),
    "csc": _inverse_of("sin"),
    "log": Composed((2,), _of_base),
    "pow": Composed((2,), lambda tape, u, v: tape.add("^", u, v)),
    "sec": _inverse_of("cos"),
    "square": Composed((1,), lambda tape, u: tape.add("^", u, tape.number("2"))),
    "step": Composed((1,), lambda tape, u: tape.add("step", u, tape.number("0"))),
}
#: Every name in lower case; the first of two names that differ in case alone.
_LOWER = {name.lower(): name for name in (*ALIASES, *CONSTANTS, *COMPOSED, *FUNCTIONS)}


def name_of(written: str) -> str:
    """The grammar's name of a name as it was written: Sin, arcsin and np.arcsin's arcsin."""
    name = written if written in FUNCTIONS or written in CONSTANTS else written.lower()
    if name in ("x", "y"):
        return name
    name = _LOWER.get(name, written)
    return ALIASES.get(name, name)
