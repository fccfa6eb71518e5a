"""Training on the plane: a function of x and y, points with values, or points in classes."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np

from approx.core._types import Array
from approx.core.plane_target import PlanePoints, PlaneTarget
from approx.system.errors import InputError
from approx.training.backprop import Shape
from approx.training.fit import Fit, fit_points
from approx.training.recorder import TrainingError

#: Hidden widths when none are given: of a function or of values, and of classes.
ONE_LAYER, TWO_LAYERS = (16,), (8, 8)
#: A function is sampled at so many places in either direction, the sides of the box among them.
GRID = 23
#: Levenberg and Marquardt's method is quick for so many weights and samples.
MOST_WEIGHTS, MOST_SAMPLES = 120, 2000
#: Where no seed is given, so many are tried for so many steps.
SEEDS, SHORT = 6, 300
#: How each method trains on the plane when nothing else is asked for.
SETTINGS: dict[str, dict[str, Any]] = {
    "lm": {"restarts": 3, "steps": 60},
    "adam": {"steps": 2000, "rate": 0.02},
}
#: Of classes: the penalty that keeps scores from growing without end.
PENALTY = {"l2": 3e-4}


def loss_of(target: PlaneTarget | PlanePoints) -> str:
    """The loss: squares of values, cross-entropy of two or of several classes."""
    if isinstance(target, PlaneTarget) or not target.classes:
        return "squared"
    return "binary" if len(target.classes) == 2 else "softmax"


def fit_plane(
    target: PlaneTarget | PlanePoints,
    hidden: tuple[int, ...] | None = None,
    method: str | None = None,
    **settings: Any,
) -> Fit:
    """Train a network of two inputs.

    Args:
        target: a function, or points.
        hidden: widths of the hidden layers; 16 for values, 8 and 8 for classes when none are given.
        method: a name in METHODS; None for "adam" for classes, else "lm" where that is quick.
        settings: fields of :class:`approx.training.options.Options`.

    Raises:
        InputError, Diverged, Collapsed, OutOfTime: as :func:`approx.training.fit`.
    """
    loss = loss_of(target)
    widths = hidden or (ONE_LAYER if loss == "squared" else TWO_LAYERS)
    points, values = samples(target)
    if method is None:
        outputs = len(target.classes) if loss == "softmax" else 1  # type: ignore[union-attr]
        small = Shape((2, *widths, outputs)).size <= MOST_WEIGHTS and len(points) <= MOST_SAMPLES
        method = "lm" if loss == "squared" and small else "adam"
    usual = dict(SETTINGS.get(method, {}))
    if loss != "squared" and method in ("adam", "lbfgs"):
        usual |= PENALTY
    settings = usual | settings
    if (
        method == "adam"
        and loss != "squared"
        and "seed" not in settings
        and "start" not in settings
    ):
        settings["seed"] = _promising(points, values, widths, loss, settings)
    done = fit_points(points, values, hidden=widths, method=method, loss=loss, **settings)
    history = replace(done.history, domain=np.array(target.box))
    return Fit(done.network, history, done.options, done.seconds)


def _promising(
    points: Array, values: Array, widths: tuple[int, ...], loss: str, settings: dict[str, Any]
) -> int:
    """The seed, of the first few, whose short run comes furthest: small networks get stuck."""
    short = {**settings, "steps": SHORT, "time_limit": None, "progress": None, "snapshots": 2}
    losses = []
    for seed in range(SEEDS):
        try:
            run = fit_points(
                points, values, hidden=widths, method="adam", loss=loss, **{**short, "seed": seed}
            )
            losses.append(float(run.history.loss[-1]))
        except TrainingError:
            losses.append(math.inf)
    return losses.index(min(losses))


def samples(target: PlaneTarget | PlanePoints) -> tuple[Array, Array]:
    """Places (n, 2) and values (n,) to train on: of a function, a grid over its box."""
    if isinstance(target, PlanePoints):
        return target.points, target.values
    across, up = (np.linspace(*side, GRID) for side in target.box)
    points = np.stack(np.meshgrid(across, up), axis=-1).reshape(-1, 2)
    values = target(points)
    known = np.isfinite(values)
    if known.sum() < 2:
        raise InputError(f"{target.label.text} has no values on the rectangle")
    return points[known], values[known]
