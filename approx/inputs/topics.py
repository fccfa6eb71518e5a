"""Topics that are typed as a call: softmax(5, 2.5, 0.5), perceptron(4*-1 + 1*2 + 1).

What stands in the brackets is split and read here; nothing is evaluated by Python.
"""

from __future__ import annotations

import math
import re
from typing import Any

from approx.system.errors import InputError

#: The largest number that a topic takes, and the longest text.
LARGEST, LONGEST = 1e6, 2000
#: More numbers than this do not fit a picture.
MOST = 10
NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
CALL = re.compile(r"\s*([a-z]+)\s*\((.*)\)\s*", re.DOTALL)
OPEN = re.compile(r"\s*([a-z]+)\s*\([^)]*", re.DOTALL)

Values = dict[str, Any]


def call(text: str) -> tuple[str, str] | None:
    """The name before the brackets and what stands in them; None for another text."""
    found = CALL.fullmatch(text) if len(text) <= LONGEST else None
    return None if found is None else (found[1], found[2])


def opened(text: str) -> str | None:
    """The name before a bracket that nothing closes; None for another text."""
    found = OPEN.fullmatch(text) if len(text) <= LONGEST else None
    return None if found is None else found[1]


def number(text: str, what: str) -> float:
    """A number of a topic.

    Raises:
        InputError: for another text, or a number without end.
    """
    plain = text.strip().replace("−", "-").strip("() ")
    if not re.fullmatch(NUMBER, plain) or not abs(value := float(plain)) <= LARGEST:
        raise InputError(f"{what} takes numbers up to {LARGEST:g}, not {text.strip()[:40]!r}")
    return value


def named_numbers(text: str, what: str, least: int = 2) -> tuple[list[str], list[float]]:
    """'cat=5, dog=2.5' or '5, 2.5': names (A, B, … without any) and numbers.

    Raises:
        InputError: unless there are from `least` to ten, each with another name or none at all.
    """
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if not least <= len(parts) <= MOST:
        raise InputError(f"{what} takes {least} to {MOST} numbers, not {len(parts)}")
    pairs = [part.rpartition("=") for part in parts]
    names = [name.strip() or chr(65 + k) for k, (name, _, _) in enumerate(pairs)]
    if len(set(names)) < len(names) or max(map(len, names)) > 12:
        raise InputError(f"{what} takes names of up to 12 letters, each once")
    return names, [number(value, what) for _, _, value in pairs]


def weighted_sum(text: str, what: str) -> tuple[list[float], list[float], float]:
    """'4*-1 + 1*2 + 1' as weights, inputs and bias.

    Raises:
        InputError: for another text, or more than four products.
    """
    plain = text.replace("−", "-").replace("·", "*").replace(" ", "")
    plain = re.sub(r"\(([+-]?[\d.eE]+)\)", r"\1", plain)
    term = re.compile(rf"([+-]?)({NUMBER})(?:\*({NUMBER}))?")
    weights, inputs, bias, at = [], [], 0.0, 0
    while at < len(plain):
        found = term.match(plain, at)
        if found is None or (at > 0 and plain[at] not in "+-"):
            raise InputError(
                f"{what} takes a sum such as 4*-1 + 1*2 + 1, not {text.strip()[:40]!r}"
            )
        value = number(found[2], what) * (-1 if found[1] == "-" else 1)
        if found[3] is None:
            bias += value
        else:
            weights.append(value)
            inputs.append(number(found[3], what))
        at = found.end()
    if not 1 <= len(weights) <= 4:
        raise InputError(f"{what} takes one to four products such as 4*-1, not {len(weights)}")
    return weights, inputs, bias


def words(text: str) -> list[str]:
    """What commas separate, without what is empty."""
    return [part.strip() for part in text.split(",") if part.strip()]


def whole(text: str, what: str, low: int, high: int) -> int:
    """A whole number in [low, high].

    Raises:
        InputError: for another text.
    """
    value = number(text, what)
    if not math.isclose(value, round(value)) or not low <= value <= high:
        raise InputError(f"{what} takes a whole number from {low} to {high}, not {text[:40]!r}")
    return round(value)
