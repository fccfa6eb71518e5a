"""A network of one hidden layer written out, each neuron's term in its own colour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from approx.core.activations import activation_of
from approx.core.activations._record import Symbol
from approx.core.network import Network
from approx.panels.rounding import FEWEST, Digits
from approx.style.languages import MINUS, fraction, number

#: With more neurons or characters than this, the middle of the sum is left out.
MOST_TERMS, MOST_CHARACTERS = 6, 90
#: Of a network by itself.
PLAIN = Digits()
#: Before what a symbol means.
DEFINED = ",   "
SUPERSCRIPTS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


@dataclass(frozen=True)
class Fragment:
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


def formula(network: Network, digits: Digits = PLAIN) -> tuple[Fragment, ...]:
    """f(x) = a₁ ReLU(w₁x + b₁) + … + b for one hidden layer; the nested form for more.

    Of a subject: ``formula(*written(subject))``, that what is printed gives its curve.
    """
    if network.depth != 1:
        return _nested(network)
    if network.activations[-1] != "identity":
        return _nested(network)
    hidden, first = network.weights[0][:, 0], network.biases[0]
    outputs, bias = network.weights[1][0], float(network.biases[1][0])
    symbol = activation_of(network.activations[0]).symbol
    units = [j for j in range(len(hidden)) if outputs[j] != 0]
    few = digits.weight
    pairs = zip(hidden.tolist(), first.tolist(), strict=True)
    inner = [affine(w, b, few, digits.x) for w, b in pairs]
    terms = [_term(float(outputs[j]), few, symbol, inner[j], j, j == units[0]) for j in units]
    if len(terms) > MOST_TERMS or (len(terms) > 3 and _length(terms) > MOST_CHARACTERS):
        terms = [*terms[:2], [DOTS], terms[-1]]
    parts = [Fragment("f(x) = ", "f(x) = ", "f(x) = "), *(part for term in terms for part in term)]
    if bias != 0 or not terms:
        sign, size = _signed(bias, first=not terms)
        parts += [Fragment(*sign), Fragment(*_value(size, digits.y))]
    return tuple(parts)


#: Stands for terms that are left out.
DOTS = Fragment(" + … ", r"\,+\,\cdots\,", " + dots.c ", dots=True)


def shorter(parts: Sequence[Fragment]) -> tuple[Fragment, ...] | None:
    """The formula without its definitions, then with one term less in its middle.

    None when nothing is left that would say something.
    """
    if parts[-1].text.startswith(DEFINED):
        return tuple(parts[:-1])
    terms = [i for i, part in enumerate(parts) if part.neuron is not None]
    dots = next((i for i, part in enumerate(parts) if part.dots), None)
    if dots is None:
        if len(terms) < 3:
            return None
        return (*parts[: terms[-2] - 1], DOTS, *parts[terms[-2] + 1 :])
    before = [i for i in terms if i < dots]
    if len(before) > 1:
        return (*parts[: before[-1] - 1], *parts[dots:])
    return tuple(parts[: dots + 1]) if dots + 1 < len(parts) else None


def _term(
    output: float,
    digits: int,
    symbol: Symbol,
    inner: tuple[str, str, str],
    neuron: int,
    first: bool,
) -> list[Fragment]:
    """The sign in front of a neuron, and output · activation(inner)."""
    sign, size = _signed(output, first)
    factor = _factor(size, digits)
    space = " " if factor[0] and len(symbol.text) > 1 else ""
    text = f"{factor[0]}{space}{symbol.text}({inner[0]})"
    mathtext = (rf"{factor[1]}\," if factor[1] else "") + rf"{symbol.mathtext}({inner[1]})"
    typst = f"{factor[2]} {symbol.typst}({inner[2]})"
    return [Fragment(*sign), Fragment(text, mathtext, typst, neuron=neuron)]


def _length(terms: list[list[Fragment]]) -> int:
    return sum(len(part.text) for term in terms for part in term)


def defined(network: Network, digits: Digits = PLAIN) -> tuple[Fragment, ...]:
    """The formula and, where there is room, what its symbols mean: ReLU(z) = max(0, z)."""
    parts = list(formula(network, digits))
    for name in dict.fromkeys(network.activations):
        meaning = activation_of(name).definition
        if meaning is not None and _length([parts]) + len(meaning.text) < MOST_CHARACTERS:
            text, mathtext, typst = meaning
            parts.append(Fragment(DEFINED + text, rf"\qquad {mathtext}", f"quad {typst}"))
    return tuple(parts)


def _nested(network: Network) -> tuple[Fragment, ...]:
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
            inner = _join((" ", r"\,", ""), _applied(name, text, math, typst))
    return (Fragment(f"f(x) = {inner[0].strip()}", f"f(x) = {inner[1]}", f"f(x) = {inner[2]}"),)


def layered(network: Network) -> tuple[Fragment, ...]:
    """f(x) = W₃h₂ + b₃, hₖ = ReLU(Wₖhₖ₋₁ + bₖ), h₀ = x: as long for every number of layers.

    The nested form where the hidden layers differ in their activations.

    >>> from approx.core.network import Network
    >>> network = Network([[[1]], [[2]], [[3]], [[4]]], [[0], [0], [0], [0]])
    >>> "".join(part.text for part in layered(network))
    'f(x) = W₄h₃ + b₄,   hₖ = ReLU(Wₖhₖ₋₁ + bₖ),   h₀ = x'
    """
    hidden, last = network.activations[:-1], network.activations[-1]
    if len(set(hidden)) > 1:
        return _nested(network)
    n, m, below = network.depth + 1, network.depth, str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
    whole = (
        f"W{n}h{m} + b{n}".translate(below),
        f"W_{{{n}}}h_{{{m}}} + b_{{{n}}}",
        f"W_{n} h_{m} + b_{n}",
    )
    if last != "identity":
        whole = _applied(last, *whole)
    every = _applied(hidden[0], "Wₖhₖ₋₁ + bₖ", "W_k h_{k-1} + b_k", "W_k h_(k-1) + b_k")
    return (
        Fragment(*_join(("f(x) = ",) * 3, whole)),
        Fragment(*_join((DEFINED, r"\qquad ", "quad "), ("hₖ = ", "h_k = ", "h_k = "), every)),
        Fragment(f"{DEFINED}h₀ = x", r"\qquad h_0 = x", "quad h_0 = x"),
    )


def _applied(name: str, text: str, math: str, typst: str) -> tuple[str, str, str]:
    """An activation of something."""
    symbol = activation_of(name).symbol
    return (f"{symbol.text}({text})", f"{symbol.mathtext}({math})", f"{symbol.typst}({typst})")


def _signed(value: float, first: bool) -> tuple[tuple[str, str, str], float]:
    """The sign in front of a term, and its size."""
    if value < 0:
        return ((MINUS, "-", "-") if first else (f" {MINUS} ", " - ", " - ")), -value
    return (("", "", "") if first else (" + ", " + ", " + ")), value


def affine(
    w: float, b: float, digits: int = FEWEST, last: int | None = None
) -> tuple[str, str, str]:
    """w·x + b in three forms; b may have digits of its own."""
    last = last or digits
    if w == 0:
        sign, size = _signed(b, first=True)
        return _join(sign, _value(size, last))
    sign, size = _signed(w, first=True)
    head = _join(sign, _factor(size, digits), ("x", "x", " x"))
    if b == 0:
        return head
    sign, size = _signed(b, first=False)
    return _join(head, sign, _value(size, last))


def _join(*parts: tuple[str, str, str]) -> tuple[str, str, str]:
    return tuple("".join(column) for column in zip(*parts, strict=True))  # type: ignore[return-value]


def _factor(size: float, digits: int) -> tuple[str, str, str]:
    """A positive number in front of something; one, as far as its digits show, goes without."""
    value = _value(size, digits)
    return ("", "", "") if value[0] == "1" else value


def _value(size: float, digits: int) -> tuple[str, str, str]:
    """A positive number, as a built-up fraction where it is a short one."""
    short: Fraction | None = fraction(size)
    if short is not None and short.denominator > 1:
        top, bottom = short.numerator, short.denominator
        return f"{top}/{bottom}", rf"\frac{{{top}}}{{{bottom}}}", f"inline({top}/{bottom})"
    text = number(size, digits) if short is None else str(short)
    mantissa, _, power = text.partition("·10")
    if not power:
        return text, text, text
    exponent = int(power.translate(SUPERSCRIPTS))
    return text, rf"{mantissa}{{\cdot}}10^{{{exponent}}}", f"{mantissa} dot 10^({exponent})"
