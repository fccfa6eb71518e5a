"""The beats of the story layers: which there are for a subject, and what each says."""

from __future__ import annotations

from approx.core.dataset import Dataset
from approx.panels import requirements
from approx.panels.breakpoints import cancelling
from approx.panels.layers import Column, Layers
from approx.panels.owners import coloring
from approx.panels.rounding import digits_of
from approx.panels.wording import comparison_beats
from approx.style.languages import Phrases, number, weight
from approx.subjects import Subject

PHRASES = {
    "en": {
        "layers.setup": "{N} layers of straight hinges: can they make the dashed curve?",
        "layers.setup.points": "{N} layers of straight hinges: can they come close to the points?",
        "layers.setup.own": "{N} layers of straight hinges: which function do they make?",
        "layers.first": "Layer 1 turns the line, slides it, presses it flat below zero: {n} hinges.",
        "layers.first.one": "Layer 1 turns the line, slides it, presses it flat below zero: one hinge.",
        "layers.next": "Layer {k} adds weighted copies of layer {before}, then presses each sum flat below zero.",
        "layers.idle": "Layer {k} adds weighted copies of layer {before}; nothing is below zero, nothing is pressed flat.",
        "layers.first.bent": "Layer 1 turns the line, slides it, bends it at zero: {n} hinges.",
        "layers.first.bent.one": "Layer 1 turns the line, slides it, bends it at zero: one hinge.",
        "layers.next.bent": "Layer {k} adds weighted copies of layer {before}, then bends each sum at zero.",
        "layers.idle.bent": "Layer {k} adds weighted copies of layer {before}; nothing is below zero, nothing is bent.",
        "layers.weigh": "The output weighs the {n} functions of layer {k}: a minus turns {minus} of them over.",
        "layers.weigh.all": "The output weighs the {n} functions of layer {k}: a minus turns all of them over.",
        "layers.weigh.plus": "The output weighs the {n} functions of layer {k}: none is turned over.",
        "layers.weigh.one": "The output weighs the one function of layer {k}.",
        "layers.add": "Added with their signs: what is above zero stands on what is below.",
        "layers.add.plus": "Added, they stand on each other: the thick line is the sum.",
        "layers.output": "On its own scale and lifted by the bias {bias}: the network.",
        "layers.output.plain": "On its own scale: the network.",
        "layers.strip.short": "error",
        "layers.on": "layer {k}: where each neuron is on",
        "layers.rows": "breakpoints of each layer",
        "layers.breakpoints": "Each breakpoint has the colour of its neuron; bars show each layer's share of the bending.",
        "layers.breakpoints.layer": "Each breakpoint has the colour of its layer; bars show each layer's share of the bending.",
        "layers.breakpoints.cancel": "Each breakpoint has its neuron's colour; bars: each layer's share, also of bends that cancel.",
        "layers.breakpoints.layer.cancel": "Each breakpoint has its layer's colour; bars: each layer's share, also of bends that cancel.",
    },
    "de": {
        "layers.setup": "{N} Schichten aus geraden Scharnieren: Wird daraus die gestrichelte Kurve?",
        "layers.setup.points": "{N} Schichten aus geraden Scharnieren: Kommen sie den Punkten nahe?",
        "layers.setup.own": "{N} Schichten aus geraden Scharnieren: Welche Funktion ergeben sie?",
        "layers.first": "Schicht 1 dreht die Gerade, schiebt sie, drückt sie unter null flach: {n} Scharniere.",
        "layers.first.one": "Schicht 1 dreht die Gerade, schiebt sie, drückt sie unter null flach: ein Scharnier.",
        "layers.next": "Schicht {k} addiert gewichtete Kopien von Schicht {before} und drückt jede Summe unter null flach.",
        "layers.idle": "Schicht {k} addiert gewichtete Kopien von Schicht {before}; nichts ist unter null, nichts wird gedrückt.",
        "layers.first.bent": "Schicht 1 dreht die Gerade, schiebt sie, knickt sie bei null: {n} Scharniere.",
        "layers.first.bent.one": "Schicht 1 dreht die Gerade, schiebt sie, knickt sie bei null: ein Scharnier.",
        "layers.next.bent": "Schicht {k} addiert gewichtete Kopien von Schicht {before} und knickt jede Summe bei null.",
        "layers.idle.bent": "Schicht {k} addiert gewichtete Kopien von Schicht {before}; nichts ist unter null, nichts wird geknickt.",
        "layers.weigh": "Die Ausgabe gewichtet die {n} Funktionen von Schicht {k}: Ein Minus dreht {minus} davon um.",
        "layers.weigh.all": "Die Ausgabe gewichtet die {n} Funktionen von Schicht {k}: Ein Minus dreht alle um.",
        "layers.weigh.plus": "Die Ausgabe gewichtet die {n} Funktionen von Schicht {k}: Keine wird umgedreht.",
        "layers.weigh.one": "Die Ausgabe gewichtet die eine Funktion von Schicht {k}.",
        "layers.add": "Mit Vorzeichen addiert: Was über null ist, steht auf dem, was darunter ist.",
        "layers.add.plus": "Addiert stehen sie aufeinander: Die dicke Linie ist die Summe.",
        "layers.output": "Im eigenen Maßstab und um den Bias {bias} verschoben: das Netz.",
        "layers.output.plain": "Im eigenen Maßstab: das Netz.",
        "layers.strip.short": "Fehler",
        "layers.on": "Schicht {k}: wo jedes Neuron an ist",
        "layers.rows": "Knicke jeder Schicht",
        "layers.breakpoints": "Jeder Knick hat die Farbe seines Neurons; Balken zeigen den Anteil jeder Schicht.",
        "layers.breakpoints.layer": "Jeder Knick hat die Farbe seiner Schicht; Balken zeigen den Anteil jeder Schicht.",
        "layers.breakpoints.cancel": "Jeder Knick hat die Farbe seines Neurons; Balken: Anteile, auch an Knicken, die sich aufheben.",
        "layers.breakpoints.layer.cancel": "Jeder Knick hat die Farbe seiner Schicht; Balken: Anteile, auch an Knicken, die sich aufheben.",
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
    colored = ".layer" if coloring(layers.subject) == "layer" else ""
    colored += ".cancel" if cancelling(layers.subject) else ""
    out = [
        ("setup", _setup(layers, language)),
        ("layer-1", say(f"layers.first{_bent(layers, 0)}", language, n=network.hidden_widths[0])),
    ]
    for k, column in enumerate(layers.hidden[1:], start=2):
        kind = "next" if column.folds else "idle"
        said = say(f"layers.{kind}{_bent(layers, k - 1)}", language, k=k, before=k - 1)
        out.append((f"layer-{k}", said))
    return [
        *out,
        *_output(layers, language),
        *comparison_beats(layers.subject, language),
        ("breakpoints", say(f"layers.breakpoints{colored}", language)),
    ]


def _bent(layers: Layers, layer: int) -> str:
    """The kind of phrase: only ReLU presses what is below zero flat."""
    return "" if layers.subject.network.activations[layer] == "relu" else ".bent"


def _setup(layers: Layers, language: str) -> str:
    target, n = layers.subject.target, layers.subject.network.depth
    kind = ".points" if isinstance(target, Dataset) else ".own" if target.own else ""
    return say(f"layers.setup{kind}", language, n=n)


def _output(layers: Layers, language: str) -> list[tuple[str, str]]:
    """The beats in which the last layer's functions are weighed, added, and seen large."""
    network = layers.subject.network
    terms, bias = layers.signed.terms, float(network.biases[-1][0])
    minus = sum(term.negative for term in terms)
    kind = "" if minus else ".plus"
    every = ".all" if minus == len(terms) and minus > 1 else kind
    words = {"n": len(terms), "minus": minus, "k": network.depth}
    scaled = say(
        "layers.output.plain" if bias == 0 else "layers.output",
        language,
        bias=weight(bias, digits_of(layers.subject).y),
    )
    return [
        ("weigh", say(f"layers.weigh{every}", language, **words)),
        ("add", say(f"layers.add{kind}", language)),
        ("output", scaled),
    ]


def share(column: Column) -> str:
    """The layer's share of the bending: '25 %'."""
    return f"{number(100 * column.share, 3)} %"
