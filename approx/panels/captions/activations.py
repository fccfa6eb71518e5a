"""What the story and the figure `activations` say."""

from __future__ import annotations

from approx.panels.activations import FAR, LAYERS, chosen, far, steepest
from approx.style.languages import Phrases, number
from approx.subjects.topic import Topic

TAKES = Topic

PHRASES = {
    "en": {
        "activations.ask": "What does a neuron do with its sum z, and how much of a gradient gets back through it?",
        "activations.step": "Step: yes or no. Its slope is 0 everywhere else: no gradient gets through.",
        "activations.sigmoid": "Sigmoid: a soft step from 0 to 1. Its slope is at most 0.25.",
        "activations.tanh": "Tanh: from −1 to 1. Its slope is 1 at zero, {far} at z = {at}.",
        "activations.relu": "ReLU(z) = max(0, z): slope 1 where it is on, 0 where it is off.",
        "activations.leaky_relu": "Leaky ReLU: below zero slope 0.01 instead of 0, so no neuron dies.",
        "activations.softplus": "Softplus: a ReLU without a corner. Its slope is the sigmoid.",
        "activations.gelu": "GELU: dips a little below zero; its slope reaches {most}.",
        "activations.other": "{name}: its slope is at most {most}.",
        "activations.all": "Where a curve is flat on both sides it saturates: there nothing is learned.",
        "activations.product": "Back through {n} layers the slopes multiply: sigmoid leaves {sigmoid} at best.",
        "activations.plain": "Back through {n} layers the slopes multiply: what is below 1 fades.",
        "activations.answer": "Slopes near 1 carry gradients through many layers; small ones let them vanish.",
        "activations.values": "value s(z)", "activations.slopes": "slope s′(z)",
        "activations.products": "largest product of slopes", "activations.layers": "layers",
        "activations.name.step": "step", "activations.name.sigmoid": "sigmoid",
        "activations.name.tanh": "tanh", "activations.name.relu": "ReLU",
        "activations.name.leaky_relu": "leaky ReLU", "activations.name.softplus": "softplus",
        "activations.name.gelu": "GELU",
        "activations.verdict": "{names}, and their slopes. Back through {n} layers slopes multiply: {products}.",
        "activations.short": "{names}, and their slopes.",
        "activations.leaves": "{name} leaves at most {value}",
    },
    "de": {
        "activations.ask": "Was macht ein Neuron mit seiner Summe z, und wie viel Gradient kommt durch es zurück?",
        "activations.step": "Stufe: ja oder nein. Sonst ist ihre Steigung überall 0: Kein Gradient kommt durch.",
        "activations.sigmoid": "Sigmoid: eine weiche Stufe von 0 bis 1. Ihre Steigung ist höchstens 0,25.",
        "activations.tanh": "Tanh: von −1 bis 1. Die Steigung ist 1 bei null, {far} bei z = {at}.",
        "activations.relu": "ReLU(z) = max(0, z): Steigung 1, wo es an ist, 0, wo es aus ist.",
        "activations.leaky_relu": "Leaky ReLU: unter null Steigung 0,01 statt 0, so stirbt kein Neuron.",
        "activations.softplus": "Softplus: ein ReLU ohne Knick. Seine Steigung ist das Sigmoid.",
        "activations.gelu": "GELU: etwas unter null; seine Steigung erreicht {most}.",
        "activations.other": "{name}: Die Steigung ist höchstens {most}.",
        "activations.all": "Wo eine Kurve auf beiden Seiten flach ist, ist sie gesättigt: Dort wird nichts gelernt.",
        "activations.product": "Durch {n} Schichten zurück multiplizieren sich die Steigungen: Sigmoid lässt höchstens {sigmoid}.",
        "activations.plain": "Durch {n} Schichten zurück multiplizieren sich die Steigungen: Was unter 1 ist, verblasst.",
        "activations.answer": "Steigungen nahe 1 tragen Gradienten durch viele Schichten; kleine lassen sie verschwinden.",
        "activations.values": "Wert s(z)", "activations.slopes": "Steigung s′(z)",
        "activations.products": "größtes Produkt der Steigungen", "activations.layers": "Schichten",
        "activations.name.step": "Stufe", "activations.name.sigmoid": "Sigmoid",
        "activations.name.tanh": "tanh", "activations.name.relu": "ReLU",
        "activations.name.leaky_relu": "Leaky ReLU", "activations.name.softplus": "Softplus",
        "activations.name.gelu": "GELU",
        "activations.verdict": "{names} und ihre Steigungen. Durch {n} Schichten zurück multiplizieren sie sich: {products}.",
        "activations.short": "{names} und ihre Steigungen.",
        "activations.leaves": "{name} lässt höchstens {value}",
    },
}  # fmt: skip
say = Phrases(PHRASES)
#: Activations with a sentence and a name of their own.
KNOWN = ("step", "sigmoid", "tanh", "relu", "leaky_relu", "softplus", "gelu")


def unsupported_reason(topic: Topic) -> str | None:
    """Why this story cannot show the topic; None when it can."""
    return None if topic.kind == "activations" else "it is no list of activations"


def name(activation: str, language: str) -> str:
    """What people call it."""
    known = activation in KNOWN
    return say(f"activations.name.{activation}", language) if known else activation


def names(topic: Topic, language: str) -> tuple[str, ...]:
    return tuple(name(activation, language) for activation in chosen(topic))


def beats(topic: Topic, language: str) -> list[tuple[str, str]]:
    """(name, caption) of every beat."""
    out = [("ask", say("activations.ask", language))]
    for activation in chosen(topic):
        words = {
            "name": name(activation, language), "most": number(steepest(activation), 3),
            "far": number(max(far(activation)), 2), "at": number(FAR),
        }  # fmt: skip
        key = activation if activation in KNOWN else "other"
        out.append((f"one-{activation}", say(f"activations.{key}", language, **words)))
    out.append(("all", say("activations.all", language)))
    if "sigmoid" in chosen(topic):
        left = number(steepest("sigmoid") ** LAYERS, 2)
        out.append(("product", say("activations.product", language, n=LAYERS, sigmoid=left)))
    else:
        out.append(("product", say("activations.plain", language, n=LAYERS)))
    return [*out, ("answer", say("activations.answer", language))]


def titles(language: str) -> tuple[str, str, str, str]:
    """Of values, slopes, products, and of layers."""
    keys = ("values", "slopes", "products", "layers")
    first, second, third, fourth = (say(f"activations.{key}", language) for key in keys)
    return first, second, third, fourth


def verdict(topic: Topic, language: str = "en") -> str:
    """The activations and their ten slopes as a sentence."""
    leaves = [
        say("activations.leaves", language, name=name(a, language),
            value=number(steepest(a) ** LAYERS, 2))
        for a in chosen(topic) if steepest(a) not in (0, 1)
    ]  # fmt: skip
    every = ", ".join(names(topic, language))
    key = "activations.verdict" if leaves else "activations.short"
    text = say(key, language, names=every, n=LAYERS, products=", ".join(leaves))
    return text[0].upper() + text[1:]
