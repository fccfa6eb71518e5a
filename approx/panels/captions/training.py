"""The beats of the story training: which there are for a run, and what each says."""

from __future__ import annotations

import numpy as np

from approx.panels import target as targets
from approx.panels import training as panels
from approx.panels.generalisation import RISEN
from approx.panels.loss_curves import DIGITS
from approx.panels.loss_curves import how as how_trained
from approx.panels.primitives import Dots
from approx.panels.training import EXACT, TrainingRun
from approx.panels.wording import best_name
from approx.style.languages import Phrases, count, number, rounded

PHRASES = {
    "en": {
        "training.from.run": "A recorded run: {N} neurons as they were at its first snapshot.",
        "training.from.run.one": "A recorded run: one neuron as it was at the first snapshot.",
        "training.inside": "{N} neurons start at random places; the dashed curve is to be learned.",
        "training.inside.one": "One neuron starts at a random place; the dashed curve is to be learned.",
        "training.inside.points": "{N} neurons start at random places; the curve is to come close to the points.",
        "training.inside.points.one": "One neuron starts at a random place; the curve is to come close to the points.",
        "training.title": "{how}: {target} from {n} neurons",
        "training.title.one": "{how}: {target} from one neuron",
        "training.title.points": "{how}: {target}, {n} neurons",
        "training.title.points.one": "{how}: {target}, one neuron",
        "training.random.points": "{N} neurons start with random weights; the curve is to come close to the points.",
        "training.random.points.one": "One neuron starts with random weights; the curve is to come close to the points.",
        "training.random": "{N} neurons start with random weights; the dashed curve is to be learned.",
        "training.random.one": "One neuron starts with random weights; the dashed curve is to be learned.",
        "training.spread": "{N} neurons start with their breakpoints spread over the interval.",
        "training.spread.one": "One neuron starts with its breakpoint inside the interval.",
        "training.start": "{N} neurons start with the weights of {start}; training goes on from there.",
        "training.first": "Every step moves all weights a little: after {n} steps the loss is {loss}.",
        "training.first.one": "The first step moves all weights a little: now the loss is {loss}.",
        "training.jump": "Too long a step shoots over the goal: loss {top}; after {n} steps it is {loss}.",
        "training.again": "The loss jumps up again, to {top}; after {n} steps it is {loss}.",
        "training.on": "Slopes change, breakpoints slide: after {n} steps the loss is {loss}.",
        "training.still": "Slopes change, breakpoints hardly move: after {n} steps the loss is {loss}.",
        "training.last": "After all {n} steps the loss is {loss}, {ratio} times less than at the start.",
        "training.last.none": "After all {n} steps no loss is left: the network goes through all points.",
        "training.last.none.curve": "After all {n} steps no loss is left.",
        "training.end": "After all {n} steps the loss is {loss}.",
        "training.dead": "{N} neurons are dead: zero on the whole interval, so their gradient is zero, too.",
        "training.dead.one": "One neuron is dead: zero on the whole interval, so its gradient is zero, too.",
        "training.held": "At points held out the loss is {loss}: they took no part in the training.",
        "training.held.risen": "At points held out the loss rose again: from {least} at step {n} to {loss}.",
        "training.best": "Dotted, the best with {n} breakpoints: the trained rms error is {ratio} times as large.",
        "training.best.one": "Dotted, the best with one breakpoint: the trained rms error is {ratio} times as large.",
        "training.equal": "Dotted, the best with {n} breakpoints by rms error: training has found it.",
        "training.equal.one": "Dotted, the best with one breakpoint by rms error: training has found it.",
        "training.best.found": "Dotted, the best found with {n} breakpoints: the trained rms error is {ratio} times as large.",
        "training.best.found.one": "Dotted, the best found with one breakpoint: the trained rms error is {ratio} times as large.",
        "training.equal.found": "Dotted, the best found with {n} breakpoints: the trained rms error is as small.",
        "training.equal.found.one": "Dotted, the best found with one breakpoint: the trained rms error is as small.",
        "training.exact": "Dotted, the best with {n} breakpoints has no error; training did not find it.",
        "training.exact.one": "Dotted, the best with one breakpoint has no error; training did not find it.",
        "training.step": "step",
        "training.loss": "loss",
        "training.loss.name": "loss (squared error)",
        "training.breakpoints": "breakpoints",
        "training.grey": "dead",
        "training.top": "up to",
        "training.verdict": "Loss {loss} after {n} steps",
        "training.verdict.best": "rms error {ratio}× the best possible",
        "training.verdict.best.found": "rms error {ratio}× that of the best found",
        "training.tested": "held out",
        "training.points.learned": "{points} learned",
        "training.points.tested": "{points} held out",
        "training.loss.tested": "loss at points held out",
        "training.verdict.held": "{loss} at points held out",
        "training.verdict.dead": "{n} neurons are dead",
        "training.verdict.dead.one": "one neuron is dead",
        "alt.training": "{title}: the trained function, its loss and every neuron's breakpoint against the step. {verdict}.",
    },
    "de": {
        "training.from.run": "Ein aufgezeichneter Lauf: {N} Neuronen, wie sie im ersten Bild waren.",
        "training.from.run.one": "Ein aufgezeichneter Lauf: ein Neuron, wie es im ersten Bild war.",
        "training.inside": "{N} Neuronen beginnen an zufälligen Stellen; zu lernen ist die gestrichelte Kurve.",
        "training.inside.one": "Ein Neuron beginnt an zufälliger Stelle; zu lernen ist die gestrichelte Kurve.",
        "training.inside.points": "{N} Neuronen beginnen an zufälligen Stellen; die Kurve soll den Punkten nahekommen.",
        "training.inside.points.one": "Ein Neuron beginnt an zufälliger Stelle; die Kurve soll den Punkten nahekommen.",
        "training.title": "{how}: {target} aus {n} Neuronen",
        "training.title.one": "{how}: {target} aus einem Neuron",
        "training.title.points": "{how}: {target}, {n} Neuronen",
        "training.title.points.one": "{how}: {target}, ein Neuron",
        "training.random.points": "{N} Neuronen beginnen mit zufälligen Gewichten; die Kurve soll den Punkten nahekommen.",
        "training.random.points.one": "Ein Neuron beginnt mit zufälligen Gewichten; die Kurve soll den Punkten nahekommen.",
        "training.random": "{N} Neuronen beginnen mit zufälligen Gewichten; zu lernen ist die gestrichelte Kurve.",
        "training.random.one": "Ein Neuron beginnt mit zufälligen Gewichten; zu lernen ist die gestrichelte Kurve.",
        "training.spread": "{N} Neuronen beginnen, ihre Knicke über das Intervall verteilt.",
        "training.spread.one": "Ein Neuron beginnt mit seinem Knick im Intervall.",
        "training.start": "{N} Neuronen beginnen mit den Gewichten von {start}; von da an wird trainiert.",
        "training.first": "Jeder Schritt ändert alle Gewichte ein wenig: nach {n} Schritten Verlust {loss}.",
        "training.first.one": "Der erste Schritt ändert alle Gewichte ein wenig: jetzt Verlust {loss}.",
        "training.jump": "Ein zu langer Schritt schießt übers Ziel: Verlust {top}, nach {n} Schritten {loss}.",
        "training.again": "Der Verlust springt noch einmal, auf {top}; nach {n} Schritten ist er {loss}.",
        "training.on": "Steigungen ändern sich, Knicke wandern: nach {n} Schritten Verlust {loss}.",
        "training.still": "Steigungen ändern sich, Knicke kaum: nach {n} Schritten Verlust {loss}.",
        "training.last": "Nach allen {n} Schritten ist der Verlust {loss}, {ratio}-mal kleiner als zu Beginn.",
        "training.last.none": "Nach allen {n} Schritten ist kein Verlust mehr da: Das Netz geht durch alle Punkte.",
        "training.last.none.curve": "Nach allen {n} Schritten ist kein Verlust mehr da.",
        "training.end": "Nach allen {n} Schritten ist der Verlust {loss}.",
        "training.dead": "{N} Neuronen sind tot: null auf dem ganzen Intervall, also auch ihr Gradient.",
        "training.dead.one": "Ein Neuron ist tot: null auf dem ganzen Intervall, also auch sein Gradient.",
        "training.held": "An zurückgehaltenen Punkten ist der Verlust {loss}: Sie wurden nicht mitgelernt.",
        "training.held.risen": "An zurückgehaltenen Punkten stieg der Verlust wieder: von {least} bei Schritt {n} auf {loss}.",
        "training.best": "Gepunktet: Bestes mit {n} Knicken. RMS-Fehler hier {ratio}-mal so groß.",
        "training.best.one": "Gepunktet: Bestes mit einem Knick. RMS-Fehler hier {ratio}-mal so groß.",
        "training.equal": "Gepunktet das Beste nach RMS-Fehler mit {n} Knicken: Das Training hat es gefunden.",
        "training.equal.one": "Gepunktet das Beste nach RMS-Fehler mit einem Knick: Das Training hat es gefunden.",
        "training.best.found": "Gepunktet: bester Fund, {n} Knicke. RMS-Fehler hier {ratio}-mal so groß.",
        "training.best.found.one": "Gepunktet: bester Fund, ein Knick. RMS-Fehler hier {ratio}-mal so groß.",
        "training.equal.found": "Gepunktet: bester Fund mit {n} Knicken. RMS-Fehler hier ebenso klein.",
        "training.equal.found.one": "Gepunktet: bester Fund mit einem Knick. RMS-Fehler hier ebenso klein.",
        "training.exact": "Gepunktet das Beste mit {n} Knicken: Es hat keinen Fehler und wurde nicht gefunden.",
        "training.exact.one": "Gepunktet das Beste mit einem Knick: Es hat keinen Fehler und wurde nicht gefunden.",
        "training.step": "Schritt",
        "training.loss": "Verlust",
        "training.loss.name": "Verlust (Fehlerquadrat)",
        "training.breakpoints": "Knicke",
        "training.grey": "tot",
        "training.top": "bis",
        "training.verdict": "Verlust {loss} nach {n} Schritten",
        "training.verdict.best": "RMS-Fehler das {ratio}-Fache des Bestmöglichen",
        "training.verdict.best.found": "RMS-Fehler das {ratio}-Fache des besten gefundenen",
        "training.tested": "Test",
        "training.points.learned": "{points} gelernt",
        "training.points.tested": "{points} zum Test",
        "training.loss.tested": "Verlust an zurückgehaltenen",
        "training.verdict.held": "{loss} an zurückgehaltenen Punkten",
        "training.verdict.dead": "{n} Neuronen sind tot",
        "training.verdict.dead.one": "ein Neuron ist tot",
        "alt.training": "{title}: die gelernte Funktion, ihr Verlust und der Knick jedes Neurons gegen den Schritt. {verdict}.",
    },
}
say = Phrases(PHRASES)

