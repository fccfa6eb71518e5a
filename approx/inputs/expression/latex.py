r"""Commands of LaTeX as words of the grammar: \cdot is *, \sin a function, \left nothing at all."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from approx.system.errors import InputError

Word = tuple[Literal["number", "name", "operator"], str, bool]

_COMMAND = re.compile(
    r"\\(?:(?P<upright>operatorname\*?|mathrm|mathit|mathbf|text|textrm|rm)\s*\{\s*"
    r"(?P<inside>[A-Za-z]+[0-9]*)\s*\}"
    r"|(?P<name>[A-Za-z]+)(?:_(?:\{\s*(?P<base>[0-9]+|e)\s*\}|(?P<digit>[0-9e])))?"
    r"|(?P<space>[,;:!> \t\\])|(?P<sign>[{}|%]))"
)
_OPERATORS = {
    **{"cdot": "*", "times": "*", "ast": "*", "div": "/", "bmod": "%", "mid": "|", "vert": "|"},
    **{"le": "<=", "leq": "<=", "leqslant": "<=", "ge": ">=", "geq": ">=", "geqslant": ">="},
    **{"lt": "<", "gt": ">", "lvert": "|", "rvert": "|", "lbrace": "{", "rbrace": "}"},
    **{"lfloor": "\\lfloor", "rfloor": "\\rfloor", "lceil": "\\lceil", "rceil": "\\rceil"},
}
#: Commands that only move what they stand beside.
_NOTHING = {
    "left", "right", "big", "Big", "bigg", "Bigg", "bigl", "bigr", "Bigl", "Bigr", "quad", "qquad",
    "displaystyle", "textstyle", "limits", "nolimits", "mathopen", "mathclose",
}  # fmt: skip
_FRACTIONS = ("frac", "dfrac", "tfrac", "cfrac")
#: Functions whose argument stands without brackets.
_LOOSE = {
    "sin": "sin", "cos": "cos", "tan": "tan", "cot": "cot", "sec": "sec", "csc": "csc",
    "sinh": "sinh", "cosh": "cosh", "tanh": "tanh", "arcsin": "asin", "arccos": "acos",
    "arctan": "atan", "exp": "exp", "ln": "ln", "log": "log", "lg": "log10", "erf": "erf",
    "max": "max", "min": "min", "sgn": "sign", "sigma": "sigmoid",
}  # fmt: skip
_CASES = re.compile(r"\\begin\s*\{cases\}(?P<body>[^$]*?)\\end\s*\{cases\}", re.DOTALL)
_OTHERWISE = re.compile(r"\\?(?:text|mathrm)?\{?\s*(?:otherwise|else|sonst)\s*\.?\s*\}?", re.I)
_IF = re.compile(r"\\(?:text|mathrm)\{\s*(?:if|for|when|falls|für|wenn)\s*\}|\b(?:if|for|when)\b")


class Command(NamedTuple):
    """A word, or None for a command that means nothing here; and where it ends."""

    word: Word | None
    end: int


def command(text: str, at: int) -> Command:
    """The command that begins at `at`.

    Raises:
        InputError: for one that is not known.
    """
    match = _COMMAND.match(text, at)
    if match is None:
        raise InputError(f"'\\' is not allowed (column {at + 1}); LaTeX commands are read")
    word: Word | None = None
    name = match["name"]
    if match["sign"]:
        word = ("operator", match["sign"], False)
    elif match["inside"]:
        word = ("name", match["inside"], True)
    elif name == "right" and text[match.end() : match.end() + 1] == ".":
        return Command(None, match.end() + 1)
    elif name in _OPERATORS:
        word = ("operator", _OPERATORS[name], False)
    elif name in ("pi", "tau"):
        word = ("name", name, False)
    elif name in _FRACTIONS:
        word = ("name", "\\frac", False)
    elif name == "sqrt":
        return _root(text, match.end())
    elif name in _LOOSE:
        word = ("name", _with_base(_LOOSE[name], match["base"] or match["digit"]), True)
    elif name is not None and name not in _NOTHING:
        known = "\\frac, \\sqrt, \\cdot, \\pi, \\left, \\right, \\sin, \\exp, \\ln"
        raise InputError(
            f"LaTeX's \\{name[:30]} is not read (column {at + 1}); read are {known}, …"
        )
    return Command(word, match.end())


def _root(text: str, at: int) -> Command:
    degree = re.compile(r"\s*\[\s*([0-9]+)\s*\]").match(text, at)
    if degree is None:
        return Command(("name", "\\sqrt", False), at)
    names = {2: "\\sqrt", 3: "\\cbrt"}
    if int(degree[1][:4]) not in names:
        raise InputError(
            f"a root of degree {degree[1][:9]} is not read; write x^(1/{degree[1][:9]})"
        )
    return Command(("name", names[int(degree[1][:4])], False), degree.end())


def _with_base(name: str, base: str | None) -> str:
    bases = {"2": "log2", "10": "log10", "e": "ln"}
    if base is None:
        return name
    if name != "log" or base not in bases:
        raise InputError(f"\\{name}_{base[:9]} is not read; write log(x)/log({base[:9]})")
    return bases[base]


def without_cases(text: str) -> str:
    r"""\begin{cases} a & x < 0 \\ b & x \ge 0 \end{cases} as {x < 0: a, x >= 0: b}."""
    match = _CASES.search(text)
    if match is None:
        return text
    pieces = []
    for row in match["body"].split("\\\\"):
        value, _, condition = row.partition("&")
        condition = _IF.sub(" ", condition).strip().rstrip(",.;")
        value = value.strip().rstrip(",;")
        if not value and not condition:
            continue
        last = not condition or _OTHERWISE.fullmatch(condition.strip())
        pieces.append(value if last else f"{condition}: {value}")
    return text[: match.start()] + "{" + ", ".join(pieces) + "}" + text[match.end() :]
