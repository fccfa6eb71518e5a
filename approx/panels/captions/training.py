"""The beats of the story training: which there are for a run, and what each says."""

from __future__ import annotations

import numpy as np

from approx.panels import target as targets
from approx.panels.parts import Dots
from approx.panels.training import EXACT, Run
from approx.panels.training import unsupported_reason as untold
from approx.style.languages import number, say
from approx.subjects import Subject

#: Significant digits of a loss that is shown.
DIGITS = 3
#: A loss this many times the first one has jumped up.
JUMP = 1.2
#: A breakpoint that moves by this share of the interval can be seen to slide.
MOVED = 0.02
#: A loss of this share of the target's variance is none.
NOTHING = 1e-12
#: First values that are drawn at random altogether.
RANDOM = ("torch", "xavier", "he")


def unsupported_reason(subject: Subject) -> str | None:
    """Why this story cannot tell the subject; None when it can."""
    return untold(subject)


def title(run: Run, language: str) -> str:
    """What the film is about: the method, and what it learns; or as the user said."""
    if run.subject.own_title:
        return run.subject.own_title
    key = "training.title.points" if isinstance(run.target, Dots) else "training.title"
    target = targets.text(run.subject.target, language)
    return say(key, language, how=how(run, language), target=target, n=run.neurons)


def how(run: Run, language: str) -> str:
    """The method and its rate: 'Gradient descent at rate 0.05'."""
    assert run.subject.training is not None
    name = say(f"training.{run.history.method}", language)
    rate = run.subject.training.settings.get("rate")
    return name if rate is None else say("training.how", language, name=name, rate=number(rate))


def stops(run: Run) -> list[int]:
    """Snapshots at which the run rests: a third, two thirds of the axis of steps, and the end."""
    wanted = [run.at[-1] * share for share in (1 / 3, 2 / 3, 1)]
    found = {int(np.abs(run.at - place).argmin()) for place in wanted}
    return sorted(found - {0})


def beats(run: Run, language: str) -> list[tuple[str, str]]:
    """(name, caption) of every beat."""
    out = [("setup", _setup(run, language))]
    out += [(f"run-{k}", _run(run, k - 1, language)) for k in range(1, len(stops(run)) + 1)]
    if dead := int(run.dead[-1].sum()):
        out.append(("dead", say("training.dead", language, n=dead)))
    if run.best is not None:
        out.append(("best", _best(run, language)))
    return out


def _setup(run: Run, language: str) -> str:
    training = run.subject.training
    assert training is not None
    if training.start:
        return say("training.start", language, n=run.neurons, start=training.start)
    random = training.settings.get("initial", RANDOM[0]) in RANDOM
    key = "training.random" if random else "training.spread"
    if random and isinstance(run.target, Dots):
        key = "training.random.points"
    return say(key, language, n=run.neurons)


def _run(run: Run, k: int, language: str) -> str:
    places, losses = stops(run), run.history.loss
    index = places[k]
    before = places[k - 1] if k else 0
    step, top = int(run.history.steps[index]), float(losses[before : index + 1].max())
    said = {"n": step, "loss": loss(run, index)}
    if index == len(run) - 1:
        ratio = float(losses[0] / losses[-1]) if losses[-1] > 0 else np.inf
        key = "training.last" if 1.05 < ratio < np.inf else "training.end"
        return say(key, language, ratio=number(ratio, 3), **said)
    if top > JUMP * losses[before]:
        key = "training.again" if k else "training.jump"
        return say(key, language, top=number(top, DIGITS), **said)
    if k == 0:
        return say("training.first", language, **said)
    return say(
        "training.on" if run.moved(before, index) > MOVED else "training.still", language, **said
    )


def _best(run: Run, language: str) -> str:
    negligible = run.history.loss[-1] <= NOTHING * float(np.var(run.target.y))
    if run.ratio <= 1.005 or negligible:
        return say("training.equal", language, n=run.neurons)
    if run.ratio >= EXACT:
        return say("training.exact", language, n=run.neurons)
    return say("training.best", language, n=run.neurons, ratio=number(run.ratio, 3))


def loss(run: Run, index: int) -> str:
    """The loss at a snapshot, in the digits that every picture shows."""
    return number(float(run.history.loss[index]), DIGITS)


def key(run: Run, language: str) -> dict[str, str]:
    """Role -> what its line means, over the curves."""
    return {
        run.target.role: targets.name(run.subject.target, language),
        "sum": say("network", language),
        "best": say("best.key", language),
    }


def verdict(run: Run, language: str) -> str:
    """What the page says under its pictures: how long, how good, how many dead."""
    steps, last = int(run.history.steps[-1]), len(run) - 1
    text = say("training.verdict", language, n=steps, loss=loss(run, last))
    if run.best is not None and run.ratio < EXACT:
        text += "; " + say("training.verdict.best", language, ratio=number(run.ratio, 3))
    if dead := int(run.dead[-1].sum()):
        text += "; " + say("training.verdict.dead", language, n=dead)
    return text


def alt(run: Run, language: str) -> str:
    """The picture in words."""
    said = verdict(run, language)
    return say("alt.training", language, title=title(run, language), verdict=said)
