"""A network of two inputs that learns: its regions, boundary and loss at every snapshot."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from approx.core._types import Array, Booleans
from approx.panels import loss_curves
from approx.panels.plane import axes
from approx.panels.primitives import Axis
from approx.style.languages import number, say
from approx.subjects.plane import Plane
from approx.system.errors import InputError
from approx.training.history import History
from approx.training.plane import fit_plane, samples

#: Snapshots that a film shows at most.
MOST = 150


@dataclass(frozen=True, eq=False)
class PlaneRun:
    """Everything that pictures of a run in the plane show.

    Attributes:
        plane: what was trained.
        history: of the run.
        shown: snapshots that are shown, by number, the first and the last among them.
        at, loss: their positions on the axes of steps and of the loss, shape (shown,).
        test: of the points that are held out, the same; None where there are none.
        x, y, steps, losses: the axes.
    """

    plane: Plane
    history: History
    shown: Array
    at: Array
    loss: Array
    test: Array | None
    x: Axis
    y: Axis
    steps: Axis
    losses: Axis

    def __len__(self) -> int:
        return len(self.shown)

    def step(self, place: int) -> int:
        """Updates done at a snapshot that is shown."""
        return int(self.history.steps[self.shown[place]])

    def at_place(self, place: int) -> Plane:
        """The plane with the network as it was at a snapshot that is shown."""
        return _plane_at(self, place)

    def rms(self, place: int) -> float:
        """Of values: the rms error at the places that were learned."""
        assert self.plane.target is not None
        points, values = samples(self.plane.target)
        off = self.at_place(place).network(points)[:, 0] - values
        return float(np.sqrt(np.mean(off**2)))

    def right(self, place: int) -> Booleans:
        """Which points are in their class, shape (points,)."""
        data = self.plane.data
        assert data is not None
        return np.asarray(self.at_place(place).decided(data.points) == data.numbers)


@lru_cache(maxsize=4 * MOST)
def _plane_at(run: PlaneRun, place: int) -> Plane:
    network = run.history.network(int(run.shown[place]))
    return replace(run.plane, network=network, fit=None)


def unsupported_reason(plane: Plane) -> str | None:
    """Why there is no run to show; None when there is one."""
    training = plane.training
    if training is None or plane.target is None:
        return "it was not trained here; name a method, as --method adam"
    from approx.training.methods import METHODS

    if not METHODS[training.settings["method"]].stepwise:
        return "it was not trained step by step; use --method adam"
    return None


@lru_cache(maxsize=4)
def build(plane: Plane) -> PlaneRun:
    """The run that made the plane's network; where only its settings are known, it is repeated.

    Raises:
        InputError: when it was not trained step by step.
    """
    reason = unsupported_reason(plane)
    if reason is not None:
        raise InputError(f"{plane.name!r}: {reason}")
    history = _history(plane)
    wanted = loss_curves.position(history.steps)
    even = np.linspace(wanted[0], wanted[-1], MOST)
    shown = np.unique([int(np.abs(wanted - place).argmin()) for place in even])
    loss = loss_curves.heights(history.loss)
    test = None if history.test_loss is None else loss_curves.heights(history.test_loss)
    every = loss if test is None else np.r_[loss, test]
    across, up = axes(plane, most=5)
    return PlaneRun(
        plane, history, shown, wanted[shown], loss[shown],
        None if test is None else test[shown], across, up,
        loss_curves.step_axis(int(history.steps[-1])),
        loss_curves.loss_axis(float(every.min()), float(every.max())),
    )  # fmt: skip


def sentence(run: PlaneRun, language: str) -> str:
    """From which loss to which, in how many steps, and how."""
    history = run.history
    first, last = (number(float(loss), loss_curves.DIGITS) for loss in history.loss[[0, -1]])
    falls = history.loss[-1] <= history.loss[0]
    key = "snapshots.sentence" if falls else "snapshots.sentence.rises"
    how = loss_curves.how(run.plane, history.method, language)
    return say(key, language, how=how, n=int(history.steps[-1]), first=first, last=last)


def alt(run: PlaneRun, titles: list[str], language: str) -> str:
    """Small pictures of a run in words."""
    told = "; ".join(title.replace("\n", ", ") for title in titles)
    title, end = run.plane.title(language), sentence(run, language)
    return say("alt.snapshots", language, title=title, frames=told, sentence=end)


def frames(run: PlaneRun, many: int = 5) -> list[int]:
    """Snapshots at even distances on the axis of steps, the first and the last among them."""
    places = np.linspace(run.at[0], run.at[-1], many)
    return sorted({int(np.abs(run.at - place).argmin()) for place in places})


def _history(plane: Plane) -> History:
    if plane.fit is not None:
        return plane.fit.history
    assert plane.training is not None
    assert plane.target is not None
    settings = dict(plane.training.settings)
    method = settings.pop("method")
    return fit_plane(plane.target, plane.training.hidden, method, **settings).history
