"""The beats of the story neuron: which there are for a subject, and what each says."""

from __future__ import annotations

from functools import partial

from approx.core.dataset import Dataset
from approx.panels import target as targets
from approx.panels.rounding import FEWEST, as_printed, equals
from approx.panels.single_neuron import Example, NeuronGraphs, SingleNeuron
from approx.style.languages import Phrases, localised, number, weight
from approx.subjects import Subject

PHRASES = {
    "en": {
        "neuron.setup": "What does one of the {n} neurons do to a number? Follow {x} through it.",
        "neuron.setup.layer": "What does one of the {n} neurons of layer 1 do to a number? Follow {x} through it.",
        "neuron.setup.one": "What does one neuron do to a number? Follow {x} through it.",
        "neuron.weigh.same": "The weight 1 leaves {x} as it is.",
        "neuron.weigh.zero": "The weight 0 makes 0 of every number.",
        "neuron.weigh.turn": "The weight −1 turns {x} half round: {to}.",
        "neuron.weigh.turn.stretch": "The weight {weight} turns {x} half round and stretches it: {to}.",
        "neuron.weigh.turn.shrink": "The weight {weight} turns {x} half round and shrinks it: {to}.",
        "neuron.weigh.stretch": "The weight {weight} stretches {x} to {to}.",
        "neuron.weigh.shrink": "The weight {weight} shrinks {x} to {to}.",
        "neuron.shift": "The bias {bias} slides it to {to}.",
        "neuron.shift.none": "The bias 0 leaves it there.",
        "neuron.cut": "ReLU(z) = max(0, z) lets nothing below zero through: {to}.",
        "neuron.pass": "ReLU(z) = max(0, z) lets through what is above zero: {to}.",
        "neuron.second": "Now {x}: z = {z} is above zero, so ReLU lets it through.",
        "neuron.line": "And all numbers at once? A number line; over each number n, the line y = x is n high.",
        "neuron.turn": "Weight −1 turns the number line half round; the line follows.",
        "neuron.turn.scale": "Weight {weight} turns the number line half round and scales it.",
        "neuron.scale": "Weight {weight} scales the number line; the line gets that slope.",
        "neuron.flat": "Weight 0 sends every input to zero; the line lies flat.",
        "neuron.slide": "Bias {bias} slides the numbers; zero now stands at x = −b/w = {breakpoint}.",
        "neuron.lift": "Bias {bias} moves the flat line to that height.",
        "neuron.fold": "ReLU presses what is below zero flat onto the axis; breakpoint at x = {breakpoint}.",
        "neuron.open": "Nothing in view is below zero, so ReLU changes nothing.",
        "neuron.silent": "All in view is below zero and pressed flat: the neuron is silent.",
        "neuron.others": "The other {n} neurons do the same, with weights and biases of their own.",
        "neuron.others.one": "The other neuron does the same, with a weight and a bias of its own.",
        "neuron.others.some": "{N} more of the {total} neurons do the same, with weights and biases of their own.",
        "neuron.others.right": "The other {n} neurons do the same, each with a bias of its own.",
        "neuron.others.right.one": "The other neuron does the same, with a bias of its own.",
        "neuron.others.right.some": "{N} more of the {total} neurons do the same, each with a bias of its own.",
        "neuron.curve": "In the whole network, neuron {i} makes the curve bend at {place}.",
        "neuron.curve.shared": "In the whole network, neuron {i} and another make the curve bend at {place}.",
        "neuron.curve.hidden": "Neuron {i} switches at {place}, but the network’s curve does not bend there.",
        "neuron.curve.none": "Neuron {i} never switches here, so it makes no bend in the network’s curve.",
        "neuron.part.input": "input x",
        "neuron.part.weight": "weight w",
        "neuron.part.bias": "bias b",
        "neuron.part.relu": "ReLU",
        "neuron.part.output": "output y",
        "neuron.part.neuron": "neuron {i}",
    },
    "de": {
        "neuron.setup": "Was macht eines der {n} Neuronen mit einer Zahl? Der Weg von {x} hindurch.",
        "neuron.setup.layer": "Was macht eines der {n} Neuronen von Schicht 1 mit einer Zahl? Der Weg von {x} hindurch.",
        "neuron.setup.one": "Was macht ein Neuron mit einer Zahl? Der Weg von {x} hindurch.",
        "neuron.weigh.same": "Das Gewicht 1 lässt {x}, wie es ist.",
        "neuron.weigh.zero": "Das Gewicht 0 macht aus jeder Zahl 0.",
        "neuron.weigh.turn": "Das Gewicht −1 dreht {x} halb herum: {to}.",
        "neuron.weigh.turn.stretch": "Das Gewicht {weight} dreht {x} halb herum und streckt es: {to}.",
        "neuron.weigh.turn.shrink": "Das Gewicht {weight} dreht {x} halb herum und staucht es: {to}.",
        "neuron.weigh.stretch": "Das Gewicht {weight} streckt {x} auf {to}.",
        "neuron.weigh.shrink": "Das Gewicht {weight} staucht {x} auf {to}.",
        "neuron.shift": "Der Bias {bias} verschiebt es nach {to}.",
        "neuron.shift.none": "Der Bias 0 lässt es dort.",
        "neuron.cut": "ReLU(z) = max(0, z) lässt nichts unter null durch: {to}.",
        "neuron.pass": "ReLU(z) = max(0, z) lässt durch, was über null ist: {to}.",
        "neuron.second": "Nun {x}: z = {z} ist über null, also lässt ReLU es durch.",
        "neuron.line": "Und alle Zahlen zugleich? Ein Zahlenstrahl; über jeder Zahl n ist die Gerade y = x n hoch.",
        "neuron.turn": "Gewicht −1 dreht den Zahlenstrahl halb herum; die Gerade folgt.",
        "neuron.turn.scale": "Gewicht {weight} dreht den Zahlenstrahl halb herum und streckt ihn.",
        "neuron.scale": "Gewicht {weight} streckt den Zahlenstrahl; die Gerade hat diese Steigung.",
        "neuron.flat": "Gewicht 0 macht aus jeder Eingabe null; die Gerade liegt flach.",
        "neuron.slide": "Bias {bias} verschiebt die Zahlen; die Null steht nun bei x = −b/w = {breakpoint}.",
        "neuron.lift": "Bias {bias} bringt die flache Gerade auf diese Höhe.",
        "neuron.fold": "ReLU drückt flach auf die Achse, was unter null ist; Knick bei x = {breakpoint}.",
        "neuron.open": "Hier ist nichts unter null, also ändert ReLU nichts.",
        "neuron.silent": "Hier ist alles unter null und wird flach gedrückt: Das Neuron schweigt.",
        "neuron.others": "Die anderen {n} Neuronen machen dasselbe, mit eigenen Gewichten und Bias.",
        "neuron.others.one": "Das andere Neuron macht dasselbe, mit eigenem Gewicht und Bias.",
        "neuron.others.some": "{N} weitere der {total} Neuronen machen dasselbe, mit eigenen Gewichten und Bias.",
        "neuron.others.right": "Die anderen {n} Neuronen machen dasselbe, jedes mit eigenem Bias.",
        "neuron.others.right.one": "Das andere Neuron macht dasselbe, mit eigenem Bias.",
        "neuron.others.right.some": "{N} weitere der {total} Neuronen machen dasselbe, jedes mit eigenem Bias.",
        "neuron.curve": "Im ganzen Netz macht Neuron {i} den Knick der Kurve bei {place}.",
        "neuron.curve.shared": "Im ganzen Netz macht Neuron {i} mit einem anderen den Knick der Kurve bei {place}.",
        "neuron.curve.hidden": "Neuron {i} schaltet bei {place}, doch die Kurve des Netzes knickt dort nicht.",
        "neuron.curve.none": "Neuron {i} schaltet hier nie, also knickt die Kurve des Netzes nicht durch dieses Neuron.",
        "neuron.part.input": "Eingabe x",
        "neuron.part.weight": "Gewicht w",
        "neuron.part.bias": "Bias b",
        "neuron.part.relu": "ReLU",
        "neuron.part.output": "Ausgabe y",
        "neuron.part.neuron": "Neuron {i}",
    },
}
say = Phrases(PHRASES)

