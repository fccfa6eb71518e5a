"""Training in one call: a target or data in, a network and its history out."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from approx.core._types import Array, Booleans
from approx.core.dataset import Dataset
from approx.core.error import ErrorReport, measure
from approx.core.network import Network
from approx.core.target import Target
from approx.system.errors import InputError
from approx.training.backprop import Backprop, Shape
from approx.training.held_out import held_out
from approx.training.history import History, dead_and_linear_on, relative, smallest
from approx.training.initial import initialise, starts_inside
from approx.training.method import Task
from approx.training.methods import METHODS, check_suits, options_for
from approx.training.methods.best import suits as best_suits
from approx.training.options import Options, check_hidden
from approx.training.problem import LOSSES, Problem
from approx.training.recorder import Collapsed, Diverged, OutOfTime, Recorder
from approx.training.samples import Data, of_dataset, of_points, of_target, unit_slopes

#: With more weights and biases, one step of "lm" solves for seconds; "lbfgs" takes thousands.
MOST_FOR_LM = 1500


@dataclass(frozen=True, eq=False)
class Fit:
    """The result of training; everything exact is computed on first use.

    Attributes:
        network: the trained one.
        history: snapshots of the run, the last being the network.
        options: how it was trained.
        seconds: of training, without measuring.

    >>> import approx
    >>> run = approx.fit(([0, 1, 2], [0, 1, 0]), neurons=3)
    >>> run.network.layer_widths, bool(run.error.sup < 1e-6)
    ('1-3-1', True)
    """

    network: Network
    history: History
    options: Options
    seconds: float = field(compare=False)

    def __repr__(self) -> str:
        return f"Fit({self.options.method}, {self.seconds:.2f} s: {self.network!r})"

    @cached_property
    def error(self) -> ErrorReport | None:
        """Sup and L2 distance from the target, or at its points, exact; None for other data."""
        target = self.history.target
        if target is None:
            return None
        return measure(self.history.analysis(-1).output, target)

    @property
    def ratio(self) -> float:
        """L2 error over the best possible of History.compared_with breakpoints; NaN for points."""
        if self.history.target is None:
            return np.nan
        return self.ratio_at(self.history.compared_with)

    def ratio_at(self, breakpoints: int) -> float:
        """L2 error over that of the best function with so many breakpoints.

        It is below 1 where the network has more of them and uses them well.
        """
        target, error = self.history.target, self.error
        if not isinstance(target, Target) or error is None:
            return float("nan")
        least = smallest(target, breakpoints)
        if least is None:
            return float("nan")
        return float(relative(np.array([error.l2]), least.error, target)[0])

    @property
    def dead(self) -> int:
        """How many hidden neurons are never active."""
        return int(self.history.dead[-1])


def fit(
    target: Target | Dataset,
    neurons: int | None = None,
    hidden: tuple[int, ...] | None = None,
    method: str | None = None,
    *,
    start: Network | None = None,
    **settings: Any,
) -> Fit:
    """Train a network on a function over its domain, or on given points.

    Args:
        target: one variable, finite on its domain; of points the loss is over exactly these.
        neurons: of one hidden layer; or give `hidden`.
        hidden: widths of the hidden layers.
        method: a name in METHODS; None for "best" with one hidden layer (the smallest possible
            largest error), "optimal" (least squares) where the target jumps or has gaps, of points
            and with a start, "lm" with more layers, and "lbfgs" with more than MOST_FOR_LM weights.
        start: a network to start from, instead of random first values; gives the widths, too.
        settings: fields of :class:`approx.training.options.Options`: steps, rate, seed, ...

    Raises:
        InputError: for impossible widths or settings, or a target that is not finite.
        Diverged: when the loss stops being a number.
        Collapsed: when a layer's neurons all died.
        OutOfTime: when the time limit passed.
    """
    widths = _hidden(neurons, hidden, start)
    if isinstance(target, Dataset):
        data, usual = of_dataset(target), "optimal"
    else:
        data = of_target(target, widths, settings.get("samples"))
        best_known = start is None and len(widths) == 1 and best_suits(target)
        usual = "best" if best_known else "optimal"
    options = options_for(method or _usual_method((1, *widths, 1), usual), settings)
    return _train(data, widths, options, start, target)


def fit_points(
    x: ArrayLike,
    y: ArrayLike,
    neurons: int | None = None,
    hidden: tuple[int, ...] | None = None,
    method: str | None = None,
    *,
    loss: str = "squared",
    start: Network | None = None,
    **settings: Any,
) -> Fit:
    """Train a network on data.

    Args:
        x: shape (samples,) or (samples, inputs).
        y: shape (samples,) or (samples, outputs); for "binary" 0 or 1, for "softmax" class
            numbers from 0. The network then gives logits: its zero line is the border.
        neurons: of one hidden layer; or give `hidden`.
        hidden: widths of the hidden layers.
        method: a name in METHODS; None for "optimal" (one input, one output, one hidden layer,
            least squares), "lm" or, with more than MOST_FOR_LM weights, "lbfgs" (least squares),
            or "adam".
        loss: "squared", "binary" or "softmax".
        start: a network to start from.
        settings: fields of :class:`approx.training.options.Options`.

    Raises:
        InputError, Diverged, Collapsed, OutOfTime: as :func:`fit`.
    """
    widths = _hidden(neurons, hidden, start)
    data = of_points(x, y, loss)
    if method is None:
        smallest_kind = len(widths) == len(data.x) == len(data.y) == 1
        usual = _usual_method(
            (len(data.x), *widths, len(data.y)), "optimal" if smallest_kind else "lm"
        )
        method = usual if loss == "squared" else "adam"
    return _train(data, widths, options_for(method, settings), start, None)


def _usual_method(widths: tuple[int, ...], of_one_layer: str) -> str:
    """The method that is used when none is named, by all widths, the input's and output's too."""
    if len(widths) == 3:
        return of_one_layer
    return "lm" if Shape(widths).size <= MOST_FOR_LM else "lbfgs"


def _hidden(
    neurons: int | None, hidden: tuple[int, ...] | None, start: Network | None
) -> tuple[int, ...]:
    given = [way for way in (neurons, hidden) if way is not None]
    if start is not None and not given:
        return start.hidden_widths
    if len(given) != 1:
        raise InputError("give either the neurons of one hidden layer or the hidden widths")
    widths = (neurons,) if neurons is not None else tuple(hidden or ())
    check_hidden(widths)
    if start is not None and widths != start.hidden_widths:
        raise InputError(f"the start has hidden widths {start.hidden_widths}, not {widths}")
    return widths


def _train(
    data: Data,
    widths: tuple[int, ...],
    options: Options,
    start: Network | None,
    target: Target | Dataset | None,
) -> Fit:
    began = time.perf_counter()
    activation = options.activation if start is None else Shape.of(start).activation
    shape = Shape((len(data.x), *widths, len(data.y)), activation)
    method = METHODS[options.method]
    if options.held_out and data.target is not None:
        raise InputError("--held-out is for points; of a function every point is known")
    tested = held_out(data.x.shape[1], options.held_out, options.seed)
    learned = data.only(~tested) if options.held_out else data
    problem = learned.problem(shape, method.scaled)
    check_suits(method, problem)
    if options.batch is None and method.batch is not None and problem.samples > 4 * method.batch:
        options = replace(options, batch=method.batch)
    rng = np.random.default_rng(options.seed)
    if start is None:
        first, used = initialise(problem, options, rng), options
        inside = starts_inside(shape, options)
    else:
        first = _start(shape, start)
        first = learned.scaling.scaled(shape, first) if method.scaled else first
        used, inside = replace(options, restarts=1), False
    record = Recorder(options.steps or 0, options.snapshots, options.progress, options.time_limit)

    def history() -> History:
        run = _history(learned, problem, options, record, target)
        if not options.held_out:
            return run
        return replace(run, held_out=tested, test_loss=_loss_on(data, tested, shape, run))

    def made() -> Fit:
        seconds = time.perf_counter() - began
        run = history()
        return Fit(run.network(-1), run, replace(options, progress=None), seconds)

    try:
        last = method.train(Task(problem, first, used, record, rng, inside))
    except OutOfTime as stopped:
        if record.latest is not None and record.later is None:
            record.finish(*record.latest)
            stopped.fit = made()
            stopped.history = stopped.fit.history
        raise
    except Diverged as stopped:
        stopped.history = history()
        raise
    try:
        _refuse_collapse(problem, last, options.rate)
    except Collapsed as stopped:
        stopped.history = history()
        raise
    return made()


def _start(shape: Shape, start: Network) -> Array:
    if (start.inputs, start.outputs) != (shape.widths[0], shape.widths[-1]):
        raise InputError(
            f"the start has {start.inputs} input(s) and {start.outputs} output(s), "
            f"the data {shape.widths[0]} and {shape.widths[-1]}"
        )
    return shape.parameters(start)


def _history(
    data: Data,
    problem: Problem,
    options: Options,
    record: Recorder,
    target: Target | Dataset | None,
) -> History:
    """What was recorded as far as the loss is a number, scaled back."""
    scaling, shape, method = data.scaling, problem.shape, METHODS[options.method]
    steps, given = record.taken()
    with np.errstate(over="ignore", invalid="ignore"):
        loss = np.array([problem.value(vector) for vector in given])
    if method.scaled and problem.loss == "squared":
        with np.errstate(over="ignore", under="ignore"):
            loss *= np.square(scaling.unit[0])
    finite = np.isfinite(loss)
    if not finite.any():
        # Squares of values beyond 1e154 are no numbers, however good the fit is.
        finite = np.array([np.isfinite(vector).all() for vector in given])
    kept = int(finite.cumprod().sum())
    steps, given, loss = steps[:kept], given[:kept], loss[:kept]
    if method.scaled:
        given = [scaling.restored(shape, vector) for vector in given]
    if method.one_layer:
        given = [unit_slopes(shape, vector) for vector in given]
    return History(
        shape,
        data.domain,
        np.array(steps, dtype=np.int64),
        np.array(given),
        loss,
        options.method,
        options.seed,
        target,
        data.x if len(data.x) > 1 or len(data.y) > 1 else None,
    )


def _loss_on(data: Data, chosen: Booleans, shape: Shape, history: History) -> Array:
    """The loss at some of the data at every snapshot, in the units of the data."""
    sweep = Backprop(shape, int(chosen.sum()))
    sweep.load(data.x[:, chosen])
    loss, wanted = LOSSES[data.loss], data.y[:, chosen]
    return np.array([loss(sweep.forward(vector), wanted)[0] for vector in history.parameters])


def _refuse_collapse(problem: Problem, parameters: Array, rate: float | None) -> None:
    """Raise when a layer has no active neuron left, although there is something to learn.

    Raises:
        Collapsed: naming the layer and the way out.
    """
    if float(np.ptp(problem.y)) == 0.0 or problem.sweep.left != 0.0:
        return
    dead, _ = dead_and_linear_on(problem.sweep, parameters)
    for layer, flags in enumerate(dead):
        if flags.all():
            way_out = f"--rate {rate / 10:g}" if rate else "another --seed"
            raise Collapsed(layer, len(dead), len(flags), way_out)
