"""Sentences about numbers: never more than the numbers say."""

from __future__ import annotations

import math
from importlib import import_module

import numpy as np

from approx.core.dataset import Dataset
from approx.core.error import UNSEEN, lost_in_rounding
from approx.core.piecewise import PiecewiseLinear
from approx.core.smooth_pieces import half_largest_jump
from approx.core.target import Target
from approx.limits import BestApproximation
from approx.limits.optimum import MOST, is_rounding
from approx.panels import plane as planes
from approx.panels import target as targets
from approx.style.languages import capital, number, say
from approx.subjects import Subject
from approx.subjects.plane import Plane
from approx.subjects.topic import Topic

#: With more left out than this, the intervals that remain are counted.
LISTED = 2
#: Lower and upper bound so near together, relative to the upper, are one number.
MEET = 2e-3
#: A lower bound below this share of the upper bounds no ratio that says anything.
LOOSE = 0.1
#: Within this share of the best, a function is the best.
EQUAL = 1e-6
#: Subsets of more slope changes than this are not tried.
MOST_SUBSETS = 14


def meet(lower: float, upper: float) -> bool:
    """Whether a best error is known: then it is called the best possible."""
    return lower >= upper * (1 - MEET)


def best_name(best: BestApproximation, language: str) -> str:
    """'best possible', or 'best found' where the two bounds do not meet."""
    return say("best.key" if meet(best.lower, best.error) else "compare.found", language)


def error_sentence(subject: Subject, language: str = "en") -> str:
    """'Largest error 0.25 at x = ±0.5': value and places, as exact as they are shown.

    Where it is not proved that no error is larger, it is the largest error found.
    Where the target has gaps or poles it goes on with what the error leaves out.
    """
    if subject.target.own:
        return say("error.own", language)
    text = _largest(subject, language)
    if subject.norm == "l2" and not subject.error.none:
        text = _rms(subject, text, language)
    over = measured(subject.target, language)
    return f"{text}, {over}" if over else text


def _rms(subject: Subject, largest: str, language: str) -> str:
    """The rms error first, for which the network was fitted, then the largest.

    At a jump every continuous function is off by half of it: that says nothing of this one.
    """
    value = number(subject.error.l2 / subject.target_function.length**0.5)
    if subject.jumps:
        half = half_largest_jump(subject.target_function)
        return say("error.jump", language, value=value, half=number(half))
    largest = largest[0].lower() + largest[1:]
    return say("error.least_squares", language, value=value, largest=largest)


def _largest(subject: Subject, language: str) -> str:
    error = subject.error
    kind = ".points" if error.points is not None else "" if error.known else ".found"
    values = subject.function.y
    if error.none and error.known and error.points is None and lost_in_rounding(values):
        most = max(error.bracket[1], UNSEEN * float(abs(values).max()))
        return say("error.rounding", language, size=number(round_up(most, 3)))
    if error.none:
        return say(f"error.none{kind}", language)
    value, places = number(error.sup), error.at
    words = {"value": value} | ({"x": targets.name_of_x(subject.target)} if error.points else {})
    if len(places) == 1:
        place = targets.place(subject.target, places[0])
        return say(f"error.at{kind}", language, place=place, **words)
    if len(places) == 2 and number(-places[0]) == number(places[1]):
        return say(f"error.at{kind}", language, place=f"±{number(places[1])}", **words)
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
    n, limit = len(subject.analysis.output.breakpoints), subject.limit
    breakpoints = say("breakpoints.with", language, n=n)
    if is_rounding(limit, subject.target_function):
        text = say("best.exact", language, breakpoints=breakpoints)
        return f"{text}; {few}" if (few := _too_few(subject, language)) else text
    kind = ".rms" if subject.norm == "l2" else ""
    unit = subject.target_function.length**0.5 if kind else 1.0
    known = meet(limit.lower, limit.error)
    words = {"breakpoints": breakpoints, "best": number(limit.error / unit)}
    ratio = subject.distance / limit.error
    if known:
        if ratio <= 1 + EQUAL:
            found = "" if kind or subject.error.known else ".found"
            text = say(f"best.equal{kind}{found}", language, breakpoints=breakpoints)
            return text if kind else text + _plateau(subject, language)
        return say(f"best.ratio{kind}", language, ratio=number(ratio, 3), **words)
    if ratio <= 1 + EQUAL:  # the network may be better than what the search found
        return say(f"best.equal{kind}.found", language, breakpoints=breakpoints)
    if limit.lower <= LOOSE * limit.error:
        return say(f"best.found{kind}", language, **words)
    ratio = subject.distance / limit.lower
    return say(f"best.most{kind}", language, ratio=number(round_up(ratio, 3), 3), **words)


def _plateau(subject: Subject, language: str) -> str:
    """'; 6 are enough for it': where more breakpoints do not lower the largest error."""
    enough = len(subject.limit.function.breakpoints)
    if enough >= len(subject.analysis.output.breakpoints):
        return ""
    if enough == 0:
        return "; " + say("best.plateau.line", language)
    return "; " + say("best.plateau", language, n=enough)