#: From here on numbers are written with a power of ten.
LARGE = 1e6
#: The same on axes, for round numbers.
AXES = 1e5


def unsupported_reason(subject: Subject) -> str | None:
    """Why this story cannot show the subject; None when it can."""
    network = subject.network
    if network.depth == 0:
        return "it has no hidden neuron"
    kind = network.activations[0]
    return None if kind == "relu" else f"its first layer is {kind}, the story folds by relu"


def beats(graphs: NeuronGraphs, language: str) -> list[tuple[str, str]]:
    """(name, caption) of every beat: one number first, then all of them, move by move.

    One neuron is told in full, those of its moves left out that do nothing.
    """
    neuron = graphs.chosen
    speak = {"turn": turn, "slide": slide, "fold": fold}
    out = [*_number(graphs, language), ("line", say("neuron.line", language))]
    k = neuron.number + 1
    out += [(f"{step}-{k}", speak[step](graphs, neuron, language)) for step in neuron.steps]
    n = len(graphs.neurons)
    if n > 1:
        kind = ".right" if all(other.weight == 1 for other in graphs.neurons) else ""
        kind += ".some" if n < graphs.total else ""
        out.append(("others", say(f"neuron.others{kind}", language, n=n - 1, total=graphs.total)))
    return [*out, ("curve", _curve(graphs, language))]


