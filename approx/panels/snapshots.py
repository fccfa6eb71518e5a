"""A training run as five pictures of its network, and its loss."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from approx.panels import loss_curves, owners
from approx.panels import target as targets
from approx.panels.axes import across, up
from approx.panels.frame import clipped, frame
from approx.panels.primitives import Curve, Dots, Panel
from approx.style.languages import count, number, say
from approx.subjects import Subject
from approx.subjects.from_run import history_of, untrained
from approx.system.errors import InputError
from approx.training import History

FRAMES = 5
#: With more breakpoints than this, dots would hide the curve.
MOST_DOTS = 60

#: Why there is no run to show; None when there is.
unsupported_reason = untrained


@dataclass(frozen=True)
class Snapshots:
    """Panels of a run.

    Attributes:
        frames: the network beside its target, from the first step to the last, on the same axes;
            a title has two lines, the step and the loss.
        loss: at all steps, with a dot for each frame.
        sentence: from which loss to which.
    """

    frames: tuple[Panel, ...]
    loss: Panel
    sentence: str


def build(subject: Subject, language: str = "en") -> Snapshots:
    """The run that made the subject's network.

    Raises:
        InputError: when it was not trained step by step.
    """
    history = history_of(subject)
    if history is None:
        raise InputError(f"{subject.name!r}: {untrained(subject)}")
    at = chosen(history)
    networks = [replace(subject, network=history.network(k), fit=None) for k in at]
    shown = targets.shape(subject.target)
    horizontal = across(subject.target, most=3)
    upright = up(frame(shown.y, networks[-1].function.y, most=4), subject.target)
    frames = []
    for k, network in zip(at, networks, strict=True):
        curve, arrows = clipped(Curve("sum", *network.function.curve()), upright)
        marks = [m for m in owners.breakpoints(network) if upright.low <= m.low <= upright.high]
        step = say("snapshots.step", language, step=count(int(history.steps[k])))
        loss = say(
            "snapshots.loss", language, loss=number(float(history.loss[k]), loss_curves.DIGITS)
        )
        frames.append(
            Panel(
                f"{step}\n{loss}", horizontal, upright,
                bands=targets.excluded(subject.target, upright),
                curves=(shown, curve) if isinstance(shown, Curve) else (curve,),
                markers=tuple(marks) if len(marks) <= MOST_DOTS else (),
                dots=(shown,) if isinstance(shown, Dots) else (), arrows=arrows,
            )
        )  # fmt: skip
    sentence = _sentence(subject, history, language)
    # The last frame alone names what runs along the axis: those above and before it have the same.
    plain = replace(horizontal, name="")
    frames[:-1] = [replace(panel, horizontal=plain) for panel in frames[:-1]]
    return Snapshots(tuple(frames), _loss(history, at, language), sentence)


def chosen(history: History) -> list[int]:
    """Snapshots at even distances on the axis of steps, the first and the last among them."""
    at = loss_curves.position(history.steps)
    places = np.linspace(at[0], at[-1], FRAMES)
    return sorted({int(np.abs(at - place).argmin()) for place in places})


def _loss(history: History, at: list[int], language: str) -> Panel:
    x, y = loss_curves.position(history.steps), loss_curves.heights(history.loss)
    steps = loss_curves.step_axis(int(history.steps[-1]))
    return Panel(
        say("snapshots.losses", language), replace(steps, name=say("loss.step", language)),
        loss_curves.loss_axis(float(y.min()), float(y.max())),
        curves=(Curve("loss", x, y),), dots=(Dots("error.dots", x[at], y[at]),),
    )  # fmt: skip


def loss(subject: Subject, language: str = "en") -> tuple[Panel, str]:
    """The loss of a run by itself, of any number of hidden layers, and its sentence.

    Raises:
        InputError: when it was not trained step by step.
    """
    history = history_of(subject)
    if history is None:
        raise InputError(f"{subject.name!r}: {untrained(subject)}")
    panel = _loss(history, [], language)
    upright = replace(panel.vertical, name=say("loss.name", language))
    return replace(panel, title="", vertical=upright, dots=()), _sentence(
        subject, history, language
    )


def _sentence(subject: Subject, history: History, language: str) -> str:
    first, last = (number(float(loss), loss_curves.DIGITS) for loss in history.loss[[0, -1]])
    steps = int(history.steps[-1])
    falls = history.loss[-1] <= history.loss[0]
    key = "snapshots.sentence" if falls else "snapshots.sentence.rises"
    how = loss_curves.how(subject, history.method, language)
    return say(key, language, how=how, n=steps, first=first, last=last)


def alt(shown: Snapshots, subject: Subject, language: str = "en") -> str:
    """The picture in words."""
    frames = "; ".join(panel.title.replace("\n", ", ") for panel in shown.frames)
    title = subject.title(language)
    return say("alt.snapshots", language, title=title, frames=frames, sentence=shown.sentence)
