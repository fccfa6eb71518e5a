"""The beats of the story neuron: which there are for a subject, and what each says."""

from __future__ import annotations

from approx.panels.hinge import Hinge, Hinges
from approx.style.languages import number, say, weight
from approx.subjects import Subject

#: Significant digits, as many as the formula beside them has.
DIGITS = 3


def unsupported_reason(subject: Subject) -> str | None:
    """Why this story cannot tell the subject; None when it can."""
    network = subject.network
    if network.depth == 0:
        return "it has no hidden neuron"
    kind = network.activations[0]
    return None if kind == "relu" else f"its first layer is {kind}, the story folds by relu"


def beats(told: Hinges, language: str) -> list[tuple[str, str]]:
    """(name, caption) of every beat: per neuron its moves, those that do nothing left out."""
    speak = {"turn": turn, "slide": slide, "fold": fold}
    out = [("setup", say("neuron.setup", language))]
    for k, hinge in enumerate(told.hinges, start=1):
        out += [(f"{step}-{k}", speak[step](told, hinge, language)) for step in hinge.steps]
    n = len(told.hinges)
    if n < told.total:
        out.append(("all", say("neuron.first", language, n=n, total=told.total)))
    elif n > 1:
        out.append(("all", say("neuron.all", language, n=n)))
    return out


def turn(told: Hinges, hinge: Hinge, language: str) -> str:
    """What the weight does: turn, scale, both, or flatten."""
    i, w = hinge.number + 1, weight(hinge.weight, DIGITS)
    if hinge.weight == 0:
        return say("neuron.flat", language, i=i)
    if hinge.weight == -1:
        return say("neuron.turn", language, i=i)
    if hinge.weight < 0:
        return say("neuron.turn.scale", language, i=i, weight=w)
    return say("neuron.scale", language, i=i, weight=w)


def slide(told: Hinges, hinge: Hinge, language: str) -> str:
    """What the bias does, and where zero stands then."""
    i, b = hinge.number + 1, weight(hinge.bias, DIGITS)
    if hinge.knot is None:
        return say("neuron.lift", language, i=i, bias=b)
    return say("neuron.slide", language, i=i, bias=b, knot=number(hinge.knot, DIGITS))


def fold(told: Hinges, hinge: Hinge, language: str) -> str:
    """What the activation does to the part in view."""
    i = hinge.number + 1
    if told.shows(hinge.knot):
        return say("neuron.fold", language, i=i, knot=number(hinge.knot or 0.0, DIGITS))
    # Without a breakpoint in view the sign is the same everywhere, the bias' at zero.
    return say("neuron.open" if hinge.bias > 0 else "neuron.silent", language, i=i)
