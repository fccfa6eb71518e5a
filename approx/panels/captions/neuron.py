"""The beats of the story neuron: which there are for a subject, and what each says."""

from __future__ import annotations

from approx.panels.hinge import Hinge, Hinges
from approx.style.languages import Phrases, number, weight
from approx.subjects import Subject

PHRASES = {
    "en": {
        "neuron.setup": "The input is a number line; over each number n, the line y = x is n high.",
        "neuron.turn": "Neuron {i}: weight −1 turns the number line half round; the line follows.",
        "neuron.turn.scale": "Neuron {i}: weight {weight} turns the number line half round and scales it.",
        "neuron.scale": "Neuron {i}: weight {weight} scales the number line; the line gets that slope.",
        "neuron.flat": "Neuron {i}: weight 0 sends every input to zero; the line lies flat.",
        "neuron.slide": "Neuron {i}: bias {bias} slides the numbers; zero now stands at x = {breakpoint}.",
        "neuron.lift": "Neuron {i}: bias {bias} moves the flat line to that height.",
        "neuron.fold": "Neuron {i}: what is below zero folds up onto the axis; breakpoint at x = {breakpoint}.",
        "neuron.open": "Neuron {i}: nothing in view is below zero, so nothing folds.",
        "neuron.silent": "Neuron {i}: all in view is below zero and folds flat: the neuron is silent.",
        "neuron.all": "{N} neurons, each a number line turned, slid and folded.",
        "neuron.first": "The first {n} of {total} neurons, each a number line turned, slid and folded.",
    },
    "de": {
        "neuron.setup": "Die Eingabe ist ein Zahlenstrahl; über jeder Zahl n ist die Gerade y = x n hoch.",
        "neuron.turn": "Neuron {i}: Gewicht −1 dreht den Zahlenstrahl halb herum; die Gerade folgt.",
        "neuron.turn.scale": "Neuron {i}: Gewicht {weight} dreht den Zahlenstrahl halb herum und streckt ihn.",
        "neuron.scale": "Neuron {i}: Gewicht {weight} streckt den Zahlenstrahl; die Gerade hat diese Steigung.",
        "neuron.flat": "Neuron {i}: Gewicht 0 macht aus jeder Eingabe null; die Gerade liegt flach.",
        "neuron.slide": "Neuron {i}: Bias {bias} verschiebt die Zahlen; die Null steht nun bei x = {breakpoint}.",
        "neuron.lift": "Neuron {i}: Bias {bias} bringt die flache Gerade auf diese Höhe.",
        "neuron.fold": "Neuron {i}: Was unter null ist, klappt auf die Achse; Knick bei x = {breakpoint}.",
        "neuron.open": "Neuron {i}: Hier ist nichts unter null, also klappt nichts.",
        "neuron.silent": "Neuron {i}: Hier ist alles unter null und klappt flach: Das Neuron schweigt.",
        "neuron.all": "{N} Neuronen, jedes ein Zahlenstrahl, gedreht, verschoben und gefaltet.",
        "neuron.first": "Die ersten {n} von {total} Neuronen, jedes ein Zahlenstrahl, gedreht, verschoben, gefaltet.",
    },
}
say = Phrases(PHRASES)

#: Significant digits, as many as the formula beside them has.
DIGITS = 3


def unsupported_reason(subject: Subject) -> str | None:
    """Why this story cannot show the subject; None when it can."""
    network = subject.network
    if network.depth == 0:
        return "it has no hidden neuron"
    kind = network.activations[0]
    return None if kind == "relu" else f"its first layer is {kind}, the story folds by relu"


def beats(hinges: Hinges, language: str) -> list[tuple[str, str]]:
    """(name, caption) of every beat: per neuron its moves, those that do nothing left out."""
    speak = {"turn": turn, "slide": slide, "fold": fold}
    out = [("setup", say("neuron.setup", language))]
    for k, hinge in enumerate(hinges.hinges, start=1):
        out += [(f"{step}-{k}", speak[step](hinges, hinge, language)) for step in hinge.steps]
    n = len(hinges.hinges)
    if n < hinges.total:
        out.append(("all", say("neuron.first", language, n=n, total=hinges.total)))
    elif n > 1:
        out.append(("all", say("neuron.all", language, n=n)))
    return out


def turn(hinges: Hinges, hinge: Hinge, language: str) -> str:
    """What the weight does: turn, scale, both, or flatten."""
    i, w = hinge.number + 1, weight(hinge.weight, DIGITS)
    if hinge.weight == 0:
        return say("neuron.flat", language, i=i)
    if hinge.weight == -1:
        return say("neuron.turn", language, i=i)
    if hinge.weight < 0:
        return say("neuron.turn.scale", language, i=i, weight=w)
    return say("neuron.scale", language, i=i, weight=w)


def slide(hinges: Hinges, hinge: Hinge, language: str) -> str:
    """What the bias does, and where zero stands then."""
    i, b = hinge.number + 1, weight(hinge.bias, DIGITS)
    if hinge.breakpoint is None:
        return say("neuron.lift", language, i=i, bias=b)
    return say("neuron.slide", language, i=i, bias=b, breakpoint=number(hinge.breakpoint, DIGITS))


def fold(hinges: Hinges, hinge: Hinge, language: str) -> str:
    """What the activation does to the part in view."""
    i = hinge.number + 1
    if hinges.shows(hinge.breakpoint):
        return say("neuron.fold", language, i=i, breakpoint=number(hinge.breakpoint or 0.0, DIGITS))
    # Without a breakpoint in view the sign is the same everywhere, the bias' at zero.
    return say("neuron.open" if hinge.bias > 0 else "neuron.silent", language, i=i)
