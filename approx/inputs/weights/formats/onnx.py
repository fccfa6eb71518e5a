"""Networks in ONNX: affine maps, activations and sums in any order, the numbers in the file."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

from approx.core._types import Array
from approx.core.activations import from_framework, records
from approx.core.network import Network
from approx.inputs.weights.flow import SELU_ALPHA, SELU_SCALE, Flow, Value
from approx.inputs.weights.formats._onnx_fields import check_fields
from approx.inputs.weights.layers import MOST_LAYERS, MOST_TENSORS, added, checked, count
from approx.inputs.weights.record import Loaded
from approx.inputs.weights.strict_json import brief
from approx.inputs.weights.units import normalized
from approx.system.errors import InputError

KIND = ""  # ONNX files begin with no mark of their own
#: Of each layer: its product, its sum, its activation, and constants for them.
_MOST_NODES = 6 * MOST_LAYERS
_EXTERNAL = "keeps its data in another file; re-save with the data inside"
# TensorProto.DataType of ONNX: the numbers are part of the format.
_FLOAT, _FLOAT16, _DOUBLE, _INTEGERS = 1, 10, 11, (2, 3, 5, 6, 7, 9, 12, 13)
_REAL = (_FLOAT, _FLOAT16, _DOUBLE)


class _Reader:
    """What has been read: constants, and values that depend on the input, by name."""

    def __init__(self, graph: Any) -> None:
        self.constants = _constants(graph)
        inputs = [value for value in graph.input if value.name not in self.constants]
        if len(inputs) != 1 or len(graph.output) != 1:
            ends = f"{len(inputs)} inputs and {len(graph.output)} outputs"
            raise InputError(f"{ends}; the graph needs one of each")
        self.flow = Flow(self._width(graph, inputs[0]))
        self.values: dict[str, Value] = {inputs[0].name: self.flow.input()}
        #: Of a value that the sigmoid gives: the name of what it was given.
        self.sigmoid_of: dict[str, str] = {}

    def _width(self, graph: Any, given: Any) -> int:
        """How many numbers the input has: what the first matrix takes, else what is declared."""
        for node in graph.node:
            matrix = self.constants.get(node.input[1]) if len(node.input) > 1 else None
            if node.op_type in ("Gemm", "MatMul") and matrix is not None and matrix.ndim == 2:
                transposed = any(a.name == "transB" and a.i for a in node.attribute)
                return int(matrix.shape[1 if transposed else 0])
        sizes = [dim.dim_value for dim in given.type.tensor_type.shape.dim]
        return count([int(sizes[-1])]) if sizes and sizes[-1] > 0 else 1

    def value(self, node: Any, place: int = 0) -> Value:
        name = node.input[place] if place < len(node.input) else ""
        if name not in self.values:
            raise InputError(f"operation {node.op_type}: {brief(name)} does not follow the input")
        return self.values[name]

    def constant(self, node: Any, place: int) -> Array:
        if place >= len(node.input) or node.input[place] not in self.constants:
            raise InputError(f"operation {node.op_type}: its weights are not in the file")
        return self.constants[node.input[place]]

    def given(self, node: Any, place: int) -> bool:
        """Whether an input that may be left out is there."""
        return place < len(node.input) and node.input[place] != ""

    def operand(self, node: Any, place: int) -> Value | Array:
        """One side of a sum or product."""
        name = node.input[place]
        return self.values[name] if name in self.values else self.constant(node, place).reshape(-1)

    def follow(self, graph: Any) -> Network:
        for node in graph.node:
            if node.op_type == "Constant":
                continue
            if not node.output or any(node.output[1:]) or node.output[0] in self.values:
                raise InputError(f"operation {brief(node.op_type)} has other outputs than one")
            if node.op_type == "Identity" and node.input and node.input[0] in self.constants:
                self.constants[node.output[0]] = self.constants[node.input[0]]  # a second name
                continue
            self.values[node.output[0]] = _OPERATIONS[node.op_type](self, node)
        name = graph.output[0].name
        if name not in self.values:
            raise InputError("the network's output does not follow its input")
        return self.flow.network(self.values[name])


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
    return Loaded(_Reader(graph).follow(graph))


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


def _matrix(reader: _Reader, node: Any, transposed: bool) -> Array:
    """The weights of x @ B as rows of neurons."""
    weight = reader.constant(node, 1)
    if weight.ndim != 2:
        raise InputError(f"operation {node.op_type}: weights of {weight.ndim} dimensions")
    return weight if transposed else weight.T


def _gemm(reader: _Reader, node: Any) -> Value:
    given = _attributes(node, alpha=1.0, beta=1.0, transA=0.0, transB=0.0)
    if given["transA"]:
        raise InputError("operation Gemm: transA is not supported")
    weight = given["alpha"] * _matrix(reader, node, bool(given["transB"]))
    value = reader.value(node).affine(weight)
    if not reader.given(node, 2):
        return value
    return value.plus(given["beta"] * _row(reader.constant(node, 2), node))


def _matmul(reader: _Reader, node: Any) -> Value:
    _attributes(node)
    return reader.value(node).affine(_matrix(reader, node, False))


def _row(numbers: Array, node: Any) -> Array:
    if numbers.ndim == 2 and numbers.shape[0] != 1:
        raise InputError(f"operation {node.op_type}: a matrix is added")
    return numbers.reshape(-1)


def _arithmetic(reader: _Reader, node: Any) -> Value:
    """Add, Sub, Mul and Div, of a value with a constant or, where that is linear, another value."""
    _attributes(node)
    kind, a, b = node.op_type, reader.operand(node, 0), reader.operand(node, 1)
    if isinstance(a, Value) and isinstance(b, Value):
        if kind in ("Add", "Sub"):
            return a.plus(b) if kind == "Add" else a.minus(b)
        for place in (0, 1):
            other = node.input[1 - place]
            if kind == "Mul" and reader.sigmoid_of.get(node.input[place]) == other:
                return reader.values[other].activated("silu")
    elif isinstance(a, Value) and not isinstance(b, Value):
        with np.errstate(divide="ignore"):
            factor = 1 / b if kind == "Div" else b
        if not np.isfinite(factor).all():
            raise InputError("operation Div: by zero")
        if kind in ("Mul", "Div"):
            return a.times(factor)
        return a.plus(b) if kind == "Add" else a.minus(b)
    elif isinstance(b, Value) and kind != "Div":
        if kind == "Mul" and not isinstance(a, Value):
            return b.times(a)
        return (b if kind == "Add" else b.times(-1.0)).plus(a)
    raise InputError(f"operation {kind} of two values that depend on the input is not supported")


def _clip(reader: _Reader, node: Any) -> Value:
    given = _attributes(node, min=-np.inf, max=np.inf)
    ends = [
        float(reader.constant(node, place).reshape(-1)[0]) if reader.given(node, place) else end
        for place, end in ((1, given["min"]), (2, given["max"]))
    ]
    return reader.value(node).clipped(*ends)


def _prelu(reader: _Reader, node: Any) -> Value:
    _attributes(node)
    return reader.value(node).prelu(_row(reader.constant(node, 1), node))


def _batch_norm(reader: _Reader, node: Any) -> Value:
    given = _attributes(node, epsilon=1e-5, momentum=0.9, training_mode=0.0, spatial=1.0)
    if given["training_mode"]:
        raise InputError("operation BatchNormalization in training is not supported")
    scale, bias, mean, variance = (reader.constant(node, place) for place in (1, 2, 3, 4))
    if (variance < 0).any():
        raise InputError("operation BatchNormalization: a negative variance")
    return normalized(reader.value(node), mean, variance + given["epsilon"], scale, bias)


def _concat(reader: _Reader, node: Any) -> Value:
    if _attributes(node, axis=-1.0)["axis"] not in (1, -1):
        raise InputError("operation Concat of rows is not supported")
    first, *others = [reader.value(node, place) for place in range(len(node.input))]
    return first.joined(others)


def _softmax(reader: _Reader, node: Any) -> Value:
    if _attributes(node, axis=-1.0)["axis"] not in (1, -1):
        raise InputError("operation Softmax over rows is not supported")
    return reader.value(node).activated("softmax")


def _shrink(reader: _Reader, node: Any) -> Value:
    given = _attributes(node, lambd=0.5, bias=0.0)
    if given["bias"] != given["lambd"]:
        raise InputError("operation Shrink that jumps is not supported")
    return reader.value(node).two_sided(1.0, 1.0, _short(given["lambd"]))


def _elu(reader: _Reader, node: Any) -> Value:
    return reader.value(node).elu(_short(_attributes(node, alpha=1.0)["alpha"]))


def _selu(reader: _Reader, node: Any) -> Value:
    given = _attributes(node, alpha=SELU_ALPHA, gamma=SELU_SCALE)
    return reader.value(node).elu(_short(given["alpha"]), _short(given["gamma"]))


def _celu(reader: _Reader, node: Any) -> Value:
    alpha = _short(_attributes(node, alpha=1.0)["alpha"])
    return reader.value(node).times(1 / alpha).elu(1.0).times(alpha)


def _hard_sigmoid(reader: _Reader, node: Any) -> Value:
    given = _attributes(node, alpha=0.2, beta=0.5)
    value = reader.value(node).times(_short(given["alpha"]))
    return value.plus(_short(given["beta"])).clipped(0.0, 1.0)


def _gelu(reader: _Reader, node: Any) -> Value:
    if any(a.s != b"none" for a in node.attribute):
        raise InputError("operation Gelu: an approximation by tanh is not supported")
    return reader.value(node).activated("gelu")


def _short(value: float) -> float:
    """Of a float32 the shortest number that it can stand for, which is the one that was meant."""
    short = float(str(np.float32(value)))
    return short if np.float32(value) == value or np.float32(short) == np.float32(value) else value


def _activation(reader: _Reader, node: Any) -> Value:
    layer = next(r.onnx for r in records().values() if r.onnx and r.onnx.name == node.op_type)
    given = _attributes(node, **dict.fromkeys(layer.numbers, layer.default or 0.0))
    numbers = {name: _short(value) for name, value in given.items()}
    if node.op_type == "Sigmoid":
        reader.sigmoid_of[node.output[0]] = node.input[0]
    name = from_framework("onnx", node.op_type, numbers.get) or ""
    return reader.value(node).activated(name)


def _same(reader: _Reader, node: Any) -> Value:
    """Nothing happens to one row of numbers."""
    return reader.value(node)


def _reshape(reader: _Reader, node: Any) -> Value:
    value = reader.value(node)
    if reader.flow.layers and value.width != 1:
        raise InputError(f"operation {node.op_type} between layers is not supported")
    return value


def _cast(reader: _Reader, node: Any) -> Value:
    if [a.i for a in node.attribute if a.name == "to"] not in ([_FLOAT], [_DOUBLE]):
        raise InputError("operation Cast to anything but float or double is not supported")
    return reader.value(node)


_OPERATIONS: dict[str, Callable[[_Reader, Any], Value]] = {
    **{record.onnx.name: _activation for record in records().values() if record.onnx},
    "Abs": lambda reader, node: reader.value(node).two_sided(-1.0, 1.0),
    "Add": _arithmetic,
    "BatchNormalization": _batch_norm,
    "Cast": _cast,
    "Celu": _celu,
    "Clip": _clip,
    "Concat": _concat,
    "Constant": _same,
    "Div": _arithmetic,
    "Dropout": _same,
    "Elu": _elu,
    "Flatten": _same,
    "Gelu": _gelu,
    "Gemm": _gemm,
    "HardSigmoid": _hard_sigmoid,
    "Identity": _same,
    "MatMul": _matmul,
    "Mul": _arithmetic,
    "Neg": lambda reader, node: reader.value(node).times(-1.0),
    "PRelu": _prelu,
    "Reshape": _reshape,
    "Selu": _selu,
    "Shrink": _shrink,
    "Softmax": _softmax,
    "Squeeze": _same,
    "Sub": _arithmetic,
    "Unsqueeze": _same,
}
