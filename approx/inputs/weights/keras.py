"""Keras models, followed from their outputs back to their inputs along the graph that Keras keeps.

A Sequential is its layers in order; a subclassed model is called once on Keras' own placeholder.
Read by their attributes; Keras itself is not imported here.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from approx.core._types import Array
from approx.core.network import Network
from approx.inputs.weights.flow import Flow, Value
from approx.inputs.weights.strict_json import brief
from approx.inputs.weights.units import NOTHING, activated, normalized
from approx.system.errors import InputError

Numbers = Callable[[Any], Array]
#: Layers that do nothing to rows of numbers after training, besides those of all frameworks.
_SAME = {"ActivityRegularization", "SpatialDropout1D"}
#: Functions that activate, by Keras' names -> a layer of PyTorch's names and its options.
_FUNCTIONS: dict[str, tuple[str, dict[str, Any]]] = {
    "celu": ("CELU", {}),
    "elu": ("ELU", {}),
    "gelu": ("GELU", {}),
    "hard_sigmoid": ("Hardsigmoid", {}),
    "hard_tanh": ("Hardtanh", {}),
    "leaky_relu": ("LeakyReLU", {"negative_slope": 0.2}),
    "log_sigmoid": ("LogSigmoid", {}),
    "relu": ("ReLU", {}),
    "relu6": ("ReLU6", {}),
    "selu": ("SELU", {}),
    "sigmoid": ("Sigmoid", {}),
    "silu": ("SiLU", {}),
    "soft_shrink": ("Softshrink", {}),
    "softmax": ("Softmax", {}),
    "softplus": ("Softplus", {}),
    "swish": ("SiLU", {}),
    "tanh": ("Tanh", {}),
    "tanh_shrink": ("Tanhshrink", {}),
}


def followed(model: Any, numbers: Numbers) -> Network:
    """The network of a Keras model.

    Args:
        numbers: a tensor or variable as float64.

    Raises:
        InputError: when it is not built, or computes what no network of ours does.
    """
    flow = Flow(_inputs(model))
    return flow.network(_Reader(numbers).model(model, flow.input()))


def _inputs(model: Any) -> int:
    """How many numbers a row of its input has."""
    given = getattr(model, "inputs", None)
    if given and len(given) > 1:
        raise InputError(f"the model takes {len(given)} inputs; give one that takes a single one")
    shapes = [getattr(tensor, "shape", None) for tensor in given or []]
    shapes += [getattr(model, "_build_shapes_dict", None)]
    for known in shapes:
        shape = next(iter(known.values()), None) if isinstance(known, Mapping) else known
        if isinstance(shape, Sequence) and len(shape) == 2 and isinstance(shape[1], int):
            return shape[1]
    layers = [layer for layer in model.layers if type(layer).__name__ not in NOTHING]
    first = layers[0].get_weights() if layers else []
    if not first:
        raise InputError(_NOT_BUILT)
    return len(first[0]) if np.ndim(first[0]) == 2 else 1


class _Reader:
    def __init__(self, numbers: Numbers) -> None:
        self.numbers = numbers

    def model(self, model: Any, value: Value) -> Value:
        """What a model makes of a value."""
        outputs = getattr(model, "outputs", None)
        if outputs and not _is_chain(model):
            if len(outputs) > 1:
                raise InputError(
                    f"the model has {len(outputs)} outputs; give one with a single one"
                )
            return self._traced(outputs[0], {id(model.inputs[0]): value})
        if not _is_chain(model) and hasattr(model, "call"):
            return self._subclassed(model, value)
        for layer in model.layers:
            value = self.layer(layer, value)
        return value

    def _subclassed(self, model: Any, value: Value) -> Value:
        """A model with a `call` of its own, which is run once on a placeholder."""
        keras: Any = sys.modules.get("keras")
        if keras is None:
            raise InputError(f"a {type(model).__name__} is no model of an imported Keras")
        start = keras.Input((value.width,))
        try:
            end = model.call(start)
        except Exception as error:  # the model is the caller's own code: anything may be raised
            reason = brief(str(error).splitlines()[0] if str(error) else type(error).__name__)
            raise InputError(
                f"the model's call cannot be followed ({reason}); give a functional model"
            ) from None
        return self._traced(end, {id(start): value})

    def _traced(self, tensor: Any, known: dict[int, Value]) -> Value:
        """The value of a placeholder, from those that it is made of."""
        waiting = [tensor]
        while waiting:  # without recursion: graphs are deep
            last = waiting[-1]
            if id(last) in known:
                waiting.pop()
                continue
            history = getattr(last, "_keras_history", None)
            if history is None:
                raise InputError("the model's output does not come from its input")
            operation, index = history[0], history[1]
            node = operation._inbound_nodes[index]
            missing = [part for part in node.input_tensors if id(part) not in known]
            if not node.input_tensors:
                raise InputError("the model's output does not come from its input")
            if missing:
                waiting += missing
                continue
            known[id(last)] = self._operation(operation, node, known)
        return known[id(tensor)]

    def _operation(self, operation: Any, node: Any, known: Mapping[int, Value]) -> Value:
        """A layer, or a function of keras.ops, on values and constants."""
        arguments = node.arguments

        def look_up(part: Any) -> Any:
            if isinstance(part, list | tuple):
                return [look_up(item) for item in part]
            if id(part) in known:
                return known[id(part)]
            return part if isinstance(part, int | float | str | None) else self.numbers(part)

        args = [look_up(part) for part in arguments.args]
        kind = type(operation).__name__
        if hasattr(operation, "layers"):
            return self.model(operation, args[0])
        if kind in _ARITHMETIC:
            parts = args[0] if args and isinstance(args[0], list) else args
            return _ARITHMETIC[kind](parts)
        if kind in ("Concatenate", "Hstack"):
            joined: Value = args[0][0].joined(args[0][1:])
            return joined
        value = next(part for part in args if isinstance(part, Value))
        if kind in _UNARY:
            return _UNARY[kind](value)
        if kind == "Clip":
            return value.clipped(operation.x_min, operation.x_max)
        return self.layer(operation, value)

    def layer(self, layer: Any, value: Value) -> Value:
        """One layer of a single input, or one function of keras.ops."""
        kind = type(layer).__name__
        if hasattr(layer, "layers"):
            return self.model(layer, value)
        if kind in NOTHING | _SAME:
            return value
        if kind in ("Activation", "Dense"):
            value = value if kind == "Activation" else self._dense(layer, value)
            return self._activation(layer.activation, value)
        if kind in _LAYERS:
            return _LAYERS[kind](layer, value, self.numbers)
        if not hasattr(layer, "get_weights"):
            return _function(_snake(kind), value, vars(layer))
        return activated(value, "keras", kind, layer.get_config().get)

    def _dense(self, layer: Any, value: Value) -> Value:
        parts = [self.numbers(part) for part in layer.get_weights()]
        if not parts:
            raise InputError(_NOT_BUILT)
        # Keras keeps a row per input, not per neuron.
        return value.affine(parts[0].T, parts[1] if len(parts) > 1 else 0.0)

    def _activation(self, given: Any, value: Value) -> Value:
        """An activation as a layer's option: a name, a function of Keras, or a layer."""
        if hasattr(given, "get_weights"):
            return self.layer(given, value)
        name = given if isinstance(given, str) else getattr(given, "__name__", "linear")
        if given is None or name == "linear":
            return value
        module = str(getattr(given, "__module__", ""))
        if callable(given) and module.partition(".")[0] != "keras":
            raise InputError(f"the activation {brief(name)} is a function of your own; name one")
        return _function(name, value, {})


