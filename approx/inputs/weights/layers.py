"""Arrays by name become the layers of a network, within limits that all formats share."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from approx.core._types import Array
from approx.core.activations import activation_of
from approx.core.network import Network
from approx.inputs.content import check_limit
from approx.inputs.weights.strict_json import brief
from approx.system.errors import InputError

MOST_LAYERS = 256
MOST_TENSORS = 2 * MOST_LAYERS
MOST_WEIGHTS = 1_000_000

_NUMBERED = re.compile(r"([Wb])([1-9][0-9]{0,2})")
_TORCH = re.compile(r"((?:[A-Za-z_0-9]+\.)*?)(weight|bias)")


def count(shape: Sequence[object]) -> int:
    """How many numbers an array of this shape holds.

    Raises:
        InputError: when a size is no whole number from 1 up, or all of them are too many.
    """
    total = 1
    for size in shape:
        # None is 0 either: 0 times anything would hide a size of any length.
        if type(size) is not int or size < 1:
            raise InputError(f"shape {brief(list(shape))} has a size below 1")
        total *= size
        if total > MOST_WEIGHTS:
            raise InputError(f"shape claims more than {MOST_WEIGHTS} weights")
    return total


def added(total: int, numbers: int) -> int:
    """The weights so far and these together, before memory is taken for them.

    Raises:
        InputError: when they are too many.
    """
    total += numbers
    if total > MOST_WEIGHTS:
        raise InputError(f"more than {MOST_WEIGHTS} weights")
    return total


def checked(tensors: Mapping[str, NDArray[np.generic]]) -> dict[str, Array]:
    """The tensors as float64, all real, finite, of 1 or 2 dimensions, and not too many."""
    if not tensors:
        raise InputError("no weights found")
    check_limit(len(tensors), MOST_TENSORS, "arrays")
    arrays, total = {}, 0
    for name, tensor in tensors.items():
        if tensor.dtype.kind not in "fiu":
            raise InputError(f"tensor {brief(name)}: type {tensor.dtype} is not a real number type")
        total = added(total, tensor.size)
        if tensor.ndim not in (1, 2):
            raise InputError(
                f"tensor {brief(name)} has {tensor.ndim} dimensions; weights have 2, biases 1"
            )
        # A long double beyond float64 becomes infinite; a signalling NaN is found below.
        with np.errstate(over="ignore", invalid="ignore"):
            array = tensor.astype(np.float64)
        if not np.isfinite(array).all():
            index = tuple(int(i) for i in np.argwhere(~np.isfinite(array))[0])
            raise InputError(f"tensor {name} holds NaN or infinity at index {index}")
        arrays[name] = array
    return arrays


def widened(values: NDArray[Any]) -> NDArray[Any]:
    """Unsigned 16-bit integers as the bfloat16 that they are, in float32; others as they are."""
    if values.dtype != np.dtype("<u2"):
        return values
    return (values.astype("<u4") << np.uint32(16)).view("<f4")


def network_of(
    tensors: Mapping[str, NDArray[np.generic]],
    activations: Sequence[str] | None = None,
    ordered: bool = False,
) -> Network:
    """The network whose layers are named W1, b1, W2, ... or 0.weight, 0.bias, 2.weight, ...

    Args:
        tensors: weights (width, width of the layer before), biases (width,); none is zero.
        activations: one per layer; relu and a last identity when None.
        ordered: whether the tensors are in the order of the layers, as in a PyTorch state_dict.

    Raises:
        InputError: when a name or shape is not of that kind, or the order is not clear.
    """
    groups = _groups(checked(tensors))
    order = list(groups) if ordered else _order(groups)
    weights, biases = [], []
    for layer in order:
        if "weight" not in groups[layer]:
            raise InputError(f"{brief(layer)} has a bias but no weights")
        weight = groups[layer]["weight"]
        weights.append(weight)
        biases.append(groups[layer].get("bias", np.zeros(len(weight))))
    return made(weights, biases, activations)


def between(tensors: Mapping[str, NDArray[Any]], activation: str | None) -> list[str] | None:
    """That activation between as many layers as there are matrices; None stays None."""
    if activation is None:
        return None
    count = sum(tensor.ndim == 2 for tensor in tensors.values())
    return [activation_of(activation).name] * (count - 1) + ["identity"]


def made(
    weights: Sequence[Array], biases: Sequence[Array], activations: Sequence[str] | None = None
) -> Network:
    """The network, after checks of its size."""
    if not weights:
        raise InputError("a network needs at least one layer")
    check_limit(len(weights), MOST_LAYERS, "layers")
    if sum(w.size + b.size for w, b in zip(weights, biases, strict=False)) > MOST_WEIGHTS:
        raise InputError(f"more than {MOST_WEIGHTS} weights")
    return Network(weights, biases, activations)


def _groups(tensors: Mapping[str, Array]) -> dict[str, dict[str, Array]]:
    groups: dict[str, dict[str, Array]] = {}
    for name, tensor in tensors.items():
        if match := _NUMBERED.fullmatch(name):
            layer, part = match[2], "weight" if match[1] == "W" else "bias"
        elif match := _TORCH.fullmatch(name):
            layer, part = match[1].rstrip("."), match[2]
        else:
            raise InputError(f"unknown array name {brief(name)}; name them W1, b1, W2, b2, ...")
        wanted = 2 if part == "weight" else 1
        if tensor.ndim != wanted:
            raise InputError(f"tensor {brief(name)} has {tensor.ndim} dimensions; {wanted} wanted")
        if part in groups.setdefault(layer, {}):
            raise InputError(f"layer {brief(layer)} has two arrays for its {part}")
        groups[layer][part] = tensor
    return groups


def _order(groups: Mapping[str, Mapping[str, Array]]) -> list[str]:
    """Layers by the numbers in their names; by how their shapes chain when there are none."""
    numbers = {name: [int(n) for n in re.findall(r"[0-9]{1,9}", name)] for name in groups}
    # Names that differ only in numbers are in the numbers' order.
    if len({re.sub(r"[0-9]+", "#", name) for name in groups}) == 1:
        return sorted(groups, key=lambda name: numbers[name])
    rest = dict(groups)
    order: list[str] = []
    width = 1
    while rest:
        next_ = [n for n, g in rest.items() if "weight" in g and g["weight"].shape[1] == width]
        if len(next_) != 1:
            raise InputError(
                "the names do not show the order of the layers; name them W1, b1, W2, ..."
            )
        order.append(next_[0])
        width = rest.pop(next_[0])["weight"].shape[0]
    return order
