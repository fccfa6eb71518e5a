"""What the story and the figure `perceptron` say."""

from __future__ import annotations

from approx.panels.perceptron import Perceptron, bracketed, build, terms
from approx.style.languages import Phrases, localised, number
from approx.subjects.topic import Topic

TAKES = Topic

PHRASES = {
    "en": {
        "perceptron.ask": "{answer}: yes or no? The perceptron weighs {count} and a bias.",
        "perceptron.weigh": "Each input times its weight, plus the bias: {terms} = {total}.",
        "perceptron.step": "{total} is {sign}: the answer is {output}.",
        "perceptron.other": "With {name} = {value} the sum is {total}, {sign}: the answer is {output}.",
        "perceptron.line": "All inputs with sum 0 lie on one line; on its one side the answer is 1.",
        "perceptron.flip": "Turn one weight a little: nothing, nothing – then the answer jumps.",
        "perceptron.soft": "A sigmoid in place of the step rises smoothly: every small turn shows.",
        "perceptron.xor": "Exclusive or: no single line has both full dots on one side.",
        "perceptron.two": "Two neurons, two lines: at least one, and not both. The strip between is 1.",
        "perceptron.answer": "A perceptron decides by one line; more neurons draw more lines.",
        "perceptron.one": "one input", "perceptron.many": "{n} inputs",
        "perceptron.above": "above 0", "perceptron.below": "not above 0",
        "perceptron.sum": "sum {total}",
        "perceptron.step.name": "perceptron: step", "perceptron.soft.name": "sigmoid",
        "perceptron.bias": "bias {b}",
        "perceptron.weight": "weight of {name}",
        "perceptron.output": "answer",
        "perceptron.plane": "answer 1 above the line",
        "perceptron.verdict": "{terms} = {total}, {sign}: the answer is {output}.",
        "perceptron.turned": "With {name} = {value}: {terms} = {total}, so {output}.",
        "perceptron.jump": "The answer jumps where the weight of {name} is {critical}.",
    },
    "de": {
        "perceptron.ask": "{answer}: ja oder nein? Das Perzeptron wägt {count} und einen Bias ab.",
        "perceptron.weigh": "Jede Eingabe mal ihr Gewicht, plus den Bias: {terms} = {total}.",
        "perceptron.step": "{total} ist {sign}: Die Antwort ist {output}.",
        "perceptron.other": "Mit {name} = {value} ist die Summe {total}, {sign}: Die Antwort ist {output}.",
        "perceptron.line": "Alle Eingaben mit Summe 0 liegen auf einer Geraden; auf einer Seite ist die Antwort 1.",
        "perceptron.flip": "Ein Gewicht ein wenig gedreht: nichts, nichts – dann springt die Antwort.",
        "perceptron.soft": "Ein Sigmoid statt der Stufe steigt glatt: Jede kleine Drehung zeigt sich.",
        "perceptron.xor": "Exklusiv-Oder: Keine einzelne Gerade hat beide vollen Punkte auf einer Seite.",
        "perceptron.two": "Zwei Neuronen, zwei Geraden: mindestens eins, nicht beide. Der Streifen ist 1.",
        "perceptron.answer": "Ein Perzeptron entscheidet mit einer Geraden; mehr Neuronen ziehen mehr.",
        "perceptron.one": "eine Eingabe", "perceptron.many": "{n} Eingaben",
        "perceptron.above": "über 0", "perceptron.below": "nicht über 0",
        "perceptron.sum": "Summe {total}",
        "perceptron.step.name": "Perzeptron: Stufe", "perceptron.soft.name": "Sigmoid",
        "perceptron.bias": "Bias {b}",
        "perceptron.weight": "Gewicht von {name}",
        "perceptron.output": "Antwort",
        "perceptron.plane": "Antwort 1 jenseits der Geraden",
        "perceptron.verdict": "{terms} = {total}, {sign}: Die Antwort ist {output}.",
        "perceptron.turned": "Mit {name} = {value}: {terms} = {total}, also {output}.",
        "perceptron.jump": "Die Antwort springt, wo das Gewicht von {name} {critical} ist.",
    },
}  # fmt: skip
say = Phrases(PHRASES)
#: More inputs leave no room for the numbers on their edges.
MOST_INPUTS = 4


def unsupported_reason(topic: Topic) -> str | None:
    """Why this story cannot show the topic; None when it can."""
    network = topic.network
    if network is None or network.activations != ("step",) or network.outputs != 1:
        return "it is no single neuron with a step"
    return None if network.inputs <= MOST_INPUTS else f"it has more than {MOST_INPUTS} inputs"


def beats(one: Perceptron, language: str) -> list[tuple[str, str]]:
    """(name, caption) of every beat; those of what it has none are left out."""
    names = ["ask", "weigh", "step", "other", "line", "flip", "soft", "xor", "two", "answer"]
    if one.other is None:
        names.remove("other")
    if not one.plane:
        names.remove("line")
    if one.critical is None:
        names = [name for name in names if name not in ("flip", "soft")]
    return [(name, say(f"perceptron.{name}", language, **_words(one, language, name == "other")))
            for name in names]  # fmt: skip


def _words(one: Perceptron, language: str, other: bool = False) -> dict[str, object]:
    inputs = one.other if other and one.other is not None else one.inputs
    n = len(one.weights)
    total = one.total(inputs)
    count = "perceptron.one" if n == 1 else "perceptron.many"
    return {
        # The letter of an output stays as it is.
        "answer": one.answer[0].upper() + one.answer[1:] if len(one.answer) > 1 else one.answer,
        "count": say(count, language, n=n) if n > 1 else say(count, language),
        "terms": localised(terms(one, inputs), language),
        "total": number(total),
        "sign": say("perceptron.above" if total > 0 else "perceptron.below", language),
        "output": str(one.output(inputs)),
        "name": one.names[one.turned],
        "value": number(float(inputs[one.turned])),
    }


def verdict(topic: Topic, language: str = "en") -> str:
    """The numbers as sentences."""
    one = build(topic, language)
    text = say("perceptron.verdict", language, **_words(one, language))
    if one.other is not None:
        text += " " + say("perceptron.turned", language, **_words(one, language, True))
    return text


def caption(topic: Topic, language: str) -> str:
    """The same, and where the answer jumps."""
    one = build(topic, language)
    text = verdict(topic, language)
    if one.critical is not None:
        words = {"name": one.names[0], "critical": number(one.critical)}
        text += " " + say("perceptron.jump", language, **words)
    return text


def curve_names(language: str) -> tuple[str, str]:
    return say("perceptron.step.name", language), say("perceptron.soft.name", language)


def axis_names(one: Perceptron, language: str) -> tuple[str, str]:
    """Of the answer against the first weight."""
    weight = say("perceptron.weight", language, name=one.names[0])
    return weight, say("perceptron.output", language)


def bias(one: Perceptron, language: str) -> str:
    return say("perceptron.bias", language, b=number(one.bias))


def shown(value: float, language: str) -> str:
    return localised(number(value), language)


def given(one: Perceptron, k: int, language: str) -> str:
    """'seat −1', an input with its name."""
    return f"{one.names[k]} {shown(float(one.inputs[k]), language)}"


def product(one: Perceptron, k: int, value: float, language: str) -> str:
    """'4 · (−1) = −4'."""
    w = float(one.weights[k])
    return localised(f"{bracketed(w)} · {bracketed(value)} = {number(w * value)}", language)
