"""The beats of the story depth: which there are for a subject, and what each says."""

from __future__ import annotations

from approx.panels.depth import COLORS, FOLDS, STEPS, Depth, is_folded, target_of
from approx.panels.formula import Fragment
from approx.panels.width import DIGITS
from approx.style.languages import Phrases, number
from approx.subjects import Subject

PHRASES = {
    "en": {
        "depth.title": "Depth against width: {target} on [{a}, {b}]",
        "depth.first": "One layer of two neurons: stretch the line to twice its height, fold it at 1.",
        "depth.fold": "Layer {k} stretches and folds again: {n} teeth, twice as many as before.",
        "depth.pieces": "{N} neurons, two to a layer, make {deep} pieces; in one layer they make {shallow}.",
        "depth.square": "From teeth to x²: start with the line x, which lies above it.",
        "depth.subtract": "Take away {n} teeth, 1/{part} high: the largest error is now {error}.",
        "depth.subtract.one": "Take away one tooth, 1/{part} high: the largest error is now {error}.",
        "depth.wide": "One layer: a quarter of the error costs twice the neurons.",
        "depth.race": "Depth: a quarter of the error costs three neurons, one more layer.",
        "depth.crossing": "From {n} neurons on, depth wins: error {deep} against {shallow}.",
        "depth.teeth": "teeth taken away",
        "depth.sum": "line minus teeth",
        "depth.pieces.y": "pieces",
        "depth.shallow": "one layer",
        "depth.gap": "error of {n} neurons",
    },
    "de": {
        "depth.title": "Tiefe gegen Breite: {target} auf [{a}, {b}]",
        "depth.first": "Zwei Neuronen: Die Gerade wird doppelt so hoch und bei 1 gefaltet.",
        "depth.fold": "Schicht {k} streckt und faltet wieder: {n} Zähne, doppelt so viele.",
        "depth.pieces": "{N} Neuronen, zwei je Schicht: {deep} Stücke; in einer Schicht nur {shallow}.",
        "depth.square": "Von den Zähnen zu x²: Am Anfang steht die Gerade x, die darüber liegt.",
        "depth.subtract": "Minus {n} Zähne, 1/{part} hoch: Der größte Fehler ist jetzt {error}.",
        "depth.subtract.one": "Minus ein Zahn, 1/{part} hoch: Der größte Fehler ist jetzt {error}.",
        "depth.wide": "Eine Schicht: Ein Viertel des Fehlers kostet doppelt so viele Neuronen.",
        "depth.race": "Tiefe: Ein Viertel des Fehlers kostet drei Neuronen, eine Schicht mehr.",
        "depth.crossing": "Ab {n} Neuronen gewinnt die Tiefe: Fehler {deep} gegen {shallow}.",
        "depth.teeth": "abgezogene Zähne",
        "depth.sum": "Gerade minus Zähne",
        "depth.pieces.y": "Stücke",
        "depth.shallow": "eine Schicht",
        "depth.gap": "Fehler mit {n} Neuronen",
    },
}
say = Phrases(PHRASES)


def unsupported_reason(subject: Subject) -> str | None:
    """Why this story cannot show the subject; None when it can."""
    if target_of(subject) is not None:
        return None
    return "its target is neither a parabola nor a sawtooth, the functions that folding makes"


def made_for(subject: Subject) -> bool:
    """Whether this story is the first choice: for the networks that it folds."""
    return is_folded(subject)


def title(depth: Depth, language: str) -> str:
    """The film's title: what is compared, unless the user gave a title."""
    a, b = depth.target.domain
    label = depth.target.label.text
    return depth.subject.own_title or say(
        "depth.title", language, target=label, a=number(a), b=number(b)
    )


def beats(depth: Depth, language: str) -> list[tuple[str, str]]:
    """(name, caption) of every beat."""
    out = [("fold-1", say("depth.first", language))]
    out += [
        (f"fold-{k}", say("depth.fold", language, k=k, n=2 ** (k - 1))) for k in range(2, FOLDS + 1)
    ]
    neurons = 2 * FOLDS
    out += [
        (
            "pieces",
            say("depth.pieces", language, n=neurons, deep=2**FOLDS, shallow=neurons + 1),
        ),
        ("square", say("depth.square", language)),
    ]
    for k in range(1, STEPS + 1):
        error = number(2.0 ** (-2 * k - 2), DIGITS)
        out.append(
            (
                f"subtract-{k}",
                say("depth.subtract", language, n=2 ** (k - 1), part=4**k, error=error),
            )
        )
    deep, shallow = number(depth.crossing.error, DIGITS), number(depth.shallow, DIGITS)
    n = depth.crossing.neurons
    out += [
        ("wide", say("depth.wide", language)),
        ("race", say("depth.race", language)),
        ("crossing", say("depth.crossing", language, n=n, deep=deep, shallow=shallow)),
    ]
    return out


def formula() -> list[Fragment]:
    """X² as x minus the teeth of every layer: the line, then a sign and a term for each."""
    parts = [Fragment("x² ≈ x", r"x^2 \approx x", "x^2 approx x")]
    for k in range(1, STEPS + 1):
        parts.append(Fragment(" − ", " - ", " - "))
        part = 4**k
        text, math = f"g{k}/{part}", rf"\frac{{g_{{{k}}}}}{{{part}}}"
        parts.append(Fragment(text, math, f"inline(g_{k}/{part})", neuron=COLORS[k - 1]))
    return parts


def key(language: str) -> dict[str, str]:
    """Role -> what its line means, over x² made of teeth."""
    return {
        "target": f"{say('target', language)} x²",
        "sum": say("depth.sum", language),
    }


def race_key(language: str) -> dict[str, str]:
    """Role -> whose line it is: the names of depth and of width in every picture."""
    return {
        "compare.optimum": say("depth.shallow", language),
        "compare.deep": say("compare.deep", language),
    }


def gap_title(depth: Depth, language: str) -> str:
    """What the last curves are: 'error of 11 neurons'."""
    return say("depth.gap", language, n=depth.crossing.neurons)


def sizes(depth: Depth) -> dict[str, str]:
    """Role -> how far its error goes."""
    errors = {"compare.optimum": depth.shallow, "compare.deep": depth.crossing.error}
    return {role: f"±{number(error, DIGITS)}" for role, error in errors.items()}


def count(depth: Depth, language: str) -> str:
    """'n = 11', where depth begins to win."""
    return say("neurons.count", language, n=depth.crossing.neurons)