def _too_few(subject: Subject, language: str) -> str:
    """'3 neurons cannot, 4 can': where the exact function has no network as small as this one."""
    network, function = subject.network, subject.limit.function
    can = subject.limit.to_network().hidden_units
    n = network.hidden_units
    if network.depth != 1 or n >= can or n != len(function.breakpoints) or is_sum(function):
        return ""
    return say("best.too_few", language, n=n, can=can)


def is_sum(function: PiecewiseLinear) -> bool:
    """Whether one unit per breakpoint may make the function, each facing left or right.

    The units that face left make its first slope: the negative of some of the slope changes'
    sum. With too many breakpoints to try all subsets it is said to be possible.
    """
    changes = np.diff(function.slopes)
    if len(changes) > MOST_SUBSETS:
        return True
    sums = np.zeros(1)
    for change in changes:
        sums = np.r_[sums, sums - change]
    size = float(np.abs(function.slopes).max())
    return bool(np.abs(sums - function.slopes[0]).min() <= 1e-9 * size)


def smooth_note(subject: Subject, language: str = "en") -> str:
    """'smooth: no breakpoints, drawn within 2·10⁻⁵'; empty for piecewise-linear networks."""
    if not subject.network.smooth:
        return ""
    off = number(round_up(subject.analysis.deviation), 2)
    n = len(subject.analysis.output.breakpoints)
    if n == 0:
        return say("smooth.drawn", language, off=off)
    breakpoints = say("breakpoints.with", language, n=n)
    return say("smooth.breakpoints", language, breakpoints=breakpoints, off=off)


def round_up(bound: float, digits: int = 2) -> float:
    """A bound with so many digits is still one."""
    step = 10.0 ** (math.floor(math.log10(bound)) - digits + 1) if bound > 0 else 1.0
    return math.ceil(bound / step) * step


def comparison_beats(subject: Subject, language: str) -> list[tuple[str, str]]:
    """The beats that compare an output with its target: its error, and the best possible.

    Without a target there is nothing to compare.
    """
    if subject.target.own:
        return []
    out = [("error", sentence(error_sentence(subject, language)))]
    if not subject.error.none and subject.limited:
        out.append(("best", sentence(limit_sentence(subject, language))))
    return out


def verdict(subject: Subject | Plane, language: str = "en") -> str:
    """The largest error and the limit, as the line under a picture."""
    if isinstance(subject, Plane):
        return planes.verdict(subject, language)
    error = error_sentence(subject, language)
    if subject.network.smooth:
        return f"{error}; {smooth_note(subject, language)}"
    if subject.error.points is not None and not subject.error.none:
        return f"{error}; {say('error.rms', language, value=number(subject.error.l2))}"
    if subject.error.none or not subject.limited:
        return error + _without_limit(subject, language)
    limit = limit_sentence(subject, language)
    if _is_best(subject):
        # Where the largest error is the smallest possible it is reached at many places.
        kind = "" if subject.error.known else ".found"
        text = f"{say(f'error.of{kind}', language, value=number(subject.error.sup))}: {limit}"
    else:
        text = f"{error}; {limit}"
    # A deep network may have breakpoints that help nothing: say what they are worth, too.
    n = subject.equivalent if subject.network.depth > 1 else None
    if n is not None and n < len(subject.analysis.output.breakpoints):
        text += "; " + say("best.equivalent", language, n=n)
    return text


def _is_best(subject: Subject) -> bool:
    """Whether no function with as many breakpoints has a smaller largest error."""
    limit = subject.limit
    if subject.norm != "sup" or not meet(limit.lower, limit.error):
        return False
    if is_rounding(limit, subject.target_function):
        return False
    return bool(subject.distance <= limit.error * (1 + EQUAL))


def _without_limit(subject: Subject, language: str) -> str:
    """Why there is no limit, where too many breakpoints are the only reason."""
    target = subject.target
    known = isinstance(target, Target) and target.whole and not target.own
    if not known or subject.error.none or not subject.unlimited:
        return ""
    return "; " + say("best.many", language, most=MOST)


def described(subject: Subject | Plane | Topic, language: str = "en") -> str:
    """What a film or deck of the subject shows, in words."""
    if isinstance(subject, Plane):
        return planes.alt(subject, language)
    if isinstance(subject, Topic):
        if subject.kind == "network":
            return f"{subject.title(language)}."
        captions = import_module(f"approx.panels.captions.{subject.kind}")
        return f"{subject.title(language)}. {captions.verdict(subject, language)}"
    return f"{subject.title(language)}. {verdict(subject, language)}."


def about(subject: Subject | Plane, language: str = "en") -> str:
    """'A network with 4 hidden neurons (1-4-1) for x² on [−4, 4]'."""
    if isinstance(subject, Plane):
        words = {"n": subject.network.hidden_units, "widths": subject.network.layer_widths}
        return say("network.title", language, **words)
    a, b = targets.ends(subject.target)
    key = "about.own" if subject.target.own else "about"
    target, network = targets.text(subject.target, language), subject.network
    words = {"n": network.hidden_units, "widths": network.layer_widths}
    return say(key, language, **words, target=target, a=a, b=b)


def sentence(text: str) -> str:
    """A phrase with a capital and a full stop."""
    return f"{capital(text)}."
