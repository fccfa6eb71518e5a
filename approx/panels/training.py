"""A network that learns: its curve, its loss and its breakpoints at every snapshot of the run."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from approx.core._types import Array
from approx.core.dataset import Dataset
from approx.core.error import measure
from approx.core.exact import Analysis, analyse
from approx.core.piecewise import PiecewiseLinear
from approx.core.target import Target
from approx.limits import BestApproximation
from approx.panels import loss_curves, owners
from approx.panels import target as targets
from approx.panels.axes import across, axis_for, up
from approx.panels.error_panel import ROOM
from approx.panels.primitives import Axis, Color, Curve, Dots, Panel, markers
from approx.panels.target import excluded
from approx.panels.wording import meet
from approx.subjects import Subject
from approx.subjects.from_run import history_of
from approx.system.errors import InputError
from approx.training import History
from approx.training.history import dead_and_linear, relative

Flags = NDArray[np.bool_]

#: How far a curve that shoots out is followed beyond its target, in heights of the target.
BEYOND = 0.3
#: Room for breakpoints outside the domain, as a share of it; they never reach its end.
OUTSIDE = 0.22
#: Errors this many times the best possible say that the best has none.
EXACT = 1e6


@dataclass(frozen=True, eq=False)
class TrainingRun:
    """Everything that a picture of a training run shows, by snapshot.

    Attributes:
        subject: what was trained.
        history: of the run.
        analyses: the exact network at every snapshot.
        dead: which neurons are off everywhere, shape (snapshots, neurons).
        places: each neuron's breakpoint, squeezed where it is outside the domain; the same shape.
        at, loss: positions of the snapshots on the axes of steps and of the loss.
        tested: of the loss at held-out points; None where there are none.
        best: the best possible function with a breakpoint per neuron; None if that is unknown.
        ratio: the trained error over the best possible, in the root mean square.
        target: as a curve, or points as dots.
        x, y, steps, losses, breakpoints: the axes.
    """

    subject: Subject
    history: History
    analyses: tuple[Analysis, ...]
    dead: Flags
    places: Array
    at: Array
    loss: Array
    tested: Array | None
    best: BestApproximation | None
    ratio: float
    target: Curve | Dots
    x: Axis
    y: Axis
    steps: Axis
    losses: Axis
    breakpoints: Axis

    def __len__(self) -> int:
        return len(self.analyses)

    @property
    def neurons(self) -> int:
        return int(self.dead.shape[1])

    @cached_property
    def colors(self) -> tuple[Color, ...]:
        """Each neuron's colour in the whole run: that of the trained network's pictures."""
        color = owners.colors(self.subject)
        return tuple(color(j) for j in range(self.neurons))

    def function(self, index: int) -> PiecewiseLinear:
        """The network's exact function at a snapshot."""
        return self.analyses[index].output

    def moment(self, at: float) -> tuple[int, float]:
        """(snapshot, share of the way to the next one) at a place on the axis of steps.

        A single step is a straight way of the weights, which can be shown; between snapshots that
        are several steps apart nothing is known, and the share is 0.
        """
        index = max(0, int(np.searchsorted(self.at, at + 1e-9)) - 1)
        steps = self.history.steps[index : index + 2]
        if len(steps) < 2 or steps[1] - steps[0] != 1:
            return index, 0.0
        before, after = self.at[index : index + 2]
        share = float((at - before) / (after - before))
        return index, share if share > 1e-9 else 0.0

    def analysis(self, index: int, share: float = 0.0) -> Analysis:
        """The exact network at a snapshot, or with weights on the way to the next one."""
        if not share:
            return self.analyses[index]
        before, after = self.history.parameters[index : index + 2]
        network = self.history.shape.network(before + share * (after - before))
        low, high = self.history.domain[0]
        return analyse(network, (low, high))

    @staticmethod
    def contributions(analysis: Analysis) -> tuple[PiecewiseLinear, ...]:
        """What each neuron adds to the network: output weight · neuron."""
        outputs = analysis.network.weights[-1][0]
        return tuple(float(v) * analysis.neuron(0, j) for j, v in enumerate(outputs))

    def difference(self, index: int) -> tuple[Array, Array]:
        """(x, network − target) at a snapshot: a curve, or at points the errors there."""
        return self.difference_of(self.function(index))

    def difference_of(self, f: PiecewiseLinear) -> tuple[Array, Array]:
        """The same of any function."""
        x, y = self.target.x, self.target.y
        known = np.isfinite(x)
        off = np.full(len(x), np.nan)
        off[known] = f(x[known]) - y[known]
        return x, off

    def error_scale(self, off: Array) -> Axis:
        """The scale of a strip: as high as the errors in it, with zero as its only tick."""
        top = ROOM * largest(off)
        return Axis(-top, top, (0.0,), ("0",))

    @property
    def known(self) -> bool:
        """Whether the best is the best possible; otherwise it is the best that was found."""
        return self.best is not None and meet(self.best.lower, self.best.error)

    def level(self) -> float | None:
        """The best function's mean squared error as a position; None if it has none."""
        a, b = self.subject.domain
        if self.best is None or not 1e-12 < self.ratio < EXACT:
            return None
        return float(np.log10(self.best.error**2 / (b - a)))

    def moved(self, start: int, end: int) -> float:
        """How far a breakpoint got between two snapshots, at most, as a share of the domain."""
        a, b = self.subject.domain
        places = self.places[[start, end]]
        seen = ((places > a) & (places < b)).any(axis=0)
        inside = np.clip(places[:, seen], a, b)
        return float(np.nanmax(np.abs(inside[1] - inside[0]), initial=0.0)) / (b - a)

    def worldline(
        self, neuron: int, upto: int, dead: bool, share: float = 0.0
    ) -> list[tuple[Array, Array]]:
        """The parts of a neuron's worldline on which it is dead, or not, until a snapshot.

        With a share, it goes on by so much of the way to the next snapshot.
        """
        end = upto + (2 if share else 1)
        y = self.places[:end, neuron]
        x, off = self.at[:end], self.dead[:end, neuron]
        low, high = self.subject.domain
        beyond = np.where(y < low, -1, np.where(y > high, 1, 0))
        # From one far side to the other it went through infinity, not through the domain.
        joined = np.isfinite(y[1:] + y[:-1]) & (beyond[1:] * beyond[:-1] >= 0)
        drawn = np.flatnonzero(joined & (off[1:] == dead))
        if share:
            x, y = (np.append(v[:-1], v[-2] + share * (v[-1] - v[-2])) for v in (x, y))
        cuts = np.flatnonzero(np.diff(drawn) > 1) + 1
        return [(x[k[0] : k[-1] + 2], y[k[0] : k[-1] + 2]) for k in np.split(drawn, cuts) if len(k)]


