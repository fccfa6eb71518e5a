"""The data of the page of two inputs: plain values, everything its script needs and no more."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from approx.core.activations import activation_of
from approx.core.network import Network
from approx.core.plane_target import PlanePoints, PlaneTarget
from approx.inputs.catalog import find, planes
from approx.inputs.example import PlaneExample
from approx.outputs.page.data import layers, too_many, words
from approx.panels.requirements import lacks_motion
from approx.style.languages import say
from approx.subjects.plane import Plane
from approx.system.errors import InputError

#: Phrases of the pictures that the page shows, too.
SHARED = (
    "plane.regions", "plane.regions.one", "plane.above", "plane.above.half", "plane.over.half",
    "plane.error.points", "plane.right",
    "plane.classes", "plane.class", "plane.boundary",
)  # fmt: skip
#: A function that cannot be typed is handed over on a grid (PLACES in script/plane_target.js).
PLACES = 45
#: Functions and conditions as one would type them, and the square on which they are looked at.
TYPED = (("x*y", 1.0), ("sin(x)*cos(y)", 3.0), ("exp(-x^2-y^2)", 2.0), ("y > x^2", 2.0))
#: The network of an empty page: four folds through the square.
EMPTY = Network(
    [[[1.0, 0.4], [-0.5, 1.0], [0.8, -0.9], [-1.0, -0.3]], [[1.0, 0.8, -1.2, 0.6]]],
    [[0.6, -0.5, 0.2, -0.8], [-0.4]],
)


def data(plane: Plane, language: str = "en") -> dict[str, Any]:
    """The subject as the script reads it (its shape is PlaneData in script/types.d.ts).

    Raises:
        InputError: for what the page cannot show.
    """
    network = plane.logits
    if many := too_many(network):
        raise InputError(many)
    if reason := lacks_motion(network):
        raise InputError(f"no page of {plane.name!r}: {reason}; approx figure draws it")
    return {
        "name": plane.name,
        "title": plane.title(language),
        "box": [list(side) for side in plane.box],
        "domain": _around(plane),
        "layers": layers(network),
        "target": _target(plane, language),
        "classes": list(plane.classes),
        "is_probability": plane.is_probability,
        "axes": list(plane.data.names) if plane.data is not None else ["x", "y", ""],
        "decay": _decay(plane),
        "training": None,
        "proved": _proved(plane),
        "presets": presets(language),
        "empty": layers(EMPTY),
        "words": words(language, SHARED),
    }


def _around(plane: Plane) -> list[float]:
    """An interval in which both sides lie."""
    far = float(np.abs(plane.box).max())
    return [-far, far]


def _decay(plane: Plane) -> float:
    """The weight decay with which the network was trained."""
    settings = plane.training.settings if plane.training is not None else {}
    return float(settings.get("l2") or 0.0)


def _target(plane: Plane, language: str) -> dict[str, Any]:
    target = plane.target
    nothing = {"text": "", "samples": None, "points": None, "none": target is None}
    if target is None:
        return {"label": "", "name": "", **nothing}
    label = target.label.text
    if isinstance(target, PlanePoints):
        x, y = target.points.T.tolist()
        points = {"x": x, "y": y, "v": target.values.tolist()}
        many = say("points", language, points=len(target))
        return {**nothing, "label": label, "name": many, "points": points}
    text = plane.source.get("text", "")
    return {
        **nothing,
        "label": label,
        "name": f"{say('target', language)} {label}",
        "text": text,
        "samples": None if text else _samples(target),
    }


def _proved(plane: Plane) -> dict[str, Any] | None:
    """The largest error of the network as it is, where that is proved."""
    error = plane.error
    return {"sup": error.sup, "at": list(error.at)} if error is not None and error.closed else None


def _samples(target: PlaneTarget) -> list[float]:
    """The values on the script's grid, row by row from below."""
    across, up = (np.linspace(*side, PLACES) for side in target.box)
    values = target(np.stack(np.meshgrid(across, up), axis=-1))
    if not np.isfinite(values).all():
        raise InputError(f"{target.label.text} has no value somewhere on the rectangle")
    return [float(value) for value in values.ravel()]


@cache
def presets(language: str) -> list[dict[str, Any]]:
    """What a page offers to begin with: points in classes, functions, conditions."""
    typed = [
        {"title": text, "source": {"kind": "function", "text": text, "box": [[-r, r], [-r, r]]}}
        for text, r in TYPED
    ]
    return [*_examples(language), *typed]


def _examples(language: str) -> list[dict[str, Any]]:
    found = []
    for name in planes():
        example = find(name)
        if not isinstance(example, PlaneExample):
            continue
        points = np.array(example.trains_on or example.points, dtype=float)
        if not len(points):
            continue
        source = {
            "kind": "points",
            "x": points[:, 0].tolist(),
            "y": points[:, 1].tolist(),
            "v": points[:, 2].tolist(),
            "classes": [str(k) for k in range(int(points[:, 2].max()) + 1)],
            "box": [list(side) for side in example.box],
        }
        title = example.title.get(language, example.title["en"])
        found.append({"title": title, "source": source, "layers": _plain(example.network)})
    return found


def _plain(network: Network) -> list[dict[str, Any]]:
    return [
        {"weights": w.tolist(), "biases": b.tolist(), "activation": activation_of(a).name}
        for w, b, a in network.layers
    ]
