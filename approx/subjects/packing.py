"""A subject as plain values, for another process, which then fits and reads nothing again."""

from __future__ import annotations

import base64
import io
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from approx.core.dataset import Dataset
from approx.core.network import Network
from approx.core.tabulated import Tabulated, tabulate
from approx.core.target import Label, Target, label
from approx.inputs import catalog
from approx.inputs.example import Example
from approx.inputs.example_file import ENDING, example_of
from approx.subjects.from_network import own
from approx.subjects.packing_plane import (
    packed_plane,
    unpacked_network,
    unpacked_plane,
    unpacked_training,
)
from approx.subjects.plane import Plane
from approx.subjects.subject import Subject
from approx.subjects.topic import Topic

if TYPE_CHECKING:
    from approx.training import History


def packed(subject: Subject | Plane | Topic) -> dict[str, Any]:
    """The subject as plain values; the history of its training is left out."""
    if isinstance(subject, Plane):
        return packed_plane(subject)
    if isinstance(subject, Topic):
        return _packed_topic(subject)
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
        "run": None if subject.run is None else _packed_run(subject.run),
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


def _packed_topic(topic: Topic) -> dict[str, Any]:
    network = topic.network
    return {
        "kind": topic.kind,
        "name": topic.name,
        "titles": dict(topic.titles),
        "own_title": topic.own_title,
        "values": dict(topic.values),
        "names": {language: [*map(list, ends)] for language, ends in topic.names.items()},
        "layers": None if network is None else network.to_dict(),
        "skips": [] if network is None else network.skips_to_dict(),
        "ends": [] if network is None else [list(network.input_names), list(network.output_names)],
    }


def unpacked(values: Mapping[str, Any]) -> Subject | Plane | Topic:
    """The subject of :func:`packed`."""
    if "box" in values:
        return unpacked_plane(values)
    if "kind" in values:
        return Topic(
            values["name"],
            values["kind"],
            values["titles"],
            values["values"],
            None if values["layers"] is None else unpacked_network(values),
            {language: (tuple(a), tuple(b)) for language, (a, b) in values["names"].items()},
            values["own_title"],
        )
    network = unpacked_network(values)
    target = _target(values, network)
    return Subject(
        values["name"],
        values["titles"],
        network,
        target,
        values["source"],
        training=unpacked_training(values["training"]),
        own_title=values["own_title"],
        run=_unpacked_run(values["run"], target),
    )


def _packed_run(run: History) -> str:
    from approx.training.archive import save

    content = io.BytesIO()
    save(run, content)
    return base64.b64encode(content.getvalue()).decode()


def _unpacked_run(packed: str | None, target: Target | Dataset) -> History | None:
    from approx.training.archive import read

    if packed is None:
        return None
    return replace(read(base64.b64decode(packed)), target=None if target.own else target)


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
        case "code":
            example = example_of(name, f"{values['name']}{ENDING}")
            assert isinstance(example, Example)
            target = example.target
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
