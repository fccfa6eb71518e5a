"""What a voice says at every beat of a film: its caption in spoken words, and what it means."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from approx.panels.captions import lesson
from approx.panels.spoken import MEANINGS

#: Signs of captions as a voice says them.
SIGNS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "squared": "squared",
        "cubed": "cubed",
        "power": "to the",
        "minus": "minus",
        "plus": "plus",
        "times": "times",
        "equals": "equals",
        "about": "is about",
        "then": "then",
        "at_most": "is at most",
        "at_least": "is at least",
        "percent": "percent",
        "absolute": "the absolute value of",
        "divided": "divided by",
        "half": "one half",
        "plusminus": "plus or minus",
        "prime": "prime",
        "degrees": "degrees",
        "root": "the root of",
    },
    "de": {
        "squared": "Quadrat",
        "cubed": "hoch drei",
        "power": "hoch",
        "minus": "minus",
        "plus": "plus",
        "times": "mal",
        "equals": "gleich",
        "about": "ungefähr",
        "then": "dann",
        "at_most": "höchstens",
        "at_least": "mindestens",
        "percent": "Prozent",
        "absolute": "der Betrag von",
        "divided": "geteilt durch",
        "half": "einhalb",
        "plusminus": "plus oder minus",
        "prime": "Strich",
        "degrees": "Grad",
        "root": "die Wurzel aus",
    },
}

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻"


def narration(story: str, beat: str, caption: str, language: str, smooth: bool = False) -> str:
    """Two or three sentences for a voice, with the caption's numbers; of any story's beats.

    Args:
        story: its name; of a story of one's own only the caption is spoken.
        beat: its name, as "neuron-2".
        caption: as the film shows it.
        smooth: whether the network has smooth neurons, which have no breakpoints.
    """
    meanings = MEANINGS.get(language, {})
    meaning = next((meanings[key] for key in _keys(story, beat, smooth) if key in meanings), "")
    return " ".join(part for part in (spoken(caption, language), meaning) if part)


def _keys(story: str, beat: str, smooth: bool) -> Iterator[str]:
    """Under which a beat's meaning may be, the most special first."""
    kind = f"{story}.{beat.partition('-')[0]}"
    for key in (f"{story}.{beat}", kind):
        yield from (f"{key}.smooth", key) if smooth else (key,)
    name, _, inner = beat.partition(".")
    for chapter in lesson.CHAPTERS if story == "lesson" else ():
        if chapter.name == name:  # a beat of another story
            yield from _keys(chapter.story, inner, smooth)


def spoken(text: str, language: str) -> str:
    """A caption with its signs as words: x² becomes "x squared", 10⁻³ "10 to the minus 3"."""
    words = SIGNS.get(language, SIGNS["en"])

    def power(found: re.Match[str]) -> str:
        exponent = found[0].translate(_SUPERSCRIPTS)
        known = {"2": words["squared"], "3": words["cubed"]}
        plain = known.get(exponent) if not text[: found.start()].endswith("10") else None
        return " " + (plain or f"{words['power']} {exponent.replace('-', words['minus'] + ' ')}")

    said = re.sub(f"[{_RAISED}]+", power, text)
    said = re.sub(r"\|([^|]{1,40})\|", rf"{words['absolute']} \1", said)
    said = re.sub(r"(?<=\d)(?=[a-z]\b)", " ", said)  # 3x
    said = re.sub(r"(−|(?<!\w)-)(?=\d)", f"{words['minus']} ", said)
    for sign, word in (
        ("−", words["minus"]), ("·", words["times"]), ("×", words["times"]), ("+", words["plus"]),
        ("=", words["equals"]), ("≈", words["about"]), ("≤", words["at_most"]),
        ("≥", words["at_least"]), ("%", words["percent"]), ("÷", words["divided"]),
        ("½", words["half"]), ("′", words["prime"]), ("°", words["degrees"]), ("√", words["root"]),
        ("±", words["plusminus"]), ("→", f", {words['then']}"),
    ):  # fmt: skip
        said = said.replace(sign, f" {word} ")
    said = re.sub(r"\s+([,.;:!?])", r"\1", re.sub(r"\s+", " ", said)).strip()
    return said if text[:1].isalpha() else said[:1].upper() + said[1:]  # "Minus 1 is …"