_NOT_BUILT = "the Keras model is not built yet: call it once, or model.build((None, 1))"


def _function(name: str, value: Value, given: Mapping[str, Any]) -> Value:
    """A function of Keras, with its options."""
    if name not in _FUNCTIONS:
        return value.activated(name)  # one of ours, or refused with those that are known
    kind, usual = _FUNCTIONS[name]
    options = usual | {n: v for n, v in given.items() if n in ("negative_slope", "alpha")}
    if given.get("approximate"):
        options = {"approximate": "tanh"}
    return activated(value, "torch", kind, options.get)


def _relu(layer: Any, value: Value, numbers: Numbers) -> Value:
    """Leaky below zero, and cut at the largest value."""
    if layer.threshold:
        raise InputError(f"ReLU with threshold {layer.threshold} is not supported: it jumps")
    slope, most = float(layer.negative_slope or 0.0), layer.max_value
    if not slope and most is not None:
        return value.clipped(0.0, float(most))
    value = value.activated(f"leaky_relu({slope!r})")
    return value if most is None else value.clipped(None, float(most))


def _batch_norm(layer: Any, value: Value, numbers: Numbers) -> Value:
    parts = (None if part is None else numbers(part) for part in (layer.gamma, layer.beta))
    variance = numbers(layer.moving_variance) + layer.epsilon
    return normalized(value, numbers(layer.moving_mean), variance, *parts)


