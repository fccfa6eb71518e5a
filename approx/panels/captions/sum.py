"""The beats of the story sum: which there are for a subject, and what each says."""

from __future__ import annotations

import numpy as np

from approx.core.activations import activation_of
from approx.panels.formula import affine
from approx.panels.primitives import Dots
from approx.panels.requirements import lacks_plain_sum
from approx.panels.sum import MOST_CONTRIBUTIONS, Contribution, Sum
from approx.panels.wording import comparison_beats, smooth_note
from approx.style.languages import Phrases, number, weight
from approx.subjects import Subject

PHRASES = {
    "en": {
        "sum.setup": "{N} neurons, one input: can their sum follow the dashed curve?",
        "sum.setup.one": "One neuron, one input: can it follow the dashed curve?",
        "sum.neuron": "Neuron {i}: the line {line}{effect}, times {weight}.",
        "sum.neurons": "{last} of {total} neurons, the strongest first: each a line{effect}.",
        "sum.setup.points": "{N} neurons, one input: can their sum come close to all the points?",
        "sum.setup.points.one": "One neuron, one input: can it come close to all the points?",
        "sum.setup.smooth": "{N} smooth neurons, {name} of a line each: can their sum follow the dashed curve?",
        "sum.setup.smooth.one": "One smooth neuron, {name} of a line: can it follow the dashed curve?",
        "sum.add": "Lifted onto each other they add up: the thick line is the sum so far.",
        "sum.formula": "The whole network in one line: {n} neurons, {breakpoints}.",
        "sum.formula.one": "The whole network in one line: one neuron, {breakpoints}.",
        "sum.formula.smooth": "The whole network in one line: {n} neurons, {note}.",
        "sum.formula.smooth.one": "The whole network in one line: one neuron, {note}.",
    },
    "de": {
        "sum.setup": "{N} Neuronen, eine Eingabe: Folgt ihre Summe der gestrichelten Kurve?",
        "sum.setup.one": "Ein Neuron, eine Eingabe: Folgt es der gestrichelten Kurve?",
        "sum.neuron": "Neuron {i}: die Gerade {line}{effect}, mal {weight}.",
        "sum.neurons": "{last} von {total} Neuronen, die stärksten zuerst: je eine Gerade{effect}.",
        "sum.setup.points": "{N} Neuronen, eine Eingabe: kommt ihre Summe allen Punkten nahe?",
        "sum.setup.points.one": "Ein Neuron, eine Eingabe: kommt es allen Punkten nahe?",
        "sum.setup.smooth": "{N} glatte Neuronen, je {name} einer Geraden: Folgt ihre Summe der gestrichelten Kurve?",
        "sum.setup.smooth.one": "Ein glattes Neuron, {name} einer Geraden: Folgt es der gestrichelten Kurve?",
        "sum.add": "Aufeinandergelegt ergeben sie die Summe: Die dicke Linie ist die Summe bisher.",
        "sum.formula": "Das ganze Netz in einer Zeile: {n} Neuronen, {breakpoints}.",
        "sum.formula.one": "Das ganze Netz in einer Zeile: ein Neuron, {breakpoints}.",
        "sum.formula.smooth": "Das ganze Netz in einer Zeile: {n} Neuronen, {note}.",
        "sum.formula.smooth.one": "Das ganze Netz in einer Zeile: ein Neuron, {note}.",
    },
}
say = Phrases(PHRASES)

#: Beyond MOST_CONTRIBUTIONS neurons are added in this many groups.
GROUPS = 4


def unsupported_reason(subject: Subject) -> str | None:
    """Why this story cannot show the subject; None when it can."""
    depth = subject.network.depth
    if depth != 1:
        return f"it has {depth} hidden layers, the story needs one"
    return lacks_plain_sum(subject)


def steps(sum_: Sum) -> list[tuple[Contribution, ...]]:
    """What is added at each step: one contribution, or one of GROUPS groups where there are many.

    Groups go by what their members change in slope, sharply or gradually, the largest first.
    """
    shown = [c for c in sum_.contributions if c.weight != 0]
    if len(shown) <= MOST_CONTRIBUTIONS:
        return [(c,) for c in shown]
    bending = {c.neuron: float(np.abs(np.diff(c.function.slopes)).sum()) for c in shown}
    ordered = sorted(shown, key=lambda c: (c.weight < 0, -bending[c.neuron]))
    size = -(-len(ordered) // GROUPS)
    return [tuple(ordered[k : k + size]) for k in range(0, len(ordered), size)]


def beats(sum_: Sum, language: str) -> list[tuple[str, str]]:
    """(name, caption) of every beat."""
    n = len(sum_.contributions)
    network = sum_.subject.network
    kind = ".smooth" if network.smooth else ""
    goal = ".points" if isinstance(sum_.target, Dots) else kind
    name = activation_of(network.activations[0]).symbol.text
    out = [("setup", say(f"sum.setup{goal}", language, n=n, name=name))]
    shown = 0
    for k, step in enumerate(steps(sum_), start=1):
        shown += len(step)
        out.append((f"neuron-{k}", _neuron(sum_, step, shown, language)))
    blanks = {
        "breakpoints": say("breakpoints", language, n=len(sum_.function.breakpoints)),
        "note": smooth_note(sum_.subject, language),
    }
    return [
        *out,
        ("add", say("sum.add", language)),
        *comparison_beats(sum_.subject, language),
        ("formula", say(f"sum.formula{kind}", language, n=n, **blanks)),
    ]


def _neuron(sum_: Sum, step: tuple[Contribution, ...], shown: int, language: str) -> str:
    """What a step adds; `shown` neurons have been added after it."""
    network = sum_.subject.network
    activation = activation_of(network.activations[0])
    effect = activation.effect.get(language, activation.effect["en"])
    # The first neuron says what the formula's symbol means.
    first, meaning = shown == len(step), activation.definition
    means = f" ({meaning.text})" if first and meaning else ""
    if len(step) > 1:
        total = len(sum_.contributions)
        return say("sum.neurons", language, last=shown, total=total, effect=effect.many + means)
    (contribution,) = step
    j = contribution.neuron
    w, b = float(network.weights[0][j, 0]), float(network.biases[0][j])
    return say(
        "sum.neuron",
        language,
        effect=effect.one.format(slope=number(activation.number or 0.0)) + means,
        i=j + 1,
        line=affine(w, b)[0],
        weight=weight(contribution.weight, 3),
    )


def error_label(sum_: Sum) -> str:
    """The number beside the largest error."""
    return number(sum_.error.sup)
