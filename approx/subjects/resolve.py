"""From the text on a command line to a subject: its kind is recognised once, then constructed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from approx.style.fonts import check_title
from approx.subjects.command_words import command_words
from approx.subjects.components import Components, one_output_only, titled
from approx.subjects.defaults import DEFAULTS, OF_RUNS
from approx.subjects.fit_options import FitOptions
from approx.subjects.from_data import from_data, is_table
from approx.subjects.from_example import (
    from_example,
    from_example_file,
    is_example,
    is_example_file,
)
from approx.subjects.from_function import from_function, is_function
from approx.subjects.from_network import from_network, is_network_file
from approx.subjects.from_random import from_random, is_random
from approx.subjects.from_run_file import from_run, is_run
from approx.subjects.from_topic import from_topic, is_topic
from approx.subjects.plane import Plane
from approx.subjects.subject import Subject
from approx.subjects.topic import Topic
from approx.system.errors import InputError
from approx.system.plain_text import printable

#: How a network is fitted for pictures of a run, where no method is named.
STEPWISE = "adam"
#: How each kind is recognised and constructed; the first that recognises a text takes it. What
#: a constructor needs beyond that is imported when it is called.
KINDS: tuple[
    tuple[Callable[[str], bool], Callable[[str, FitOptions], Subject | Plane | Topic | Components]],
    ...,
] = (
    (is_example, from_example),
    (is_example_file, from_example_file),
    (is_topic, from_topic),
    (is_random, from_random),
    (is_table, from_data),
    (is_run, from_run),
    (is_network_file, from_network),
    (is_function, from_function),
)


def resolve(text: str, options: FitOptions | None = None) -> Subject:
    """The subject that `text` names: an example, a file, or a typed function.

    Raises:
        InputError: when it names nothing or two things, or the subject has two inputs.
    """
    subject = resolve_network(text, options)
    if isinstance(subject, Plane):
        raise InputError(one_input_only(text))
    return subject


def resolve_network(text: str, options: FitOptions | None = None) -> Subject | Plane:
    """The subject of one or two inputs that `text` names.

    Raises:
        InputError: when it names nothing or two things, or a topic of lessons.
    """
    subject = resolve_any(text, options)
    if isinstance(subject, Topic):
        raise InputError(f"{text!r} {subject.what}; draw it: approx figure {text!r}")
    return subject


def one_input_only(name: str) -> str:
    """What a command that takes one input says of a subject with two."""
    return f"{name!r} has two inputs, which this does not show; show, figure, render and page do"


def resolve_any(text: str, options: FitOptions | None = None) -> Subject | Plane | Topic:
    """The subject, plane or topic that `text` names.

    Raises:
        InputError: when it names nothing or two things, or all outputs of a network.
    """
    subject = resolve_all(text, options)
    if isinstance(subject, Components):
        raise InputError(one_output_only(text))
    return subject


def resolve_all(
    text: str, options: FitOptions | None = None
) -> Subject | Plane | Topic | Components:
    """The same, and all outputs of a network; a story or figure kind alone names its usual subject.

    Raises:
        InputError: when it names nothing or two things.
    """
    options = options or FitOptions()
    if not is_example(text) and text in DEFAULTS:
        options = replace(options, stepwise=options.stepwise or text in OF_RUNS)
        usual = DEFAULTS[text]
        try:
            return _resolved(usual, options)
        except InputError as error:
            told = str(error) if usual == text else f"{text!r} stands for {usual!r}: {error}"
            raise InputError(told) from None
    return _resolved(text, options)


def _resolved(text: str, options: FitOptions) -> Subject | Plane | Topic | Components:
    title = "" if options.title is None else check_title(options.title)
    construct = next(construct for recognises, construct in KINDS if recognises(text))
    if options.columns and construct is not from_data and options.target is None:
        flags = " and ".join(f"--{name}" for name in options.columns)
        raise InputError(f"{flags} read tables, such as points.csv; {text[:40]!r} is none")
    if options.task and construct is not from_data:
        raise InputError(f"--task is for tables of two inputs; {text[:40]!r} is none")
    if options.model and construct not in (from_network, from_run):
        flags = " and ".join(f"--{name}" for name in options.model)
        raise InputError(f"{flags} is for network files, such as net.pt; {text[:40]!r} is none")
    if options.stepwise and construct in (from_function, from_data):
        options = replace(options, settings={"method": STEPWISE, **options.settings})
    if options.target is not None and construct not in (from_network, from_run):
        raise InputError(f"--target is for network files and runs; {text[:40]!r} is none")
    subject = construct(text, options)
    words = command_words(text, subject.name, options)
    subject = replace(subject, name=printable(subject.name))  # a file's may hold anything
    if isinstance(subject, Components):
        return titled(subject, title, words)
    return replace(subject, own_title=title, command_words=words)
