"""What is said of a function text that cannot be read: where, and what to write instead."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from approx.inputs.expression.derivatives import CONSTANTS, FUNCTIONS
from approx.inputs.expression.spellings import COMPOSED
from approx.inputs.expression.tokens import Token

NOT_A_NUMBER = "a comparison is not a number; use where(x > 0, 1, 0)"


def stray(words: Sequence[Token], at: int) -> str:
    """Of a word where none can be."""
    word, before, after = words[at], words[max(0, at - 1)], words[min(at + 1, len(words) - 1)]
    if word.text == "," and before.kind == after.kind == "number" and after.touches:
        number = f"{before.text.replace('.', '')}.{after.text}"
        return f"a decimal comma is not read (column {word.column}); write {number[:20]}"
    if word.text in (")", "|", "}"):
        return f"unbalanced {word.text!r} at column {word.column}"
    return f"character {word.text[:20]!r} is not allowed here (column {word.column})"


def looks_numeric(name: str) -> bool:
    """What other languages write inside a number: 0x10, 1_000, 1j."""
    return name in ("j", "J") or "_" in name or any(c.isdigit() for c in name)


def unknown(name: str, is_call: bool, variables: tuple[str, ...]) -> str:
    """Of a name that means nothing."""
    shown = name if len(name) <= 40 else name[:40] + "…"
    if not is_call and name[:-1].lower() in FUNCTIONS and name[-1] in "xX":
        return f"unknown name {shown!r}; write {name[:-1].lower()}(x)"
    if len(name) == 1:
        are = "variable is x" if len(variables) == 1 else "variables are x and y"
        return f"unknown name {shown!r}; the {are}"
    if name.lower() == "if":
        return f"unknown name {shown!r}; write where(x > 0, 1, 0)"
    names = sorted({*FUNCTIONS, *COMPOSED, *CONSTANTS})
    close = difflib.get_close_matches(name[:40].lower(), names, n=1, cutoff=0.7)
    hint = f"did you mean {close[0]!r}? " if close else ""
    return f"unknown name {shown!r}; {hint}known: {', '.join(names)}"
