"""Sentences about numbers: never more than the numbers say."""

from __future__ import annotations

import math

from approx.core.dataset import Dataset
from approx.core.error import ErrorReport
from approx.core.target import Target
from approx.panels import target as targets
from approx.style.languages import number, say, weight
from approx.subjects import Subject

#: With more left out than this, the intervals that remain are counted.
LISTED = 2


def error_sentence(subject: Subject, language: str = "en") -> str:
    """'Largest error 0.25 at x = ±0.5': value and places, as exact as they are shown.

    Where the target has gaps or poles it goes on with what the error leaves out.
    """
    if subject.target.own:
        return say("error.own", language)
    text, over = _largest(subject.error, language), measured(subject.target, language)
    return f"{text}, {over}" if over else text


def _largest(error: ErrorReport, language: str) -> str:
    kind = "" if error.points is None else ".points"
    if error.none:
        return say(f"error.none{kind}", language)
    value, places = number(error.sup), error.at
    if len(places) == 1:
        return say(f"error.at{kind}", language, value=value, place=number(places[0]))
    if len(places) == 2 and number(-places[0]) == number(places[1]):
        return say(f"error.at{kind}", language, value=value, place=f"±{number(places[1])}")
    return say(f"error.places{kind}", language, value=value, n=len(places))


def measured(target: Target | Dataset, language: str = "en") -> str:
    """'measured outside (−0.12, 0.12), without bound at the pole': over what errors hold.

    Empty where that is the whole domain.
    """
    if isinstance(target, Dataset) or target.whole:
        return ""
    out = target.left_out()
    if len(out) <= LISTED:
        places = ", ".join(f"({number(lo)}, {number(hi)})" for lo, hi in out)
        text = say("error.outside", language, places=places)
    else:
        text = say("error.parts", language, n=len(target.defined_on))
    if target.poles:
        text += ", " + say("error.unbounded", language, n=len(target.poles))
    return text


def limit_sentence(subject: Subject, language: str = "en") -> str:
    """How far the network is from the best function with as many breakpoints.

    For one hidden layer that bounds every network of its width; for deeper ones it does not, and
    the sentence therefore speaks of breakpoints, never of neurons.
    """
    breakpoints = say("breakpoints.with", language, n=len(subject.analysis.output.breakpoints))
    best = subject.limit.error
    if best <= 0:  # a straight line, missed by rounding
        return say("best.exact", language, breakpoints=breakpoints)
    ratio = subject.error.sup / best
    if ratio <= 1 + 1e-6:
        return say("best.equal", language, breakpoints=breakpoints)
    numbers = {"ratio": number(ratio, 3), "best": number(best)}
    return say("best.ratio", language, breakpoints=breakpoints, **numbers)


def smooth_note(subject: Subject, language: str = "en") -> str:
    """'smooth: no breakpoints, drawn within 2·10⁻⁵'; empty for piecewise-linear networks."""
    if not subject.network.smooth:
        return ""
    off = number(_rounded_up(subject.analysis.deviation), 2)
    n = len(subject.analysis.output.breakpoints)
    if n == 0:
        return say("smooth.drawn", language, off=off)
    breakpoints = say("breakpoints.with", language, n=n)
    return say("smooth.breakpoints", language, breakpoints=breakpoints, off=off)


def _rounded_up(bound: float) -> float:
    """A bound with two digits is still one."""
    step = 10.0 ** (math.floor(math.log10(bound)) - 1) if bound > 0 else 1.0
    return math.ceil(bound / step) * step


def comparison_beats(subject: Subject, language: str) -> list[tuple[str, str]]:
    """The beats that compare an output with its target: its error, and the best possible."""
    out = [("error", sentence(error_sentence(subject, language)))]
    if not subject.error.none and subject.limited:
        out.append(("best", sentence(limit_sentence(subject, language))))
    return out


def verdict(subject: Subject, language: str = "en") -> str:
    """The largest error and the limit, as the line under a picture."""
    error = error_sentence(subject, language)
    if subject.network.smooth:
        return f"{error}; {smooth_note(subject, language)}"
    if subject.error.points is not None and not subject.error.none:
        return f"{error}; {say('error.rms', language, value=number(subject.error.l2))}"
    if subject.error.none or not subject.limited:
        return error
    text = f"{error}; {limit_sentence(subject, language)}"
    # A deep network may have breakpoints that help nothing: say what they are worth, too.
    n, actual = subject.equivalent, len(subject.analysis.output.breakpoints)
    if subject.network.depth > 1 and n is not None and n < actual:
        breakpoints = say("breakpoints", language, n=n)
        text += "; " + say("best.equivalent", language, breakpoints=breakpoints)
    return text


def described(subject: Subject, language: str = "en") -> str:
    """What a film or deck of the subject shows, in words."""
    return f"{subject.title(language)}. {verdict(subject, language)}."


def about(subject: Subject, language: str = "en") -> str:
    """'A network with 4 hidden neurons (1-4-1) for x² on [−4, 4]'."""
    a, b = (weight(end) for end in subject.domain)
    key = "about.own" if subject.target.own else "about"
    target, network = targets.text(subject.target, language), subject.network
    words = {"n": network.hidden_units, "widths": network.layer_widths}
    return say(key, language, **words, target=target, a=a, b=b)


def sentence(text: str) -> str:
    """A phrase with a capital and a full stop."""
    return f"{text[0].upper()}{text[1:]}."
