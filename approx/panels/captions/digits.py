"""What the story and the figure `digits` say."""

from __future__ import annotations

from approx.panels.digits import Reading, build, fits
from approx.panels.softmax import share
from approx.style.languages import Phrases, number
from approx.subjects.topic import Topic

TAKES = Topic

PHRASES = {
    "en": {
        "digits.ask": "64 greys, written by hand. Which digit is it?",
        "digits.hidden": "Each of {n} hidden neurons adds 64 pixels, each times its weight; ReLU keeps what is above 0.",
        "digits.template": "A neuron's weights are an image, too: what it looks for, and what speaks against it.",
        "digits.output": "Ten scores, softmax: the network says {answer}, with {share}.",
        "digits.all": "All {n} images of weights, found by training alone.",
        "digits.test": "{total} digits that it never saw: it reads {right} of them right, {percent} %.",
        "digits.mistakes": "Those it misreads: what it is → what was read.",
        "digits.answer": "No rule was written: 2410 weights and biases were learned from examples.",
        "digits.pixels": "pixels", "digits.neurons": "hidden neurons", "digits.shares": "answer",
        "digits.weights": "weights of the {n} hidden neurons",
        "digits.confusion": "is (row), read as (column)",
        "digits.wrong": "misread: is → read as",
        "digits.for": "speaks for", "digits.against": "against",
        "digits.verdict": "The image is read as {answer}, with {share}. Of {total} digits held out {right} are read right: {percent} %.",
    },
    "de": {
        "digits.ask": "64 Grautöne, von Hand geschrieben. Welche Ziffer ist es?",
        "digits.hidden": "Jedes von {n} verdeckten Neuronen addiert 64 Pixel mal Gewicht; ReLU behält, was über 0 ist.",
        "digits.template": "Die Gewichte eines Neurons sind auch ein Bild: was es sucht, und was dagegen spricht.",
        "digits.output": "Zehn Werte, Softmax: Das Netz sagt {answer}, mit {share}.",
        "digits.all": "Alle {n} Bilder von Gewichten, allein durch Training gefunden.",
        "digits.test": "{total} Ziffern, die es nie sah: {right} davon liest es richtig, {percent} %.",
        "digits.mistakes": "Die es falsch liest: was es ist → was gelesen wurde.",
        "digits.answer": "Keine Regel wurde geschrieben: 2410 Gewichte und Bias, aus Beispielen gelernt.",
        "digits.pixels": "Pixel", "digits.neurons": "verdeckte Neuronen", "digits.shares": "Antwort",
        "digits.weights": "Gewichte der {n} verdeckten Neuronen",
        "digits.confusion": "ist (Zeile), gelesen als (Spalte)",
        "digits.wrong": "falsch gelesen: ist → gelesen",
        "digits.for": "spricht dafür", "digits.against": "dagegen",
        "digits.verdict": "Das Bild wird als {answer} gelesen, mit {share}. Von {total} zurückgehaltenen Ziffern werden {right} richtig gelesen: {percent} %.",
    },
}  # fmt: skip
say = Phrases(PHRASES)


def unsupported_reason(topic: Topic) -> str | None:
    """Why this story cannot show the topic; None when it can."""
    return None if fits(topic.network) else "it reads no images of 8 × 8 pixels"


def beats(reading: Reading, language: str) -> list[tuple[str, str]]:
    """(name, caption) of every beat."""
    names = ("ask", "hidden", "template", "output", "all", "test", "mistakes", "answer")
    return [(name, say(f"digits.{name}", language, **_words(reading))) for name in names]


def _words(reading: Reading) -> dict[str, object]:
    return {
        "n": len(reading.hidden),
        "answer": str(reading.answer),
        "share": share(float(reading.shares[reading.answer])),
        "right": reading.right,
        "total": reading.total,
        "percent": number(100 * reading.right / reading.total, 3),
    }


def heads(reading: Reading, language: str) -> dict[str, str]:
    """Over the parts of the picture."""
    n = len(reading.hidden)
    keys = ("pixels", "neurons", "shares", "confusion", "wrong", "for", "against")
    out = {key: say(f"digits.{key}", language) for key in keys}
    out["weights"] = say("digits.weights", language, n=n)
    return out


def verdict(topic: Topic, language: str = "en") -> str:
    """The reading as sentences."""
    return say("digits.verdict", language, **_words(build(topic)))
