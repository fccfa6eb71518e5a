"""Our own file format: a network with its activations, its domain and its target's text.

    {"format": "approx-network", "version": 1,
     "layers": [{"weights": [[1.0], [-1.0]], "biases": [0.0, 0.0], "activation": "relu"}, ...],
     "domain": [-1.0, 1.0], "target": "x^2"}

Only `domain` and `target` may be left out. Other formats carry the same facts beside their arrays.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from approx.core._types import Array
from approx.core.activations import activation_of
from approx.core.network import Network
from approx.inputs.weights.layers import MOST_WEIGHTS, made
from approx.inputs.weights.strict import brief, parse_json
from approx.system.errors import InputError

FORMAT, VERSION = "approx-network", 1
_DEEPEST = 8
LONGEST_TARGET = 500
#: What is said of every file that holds weights and nothing else.
ASSUMED = "activations are not stored in the file; relu assumed, identity at the end"


@dataclass(frozen=True)
class Loaded:
    """What a network file holds.

    Attributes:
        network: as written.
        domain: the interval it is meant for, if the file says.
        target: the text of the function it stands for, if the file says; whoever uses it reads it
            with :func:`approx.inputs.expression.parse`.
        notes: what had to be assumed, one line each.
    """

    network: Network
    domain: tuple[float, float] | None = None
    target: str | None = None
    notes: tuple[str, ...] = ()


def facts_of(
    network: Network, domain: tuple[float, float] | None, target: str | None
) -> dict[str, Any]:
    """Everything but the numbers, for formats that keep those themselves."""
    facts: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "activations": list(network.activations),
    }
    if domain is not None:
        facts["domain"] = _domain([float(end) for end in domain])
    if target is not None:
        facts["target"] = _target(target)
    return facts


def written(network: Network, domain: tuple[float, float] | None, target: str | None) -> bytes:
    """The network as our JSON; every float64 comes back exactly."""
    facts = facts_of(network, domain, target)
    del facts["activations"]
    head = {"format": facts.pop("format"), "version": facts.pop("version")}
    document = {**head, "layers": network.to_dict(), **facts}
    return (json.dumps(document, allow_nan=False, ensure_ascii=False) + "\n").encode()


def read(content: bytes) -> Loaded:
    """The network in our JSON.

    Raises:
        InputError: one line that names the cause.
    """
    document = parse_json(content, _DEEPEST, MOST_WEIGHTS + 100_000)
    if not isinstance(document, dict):
        raise InputError("the top level must be an object with format, version and layers")
    check_version(document)
    _only(document, ("format", "version", "layers", "domain", "target"), "")
    layers = document.get("layers")
    if not isinstance(layers, list) or not layers:
        raise InputError("layers must be a list of at least one layer")
    weights, biases, activations = [], [], []
    for number, layer in enumerate(layers, start=1):
        where = f"layer {number}"
        if not isinstance(layer, dict):
            raise InputError(f"{where} must be an object with weights, biases and activation")
        _only(layer, ("weights", "biases", "activation"), f"{where}: ")
        weights.append(_matrix(layer.get("weights"), f"{where}, weights"))
        biases.append(_vector(layer.get("biases"), f"{where}, biases"))
        activations.append(activation_of(layer.get("activation")).name)
    network = made(weights, biases, activations)
    return Loaded(network, domain_of(document), target_of(document))


def check_version(document: Mapping[str, Any]) -> None:
    """Refuse what is not ours, or is newer than this program."""
    if document.get("format") != FORMAT:
        raise InputError(f'"format" must be "{FORMAT}"; this is another kind of JSON')
    version = document.get("version")
    if type(version) is not int or version < 1:
        raise InputError(f"version {brief(version)} is not a whole number from 1 up")
    if version > VERSION:
        raise InputError(f"version {version} is newer than this program reads ({VERSION})")


def activations_of(document: Mapping[str, Any]) -> list[str]:
    """The activations among a file's facts, one per layer."""
    names = document.get("activations")
    if not isinstance(names, list):
        raise InputError("activations must be a list of names, one per layer")
    return [activation_of(name).name for name in names]


def domain_of(document: Mapping[str, Any]) -> tuple[float, float] | None:
    """The domain among a file's facts."""
    return _domain(document["domain"]) if document.get("domain") is not None else None


def target_of(document: Mapping[str, Any]) -> str | None:
    """The target's text among a file's facts; only its form is checked here."""
    return _target(document["target"]) if document.get("target") is not None else None


def _domain(value: Any) -> tuple[float, float]:
    if not isinstance(value, list) or len(value) != 2 or not all(map(_is_number, value)):
        raise InputError("domain must be two numbers")
    a, b = _float(value[0], "domain"), _float(value[1], "domain")
    if not (abs(a) <= 1e9 and abs(b) <= 1e9 and b - a >= 1e-9 * max(1.0, abs(a), abs(b))):
        raise InputError(f"domain [{a:g}, {b:g}] needs the smaller end first, within 1e9")
    return a, b


def _target(value: Any) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST_TARGET:
        raise InputError(f"target must be a text of 1 to {LONGEST_TARGET} characters")
    if not value.isprintable():
        raise InputError("target must be one line of printable characters")
    return value


def _only(document: Mapping[str, Any], known: tuple[str, ...], where: str) -> None:
    for key in document:
        if key not in known:
            raise InputError(f"{where}unknown key {brief(key)}; known: {', '.join(known)}")


def _is_number(value: object) -> bool:
    return type(value) in (int, float)  # not bool


def _float(value: float, where: str) -> float:
    try:
        return float(value)
    except OverflowError:
        raise InputError(f"{where}: number too large") from None


def _vector(value: Any, where: str) -> Array:
    if not isinstance(value, list):
        raise InputError(f"{where} must be a list of numbers")
    for number in value:
        if not _is_number(number):
            raise InputError(f"{where}: {brief(number)} is not a number")
    return np.array([_float(number, where) for number in value])


def _matrix(value: Any, where: str) -> Array:
    if not isinstance(value, list) or not all(isinstance(row, list) for row in value):
        raise InputError(f"{where} must be a list of rows, one per neuron")
    rows = [_vector(row, where) for row in value]
    if len({len(row) for row in rows}) > 1:
        raise InputError(f"{where}: rows have different lengths")
    return np.array(rows).reshape(len(rows), -1) if rows else np.zeros((0, 0))
