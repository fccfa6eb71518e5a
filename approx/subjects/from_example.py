"""A built-in example as a subject; on other intervals or with other neurons it is fitted anew."""

from __future__ import annotations

from approx.inputs import catalog
from approx.inputs.example import PlaneExample, TopicExample
from approx.subjects.fit_options import FitOptions
from approx.subjects.fitted import fitted
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
    if isinstance(example, TopicExample):
        refuse_options(name, options)
        values = {"at": list(example.at)}
        return Topic(name, example.kind, example.title, values, example.network, example.names)
    if isinstance(example, PlaneExample):
        if options.on or options.needs_training:
            flags = [*(["--on"] if options.on else []), *options.training_flags]
            raise InputError(
                f"{name!r} has two inputs; leave out {' and '.join(flags)}, for functions of one x"
            )
        points = example.truth.values
        return Plane(name, example.title, example.network, example.box, points, example.points)
    domain = options.interval()
    target = example.target if domain is None else example.target.on(domain)
    source = {"example": name}
    if options.needs_training:
        return fitted(name, target, source, options)
    training = example.training if target is example.target else None
    return Subject(name, example.title, example.network, target, source, training=training)
