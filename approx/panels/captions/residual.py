"""What the story and the figure `residual` say."""

from __future__ import annotations

from approx.panels.residual import DRAWS, gradients, shape, slopes
from approx.style.languages import Phrases, number
from approx.subjects.topic import Topic

TAKES = Topic

PHRASES = {
    "en": {
        "residual.ask": "How can a network be {depth} layers deep and still learn? A skip edge passes x on unchanged.",
        "residual.block": "Beside it a few neurons make f(x): small, and only what has to change.",
        "residual.sum": "The block gives x + f(x). If f is nothing, the layer does no harm.",
        "residual.slope": "Its slope is 1 + f′: between {low} and {high}, where f′ alone reaches only {most}.",
        "residual.plain": "{depth} plain layers: at the first the gradient is {plain} of that at the last.",
        "residual.deep": "{depth} residual ones: it is {residual} times. Slopes around 1 multiply to about 1.",
        "residual.answer": "The skip edges carry the gradient back; the blocks only correct it.",
        "residual.skip": "x", "residual.f": "f(x)", "residual.sum.name": "x + f(x)",
        "residual.slope.f": "f′", "residual.slope.sum": "1 + f′",
        "residual.name.plain": "plain: ReLU(W h)", "residual.name.residual": "residual: h + ReLU(W h)/√{depth}",
        "residual.value": "value", "residual.slope.name": "slope", "residual.layer": "layer",
        "residual.gradient": "gradient, over that at the last layer",
        "residual.verdict": "Through {depth} layers of {width} ReLU the gradient at the first layer is {plain} of that at the last; with skip edges it is {residual} times (medians of {draws} networks).",
    },
    "de": {
        "residual.ask": "Wie kann ein Netz {depth} Schichten tief sein und doch lernen? Eine Kante gibt x unverändert weiter.",
        "residual.block": "Daneben machen einige Neuronen f(x): klein, nur das, was sich ändern soll.",
        "residual.sum": "Der Block gibt x + f(x). Ist f nichts, so schadet die Schicht nicht.",
        "residual.slope": "Seine Steigung ist 1 + f′: zwischen {low} und {high}, wo f′ allein nur {most} erreicht.",
        "residual.plain": "{depth} einfache Schichten: An der ersten ist der Gradient das {plain}-Fache von dem an der letzten.",
        "residual.deep": "{depth} mit Sprungkanten: Er ist das {residual}-Fache. Steigungen um 1 ergeben etwa 1.",
        "residual.answer": "Die Sprungkanten tragen den Gradienten zurück; die Blöcke berichtigen ihn nur.",
        "residual.skip": "x", "residual.f": "f(x)", "residual.sum.name": "x + f(x)",
        "residual.slope.f": "f′", "residual.slope.sum": "1 + f′",
        "residual.name.plain": "einfach: ReLU(W h)", "residual.name.residual": "Sprungkante: h + ReLU(W h)/√{depth}",
        "residual.value": "Wert", "residual.slope.name": "Steigung", "residual.layer": "Schicht",
        "residual.gradient": "Gradient relativ zur letzten Schicht",
        "residual.verdict": "Durch {depth} Schichten von {width} ReLU ist der Gradient an der ersten das {plain}-Fache von dem an der letzten; mit Sprungkanten das {residual}-Fache (Mediane von {draws} Netzen).",
    },
}  # fmt: skip
say = Phrases(PHRASES)


def unsupported_reason(topic: Topic) -> str | None:
    """Why this story cannot show the topic; None when it can."""
    return None if topic.kind == "residual" else "it has no residual blocks"


def beats(topic: Topic, language: str) -> list[tuple[str, str]]:
    """(name, caption) of every beat."""
    names = ("ask", "block", "sum", "slope", "plain", "deep", "answer")
    return [(name, say(f"residual.{name}", language, **_words(topic))) for name in names]


def _words(topic: Topic) -> dict[str, object]:
    depth, width = shape(topic)
    first = [float(gradients(depth, width, skips).median[0]) for skips in (False, True)]
    return {
        "depth": str(depth),
        "width": str(width),
        "draws": DRAWS,
        "plain": number(first[0], 2),
        "residual": number(first[1], 2),
        "low": number(1 + float(slopes().min()), 3),
        "high": number(1 + float(slopes().max()), 3),
        "most": number(float(abs(slopes()).max()), 3),
    }


def names(topic: Topic, language: str) -> dict[str, str]:
    """Of curves and axes."""
    depth = str(shape(topic)[0])
    keys = {
        "skip": "skip", "f": "f", "sum": "sum.name", "slope.f": "slope.f", "slope.sum": "slope.sum",
        "plain": "name.plain", "residual": "name.residual", "value": "value",
        "slope": "slope.name", "layer": "layer", "gradient": "gradient",
    }  # fmt: skip
    return {key: say(f"residual.{phrase}", language, depth=depth) for key, phrase in keys.items()}


def verdict(topic: Topic, language: str = "en") -> str:
    """The gradients as a sentence."""
    return say("residual.verdict", language, **_words(topic))