def _curve(graphs: NeuronGraphs, language: str) -> str:
    """What the neuron is to the network's curve."""
    neuron, target = graphs.chosen, graphs.subject.target
    if not graphs.switches(neuron):
        return say("neuron.curve.none", language, i=neuron.number + 1)
    at = neuron.breakpoint or 0.0
    if isinstance(target, Dataset) and target.dates:
        place = targets.place(target, at)
    else:
        place = localised(f"{targets.name_of_x(target)} = {number(at, neuron.digits.x)}", language)
    kind = "" if neuron.number in graphs.bends else ".hidden"
    if not kind and list(graphs.bends.values()).count(graphs.bends[neuron.number]) > 1:
        kind = ".shared"
    return say(f"neuron.curve{kind}", language, i=neuron.number + 1, place=place)


def key(graphs: NeuronGraphs, language: str) -> dict[str, str]:
    """Role -> what its line means, over the network's curve."""
    parts = [*(d.role for d in graphs.curve.dots), *(c.role for c in graphs.curve.curves)]
    names = dict.fromkeys(parts, targets.name(graphs.subject.target, language))
    return names | {"sum": say("network", language)}


def shown(value: float, digits: int = FEWEST) -> str:
    """A number as it stands in the neuron: large ones whole, for 2·10³ would not be 1962."""
    if 10**digits <= abs(value) < LARGE:
        return number(float(round(value)), len(str(int(LARGE))))
    return weight(value, digits)


def tick(value: float) -> str:
    """A number of the number line, as the axes write it."""
    whole = value == round(value) and abs(value) < AXES
    return number(value, len(str(int(AXES))) if whole else FEWEST + 1)


def _number(graphs: NeuronGraphs, language: str) -> list[tuple[str, str]]:
    """The beats in which one number goes through the neuron."""
    neuron, (e, *others) = graphs.chosen, graphs.examples()
    show, w = partial(shown, digits=neuron.digits.x), shown(neuron.weight, neuron.digits.weight)
    x, b = show(e.x), show(neuron.bias)
    dated = targets.dated(graphs.subject.target, e.x, localised(x, language))
    layer = ".layer" if graphs.subject.network.depth > 1 and graphs.total > 1 else ""
    bias = ".none" if neuron.bias == 0 else ""
    kind = "cut" if e.received < 0 else "pass"
    weighed = say(
        f"neuron.weigh{_weigh(neuron.weight)}", language, x=x, weight=w, to=show(e.weighted)
    )
    z, y = (summed(graphs, e, value) for value in (e.received, e.output))
    out = [
        ("setup", say(f"neuron.setup{layer}", language, x=dated, n=graphs.total)),
        ("weigh", weighed),
        ("shift", say(f"neuron.shift{bias}", language, bias=b, to=z)),
        ("cut", say(f"neuron.{kind}", language, to=y)),
    ]
    for other in others:
        z = summed(graphs, other, other.received)
        out.append(("second", say("neuron.second", language, x=show(other.x), z=z)))
    return out