#: A loss this many times the first one has jumped up.
JUMP = 1.2
#: A breakpoint that moves by this share of the interval can be seen to slide.
MOVED = 0.02
#: A loss of this share of the target's variance is none.
NOTHING = 1e-12
#: First values that are drawn at random altogether.
RANDOM = ("torch", "xavier", "he")


#: Why this story cannot show the subject; None when it can.
unsupported_reason = panels.unsupported_reason
#: A function or table is then trained step by step, where no method is named.
NEEDS_RUN = True


def title(run: TrainingRun, language: str) -> str:
    """The film's title: the method and what it learns, unless the user gave a title."""
    key = "training.title.points" if isinstance(run.target, Dots) else "training.title"
    target = targets.text(run.subject.target, language)
    return run.subject.own_title or say(
        key, language, how=how(run, language), target=target, n=run.neurons
    )


def how(run: TrainingRun, language: str) -> str:
    """The method and its rate: 'Gradient descent at rate 0.05'."""
    return how_trained(run.subject, run.history.method, language)


def stops(run: TrainingRun) -> list[int]:
    """Snapshots at which the run rests: a third, two thirds of the axis of steps, and the end."""
    wanted = [run.at[-1] * share for share in (1 / 3, 2 / 3, 1)]
    indices = {int(np.abs(run.at - place).argmin()) for place in wanted}
    return sorted(indices - {0})


