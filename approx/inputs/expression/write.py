"""A function as plain text, matplotlib's mathtext and Typst maths.

Every form is built from the parsed parts, never from the user's characters.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from approx.core.target import Label
from approx.inputs.expression.derivatives import OPPOSITE
from approx.inputs.expression.tape import Part

# How tightly a piece holds together, loosest first; a sign in front of a factor is no sum.
_COMPARISON, _SUM, _SIGNED, _PRODUCT, _QUOTIENT, _ATOM = range(6)

_SUPERSCRIPT = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
# What both mathtext and Typst set upright; what Typst draws as fences.
_OPERATORS = ("cos", "cosh", "exp", "ln", "log", "max", "min", "sin", "sinh", "tan", "tanh")
_PROPER = {"relu": "ReLU({})", "gelu": "GELU({})", "silu": "SiLU({})"}
_FENCES = ("abs", "ceil", "floor", "round", "sqrt")


@dataclass(frozen=True)
class _Piece:
    text: str
    level: int = _ATOM


@dataclass(frozen=True)
class _Style:
    """How one form writes what differs between them."""

    minus: str
    gap: str  # between factors
    after_number: str  # between a number and what it multiplies
    dot: str  # between factors that would run together
    signs: dict[str, str]  # comparisons and constants
    calls: dict[str, str]  # function -> template with {}
    call: str  # every other function: name, arguments
    quotient: Callable[[_Piece, _Piece], _Piece]
    power: Callable[[str, _Piece], _Piece]
    where: Callable[[Sequence[str], str], str]
    exponent: Callable[[str, str], _Piece]
    brackets: Callable[[str], str] = "({})".format


def label_of(parts: Sequence[Part], root: int) -> Label:
    """The three forms of the part at `root`."""
    text, mathtext, typst = (_write(parts, root, style) for style in (_TEXT, _MATHTEXT, _TYPST))
    return Label(text, mathtext, typst)


def _write(parts: Sequence[Part], root: int, style: _Style) -> str:
    pieces: list[_Piece] = []
    for part in parts[: root + 1]:
        pieces.append(_piece(part, [pieces[i] for i in part.args], parts, style))
    return pieces[root].text


def _piece(part: Part, args: list[_Piece], parts: Sequence[Part], style: _Style) -> _Piece:
    if part.op in ("x", "y"):
        return _Piece(part.op)
    if part.op in ("number", "constant"):
        return _leaf(part, style)
    if part.op == "where":
        sign = parts[part.args[0]].op
        left, right = args[0].text.split(f" {style.signs[sign]} ", 1)
        opposite = f"{left} {style.signs[OPPOSITE[sign]]} {right}"
        return _Piece(style.where([piece.text for piece in args], opposite))
    return _operation(part.op, args, style)


def _leaf(part: Part, style: _Style) -> _Piece:
    if part.op == "number":
        mantissa, _, exponent = part.text.lower().partition("e")
        return style.exponent(mantissa, str(int(exponent))) if exponent else _Piece(mantissa)
    return _Piece(style.signs[part.text])


def _operation(op: str, args: list[_Piece], style: _Style) -> _Piece:
    made: _Piece
    if op == "neg":
        made = _Piece(style.minus + _held(args[0], _PRODUCT, style), _SIGNED)
    elif op in ("+", "-"):
        sign = "+" if op == "+" else style.minus
        text = f"{_held(args[0], _SUM, style)} {sign} {_held(args[1], _PRODUCT, style)}"
        made = _Piece(text, _SUM)
    elif op == "*":
        made = _product(args[0], args[1], style)
    elif op == "/":
        made = style.quotient(*args)
    elif op == "^":
        made = style.power(_held(args[0], _ATOM, style), args[1])
    elif op in style.signs:
        made = _Piece(f"{args[0].text} {style.signs[op]} {args[1].text}", _COMPARISON)
    else:
        inside = ", ".join(piece.text for piece in args)
        template = style.calls.get(op)
        made = _Piece(template.format(inside) if template else style.call.format(op, inside))
    return made


def _held(piece: _Piece, level: int, style: _Style) -> str:
    """The piece, in brackets when it is looser than `level`."""
    return piece.text if piece.level >= level else style.brackets(piece.text)


def _product(left: _Piece, right: _Piece, style: _Style) -> _Piece:
    first = _held(left, _SIGNED, style)
    second = _held(right, _PRODUCT if style is not _TEXT else _QUOTIENT, style)
    number = _is_number(first.lstrip("−-"))
    if second[0].isdigit() or (not number and style is _TEXT):
        join = style.dot
    else:
        join = style.after_number if number else style.gap
    return _Piece(first + join + second, _led_by(left))


def _led_by(first: _Piece) -> int:
    """How tightly a product or quotient holds that begins with `first`, in brackets or not."""
    return _SIGNED if first.level == _SIGNED else _PRODUCT


def _is_number(text: str) -> bool:
    # isdigit alone would take a superscript for a digit.
    return text.isascii() and text.replace(".", "").isdigit()


def _plain_quotient(u: _Piece, v: _Piece) -> _Piece:
    text = f"{_held(u, _SIGNED, _TEXT)}/{_held(v, _QUOTIENT, _TEXT)}"
    return _Piece(text, _led_by(u))


def _plain_power(base: str, exponent: _Piece) -> _Piece:
    raised = exponent.text.replace("−", "-")
    if _is_number(raised.lstrip("-")) and "." not in raised:
        return _Piece(base + raised.translate(_SUPERSCRIPT), _QUOTIENT)
    return _Piece(f"{base}^{_held(exponent, _ATOM, _TEXT)}", _QUOTIENT)


_TEXT = _Style(
    minus="−",
    gap="·",
    after_number="",
    dot="·",
    signs={"<": "<", "<=": "≤", ">": ">", ">=": "≥", "pi": "π", "e": "e", "tau": "τ"},
    calls={"abs": "|{}|", "sigmoid": "σ({})", **_PROPER},
    call="{}({})",
    quotient=_plain_quotient,
    power=_plain_power,
    where=lambda args, opposite: f"where({', '.join(args)})",
    exponent=lambda mantissa, power: _Piece(f"{mantissa}e{power}"),
)


def _tall(text: str) -> str:
    return rf"\left({text}\right)" if r"\frac" in text else f"({text})"


_MATHTEXT = _Style(
    minus="-",
    gap=r"\,",
    after_number="",
    dot=r" \cdot ",
    signs={
        **{"<": "<", "<=": r"\leq", ">": ">", ">=": r"\geq"},
        **{"pi": r"\pi", "e": "e", "tau": r"\tau"},
    },
    calls={
        **{name: rf"\{name}({{}})" for name in _OPERATORS},
        **{f"a{name}": rf"\arc{name}({{}})" for name in ("sin", "cos", "tan")},
        **{f"log{base}": rf"\log_{{{{{base}}}}}({{}})" for base in (2, 10)},
        "abs": r"\left|{}\right|",
        "sqrt": r"\sqrt{{{}}}",
        "cbrt": r"\sqrt[3]{{{}}}",
        "floor": r"\left\lfloor {} \right\rfloor",
        "ceil": r"\left\lceil {} \right\rceil",
        "sigmoid": r"\sigma({})",
    },
    call=r"\mathrm{{{}}}({})",
    quotient=lambda u, v: _Piece(rf"\frac{{{u.text}}}{{{v.text}}}", _QUOTIENT),
    power=lambda base, exponent: _Piece(f"{base}^{{{exponent.text}}}", _QUOTIENT),
    where=lambda args, opposite: rf"\mathrm{{where}}({', '.join(args)})",
    exponent=lambda mantissa, power: _Piece(rf"{mantissa} \cdot 10^{{{power}}}", _PRODUCT),
    brackets=_tall,
)

_TYPST = _Style(
    minus="-",
    gap=" ",
    after_number=" ",
    dot=" dot ",
    signs={"<": "<", "<=": "<=", ">": ">", ">=": ">=", "pi": "pi", "e": "e", "tau": "tau"},
    calls={
        **{name: f"{name}({{}})" for name in (*_OPERATORS, *_FENCES)},
        **{f"a{name}": f"arc{name}({{}})" for name in ("sin", "cos", "tan")},
        **{f"log{base}": f"log_({base}) ({{}})" for base in (2, 10)},
        "cbrt": "root(3, {})",
        "sigmoid": "sigma({})",
    },
    call='op("{}")({})',
    quotient=lambda u, v: _Piece(f"frac({u.text}, {v.text})", _QUOTIENT),
    power=lambda base, exponent: _Piece(
        f"{base}^{exponent.text}"
        if exponent.text.isdigit() or exponent.text == "x"
        else f"{base}^({exponent.text})",
        _QUOTIENT,
    ),
    where=lambda args, opposite: f"cases({args[1]} & {args[0]}, {args[2]} & {opposite})",
    exponent=lambda mantissa, power: _Piece(f"{mantissa} dot 10^({power})", _PRODUCT),
)
