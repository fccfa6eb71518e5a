"""The beats of the story forward: which there are for a subject, and what each says."""

from __future__ import annotations

import math

import numpy as np

from approx.core.activations import activation_of
from approx.core.network import Network
from approx.panels.one_pass import Forward
from approx.panels.plane import axes
from approx.panels.requirements import lacks_motion
from approx.panels.rounding import Digits, equals, shared
from approx.panels.target import dated
from approx.style.languages import MINUS, Phrases, number, power_of_ten
from approx.style.languages import say as phrase
from approx.subjects import Subject
from approx.subjects.plane import Plane

TAKES = (Subject, Plane)

PHRASES = {
    "en": {
        "forward.setup": "One number goes in on the left, x = {x}. Which number comes out?",
        "forward.layer": "Layer {k}: each neuron adds weight × value and its bias, then {symbol}.",
        "forward.output": "The output adds weight × value of every neuron, and its bias: {y}.",
        "forward.output.then": "The output adds weight × value of every neuron and its bias, then {symbol}: {y}.",
        "forward.second": "Another number, x = {x}, comes out as {y}.",
        "forward.sweep": "All numbers one after the other draw the curve: this is what the network computes.",
        "forward.setup.two": "Two numbers go in on the left, {a} = {x} and {b} = {y}. What comes out?",
        "forward.outputs": "Every output adds weight × value of all neurons, and its bias. The largest decides: {name}.",
        "forward.second.two": "Two other numbers, {a} = {x} and {b} = {y}, come out as {out}.",
        "forward.second.class": "For two other numbers, {a} = {x} and {b} = {y}, the largest output is {name}.",
        "forward.sweep.two": "All places one after the other colour the map: this is what the network computes.",
    },
    "de": {
        "forward.setup": "Eine Zahl geht links hinein, x = {x}. Welche Zahl kommt heraus?",
        "forward.layer": "Schicht {k}: Jedes Neuron addiert Gewicht × Wert und seinen Bias, dann {symbol}.",
        "forward.output": "Die Ausgabe addiert Gewicht × Wert jedes Neurons und ihren Bias: {y}.",
        "forward.output.then": "Die Ausgabe addiert Gewicht × Wert jedes Neurons und ihren Bias, dann {symbol}: {y}.",
        "forward.second": "Eine andere Zahl, x = {x}, kommt als {y} heraus.",
        "forward.sweep": "Alle Zahlen nacheinander zeichnen die Kurve: Das berechnet das Netz.",
        "forward.setup.two": "Zwei Zahlen gehen links hinein, {a} = {x} und {b} = {y}. Was kommt heraus?",
        "forward.outputs": "Jeder Ausgang addiert Gewicht × Wert aller Neuronen und seinen Bias. Der größte entscheidet: {name}.",
        "forward.second.two": "Zwei andere Zahlen, {a} = {x} und {b} = {y}, kommen als {out} heraus.",
        "forward.second.class": "Für zwei andere Zahlen, {a} = {x} und {b} = {y}, ist der größte Ausgang {name}.",
        "forward.sweep.two": "Alle Stellen nacheinander färben die Karte: Das berechnet das Netz.",
    },
}
say = Phrases(PHRASES)

#: Significant digits of a value, as many as fit into a node, beyond those that say nothing.
DIGITS = 3
#: A sum shows so many terms before its dots.
MOST_TERMS = 2
#: More regions of two inputs cannot be told apart.
MOST_REGIONS = 1500
#: Numbers from here on are written with a power of ten; smaller ones of more digits are whole.
LARGE = 1e5
#: Numbers below this share of the largest beside them are written as zero.
NOTHING = 1e-12


def unsupported_reason(subject: Subject | Plane) -> str | None:
    """Why this story cannot show the subject; None when it can."""
    if not subject.network.depth:
        return "it has no hidden neuron"
    if not isinstance(subject, Plane):
        return None
    reason = lacks_motion(subject.network)
    if reason is None and len(subject.regions) > MOST_REGIONS:
        reason = f"{len(subject.regions)} regions are too many to see; it shows {MOST_REGIONS}"
    return reason


def beats(
    subject: Subject | Plane, passes: tuple[Forward, Forward], language: str
) -> list[tuple[str, str]]:
    """(name, caption) of every beat."""
    if isinstance(subject, Plane):
        return _of_two(subject, passes, language)
    (first, second), digits = passes, digits_of(subject)
    x, other = (dated(subject.target, p.x, shown(p.x, digits.x)) for p in passes)
    setup = say("forward.setup", language, x=x)
    out = [("setup", setup), *_layers(subject.network, language)]
    y = shown(second.output, digits.y)
    return [
        *out,
        ("output", _output(subject.network, shown(first.output, digits.y), language)),
        ("second", say("forward.second", language, x=other, y=y)),
        ("sweep", say("forward.sweep", language)),
    ]


def _layers(network: Network, language: str) -> list[tuple[str, str]]:
    out = []
    for k in range(1, network.depth + 1):
        symbol = activation_of(network.activations[k - 1]).symbol.text
        out.append((f"layer-{k}", say("forward.layer", language, k=k, symbol=symbol)))
    return out


