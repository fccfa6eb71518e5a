"""A subject of two inputs as plain values, for another process."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from approx.core.network import Network
from approx.core.plane_target import PlanePoints, PlaneTarget
from approx.core.skip import Skip
from approx.core.target import Label
from approx.inputs.example import Training
from approx.subjects.plane import Plane


def packed_plane(plane: Plane) -> dict[str, Any]:
    """The plane as plain values; the history of its training is left out."""
    return {
        "name": plane.name,
        "titles": dict(plane.titles),
        "own_title": plane.own_title,
        "layers": plane.network.to_dict(),
        "skips": plane.network.skips_to_dict(),
        "ends": [list(plane.network.input_names), list(plane.network.output_names)],
        "box": [list(side) for side in plane.box],
        "source": dict(plane.source),
        "points": None if plane.data is None else _points(plane.data),
        "marked": [[*place, value] for place, value in plane.marked.items()],
        "training": None if plane.training is None else vars(plane.training),
    }


def _points(data: PlanePoints) -> dict[str, Any]:
    return {
        "points": data.points.tolist(),
        "values": data.values.tolist(),
        "classes": list(data.classes),
        "label": vars(data.label),
        "names": list(data.names),
        "held_out": None if data.held_out is None else data.held_out.tolist(),
    }


def unpacked_network(values: Mapping[str, Any]) -> Network:
    """The network of a subject's plain values."""
    columns = ("weights", "biases", "activation")
    skips = [Skip(s["from"], s["to"], s.get("weights")) for s in values["skips"]]
    layers = ([layer[column] for layer in values["layers"]] for column in columns)
    return Network(*layers).with_edges(skips, *values["ends"])


def unpacked_training(values: Mapping[str, Any] | None) -> Training | None:
    """How a subject was trained, of its plain values: JSON has no tuples."""
    if values is None:
        return None
    return Training(tuple(values["hidden"]), values["settings"], values["start"])


def unpacked_plane(values: Mapping[str, Any]) -> Plane:
    """The plane of :func:`packed_plane`."""
    (x0, x1), (y0, y1) = values["box"]
    box = (x0, x1), (y0, y1)
    target: PlaneTarget | PlanePoints | None = None
    if values["points"] is not None:
        given = values["points"]
        held = given["held_out"]
        target = PlanePoints(
            np.array(given["points"]), np.array(given["values"]), tuple(given["classes"]),
            Label(**given["label"]), box, tuple(given["names"]),
            None if held is None else np.array(held),
        )  # fmt: skip
    elif "text" in values["source"]:
        from approx.subjects.from_function_of_two import target_of_two

        target = target_of_two(values["source"]["text"], box)
    return Plane(
        values["name"],
        values["titles"],
        unpacked_network(values),
        box,
        target,
        values["source"],
        {(x, y): value for x, y, value in values["marked"]},
        training=unpacked_training(values["training"]),
        own_title=values["own_title"],
    )
