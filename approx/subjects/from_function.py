"""A typed function as a subject: a network is fitted to it."""

from __future__ import annotations

import difflib
import re
import sys
from pathlib import Path

from approx.core.target import Target
from approx.inputs import catalog
from approx.inputs.content import read_text
from approx.subjects.fit_options import DOMAIN, FitOptions
from approx.subjects.fitted import fitted
from approx.subjects.plane import Plane
from approx.subjects.subject import Subject
from approx.system.errors import InputError


def is_function(text: str) -> bool:
    """Whether the text is to be read as a function; asked last, of every other text."""
    return True


def from_function(text: str, options: FitOptions) -> Subject | Plane:
    """The function that the text, standard input ("-") or a file ("@FILE") holds.

    With y in it, it is a function of two inputs.

    Raises:
        InputError: one line that names what is wrong with the function or the interval.
    """
    from approx.inputs.expression.tokens import has_two_inputs

    source = read_text(text, sys.stdin.buffer)
    if text == "-" and "\n" in source.strip():
        raise InputError("standard input takes one function; a table is read from a file, as a.csv")
    if options.on_y is not None or has_two_inputs(source):
        from approx.subjects.from_function_of_two import from_function_of_two

        return from_function_of_two(source, options)
    domain = options.interval() or DOMAIN
    try:
        target = target_at(source, domain, options)
    except InputError as error:
        if kind := _on_disk(text):
            raise InputError(f"{text} is {kind}; use a table, such as points.csv") from None
        # A word may be a misspelt example's name: the message explains both readings.
        if re.fullmatch(r"[A-Za-z](?:[\w-]{0,38}\w)?", text, re.ASCII):
            raise InputError(f"no example {text!r}; {_way_out(text, error)}") from None
        raise
    return fitted(source, target, {"text": source}, options)


def target_at(text: str, domain: tuple[float, float], options: FitOptions) -> Target:
    """The typed function as a target on an interval, with its warnings."""
    from approx.inputs.expression import target_of

    reading = target_of(text, domain)
    for line in reading.warnings:
        options.warn(f"warning: {line}")
    return reading.target


def _on_disk(text: str) -> str:
    """What a text that is no function names, where it is a path; "" where it is none."""
    if not text:  # an empty path would be this folder
        return ""
    try:
        path = Path(text)
        return "a folder" if path.is_dir() else "no kind of file that is read" * path.is_file()
    except (OSError, ValueError):
        return ""


def _way_out(text: str, error: InputError) -> str:
    if "; write " in str(error):  # sinx: what was meant is known
        return f"as a function: {error}"
    names = (*catalog.names(), *catalog.planes())
    close = difflib.get_close_matches(text, names, n=1, cutoff=0.6)
    hint = f"did you mean {close[0]!r}?" if close else "approx list shows them all;"
    if close and str(error).startswith("unknown name"):
        return hint
    return f"{hint} as a function: {error}"