def largest(off: Array) -> float:
    """The largest of errors; 1 where there is none, so that it can be a scale."""
    return float(np.nanmax(np.abs(off))) or 1.0


def unsupported_reason(subject: Subject) -> str | None:
    """Why there are no worldlines and hinges to show; None when there are."""
    from approx.subjects.from_run import untrained

    depth = subject.network.depth
    return untrained(subject) or (
        f"it has {depth} hidden layers, not one; loss and snapshots show its run"
        if depth != 1
        else None
    )


@lru_cache(maxsize=4)
def build(subject: Subject) -> TrainingRun:
    """The run that made the subject's network.

    Raises:
        InputError: when it was not trained step by step.
    """
    history = history_of(subject)
    if history is None:
        raise InputError(f"{subject.name!r}: {unsupported_reason(subject)}")
    analyses = tuple(history.analysis(index) for index in range(len(history)))
    target = targets.shape(subject.target)
    best, ratio = _best(subject, history, analyses[-1])
    loss = loss_curves.heights(history.loss)
    test_loss = history.test_loss
    tested = None if test_loss is None else loss_curves.heights(test_loss)
    both = loss if tested is None else np.r_[loss, tested]
    a, b = subject.domain
    steps = loss_curves.step_axis(int(history.steps[-1]))
    run = TrainingRun(
        subject=subject,
        history=history,
        analyses=analyses,
        dead=np.array([dead_and_linear(analysis)[0][0] for analysis in analyses]),
        places=_places(history, (a, b)),
        at=loss_curves.position(history.steps),
        loss=loss,
        tested=tested,
        best=best,
        ratio=ratio,
        target=target,
        x=across(subject.target, most=5),
        y=up(_heights(target.y, analyses), subject.target),
        steps=steps,
        losses=loss_curves.loss_axis(float(both.min()), float(both.max())),
        breakpoints=_breakpoint_axis(subject.target),
    )
    level = run.level()
    if level is None or level >= run.losses.low:
        return run
    return replace(run, losses=loss_curves.loss_axis(level, float(both.max())))


