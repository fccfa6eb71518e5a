"""What a voice says at every beat of a film: its caption in spoken words, and what it means."""

from __future__ import annotations

import re

from approx.panels.spoken import MEANINGS, SIGNS

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻"


def narration(story: str, beat: str, caption: str, language: str) -> str:
    """Two or three sentences for a voice, with the caption's numbers; of any story's beats.

    Args:
        story: its name; of a story of one's own only the caption is spoken.
        beat: its name, as "neuron-2".
        caption: as the film shows it.
    """
    meanings = MEANINGS.get(language, {})
    kind = f"{story}.{beat.partition('-')[0]}"
    meaning = meanings.get(f"{story}.{beat}", meanings.get(kind, ""))
    return " ".join(part for part in (spoken(caption, language), meaning) if part)


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
    said = re.sub(r"[−-](?=\d)", f"{words['minus']} ", said)
    for sign, word in (
        ("−", words["minus"]), ("·", words["times"]), ("×", words["times"]), ("+", words["plus"]),
        ("=", words["equals"]), ("≈", words["about"]), ("→", words["to"]), ("≤", words["at_most"]),
        ("≥", words["at_least"]), ("%", words["percent"]),
    ):  # fmt: skip
        said = said.replace(sign, f" {word} ")
    return re.sub(r"\s+([,.;:!?])", r"\1", re.sub(r"\s+", " ", said)).strip()
