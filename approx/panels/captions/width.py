"""The beats of the story width: which there are for a subject, and what each says."""

from __future__ import annotations

from approx.core.error import measure
from approx.core.smooth_pieces import half_largest_jump
from approx.limits import Needed
from approx.panels import target as targets
from approx.panels.compare import unsupported_reason as compare_misfit
from approx.panels.width import DIGITS, SAME, SHOWN, Width, best_of
from approx.style.languages import Phrases, localised, number, rounded
from approx.subjects import Subject

PHRASES = {
    "en": {
        "width.setup": "n neurons in one layer have at most n breakpoints. How close do they come to the curve?",
        "width.straight": "One breakpoint does not help yet; the best fit is off by {error}.",
        "width.first": "One breakpoint: the best fit is off by {error}.",
        "width.fit": "{N} breakpoints: the best fit is off by {error}, {ratio} times less.",
        "width.stuck": "{N} breakpoints: no better than {before}; the error stays at {error}.",
        "width.plateau": "From {first} to {last} breakpoints nothing is gained: a plateau.",
        "width.slope": "In the long run, twice the breakpoints leave a quarter of the error.",
        "width.universal": "Universal approximation: enough neurons get below any error you name.",
        "width.reading": "For an error of {wanted}, {n} breakpoints are enough, and no fewer.",
        "width.reading.open": "For an error of {wanted}, {n} breakpoints are enough; fewer than {least} are not.",
        "width.off": "error {error}",
        "width.strip": "error of the best: function − target",
        "width.plateau.name": "plateau",
    },
    "de": {
        "width.setup": "n Neuronen in einer Schicht haben höchstens n Knicke. Wie nah kommen sie der Kurve?",
        "width.straight": "Ein Knick hilft noch nicht, der beste Fehler ist {error}.",
        "width.first": "Ein Knick: Der beste Fehler ist {error}.",
        "width.fit": "{N} Knicke: Der beste Fehler sinkt auf {error}, Faktor {ratio}.",
        "width.stuck": "{N} Knicke: nicht besser als {before}; der Fehler bleibt {error}.",
        "width.plateau": "Von {first} bis {last} Knicken ändert sich nichts: ein Plateau.",
        "width.slope": "Auf lange Sicht: doppelt so viele Knicke, ein Viertel des Fehlers.",
        "width.universal": "Universelle Approximation: Genug Neuronen unterbieten jeden Fehler.",
        "width.reading": "Für einen Fehler von {wanted} reichen {n} Knicke, weniger nicht.",
        "width.reading.open": "Für einen Fehler von {wanted} reichen {n} Knicke; weniger als {least} nicht.",
        "width.off": "Fehler {error}",
        "width.strip": "Fehler der besten: Funktion − Ziel",
        "width.plateau.name": "Plateau",
    },
}
say = Phrases(PHRASES)


def unsupported_reason(subject: Subject) -> str | None:
    """Why this story cannot show the subject; None when it can."""
    if reason := compare_misfit(subject):
        return reason
    target = subject.target_function
    if jump := half_largest_jump(target):
        return (
            f"its target jumps: however wide, no continuous function is closer than {number(jump)}"
        )
    straight = len(target.pieces()) - 2
    for n in sorted({straight, SHOWN[-1]}):
        if n <= SHOWN[-1] * 4 and measure(best_of(target, n).function, target).none:
            return f"with {n} breakpoints its target has no error left to fall"
    return None


def title(width: Width, language: str) -> str:
    """The film's title: what is compared, unless the user gave a title."""
    a, b = targets.ends(width.subject.target)
    label = localised(width.subject.target.label.text, language)
    return width.subject.own_title or say("compare.title", language, target=label, a=a, b=b)


def beats(width: Width, language: str) -> list[tuple[str, str]]:
    """(name, caption) of every beat."""
    out = [("setup", say("width.setup", language))]
    out += [(f"fit-{k}", _fit(width, k - 1, language)) for k in range(1, len(width.fits) + 1)]
    if width.plateau is not None:
        first, last = width.plateau
        out.append(("plateau", say("width.plateau", language, first=first, last=last)))
    out += [
        ("slope", say("width.slope", language)),
        ("universal", say("width.universal", language)),
    ]
    if width.needed is not None and width.wanted is not None:
        out.append(("reading", _reading(width.needed, width.wanted, language)))
    return out


def _reading(needed: Needed, wanted: float, language: str) -> str:
    key = "width.reading" if needed.at_least == needed.enough else "width.reading.open"
    blanks = {"n": needed.enough, "least": needed.at_least}
    return say(key, language, wanted=number(wanted), **blanks)


def _fit(width: Width, k: int, language: str) -> str:
    fit = width.fits[k]
    error = rounded(fit.error, DIGITS)
    if k == 0:
        key = "width.first" if len(fit.function.breakpoints) else "width.straight"
        return say(key, language, error=error)
    before = width.fits[k - 1]
    if fit.error * (1 + SAME) >= before.error:
        return say(
            "width.stuck", language, n=fit.breakpoints, before=before.breakpoints, error=error
        )
    ratio = rounded(before.error / fit.error, 2)
    return say("width.fit", language, n=fit.breakpoints, error=error, ratio=ratio)


def count(breakpoints: int, language: str) -> str:
    """The readout's first half: 'n = 4'."""
    return say("neurons.count", language, n=breakpoints)


def off(error: float, language: str) -> str:
    """The readout's second half: 'error 0.02'."""
    return say("width.off", language, error=rounded(error, DIGITS))


def asked(width: Width, language: str) -> str:
    """What stands beside the error that is asked for."""
    return off(width.wanted or width.errors[-1], language)


def key(width: Width, language: str) -> dict[str, str]:
    """Role -> what its line or region means, over the curves."""
    return {
        "target": targets.name(width.subject.target_function, language),
        "sum": say("best.key", language),
    }
