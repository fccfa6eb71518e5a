"""The beats of the story sum: which there are for a subject, and what each says."""

from __future__ import annotations

from approx.core.activations import activation_of
from approx.core.dataset import Dataset
from approx.panels.formula import affine, formula
from approx.panels.requirements import lacks_plain_sum
from approx.panels.rounding import written
from approx.panels.running_sum import SLOW, RunningSum
from approx.panels.sum import Contribution
from approx.panels.wording import comparison_beats, smooth_note
from approx.style.languages import Phrases, localised, number, weight
from approx.subjects import Subject

PHRASES = {
    "en": {
        "sum.setup": "{N} neurons, one input: can their sum follow the dashed curve?",
        "sum.setup.one": "One neuron, one input: can it follow the dashed curve?",
        "sum.setup.points": "{N} neurons, one input: can their sum come close to all the points?",
        "sum.setup.points.one": "One neuron, one input: can it come close to all the points?",
        "sum.setup.dates": "{N} neurons, one input x in days since 1970: can their sum come close to all the points?",
        "sum.setup.dates.one": "One neuron, one input x in days since 1970: can it come close to all the points?",
        "sum.setup.smooth": "{N} smooth neurons, {name} of a line each: can their sum follow the dashed curve?",
        "sum.setup.smooth.one": "One smooth neuron, {name} of a line: can it follow the dashed curve?",
        "sum.setup.own": "{N} neurons, one input: which function do they add up to?",
        "sum.setup.own.one": "One neuron, one input: which function does it make?",
        "sum.guess": "One straight line cannot: it is off by {error}.",
        "sum.guess.points": "One straight line cannot: a point is off by {error}.",
        "sum.neuron": "Neuron {i}: the line {line}{effect}, times {weight}.",
        "sum.neuron.name": "neuron {i}",
        "sum.rest": "Each of the other {n} bends the sum where it begins; then it shoots straight on.",
        "sum.rest.one": "The last one bends the sum where it begins.",
        "sum.rest.stacked": "The other {n} are laid on top: the thick line is the sum so far.",
        "sum.rest.stacked.one": "The last one is laid on top: the thick line is the sum.",
        "sum.rest.smooth": "The other {n} are added: the thick line is the sum so far.",
        "sum.rest.smooth.one": "The last one is added: the thick line is the sum.",
        "sum.slopes": "Its slope is a staircase: each breakpoint is one step.",
        "sum.slopes.target": "Its slope is a staircase, each breakpoint one step; dashed, the slope of the target.",
        "sum.strip.slope": "slope",
        "sum.strip.adds": "what each neuron adds",
        "sum.formula": "The whole network in one line: {n} neurons, {breakpoints}.",
        "sum.formula.one": "The whole network in one line: one neuron, {breakpoints}.",
        "sum.formula.short": "The network in one line, its middle left out: {n} neurons, {breakpoints}.",
        "sum.formula.smooth": "The whole network in one line: {n} neurons, {note}.",
        "sum.formula.smooth.one": "The whole network in one line: one neuron, {note}.",
        "sum.formula.smooth.short": "The network in one line, its middle left out: {n} neurons, {note}.",
    },
    "de": {
        "sum.setup": "{N} Neuronen, eine Eingabe: Folgt ihre Summe der gestrichelten Kurve?",
        "sum.setup.one": "Ein Neuron, eine Eingabe: Folgt es der gestrichelten Kurve?",
        "sum.setup.points": "{N} Neuronen, eine Eingabe: Kommt ihre Summe allen Punkten nahe?",
        "sum.setup.points.one": "Ein Neuron, eine Eingabe: Kommt es allen Punkten nahe?",
        "sum.setup.dates": "{N} Neuronen, eine Eingabe x in Tagen seit 1970: Kommt ihre Summe allen Punkten nahe?",
        "sum.setup.dates.one": "Ein Neuron, eine Eingabe x in Tagen seit 1970: Kommt es allen Punkten nahe?",
        "sum.setup.smooth": "{N} glatte Neuronen, je {name} einer Geraden: Folgt ihre Summe der gestrichelten Kurve?",
        "sum.setup.smooth.one": "Ein glattes Neuron, {name} einer Geraden: Folgt es der gestrichelten Kurve?",
        "sum.setup.own": "{N} Neuronen, eine Eingabe: Welche Funktion ist ihre Summe?",
        "sum.setup.own.one": "Ein Neuron, eine Eingabe: Welche Funktion ist das?",
        "sum.guess": "Eine Gerade kann es nicht: Sie liegt um {error} daneben.",
        "sum.guess.points": "Eine Gerade kann es nicht: Ein Punkt liegt um {error} daneben.",
        "sum.neuron": "Neuron {i}: die Gerade {line}{effect}, mal {weight}.",
        "sum.neuron.name": "Neuron {i}",
        "sum.rest": "Jedes der anderen {n} knickt die Summe, wo es beginnt; dann läuft sie geradeaus.",
        "sum.rest.one": "Das letzte knickt die Summe, wo es beginnt.",
        "sum.rest.stacked": "Die anderen {n} kommen darauf: Die dicke Linie ist die Summe bisher.",
        "sum.rest.stacked.one": "Das letzte kommt darauf: Die dicke Linie ist die Summe.",
        "sum.rest.smooth": "Die anderen {n} kommen dazu: Die dicke Linie ist die Summe bisher.",
        "sum.rest.smooth.one": "Das letzte kommt dazu: Die dicke Linie ist die Summe.",
        "sum.slopes": "Ihre Steigung ist eine Treppe: jeder Knick eine Stufe.",
        "sum.slopes.target": "Ihre Steigung ist eine Treppe, jeder Knick eine Stufe; gestrichelt die des Ziels.",
        "sum.strip.slope": "Steigung",
        "sum.strip.adds": "was jedes Neuron beiträgt",
        "sum.formula": "Das ganze Netz in einer Zeile: {n} Neuronen, {breakpoints}.",
        "sum.formula.one": "Das ganze Netz in einer Zeile: ein Neuron, {breakpoints}.",
        "sum.formula.short": "Das Netz in einer Zeile, ohne die Mitte: {n} Neuronen, {breakpoints}.",
        "sum.formula.smooth": "Das ganze Netz in einer Zeile: {n} Neuronen, {note}.",
        "sum.formula.smooth.one": "Das ganze Netz in einer Zeile: ein Neuron, {note}.",
        "sum.formula.smooth.short": "Das Netz in einer Zeile, ohne die Mitte: {n} Neuronen, {note}.",
    },
}
say = Phrases(PHRASES)


