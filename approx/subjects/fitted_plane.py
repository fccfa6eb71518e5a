"""A network of two inputs that is trained on a function or on points, as a subject."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from approx.core.plane_target import PlanePoints, PlaneTarget
from approx.inputs.example import Training
from approx.style.languages import LANGUAGES, count, say
from approx.subjects.fit_options import FitOptions
from approx.subjects.fitted import LONGEST
from approx.subjects.plane import Plane

if TYPE_CHECKING:
    from approx.training import Fit


def fitted_plane(
    name: str,
    target: PlaneTarget | PlanePoints,
    source: Mapping[str, str],
    options: FitOptions,
    titles: Mapping[str, str] | None = None,
) -> Plane:
    """A network trained on a function or on points with the options."""
    from approx.training.plane import fit_plane
    from approx.training.recorder import OutOfTime

    settings = {"time_limit": LONGEST, **options.settings}
    method = settings.pop("method", None)
    hidden = options.hidden if options.neurons is None else (options.neurons,)
    try:
        done = fit_plane(target, hidden, method, **settings)
    except OutOfTime as stopped:
        if "time_limit" in options.settings or stopped.fit is None:
            raise
        done = stopped.fit
        early = (
            f"stopped after {stopped.seconds:g} s at step {stopped.step} of {done.options.steps}"
        )
        options.warn(f"note: training {early}; approx fit trains to the end")
    return plane_of_fit(name, target, source, done, titles)


def plane_of_fit(
    name: str,
    target: PlaneTarget | PlanePoints,
    source: Mapping[str, str],
    done: Fit,
    titles: Mapping[str, str] | None = None,
) -> Plane:
    """A training run's network beside what it was trained on."""
    words: dict[str, object] = {"target": target.label.text, "n": done.network.hidden_units}
    key = "title.fit"
    if isinstance(target, PlanePoints):
        key = "plane.title.classes" if target.classes else "title.points"
        words |= {"points": count(len(target)), "k": len(target.classes)}
        if done.history.held_out is not None:
            target = replace(target, held_out=done.history.held_out)
    own = {language: say(key, language, **words) for language in LANGUAGES}
    settings = {name: value for name, value in vars(done.options).items() if name != "progress"}
    training = Training(done.network.hidden_widths, settings)
    return Plane(
        name, titles or own, done.network, target.box, target, source, fit=done, training=training
    )
