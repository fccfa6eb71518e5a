"""Networks in PyTorch's .pt: the state_dict of a model, without running PyTorch."""

from __future__ import annotations

import zipfile
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import as_strided
from numpy.typing import NDArray

from approx.inputs.content import LARGEST, MIB, check_limit, kind_of
from approx.inputs.weights.formats._pt_pickle import LONGEST_INDEX, STORAGES, Stored, state_of
from approx.inputs.weights.formats._zip import member, opened
from approx.inputs.weights.layers import MOST_TENSORS, added, count, network_of, widened
from approx.inputs.weights.record import ASSUMED, Loaded
from approx.inputs.weights.strict_json import brief
from approx.system.errors import InputError

KIND = "PyTorch"
_BROKEN = "damaged .pt file, or not one; save model.state_dict(), or use safetensors"
#: Bytes of one storage, which tensors share; a million weights take 8 MB.
LARGEST_RECORD = 64 * MIB
#: Where training scripts keep the state_dict inside a checkpoint.
_INSIDE = ("state_dict", "model_state_dict", "model")


def read(content: bytes) -> Loaded:
    """The network in a .pt file.

    Raises:
        InputError: one line that names the cause.
    """
    if kind_of(content) == "pickle":
        raise InputError("holds Python objects (pickle), in an old format; save model.state_dict()")
    with opened(content, 4 * MOST_TENSORS, _BROKEN) as archive:
        records = _records(archive)
        state = state_of(member(archive, records["data.pkl"], LONGEST_INDEX, "256 KiB"))
        for key in _INSIDE:
            if isinstance(state.get(key), dict):
                state = state[key]
        if "byteorder" in records:
            order = member(archive, records["byteorder"], 10, "10 bytes")
            if order != b"little":
                raise InputError("numbers in big-endian order are not supported")
        check_limit(len(state), MOST_TENSORS, "tensors")
        raw: dict[str, bytes] = {}
        for name, stored in state.items():
            if not isinstance(stored, Stored):
                raise InputError(f"entry {brief(str(name))} is no tensor; save model.state_dict()")
            place = f"data/{stored.record}"
            if place not in records:
                raise InputError(f"tensor {brief(str(name))}: its numbers are not in the file")
            if place not in raw:  # once each, however many tensors share it
                raw[place] = member(archive, records[place], LARGEST_RECORD, "64 MiB")
        tensors, total = {}, 0
        for name, stored in state.items():
            total = added(total, count(stored.shape))
            tensors[str(name)] = _tensor(str(name), stored, raw[f"data/{stored.record}"])
    return Loaded(network_of(tensors, ordered=True), notes=(ASSUMED,))


def _records(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """Members by their name inside the archive's one folder."""
    entries: dict[str, zipfile.ZipInfo] = {}
    size = 0
    for entry in archive.infolist():
        name = entry.filename.partition("/")[2]
        if name.startswith("code/") or name == "constants.pkl":
            raise InputError("this is a TorchScript program, not weights; save model.state_dict()")
        if entry.compress_type != zipfile.ZIP_STORED:
            raise InputError("compressed records in a .pt file; torch.save writes none")
        if name in entries:
            raise InputError(f"record {brief(name)} appears twice")
        size += entry.file_size
        if size > LARGEST:  # records that overlap in the file
            raise InputError(_BROKEN)
        entries[name] = entry
    if "data.pkl" not in entries:
        raise InputError(_BROKEN)
    return entries


def _tensor(name: str, stored: Stored, raw: bytes) -> NDArray[Any]:
    numbers = count(stored.shape)
    if stored.kind is None:
        raise InputError(f"tensor {brief(name)}: its type is not supported; known: {_known()}")
    kind = np.dtype(stored.kind)
    steps = zip(stored.shape, stored.stride, strict=True)
    last = stored.offset + sum((size - 1) * stride for size, stride in steps)
    # A stride of 0 would make a large tensor of one number.
    if last >= len(raw) // kind.itemsize or numbers * kind.itemsize > len(raw):
        raise InputError(
            f"tensor {brief(name)}: shape {brief(list(stored.shape))} "
            "needs more data than is stored"
        )
    flat = np.frombuffer(raw, kind, len(raw) // kind.itemsize)[stored.offset :]
    strides = [stride * kind.itemsize for stride in stored.stride]
    return widened(as_strided(flat, stored.shape, strides, writeable=False))


def _known() -> str:
    return ", ".join(name.removesuffix("Storage") for name, kind in STORAGES.items() if kind)
