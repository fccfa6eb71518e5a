"""Every word a picture shows, one table per language, and numbers as people write them."""

from __future__ import annotations

import difflib
from fractions import Fraction
from importlib import import_module

#: The folder is the list: one file per language.
LANGUAGES = ("en", "de")
MINUS = "−"


def table(language: str) -> dict[str, str]:
    """All phrases of a language."""
    found: dict[str, str] = import_module(f"{__name__}.{language}").TABLE
    return found


def say(key: str, language: str = "en", **values: object) -> str:
    """The phrase `key`, its blanks filled in.

    A value named n also picks singular or plural, and is there as {N}: spelled out, capitalised,
    for the beginning of a sentence.
    """
    phrases = table(language)
    n = values.get("n")
    if n == 1 and f"{key}.one" in phrases:
        key = f"{key}.one"
    if isinstance(n, int):
        names = phrases["count"].split()
        values["N"] = names[n].capitalize() if n < len(names) else str(n)
    return phrases[key].format(**values)


def number(value: float, digits: int = 4) -> str:
    """A measured value: `digits` significant digits, no trailing zeros, a true minus sign."""
    value = 0.0 if abs(value) < 1e-300 else value
    text = f"{value:.{digits}g}"
    if "e" in text:
        mantissa, exponent = text.split("e")
        text = f"{mantissa}·10{_superscript(int(exponent))}"
    return text.replace("-", MINUS)


def count(many: int) -> str:
    """A number of things, its digits in threes from five on: 100 000."""
    grouped = f"{many:,}" if many >= 10_000 else str(many)
    return grouped.replace(",", "\u00a0")


def weight(value: float, digits: int = 4) -> str:
    """A weight: a short fraction where it is exactly one, else that many digits."""
    short = fraction(value)
    if short is None:
        return number(value, digits)
    sign = MINUS if short < 0 else ""
    top, bottom = abs(short.numerator), short.denominator
    return f"{sign}{top}" if bottom == 1 else f"{sign}{top}/{bottom}"


def fraction(value: float) -> Fraction | None:
    """The value as an integer below 10 000, or a fraction of halves to sixty-fourths, if it is."""
    exact = Fraction(value)
    if exact.denominator == 1:
        return exact if abs(exact) < 10_000 else None
    return exact if exact.denominator <= 64 and abs(exact.numerator) < 100 else None


def power_of_ten(exponent: int) -> str:
    """10⁻³, for a logarithmic axis."""
    return f"10{_superscript(exponent)}"


def _superscript(exponent: int) -> str:
    return str(exponent).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))


def nearest(wrong: str, known: tuple[str, ...]) -> str:
    """The way out of a misspelt name."""
    close = difflib.get_close_matches(wrong, known, n=1, cutoff=0.6)
    return f"did you mean {close[0]!r}?" if close else f"known: {', '.join(known)}"
