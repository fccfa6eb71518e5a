"""What the story and the figure `losses` say."""

from __future__ import annotations

from approx.panels.prediction import AT, CLASSES, Losses, accuracy, build, jumps, least, loss_slope
from approx.style.languages import Phrases, localised, number
from approx.subjects.topic import Topic

TAKES = Topic

PHRASES = {
    "en": {
        "losses.ask": "The network gives {true} a probability of {p}, and {true} is true. How wrong is that?",
        "losses.log": "Cross-entropy is −ln p of the true class: 0 if it is certain, without bound if it is denied.",
        "losses.value": "Here it is −ln {p} = {loss}.",
        "losses.binary": "Two classes, one probability: −ln p if the class is 1, −ln(1 − p) if it is 0.",
        "losses.squared": "The squared error ½(1 − p)² never exceeds ½: to be surely wrong costs little.",
        "losses.accuracy": "Why not train on accuracy? Turn one weight: it is flat, and jumps {n} times.",
        "losses.smooth": "The loss over the same weight is smooth: at w = {at} its slope {slope} says which way.",
        "losses.answer": "A loss tells every weight where to go; accuracy only counts in the end.",
        "losses.probability": "probability p", "losses.true": "p of the true class",
        "losses.loss": "loss", "losses.predicted": "p of class 1",
        "losses.name.log": "−ln p", "losses.one": "class 1: −ln p", "losses.zero": "class 0: −ln(1 − p)",
        "losses.half": "½(1 − p)²", "losses.weight": "weight w", "losses.right": "told right, of {m}",
        "losses.mean": "mean loss", "losses.tangent": "slope {slope}",
        "losses.verdict": "Cross-entropy −ln {p} = {loss}; squared error {squared} with ½ Σ (p − t)².",
        "losses.caption": "{verdict} Accuracy over one weight is a staircase of at most {most} of {m}; the loss is smooth, least at w = {least}.",
    },
    "de": {
        "losses.ask": "Das Netz gibt {true} die Wahrscheinlichkeit {p}, und {true} stimmt. Wie falsch ist das?",
        "losses.log": "Kreuzentropie ist −ln p der wahren Klasse: 0, wenn sicher, ohne Grenze, wenn bestritten.",
        "losses.value": "Hier ist sie −ln {p} = {loss}.",
        "losses.binary": "Zwei Klassen, eine Wahrscheinlichkeit: −ln p bei Klasse 1, −ln(1 − p) bei Klasse 0.",
        "losses.squared": "Der quadratische Fehler ½(1 − p)² ist nie über ½: Sicher falsch zu sein kostet wenig.",
        "losses.accuracy": "Warum nicht mit der Trefferquote trainieren? Sie ist flach und springt {n}-mal.",
        "losses.smooth": "Der Verlust über demselben Gewicht ist glatt: Bei w = {at} sagt die Steigung {slope}, wohin.",
        "losses.answer": "Ein Verlust sagt jedem Gewicht, wohin; die Trefferquote zählt erst am Ende.",
        "losses.probability": "Wahrscheinlichkeit p", "losses.true": "p der wahren Klasse",
        "losses.loss": "Verlust", "losses.predicted": "p von Klasse 1",
        "losses.name.log": "−ln p", "losses.one": "Klasse 1: −ln p", "losses.zero": "Klasse 0: −ln(1 − p)",
        "losses.half": "½(1 − p)²", "losses.weight": "Gewicht w", "losses.right": "richtig, von {m}",
        "losses.mean": "mittlerer Verlust", "losses.tangent": "Steigung {slope}",
        "losses.verdict": "Kreuzentropie −ln {p} = {loss}; quadratischer Fehler {squared} mit ½ Σ (p − t)².",
        "losses.caption": "{verdict} Die Trefferquote über einem Gewicht ist eine Treppe bis {most} von {m}; der Verlust ist glatt, am kleinsten bei w = {least}.",
    },
}  # fmt: skip
say = Phrases(PHRASES)


def unsupported_reason(topic: Topic) -> str | None:
    """Why this story cannot show the topic; None when it can."""
    return None if topic.kind == "losses" else "it is no list of probabilities"


def beats(losses: Losses, language: str) -> list[tuple[str, str]]:
    """(name, caption) of every beat."""
    names = ("ask", "log", "value", "binary", "squared", "accuracy", "smooth", "answer")
    return [(name, say(f"losses.{name}", language, **_words(losses))) for name in names]


def _words(losses: Losses) -> dict[str, object]:
    return {
        "true": losses.names[losses.true],
        "p": number(losses.p),
        "loss": number(losses.cross_entropy, 3),
        "squared": number(losses.squared, 3),
        "n": len(jumps()),
        "at": number(AT),
        "slope": number(loss_slope(AT), 2),
    }


def words(losses: Losses, language: str) -> dict[str, str]:
    """Names of axes and curves."""
    keys = ("probability", "true", "loss", "predicted", "one", "zero", "half", "weight", "mean")
    out = {key: say(f"losses.{key}", language) for key in keys}
    out["log"] = say("losses.name.log", language)
    out["right"] = say("losses.right", language, m=len(CLASSES))
    out["tangent"] = say("losses.tangent", language, slope=number(loss_slope(AT), 2))
    return out


def verdict(topic: Topic, language: str = "en") -> str:
    """The losses as a sentence."""
    return say("losses.verdict", language, **_words(build(topic)))


def caption(topic: Topic, language: str) -> str:
    """The same, and what the staircase says."""
    edges = jumps()
    most = max(accuracy(float(w)) for w in [*(edges - 1e-9), *(edges + 1e-9)])
    return say(
        "losses.caption", language, verdict=verdict(topic, language), m=len(CLASSES),
        most=most, least=localised(number(least(), 3), language),
    )  # fmt: skip
