"""The facts that a network file holds beside its numbers: activations, domain and target.

.json has them among its fields; .npz and .safetensors as a record, a JSON text beside the arrays.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from approx.core._types import Array
from approx.core.activations import activation_of
from approx.core.network import Network
from approx.core.skip import Skip
from approx.inputs.weights.layers import checked, network_of
from approx.inputs.weights.strict_json import brief, number, parse_json
from approx.system.errors import InputError

#: Version 1 had neither skip edges nor names; it is read as it was.
FORMAT, VERSION = "approx-network", 2
LONGEST_TARGET = 500
Domain = tuple[float, float]
Box = tuple[Domain, Domain]
_SKIP = re.compile(r"S([1-9][0-9]{0,2})_(0|[1-9][0-9]{0,2})")
#: The note about a file that holds weights and nothing else.
ASSUMED = (
    "activations are not stored in the file; relu assumed, identity at the end; "
    "--activation tanh reads another"
)


@dataclass(frozen=True)
class Loaded:
    """What a network file holds.

    Attributes:
        network: as written.
        domain: the interval it is meant for, if the file says.
        box: of two inputs the rectangle ((x0, x1), (y0, y1)), if the file says.
        target: the text of the function it approximates, if the file says; not parsed yet (see
            :func:`approx.inputs.expression.parse`).
        notes: what had to be assumed, one line each.
    """

    network: Network
    domain: tuple[float, float] | None = None
    target: str | None = None
    notes: tuple[str, ...] = ()
    box: Box | None = None


def facts_of(
    network: Network, domain: Domain | Box | None, target: str | None, made_by: str
) -> dict[str, Any]:
    """The record of a network, for formats that keep the numbers themselves."""
    facts: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "activations": list(network.activations),
        "inputs": list(network.input_names),
        "outputs": list(network.output_names),
    }
    if domain is not None:
        ends = np.array(domain, dtype=float).tolist()
        facts["domain"] = _box(ends) if isinstance(ends[0], list) else _domain(ends)
    if target is not None:
        facts["target"] = _target(target)
    if made_by:
        facts["made_by"] = made_by
    return facts


def tensors_of_skips(network: Network) -> dict[str, Array]:
    """The weights of the skip edges, by names that :func:`from_tensors` knows."""
    return {f"S{s.target}_{s.source}": s.weights for s in network.skips if s.weights is not None}


def from_tensors(tensors: Mapping[str, NDArray[np.generic]], record: bytes | None) -> Loaded:
    """The network of tensors by name, with the facts of its record, or ReLU without one.

    Arrays S3_1 are the weights of the skip edge from layer 1 to layer 3.
    """
    if record is None:
        return Loaded(network_of(tensors), notes=(ASSUMED,))
    facts = parse_json(record, 3, 1000)
    if not isinstance(facts, dict):
        raise InputError("the entry 'approx' is not the record of an approx network")
    check_version(facts)
    names = facts.get("activations")
    if not isinstance(names, list):
        raise InputError("activations must be a list of names, one per layer")
    edges = {name: match for name in tensors if (match := _SKIP.fullmatch(name))}
    layers = {name: values for name, values in tensors.items() if name not in edges}
    network = network_of(layers, [activation_of(name).name for name in names])
    if edges:
        arrays = checked({name: tensors[name] for name in edges})
        skips = [Skip(int(m[2]), int(m[1]), arrays[name]) for name, m in edges.items()]
        network = network.with_edges(skips)
    network = network.with_edges(None, *names_of(facts))
    return Loaded(network, domain_of(facts), target_of(facts), box=box_of(facts))


def names_of(facts: Mapping[str, Any]) -> tuple[list[str] | None, list[str] | None]:
    """The names of inputs and of outputs among a file's facts; None where it has none."""
    for key in ("inputs", "outputs"):
        if not isinstance(facts.get(key, []), list):
            raise InputError(f"{key} must be a list of names")
    return facts.get("inputs"), facts.get("outputs")


def check_version(document: Mapping[str, Any]) -> None:
    """Refuse another format, or a version newer than this program."""
    if document.get("format") != FORMAT:
        raise InputError(f'"format" must be "{FORMAT}"; this is another kind of JSON')
    version = document.get("version")
    if type(version) is not int or version < 1:
        raise InputError(f"version {brief(version)} is not a whole number from 1 up")
    if version > VERSION:
        raise InputError(f"version {version} is newer than this program reads ({VERSION})")


def domain_of(document: Mapping[str, Any]) -> Domain | None:
    """The interval among a file's facts."""
    value = document.get("domain")
    return None if value is None or _is_box(value) else _domain(value)


def box_of(document: Mapping[str, Any]) -> Box | None:
    """The rectangle among a file's facts: a domain of two pairs."""
    value = document.get("domain")
    return _box(value) if _is_box(value) else None


def _is_box(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], list)


def _box(value: Any) -> Box:
    if len(value) != 2:
        raise InputError("domain must be two numbers, or two pairs of a rectangle")
    return _domain(value[0]), _domain(value[1])


def target_of(document: Mapping[str, Any]) -> str | None:
    """The target's text among a file's facts; only its form is checked here."""
    return _target(document["target"]) if document.get("target") is not None else None


def _domain(value: Any) -> Domain:
    if not isinstance(value, list) or len(value) != 2:
        raise InputError("domain must be two numbers")
    a, b = (number(end, "domain") for end in value)
    if not (abs(a) <= 1e9 and abs(b) <= 1e9 and b - a >= 1e-9 * max(1.0, abs(a), abs(b))):
        raise InputError(f"domain [{a:g}, {b:g}] needs the smaller end first, within 1e9")
    return a, b


def _target(value: Any) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST_TARGET:
        raise InputError(f"target must be a text of 1 to {LONGEST_TARGET} characters")
    if not value.isprintable():
        raise InputError("target must be one line of printable characters")
    return value