def unsupported_reason(subject: Subject) -> str | None:
    """Why this story cannot show the subject; None when it can."""
    depth = subject.network.depth
    if depth != 1:
        return f"it has {depth} hidden layers, the story needs one"
    return lacks_plain_sum(subject)


def beats(run: RunningSum, language: str) -> list[tuple[str, str]]:
    """(name, caption) of every beat."""
    subject, steps = run.subject, run.steps
    out = [("setup", _setup(run, language))]
    if run.guess is not None:
        kind = ".points" if isinstance(subject.target, Dataset) else ""
        out.append(("guess", say(f"sum.guess{kind}", language, error=number(run.guess_error))))
    for k, step in enumerate(steps[:SLOW]):
        out.append((f"neuron-{k + 1}", _neuron(run, step.contribution, k == 0, language)))
    if len(steps) > SLOW:
        kind = ".stacked" if run.stacked else ".smooth" if subject.network.smooth else ""
        out.append(("rest", say(f"sum.rest{kind}", language, n=len(steps) - SLOW)))
    out += comparison_beats(subject, language)
    if not subject.network.smooth:
        kind = "" if isinstance(subject.target, Dataset) or subject.target.own else ".target"
        out.append(("slopes", say(f"sum.slopes{kind}", language)))
    return [*out, ("formula", _formula(run, language))]


def _setup(run: RunningSum, language: str) -> str:
    target, network = run.subject.target, run.subject.network
    kind = ".smooth" if network.smooth else ""
    if isinstance(target, Dataset):
        kind = ".dates" if target.dates else ".points"
    elif target.own:
        kind = ".own"
    name = activation_of(network.activations[0]).symbol.text
    return say(f"sum.setup{kind}", language, n=len(run.sum.contributions), name=name)


def _formula(run: RunningSum, language: str) -> str:
    network = run.subject.network
    kind = ".smooth" if network.smooth else ""
    if any(part.dots for part in formula(*written(run.subject))):
        kind += ".short"
    blanks = {
        "breakpoints": say("breakpoints", language, n=len(run.sum.function.breakpoints)),
        "note": smooth_note(run.subject, language),
    }
    return say(f"sum.formula{kind}", language, n=len(run.sum.contributions), **blanks)


def _neuron(run: RunningSum, c: Contribution, first: bool, language: str) -> str:
    """What a neuron does to its input, and how it is weighted."""
    network = run.subject.network
    activation = activation_of(network.activations[0])
    effect = activation.effect.get(language, activation.effect["en"])
    # The first neuron says what the formula's symbol means.
    means = f" ({activation.definition.text})" if first and activation.definition else ""
    line, factor = _printed(run, c)
    return say(
        "sum.neuron",
        language,
        effect=effect.one.format(slope=number(activation.number or 0.0)) + means,
        i=c.neuron + 1,
        line=localised(line, language),
        weight=factor,
    )


def neuron_heading(run: RunningSum, c: Contribution, language: str) -> str:
    """'neuron 1: −0.947 · ReLU(x + 3)', over its own graph."""
    network = run.subject.network
    symbol = activation_of(network.activations[0]).symbol.text
    line, factor = _printed(run, c)
    name = say("sum.neuron.name", language, i=c.neuron + 1)
    return localised(f"{name}: {factor} · {symbol}({line})", language)


def _printed(run: RunningSum, c: Contribution) -> tuple[str, str]:
    """A neuron's line and its output weight, as the formula has them."""
    network, digits = written(run.subject)
    w, b = float(network.weights[0][c.neuron, 0]), float(network.biases[0][c.neuron])
    factor = weight(float(network.weights[1][0, c.neuron]), digits.weight)
    return affine(w, b, digits.weight, digits.x)[0], factor