def _best(
    subject: Subject, history: History, last: Analysis
) -> tuple[BestApproximation | None, float]:
    """The best possible, and how much larger the trained error is; only the last is measured."""
    if history.best is None or not isinstance(subject.target, Target):
        return None, float("nan")
    error = np.array([measure(last.output, subject.target).l2])
    return history.best, float(relative(error, history.best.error, subject.target)[0])


def _heights(y: Array, analyses: tuple[Analysis, ...]) -> Axis:
    """The vertical axis: of the target and of what the curve reaches, not too far from it."""
    bottom, top = float(np.nanmin(y)), float(np.nanmax(y))
    room = BEYOND * max(top - bottom, 1e-9)
    low, high = bottom - room, top + room
    reached = np.concatenate([analysis.output.y for analysis in analyses])
    return axis_for([y, np.clip(reached, low, high)], most=5, zero=False)


def _places(history: History, domain: tuple[float, float]) -> Array:
    """Breakpoints −b/w at every snapshot; those outside squeezed into the margins."""
    a, b = domain
    first = np.array([history.shape.views(vector)[0] for vector in history.parameters])
    with np.errstate(divide="ignore", invalid="ignore"):
        x = -first[..., 1] / first[..., 0]
        inside, room = np.clip(x, a, b), OUTSIDE * (b - a)
        off = x - inside
        squeezed = inside + np.sign(off) * room * np.abs(off) / (np.abs(off) + room)
    return np.asarray(np.where(np.isfinite(x), squeezed, np.nan))


def _breakpoint_axis(target: Target | Dataset) -> Axis:
    inner, (a, b) = across(target, most=4), target.domain
    room = OUTSIDE * (b - a)
    return Axis(a - room, b + room, inner.ticks, inner.labels, logarithmic=True)


def curves(run: TrainingRun, names: dict[str, str]) -> Panel:
    """The trained network, its neurons' contributions, the target and the best possible."""
    last = len(run) - 1
    function, dead = run.function(last), run.dead[last]
    contributions = [
        Curve("neuron", f.x, f.y, neuron=run.colors[j])
        for j, f in enumerate(run.contributions(run.analyses[last]))
        if not dead[j]
    ]
    target = replace(run.target, label=names[run.target.role])
    wholes = [target] if isinstance(target, Curve) else []
    wholes.append(Curve("sum", function.x, function.y, label=names["sum"]))
    if run.best is not None:
        best = run.best.function
        wholes.append(Curve("best", best.x, best.y, label=names["best"]))
    marks = markers("sum", function.x[1:-1], function.y[1:-1])
    dots = split(run, target, names.get("held_out", "")) if isinstance(target, Dots) else ()
    strips = excluded(run.subject.target, run.y)
    return Panel("", run.x, run.y, strips, (*contributions, *wholes), marks, dots=dots)


def split(run: TrainingRun, points: Dots, name: str = "") -> tuple[Dots, ...]:
    """The points that were learned, and those held out where there are any, by their name."""
    held = run.history.held_out
    if held is None or len(held) != len(points.x):
        return (points,)
    learned = replace(points, x=points.x[~held], y=points.y[~held])
    held_out = replace(points, role="held_out", x=points.x[held], y=points.y[held], label=name)
    return learned, held_out


def loss_panel(run: TrainingRun) -> Panel:
    """The loss at every snapshot, that at held-out points, and the best mean squared error."""
    tracks = [Curve("loss", run.at, run.loss)]
    if run.tested is not None:
        tracks.append(Curve("held_out.loss", run.at, run.tested))
    level, ends = run.level(), np.array([run.steps.low, run.steps.high])
    best = () if level is None else (Curve("best", ends, np.array([level, level])),)
    return Panel("", run.steps, run.losses, curves=(*best, *tracks))


def worldlines(run: TrainingRun) -> Panel:
    """Every neuron's breakpoint at every snapshot, the dead ones in their own role."""
    lines = [
        Curve(role, *piece, neuron=None if dead else run.colors[j])
        for dead, role in ((True, "dead"), (False, "neuron"))
        for j in range(run.neurons)
        for piece in run.worldline(j, len(run) - 1, dead)
    ]
    return Panel("", run.steps, run.breakpoints, curves=tuple(lines))
