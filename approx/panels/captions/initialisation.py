"""What the story and the figure `initialisation` say."""

from __future__ import annotations

from approx.panels.initialisation import (
    DRAWS,
    NEURONS,
    SCHEMES,
    activation,
    inside,
    signal,
    widths,
)
from approx.style.languages import Phrases, number
from approx.subjects.topic import Topic

TAKES = Topic

PHRASES = {
    "en": {
        "initialisation.ask": "Random weights, {n} layers of {width} {activation}: does a signal get through?",
        "initialisation.ask.one": "Random weights, one layer of {width} {activation}: does a signal get through?",
        "initialisation.small.other": "Small weights, variance 1/(4 in): at the end the mean square, 1 at first, is {small}.",
        "initialisation.large.other": "Large weights, variance 8/in: it is {large}.",
        "initialisation.he.other": "He, variance 2/in: the mean of {draws} networks is {he}. Made for ReLU, which halves.",
        "initialisation.small": "Weights too small: after {n} layers the mean square is {small}. It fades.",
        "initialisation.large": "Too large: it grows to {large}. It explodes.",
        "initialisation.xavier": "Xavier, variance 2/(in + out): {xavier}. Made for tanh, which is steep 1 at zero.",
        "initialisation.he": "He, variance 2/in: the mean of {draws} networks stays at {he}. ReLU halves, 2 makes good.",
        "initialisation.one": "One draw is one draw: this one ends at {one}; nine in ten between {low} and {high}.",
        "initialisation.zero": "One input, {neurons} neurons, biases 0: every breakpoint lies at 0.",
        "initialisation.spread": "Biases as the weights: {same} of {neurons} in [−1, 1]. Spread on purpose: all.",
        "initialisation.answer": "The start decides what training has to work with: size and place.",
        "initialisation.name.small": "too small: 1/(4 in)", "initialisation.name.xavier": "Xavier: 2/(in + out)",
        "initialisation.name.he": "He: 2/in", "initialisation.name.large": "too large: 8/in",
        "initialisation.name.one": "one draw of He", "initialisation.name.goal": "as at the input",
        "initialisation.name.mean": "mean of He",
        "initialisation.name.zero": "biases 0", "initialisation.name.same": "biases as the weights",
        "initialisation.name.spread": "breakpoints spread",
        "initialisation.layer": "layer", "initialisation.moment": "mean square of the signal",
        "initialisation.verdict": "After {n} layers of {width} {activation} the mean square, 1 at first, is {small} (too small), {xavier} (Xavier), {he} (He), {large} (too large): means of {draws} draws.",
        "initialisation.verdict.one": "After one layer of {width} {activation} the mean square, 1 at first, is {small} (too small), {xavier} (Xavier), {he} (He), {large} (too large): means of {draws} draws.",
        "initialisation.caption": "{verdict} Bands hold nine draws in ten; one draw of He ends at {one}.",
    },
    "de": {
        "initialisation.ask": "Zufällige Gewichte, {n} Schichten von {width} {activation}: Kommt ein Signal durch?",
        "initialisation.ask.one": "Zufällige Gewichte, eine Schicht von {width} {activation}: Kommt ein Signal durch?",
        "initialisation.small.other": "Kleine Gewichte, Varianz 1/(4 ein): Am Ende ist das mittlere Quadrat, anfangs 1, {small}.",
        "initialisation.large.other": "Große Gewichte, Varianz 8/ein: Es ist {large}.",
        "initialisation.he.other": "He, Varianz 2/ein: Das Mittel von {draws} Netzen ist {he}. Gemacht für ReLU, das halbiert.",
        "initialisation.small": "Gewichte zu klein: Nach {n} Schichten ist das mittlere Quadrat {small}. Es verblasst.",
        "initialisation.large": "Zu groß: Es wächst auf {large}. Es explodiert.",
        "initialisation.xavier": "Xavier, Varianz 2/(ein + aus): {xavier}. Gemacht für tanh mit Steigung 1 bei null.",
        "initialisation.he": "He, Varianz 2/ein: Im Mittel von {draws} Netzen bleibt es {he}. ReLU halbiert, die 2 hebt es auf.",
        "initialisation.one": "Eine Ziehung ist eine Ziehung: Diese endet bei {one}; neun von zehn zwischen {low} und {high}.",
        "initialisation.zero": "Eine Eingabe, {neurons} Neuronen, Bias 0: Jeder Knick liegt bei 0.",
        "initialisation.spread": "Bias wie die Gewichte: {same} von {neurons} in [−1, 1]. Mit Absicht verteilt: alle.",
        "initialisation.answer": "Der Anfang entscheidet, womit das Training arbeitet: Größe und Ort.",
        "initialisation.name.small": "zu klein: 1/(4 ein)", "initialisation.name.xavier": "Xavier: 2/(ein + aus)",
        "initialisation.name.he": "He: 2/ein", "initialisation.name.large": "zu groß: 8/ein",
        "initialisation.name.one": "eine Ziehung von He", "initialisation.name.goal": "wie am Eingang",
        "initialisation.name.mean": "Mittel von He",
        "initialisation.name.zero": "Bias 0", "initialisation.name.same": "Bias wie die Gewichte",
        "initialisation.name.spread": "Knicke verteilt",
        "initialisation.layer": "Schicht", "initialisation.moment": "mittleres Quadrat des Signals",
        "initialisation.verdict": "Nach {n} Schichten von {width} {activation} ist das mittlere Quadrat, anfangs 1, {small} (zu klein), {xavier} (Xavier), {he} (He), {large} (zu groß): Mittel von {draws} Ziehungen.",
        "initialisation.verdict.one": "Nach einer Schicht von {width} {activation} ist das mittlere Quadrat, anfangs 1, {small} (zu klein), {xavier} (Xavier), {he} (He), {large} (zu groß): Mittel von {draws} Ziehungen.",
        "initialisation.caption": "{verdict} Bänder enthalten neun von zehn Ziehungen; eine Ziehung von He endet bei {one}.",
    },
}  # fmt: skip
say = Phrases(PHRASES)
#: A mean square, 1 at first, that falls below the one fades; above the other it explodes.
FADES, EXPLODES = 0.01, 100.0


