"""Cut a function text into numbers, names and operators; every other character is refused."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from approx.inputs.content import MOST_CHARACTERS
from approx.system.errors import InputError

Kind = Literal["number", "name", "operator", "end"]

# ASCII only: str.isdigit and \w would let U+FF11 and friends through.
_TOKEN = re.compile(
    r"(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
    r"|(?P<name>[A-Za-z_][A-Za-z_0-9]*|π)"
    r"|(?P<operator>\*\*|<=|>=|[-+*/^%(),<>|−×·÷≤≥])"
)
_SPACE = " \t\r\n"
_SPELLINGS = {"**": "^", "−": "-", "×": "*", "·": "*", "÷": "/", "≤": "<=", "≥": ">="}
_SUPERSCRIPTS = {"⁰": 0, "¹": 1, "²": 2, "³": 3, "⁴": 4, "⁵": 5, "⁶": 6, "⁷": 7, "⁸": 8, "⁹": 9}


@dataclass(frozen=True)
class Token:
    """One word of the text.

    Attributes:
        kind: number, name, operator or end.
        text: as the grammar knows it: ** is ^, × is *.
        column: from 1, where it starts.
        touches: whether it follows the token before without a space.
    """

    kind: Kind
    text: str
    column: int
    touches: bool = False


def tokens(text: str) -> list[Token]:
    """The words of `text`, closed by one of kind "end".

    Raises:
        InputError: when the text is empty, too long or holds a character of no word.
    """
    if len(text) > MOST_CHARACTERS:
        raise InputError(f"function text is {len(text)} characters; the limit is {MOST_CHARACTERS}")
    if not text.strip(_SPACE):
        raise InputError('function text is empty; try "sin(3*x)"')
    body = text.rstrip(_SPACE)
    at = len(text) - len(text.lstrip(_SPACE))
    words: list[Token] = []
    end = -1
    while at < len(body):
        if body[at] in " \t":
            at += 1
            continue
        match = _TOKEN.match(body, at)
        if match is None:
            raise InputError(_refused(body, at))
        kind: Kind = match.lastgroup  # type: ignore[assignment]  # one of the three groups
        word = match.group()
        word = "pi" if word == "π" else _SPELLINGS.get(word, word)
        words.append(Token(kind, word, at + 1, touches=at == end))
        at = end = match.end()
    return [*words, Token("end", "", len(body) + 1)]


def _refused(text: str, at: int) -> str:
    character, column = text[at], f"(column {at + 1})"
    if character in "=!" and (text[at + 1 : at + 2] == "="):
        return f"'{character}=' is not allowed; compare with <, <=, > or >= {column}"
    if character == "=":
        return f"'=' is not allowed; give only the right-hand side {column}"
    if character in _SUPERSCRIPTS:
        power = _SUPERSCRIPTS[character]
        return f"character {character!r} is not allowed; write x^{power} {column}"
    shown = repr(character) if " " <= character <= "~" else f"U+{ord(character):04X}"
    return f"character {shown} is not allowed {column}"
