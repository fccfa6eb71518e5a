"""The one door: what the user names becomes a network, its target and its words."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from approx.inputs import catalog
from approx.inputs.expression import parse
from approx.inputs.weights import ENDINGS
from approx.style.glyphs import check_title
from approx.subjects.command_words import command_words
from approx.subjects.fit_options import FitOptions
from approx.subjects.from_data import ENDINGS as POINTS
from approx.subjects.from_data import of_points
from approx.subjects.from_function import fitted, of_text
from approx.subjects.from_network import of_file
from approx.subjects.plane import Plane
from approx.subjects.subject import Subject
from approx.system.errors import InputError


def resolve(text: str, options: FitOptions | None = None) -> Subject:
    """The subject that `text` names: an example, a file, or a typed function.

    Raises:
        InputError: when it can be read as nothing, or as two things, or has two inputs.
    """
    found = resolve_any(text, options)
    if isinstance(found, Plane):
        raise InputError(f"{text!r} has two inputs; figures of it are regions and surface")
    return found


def resolve_any(text: str, options: FitOptions | None = None) -> Subject | Plane:
    """The subject or plane that `text` names.

    Raises:
        InputError: when it can be read as nothing, or as two things.
    """
    options = options or FitOptions()
    title = "" if options.title is None else check_title(options.title)
    subject = _resolved(text, options)
    words = command_words(text, subject.name, options)
    return replace(subject, own_title=title, command_words=words)


def _resolved(text: str, options: FitOptions) -> Subject | Plane:
    known = text in catalog.planes() or _is_example(text)
    file = _is_file(text)
    if known and file:
        raise InputError(f"{text!r} is an example and a file here; write ./{text} for the file")
    if text in catalog.planes():
        if options.on or options.needs_training:
            flags = filter(None, ("--on" if options.on else "", options.training_flags))
            raise InputError(
                f"{text!r} has two inputs; leave out {' and '.join(flags)}, for functions of one x"
            )
        flat = catalog.get_plane(text)
        return Plane(text, flat.title, flat.network, flat.box, flat.truth.values, flat.points)
    if known:
        return _example(text, options)
    if file and Path(text).suffix.lower() in POINTS:
        return of_points(text, options)
    return of_file(text, options) if file else of_text(text, options)


def _is_example(text: str) -> bool:
    try:
        catalog.get(text)
    except KeyError:
        return False
    return True


def _is_file(text: str) -> bool:
    """By its ending, or because it names a path that is there: 1/x is a function otherwise."""
    if len(text) > 4000 or "\0" in text:
        return False
    if Path(text).suffix.lower() in (*ENDINGS, *POINTS):
        return True
    if "/" not in text and os.sep not in text:
        return False
    try:
        there = Path(text).exists()
    except OSError:
        return False
    if there and _is_function(text):
        raise InputError(f"{text!r} is a function and a file here; write ({text}) for the function")
    return there


def _is_function(text: str) -> bool:
    try:
        parse(text)
    except InputError:
        return False
    return True


def _example(name: str, options: FitOptions) -> Subject:
    """An example; on another interval or with other neurons, its target is fitted anew."""
    example = catalog.get(name)
    domain = options.interval()
    target = example.target if domain is None else example.target.on(domain)
    source = {"example": name}
    if options.needs_training:
        return fitted(name, target, source, options)
    known = example.training if target is example.target else None
    return Subject(name, example.title, example.network, target, source, training=known)
