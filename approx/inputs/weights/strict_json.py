"""Strict JSON: NaN, duplicate keys, deep nesting and giant numbers are refused."""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn

import numpy as np

from approx.inputs.content import decoded
from approx.system.errors import InputError
from approx.system.plain_text import one_line

# A whole string, so that brackets inside it do not count; one that is not closed goes on to the
# end. So a match never fails at a quotation mark, and none is looked at twice.
_STRING = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?\Z)', re.DOTALL)
_NOT_BRACKETS = bytes(c for c in range(256) if c not in b"[]{}")
# Looked for at the first digit only.
_DIGITS = re.compile(rb"(?<![0-9])[0-9]{310}")


def parse_json(content: bytes, deepest: int, most_values: int) -> Any:
    """What the JSON text holds.

    Args:
        deepest: brackets inside each other.
        most_values: numbers, strings and keys together, roughly.

    Raises:
        InputError: one line that names the cause, with line and column where there is one.
    """
    content = content.removeprefix(b"\xef\xbb\xbf")
    if not content.strip():
        raise InputError("the JSON text is empty")
    # Nesting and amount are checked before the parser builds anything, and before any copy.
    if content.count(b"[") + content.count(b"{") > most_values:
        raise InputError(f"more than {most_values} values")
    outside = _STRING.sub(b"", content)
    if _DIGITS.search(outside):
        raise InputError("number too large: it has more than 309 digits")
    brackets = np.frombuffer(outside.translate(None, _NOT_BRACKETS), np.uint8)
    opening = (brackets == ord("[")) | (brackets == ord("{"))
    steps = np.where(opening, np.int8(1), np.int8(-1))
    if len(steps) and int(np.cumsum(steps, dtype=np.int32).max()) > deepest:
        raise InputError(f"brackets nest deeper than {deepest}")
    if outside.count(b",") + outside.count(b":") > most_values:
        raise InputError(f"more than {most_values} values")
    try:
        return json.loads(
            decoded(content),
            object_pairs_hook=_once,
            parse_constant=_refuse_constant,
            parse_float=_finite,
        )
    except json.JSONDecodeError as error:
        raise InputError(
            f"not valid JSON: {error.msg} at line {error.lineno} column {error.colno}"
        ) from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    document: dict[str, Any] = {}
    for key, value in pairs:
        if key in document:
            raise InputError(f"key {brief(key)} appears twice")
        document[key] = value
    return document


def _refuse_constant(name: str) -> NoReturn:
    raise InputError(f"{name} is not a finite number")


def _finite(text: str) -> float:
    value = float(text)
    if not np.isfinite(value):
        raise InputError(f"{text[:30]} is not a finite number")
    return value


def number(value: object, where: str) -> float:
    """A JSON value as a float; `where` begins the message when it is none."""
    if type(value) not in (int, float):  # not bool
        raise InputError(f"{where}: {brief(value)} is not a number")
    try:
        return float(value)  # type: ignore[arg-type]
    except OverflowError:
        raise InputError(f"{where}: number too large") from None


def brief(value: object) -> str:
    """A value of the file, short and on one line."""
    text = value if isinstance(value, str) else json.dumps(value, default=str)
    text = one_line(text[:41], 40)
    return repr(text) if isinstance(value, str) else text
