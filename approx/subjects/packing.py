"""A subject as plain values, for another process, which then fits and reads nothing again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from approx.core.dataset import Dataset
from approx.core.network import Network, Skip
from approx.core.tabulated import Tabulated, tabulate
from approx.core.target import Label, Target, label
from approx.inputs import catalog
from approx.inputs.example import Training
from approx.subjects.from_network import own
from approx.subjects.subject import Subject


def packed(subject: Subject) -> dict[str, Any]:
    """The subject as plain values; the history of its training is left out."""
    target = subject.target
    return {
        "name": subject.name,
        "titles": dict(subject.titles),
        "own_title": subject.own_title,
        "layers": subject.network.to_dict(),
        "skips": subject.network.skips_to_dict(),
        "ends": [list(subject.network.input_names), list(subject.network.output_names)],
        "domain": list(subject.domain),
        "source": dict(subject.source),
        "called": _called(subject),
        "points": None if isinstance(target, Target) else _points(target),
        "training": None if subject.training is None else vars(subject.training),
    }


def _called(subject: Subject) -> dict[str, Any] | None:
    """A function that can only be called, as polynomials."""
    target = subject.target
    if "called" not in subject.source or isinstance(target, Dataset):
        return None
    table = tabulate(target.function, target.pieces())
    return {
        "edges": table.edges.tolist(),
        "coefficients": table.coefficients.tolist(),
        "label": vars(target.label),
        "breaks": list(target.breaks),
    }


def _points(data: Dataset) -> dict[str, Any]:
    return {
        "x": data.x.tolist(),
        "y": data.y.tolist(),
        "names": list(data.names),
        "dates": data.dates,
    }


def unpacked(values: Mapping[str, Any]) -> Subject:
    """The subject of :func:`packed`."""
    columns = ("weights", "biases", "activation")
    skips = [Skip(s["from"], s["to"], s.get("weights")) for s in values["skips"]]
    layers = ([layer[column] for layer in values["layers"]] for column in columns)
    network = Network(*layers).with_edges(skips, *values["ends"])
    training = values["training"]
    if training is not None:  # JSON has no tuples
        training = Training(tuple(training["hidden"]), training["settings"], training["start"])
    return Subject(
        values["name"],
        values["titles"],
        network,
        _target(values, network),
        values["source"],
        training=training,
        own_title=values["own_title"],
    )


def _target(values: Mapping[str, Any], network: Network) -> Target | Dataset:
    a, b = values["domain"]
    ((kind, name),) = values["source"].items()
    match kind:
        case "points":
            points = values["points"]
            x, y = (np.array(points[axis]) for axis in "xy")
            return Dataset(x, y, label(name), (a, b), tuple(points["names"]), points["dates"])
        case "example":
            target = catalog.get(name).target
            return target if target.domain == (a, b) else target.on((a, b))
        case "text":
            from approx.inputs.expression import target_of

            return target_of(name, (a, b)).target
        case "called":
            known = values["called"]
            table = Tabulated(np.array(known["edges"]), np.array(known["coefficients"]))
            return Target(table, Label(**known["label"]), (a, b), tuple(known["breaks"]))
        case "own":
            return own(network, (a, b))
        case _:
            raise ValueError(f"no source of targets {kind!r}")
