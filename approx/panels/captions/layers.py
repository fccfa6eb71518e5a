"""The beats of the story layers: which there are for a subject, and what each says."""

from __future__ import annotations

from approx.panels import requirements
from approx.panels.layers import Column, Layers
from approx.panels.wording import comparison_beats
from approx.style.languages import Phrases, number
from approx.subjects import Subject

PHRASES = {
    "en": {
        "layers.setup": "Each layer sees only what the layer before it made.",
        "layers.first": "Layer 1 turns, slides and folds the input: {n} hinges.",
        "layers.next": "Layer {k} adds weighted copies of layer {before}, then folds each sum flat below zero.",
        "layers.idle": "Layer {k} adds weighted copies of layer {before}; nothing is below zero, so nothing folds.",
        "layers.output": "The output adds the {n} functions of the last layer, each with its weight.",
        "layers.output.one": "The output is the last layer's function, times its weight.",
        "layers.breakpoints": "Each breakpoint has the colour of its neuron; bars show each layer's share of the bending.",
    },
    "de": {
        "layers.setup": "Jede Schicht sieht nur, was die Schicht davor gemacht hat.",
        "layers.first": "Schicht 1 dreht, schiebt und faltet die Eingabe: {n} Scharniere.",
        "layers.next": "Schicht {k} addiert gewichtete Kopien von Schicht {before} und faltet jede Summe unter null flach.",
        "layers.idle": "Schicht {k} addiert gewichtete Kopien von Schicht {before}; nichts ist unter null, nichts wird gefaltet.",
        "layers.output": "Die Ausgabe addiert die {n} Funktionen der letzten Schicht, jede mit ihrem Gewicht.",
        "layers.output.one": "Die Ausgabe ist die Funktion der letzten Schicht, mal ihr Gewicht.",
        "layers.breakpoints": "Jeder Knick hat die Farbe seines Neurons; Balken zeigen den Anteil jeder Schicht.",
    },
}
say = Phrases(PHRASES)


def unsupported_reason(subject: Subject) -> str | None:
    """Why this story cannot show the subject; None when it can."""
    if subject.network.depth >= 2:
        return requirements.lacks_breakpoints(subject) or requirements.lacks_plain_sum(subject)
    return "it has one hidden layer, the story needs two or more"


def beats(layers: Layers, language: str) -> list[tuple[str, str]]:
    """(name, caption) of every beat."""
    network = layers.subject.network
    out = [
        ("setup", say("layers.setup", language)),
        ("layer-1", say("layers.first", language, n=network.hidden_widths[0])),
    ]
    for k, column in enumerate(layers.hidden[1:], start=2):
        key = "layers.next" if column.folds else "layers.idle"
        out.append((f"layer-{k}", say(key, language, k=k, before=k - 1)))
    return [
        *out,
        ("output", say("layers.output", language, n=network.hidden_widths[-1])),
        *comparison_beats(layers.subject, language),
        ("breakpoints", say("layers.breakpoints", language)),
    ]


def share(column: Column) -> str:
    """The layer's share of the bending: '25 %'."""
    return f"{number(100 * column.share, 3)} %"
