"""Networks in NumPy's .npz: arrays W1, b1, W2, b2, ... and, if saved by approx, a record."""

from __future__ import annotations

import io
import json
import warnings
import zipfile
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from approx.core.network import Network
from approx.inputs.weights.formats._zip import member, opened
from approx.inputs.weights.layers import MOST_TENSORS, MOST_WEIGHTS, count
from approx.inputs.weights.record import Loaded, from_tensors, tensors_of_skips
from approx.inputs.weights.strict_json import brief
from approx.system.errors import InputError

KIND = "npz"
#: The array that holds the record, as JSON bytes.
_RECORD = "approx"
_MOST_BYTES = 8 * MOST_WEIGHTS + 10_000
_BROKEN = "not an npz file, or is truncated"
#: Numbers whose header takes more bytes than this are no weights.
_LONGEST_HEADER = 1000
_HEADERS: dict[Any, Any] = {
    (1, 0): npy.read_array_header_1_0,
    (2, 0): npy.read_array_header_2_0,
}


def read(content: bytes) -> Loaded:
    """The network in an .npz file.

    Raises:
        InputError: one line that names the cause.
    """
    arrays: dict[str, NDArray[np.generic]] = {}
    with opened(content, MOST_TENSORS + 1, _BROKEN) as archive:
        unpacked = 0
        for entry in archive.infolist():
            name = entry.filename.removesuffix(".npy")
            if name in arrays:
                raise InputError(f"array {brief(name)} appears twice")
            data = member(archive, entry, _MOST_BYTES, "8 MB")
            unpacked += len(data)
            if unpacked > _MOST_BYTES + 2 * MOST_TENSORS * 200:
                raise InputError(f"{unpacked} bytes unpacked; the limit is 8 MB")
            arrays[name] = _array(data, name)
    record = arrays.pop(_RECORD, None)
    return from_tensors(arrays, None if record is None else record.tobytes())


def _array(content: bytes, name: str) -> NDArray[np.generic]:
    """The array in an .npy file's bytes; its size is checked before NumPy makes room for it."""
    broken = f"array {brief(name)}: not a readable npy array"
    file = io.BytesIO(content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # headers that NumPy repairs
            shape, _, kind = _HEADERS[npy.read_magic(file)](file, _LONGEST_HEADER)
    except Exception:  # SyntaxError, KeyError, RecursionError, ...: all are a damaged header
        raise InputError(broken) from None
    if kind.hasobject:
        raise InputError(
            f"array {brief(name)} holds Python objects (pickle); re-save it as plain numbers"
        )
    size, stored = count(shape) * kind.itemsize, len(content) - file.tell()
    if stored != size:
        raise InputError(f"{broken}: its shape needs {size} bytes, not {stored}")
    file.seek(0)
    values: NDArray[np.generic] = np.load(file, allow_pickle=False)
    return values


def write(network: Network, facts: Mapping[str, Any]) -> bytes:
    """The network as .npz; np.load reads it too."""
    arrays: dict[str, NDArray[np.generic]] = {}
    for position, (w, b, _) in enumerate(network.layers, start=1):
        arrays |= {f"W{position}": w, f"b{position}": b}
    arrays |= tensors_of_skips(network)
    arrays[_RECORD] = np.frombuffer(json.dumps(facts).encode(), np.uint8)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, values in arrays.items():
            member_bytes = io.BytesIO()
            npy.write_array(member_bytes, values, allow_pickle=False)
            # A fixed time: the same network is the same file.
            archive.writestr(zipfile.ZipInfo(f"{name}.npy"), member_bytes.getvalue())
    return out.getvalue()