def _weigh(w: float) -> str:
    """The end of the key of what a weight does to a number."""
    if w in (0.0, 1.0):
        return ".same" if w else ".zero"
    if w == -1:
        return ".turn"
    return (".turn" if w < 0 else "") + (".stretch" if abs(w) > 1 else ".shrink")


def parts(neuron: SingleNeuron, language: str) -> dict[str, str]:
    """The names of a neuron's parts."""
    names = ("input", "weight", "bias", "relu", "output", "neuron")
    return {name: say(f"neuron.part.{name}", language, i=neuron.number + 1) for name in names}


def calculation(graphs: NeuronGraphs, e: Example) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """z and y with their numbers, in stretches that appear one by one: weighed and shifted, cut."""
    neuron = graphs.chosen
    show, w = partial(shown, digits=neuron.digits.x), shown(neuron.weight, neuron.digits.weight)
    b, x, z = show(neuron.bias), show(e.x), summed(graphs, e, e.received)
    x = f"({x})" if e.x < 0 else x
    sign = f"− {show(-neuron.bias)}" if neuron.bias < 0 else f"+ {b}"
    same = equals(_total(graphs, e), as_printed(e.received, _digits_of_sum(graphs, e)))
    first = ("z = w · x + b", f" = {w} · {x}", f" {sign} {same} {z}")
    return first, ("y = ReLU(z)", f" = max(0, {z}) = {summed(graphs, e, e.output)}")


def summed(graphs: NeuronGraphs, e: Example, value: float) -> str:
    """What the bias, or ReLU, has made of the number."""
    return shown(value, _digits_of_sum(graphs, e))


def _digits_of_sum(graphs: NeuronGraphs, e: Example) -> int:
    """The fewest with which the printed numbers give the printed sum, one more than theirs at most.

    Far from zero 19566 − 19500 is 66, not 66.013, and 1960 − 1987 is −27, not −26.6.
    """
    given = _total(graphs, e)
    for digits in range(1, graphs.chosen.digits.x + 2):
        if equals(given, as_printed(e.received, digits)) == "=":
            return digits
    return FEWEST


def _total(graphs: NeuronGraphs, e: Example) -> float:
    """The sum of the numbers as they are printed."""
    neuron = graphs.chosen
    w, digits = as_printed(neuron.weight, neuron.digits.weight), neuron.digits.x
    return w * as_printed(e.x, digits) + as_printed(neuron.bias, digits)


def turn(graphs: NeuronGraphs, neuron: SingleNeuron, language: str) -> str:
    """What the weight does: turn, scale, both, or flatten."""
    w = shown(neuron.weight, neuron.digits.weight)
    if neuron.weight == 0:
        return say("neuron.flat", language)
    if neuron.weight == -1:
        return say("neuron.turn", language)
    if neuron.weight < 0:
        return say("neuron.turn.scale", language, weight=w)
    return say("neuron.scale", language, weight=w)


def slide(graphs: NeuronGraphs, neuron: SingleNeuron, language: str) -> str:
    """What the bias does, and where zero stands then."""
    b = shown(neuron.bias, neuron.digits.x)
    if neuron.breakpoint is None:
        return say("neuron.lift", language, bias=b)
    return say(
        "neuron.slide", language, bias=b, breakpoint=number(neuron.breakpoint, neuron.digits.x)
    )


def fold(graphs: NeuronGraphs, neuron: SingleNeuron, language: str) -> str:
    """What the activation does to the part in view."""
    if graphs.shows(neuron.breakpoint):
        return say(
            "neuron.fold", language, breakpoint=number(neuron.breakpoint or 0.0, neuron.digits.x)
        )
    # Without a breakpoint in view the sign is the same everywhere, the bias' at zero.
    return say("neuron.open" if neuron.bias > 0 else "neuron.silent", language)
