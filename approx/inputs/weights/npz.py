"""Networks in NumPy's .npz: arrays W1, b1, W2, b2, ... and, in ours, a record of the rest."""

from __future__ import annotations

import io
import json
import re
import zipfile
from struct import unpack

import numpy as np
from numpy.typing import NDArray

from approx.core.network import Network
from approx.inputs.weights.archive import member, opened
from approx.inputs.weights.document import (
    ASSUMED,
    Loaded,
    activations_of,
    check_version,
    domain_of,
    facts_of,
    target_of,
)
from approx.inputs.weights.layers import MOST_TENSORS, MOST_WEIGHTS, count, network_of
from approx.inputs.weights.strict import brief, parse_json
from approx.system.errors import InputError

#: The array of our own npz files that holds activations, domain and target, as JSON bytes.
RECORD = "approx"
_MOST_BYTES = 8 * MOST_WEIGHTS + 10_000
_BROKEN = "not an npz file, or is truncated"

# The header is a Python dict; only this form of it is read, and nothing evaluates it.
_HEADER = re.compile(
    r"\{'descr': '(?P<type>[^']{1,20})', 'fortran_order': (?P<fortran>True|False), "
    r"'shape': \((?P<shape>[0-9, ]{0,60})\),? ?\}\s*"
)
_REAL = re.compile(r"[<>|=](?:f[248]|[iu][1248])")


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
            arrays[name] = array(data, name)
    record = arrays.pop(RECORD, None)
    if record is None:
        return Loaded(network_of(arrays), notes=(ASSUMED,))
    facts = parse_json(record.astype(np.uint8).tobytes(), 3, 1000)
    if not isinstance(facts, dict):
        raise InputError(f"array {RECORD!r} is not the record of an approx network")
    check_version(facts)
    network = network_of(arrays, activations_of(facts))
    return Loaded(network, domain_of(facts), target_of(facts))


def array(content: bytes, name: str) -> NDArray[np.generic]:
    """The array in an .npy file's bytes, without NumPy's own reader."""
    broken = f"array {brief(name)}: not a readable npy array"
    if content[:6] != b"\x93NUMPY" or len(content) < 12:
        raise InputError(broken)
    wide = content[6] in (2, 3)
    start = 12 if wide else 10
    (length,) = unpack("<I" if wide else "<H", content[8:start])
    if content[6] not in (1, 2, 3) or length > 10_000 or start + length > len(content):
        raise InputError(broken)
    header = content[start : start + length].decode("latin-1")
    if "'|O" in header:
        raise InputError(
            f"array {brief(name)} holds Python objects (pickle); re-save it as plain numbers"
        )
    match = _HEADER.fullmatch(header)
    if match is None:
        raise InputError(broken)
    if not _REAL.fullmatch(match["type"]):
        raise InputError(
            f"array {brief(name)}: type {_named(match['type'])} is not a real number type"
        )
    shape = tuple(int(size) for size in re.findall(r"[0-9]+", match["shape"]))
    numbers, kind = count(shape), np.dtype(match["type"])
    data = content[start + length :]
    if len(data) != numbers * kind.itemsize:
        raise InputError(
            f"{broken}: its shape needs {numbers * kind.itemsize} bytes, not {len(data)}"
        )
    flat = np.frombuffer(data, kind)
    return flat.reshape(shape, order="F" if match["fortran"] == "True" else "C")


def _named(descr: str) -> str:
    try:
        return str(np.dtype(descr)) if re.fullmatch(r"[<>|=][a-zA-Z][0-9]{0,3}", descr) else descr
    except TypeError:
        return descr


def written(network: Network, domain: tuple[float, float] | None, target: str | None) -> bytes:
    """The network as .npz; np.load reads it too."""
    facts = json.dumps(facts_of(network, domain, target)).encode()
    arrays: dict[str, NDArray[np.generic]] = {}
    for number, (w, b, _) in enumerate(network.layers, start=1):
        arrays |= {f"W{number}": w, f"b{number}": b}
    arrays[RECORD] = np.frombuffer(facts, np.uint8)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, values in arrays.items():
            member_bytes = io.BytesIO()
            np.lib.format.write_array(member_bytes, values, allow_pickle=False)
            # A fixed time: the same network is the same file.
            archive.writestr(zipfile.ZipInfo(f"{name}.npy"), member_bytes.getvalue())
    return out.getvalue()
