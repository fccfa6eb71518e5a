"""The beats of the story forward: which there are for a subject, and what each says."""

from __future__ import annotations

from approx.core.activations import activation_of
from approx.panels.one_pass import Forward
from approx.style.languages import MINUS, Phrases, number
from approx.subjects import Subject

PHRASES = {
    "en": {
        "forward.setup": "One number goes in on the left, x = {x}. Which number comes out?",
        "forward.layer": "Layer {k}: each neuron adds weight × value and its bias, then {symbol}.",
        "forward.output": "The output adds weight × value of every neuron, and its bias: {y}.",
        "forward.second": "Another number, x = {x}, comes out as {y}.",
        "forward.sweep": "All numbers one after the other draw the curve: this is what the network computes.",
    },
    "de": {
        "forward.setup": "Eine Zahl geht links hinein, x = {x}. Welche Zahl kommt heraus?",
        "forward.layer": "Schicht {k}: Jedes Neuron addiert Gewicht × Wert und seinen Bias, dann {symbol}.",
        "forward.output": "Die Ausgabe addiert Gewicht × Wert jedes Neurons und ihren Bias: {y}.",
        "forward.second": "Eine andere Zahl, x = {x}, kommt als {y} heraus.",
        "forward.sweep": "Alle Zahlen nacheinander zeichnen die Kurve: Das berechnet das Netz.",
    },
}
say = Phrases(PHRASES)

#: Significant digits of a value, as many as fit into a node.
DIGITS = 3
#: A sum shows so many terms before its dots.
MOST_TERMS = 2
#: Numbers below this share of the largest beside them are written as zero.
NOTHING = 1e-12


def unsupported_reason(subject: Subject) -> str | None:
    """Why this story cannot show the subject; None when it can."""
    return None if subject.network.depth else "it has no hidden neuron"


def beats(
    subject: Subject, passes: tuple[Forward, Forward], language: str
) -> list[tuple[str, str]]:
    """(name, caption) of every beat."""
    first, second = passes
    network = subject.network
    out = [("setup", say("forward.setup", language, x=shown(first.x)))]
    for k in range(1, network.depth + 1):
        symbol = activation_of(network.activations[k - 1]).symbol.text
        out.append((f"layer-{k}", say("forward.layer", language, k=k, symbol=symbol)))
    y = shown(second.output)
    return [
        *out,
        ("output", say("forward.output", language, y=shown(first.output))),
        ("second", say("forward.second", language, x=shown(second.x), y=y)),
        ("sweep", say("forward.sweep", language)),
    ]


def shown(value: float) -> str:
    """A value as its node has it, in decimals."""
    return number(value, DIGITS)


def plain(value: float) -> str:
    """A value that changes: always so many decimals, that its signs keep their places."""
    if abs(value) >= 1000:
        return number(value, DIGITS)
    return f"{round(value, 2) + 0.0:.2f}".replace("-", MINUS)


def calculation(subject: Subject, values: Forward, layer: int) -> str:
    """One neuron's sum with its numbers: the one with the largest value in its layer."""
    network = subject.network
    neuron = int(values.values[layer + 1].argmax())
    weights, before = network.weights[layer][neuron], values.values[layer]
    terms = [
        f"{_signed(float(w))} · {_signed(float(h))}" for w, h in zip(weights, before, strict=True)
    ]
    if len(terms) > MOST_TERMS + 1:
        terms = [*terms[:MOST_TERMS], "…"]
    bias = float(network.biases[layer][neuron])
    tail = "" if bias == 0 else f" {MINUS if bias < 0 else '+'} {shown(abs(bias))}"
    z, h = float(values.sums[layer][neuron]), float(values.values[layer + 1][neuron])
    name = network.activations[layer]
    text = f"{' + '.join(terms)}{tail} = {shown(z)}"
    if name == "identity":
        return f"y = {text}"
    return f"z = {text},   {activation_of(name).symbol.text}(z) = {shown(h)}"


def _signed(value: float) -> str:
    return f"({shown(value)})" if value < 0 else shown(value)
