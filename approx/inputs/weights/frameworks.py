"""Networks from PyTorch, scikit-learn and Keras objects, by their attributes: none is imported.

A module may compute anything; what is read from its layers is therefore compared with what it
computes, at a few points, before it is believed.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from importlib import import_module
from typing import Any

import numpy as np

from approx.core._types import Array
from approx.core.activations import activation_of
from approx.core.network import Network
from approx.inputs.weights.layers import between, network_of
from approx.system.errors import InputError, MachineError

#: How closely a module has to compute what its layers do: float32 through wide layers.
_CLOSE = 1e-3


def from_torch(model: Any, activation: str | None = None) -> Network:
    """The network of a torch.nn module, in the order of its calls, or of a state_dict.

    Functional and reused activations, residual sums, joined branches, batch normalization and
    linear layers in any order of declaration are read. A state_dict does not say its activations.

    Args:
        activation: between the layers of a state_dict; None is ReLU.

    Raises:
        InputError: when forward cannot be followed, or the module computes something else.
    """
    if isinstance(model, Mapping):
        tensors = {str(k): _numbers(v) for k, v in model.items()}
        return network_of(tensors, between(tensors, activation), ordered=True)
    if activation is not None:
        raise InputError("a module has its own activations; activation is for a state_dict")
    if not callable(getattr(model, "modules", None)):
        raise InputError(f"a {type(model).__name__} is neither a torch module nor a state_dict")
    from approx.inputs.weights.pytorch import followed

    if "torch" not in sys.modules:
        raise InputError(f"a {type(model).__name__} is no module of an imported PyTorch")
    model = getattr(model, "_orig_mod", model)  # what torch.compile holds
    if type(model).__name__ in ("DataParallel", "DistributedDataParallel"):
        model = model.module
    if "ScriptModule" in {kind.__name__ for kind in type(model).__mro__}:
        raise InputError("a scripted module cannot be followed; give it as it was before")
    training = model.training
    model.eval()
    try:
        network = followed(model, _numbers)
    finally:
        model.train(training)
    _agree(network, model)
    return network


def from_sklearn(model: Any) -> Network:
    """The network of a fitted scikit-learn model, bare or in a Pipeline.

    Read are MLPRegressor, MLPClassifier and linear models, scalers and PCA before them,
    TransformedTargetRegressor and searches such as GridSearchCV around them.

    Raises:
        InputError: when it is not fitted, or computes what no network of ours does.
    """
    from approx.inputs.weights.sklearn import network_of

    return network_of(model)


def from_keras(model: Any) -> Network:
    """The network of a Keras model: Sequential, functional, or with a `call` of its own.

    Read are Dense layers and activations, residual sums and joined branches, normalization and
    rescaling; arithmetic of keras.ops.

    Raises:
        InputError: when a layer is of another kind, or the model computes something else.
    """
    if not hasattr(model, "layers"):
        raise InputError(f"a {type(model).__name__} has no layers; give a Keras model")
    from approx.inputs.weights.keras import followed

    network = followed(model, _numbers)
    if callable(getattr(model, "predict_on_batch", None)):
        _compare(network, np.asarray(model.predict_on_batch(_probes(network).astype("f4"))))
    return network


def to_torch(network: Network) -> Any:
    """A torch.nn.Sequential that computes the network, in float64.

    Raises:
        MachineError: when PyTorch is not installed.
    """
    try:
        torch: Any = import_module("torch")
    except ImportError:
        raise MachineError(
            "to_torch needs PyTorch: python -m pip install 'torch>=2.4,<3'"
        ) from None
    if network.skips:
        raise InputError("a torch.nn.Sequential has no skip edges")
    modules = []
    for w, b, activation in network.layers:
        linear = torch.nn.Linear(w.shape[1], w.shape[0], dtype=torch.float64)
        with torch.no_grad():
            linear.weight.copy_(torch.from_numpy(w.copy()))
            linear.bias.copy_(torch.from_numpy(b.copy()))
        modules += [linear, _torch_layer(torch, activation)]
    if network.activations[-1] == "identity":
        modules.pop()
    return torch.nn.Sequential(*modules)


def _torch_layer(torch: Any, activation: str) -> Any:
    record = activation_of(activation)
    if record.torch is None:
        raise InputError(f"PyTorch has no layer for the activation {activation}")
    numbers = () if record.number is None else (record.number,)
    return getattr(torch.nn, record.torch.name)(*numbers)


def _numbers(values: Any) -> Array:
    """A tensor of any framework as float64."""
    for step in ("detach", "cpu", "double"):
        if callable(getattr(values, step, None)):
            values = getattr(values, step)()
    try:
        array = np.asarray(values.numpy() if hasattr(values, "numpy") else values)
    except (TypeError, ValueError, RuntimeError):
        raise InputError(f"a {type(values).__name__} is not an array of numbers") from None
    if array.dtype.kind not in "fiu":
        raise InputError(f"type {array.dtype} is not a real number type")
    return array.astype(np.float64)


def _agree(network: Network, model: Any) -> None:
    """Refuse a torch module whose forward is not its layers in order."""
    torch: Any = sys.modules.get("torch")
    if torch is None:  # a look-alike, which cannot be called on a tensor
        return
    kind = next((part.dtype for part in model.parameters()), torch.get_default_dtype())
    training = model.training
    model.eval()
    try:
        with torch.no_grad():
            result = model(torch.tensor(_probes(network), dtype=kind))
    except Exception as error:  # the module is the caller's own code: anything may be raised
        reason = str(error).splitlines()[:1]
        raise InputError(f"the module fails on its layers' inputs: {reason}") from None
    finally:
        model.train(training)
    _compare(network, _numbers(result))


def _probes(network: Network) -> Array:
    """Points (13, inputs) at which a module is compared with its layers."""
    return np.linspace(-3.0, 3.0, 13)[:, None] * np.cos(np.arange(network.inputs))


def _compare(network: Network, y: Array) -> None:
    of_layers = network(_probes(network)).reshape(-1)
    of_model = np.asarray(y, dtype=float).reshape(-1)
    if of_model.shape != of_layers.shape or not (
        np.abs(of_model - of_layers).max() <= _CLOSE * (1 + np.abs(of_layers).max())
    ):
        raise InputError(
            "the model computes something else than its layers, as they were read; "
            "give a Sequential"
        )
