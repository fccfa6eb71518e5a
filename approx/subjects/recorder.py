"""The user's own training run, recorded while it trains: any framework, any loop."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from approx.core._types import Array
from approx.core.dataset import Dataset
from approx.core.network import Network
from approx.core.target import Target
from approx.subjects import given
from approx.subjects.fit_options import DOMAIN, FitOptions
from approx.subjects.recorded_run import recorded, run_subject, shape_of
from approx.subjects.subject import Subject
from approx.system.errors import InputError
from approx.training import History, archive
from approx.training.backprop import Shape

#: A run keeps at most twice as many snapshots as this, then every second of them.
SNAPSHOTS = 300


class Recorder:
    """Snapshots of a network that is trained by a loop of your own.

    Parameters
    ----------
    model : module, estimator, network, list or callable
        What is trained: a PyTorch or Keras module; a list of pairs of arrays
        ``[(W1, b1), (W2, b2)]`` that the loop changes, ReLU between them; or a function of no
        argument that returns one of these or a :class:`approx.Network`. One input, one output,
        hidden layers of ReLUs.
    target : str, callable or arrays, optional
        What it learns: ``(x, y)``, ``"sin(3*x)"`` or a function.
    on : (float, float), optional
        The interval that is drawn; by default that of the points, else (-3, 3).

    Examples
    --------
    >>> import numpy as np
    >>> W, b = [np.array([[1.0], [-1.0]]), np.zeros((1, 2))], [np.zeros(2), np.zeros(1)]
    >>> run = Recorder(list(zip(W, b)), target="abs(x)", on=(-1, 1))
    >>> for step in range(3):
    ...     run.step(loss=1 - step / 2)
    ...     W[1] += 0.5
    >>> run
    Recorder(3 steps, 3 snapshots of a 1-2-1 network)
    >>> run.history.loss
    array([1. , 0.5, 0. ])
    """

    def __init__(self, model: Any, target: Any = None, *, on: Any = None) -> None:
        from approx.subjects.given_target import compared_on

        self._model, self._on = model, FitOptions(given.ends(on)).interval()
        self._target: Target | Dataset | None = None
        self._source: dict[str, str] = {}
        if target is not None:
            self._target, self._source = compared_on(target, self._on)
        self._steps: list[int] = []
        self._parameters: list[Array] = []
        self._losses: list[tuple[float, float]] = []
        self._shape: Shape | None = None
        self._every, self._count = 1, 0
        self._last = (np.nan, np.nan)
        _network(model)

    def __repr__(self) -> str:
        widths = "-".join(map(str, self._shape.widths)) if self._shape else "?"
        kept = f"{len(self._steps)} snapshots of a {widths} network"
        return f"Recorder({self._count} steps, {kept})"

    def step(self, loss: float | None = None, test_loss: float | None = None) -> None:
        """Take a snapshot; call it once after each step of the loop.

        Parameters
        ----------
        loss : float, optional
            Of the step; by default the mean squared error against the target.
        test_loss : float, optional
            At points that are held out.

        Raises
        ------
        InputError
            When the model is no ReLU network with one input and one output, or changes its shape.
        """
        number, self._count = self._count, self._count + 1
        self._last = _real("loss", loss), _real("test_loss", test_loss)
        if number % self._every:
            return
        self._keep(number)
        if len(self._steps) > 2 * SNAPSHOTS:
            for kept in (self._steps, self._parameters, self._losses):
                del kept[1::2]
            self._every *= 2

    def _keep(self, number: int) -> None:
        network = _network(self._model)
        shape = shape_of(network)
        if self._shape not in (None, shape):
            raise InputError(f"the network had widths {self._shape.widths}, now {shape.widths}")
        self._shape = shape
        self._steps.append(number)
        self._parameters.append(shape.parameters(network))
        self._losses.append(self._last)

    @property
    def history(self) -> History:
        """What was recorded, as a sequence of snapshots.

        Raises
        ------
        InputError
            When nothing was.
        """
        if self._shape is None:
            raise InputError("nothing is recorded yet: call step() in the loop")
        if self._steps[-1] != self._count - 1:
            self._keep(self._count - 1)
        losses = np.array(self._losses)
        return recorded(
            self._shape, self._steps, self._parameters, losses[:, 0], losses[:, 1],
            self._target, self._domain(), self._source.get("text", ""),
        )  # fmt: skip

    @property
    def subject(self) -> Subject:
        """The run, to be drawn: ``run.subject.render("training.mp4", story="training")``."""
        return run_subject("run", self.history, self._target, self._source)

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the run as an .npz file, which every command and :func:`approx.subject` take."""
        file = Path(path)
        if file.suffix != ".npz":
            raise InputError(f"a run is saved as an .npz file, not {file.name}")
        archive.save(self.history, file)
        return file

    def _domain(self) -> tuple[float, float]:
        return self._on or DOMAIN if self._target is None else self._target.domain


def _network(model: Any) -> Network:
    """The model's network as it is now."""
    if isinstance(model, Network):
        return model
    if isinstance(model, Sequence) and not isinstance(model, str):
        return _of_arrays(model)
    if given.framework(model):
        return given.network_of(model)
    if callable(model):
        return _network(_called(model))
    raise InputError("Recorder takes a model, a list of pairs (W, b), or a function that gives it")


def _called(model: Callable[[], Any]) -> Any:
    try:
        return model()
    except TypeError as error:
        raise InputError(f"the function of the recorder takes no argument ({error})") from None


def _of_arrays(pairs: Sequence[Any]) -> Network:
    try:
        weights, biases = zip(*pairs, strict=True)
        arrays = [np.array(w, dtype=float) for w in weights], [np.array(b, float) for b in biases]
    except (TypeError, ValueError):
        raise InputError(
            "layers are pairs (W, b) of arrays, W of shape (outputs, inputs)"
        ) from None
    return Network(*arrays)


def _real(name: str, value: Any) -> float:
    """A loss as a number; NaN for none."""
    if value is None:
        return float("nan")
    if hasattr(value, "detach"):
        value = value.detach()
    number = given.real(name, value)
    assert number is not None
    return number
