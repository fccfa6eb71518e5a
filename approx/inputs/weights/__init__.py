"""Networks from files that strangers made, and back: nothing runs, everything is counted."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import numpy as np

from approx.core.network import Network
from approx.inputs.weights import document, npz, onnx_file, safetensors, state_file
from approx.inputs.weights.content import LARGEST, MIB, kind_of, read_once, shown
from approx.inputs.weights.document import Loaded
from approx.system.errors import InputError
from approx.system.files import publish

__all__ = ["ENDINGS", "Loaded", "check_output", "load", "save"]

#: What each ending holds, and how it is read.
_READERS: dict[str, tuple[str, Callable[[bytes], Loaded]]] = {
    ".json": ("JSON", document.read),
    ".npz": ("npz", npz.read),
    ".safetensors": ("safetensors", safetensors.read),
    ".onnx": ("", onnx_file.read),
    ".pt": ("PyTorch", state_file.read),
    ".pth": ("PyTorch", state_file.read),
}
_WRITERS = {".json": document.written, ".npz": npz.written, ".safetensors": safetensors.written}
#: Endings of network files, for the one who resolves subjects.
ENDINGS = tuple(_READERS)
_LARGEST_JSON = 8 * MIB


def load(path: str | os.PathLike[str]) -> Loaded:
    """The network in a .json, .npz, .safetensors, .onnx, .pt or .pth file.

    The file is read once; its content decides, its ending has to agree.

    Raises:
        InputError: one line that names the cause.
    """
    name, ending = shown(path), Path(path).suffix.lower()
    if ending not in _READERS:
        raise InputError(f"{name}: use {', '.join(ENDINGS)}")
    content = (
        read_once(path, _LARGEST_JSON, "JSON") if ending == ".json" else read_once(path, LARGEST)
    )
    if not content:
        raise InputError(f"{name} is empty")
    wanted, reader = _READERS[ending]
    _check_kind(name, kind_of(content), wanted)
    try:
        loaded = reader(content)
        _check_ends(loaded.network)
        if loaded.domain:
            check_output(loaded.network, loaded.domain)
    except InputError as error:
        raise InputError(f"{name}: {error}") from None
    return loaded


def save(
    network: Network,
    path: str | os.PathLike[str],
    domain: tuple[float, float] | None = None,
    target: str | None = None,
) -> None:
    """Write the network as .json, .npz or .safetensors; loading gives it back bit for bit.

    Args:
        domain: the interval it is meant for.
        target: the text of the function it stands for.

    Raises:
        InputError: for another ending, or a target that is no short text.
        MachineError: when the file cannot be written; an old file is then unchanged.
    """
    ending = Path(path).suffix.lower()
    if ending not in _WRITERS:
        raise InputError(f"{shown(path)}: use {', '.join(_WRITERS)}")
    publish(Path(path), _WRITERS[ending](network, domain, target))


def check_output(network: Network, domain: tuple[float, float]) -> None:
    """Refuse a network whose sums overflow somewhere on the domain.

    Raises:
        InputError: when a value there is not finite.
    """
    with np.errstate(all="ignore"):
        y = network(np.linspace(*domain, 1001))
    if not np.isfinite(y).all():
        raise InputError(f"network output is not finite on [{domain[0]:g}, {domain[1]:g}]")


def _check_kind(name: str, found: str, wanted: str) -> None:
    if found == "pickle" and wanted != "PyTorch":
        raise InputError(f"{name} holds Python objects (pickle); re-save it as plain numbers")
    # What is not known here is left to the reader; ONNX has no mark of its own.
    if found not in ("", "pickle", wanted):
        known = {kind: ending for ending, (kind, _) in reversed(_READERS.items())}
        way_out = f"rename it to end in {known[found]}" if found in known else "not supported"
        article = "an" if found in ("npz", "npy", "HDF5") else "a"
        raise InputError(f"{name} is {article} {found} file; {way_out}")


def _check_ends(network: Network) -> None:
    for number, what in ((network.inputs, "inputs"), (network.outputs, "outputs")):
        if number != 1:
            raise InputError(f"the network has {number} {what}; only functions of one x are drawn")
