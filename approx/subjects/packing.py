"""A subject as plain values, for another process: nothing is fitted or read twice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from approx.core.dataset import Dataset
from approx.core.network import Network
from approx.core.target import Target, label
from approx.inputs import catalog
from approx.inputs.example import Training
from approx.subjects.from_network import own
from approx.subjects.subject import Subject


def packed(subject: Subject) -> dict[str, Any]:
    """A subject as plain values, for another process: nothing is fitted or read twice."""
    target = subject.target
    return {
        "name": subject.name,
        "titles": dict(subject.titles),
        "own_title": subject.own_title,
        "layers": subject.network.to_dict(),
        "domain": list(subject.domain),
        "source": dict(subject.source),
        "points": None if isinstance(target, Target) else [target.x.tolist(), target.y.tolist()],
        "training": None if subject.training is None else vars(subject.training),
    }


def unpacked(values: Mapping[str, Any]) -> Subject:
    """The subject of :func:`packed`."""
    layers = values["layers"]
    network = Network(
        [layer["weights"] for layer in layers],
        [layer["biases"] for layer in layers],
        [layer["activation"] for layer in layers],
    )
    a, b = values["domain"]
    ((kind, what),) = values["source"].items()
    target: Target | Dataset
    match kind:
        case "points":
            x, y = np.array(values["points"])
            target = Dataset(x, y, label(what), (a, b))
        case "example":
            known = catalog.get(what).target
            target = known if known.domain == (a, b) else known.on((a, b))
        case "text":
            from approx.inputs.expression import target_of

            target = target_of(what, (a, b)).target
        case _:
            target = own(network, (a, b))
    said, name, titles = values["training"], values["name"], values["titles"]
    how = None if said is None else Training(tuple(said["hidden"]), said["settings"], said["start"])
    title = values["own_title"]
    return Subject(name, titles, network, target, values["source"], training=how, own_title=title)
