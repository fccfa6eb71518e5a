"""Networks in approx's own JSON: activations, domain and target beside the numbers.

    {"format": "approx-network", "version": 2,
     "inputs": ["x"], "outputs": ["y"],
     "layers": [{"weights": [[1.0], [-1.0]], "biases": [0.0, 0.0], "activation": "relu"}, ...],
     "skips": [{"from": 0, "to": 2}, {"from": 1, "to": 3, "weights": [[1.0, 0.0]]}],
     "domain": [-1.0, 1.0], "target": "x^2", "made_by": "Made with approx 1.0.0: approx fit x^2"}

Weights have a row per neuron. A skip edge adds what `from` gives (0 is the input, n layer n) to the
pre-activation of layer `to`, through `weights` or, without them, as it is. `inputs` and `outputs`
are names. Of two inputs the domain is a rectangle, [[x0, x1], [y0, y1]]. All but format, version
and layers may be left out. Version 1 had no `inputs`, `outputs` and `skips`; it is read, version 2
written.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import numpy as np

from approx.core._types import Array
from approx.core.activations import activation_of
from approx.core.network import Network
from approx.core.skip import Skip
from approx.inputs.content import MIB, check_limit
from approx.inputs.weights.layers import MOST_LAYERS, MOST_WEIGHTS, added, made
from approx.inputs.weights.record import (
    FORMAT,
    VERSION,
    Loaded,
    box_of,
    check_version,
    domain_of,
    names_of,
    target_of,
)
from approx.inputs.weights.strict_json import brief, number, parse_json
from approx.system.errors import InputError

KIND = "JSON"
#: A million weights take 20 MiB, and twice as much when they are indented.
LIMIT = 64 * MIB, "JSON"
_DEEPEST = 8
_KEYS_1 = ("format", "version", "layers", "domain", "target", "made_by")
_KEYS = (*_KEYS_1, "inputs", "outputs", "skips")


def read(content: bytes) -> Loaded:
    """The network in a JSON text.

    Raises:
        InputError: one line that names the cause.
    """
    document = parse_json(content, _DEEPEST, MOST_WEIGHTS + 100_000)
    if not isinstance(document, dict):
        raise InputError("the top level must be an object with format, version and layers")
    check_version(document)
    known = _KEYS if document["version"] > 1 else _KEYS_1
    _check_keys(document, known, "")
    layers = document.get("layers")
    if not isinstance(layers, list) or not layers:
        raise InputError("layers must be a list of at least one layer")
    weights, biases, activations = [], [], []
    for position, layer in enumerate(layers, start=1):
        where = f"layer {position}"
        if not isinstance(layer, dict):
            raise InputError(f"{where} must be an object with weights, biases and activation")
        _check_keys(layer, ("weights", "biases", "activation"), f"{where}: ")
        weights.append(_matrix(layer.get("weights"), f"{where}, weights"))
        biases.append(_vector(layer.get("biases"), f"{where}, biases"))
        activations.append(activation_of(layer.get("activation")).name)
    network = made(weights, biases, activations)
    skips = _skips(document.get("skips", []))
    added(sum(w.size for w in weights), sum(s.weights.size for s in skips if s.weights is not None))
    network = network.with_edges(skips, *names_of(document))
    return Loaded(network, domain_of(document), target_of(document), box=box_of(document))


def write(network: Network, facts: Mapping[str, Any]) -> bytes:
    """The network as JSON; every float64 comes back exactly."""
    document = {"format": FORMAT, "version": VERSION, "layers": network.to_dict(), **facts}
    del document["activations"]
    if network.skips:
        document["skips"] = network.skips_to_dict()
    return (json.dumps(document, allow_nan=False, ensure_ascii=False) + "\n").encode()


def _skips(value: Any) -> list[Skip]:
    if not isinstance(value, list) or not all(isinstance(edge, dict) for edge in value):
        raise InputError("skips must be a list of objects with from and to")
    check_limit(len(value), MOST_LAYERS, "skip edges")
    skips = []
    for position, edge in enumerate(value, start=1):
        where = f"skip edge {position}"
        _check_keys(edge, ("from", "to", "weights"), f"{where}: ")
        ends = edge.get("from"), edge.get("to")
        for end in ends:
            if type(end) is not int or not 0 <= end <= MOST_LAYERS:
                raise InputError(f"{where}: {brief(end)} is no layer's number")
        weights = edge.get("weights")
        matrix = None if weights is None else _matrix(weights, f"{where}, weights")
        skips.append(Skip(*ends, matrix))
    return skips


def _check_keys(document: Mapping[str, Any], known: tuple[str, ...], where: str) -> None:
    for key in document:
        if key not in known:
            raise InputError(f"{where}unknown key {brief(key)}; known: {', '.join(known)}")


def _vector(value: Any, where: str) -> Array:
    if not isinstance(value, list):
        raise InputError(f"{where} must be a list of numbers")
    return np.array([number(entry, where) for entry in value])


def _matrix(value: Any, where: str) -> Array:
    if not isinstance(value, list) or not all(isinstance(row, list) for row in value):
        raise InputError(f"{where} must be a list of rows, one per neuron")
    rows = [_vector(row, where) for row in value]
    if len({len(row) for row in rows}) > 1:
        raise InputError(f"{where}: rows have different lengths")
    return np.array(rows).reshape(len(rows), -1) if rows else np.zeros((0, 0))