def _output(network: Network, y: str, language: str) -> str:
    """How the output's value comes about, with its activation where it has one."""
    name = network.activations[-1]
    if name == "identity":
        return say("forward.output", language, y=y)
    symbol = activation_of(name).symbol.text
    return say("forward.output.then", language, symbol=symbol, y=y)


def _of_two(plane: Plane, passes: tuple[Forward, Forward], language: str) -> list[tuple[str, str]]:
    """The beats of two inputs, and of one output or several."""
    first, second = passes
    across, up = axes(plane)
    names = {"a": across.name, "b": up.name}
    places = digits_of(plane).x
    place, other = (
        {name: shown(value, places) for name, value in zip("xy", p.values[0].tolist(), strict=True)}
        for p in passes
    )
    if plane.several:
        output = say("forward.outputs", language, name=decided(plane, first, language))
        then = say(
            "forward.second.class",
            language,
            **names,
            **other,
            name=decided(plane, second, language),
        )
    else:
        output = _output(plane.network, shown(first.output), language)
        then = say("forward.second.two", language, **names, **other, out=shown(second.output))
    return [
        ("setup", say("forward.setup.two", language, **names, **place)),
        *_layers(plane.network, language),
        ("output", output),
        ("second", then),
        ("sweep", say("forward.sweep.two", language)),
    ]


def decided(plane: Plane, values: Forward, language: str) -> str:
    """The class of the largest output."""
    return class_name(plane.classes[int(values.sums[-1].argmax())], language)


def class_name(name: str, language: str) -> str:
    """What a class is called; a number alone would look like a value."""
    return phrase("plane.class", language, i=name) if name.isdigit() else name


def digits_of(subject: Subject | Plane) -> Digits:
    """How many digits inputs and outputs have: far from zero those, too, that all of them share."""
    if isinstance(subject, Plane):
        return Digits(DIGITS, DIGITS + max(shared(*span) for span in subject.box), DIGITS)
    f = subject.analysis.output
    x, y = shared(*subject.domain), shared(f.min(), f.max())
    return Digits(DIGITS, DIGITS + x, DIGITS + y)


def shown(value: float, digits: int = DIGITS) -> str:
    """A value as its node has it, in decimals."""
    return number(_printed(value, digits), max(digits, len(str(int(LARGE)))))


def _printed(value: float, digits: int = DIGITS) -> float:
    """The value that :func:`shown` writes."""
    whole = 10**digits <= abs(value) < LARGE
    return float(round(value)) if whole else float(f"{value:.{digits}g}")


def plain(value: float, digits: int = DIGITS, largest: float = 1.0) -> str:
    """A value that changes: always so many decimals, that its signs keep their places.

    Args:
        largest: its largest size; below 0.1 it decides how many decimals tell the values apart,
            and below 0.001 which power of ten all have.
    """
    if 0 < largest < 0.1:
        power = math.floor(math.log10(largest))
        if power >= -3:
            return f"{value + 0.0:.{2 - power}f}".replace("-", MINUS)
        return f"{plain(value / 10.0**power)}·{power_of_ten(power)}"
    if abs(value) < 1000:
        return f"{round(value, 2) + 0.0:.2f}".replace("-", MINUS)
    decimals = digits - 1 - math.floor(math.log10(abs(value)))
    if decimals < 0:
        return shown(value, digits)
    return f"{value:.{min(decimals, 2)}f}".replace("-", MINUS)


def calculation(
    network: Network, values: Forward, layer: int, digits: Digits, output: str = "y"
) -> str:
    """One neuron's sum with its numbers: the one with the largest value in its layer."""
    places = digits.weight if layer else digits.x  # of what it is made of
    last = digits.bias(layer, network.depth)
    neuron = int(values.values[layer + 1].argmax())
    weights, before = network.weights[layer][neuron], values.values[layer]
    terms = [
        f"{_signed(float(w), places)} · {_signed(float(h), places)}"
        for w, h in zip(weights, before, strict=True)
    ]
    if len(terms) > MOST_TERMS + 1:
        terms = [*terms[:MOST_TERMS], "…"]
    bias = float(network.biases[layer][neuron])
    tail = "" if bias == 0 else f" {MINUS if bias < 0 else '+'} {shown(abs(bias), last)}"
    z, h = float(values.sums[layer][neuron]), float(values.values[layer + 1][neuron])
    name = network.activations[layer]
    out = last if layer == network.depth else digits.weight
    factors = (
        [_printed(float(w), places) for w in weights],
        [_printed(float(h), places) for h in before],
    )
    given = float(np.dot(*factors)) + _printed(bias, last)
    text = f"{' + '.join(terms)}{tail} {equals(given, _printed(z, out))} {shown(z, out)}"
    if name == "identity":
        return f"{output} = {text}"
    return f"z = {text},   {activation_of(name).symbol.text}(z) = {shown(h)}"


def _signed(value: float, digits: int = DIGITS) -> str:
    return f"({shown(value, digits)})" if value < 0 else shown(value, digits)
