"""A network of one hidden layer written out, each neuron's term in its own colour."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from approx.core.activations import activation_of
from approx.core.network import Network
from approx.style.languages import MINUS, fraction, number

#: With more neurons than this, the middle of the sum is left out.
MOST_TERMS = 6
SUPERSCRIPTS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


@dataclass(frozen=True)
class Part:
    """A stretch of the formula in its three forms.

    Attributes:
        neuron: picks its colour.
        dots: whether it stands for terms that are left out.
    """

    text: str
    mathtext: str
    typst: str
    neuron: int | None = None
    dots: bool = False


def formula(network: Network, language: str = "en") -> tuple[Part, ...]:
    """f(x) = a₁ ReLU(w₁x + b₁) + … + b for one hidden layer; the nested form for more."""
    if network.depth != 1:
        return _nested(network)
    if network.activations[-1] != "identity":
        return _nested(network)
    name = activation_of(network.activations[0]).symbol
    hidden, first = network.weights[0][:, 0], network.biases[0]
    outputs, bias = network.weights[1][0], float(network.biases[1][0])
    units = [j for j in range(len(hidden)) if outputs[j] != 0]
    shown = set(units if len(units) <= MOST_TERMS else [*units[:2], *units[-1:]])
    parts = [Part("f(x) = ", "f(x) = ", "f(x) = ")]
    skipped = False
    for j in units:
        if j not in shown:
            if not skipped:
                parts.append(Part(" + … ", r"\,+\,\cdots\,", " + dots.c ", dots=True))
            skipped = True
            continue
        sign, size = _signed(float(outputs[j]), first=len(parts) == 1)
        parts.append(Part(*sign))
        inner = affine(float(hidden[j]), float(first[j]))
        factor = _factor(size)
        space = " " if factor[0] and len(name.text) > 1 else ""
        parts.append(
            Part(
                f"{factor[0]}{space}{name.text}({inner[0]})",
                (rf"{factor[1]}\," if factor[1] else "") + rf"{name.mathtext}({inner[1]})",
                f"{factor[2]} {name.typst}({inner[2]})",
                neuron=j,
            )
        )
    if bias != 0 or len(parts) == 1:
        sign, size = _signed(bias, first=len(parts) == 1)
        parts += [Part(*sign), Part(*_value(size))]
    return tuple(parts)


def _nested(network: Network) -> tuple[Part, ...]:
    """f(x) = W₃ ReLU(W₂ ReLU(W₁x + b₁) + b₂) + b₃, for any depth and any last activation."""
    inner = ("x", "x", "x")
    for number_ in range(1, network.depth + 2):
        sub = str(number_).translate(str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"))
        n = number_
        text = f"W{sub}{inner[0]} + b{sub}"
        math = f"W_{{{n}}}{inner[1]} + b_{{{n}}}"
        typst = f"W_{n} {inner[2]} + b_{n}"
        name = network.activations[number_ - 1]
        if number_ == network.depth + 1 and name == "identity":
            inner = (text, math, typst)
        else:
            symbol = activation_of(name).symbol
            inner = (
                f" {symbol.text}({text})",
                rf"\,{symbol.mathtext}({math})",
                f"{symbol.typst}({typst})",
            )
    return (Part(f"f(x) = {inner[0].strip()}", f"f(x) = {inner[1]}", f"f(x) = {inner[2]}"),)


def _signed(value: float, first: bool) -> tuple[tuple[str, str, str], float]:
    """The sign in front of a term, and its size."""
    if value < 0:
        return ((MINUS, "-", "-") if first else (f" {MINUS} ", " - ", " - ")), -value
    return (("", "", "") if first else (" + ", " + ", " + ")), value


def affine(w: float, b: float) -> tuple[str, str, str]:
    """w·x + b in three forms."""
    if w == 0:
        sign, size = _signed(b, first=True)
        return _join(sign, _value(size))
    sign, size = _signed(w, first=True)
    head = _join(sign, _factor(size), ("x", "x", " x"))
    if b == 0:
        return head
    sign, size = _signed(b, first=False)
    return _join(head, sign, _value(size))


def _join(*parts: tuple[str, str, str]) -> tuple[str, str, str]:
    return tuple("".join(column) for column in zip(*parts, strict=True))  # type: ignore[return-value]


def _factor(size: float) -> tuple[str, str, str]:
    """A positive number in front of something; one, as far as its digits show, goes without."""
    value = _value(size)
    return ("", "", "") if value[0] == "1" else value


def _value(size: float) -> tuple[str, str, str]:
    """A positive number, as a built-up fraction where it is a short one."""
    short: Fraction | None = fraction(size)
    if short is not None and short.denominator > 1:
        top, bottom = short.numerator, short.denominator
        return f"{top}/{bottom}", rf"\frac{{{top}}}{{{bottom}}}", f"inline({top}/{bottom})"
    text = number(size, 3) if short is None else str(short)
    mantissa, _, power = text.partition("·10")
    if not power:
        return text, text, text
    exponent = int(power.translate(SUPERSCRIPTS))
    return text, rf"{mantissa}{{\cdot}}10^{{{exponent}}}", f"{mantissa} dot 10^({exponent})"
