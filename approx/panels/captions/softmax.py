"""What the story and the figure `softmax` say."""

from __future__ import annotations

from approx.panels.softmax import COLD, SHIFT, Softmax, build, power, score, share
from approx.style.languages import Phrases, localised, number
from approx.subjects.topic import Topic

TAKES = Topic

PHRASES = {
    "en": {
        "softmax.ask": "The network gives scores: {scores}. How sure is it of each class?",
        "softmax.power": "The exponential makes every score positive, and stretches the lead.",
        "softmax.lowered": "Less the largest score, then the exponential: positive, at most 1.",
        "softmax.stack": "Stacked they are {total} high: the whole of which each class gets a share.",
        "softmax.share": "Divided by {total} the whole is 1: {shares}.",
        "softmax.shift": "Add {shift} to every score: each exponential grows by one factor, no share changes.",
        "softmax.warm": "Divide the scores by a temperature of {warm}: the shares come closer.",
        "softmax.cold": "Divide by {cold} instead: {winner} takes nearly all.",
        "softmax.cold.other": "Divide by {cold} instead: the largest share is now {most}.",
        "softmax.answer": "Softmax: all positive, together 1, and {winner} stays ahead with {share}.",
        "softmax.answer.tie": "Softmax: all positive, together 1, and the largest share is {share}.",
        "softmax.scores": "scores s",
        "softmax.powers": "exp(s), sum {total}",
        "softmax.powers.lowered": "exp(s − max), sum {total}",
        "softmax.shares": "shares",
        "softmax.short": "scores|exp(s)|shares",
        "softmax.short.lowered": "scores|exp(s − max)|shares",
        "softmax.row.plain": "scores as they are",
        "softmax.row.shift": "all scores + {shift}",
        "softmax.row.warm": "scores ÷ {warm}",
        "softmax.row.cold": "scores ÷ {cold}",
        "softmax.verdict": "Scores {scores} become shares {shares}; together they are 1.",
        "softmax.caption": "Shares are {shares}. A constant added to all scores changes nothing; dividing them by a temperature levels or sharpens.",
    },
    "de": {
        "softmax.ask": "Das Netz gibt Werte aus: {scores}. Wie sicher ist es sich bei jeder Klasse?",
        "softmax.power": "Die Exponentialfunktion macht jeden Wert positiv und vergrößert den Vorsprung.",
        "softmax.lowered": "Erst minus den größten Wert, dann die Exponentialfunktion: positiv, höchstens 1.",
        "softmax.stack": "Gestapelt sind sie {total} hoch: das Ganze, von dem jede Klasse einen Anteil bekommt.",
        "softmax.share": "Durch {total} geteilt ist das Ganze 1: {shares}.",
        "softmax.shift": "Zu jedem Wert {shift} dazu: Alle Potenzen wachsen um denselben Faktor, kein Anteil ändert sich.",
        "softmax.warm": "Werte durch eine Temperatur von {warm} geteilt: Die Anteile rücken zusammen.",
        "softmax.cold": "Durch {cold} geteilt: {winner} bekommt fast alles.",
        "softmax.cold.other": "Durch {cold} geteilt: Der größte Anteil ist nun {most}.",
        "softmax.answer": "Softmax: alle positiv, zusammen 1, und {winner} bleibt mit {share} vorn.",
        "softmax.answer.tie": "Softmax: alle positiv, zusammen 1, und der größte Anteil ist {share}.",
        "softmax.scores": "Werte s",
        "softmax.powers": "exp(s), Summe {total}",
        "softmax.powers.lowered": "exp(s − max), Summe {total}",
        "softmax.shares": "Anteile",
        "softmax.short": "Werte|exp(s)|Anteile",
        "softmax.short.lowered": "Werte|exp(s − max)|Anteile",
        "softmax.row.plain": "Werte, wie sie sind",
        "softmax.row.shift": "alle Werte + {shift}",
        "softmax.row.warm": "Werte ÷ {warm}",
        "softmax.row.cold": "Werte ÷ {cold}",
        "softmax.verdict": "Aus den Werten {scores} werden die Anteile {shares}; zusammen sind sie 1.",
        "softmax.caption": "Die Anteile sind {shares}. Eine Konstante zu allen Werten ändert nichts; eine Temperatur gleicht an oder schärft.",
    },
}
say = Phrases(PHRASES)
#: A share of at least this is nearly all, and a larger one than that cannot be seen to grow.
NEARLY_ALL, SURE = 0.9, 0.995


def unsupported_reason(topic: Topic) -> str | None:
    """Why this story cannot show the topic; None when it can."""
    if topic.network is None or topic.network.activations[-1] != "softmax":
        return "its last layer is no softmax"
    return None if topic.network.outputs <= 10 else "it has more than ten classes"


def beats(whole: Softmax, language: str) -> list[tuple[str, str]]:
    """(name, caption) of every beat."""
    words = _words(whole, language)
    cold = "cold" if whole.cold.max() >= NEARLY_ALL else "cold.other"
    answer = "answer" if (whole.scores == whole.scores.max()).sum() == 1 else "answer.tie"
    keys = {
        "ask": "ask", "power": "lowered" if whole.lowered else "power", "stack": "stack",
        "share": "share", "shift": "shift", "warm": "warm", "cold": cold, "answer": answer,
    }  # fmt: skip
    if whole.shares.max() > SURE:  # nothing is left to be seen
        del keys["cold"]
    return [(name, say(f"softmax.{key}", language, **words)) for name, key in keys.items()]


def _words(whole: Softmax, language: str) -> dict[str, str]:
    return {
        "scores": ", ".join(map(score, whole.scores)),
        "shares": localised(", ".join(map(share, whole.shares)), language),
        "total": power(whole.total),
        "winner": whole.names[whole.winner],
        "share": share(float(whole.shares[whole.winner])),
        "most": share(float(whole.cold.max())),
        **_numbers(whole),
    }


def _numbers(whole: Softmax) -> dict[str, str]:
    return {"shift": number(SHIFT), "warm": number(whole.level), "cold": number(COLD)}


def heads(whole: Softmax, language: str) -> tuple[str, str, str]:
    """Over the scores, the exponentials and the shares."""
    key = f"softmax.powers{'.lowered' if whole.lowered else ''}"
    powers = say(key, language, total=power(whole.total))
    return say("softmax.scores", language), powers, say("softmax.shares", language)


def short_heads(whole: Softmax, language: str) -> list[str]:
    """The same in a word each."""
    return say(f"softmax.short{'.lowered' if whole.lowered else ''}", language).split("|")


def row(name: str, whole: Softmax, language: str) -> str:
    """Of the strips: plain, shift, warm or cold."""
    return say(f"softmax.row.{name}", language, **_numbers(whole))


def verdict(topic: Topic, language: str = "en") -> str:
    """The numbers as a sentence."""
    return say("softmax.verdict", language, **_words(build(topic, language), language))


def caption(whole: Softmax, language: str) -> str:
    return say("softmax.caption", language, **_words(whole, language))


def local(text: str, language: str) -> str:
    return localised(text, language)
