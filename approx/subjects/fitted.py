"""A network that is fitted to a function or to points, as a subject."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from approx.core.dataset import Dataset
from approx.core.smooth_pieces import half_largest_jump
from approx.core.target import Target
from approx.inputs.example import Training
from approx.style.languages import LANGUAGES, count, localised, off_zero, say
from approx.subjects.fit_options import NEURONS, FitOptions
from approx.subjects.subject import Subject

if TYPE_CHECKING:
    from approx.training import Fit

#: An error larger than this share of the target's height is worth a warning.
POOR = 0.25
#: Seconds after which a fit that sets no limit of its own is used as it is.
LONGEST = 25.0


def fitted(
    name: str, target: Target | Dataset, source: Mapping[str, str], options: FitOptions
) -> Subject:
    """A network trained on a function or on points with the options."""
    from approx.training import fit
    from approx.training.recorder import OutOfTime

    settings = {"time_limit": LONGEST, **options.settings}
    method = settings.pop("method", None)
    neurons = options.neurons
    if neurons is None and options.hidden is None and "start" not in settings:
        neurons = NEURONS
        if method is None and isinstance(target, Dataset):
            # Through n points goes a curve of n − 2 breakpoints; one neuron more sets its slope.
            neurons = min(NEURONS, max(1, len(set(target.x.tolist())) - 1))
    try:
        done = fit(target, neurons, options.hidden, method, **settings)
    except OutOfTime as stopped:
        if "time_limit" in options.settings or stopped.fit is None:
            raise
        done = stopped.fit
        early = (
            f"stopped after {stopped.seconds:g} s at step {stopped.step} of {done.options.steps}"
        )
        options.warn(f"note: training {early}; approx fit trains to the end")
    subject = of_fit(name, target, source, done)
    if isinstance(target, Target):
        _warn_if_poor(subject, target, options)
    return subject


def of_fit(name: str, target: Target | Dataset, source: Mapping[str, str], done: Fit) -> Subject:
    """A training run's network beside what it was trained on."""
    words: dict[str, object] = {"n": done.network.hidden_units}
    label = target.label.text
    key = "title.fit"
    if isinstance(target, Dataset):
        key, words["points"] = "title.points", count(len(target))
    if isinstance(target, Target):
        labels = {language: localised(label, language) for language in LANGUAGES}
    else:  # the name of a file has no decimals
        labels = dict.fromkeys(LANGUAGES, label)
    titles = {lang: say(key, lang, **words, target=labels[lang]) for lang in LANGUAGES}
    training = Training(done.network.hidden_widths, dict(vars(done.options)))
    return Subject(name, titles, done.network, target, source, done, training)


def _warn_if_poor(subject: Subject, target: Target, options: FitOptions) -> None:
    """Warn of a large error, unless a jump would keep every network as far from the target."""
    error = subject.error
    height = float(np.ptp(target(target.spread(np.linspace(0, 1, 257)))))
    if error.sup > max(POOR * height, 1.1 * half_largest_jump(target)):
        at = off_zero(error.at[0], target.domain[1] - target.domain[0])
        place = f"largest error {error.sup:.4g} near x = {at:.4g}"
        options.warn(f"warning: the fit is poor: {place}")
