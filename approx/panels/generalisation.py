"""Points that training saw and points that it did not: the curve through them, and both losses."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from approx.core.dataset import Dataset
from approx.panels import loss_curves
from approx.panels import target as targets
from approx.panels.axes import across, up
from approx.panels.frame import clipped, frame
from approx.panels.primitives import Curve, Dots, Panel
from approx.style.languages import count, say
from approx.subjects import Subject
from approx.subjects.from_run import history_of, untrained
from approx.training import History

#: A loss this many times the least one has risen: then the least is named, too.
RISEN = 1.05


@dataclass(frozen=True)
class Generalisation:
    """Panels and the sentence below them.

    Attributes:
        curves: the points in two roles, and the network.
        losses: at both kinds of points against the step, the least at those held out marked.
        sentence: both losses after the last step.
    """

    curves: Panel
    losses: Panel
    sentence: str


def unsupported_reason(subject: Subject) -> str | None:
    """Why there is nothing to compare; None when there is."""
    if not isinstance(subject.target, Dataset):
        return "its target is a function, known everywhere; give a table of points"
    if reason := untrained(subject):
        return reason
    assert subject.training is not None
    if not subject.training.settings.get("held_out"):
        return "no points are held out to test on; add --held-out 0.25"
    return None


def build(subject: Subject, language: str = "en") -> Generalisation:
    """The subject must be supported."""
    history = history_of(subject)
    assert history is not None
    assert history.held_out is not None
    assert history.test_loss is not None
    return Generalisation(
        _curves(subject, history.held_out, language),
        _losses(history, language),
        _sentence(subject, history, language),
    )


def _curves(subject: Subject, tested: np.ndarray, language: str) -> Panel:
    data = subject.target
    assert isinstance(data, Dataset)
    upright = up(frame(data.y, subject.function.y), data)
    curve, arrows = clipped(
        Curve("sum", *subject.function.curve(), label=say("network", language)), upright
    )
    drawn, size = targets.drawn(data), targets.size(data)
    dots = []
    for role, chosen in (("points", ~tested), ("held_out", tested)):
        some = drawn[chosen[drawn]]
        key = "generalisation.learned" if role == "points" else "generalisation.tested"
        name = say(key, language, points=count(int(chosen.sum())))
        dots.append(Dots(role, data.x[some], data.y[some], size, name))
    return Panel(
        subject.title(language), across(data), upright, curves=(curve,), dots=tuple(dots),
        arrows=arrows,
    )  # fmt: skip


def _losses(history: History, language: str) -> Panel:
    assert history.test_loss is not None
    x = loss_curves.position(history.steps)
    largest = _largest(history)
    learned, tested = (loss_curves.heights(y, largest) for y in (history.loss, history.test_loss))
    least = int(history.test_loss.argmin())
    steps = loss_curves.step_axis(int(history.steps[-1]))
    span = loss_curves.axis_of([history.loss, history.test_loss])
    curves = [
        Curve("loss", x, learned, label=say("generalisation.loss", language)),
        Curve("held_out.loss", x, tested, label=say("generalisation.test_loss", language)),
    ]
    inside, arrows = zip(*(clipped(curve, span) for curve in curves), strict=True)
    marked = Dots("held_out", x[[least]], tested[[least]])
    return Panel(
        "", replace(steps, name=say("loss.step", language)),
        replace(span, name=say("loss.name", language)),
        curves=inside, dots=(marked,), arrows=tuple(arrow for some in arrows for arrow in some),
    )  # fmt: skip


def _sentence(subject: Subject, history: History, language: str) -> str:
    assert history.held_out is not None
    assert history.test_loss is not None
    tested = int(history.held_out.sum())
    largest = _largest(history)
    text = say(
        "generalisation.sentence", language, steps=int(history.steps[-1]),
        how=loss_curves.how(subject, history.method, language),
        loss=loss_curves.written(history.loss[-1], largest), learned=len(history.held_out) - tested,
        test_loss=loss_curves.written(history.test_loss[-1], largest), tested=tested,
    )  # fmt: skip
    least = int(history.test_loss.argmin())
    # What is drawn as no loss any more has not risen.
    drawn_least = max(history.test_loss[least], loss_curves.LEAST * largest)
    if history.test_loss[-1] > RISEN * drawn_least:
        text += "; " + say(
            "generalisation.least", language, step=int(history.steps[least]),
            least=loss_curves.written(history.test_loss[least], largest),
        )  # fmt: skip
    return text


def _largest(history: History) -> float:
    """The largest loss at both kinds of points: how far down the curves go depends on it."""
    assert history.test_loss is not None
    return max(float(history.loss.max()), float(history.test_loss.max()))


def alt(shown: Generalisation, subject: Subject, language: str = "en") -> str:
    """The picture in words."""
    title = subject.title(language)
    return say("alt.generalisation", language, title=title, sentence=shown.sentence)
