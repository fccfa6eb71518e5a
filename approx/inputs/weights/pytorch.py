"""PyTorch modules, followed in the order in which their forward calls what they hold.

torch.fx runs `forward` once with a stand-in that records every call; calls are read by their names.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any

import numpy as np

from approx.core._types import Array
from approx.core.network import Network
from approx.inputs.weights.flow import Flow, Value
from approx.inputs.weights.strict_json import brief
from approx.inputs.weights.units import activated, normalized
from approx.system.errors import InputError

#: What makes no difference to rows of numbers.
_SAME = {
    "alpha_dropout", "clone", "contiguous", "cpu", "detach", "double", "dropout", "flatten",
    "float", "identity", "reshape", "squeeze", "to", "unsqueeze", "view",
}  # fmt: skip
#: Functions and methods that are activations: the layer's name, and its options in order.
_ACTIVATIONS: dict[str, tuple[str, tuple[str, ...]]] = {
    "celu": ("CELU", ("alpha",)),
    "elu": ("ELU", ("alpha",)),
    "gelu": ("GELU", ("approximate",)),
    "hardsigmoid": ("Hardsigmoid", ()),
    "hardtanh": ("Hardtanh", ("min_val", "max_val")),
    "leaky_relu": ("LeakyReLU", ("negative_slope",)),
    "logsigmoid": ("LogSigmoid", ()),
    "relu": ("ReLU", ()),
    "relu6": ("ReLU6", ()),
    "selu": ("SELU", ()),
    "sigmoid": ("Sigmoid", ()),
    "silu": ("SiLU", ()),
    "softmax": ("Softmax", ("dim",)),
    "softplus": ("Softplus", ("beta", "threshold")),
    "softshrink": ("Softshrink", ("lambd",)),
    "tanh": ("Tanh", ()),
    "tanhshrink": ("Tanhshrink", ()),
}


def followed(model: Any, numbers: Callable[[Any], Array]) -> Network:
    """The network of a module in evaluation mode.

    Args:
        numbers: a tensor as float64.

    Raises:
        InputError: when forward cannot be followed, or calls what no network of ours does.
    """
    fx: Any = import_module("torch.fx")
    try:
        graph = fx.Tracer().trace(model)
    except Exception as error:  # the module is the caller's own code: anything may be raised
        reason = brief(str(error).splitlines()[0] if str(error) else type(error).__name__)
        raise InputError(
            f"the module's forward cannot be followed ({reason}); give a Sequential"
        ) from None
    return _Reader(model, graph, numbers).network()


class _Reader:
    def __init__(self, model: Any, graph: Any, numbers: Callable[[Any], Array]) -> None:
        self.model, self.graph, self.numbers = model, graph, numbers
        self.modules = dict(model.named_modules())

    def network(self) -> Network:
        flow = Flow(self._inputs())
        seen: dict[Any, Any] = {}
        for node in self.graph.nodes:
            if node.op == "placeholder":
                given = node.args[0] if node.args else flow.input()
                seen[node] = given if seen else flow.input()
            elif node.op == "output":
                return flow.network(self._value(seen.get(node.args[0])))
            else:
                seen[node] = self._call(node, lambda part: _looked_up(part, seen))
        raise InputError("the module has no output")

    def _inputs(self) -> int:
        """Of the first call that says how many it takes."""
        for node in self.graph.nodes:
            module = self.modules.get(node.target) if node.op == "call_module" else None
            for name in ("in_features", "num_features"):
                if isinstance(getattr(module, name, None), int):
                    return int(getattr(module, name))
            if node.op == "call_function" and _name(node.target) == "linear":
                weight = node.args[1] if len(node.args) > 1 else node.kwargs["weight"]
                return int(self._attribute(weight.target).shape[1])
        return 1

    def _attribute(self, path: str) -> Any:
        found = self.model
        for part in path.split("."):
            found = getattr(found, part)
        return found

    def _value(self, value: Any) -> Value:
        if not isinstance(value, Value):
            raise InputError("the module's output is not one tensor of rows")
        return value

    def _call(self, node: Any, look_up: Callable[[Any], Any]) -> Any:
        if node.op == "get_attr":
            return self.numbers(self._attribute(node.target))
        args = [look_up(part) for part in node.args]
        options = {name: look_up(part) for name, part in node.kwargs.items()}
        if node.op == "call_module":
            return self._module(self.modules[node.target], self._value(args[0]))
        name = _name(node.target)
        if name in _ARITHMETIC:
            return _ARITHMETIC[name](*args[:2])
        if name in ("cat", "concat", "hstack"):
            values = [self._value(part) for part in args[0]]
            return values[0].joined(values[1:])
        value = self._value(args[0] if args else options.pop("input", None))
        return self._function(name, value, args[1:], options)

    def _function(
        self, name: str, value: Value, args: Sequence[Any], options: dict[str, Any]
    ) -> Value:
        if name in _SAME:
            return value
        if name in _FUNCTIONS:
            names, function = _FUNCTIONS[name]
            return function(value, dict(zip(names, args, strict=False)) | options)
        if name not in _ACTIVATIONS:
            known = ", ".join(sorted([*_ACTIVATIONS, *_ARITHMETIC, *_FUNCTIONS, "cat"]))
            raise InputError(f"forward calls {brief(name)}, which is not supported; known: {known}")
        kind, names = _ACTIVATIONS[name]
        return self._activation(value, kind, dict(zip(names, args, strict=False)) | options)

    def _activation(self, value: Value, kind: str, options: dict[str, Any]) -> Value:
        if kind == "Softmax" and options.get("dim") not in (None, 1, -1):
            raise InputError(f"softmax over dimension {options['dim']} is not supported")
        return activated(value, "torch", kind, options.get)

    def _module(self, module: Any, value: Value) -> Value:
        kind = type(module).__name__.removeprefix("Parametrized")  # as weight_norm makes it
        if kind.startswith("Lazy"):
            raise InputError(f"a {kind} has no weights yet: call the module once")
        if kind == "Linear":
            bias = 0.0 if module.bias is None else self.numbers(module.bias)
            return value.affine(self.numbers(module.weight), bias)
        if kind == "BatchNorm1d":
            if module.running_var is None:
                raise InputError("a BatchNorm1d that keeps no statistics is not supported")
            variance = self.numbers(module.running_var) + module.eps
            parts = (
                None if part is None else self.numbers(part)
                for part in (module.weight, module.bias)
            )
            return normalized(value, self.numbers(module.running_mean), variance, *parts)
        if kind == "PReLU":
            return value.prelu(self.numbers(module.weight))
        options = {
            name: getattr(module, name)
            for name in dir(module)
            if not name.startswith("_") and isinstance(getattr(module, name), (int, float, str))
        }
        return self._activation(value, kind, options)


def _linear(value: Value, given: dict[str, Any]) -> Value:
    bias = given.get("bias")
    return value.affine(given["weight"], 0.0 if bias is None else bias)


#: Other functions and methods of one value: their arguments' names in order, and what they do.
_FUNCTIONS: dict[str, tuple[tuple[str, ...], Callable[[Value, dict[str, Any]], Value]]] = {
    "abs": ((), lambda value, given: value.two_sided(-1.0, 1.0)),
    "clamp": (("min", "max"), lambda v, given: v.clipped(given.get("min"), given.get("max"))),
    "clip": (("min", "max"), lambda v, given: v.clipped(given.get("min"), given.get("max"))),
    "linear": (("weight", "bias"), _linear),
    "neg": ((), lambda value, given: value.times(-1.0)),
    "prelu": (("weight",), lambda value, given: value.prelu(given["weight"])),
}


def _name(target: Any) -> str:
    """Of a function or method, without the underscores of those that work in place."""
    return str(target if isinstance(target, str) else getattr(target, "__name__", "")).strip("_")


def _looked_up(part: Any, seen: dict[Any, Any]) -> Any:
    if isinstance(part, (list, tuple)):
        return [_looked_up(item, seen) for item in part]
    try:
        return seen.get(part, part)
    except TypeError:  # a slice
        return part


def _sum(a: Any, b: Any) -> Any:
    if isinstance(a, Value):
        return a.plus(b)
    return b.plus(a) if isinstance(b, Value) else a + b


def _difference(a: Any, b: Any) -> Any:
    if isinstance(a, Value):
        return a.minus(b)
    return b.times(-1.0).plus(a) if isinstance(b, Value) else a - b


def _product(a: Any, b: Any) -> Any:
    if isinstance(a, Value) and isinstance(b, Value):
        raise InputError("forward multiplies two values that depend on the input")
    if isinstance(a, Value):
        return a.times(b)
    return b.times(a) if isinstance(b, Value) else a * b


def _quotient(a: Any, b: Any) -> Any:
    if isinstance(b, Value):
        raise InputError("forward divides by what depends on the input")
    return _product(a, 1 / np.asarray(b, dtype=float))


def _matrix_product(a: Any, b: Any) -> Any:
    if not isinstance(a, Value) or isinstance(b, Value):
        raise InputError("forward multiplies by a matrix that depends on the input")
    return a.affine(np.atleast_2d(b).T)


def _extreme(a: Any, b: Any, way: Callable[[Value, Any], Value]) -> Any:
    return way(a, b) if isinstance(a, Value) else way(b, a)


_ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {
    "add": _sum,
    "iadd": _sum,
    "sub": _difference,
    "isub": _difference,
    "mul": _product,
    "imul": _product,
    "div": _quotient,
    "truediv": _quotient,
    "itruediv": _quotient,
    "matmul": _matrix_product,
    "maximum": lambda a, b: _extreme(a, b, Value.larger),
    "minimum": lambda a, b: _extreme(a, b, Value.smaller),
    "mm": _matrix_product,
}