def beats(run: TrainingRun, language: str) -> list[tuple[str, str]]:
    """(name, caption) of every beat."""
    out = [("setup", _setup(run, language))]
    out += [(f"run-{k}", _run(run, k - 1, language)) for k in range(1, len(stops(run)) + 1)]
    if run.tested is not None:
        out.append(("held", _held(run, language)))
    if dead := int(run.dead[-1].sum()):
        out.append(("dead", say("training.dead", language, n=dead)))
    if run.best is not None:
        out.append(("best", _best(run, language)))
    return out


def _setup(run: TrainingRun, language: str) -> str:
    training = run.subject.training
    if training is None:
        return say("training.from.run", language, n=run.neurons)
    if training.start:
        return say("training.start", language, n=run.neurons, start=training.start)
    init = training.settings.get("init", "inside")
    key = f"training.{'random' if init in RANDOM else init if init == 'inside' else 'spread'}"
    if key != "training.spread" and isinstance(run.target, Dots):
        key += ".points"
    return say(key, language, n=run.neurons)


def _run(run: TrainingRun, k: int, language: str) -> str:
    places, losses = stops(run), run.history.loss
    index = places[k]
    before = places[k - 1] if k else 0
    step, top = int(run.history.steps[index]), float(losses[before : index + 1].max())
    blanks = {"n": step, "loss": loss(run, index)}
    if index == len(run) - 1:
        ratio = float(losses[0] / losses[-1]) if losses[-1] > 0 else np.inf
        if _nothing(run):
            kind = "" if isinstance(run.target, Dots) and run.tested is None else ".curve"
            return say(f"training.last.none{kind}", language, n=step)
        key = "training.last" if 1.05 < ratio < np.inf else "training.end"
        return say(key, language, ratio=times(ratio), **blanks)
    if top > JUMP * losses[before]:
        key = "training.again" if k else "training.jump"
        return say(key, language, top=rounded(top, DIGITS), **blanks)
    if k == 0:
        return say("training.first", language, **blanks)
    return say(
        "training.on" if run.moved(before, index) > MOVED else "training.still", language, **blanks
    )


