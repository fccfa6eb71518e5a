"""Read a function text: a Pratt parser (Pratt 1973), so that Python evaluates nothing.

Loosest to tightest: a comparison (only in `where`), + and −, × ÷ % and what is written side by
side, a sign, and ^ from the right: -x^2 is −(x²), 2^3^2 is 2⁹, 1/2x is (1/2)·x.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from contextlib import contextmanager

from approx.inputs.expression.rules import ALIASES, COMPARISONS, CONSTANTS, FUNCTIONS
from approx.inputs.expression.tape import Builder, Part
from approx.inputs.expression.tokens import Token, tokens
from approx.system.errors import InputError

#: Brackets, signs and powers inside each other.
DEEPEST = 40

_SUM, _PRODUCT, _SIGN, _POWER = 10, 20, 25, 30
_BINDS = {
    **dict.fromkeys(COMPARISONS, 5),
    "+": _SUM,
    "-": _SUM,
    "*": _PRODUCT,
    "/": _PRODUCT,
    "%": _PRODUCT,
    "^": _POWER,
}
_NOT_A_NUMBER = "a comparison is not a number; use where(x > 0, 1, 0)"


def read(text: str) -> tuple[tuple[Part, ...], int]:
    """The tape of `text` and the place of the whole function on it.

    Raises:
        InputError: one line that names what is wrong, where, and what to write instead.
    """
    parser = _Parser(tokens(text))
    root = parser.whole()
    return tuple(parser.tape.parts), root


class _Parser:
    def __init__(self, words: list[Token]) -> None:
        self.words = words
        self.at = 0
        self.depth = 0
        self.tape = Builder()

    @property
    def word(self) -> Token:
        return self.words[self.at]

    def next(self) -> Token:
        word = self.word
        self.at += 1
        return word

    def sees(self, text: str) -> bool:
        return self.word.kind == "operator" and self.word.text == text

    def whole(self) -> int:
        root = self.expression()
        if self.word.kind != "end":
            raise InputError(self.stray())
        return self.number(root)

    def number(self, place: int) -> int:
        if self.tape.is_condition(place):
            raise InputError(_NOT_A_NUMBER)
        return place

    @contextmanager
    def deeper(self) -> Iterator[None]:
        self.depth += 1
        if self.depth > DEEPEST:
            raise InputError(f"function nests deeper than {DEEPEST}")
        yield
        self.depth -= 1

    def expression(self, binds: int = 0, bars: bool = False) -> int:
        """Read on while operators bind tighter than `binds`; between bars, | closes."""
        left = self.operand(bars)
        while True:
            word = self.word
            if word.kind == "operator" and word.text in _BINDS:
                if _BINDS[word.text] <= binds:
                    return left
                self.next()
                left = self.operation(word, left, bars)
            elif self.starts_factor(bars):
                if binds >= _PRODUCT:
                    return left
                right = self.expression(_PRODUCT, bars)
                left = self.tape.add("*", self.number(left), self.number(right))
            else:
                return left

    def operation(self, word: Token, left: int, bars: bool) -> int:
        op = word.text
        if op in COMPARISONS and self.tape.is_condition(left):
            raise InputError(f"one comparison at a time; nest where() (column {word.column})")
        self.number(left)
        if op == "^":
            with self.deeper():  # one less than the power's: it binds from the right
                right = self.expression(_POWER - 1, bars)
        else:
            right = self.expression(_BINDS[op], bars)
        return self.tape.add("mod" if op == "%" else op, left, self.number(right))

    def starts_factor(self, bars: bool) -> bool:
        """Whether the next word stands beside the last one: 2x, x(x + 1), 2|x|."""
        word = self.word
        if word.kind == "number":
            raise InputError(f"missing operator before {word.text[:20]!r} at column {word.column}")
        return word.kind == "name" or self.sees("(") or (self.sees("|") and not bars)

    def operand(self, bars: bool) -> int:
        word = self.next()
        if word.kind in ("number", "name"):
            self.tape.count()
        if word.kind == "number":
            return self.literal(word)
        if word.kind == "name":
            return self.name(word)
        if word.kind == "operator" and word.text == "(":
            with self.deeper():
                inside = self.expression()
            self.close(word, ")")
            return inside
        if word.kind == "operator" and word.text == "|":
            self.tape.count()
            with self.deeper():
                inside = self.number(self.expression(bars=True))
            self.close(word, "|")
            return self.tape.add("abs", inside)
        if word.kind == "operator" and word.text in "+-":
            with self.deeper():
                inside = self.number(self.expression(_SIGN, bars))
            return self.tape.add("neg", inside) if word.text == "-" else inside
        raise InputError(f"expected a number, x or a function at column {word.column}")

    def literal(self, word: Token) -> int:
        after = self.word
        if after.kind == "name" and after.touches and _looks_numeric(after.text):
            shown = (word.text + after.text)[:20]
            raise InputError(f"{shown!r} is not a number (column {word.column})")
        return self.tape.number(word.text)

    def name(self, word: Token) -> int:
        name = ALIASES.get(word.text, word.text)
        if name == "x":
            return self.tape.x()
        if name in CONSTANTS:
            return self.tape.constant(name)
        if name in FUNCTIONS:
            return self.call(word, name)
        raise InputError(_unknown(word.text))

    def call(self, word: Token, name: str) -> int:
        if not self.sees("("):
            example = f"{word.text}(x)^2" if self.sees("^") else f"{word.text}(x)"
            raise InputError(
                f"expected '(' after {word.text} at column {self.word.column}; write {example}"
            )
        bracket = self.next()
        args: list[int] = []
        with self.deeper():
            while not self.sees(")") or args:
                args.append(self.expression())
                if not self.sees(","):
                    break
                self.next()
        self.close(bracket, ")")
        wanted = FUNCTIONS[name].arity
        if len(args) != wanted:
            plural = "" if wanted == 1 else "s"
            raise InputError(f"{word.text}() takes {wanted} argument{plural}, not {len(args)}")
        numbers = args
        if name == "where":
            if not self.tape.is_condition(args[0]):
                raise InputError("where() takes a comparison first: where(x > 0, 1, 0)")
            numbers = args[1:]
        for arg in numbers:
            self.number(arg)
        return self.tape.add(name, *args)

    def close(self, opened: Token, bracket: str) -> None:
        if self.sees(bracket):
            self.next()
        elif self.word.kind == "end":
            raise InputError(f"unbalanced {opened.text!r} at column {opened.column}")
        else:
            raise InputError(self.stray())

    def stray(self) -> str:
        word = self.word
        if word.text in (")", "|"):
            return f"unbalanced {word.text!r} at column {word.column}"
        return f"character {word.text[:20]!r} is not allowed here (column {word.column})"


def _looks_numeric(name: str) -> bool:
    """What other languages write inside a number: 0x10, 1_000, 1j."""
    return name in ("j", "J") or "_" in name or any(c.isdigit() for c in name)


def _unknown(name: str) -> str:
    shown = name if len(name) <= 40 else name[:40] + "…"
    if len(name) == 1:
        return f"unknown name {shown!r}; the variable is x"
    names = sorted({*FUNCTIONS, *CONSTANTS})
    close = difflib.get_close_matches(name[:40].lower(), names, n=1, cutoff=0.7)
    hint = f"did you mean {close[0]!r}? " if close else ""
    return f"unknown name {shown!r}; {hint}known: {', '.join(names)}"
