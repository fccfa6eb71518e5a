"""A typed function as a subject, and the network that is fitted to it."""

from __future__ import annotations

import difflib
import re
import sys
from collections.abc import Mapping

import numpy as np

from approx.core.dataset import Dataset
from approx.core.smooth_pieces import half_largest_jump
from approx.core.target import Target
from approx.inputs import catalog
from approx.inputs.content import read_text
from approx.inputs.example import Training
from approx.inputs.expression import target_of
from approx.style.languages import LANGUAGES, count, say
from approx.subjects.fit_options import DOMAIN, NEURONS, FitOptions
from approx.subjects.subject import Subject
from approx.system.errors import InputError

#: An error larger than this share of the target's height is worth a warning.
POOR = 0.25


def of_text(text: str, options: FitOptions) -> Subject:
    """A typed function, and a network that is fitted to it."""
    domain = options.interval() or DOMAIN
    source = read_text(text, sys.stdin.buffer)
    try:
        target = target_at(source, domain, options)
    except InputError as error:
        # A word may be meant as an example's name: what is wrong with either reading is said.
        if re.fullmatch(r"[A-Za-z](?:[\w-]{0,38}\w)?", text, re.ASCII):
            raise InputError(f"no example {text!r}; {_way_out(text, error)}") from None
        raise
    return fitted(source, target, {"text": source}, options)


def target_at(text: str, domain: tuple[float, float], options: FitOptions) -> Target:
    """The function that a text stands for on an interval."""
    reading = target_of(text, domain)
    for line in reading.warnings:
        options.warn(f"warning: {line}")
    return reading.target


def fitted(
    name: str, target: Target | Dataset, source: Mapping[str, str], options: FitOptions
) -> Subject:
    """A network trained on a function or on points with the options."""
    from approx.training import fit

    settings = dict(options.settings)
    method = settings.pop("method", None)
    neurons = NEURONS if options.neurons is None and options.hidden is None else options.neurons
    done = fit(target, neurons, options.hidden, method, **settings)
    said: dict[str, object] = {"target": target.label.text, "n": done.network.hidden_units}
    key = "title.fit"
    if isinstance(target, Dataset):
        key, said["points"] = "title.points", count(len(target))
    titles = {language: say(key, language, **said) for language in LANGUAGES}
    how = Training(done.network.hidden_widths, dict(vars(done.options)))
    subject = Subject(name, titles, done.network, target, source, done, how)
    if isinstance(target, Target):
        _note_poor(subject, target, options)
    return subject


def _note_poor(subject: Subject, target: Target, options: FitOptions) -> None:
    """Say where a fit is far off, unless a jump would keep every network as far."""
    error = subject.error
    height = float(np.ptp(target(target.spread(np.linspace(0, 1, 257)))))
    if error.sup > max(POOR * height, 1.1 * half_largest_jump(target)):
        place = f"max error {error.sup:.4g} near x = {error.at[0]:.4g}"
        options.warn(f"warning: the fit is poor: {place}")


def _way_out(text: str, error: InputError) -> str:
    known = (*catalog.names(), *catalog.planes())
    close = difflib.get_close_matches(text, known, n=1, cutoff=0.6)
    hint = f"did you mean {close[0]!r}?" if close else "approx list shows them all;"
    if close and str(error).startswith("unknown name"):
        return hint
    return f"{hint} as a function: {error}"
