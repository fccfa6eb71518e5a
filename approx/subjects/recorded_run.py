"""A training run from elsewhere: its history, and its last network as a subject."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from approx.core._types import Array
from approx.core.dataset import Dataset
from approx.core.network import Network
from approx.core.target import Target
from approx.inputs.weights import ENDINGS, load
from approx.style.languages import LANGUAGES, say
from approx.subjects.fit_options import DOMAIN, FitOptions
from approx.subjects.from_data import compared
from approx.subjects.from_function import target_at
from approx.subjects.from_network import own
from approx.subjects.subject import Subject
from approx.system.errors import InputError
from approx.training.archive import load as load_history
from approx.training.backprop import Shape
from approx.training.history import History

#: The largest number of checkpoints that are read.
MOST = 2000
#: Samples of a function at which a loss that was not recorded is measured.
SAMPLES = 1001


def subject_of(text: str, options: FitOptions) -> Subject:
    """The run that a file or a folder of checkpoints holds.

    Raises:
        InputError: one line that names what is wrong.
    """
    if options.needs_training:
        flags = " and ".join(options.training_flags)
        raise InputError(f"{text} is a training run already; leave out {flags}")
    path = Path(text)
    history = _of_folder(path, options) if path.is_dir() else load_history(path)
    if history.shape.widths[0] != 1 or history.shape.widths[-1] != 1:
        raise InputError(f"{path.name}: a run is drawn for one input and one output")
    domain = options.interval() or (float(history.domain[0, 0]), float(history.domain[0, 1]))
    target, source = learned(options, history.text, history.target, domain)
    name = path.stem if options.can_draw(path.stem) else "run"
    return run_subject(name, on_interval(history, domain), target, source)


def learned(
    options: FitOptions, text: str, points: Target | Dataset | None, domain: tuple[float, float]
) -> tuple[Target | Dataset | None, Mapping[str, str]]:
    """What a run learned: as the user says, else as its file does; and where that comes from."""
    if isinstance(options.target, tuple):
        return options.target
    if isinstance(options.target, str):
        return compared(options.target, domain, options)
    if points is not None:
        return points, {"points": points.label.text}
    return (target_at(text, domain, options), {"text": text}) if text else (None, {})


def run_subject(
    name: str, history: History, target: Target | Dataset | None, source: Mapping[str, str]
) -> Subject:
    """The last network of a run beside what it learned, with the run."""
    network = history.network(-1)
    domain = (float(history.domain[0, 0]), float(history.domain[0, 1]))
    titles = {language: say("title.run", language, name=name) for language in LANGUAGES}
    run = replace(history, target=target)
    if target is None:
        return Subject(name, titles, network, own(network, domain), {"own": ""}, run=run)
    return Subject(name, titles, network, target, source, run=run)


def recorded(
    shape: Shape,
    steps: Sequence[int],
    parameters: Sequence[Array],
    loss: Array,
    test_loss: Array,
    target: Target | Dataset | None,
    domain: tuple[float, float],
    text: str = "",
) -> History:
    """A history of what was seen; losses that are NaN are measured against the target.

    Raises:
        InputError: when a loss is missing and there is no target, or a parameter is not finite.
    """
    values = np.array(parameters)
    if not np.isfinite(values).all():
        step = steps[int(np.flatnonzero(~np.isfinite(values).all(axis=1))[0])]
        raise InputError(f"a weight is not finite at step {step}; the run diverged")
    losses = np.array(loss, dtype=float)
    missing = np.flatnonzero(~np.isfinite(losses))
    if len(missing) and target is not None:
        x, y = _samples(target)
        for index in missing:
            losses[index] = np.mean(np.square(shape.network(values[index])(x) - y))
    if not np.isfinite(losses).all():
        raise InputError(
            "the run has no losses: record step(loss=…), or say what it learns: --target 'sin(3*x)'"
        )
    tested = test_loss if np.isfinite(test_loss).all() else None
    return History(
        shape, np.array([domain]), np.array(steps, dtype=np.int64), values, losses,
        "recorded", 0, target, test_loss=tested, text=text,
    )  # fmt: skip


def _samples(target: Target | Dataset) -> tuple[Array, Array]:
    if isinstance(target, Dataset):
        return target.x, target.y
    x = target.spread((np.arange(SAMPLES) + 0.5) / SAMPLES)
    return x, target(x)


def shape_of(network: Network) -> Shape:
    """The shape of a network that a run can be made of.

    Raises:
        InputError: unless it has one input, one output and hidden layers of one kind of ReLU.
    """
    if not network.depth or network.inputs != 1 or network.outputs != 1:
        raise InputError(
            "a run is of a network with one input, one output and hidden layers; "
            f"this one has widths {network.layer_widths}"
        )
    return Shape.of(network)


def on_interval(history: History, domain: tuple[float, float]) -> History:
    """The run on another interval: measured again there."""
    if tuple(history.domain[0]) == domain:
        return history
    return replace(history, domain=np.array([domain]), stored=None)


def _of_folder(folder: Path, options: FitOptions) -> History:
    """Checkpoints in the order of the numbers in their names, which are the steps.

    Raises:
        InputError: when they are too few or too many, or of different shapes.
    """
    files = sorted((file for file in folder.iterdir() if file.suffix in ENDINGS), key=_order)
    if not 2 <= len(files) <= MOST:
        kinds = ", ".join(ENDINGS)
        raise InputError(
            f"{folder.name} has {len(files)} checkpoints ({kinds}); 2 to {MOST} make a run"
        )
    loaded = [load(file, **options.model) for file in files]
    shapes = [shape_of(one.network) for one in loaded]
    for file, shape in zip(files, shapes, strict=True):
        if shape != shapes[0]:
            raise InputError(
                f"{file.name} has widths {shape.widths}, {files[0].name} {shapes[0].widths}"
            )
    numbers = [_number(file) for file in files]
    steps = numbers if len(set(numbers)) == len(files) and min(numbers) >= 0 else range(len(files))
    text, domain = loaded[-1].target or "", options.interval() or loaded[-1].domain or DOMAIN
    target, _ = learned(options, text, None, domain)
    if isinstance(target, Dataset) and options.on is None:
        domain = target.domain
    unknown = np.full(len(files), np.nan)
    parameters = [shapes[0].parameters(one.network) for one in loaded]
    return recorded(shapes[0], list(steps), parameters, unknown, unknown, target, domain, text)


def _number(file: Path) -> int:
    """The last number in a file's name; -1 for none."""
    found = re.findall(r"\d{1,15}", file.stem)
    return int(found[-1]) if found else -1


def _order(file: Path) -> tuple[int, str]:
    return _number(file), file.name
