"""Networks from files, which may be damaged or malicious, and back; no file's code is executed."""

from __future__ import annotations

import os
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from approx.core.network import Network
from approx.inputs.content import LARGEST, kind_of, read_once, shown
from approx.system.errors import InputError
from approx.system.files import write_file
from approx.system.folders import module_names

if TYPE_CHECKING:
    from approx.inputs.weights.record import Box, Domain, Loaded

__all__ = ["ALL", "ENDINGS", "check_output", "format_of", "load", "save", "several_outputs"]

FORMATS = Path(__file__).parent / "formats"
#: The component that means all outputs, unless one of them has that name.
ALL = "all"
#: The square of an error is a number too.
LARGEST_OUTPUT = 1e150
_SAME = {".pth": ".pt"}
#: Endings of network files: the modules of formats/, none of which is loaded before it is needed.
ENDINGS = (*(f".{name}" for name in module_names(FORMATS)), *_SAME)


def format_of(ending: str) -> Any:
    """The module that reads files with this ending, one of ENDINGS; see formats/__init__.py."""
    return import_module(f"{__name__}.formats.{_SAME.get(ending, ending)[1:]}")


def load(
    path: str | os.PathLike[str],
    component: int | str | None = None,
    activation: str | None = None,
) -> Loaded:
    """The network in a .json, .npz, .safetensors, .onnx, .pt, .pth or .keras file.

    The file is read once; its content has to agree with its ending.

    Args:
        component: which output to read, by number from 0 or by name, where there are several;
            ALL for all of them.
        activation: between the layers of a file that holds weights alone; relu by default.

    Raises:
        InputError: one line that names the cause.
    """
    name, ending = shown(path), Path(path).suffix.lower()
    if ending not in ENDINGS:
        raise InputError(f"{name}: use {', '.join(ENDINGS)}")
    reader = format_of(ending)
    content = read_once(path, *getattr(reader, "LIMIT", (LARGEST, "")))
    if not content:
        raise InputError(f"{name} is empty")
    _check_kind(name, kind_of(content), reader.KIND)
    try:
        loaded = _chosen(reader.read(content), component, activation)
        network = loaded.network
        if component != ALL:
            _check_ends(network)
        if loaded.domain and network.inputs == network.outputs == 1:
            check_output(network, loaded.domain)
    except InputError as error:
        raise InputError(f"{name}: {error}") from None
    return loaded


def save(
    network: Network,
    path: str | os.PathLike[str],
    domain: Domain | Box | None = None,
    target: str | None = None,
    made_by: str = "",
) -> None:
    """Write the network as .json, .npz or .safetensors; loading gives it back bit for bit.

    Args:
        domain: the interval it is meant for; of two inputs ((x0, x1), (y0, y1)).
        target: the text of the function it approximates.
        made_by: how it was made, for readers of the file; "" is left out.

    Raises:
        InputError: for another ending, or a target that is no short text.
        MachineError: when the file cannot be written; an old file is then unchanged.
    """
    ending = Path(path).suffix.lower()
    if ending not in ENDINGS or not hasattr(format_of(ending), "write"):
        writable = [known for known in ENDINGS if hasattr(format_of(known), "write")]
        raise InputError(f"{shown(path)}: use {', '.join(writable)}")
    from approx.inputs.weights.record import facts_of

    facts = facts_of(network, domain, target, made_by)
    write_file(Path(path), format_of(ending).write(network, facts))


def check_output(network: Network, domain: tuple[float, float]) -> None:
    """Refuse a network whose sums, or their squares, overflow somewhere on the domain.

    Raises:
        InputError: when a value there is not finite, or larger than LARGEST_OUTPUT.
    """
    with np.errstate(all="ignore"):
        y = network(np.linspace(*domain, 1001))
    if not np.isfinite(y).all():
        raise InputError(f"network output is not finite on [{domain[0]:g}, {domain[1]:g}]")
    if (largest := float(np.abs(y).max())) > LARGEST_OUTPUT:
        where = f"on [{domain[0]:g}, {domain[1]:g}]"
        raise InputError(f"network output reaches {largest:.0e} {where}; scale it below 1e150")


def _check_kind(name: str, kind: str, expected: str) -> None:
    if kind == "pickle" and expected != "PyTorch":
        raise InputError(f"{name} holds Python objects (pickle); re-save it as plain numbers")
    # Content without a mark (""), such as ONNX, is checked by the reader.
    if kind not in ("", "pickle", expected):
        endings = {format_of(ending).KIND: ending for ending in reversed(ENDINGS)}
        way_out = f"rename it to end in {endings[kind]}" if kind in endings else "not supported"
        article = "an" if kind in ("npz", "npy", "HDF5") else "a"
        raise InputError(f"{name} is {article} {kind} file; {way_out}")


def _chosen(loaded: Loaded, component: int | str | None, activation: str | None) -> Loaded:
    """The network with its activation and output as they were asked for."""
    from approx.inputs.weights.record import ASSUMED

    network, notes = loaded.network, loaded.notes
    if activation is not None:
        if ASSUMED not in notes:
            raise InputError("it stores its activations; leave out --activation")
        names = [activation] * network.depth + ["identity"]
        network = Network(network.weights, network.biases, names)
        notes = tuple(note for note in notes if note != ASSUMED)
    if component not in (None, ALL) or component in network.output_names:
        named = component in network.output_names
        is_number = isinstance(component, str) and component.isdecimal() and not named
        network = network.component(int(str(component)[:9]) if is_number else component)
    return replace(loaded, network=network, notes=notes)


def _check_ends(network: Network) -> None:
    # Two inputs are drawn over the plane, more as a diagram.
    if network.inputs == 1 and network.outputs != 1:
        raise InputError(several_outputs(network))


def several_outputs(network: Network) -> str:
    """What to do with a network of several outputs, in a line."""
    names = [f"{k} ({name})" for k, name in enumerate(network.output_names[:4])]
    more = ", …" if network.outputs > len(names) else ""
    which = f"{', '.join(names)}{more}"
    way_out = f"choose one, as --component 0, or --component {ALL}"
    return f"the network has {network.outputs} outputs, {which}; {way_out}"
