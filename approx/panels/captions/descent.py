"""The beats of the story descent: which there are for a subject, and what each says."""

from __future__ import annotations

from approx.panels import target as targets
from approx.panels.descent import BATCHES, DIGITS, Descent
from approx.style.languages import Phrases, localised, rounded
from approx.subjects import Subject
from approx.system.errors import InputError
from approx.training.landscape import landscape

PHRASES = {
    "en": {
        "descent.landscape": "Two weights, two directions: a contour joins all pairs with the same loss.",
        "descent.surface": "Seen from the side the loss is a bowl; its bottom is the best pair of weights.",
        "descent.curve": "Every place is a network: as the point moves, its curve moves with it.",
        "descent.gradient": "The gradient points uphill; steps against it take the loss from {before} to {after}.",
        "descent.small": "Rate {rate} is too small: after {n} steps the loss is still {loss}.",
        "descent.right": "Rate {rate} is right: after {n} steps the loss is {loss}, the least is {least}.",
        "descent.large": "Rate {rate} is too large: above {limit} each step overshoots more.",
        "descent.batches": "Gradients from all points, from {n}, from one: with fewer, the path strays more.",
        "descent.own": "The recorded run from above, {n} snapshots: these two of its weights; the others moved, too.",
        "descent.recorded": "recorded run",
        "descent.end": "Same start, same steps: the rate decides between crawling, arriving and leaving.",
        "descent.weight": "output weight of neuron {i}",
        "descent.network": "network",
        "descent.least": "least loss",
        "descent.all": "all points",
        "descent.some": "{n} points",
        "descent.some.one": "one point",
        "descent.loss": "loss",
        "descent.uphill": "gradient",
        "descent.against": "steps against it",
        "descent.verdict": "After {n} steps the loss is {small_end} with η = {small}, {right_end} with η = {right}, {large_end} with η = {large}",
        "descent.alt": "{title}: the loss over two output weights, as contours and as a bowl.",
        "descent.step": "step",
    },
    "de": {
        "descent.landscape": "Zwei Gewichte, zwei Richtungen: Eine Höhenlinie verbindet gleichen Verlust.",
        "descent.surface": "Von der Seite ist der Verlust eine Schüssel; ihr Boden ist das beste Paar.",
        "descent.curve": "Jeder Ort ist ein Netz: Wandert der Punkt, so wandert seine Kurve mit.",
        "descent.gradient": "Der Gradient zeigt bergauf; Schritte dagegen senken den Verlust von {before} auf {after}.",
        "descent.small": "Rate {rate} ist zu klein: Nach {n} Schritten ist der Verlust noch {loss}.",
        "descent.right": "Rate {rate} passt: Nach {n} Schritten ist der Verlust {loss}, möglich ist {least}.",
        "descent.large": "Rate {rate} ist zu groß: Über {limit} schießt jeder Schritt weiter hinaus.",
        "descent.batches": "Gradienten aus allen Punkten, aus {n}, aus einem: Je weniger, desto wirrer der Weg.",
        "descent.own": "Der aufgezeichnete Lauf von oben, {n} Bilder: zwei seiner Gewichte; auch die anderen wanderten.",
        "descent.recorded": "aufgezeichneter Lauf",
        "descent.end": "Gleicher Start, gleich viele Schritte: Die Rate entscheidet, wer ankommt.",
        "descent.weight": "Ausgabegewicht von Neuron {i}",
        "descent.network": "Netz",
        "descent.least": "kleinster Verlust",
        "descent.all": "alle Punkte",
        "descent.some": "{n} Punkte",
        "descent.some.one": "ein Punkt",
        "descent.loss": "Verlust",
        "descent.uphill": "Gradient",
        "descent.against": "Schritte dagegen",
        "descent.verdict": "Nach {n} Schritten ist der Verlust {small_end} mit η = {small}, {right_end} mit η = {right}, {large_end} mit η = {large}",
        "descent.alt": "{title}: der Verlust über zwei Ausgabegewichten, als Höhenlinien und als Schüssel.",
        "descent.step": "Schritt",
    },
}
say = Phrases(PHRASES)


def unsupported_reason(subject: Subject) -> str | None:
    """Why this story cannot show the subject; None when it can."""
    try:
        landscape(subject.network, subject.target)
    except InputError as error:
        return str(error)
    return None


def beats(descent: Descent, language: str) -> list[tuple[str, str]]:
    """(name, caption) of every beat."""
    land, rates = descent.land, descent.rates
    before, after = (float(land.loss(*descent.first[k])) for k in (0, -1))
    last = {name: short(float(losses[-1])) for name, losses in descent.losses.items()}
    blanks: dict[str, dict[str, object]] = {
        "landscape": {},
        "surface": {},
        "curve": {},
        "gradient": {"before": short(before), "after": short(after)},
        "small": {"rate": short(rates["small"]), "n": descent.steps, "loss": last["small"]},
        "right": {
            "rate": short(rates["right"]),
            "n": descent.steps,
            "loss": last["right"],
            "least": least(descent),
        },
        "large": {"rate": short(rates["large"]), "limit": short(land.limit)},
        "batches": {"n": BATCHES["batch"]},
        **({} if descent.own is None else {"own": {"n": len(descent.own)}}),
        "end": {},
    }
    return [(name, say(f"descent.{name}", language, **values)) for name, values in blanks.items()]


def short(value: float) -> str:
    """A loss or a rate as it is read aloud."""
    return rounded(value, DIGITS)


def least(descent: Descent) -> str:
    """The least loss; rounding's dust is zero."""
    least, top = descent.land.least, float(descent.land.loss(*descent.start))
    return short(least if least > 1e-14 * top else 0.0)


def verdict(descent: Descent, language: str) -> str:
    """Where the three rates end, in one sentence."""
    blanks = {name: short(rate) for name, rate in descent.rates.items()}
    ends = {f"{name}_end": short(float(v[-1])) for name, v in descent.losses.items()}
    return say("descent.verdict", language, n=descent.steps, **blanks, **ends)


def weights(descent: Descent, language: str) -> tuple[str, str]:
    """The names of the two axes."""
    i, j = descent.land.pair
    return say("descent.weight", language, i=i + 1), say("descent.weight", language, i=j + 1)


def curve_key(descent: Descent, language: str) -> dict[str, str]:
    """Role -> name, over the curves."""
    return {
        descent.target.role: targets.name(descent.subject.target, language),
        "sum": say("descent.network", language),
        "best": say("descent.least", language),
    }


def least_key(language: str) -> dict[str, str]:
    """Role -> name, over the losses."""
    return {"best": say("descent.least", language)}


def step_key(language: str) -> dict[str, str]:
    """Role -> name, over the first steps."""
    return {
        "loss": say("descent.uphill", language),
        "path.full": say("descent.against", language),
    }


def rate_key(descent: Descent, language: str) -> dict[str, str]:
    """Role -> name, over the paths with three rates."""
    return {
        f"path.{name}": localised(f"η = {short(rate)}", language)
        for name, rate in descent.rates.items()
    }


def own_key(descent: Descent, language: str) -> dict[str, str]:
    """Role -> name, over the path of a recorded run; nothing without one."""
    return {} if descent.own is None else {"sum": say("descent.recorded", language)}


def batch_key(language: str) -> dict[str, str]:
    """Role -> name, over the paths with few and many points."""
    return {
        "path.full": say("descent.all", language),
        "path.batch": say("descent.some", language, n=BATCHES["batch"]),
        "path.single": say("descent.some", language, n=BATCHES["single"]),
    }
