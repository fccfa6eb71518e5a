"""Cut a function text into numbers, names and operators; every other character is refused.

What notations differ in only by spelling ends here: Python's np.sin and **, LaTeX's \\cdot, \\left
and \\operatorname, superscripts, capitals. The grammar sees one spelling of each.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from approx.inputs.content import MOST_CHARACTERS
from approx.inputs.expression import latex
from approx.system.errors import InputError

Kind = Literal["number", "name", "operator", "end"]

# ASCII only: str.isdigit and \w would let U+FF11 and friends through.
_TOKEN = re.compile(
    r"(?P<number>(?:[0-9]+(?:\.(?![*/^]))?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
    r"|(?P<module>(?:np|numpy|jnp|math|Math|torch|F|nn|functional|scipy|special|sympy|sp|tf)"
    r"\.(?=[A-Za-z]))"
    r"|(?P<name>[A-Za-z_][A-Za-z_0-9]*|[πτσ])"
    r"|(?P<raised>[⁺⁻]?[⁰¹²³⁴-⁹]+)"
    r"|(?P<operator>\.?\*\*|\.\*|\./|\.\^|//|<=|>=|[-+*/^%(),<>|:{}−×·⋅∙∗÷≤≥√∛])"
)
_SPACE = " \t\r\n"
_SPELLINGS = {
    **{"**": "^", ".**": "^", ".^": "^", ".*": "*", "./": "/"},
    **{"−": "-", "×": "*", "·": "*", "⋅": "*", "∙": "*", "∗": "*", "÷": "/", "≤": "<=", "≥": ">="},
}
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_LETTERS = {"π": "pi", "τ": "tau", "σ": "sigmoid"}
#: What may stand before a function: y =, f(x) =, lambda x:, and LaTeX's f\left(x\right) =.
_HEAD = re.compile(
    r"\s*(?:lambda\s+(?P<bound>[a-zA-Z])\s*:"
    r"|(?:y|[a-zA-Z]\s*(?:\\left)?\(\s*(?P<argument>[a-zA-Z])\s*(?:\\right)?\))\s*:?=(?!=))"
)
#: The same of two inputs: z =, f(x, y) =, lambda x, y:
_HEAD_OF_TWO = re.compile(
    r"\s*(?:lambda\s+(?P<first>[a-zA-Z])\s*,\s*(?P<second>[a-zA-Z])\s*:"
    r"|(?:z|[a-zA-Z]\s*(?:\\left)?\(\s*(?P<one>[a-zA-Z])\s*,\s*(?P<other>[a-zA-Z])\s*"
    r"(?:\\right)?\))\s*:?=(?!=))"
)
#: How the two inputs may also be called.
_NUMBERED = {"x1": "x", "x2": "y", "x_1": "x", "x_2": "y"}
#: Signs around formulas in LaTeX and Markdown.
_FENCES = (("$$", "$$"), ("$", "$"), ("\\(", "\\)"), ("\\[", "\\]"))


@dataclass(frozen=True)
class Token:
    """One word of the text.

    Attributes:
        kind: number, name, operator or end.
        text: as the grammar knows it: ** is ^, × is *.
        column: from 1, where it starts.
        touches: whether it follows the token before without a space.
        loose: whether it is a function of LaTeX, whose argument may stand without brackets.
    """

    kind: Kind
    text: str
    column: int
    touches: bool = False
    loose: bool = False


def tokens(text: str) -> list[Token]:
    """The words of `text`, closed by one of kind "end".

    Raises:
        InputError: when the text is empty, too long or holds a character of no word.
    """
    if len(text) > MOST_CHARACTERS:
        raise InputError(f"function text is {len(text)} characters; the limit is {MOST_CHARACTERS}")
    text, variable = _without_head(_without_fences(latex.without_cases(text)))
    return _words(text, {variable: "x"} if variable else {})


def tokens_of_two(text: str) -> list[Token]:
    """The words of a function of x and y, which a head such as f(a, b) = may rename.

    Raises:
        InputError: as :func:`tokens`.
    """
    if len(text) > MOST_CHARACTERS:
        raise InputError(f"function text is {len(text)} characters; the limit is {MOST_CHARACTERS}")
    text = _without_fences(latex.without_cases(text))
    match = _HEAD_OF_TWO.match(text)
    if match is None:
        return _words(text, _NUMBERED)
    text = " " * match.end() + text[match.end() :]
    first, second = match["first"] or match["one"], match["second"] or match["other"]
    return _words(text, {first: "x", second: "y"} if first else _NUMBERED)


def has_two_inputs(text: str) -> bool:
    """Whether a text is written as a function of x and y: by its head, or because y is in it.

    >>> [has_two_inputs(text) for text in ("x*y", "xy", "f(a, b) = a", "y = x^2", "sin(x)")]
    [True, True, True, False, False]
    """
    if len(text) > MOST_CHARACTERS:
        return False
    body = _without_fences(latex.without_cases(text))
    if _HEAD_OF_TWO.match(body):
        return True
    try:
        words = tokens(text)
    except InputError:
        return False
    names = [_NUMBERED.get(word.text, word.text) for word in words if word.kind == "name"]
    variables = [name for name in names if name and set(name) <= {"x", "y"}]
    return any("x" in name for name in variables) and any("y" in name for name in variables)


def _words(text: str, renamed: Mapping[str, str]) -> list[Token]:
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
        if body[at] == "\\":
            command = latex.command(body, at)
            if command.word is not None:
                kind, word, loose = command.word
                words.append(Token(kind, word, at + 1, at == end, loose))
                end = command.end
            at = command.end
            continue
        match = _TOKEN.match(body, at)
        if match is None:
            raise InputError(_refused(body, at))
        group, word = match.lastgroup, match.group()
        if group == "raised":
            words += _raised(word, at + 1)
        elif group != "module":
            word = _SPELLINGS.get(word, _LETTERS.get(word, word))
            word = renamed.get(word, word) if group == "name" else word
            kind = group  # type: ignore[assignment]  # one of the three others
            words.append(Token(kind, word, at + 1, touches=at == end))
        at = end = match.end()
    return [*words, Token("end", "", len(body) + 1)]


def _without_fences(text: str) -> str:
    """The text without dollar signs around it; other characters keep their columns."""
    bare = text.strip(_SPACE)
    for left, right in _FENCES:
        if bare.startswith(left) and bare.endswith(right) and len(bare) > len(left + right):
            start = text.index(left)
            stop = len(text.rstrip(_SPACE)) - len(right)
            return " " * (start + len(left)) + text[start + len(left) : stop]
    return text


def _without_head(text: str) -> tuple[str, str]:
    """The text without y = or f(t) =, and the variable if that names another than x."""
    match = _HEAD.match(text)
    if match is None:
        return text, ""
    rest = text[match.end() :]
    if not rest.strip(_SPACE):
        raise InputError(f"nothing follows {text.strip(_SPACE)!r}; try y = sin(3*x)")
    variable = match["bound"] or match["argument"] or ""
    return " " * match.end() + rest, "" if variable in ("x", "X") else variable


def _raised(word: str, column: int) -> list[Token]:
    """x² as x^2, x⁻¹ as x^(-1)."""
    digits = word.translate(_RAISED)
    operator = Token("operator", "^", column)
    if digits[0] not in "+-":
        return [operator, Token("number", digits, column)]
    inside = [Token("operator", digits[0], column), Token("number", digits[1:], column)]
    return [operator, Token("operator", "(", column), *inside, Token("operator", ")", column)]


def _refused(text: str, at: int) -> str:
    character, column = text[at], f"(column {at + 1})"
    if character in "=!" and (text[at + 1 : at + 2] == "="):
        return f"'{character}=' is not allowed; compare with <, <=, > or >= {column}"
    if character == "=":
        return f"'=' is not allowed; give only the right-hand side {column}"
    shown = repr(character) if " " <= character <= "~" else f"U+{ord(character):04X}"
    if character in "[]" and re.search(r"[A-Za-z]{2}\[", text[: at + 1]):
        return f"character {shown} is not allowed; write sin(x) with round brackets {column}"
    return f"character {shown} is not allowed {column}"
