"""Networks in .safetensors: a JSON header of names, types and places, then the numbers.

The safetensors package would replace two lines: its decoding needs every check that is here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from approx.core.network import Network
from approx.inputs.content import check_limit
from approx.inputs.weights.layers import MOST_TENSORS, added, count, widened
from approx.inputs.weights.record import Loaded, from_tensors, tensors_of_skips
from approx.inputs.weights.strict_json import brief, parse_json
from approx.system.errors import InputError

KIND = "safetensors"
LONGEST_HEADER = 1 << 20
_METADATA, _RECORD = "__metadata__", "approx"
_TYPES = {"F16": "<f2", "BF16": "<u2", "F32": "<f4", "F64": "<f8"}


def read(content: bytes) -> Loaded:
    """The network in a .safetensors file.

    Raises:
        InputError: one line that names the cause.
    """
    if len(content) < 8:
        raise InputError("too short for a safetensors file, or is truncated")
    length = int.from_bytes(content[:8], "little")
    if length > LONGEST_HEADER:
        raise InputError(f"header too long: {length} bytes; the limit is {LONGEST_HEADER}")
    if 8 + length > len(content):
        raise InputError(f"the header has {length} bytes; the file holds {len(content) - 8}")
    header = parse_json(content[8 : 8 + length], 6, 40 * (MOST_TENSORS + 1))
    if not isinstance(header, dict):
        raise InputError("the safetensors header is not an object")
    metadata = header.pop(_METADATA, {})
    check_limit(len(header), MOST_TENSORS, "tensors")
    record = metadata.get(_RECORD) if isinstance(metadata, dict) else None
    facts = record.encode("utf-8", "replace") if isinstance(record, str) else None
    return from_tensors(_tensors(header, memoryview(content)[8 + length :]), facts)


def _tensors(header: Mapping[str, Any], data: memoryview) -> dict[str, NDArray[np.generic]]:
    tensors: dict[str, NDArray[np.generic]] = {}
    spans, total = [], 0
    for name, facts in header.items():
        kind, shape, start, stop = _entry(name, facts)
        numbers = count(shape)
        total = added(total, numbers)
        size = numbers * np.dtype(_TYPES[kind]).itemsize
        if not 0 <= start <= stop <= len(data) or stop - start != size:
            raise InputError(
                f"tensor {brief(name)}: its shape needs {size} bytes, "
                f"its data_offsets are {start} and {stop}, of {len(data)}"
            )
        spans.append((start, stop))
        tensors[name] = widened(np.frombuffer(data[start:stop], _TYPES[kind]).reshape(shape))
    at = 0
    for start, stop in sorted(spans):
        if start != at:
            raise InputError("tensors overlap" if start < at else "there are gaps between tensors")
        at = stop
    if at != len(data):
        raise InputError(f"{len(data) - at} bytes after the last tensor")
    return tensors


def _entry(name: str, facts: Any) -> tuple[str, list[int], int, int]:
    if not isinstance(facts, dict) or set(facts) != {"dtype", "shape", "data_offsets"}:
        raise InputError(f"tensor {brief(name)} needs dtype, shape and data_offsets")
    kind, shape, place = facts["dtype"], facts["shape"], facts["data_offsets"]
    if not isinstance(kind, str) or kind not in _TYPES:
        raise InputError(
            f"tensor {brief(name)}: type {brief(kind)} is not supported; known: {', '.join(_TYPES)}"
        )
    if not isinstance(shape, list) or len(shape) > 2:
        raise InputError(f"tensor {brief(name)}: shape {brief(shape)} has more than 2 dimensions")
    whole = isinstance(place, list) and [type(p) for p in place] == [int, int]
    if not whole:
        raise InputError(f"tensor {brief(name)}: data_offsets {brief(place)} are not two numbers")
    return kind, shape, place[0], place[1]


def write(network: Network, facts: Mapping[str, Any]) -> bytes:
    """The network as .safetensors, under the names that :func:`frameworks.to_torch` gives."""
    header: dict[str, Any] = {_METADATA: {_RECORD: json.dumps(facts)}}
    data = b""
    tensors = {
        f"{2 * number}.{part}": values
        for number, (w, b, _) in enumerate(network.layers)
        for part, values in (("weight", w), ("bias", b))
    }
    for name, values in (tensors | tensors_of_skips(network)).items():
        raw = values.astype("<f8").tobytes()
        header[name] = {
            "dtype": "F64",
            "shape": list(values.shape),
            "data_offsets": [len(data), len(data) + len(raw)],
        }
        data += raw
    head = json.dumps(header).encode()
    head += b" " * (-len(head) % 8)
    return len(head).to_bytes(8, "little") + head + data