def _held(run: TrainingRun, language: str) -> str:
    losses = run.history.test_loss
    assert losses is not None
    least = least_tested(run)
    blanks = {"loss": rounded(losses[-1], DIGITS), "least": rounded(losses[least], DIGITS)}
    key = "training.held.risen" if losses[-1] > RISEN * losses[least] else "training.held"
    return say(key, language, n=int(run.history.steps[least]), **blanks)


def least_tested(run: TrainingRun) -> int:
    """The snapshot with the least loss at held-out points."""
    assert run.tested is not None
    return int(run.tested.argmin())


def _nothing(run: TrainingRun) -> bool:
    """Whether what is left of the loss is rounding."""
    return bool(run.history.loss[-1] <= NOTHING * float(np.var(run.target.y)))


def times(ratio: float) -> str:
    """How many times as large, in three digits: 4530, not 4.53·10³."""
    if not 1e3 <= ratio < 1e6:
        return number(ratio, 3)
    return number(float(f"{ratio:.3g}"), 6)


def _best(run: TrainingRun, language: str) -> str:
    if run.ratio <= 1.005 or _nothing(run):
        return say(
            "training.equal" if run.known else "training.equal.found", language, n=run.neurons
        )
    if run.ratio >= EXACT:
        return say("training.exact", language, n=run.neurons)
    key = "training.best" if run.known else "training.best.found"
    return say(key, language, n=run.neurons, ratio=times(run.ratio))


def loss(run: TrainingRun, index: int) -> str:
    """The loss at a snapshot, in the digits that every picture shows."""
    return rounded(float(run.history.loss[index]), DIGITS)


def top(error: float) -> str:
    """The largest error that the strip shows, in few digits: it changes quickly."""
    return rounded(error, 2)


def key(run: TrainingRun, language: str) -> dict[str, str]:
    """Role -> what its line means, over the curves."""
    points = {run.target.role: targets.name(run.subject.target, language)}
    if (held := run.history.held_out) is not None:
        learned, tested = count(int((~held).sum())), count(int(held.sum()))
        points = {
            run.target.role: say("training.points.learned", language, points=learned),
            "held_out": say("training.points.tested", language, points=tested),
        }
    best = {} if run.best is None else {"best": best_name(run.best, language)}
    return points | {"sum": say("network", language)} | best


def verdict(run: TrainingRun, language: str) -> str:
    """What the page says under its pictures: how long, how good, how many dead."""
    steps, last = int(run.history.steps[-1]), len(run) - 1
    text = say("training.verdict", language, n=steps, loss=loss(run, last))
    if run.history.test_loss is not None:
        tested = rounded(run.history.test_loss[-1], DIGITS)
        text += "; " + say("training.verdict.held", language, loss=tested)
    if run.best is not None and run.ratio < EXACT:
        key = "training.verdict.best" if run.known else "training.verdict.best.found"
        text += "; " + say(key, language, ratio=times(run.ratio))
    if dead := int(run.dead[-1].sum()):
        text += "; " + say("training.verdict.dead", language, n=dead)
    return text


def alt(run: TrainingRun, language: str) -> str:
    """The picture in words."""
    return say(
        "alt.training",
        language,
        title=title(run, language),
        verdict=verdict(run, language),
    )
