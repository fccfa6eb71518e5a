"""An example, built in or one's own, as a subject; where options ask for it, fitted anew."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from approx.core.plane_target import Box, PlanePoints
from approx.core.target import label
from approx.inputs import catalog
from approx.inputs.example import Example, PlaneExample, TopicExample
from approx.inputs.example_file import ENDING, code_of, example_of
from approx.subjects.fit_options import FitOptions
from approx.subjects.fitted import fitted
from approx.subjects.fitted_plane import fitted_plane
from approx.subjects.from_topic import refuse_options
from approx.subjects.plane import Plane
from approx.subjects.subject import Subject
from approx.subjects.topic import Topic
from approx.system.errors import InputError


def is_example(text: str) -> bool:
    """Whether the text is an example's name."""
    return catalog.find(text) is not None


def from_example(name: str, options: FitOptions) -> Subject | Plane | Topic:
    """The example, or a network fitted to its target if the options ask for training.

    Raises:
        InputError: for options that the example cannot have.
    """
    example = catalog.find(name)
    assert example is not None
    return _subject(name, example, {"example": name}, options)


def is_example_file(text: str) -> bool:
    """Whether the text names a Python file, which is executed."""
    return text.endswith(ENDING)


def from_example_file(path: str, options: FitOptions) -> Subject | Plane | Topic:
    """The example that a Python file defines; its text goes along to other processes.

    Raises:
        InputError: for a file that defines none, or options that the example cannot have.
    """
    code, name = code_of(path), Path(path).name
    return _subject(Path(path).stem, example_of(code, name), {"code": code}, options)


def _subject(
    name: str,
    example: Example | PlaneExample | TopicExample,
    source: dict[str, str],
    options: FitOptions,
) -> Subject | Plane | Topic:
    if isinstance(example, TopicExample):
        refuse_options(name, options)
        values = {"at": list(example.at)}
        return Topic(name, example.kind, example.title, values, example.network, example.names)
    if isinstance(example, PlaneExample):
        return _plane(name, example, options)
    if options.on_y is not None:
        raise InputError(f"{name!r} has one input; leave out --on-y")
    domain = options.interval()
    target = example.target if domain is None else example.target.on(domain)
    if options.needs_training:
        return fitted(name, target, source, options)
    training = example.training if target is example.target else None
    return Subject(name, example.title, example.network, target, source, training=training)


def _plane(name: str, example: PlaneExample, options: FitOptions) -> Plane:
    """An example of two inputs, or a network trained on its points."""
    box = options.box() or example.box
    known = example.points or example.trains_on
    if options.needs_training or (options.stepwise and known):
        table = example.trains_on or example.points
        return fitted_plane(
            name, _points(name, table, example.box, box), {"example": name}, options
        )
    points = _points(name, example.points, example.box, box) if example.points else None
    marked = {} if example.points else example.truth.values
    source = {"own": ""} if points is None else {"example": name}
    return Plane(name, example.title, example.network, box, points, source, marked)


def _points(
    name: str, table: tuple[tuple[float, float, int], ...], whole: Box, box: Box
) -> PlanePoints:
    """The example's points on a rectangle."""
    places = np.array(table)
    classes = tuple(str(k) for k in range(int(places[:, 2].max()) + 1))
    data = PlanePoints(places[:, :2], places[:, 2], classes, label(name), whole)
    return data if box == whole else data.on(box)