def unsupported_reason(topic: Topic) -> str | None:
    """Why this story cannot show the topic; None when it can."""
    return None if topic.kind == "initialisation" else "it is no list of layers"


def beats(topic: Topic, language: str) -> list[tuple[str, str]]:
    """(name, caption) of every beat."""
    names = ("ask", "small", "large", "xavier", "he", "one", "zero", "spread", "answer")
    words, kinds = _words(topic), _kinds(topic)
    return [
        (name, say(f"initialisation.{name}{kinds.get(name, '')}", language, **words))
        for name in names
    ]


def _kinds(topic: Topic) -> dict[str, str]:
    """Beat -> the end of its key where what is usual, as it is for ReLU, does not happen."""
    name = activation(topic)
    small, large = (float(signal(s, widths(topic), name).mean[-1]) for s in ("small", "large"))
    usual = {"small": small < FADES, "large": large > EXPLODES, "he": name == "relu"}
    return {beat: "" if is_so else ".other" for beat, is_so in usual.items()}


def _words(topic: Topic) -> dict[str, object]:
    layers, name = widths(topic), activation(topic)
    ends = {s: number(float(signal(s, layers, name).mean[-1]), 3) for s in SCHEMES}
    kept = signal("he", layers, name)
    low, high = (number(float(end[-1]), 2) for end in kept.spread)
    same = len(set(layers)) == 1
    return {
        **ends,
        "n": len(layers),
        "width": str(layers[0]) if same else f"{min(layers)}–{max(layers)}",
        "activation": {"relu": "ReLU"}.get(name, name),
        "draws": DRAWS,
        "one": number(float(kept.moments[0, -1]), 3),
        "low": low,
        "high": high,
        "neurons": NEURONS,
        "same": inside("same"),
    }


def names(language: str) -> dict[str, str]:
    """Of curves, rows and axes."""
    keys = (*SCHEMES, "goal", "mean", "one", "zero", "same", "spread")
    out = {key: say(f"initialisation.name.{key}", language) for key in keys}
    out["layer"] = say("initialisation.layer", language)
    out["moment"] = say("initialisation.moment", language)
    return out


def verdict(topic: Topic, language: str = "en") -> str:
    """The means as a sentence."""
    return say("initialisation.verdict", language, **_words(topic))


def caption(topic: Topic, language: str) -> str:
    words = {**_words(topic), "verdict": verdict(topic, language)}
    return say("initialisation.caption", language, **words)
