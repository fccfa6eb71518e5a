"""Read a function text: a Pratt parser (Pratt 1973), so that Python evaluates nothing.

Loosest to tightest: a comparison (only in `where`), + and −, × ÷ % and what is written side by
side, a sign, and ^ from the right: -x^2 is −(x²), 2^3^2 is 2⁹, 1/2x is (1/2)·x.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import reduce

from approx.inputs.expression.derivatives import COMPARISONS, CONSTANTS, FUNCTIONS, OPPOSITE
from approx.inputs.expression.refusals import NOT_A_NUMBER, looks_numeric, stray, unknown
from approx.inputs.expression.spellings import COMPOSED, SPREAD, name_of
from approx.inputs.expression.tape import Builder, Part
from approx.inputs.expression.tokens import Token, tokens, tokens_of_two
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
    "//": _PRODUCT,
    "^": _POWER,
}
_ROOTS = {"√": "sqrt", "∛": "cbrt"}
#: Fences, the function they write, and what closes them.
_FENCES = {
    "|": ("abs", "|"),
    "\\lfloor": ("floor", "\\rfloor"),
    "\\lceil": ("ceil", "\\rceil"),
}


def read(text: str) -> tuple[tuple[Part, ...], int]:
    """The tape of `text` and the place of the whole function on it.

    Raises:
        InputError: one line that names what is wrong, where, and what to write instead.
    """
    parser = _Parser(tokens(text))
    root = parser.whole()
    return tuple(parser.tape.parts), root


def read_of_two(text: str) -> tuple[tuple[Part, ...], int, int | None]:
    """The tape of a function of x and y, or of a condition, such as y > x^2.

    Returns:
        The tape; the place of the function, which of a condition is 1 where it holds and 0 where
        not; and the place of the comparison, None for a function.

    Raises:
        InputError: as :func:`read`.
    """
    parser = _Parser(tokens_of_two(text), ("x", "y"))
    root = parser.choice()
    if parser.word.kind != "end":
        raise InputError(stray(parser.words, parser.at))
    comparisons = parser.comparisons(root)
    if comparisons:
        one, zero = (parser.tape.number(text) for text in "10")
        root = parser.chosen(root, one, zero)
    shown = comparisons[0] if len(comparisons) == 1 else root
    return tuple(parser.tape.parts), root, shown if comparisons else None


class _Parser:
    def __init__(self, words: list[Token], variables: tuple[str, ...] = ("x",)) -> None:
        self.words = words
        self.variables = variables
        self.at = 0
        self.depth = 0
        self.tape = Builder()
        #: Conditions such as 0 < x < 1: place −1 − k stands for the comparisons at k.
        self.conjunctions: list[tuple[int, ...]] = []

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
        root = self.choice()
        if self.word.kind != "end":
            raise InputError(stray(self.words, self.at))
        return self.number(root)

    def choice(self) -> int:
        """An expression, or Python's `a if condition else b`."""
        left = self.expression()
        if not (self.word.kind == "name" and self.word.text == "if"):
            return left
        with self.deeper():
            self.next()
            condition = self.expression()
            if not (self.word.kind == "name" and self.word.text == "else"):
                raise InputError(f"expected else at column {self.word.column}")
            self.next()
            return self.chosen(condition, self.number(left), self.number(self.choice()))

    def comparisons(self, place: int) -> tuple[int, ...]:
        """The comparisons of a condition; none for a number."""
        if place < 0:
            return self.conjunctions[-1 - place]
        return (place,) if self.tape.is_condition(place) else ()

    def chosen(self, condition: int, one: int, other: int) -> int:
        """`one` where the condition holds, `other` where not."""
        comparisons = self.comparisons(condition)
        if not comparisons:
            raise InputError("where() takes a comparison first: where(x > 0, 1, 0)")
        for comparison in comparisons[::-1]:
            one = self.tape.add("where", comparison, one, other)
        return one

    def number(self, place: int) -> int:
        if self.comparisons(place):
            raise InputError(NOT_A_NUMBER)
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
        if op in COMPARISONS and self.comparisons(left):
            return self.between(op, left, self.number(self.expression(_BINDS[op], bars)))
        self.number(left)
        if op == "^":
            with self.deeper():  # one less than the power's: it binds from the right
                right = self.expression(_POWER - 1, bars)
        else:
            right = self.expression(_BINDS[op], bars)
        if op == "//":
            return self.tape.add("floor", self.tape.add("/", left, self.number(right)))
        return self.tape.add("mod" if op == "%" else op, left, self.number(right))

    def between(self, op: str, left: int, right: int) -> int:
        """0 < x < 1: a condition of several comparisons."""
        comparisons = self.comparisons(left)
        middle = self.tape.parts[comparisons[-1]].args[1]
        self.conjunctions.append((*comparisons, self.tape.add(op, middle, right)))
        return -len(self.conjunctions)

    def starts_factor(self, bars: bool) -> bool:
        """Whether the next word stands beside the last one: 2x, x(x + 1), 2|x|."""
        word = self.word
        if word.kind == "number":
            raise InputError(f"missing operator before {word.text[:20]!r} at column {word.column}")
        if word.kind == "name":
            return word.text not in ("if", "else")
        opens = any(map(self.sees, ("(", "{", "√", "∛", "\\lfloor", "\\lceil")))
        return opens or (self.sees("|") and not bars)

    def operand(self, bars: bool) -> int:
        word = self.next()
        if word.kind in ("number", "name"):
            self.tape.count()
        if word.kind == "number":
            return self.literal(word)
        if word.kind == "name":
            return self.name(word)
        if word.kind == "operator" and word.text in "+-":
            with self.deeper():
                inside = self.number(self.expression(_SIGN, bars))
            return self.tape.add("neg", inside) if word.text == "-" else inside
        return self.group(word)

    def group(self, word: Token) -> int:
        """What stands in brackets of any kind, or under a root."""
        if word.text in _FENCES:
            self.tape.count()
            name, closing = _FENCES[word.text]
            with self.deeper():
                inside = self.number(self.expression(bars=closing == "|"))
            self.close(word, closing)
            return self.tape.add(name, inside)
        if word.text in _ROOTS:
            self.tape.count()
            return self.root(word)
        if word.text == "{":
            return self.braces(word)
        if word.text == "(":
            with self.deeper():
                inside = self.choice()
            self.close(word, ")")
            return inside
        raise InputError(f"expected a number, x or a function at column {word.column}")

    def root(self, word: Token) -> int:
        """√x, √(x + 1): of what stands next to it."""
        with self.deeper():
            inside = self.number(self.operand(False))
        if self.sees("^"):
            raise InputError(
                f"{word.text} before a power is read in two ways (column {word.column}); "
                f"write {word.text}(x^2) or ({word.text}x)^2"
            )
        return self.tape.add(_ROOTS[word.text], inside)

    def braces(self, bracket: Token) -> int:
        """LaTeX's {a}, or Desmos' {x < 0: a, b}: pieces with their conditions, the last without."""
        pieces: list[tuple[int, int]] = []
        with self.deeper():
            while True:
                first = self.expression()
                if not self.sees(":"):
                    break
                colon = self.next()
                if not self.comparisons(first):
                    raise InputError(
                        f"a piece begins with a comparison, as {{x < 0: x^2, 3x + 1}} "
                        f"(column {colon.column})"
                    )
                pieces.append((first, self.number(self.expression())))
                if not self.sees(","):
                    first = pieces.pop()[1] if self.covers_the_rest(pieces) else self.nowhere()
                    break
                self.next()
        self.close(bracket, "}")
        for condition, value in pieces[::-1]:
            first = self.chosen(condition, value, self.number(first))
        return first

    def covers_the_rest(self, pieces: list[tuple[int, int]]) -> bool:
        """Whether the last condition holds wherever the one before does not: x >= 0 after x < 0."""
        if len(pieces) < 2:
            return False
        last, before = (self.comparisons(pieces[-k][0]) for k in (1, 2))
        if len(last) > 1 or len(before) > 1:
            return False
        one, other = self.tape.parts[last[0]], self.tape.parts[before[0]]
        return one.args == other.args and OPPOSITE[one.op] == other.op

    def nowhere(self) -> int:
        """A number that has no value, for what no piece covers."""
        zero = self.tape.number("0")
        return self.tape.add("/", zero, zero)

    def literal(self, word: Token) -> int:
        after = self.word
        if after.kind == "name" and after.touches and looks_numeric(after.text):
            shown = (word.text + after.text)[:20]
            raise InputError(f"{shown!r} is not a number (column {word.column})")
        return self.tape.number(word.text)

    def name(self, word: Token) -> int:
        if word.text in ("\\frac", "\\sqrt", "\\cbrt"):
            return self.of_groups(word)
        name = name_of(word.text)
        if name in self.variables:
            return self.tape.variable(name)
        if len(self.variables) == 2 and name and set(name) <= set(self.variables):  # xy is x·y
            factors = [self.tape.variable(letter) for letter in name]
            return reduce(lambda left, right: self.tape.add("*", left, right), factors)
        if name in CONSTANTS:
            return self.tape.constant(name)
        if name in FUNCTIONS or name in COMPOSED:
            return self.call(word, name)
        raise InputError(unknown(word.text, self.sees("("), self.variables))

    def of_groups(self, word: Token) -> int:
        """LaTeX's \\frac{a}{b} and \\sqrt{a}."""
        args = []
        for _ in range(2 if word.text == "\\frac" else 1):
            opened = self.word
            if not self.sees("{"):
                if word.text != "\\frac" and opened.kind in ("name", "number"):
                    args.append(self.number(self.operand(False)))
                    continue
                shown = "\\frac{a}{b}" if word.text == "\\frac" else "\\sqrt{a}"
                raise InputError(f"write {shown} with braces (column {opened.column})")
            args.append(self.number(self.operand(False)))
        if word.text == "\\frac":
            return self.tape.add("/", *args)
        return self.tape.add(word.text[1:].replace("\\", ""), *args)

    def power_of_name(self, name: str) -> int | None:
        """The 2 of sin^2(x), which is sin(x)^2; sin^-1 has two meanings."""
        if not self.sees("^"):
            return None
        power = self.next()
        braced = self.sees("{")
        opened = self.next() if braced else power
        exponent = self.word
        if exponent.kind != "number" or not exponent.text.isdigit():
            inverse = f"a{name}(x) or " if f"a{name}" in FUNCTIONS else ""
            raise InputError(
                f"{name}^-1 has two meanings (column {power.column}); write {inverse}1/{name}(x)"
            )
        self.next()
        if braced:
            self.close(opened, "}")
        return self.tape.number(exponent.text)

    def bare_argument(self, word: Token) -> int:
        """What LaTeX's \\sin takes without brackets: 3x of \\sin 3x \\cos x."""
        if self.word.kind == "end":
            raise InputError(f"nothing follows {word.text} (column {word.column})")
        with self.deeper():
            left = self.number(self.expression(_PRODUCT))
            while self.starts_factor(True) and not self.sees("(") and not self.word.loose:
                left = self.tape.add("*", left, self.number(self.expression(_PRODUCT)))
        return left

    def call(self, word: Token, name: str) -> int:
        power = self.power_of_name(name)
        value = self.called(word, name)
        return value if power is None else self.tape.add("^", value, power)

    def called(self, word: Token, name: str) -> int:
        if word.loose and not self.sees("("):
            return self.applied(word, name, [self.bare_argument(word)])
        if not self.sees("("):
            example = f"{word.text}(x)^2" if self.sees("^") else f"{word.text}(x)"
            raise InputError(
                f"expected '(' after {word.text} at column {self.word.column}; write {example}"
            )
        bracket = self.next()
        args: list[int] = []
        with self.deeper():
            while not self.sees(")") or args:
                args.append(self.choice())
                if not self.sees(","):
                    break
                self.next()
        self.close(bracket, ")")
        return self.applied(word, name, args)

    def applied(self, word: Token, name: str, args: list[int]) -> int:
        """A function of arguments that were read."""
        given = len(args)
        if name in COMPOSED and given in COMPOSED[name].arity:
            return COMPOSED[name].build(self.tape, *map(self.number, args))
        wanted = FUNCTIONS[name].arity if name in FUNCTIONS else COMPOSED[name].arity[0]
        if name in SPREAD and given > wanted:
            total = self.number(args[0])
            for arg in args[1:]:
                total = self.tape.add(name, total, self.number(arg))
            return total
        if given != wanted:
            plural = "" if wanted == 1 else "s"
            raise InputError(f"{word.text}() takes {wanted} argument{plural}, not {given}")
        if name == "where":
            return self.chosen(args[0], self.number(args[1]), self.number(args[2]))
        return self.tape.add(name, *map(self.number, args))

    def close(self, opened: Token, bracket: str) -> None:
        if self.sees(bracket):
            self.next()
        elif self.word.kind == "end":
            raise InputError(f"unbalanced {opened.text!r} at column {opened.column}")
        else:
            raise InputError(stray(self.words, self.at))