def _normalization(layer: Any, value: Value, numbers: Numbers) -> Value:
    """(x − mean) / deviation, or back."""
    if layer.mean is None:
        raise InputError("the Normalization layer knows no mean: call its adapt(data) first")
    mean, variance = numbers(layer.mean).reshape(-1), numbers(layer.variance).reshape(-1)
    deviation = np.maximum(np.sqrt(variance), _EPSILON)
    if getattr(layer, "invert", False):
        return value.times(deviation).plus(mean)
    return value.minus(mean).times(1 / deviation)


#: What Keras takes for the least deviation.
_EPSILON = 1e-7


def _rescaling(layer: Any, value: Value, numbers: Numbers) -> Value:
    return value.times(numbers(layer.scale)).plus(numbers(layer.offset))


_LAYERS: dict[str, Callable[[Any, Value, Numbers], Value]] = {
    "BatchNormalization": _batch_norm,
    "ELU": lambda layer, value, numbers: value.elu(float(layer.alpha)),
    "LeakyReLU": lambda layer, value, numbers: value.activated(
        f"leaky_relu({float(layer.negative_slope)!r})"
    ),
    "Normalization": _normalization,
    "PReLU": lambda layer, value, numbers: value.prelu(numbers(layer.alpha)),
    "ReLU": _relu,
    "Rescaling": _rescaling,
}


def _is_value(part: Any) -> bool:
    return isinstance(part, Value)


def _sum(parts: Sequence[Any]) -> Value:
    """Of values and constants, in any order."""
    values = sorted(parts, key=_is_value, reverse=True)
    total: Value = values[0]
    for part in values[1:]:
        total = total.plus(part)
    return total


def _difference(parts: Sequence[Any]) -> Value:
    first, second = parts
    return _sum([first, second.times(-1.0) if _is_value(second) else -np.asarray(second)])


def _product(parts: Sequence[Any]) -> Value:
    values = sorted(parts, key=_is_value, reverse=True)
    if _is_value(values[1]):
        raise InputError("the model multiplies two values that depend on the input")
    first: Value = values[0]
    for factor in values[1:]:
        first = first.times(factor)
    return first


def _quotient(parts: Sequence[Any]) -> Value:
    if _is_value(parts[1]):
        raise InputError("the model divides by what depends on the input")
    return _product([parts[0], 1 / np.asarray(parts[1], dtype=float)])


def _matrix_product(parts: Sequence[Any]) -> Value:
    if not _is_value(parts[0]) or _is_value(parts[1]):
        raise InputError("the model multiplies by a matrix that depends on the input")
    product: Value = parts[0].affine(np.atleast_2d(parts[1]).T)
    return product


def _extreme(parts: Sequence[Any], way: Callable[[Value, Any], Value]) -> Value:
    """The largest or smallest of values and constants."""
    values = sorted(parts, key=_is_value, reverse=True)
    found: Value = values[0]
    for part in values[1:]:
        found = way(found, part)
    return found


#: Layers and functions of several values or constants.
_ARITHMETIC: dict[str, Callable[[Sequence[Any]], Value]] = {
    "Add": _sum,
    "Average": lambda parts: _sum(parts).times(1 / len(parts)),
    "Divide": _quotient,
    "Matmul": _matrix_product,
    "Maximum": lambda parts: _extreme(parts, Value.larger),
    "Minimum": lambda parts: _extreme(parts, Value.smaller),
    "Multiply": _product,
    "Subtract": _difference,
    "TrueDivide": _quotient,
}
#: Functions of one value.
_UNARY: dict[str, Callable[[Value], Value]] = {
    "Absolute": lambda value: value.two_sided(-1.0, 1.0),
    "Negative": lambda value: value.times(-1.0),
}


def _is_chain(model: Any) -> bool:
    """Whether a model is its layers in order: a Sequential, or a look-alike without a graph."""
    names = {kind.__name__ for kind in type(model).__mro__}
    return "Sequential" in names or not hasattr(model, "call")


def _snake(kind: str) -> str:
    """LeakyRelu as leaky_relu: functions of keras.ops are named like classes."""
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in kind).lstrip("_")
