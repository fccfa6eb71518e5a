"""Networks in Keras' .keras, read by Keras itself, which has to be installed.

Keras builds the classes that a file names, and some of them run what the file holds. So the file's
description is read first, and nothing is given to Keras but layers that approx knows, with numbers
as their options.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from approx.inputs.content import MIB
from approx.inputs.weights.formats._zip import member, opened
from approx.inputs.weights.layers import MOST_WEIGHTS
from approx.inputs.weights.record import Loaded
from approx.inputs.weights.strict_json import brief, parse_json
from approx.system.errors import InputError, MachineError
from approx.system.scratch import scratch

KIND = "Keras"
_BROKEN = "damaged .keras file, or not one; save it again: model.save('net.keras')"
#: Bytes of all numbers, with those of the optimizer: a million weights take 12 MB.
LARGEST_NUMBERS, LARGEST_TEXT = 64 * MIB, 4 * MIB
#: Layers that are built; their options are numbers and names.
_LAYERS = {
    "Activation", "ActivityRegularization", "Add", "AlphaDropout", "Average", "BatchNormalization",
    "Concatenate", "Dense", "Dropout", "ELU", "Flatten", "GaussianDropout", "GaussianNoise",
    "Identity", "InputLayer", "LeakyReLU", "Maximum", "Minimum", "Multiply", "Normalization",
    "PReLU", "ReLU", "Rescaling", "Reshape", "Softmax", "Subtract",
}  # fmt: skip
_MODELS = {"DTypePolicy", "Functional", "Sequential"}
#: Modules all of whose classes compute numbers.
_PLAIN = ("keras.constraints", "keras.initializers", "keras.regularizers", "keras.src.ops.nn",
          "keras.src.ops.numpy")  # fmt: skip
_VALUES = {"__keras_tensor__", "__numpy__", "__tensor__"}
#: Where Keras computes, in the order in which it is tried unless KERAS_BACKEND says it.
_BACKENDS = ("tensorflow", "torch", "jax")


def read(content: bytes) -> Loaded:
    """The network in a .keras file.

    Raises:
        InputError: one line that names the cause.
        MachineError: when Keras is not installed.
    """
    with opened(content, 64, _BROKEN) as archive:
        entries = {entry.filename: entry for entry in archive.infolist()}
        text = member(archive, entries["config.json"], LARGEST_TEXT, "4 MiB")
        if sum(entry.file_size for entry in entries.values()) > LARGEST_NUMBERS:
            raise InputError("more than 64 MiB unpacked")
    _check(parse_json(text, 60, 200_000))
    keras = _keras()
    with scratch() as folder:
        path = folder / "net.keras"
        path.write_bytes(content)
        try:
            model = keras.saving.load_model(str(path), compile=False, safe_mode=True)
        except Exception as error:  # Keras raises many kinds on damaged files
            reason = brief(str(error).splitlines()[0] if str(error) else type(error).__name__)
            raise InputError(f"Keras cannot read it: {reason}") from None
    from approx.inputs.weights.frameworks import from_keras

    return Loaded(from_keras(model))


def _check(document: Any) -> None:
    """Refuse a description that names anything but layers, and layers that are too wide."""
    widths = [1, 1]
    for part in _objects(document):
        if "class_name" in part:
            kind, module = part["class_name"], part.get("module")
            plain = kind in _LAYERS | _MODELS and str(module).partition(".")[0] == "keras"
            if not plain and module not in _PLAIN and (module is not None or kind not in _VALUES):
                raise InputError(
                    f"it holds a {brief(str(kind))}, which is not built from a file; "
                    "give the model itself, in Python: approx.subject(model)"
                )
        sizes = [part.get("units"), *_shape(part.get("batch_shape"))]
        widths += [size for size in sizes if isinstance(size, int)]
    largest, second = sorted(widths)[-2:][::-1]
    if largest * second > MOST_WEIGHTS:
        raise InputError(f"more than {MOST_WEIGHTS} weights")


def _shape(shape: Any) -> list[Any]:
    return shape if isinstance(shape, list) else []


def _objects(document: Any) -> Iterator[dict[str, Any]]:
    """Every object of a description but how it was trained."""
    waiting = [document]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            yield part
            waiting += [value for name, value in part.items() if name != "compile_config"]
        elif isinstance(part, list):
            waiting += part


def _keras() -> Any:
    """Keras, on the first framework that is installed."""
    if "KERAS_BACKEND" not in os.environ:
        found = [name for name in _BACKENDS if find_spec(name) is not None]
        if found:
            os.environ["KERAS_BACKEND"] = found[0]
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")  # TensorFlow talks on standard error
    try:
        return import_module("keras")
    except ImportError:
        raise MachineError(
            ".keras files are read by Keras: python -m pip install keras torch"
        ) from None
