"""Topics of lessons: by their names alone, or with numbers, as softmax(5, 2.5, 0.5)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from approx.core.activations import activation_of
from approx.core.network import Network
from approx.inputs import topics
from approx.subjects.fit_options import FitOptions
from approx.subjects.topic import Topic
from approx.system.errors import InputError


@dataclass(frozen=True)
class Kind:
    """How a topic is read and called.

    Attributes:
        titles: by language.
        read: what stands in the brackets -> fields of :class:`Topic`.
    """

    titles: Mapping[str, str]
    read: Callable[[str], dict[str, Any]]


def _softmax(text: str) -> dict[str, Any]:
    names, scores = topics.named_numbers(text, "softmax(…)")
    n = len(scores)
    network = Network([np.eye(n)], [np.zeros(n)], ["softmax"], (), None, names)
    return {"network": network, "values": {"at": scores}}


def _perceptron(text: str) -> dict[str, Any]:
    weights, inputs, bias = topics.weighted_sum(text, "perceptron(…)")
    return {"network": Network([[weights]], [[bias]], ["step"]), "values": {"at": inputs}}


#: Activations of the story when none are named.
ACTIVATIONS = ("step", "sigmoid", "tanh", "relu", "leaky_relu", "softplus", "gelu")


def _activations(text: str) -> dict[str, Any]:
    names = [activation_of(word.lower()).name for word in topics.words(text)] or [*ACTIVATIONS]
    joint = [name for name in names if activation_of(name).joint]
    if joint:
        raise InputError(f"{joint[0]} takes a whole layer: approx figure {joint[0]}")
    if len(set(names)) < len(names) or len(names) > topics.MOST:
        raise InputError(f"activations(…) takes up to {topics.MOST} names, each once")
    return {"values": {"activations": names}}


def _losses(text: str) -> dict[str, Any]:
    what = "losses(…)"
    numbers, _, true = text.partition(";")
    names, given = topics.named_numbers(numbers or "0.1, 0.8, 0.07, 0.03", what)
    if min(given) < 0 or not 0.98 <= sum(given) <= 1.02:
        raise InputError(f"{what} takes probabilities that sum to 1, not to {sum(given):g}")
    word = true.partition("=")[2].strip() or names[int(np.argmax(given))]
    if word not in names:
        raise InputError(f"{what} ends with the true class, as in 'losses(0.2, 0.8; true=B)'")
    if given[names.index(word)] <= 0:
        raise InputError(f"{what}: the true class has probability 0, so its loss has no bound")
    values = {"names": names, "probabilities": given, "true": names.index(word)}
    return {"values": values}


#: Layers of the initialisation's networks: at most so many, so wide, and the usual ones.
MOST_LAYERS, WIDEST, LAYERS = 100, 4096, "512x10, relu"


def _initialisation(text: str) -> dict[str, Any]:
    what = "initialisation(…)"
    widths: list[int] = []
    activation = "relu"
    for word in topics.words(text) or topics.words(LAYERS):
        width, _, count = word.replace("×", "x").partition("x")
        if word[0].isdigit():
            times = topics.whole(count, what, 1, MOST_LAYERS) if count.strip() else 1
            widths += [topics.whole(width, what, 1, WIDEST)] * times
        else:
            activation = activation_of(word.lower()).name
    if not 1 <= len(widths) <= MOST_LAYERS or activation_of(activation).joint:
        raise InputError(f"{what} takes widths and an activation: 'initialisation(512x10, tanh)'")
    return {"values": {"widths": widths, "activation": activation}}


def _residual(text: str) -> dict[str, Any]:
    what = "residual(…)"
    words = topics.words(text) or ["20", "64"]
    if len(words) > 2:
        raise InputError(f"{what} takes a depth and a width: 'residual(20, 64)'")
    depth = topics.whole(words[0], what, 2, MOST_LAYERS)
    width = topics.whole(words[1], what, 2, 256) if len(words) > 1 else 64
    return {"values": {"depth": depth, "width": width}}


def _regularisation(text: str) -> dict[str, Any]:
    if text.strip():
        raise InputError(
            "regularisation takes your own table: approx render points.csv regularisation"
        )
    return {"values": {}}


#: The topics that have numbers or words in brackets; examples are read before them.
KINDS: Mapping[str, Kind] = {
    "activations": Kind(
        {"en": "Activations and their slopes", "de": "Aktivierungen und ihre Steigungen"},
        _activations,
    ),
    "initialisation": Kind(
        {"en": "The start: do signals survive?", "de": "Der Anfang: Überlebt das Signal?"},
        _initialisation,
    ),
    "losses": Kind({"en": "How wrong? Losses", "de": "Wie falsch? Verluste"}, _losses),
    "regularisation": Kind(
        {
            "en": "Too many neurons, and what holds them back",
            "de": "Zu viele Neuronen, und was sie bremst",
        },
        _regularisation,
    ),
    "residual": Kind(
        {"en": "Residual blocks: x + f(x)", "de": "Sprungkanten: x + f(x)"}, _residual
    ),
    "softmax": Kind(
        {"en": "Softmax: scores become shares", "de": "Softmax: Werte werden Anteile"}, _softmax
    ),
    "perceptron": Kind(
        {"en": "A perceptron decides", "de": "Ein Perzeptron entscheidet"}, _perceptron
    ),
}
#: Kinds that are told without anything in brackets.
NAMED = ("activations", "initialisation", "losses", "regularisation", "residual")


def is_topic(text: str) -> bool:
    """Whether the text is a topic's name with brackets."""
    found = topics.call(text)
    return (found is not None and found[0] in KINDS) or text in NAMED or _left_open(text)


def _left_open(text: str) -> bool:
    return topics.opened(text) in KINDS


def from_topic(text: str, options: FitOptions) -> Topic:
    """The topic that is explained on what stands in the brackets.

    Raises:
        InputError: for numbers that it cannot have, and for options of functions.
    """
    if _left_open(text):
        raise InputError(f"the bracket of {topics.opened(text)}( is open; close it with )")
    found = topics.call(text) or (text, "")
    refuse_options(text, options)
    kind = KINDS[found[0]]
    name = " ".join(text.split()) if found[1].strip() else found[0]
    return Topic(name, found[0], kind.titles, **kind.read(found[1]))


def refuse_options(text: str, options: FitOptions) -> None:
    """Refuse what is for functions of one x.

    Raises:
        InputError: when there is any of it.
    """
    if options.on or options.needs_training:
        flags = [*(["--on"] if options.on else []), *options.training_flags]
        if not flags:
            raise InputError(
                f"{text[:40]!r} is a lesson's topic, with nothing to fit; "
                "approx show, figure and render take it"
            )
        raise InputError(
            f"{text[:40]!r} is a lesson's topic; leave out {' and '.join(flags)}, "
            "for functions of one x"
        )
