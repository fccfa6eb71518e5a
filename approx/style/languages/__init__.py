"""Every word a picture shows, by language, and numbers as people write them.

A file languages/LANGUAGE.py holds the phrases that several pictures share; the phrases of one story
are in panels/captions/STORY.py, in all languages. What a language lacks is shown in English.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from importlib import import_module
from pathlib import Path

from approx.system.errors import ApproxError, InputError
from approx.system.folders import module_names

#: English first, then the folder's other languages.
LANGUAGES = ("en", *(name for name in module_names(Path(__file__).parent) if name != "en"))
MINUS = "−"
#: A place this near to zero, as a share of its axis, is rounding.
AT_ZERO = 1e-9


@cache
def shared(language: str) -> Mapping[str, str]:
    """The phrases of languages/LANGUAGE.py."""
    if language not in LANGUAGES:
        raise InputError(f"no language {language!r}; {nearest(language, LANGUAGES)}")
    phrases: Mapping[str, str] = import_module(f"{__name__}.{language}").PHRASES
    return phrases


class Phrases:
    """Phrases by language and key: those given, and the shared ones.

    Args:
        own: language -> key -> phrase, of one story; empty for the shared phrases alone.
    """

    def __init__(self, own: Mapping[str, Mapping[str, str]]) -> None:
        self.own = own

    def table(self, language: str) -> dict[str, str]:
        """What a language has itself, by key; its file may also have phrases of stories."""
        return {**shared(language), **self.own.get(language, {})}

    def missing(self, language: str) -> list[str]:
        """The keys that are shown in English because the language lacks them."""
        keys = self.own["en"] if self.own else shared("en")
        return [key for key in keys if key not in self.table(language)]

    def __call__(self, key: str, language: str = "en", **values: object) -> str:
        """The phrase of a key, its blanks filled in.

        A value named n also picks singular or plural (the key with ".one"), and {N} is n spelled
        out and capitalised, for the beginning of a sentence.

        Raises:
            ApproxError: when neither the language nor English has the key, or a blank has no value.
        """
        n = values.get("n")
        for table in (self.table(language), self.table("en")):
            phrase = table.get(f"{key}.one", table.get(key)) if n == 1 else table.get(key)
            if phrase is None:
                continue
            if isinstance(n, int):
                names = table.get("count", "").split()
                values["N"] = names[n].capitalize() if n < len(names) else str(n)
            words = {name: _local(value, language) for name, value in values.items()}
            try:
                return phrase.format(**words)
            except KeyError as blank:
                raise ApproxError(f"phrase {key!r}: no value for the blank {blank}") from None
        raise ApproxError(f"no phrase {key!r} in language {language!r}, and none in English")


say = Phrases({})


def number(value: float, digits: int = 4) -> str:
    """A measured value: `digits` significant digits, no trailing zeros, a true minus sign."""
    value = 0.0 if abs(value) < 1e-305 else value
    text = f"{value:.{digits}g}"
    if "e" in text:
        mantissa, exponent = text.split("e")
        text = f"{mantissa}·10{_superscript(int(exponent))}"
    return text.replace("-", MINUS)


def rounded(value: float, digits: int) -> str:
    """A value of few digits, below 100 000 without a power of ten: 350, not 3.5·10²."""
    return number(float(f"{value:.{digits}g}"), max(digits, 5))


def decimal_mark(language: str) -> str:
    """What stands before a number's decimals."""
    return shared(language).get("decimal", ".")


def localised(text: str, language: str) -> str:
    """Numbers as the language writes them: 0.5 is 0,5 in German, and (0, 0.5) is (0; 0,5)."""
    mark = decimal_mark(language)
    if mark == ".":
        return text
    text = re.sub(r"(?<=[\d⁰-⁹]), (?=[±−-]?\d)", "; ", text)
    return re.sub(r"(?<=\d)\.(?=\d)", mark, text)


def _local(value: object, language: str) -> object:
    """A value that a phrase takes; a text of nothing but numbers is written as its language does."""
    numeric = isinstance(value, str) and re.fullmatch(r"[\d.,;·⁰¹²³⁴-⁹⁻−±×%/()\[\] \u00a0]+", value)
    return localised(str(value), language) if numeric else value


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


def off_zero(place: float, width: float) -> float:
    """A place on an axis of that width without its rounding.

    >>> off_zero(2e-11, 6.0), off_zero(-0.25, 6.0), off_zero(2e-11, 1e-9)
    (0.0, -0.25, 2e-11)
    """
    return place if abs(place) > AT_ZERO * width else 0.0


def capital(text: str) -> str:
    """A phrase as it begins a sentence."""
    return text[:1].upper() + text[1:]


def nearest(wrong: str, known: tuple[str, ...]) -> str:
    """The way out of a misspelt name."""
    close = difflib.get_close_matches(wrong, known, n=1, cutoff=0.6)
    return f"did you mean {close[0]!r}?" if close else f"known: {', '.join(known)}"
