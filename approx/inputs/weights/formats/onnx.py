"""Networks in ONNX: a chain of affine maps and activations, its numbers inside the file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

from approx.core._types import Array
from approx.core.activations import from_framework, records
from approx.inputs.content import check_limit
from approx.inputs.weights.formats._onnx_fields import check_fields
from approx.inputs.weights.layers import MOST_LAYERS, MOST_TENSORS, added, checked, count, made
from approx.inputs.weights.record import Loaded
from approx.inputs.weights.strict_json import brief
from approx.system.errors import InputError

KIND = ""  # ONNX files begin with no mark of their own
#: Of each layer: its product, its sum, its activation, and constants for them.
_MOST_NODES = 6 * MOST_LAYERS
_EXTERNAL = "keeps its data in another file; re-save with the data inside"
# TensorProto.DataType of ONNX: the numbers are part of the format.
_FLOAT, _FLOAT16, _DOUBLE, _INTEGERS = 1, 10, 11, (2, 3, 5, 6, 7, 9, 12, 13)
_REAL = (_FLOAT, _FLOAT16, _DOUBLE)


@dataclass
class _Chain:
    """What has been read: layers so far, and the name of the value that flows on."""

    flowing: str
    constants: dict[str, Array]
    weights: list[Array] = field(default_factory=list)
    biases: list[Array] = field(default_factory=list)
    activations: list[str | None] = field(default_factory=list)  # None: still open
    width: int | None = None
    total: int = 0

    def claim(self, numbers: int) -> None:
        """Count weights before memory is taken for them: an operation may use a constant again."""
        self.total = added(self.total, numbers)

    def affine(self, weight: Array, bias: Array) -> None:
        check_limit(len(self.weights) + 1, MOST_LAYERS, "layers")
        self.weights.append(weight)
        self.biases.append(np.broadcast_to(bias, (len(weight),)).copy())
        self.activations.append(None)

    def activate(self, name: str) -> None:
        if not self.activations or self.activations[-1] is not None:
            raise InputError(f"an activation without a layer before it ({name})")
        self.activations[-1] = name


def read(content: bytes) -> Loaded:
    """The network in an ONNX file.

    Raises:
        InputError: one line that names the cause, also when the onnx package is missing.
    """
    try:
        onnx: Any = import_module("onnx")
    except ImportError:
        raise InputError(
            "reading .onnx needs onnx: python -m pip install 'onnx>=1.17,<2', "
            "or convert to safetensors"
        ) from None
    check_fields(content)
    model = onnx.ModelProto()
    try:
        model.ParseFromString(content)
    except Exception:  # the protobuf package has its own error class, per implementation
        raise InputError("not an ONNX file, or is damaged") from None
    graph = model.graph
    if not graph.node:
        raise InputError("not an ONNX network: it has no operations")
    if len(graph.node) > _MOST_NODES or model.functions or graph.sparse_initializer:
        raise InputError(
            f"functions, sparse tensors and more than {_MOST_NODES} operations are not supported"
        )
    for node in graph.node:  # before any number is read
        if node.op_type not in _OPERATIONS or node.domain not in ("", "ai.onnx"):
            known = ", ".join(sorted(_OPERATIONS))
            raise InputError(f"operation {brief(node.op_type)} is not supported; known: {known}")
    chain = _follow(graph)
    names = [name or "identity" for name in chain.activations]
    return Loaded(made(chain.weights, chain.biases, names))


def _follow(graph: Any) -> _Chain:
    constants = _constants(graph)
    inputs = [value.name for value in graph.input if value.name not in constants]
    if len(inputs) != 1 or len(graph.output) != 1:
        raise InputError(
            f"{len(inputs)} inputs and {len(graph.output)} outputs; the graph needs one of each"
        )
    chain = _Chain(inputs[0], constants)
    for node in graph.node:
        if node.op_type == "Constant":
            continue
        given = [name for name in node.input if name not in constants]
        if given != [chain.flowing] or len(node.output) != 1:
            raise InputError(f"operation {brief(node.op_type)} is not part of a single chain")
        _OPERATIONS[node.op_type](chain, node)
        chain.flowing = node.output[0]
    if chain.flowing != graph.output[0].name:
        raise InputError("the network's output is not the end of its chain")
    return chain


def _constants(graph: Any) -> dict[str, Array]:
    reals: dict[str, NDArray[np.generic]] = {}
    others: dict[str, Array] = {}
    tensors = [(t.name, t) for t in graph.initializer]
    for node in graph.node:
        if node.op_type == "Constant":
            if [a.name for a in node.attribute] != ["value"] or len(node.output) != 1:
                raise InputError("a Constant without a plain tensor is not supported")
            tensors.append((node.output[0], node.attribute[0].t))
    total = 0
    for name, tensor in tensors:
        if tensor.external_data or tensor.data_location == 1:
            raise InputError(f"tensor {brief(name)} {_EXTERNAL}")
        if name in reals or name in others:
            raise InputError(f"tensor {brief(name)} appears twice")
        shape = list(map(int, tensor.dims))
        total = added(total, count(shape))
        if tensor.data_type in _INTEGERS:  # shapes for Reshape; never weights
            others[name] = np.zeros(0)
        else:
            reals[name] = _tensor(name, tensor, shape)
        if len(reals) + len(others) > 2 * MOST_TENSORS:
            raise InputError(f"more than {2 * MOST_TENSORS} arrays")
    scalars = {name: values.reshape(1) for name, values in reals.items() if values.ndim == 0}
    return {**others, **checked(reals | scalars)} if reals else others


def _tensor(name: str, tensor: Any, shape: list[int]) -> NDArray[np.generic]:
    if tensor.data_type not in _REAL:
        raise InputError(f"tensor {brief(name)}: type {tensor.data_type} is not a real number type")
    try:
        values: NDArray[np.generic] = import_module("onnx.numpy_helper").to_array(tensor)
    except Exception:  # NumPy and the onnx package have different errors for data of another size
        broken = f"its data does not fit its shape {brief(shape)}"
        raise InputError(f"tensor {brief(name)}: {broken}") from None
    return values


def _attributes(node: Any, **defaults: float) -> dict[str, float]:
    """Numbers that an operation is given, with their defaults; any other is refused."""
    numbers = dict(defaults)
    for attribute in node.attribute:
        if attribute.name not in defaults:
            raise InputError(f"operation {node.op_type}: {brief(attribute.name)} is not supported")
        numbers[attribute.name] = attribute.f if attribute.type == 1 else float(attribute.i)
    return numbers


def _constant(chain: _Chain, node: Any, place: int) -> Array:
    if place >= len(node.input) or node.input[place] not in chain.constants:
        raise InputError(f"operation {node.op_type}: its weights are not in the file")
    return chain.constants[node.input[place]]


def _matrix(chain: _Chain, node: Any, transposed: bool) -> Array:
    """The weights of x @ B as rows of neurons."""
    weight = _constant(chain, node, 1)
    if weight.ndim != 2:
        raise InputError(f"operation {node.op_type}: weights of {weight.ndim} dimensions")
    return weight if transposed else weight.T


def _gemm(chain: _Chain, node: Any) -> None:
    given = _attributes(node, alpha=1.0, beta=1.0, transA=0.0, transB=0.0)
    if given["transA"]:
        raise InputError("operation Gemm: transA is not supported")
    weight = _matrix(chain, node, bool(given["transB"]))
    chain.claim(weight.size + len(weight))
    weight = given["alpha"] * weight
    bias = given["beta"] * _constant(chain, node, 2) if len(node.input) > 2 else np.zeros(1)
    chain.affine(weight, _row(bias, len(weight), node))


def _matmul(chain: _Chain, node: Any) -> None:
    _attributes(node)
    weight = _matrix(chain, node, False)
    chain.claim(weight.size + len(weight))
    chain.affine(weight, np.zeros(len(weight)))


def _add(chain: _Chain, node: Any) -> None:
    _attributes(node)
    place = 1 if node.input[0] == chain.flowing else 0
    if not chain.weights:
        raise InputError("operation Add before the first layer is not supported")
    width = len(chain.weights[-1])
    row = _row(_constant(chain, node, place), width, node)
    if chain.activations[-1] is None:
        chain.biases[-1] = chain.biases[-1] + row
    else:
        chain.claim(width * width + width)
        chain.affine(np.eye(width), row)


def _row(bias: Array, width: int, node: Any) -> Array:
    if bias.size not in (1, width) or (bias.ndim == 2 and bias.shape[0] != 1):
        raise InputError(f"operation {node.op_type}: {bias.size} numbers added to {width} neurons")
    return np.broadcast_to(bias.reshape(-1), (width,))


def _activation(chain: _Chain, node: Any) -> None:
    layer = next(r.onnx for r in records().values() if r.onnx and r.onnx.name == node.op_type)
    given = _attributes(node, **dict.fromkeys(layer.numbers, layer.default or 0.0))
    # A float32 attribute; the shortest number that it can stand for is the one that was meant.
    numbers = {name: float(str(np.float32(value))) for name, value in given.items()}
    chain.activate(from_framework("onnx", node.op_type, numbers.get) or "")


def _same(chain: _Chain, node: Any) -> None:
    """Nothing happens to one row of numbers."""


def _reshape(chain: _Chain, node: Any) -> None:
    if chain.weights and len(chain.weights[-1]) != 1:
        raise InputError(f"operation {node.op_type} between layers is not supported")


def _cast(chain: _Chain, node: Any) -> None:
    if [a.i for a in node.attribute if a.name == "to"] not in ([_FLOAT], [_DOUBLE]):
        raise InputError("operation Cast to anything but float or double is not supported")


_OPERATIONS: dict[str, Callable[[_Chain, Any], None]] = {
    **{record.onnx.name: _activation for record in records().values() if record.onnx},
    "Add": _add,
    "Cast": _cast,
    "Constant": _same,
    "Flatten": _reshape,
    "Gemm": _gemm,
    "Identity": _same,
    "MatMul": _matmul,
    "Reshape": _reshape,
}
