"""The beats of the story backprop: which there are for a subject, and what each says."""

from __future__ import annotations

import numpy as np

from approx.core.dataset import Dataset
from approx.panels.one_pass import Step
from approx.style.languages import Phrases, number, rounded
from approx.subjects import Subject

PHRASES = {
    "en": {
        "backprop.setup": "At x = {x} the network should say {t}. Which weight is to blame, and by how much?",
        "backprop.forward": "Forward: weight × value and bias, then ReLU. It says {y}.",
        "backprop.loss": "It says {y}, wanted is {t}: the loss is ½ · ({y} − {t_})² = {loss}.",
        "backprop.back": "The error {y} − {t_} = {error} goes back: gradient = error behind × value before.",
        "backprop.hidden": "A neuron's error = error behind × weight × slope of its ReLU (1, or 0 if off).",
        "backprop.first": "The same rule one layer earlier; the widest edge has the largest gradient.",
        "backprop.step": "Step: every weight moves by −{rate} × its gradient, every bias by −{rate} × error.",
        "backprop.after": "Forward once more: it says {after}, and the loss falls from {loss} to {next}.",
        "backprop.error": "error {value}",
        "backprop.loss.name": "loss {value}",
        "backprop.verdict": "At x = {x} it says {y}, {t} is right: loss {loss}. On each edge its weight, below it its gradient. One step of rate {rate}: it says {after}, loss {next}.",
    },
    "de": {
        "backprop.setup": "Bei x = {x} soll das Netz {t} sagen. Welches Gewicht ist schuld, und wie sehr?",
        "backprop.forward": "Vorwärts: Gewicht × Wert und Bias, dann ReLU. Es sagt {y}.",
        "backprop.loss": "Es sagt {y}, richtig ist {t}: Der Verlust ist ½ · ({y} − {t_})² = {loss}.",
        "backprop.back": "Der Fehler {y} − {t_} = {error} läuft zurück: Gradient = Fehler dahinter × Wert davor.",
        "backprop.hidden": "Fehler eines Neurons = Fehler dahinter × Gewicht × Steigung des ReLU (1, aus: 0).",
        "backprop.first": "Dieselbe Regel eine Schicht davor; die breiteste Kante hat den größten Gradienten.",
        "backprop.step": "Schritt: jedes Gewicht um −{rate} × Gradient, jeder Bias um −{rate} × Fehler.",
        "backprop.after": "Noch einmal vorwärts: Es sagt {after}, der Verlust fällt von {loss} auf {next}.",
        "backprop.error": "Fehler {value}",
        "backprop.loss.name": "Verlust {value}",
        "backprop.verdict": "Bei x = {x} sagt es {y}, richtig ist {t}: Verlust {loss}. Auf jeder Kante ihr Gewicht, darunter sein Gradient. Ein Schritt mit Rate {rate}: Es sagt {after}, Verlust {next}.",
    },
}
say = Phrases(PHRASES)

#: Significant digits.
DIGITS = 3
#: Less than this share of the largest value is written as 0.
NOTHING = 1e-6
#: More neurons leave no room for the numbers on their edges.
MOST_NEURONS = 4


def unsupported_reason(subject: Subject) -> str | None:
    """Why this story cannot show the subject; None when it can."""
    network = subject.network
    if network.depth != 1:
        return f"it has {network.depth} hidden layers, the story needs one"
    if network.activations != ("relu", "identity"):
        return f"its activations are {', '.join(network.activations)}, the story needs relu"
    if network.hidden_units > MOST_NEURONS:
        return (
            f"it has {network.hidden_units} hidden neurons, the story needs at most {MOST_NEURONS}"
        )
    target = subject.target
    if not isinstance(target, Dataset) and target.own:
        return "it has no target, so there is no loss"
    return None if not subject.error.none else "it has no error to send back"


def beats(step: Step, language: str) -> list[tuple[str, str]]:
    """(name, caption) of every beat."""
    names = ("setup", "forward", "loss", "back", "hidden", "first", "step", "after")
    return [(name, say(f"backprop.{name}", language, **_words(step))) for name in names]


def _words(step: Step) -> dict[str, str]:
    t = step.wanted
    return {
        "x": shown(step.before.x),
        "y": shown(step.before.output, size(step)),
        "t": shown(t),
        "t_": f"({shown(t)})" if t < 0 else shown(t),
        "error": shown(step.error),
        "loss": shown(step.loss),
        "next": shown(step.next_loss),
        "after": shown(step.after.output, size(step)),
        "rate": number(step.rate),
    }


def loss_parts(step: Step, language: str) -> list[str]:
    """'loss', '½ · (3 − 1)²', '= 2': how the loss is computed, word by word."""
    values = _words(step)
    name = say("backprop.loss.name", language, value="").strip()
    return [name, "½ ·", f"({values['y']} − {values['t_']})²", "=", values["loss"]]


def verdict(step: Step, language: str) -> str:
    """The step in sentences."""
    return say("backprop.verdict", language, **_words(step))


def error_of(value: float, language: str) -> str:
    """'error −2', beside a neuron."""
    return say("backprop.error", language, value=shown(value))


def shown(value: float, scale: float = 0.0) -> str:
    """A number as it stands in the diagram; nothing beside numbers of that scale is 0."""
    return "0" if abs(value) < NOTHING * scale else rounded(value + 0.0, DIGITS)


def size(step: Step) -> float:
    """The scale of the values in the diagram."""
    return max(abs(step.wanted), *(float(np.abs(v).max()) for v in step.before.values))


def gradient(error: float, value: float, whole: bool) -> str:
    """'(−2) · 1.5 = −3', error behind × value before; or the product alone."""
    if not whole:
        return shown(error * value)
    a, b = (f"({shown(v)})" if v < 0 else shown(v) for v in (error, value))
    return f"{a} · {b} = {shown(error * value)}"


def largest(step: Step) -> float:
    """The largest gradient of a weight, to which widths are relative."""
    return max(float(np.abs(w).max()) for w in step.weights) or 1.0
