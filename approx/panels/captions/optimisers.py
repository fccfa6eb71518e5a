"""What the story and the figure `optimisers` say."""

from __future__ import annotations

from approx.panels.captions import descent
from approx.panels.optimisers import MEMORY, STEPS, Optimisers, build
from approx.style.languages import Phrases, number
from approx.subjects import Subject

PHRASES = {
    "en": {
        "optimisers.ask": "One valley, one start, three ways down. Contours are levels of the loss.",
        "optimisers.descent": "Gradient descent: a step against the gradient. It crawls where the valley is flat.",
        "optimisers.momentum": "Momentum keeps {memory} of the last step: along the valley it gathers speed.",
        "optimisers.adam": "Adam divides by each weight's own running gradient: both weights step alike.",
        "optimisers.answer": "Below a thousandth of the start for good: descent {descent}, momentum {momentum}, Adam {adam} steps.",
        "optimisers.name.descent": "gradient descent", "optimisers.name.momentum": "momentum",
        "optimisers.name.adam": "Adam",
        "optimisers.start": "start", "optimisers.least": "least loss", "optimisers.step": "step",
        "optimisers.loss": "loss above the least", "optimisers.more": "more than {n}",
        "optimisers.verdict": "Steps until the loss above the least stays below a thousandth of the first: gradient descent {descent}, momentum {momentum}, Adam {adam}.",
    },
    "de": {
        "optimisers.ask": "Ein Tal, ein Anfang, drei Wege hinab. Linien sind Höhen des Verlusts.",
        "optimisers.descent": "Gradientenabstieg: ein Schritt gegen den Gradienten. Wo das Tal flach ist, kriecht er.",
        "optimisers.momentum": "Schwung behält {memory} vom letzten Schritt: Das Tal entlang wird er schneller.",
        "optimisers.adam": "Adam teilt durch den laufenden Gradienten jedes Gewichts: Beide schreiten gleich.",
        "optimisers.answer": "Dauerhaft unter einem Tausendstel des Anfangs: Abstieg {descent}, Schwung {momentum}, Adam {adam} Schritte.",
        "optimisers.name.descent": "Gradientenabstieg", "optimisers.name.momentum": "Schwung",
        "optimisers.name.adam": "Adam",
        "optimisers.start": "Anfang", "optimisers.least": "kleinster Verlust", "optimisers.step": "Schritt",
        "optimisers.loss": "Verlust über dem kleinsten", "optimisers.more": "mehr als {n}",
        "optimisers.verdict": "Schritte, bis der Verlust über dem kleinsten unter einem Tausendstel des ersten bleibt: Gradientenabstieg {descent}, Schwung {momentum}, Adam {adam}.",
    },
}  # fmt: skip
say = Phrases(PHRASES)
unsupported_reason = descent.unsupported_reason


def beats(shown: Optimisers, language: str) -> list[tuple[str, str]]:
    """(name, caption) of every beat."""
    names = ("ask", "descent", "momentum", "adam", "answer")
    return [
        (name, say(f"optimisers.{name}", language, **_words(shown, language))) for name in names
    ]


def _words(shown: Optimisers, language: str) -> dict[str, str]:
    out = {"memory": number(MEMORY)}
    for name in shown.paths:
        near = shown.near(name)
        out[name] = str(near) if near is not None else say("optimisers.more", language, n=STEPS)
    return out


def names(shown: Optimisers, language: str) -> dict[str, str]:
    """Of paths, dots and axes."""
    out = {name: say(f"optimisers.name.{name}", language) for name in shown.paths}
    out |= {key: say(f"optimisers.{key}", language) for key in ("start", "least", "step", "loss")}
    out["u"], out["v"] = descent.weights(shown.descent, language)
    return out


def verdict(subject: Subject, language: str = "en") -> str:
    """The steps as a sentence."""
    return say("optimisers.verdict", language, **_words(build(subject), language))
