"""Sentences about numbers: never more than the numbers say."""

from __future__ import annotations

from approx.error import ErrorReport
from approx.subject import Subject
from approx.words import number, say


def error_sentence(error: ErrorReport, language: str = "en") -> str:
    """'Largest error 0.25 at x = ±0.5': value and places, as exact as they are shown."""
    if error.sup == 0:
        return say("error.none", language)
    value, places = number(error.sup), error.at
    if len(places) == 1:
        return say("error.at", language, value=value, place=number(places[0]))
    if len(places) == 2 and number(-places[0]) == number(places[1]):
        return say("error.at", language, value=value, place=f"±{number(places[1])}")
    return say("error.places", language, value=value, n=len(places))


def verdict(subject: Subject, language: str = "en") -> str:
    """The largest error, as the line under a picture."""
    return error_sentence(subject.error, language)
