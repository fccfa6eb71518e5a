"""Fitted scikit-learn estimators as networks: pipelines, scalers, linear and neural models.

Read by their attributes; scikit-learn itself is not imported.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from approx.core._types import Array
from approx.core.activations import activation_of, from_framework
from approx.core.network import Network
from approx.inputs.weights.flow import Flow, Value
from approx.inputs.weights.strict_json import brief
from approx.system.errors import InputError


def network_of(model: Any) -> Network:
    """The network of a fitted estimator: what `predict` gives, of a classifier `predict_proba`.

    Raises:
        InputError: when it is not fitted, or computes what no network of ours does.
    """
    flow = Flow(_inputs(model))
    value = _through(model, flow.input())
    return flow.network(value, _classes(model, value.width))


def _inputs(model: Any) -> int:
    if (width := getattr(model, "n_features_in_", None)) is not None:
        return int(width)
    if getattr(model, "coefs_", None) is not None:  # a look-alike
        return len(model.coefs_[0])
    for _, step in getattr(model, "steps", []):  # a pipeline asks only its first step
        if hasattr(step, "n_features_in_"):
            return int(step.n_features_in_)
    raise InputError(f"a {type(model).__name__} without coefs_: fit an MLPRegressor first")


def _classes(model: Any, outputs: int) -> list[str] | None:
    """The classes as names of the outputs; of two classes there is one output, the second's."""
    for inner in ("best_estimator_", "_final_estimator"):
        if hasattr(model, inner):
            return _classes(getattr(model, inner), outputs)
    classes = getattr(model, "classes_", None)
    if classes is None or len(classes) not in (outputs, outputs + 1):
        return None
    return [str(name)[:60] for name in classes][-outputs:]


def _through(model: Any, value: Value) -> Value:
    """The value after a step of a pipeline, or after the whole model."""
    kind = type(model).__name__
    if model is None or isinstance(model, str):  # "passthrough"
        return value
    if hasattr(model, "best_estimator_"):
        return _through(model.best_estimator_, value)
    step = _STEPS.get(kind)
    if step is None and hasattr(model, "coefs_"):
        step = _perceptron
    if step is None and hasattr(model, "coef_") and hasattr(model, "intercept_"):
        step = _linear
    if step is not None:
        return step(model, value)
    known = ", ".join(sorted([*_STEPS, "MLPRegressor", "MLPClassifier"]))
    if kind.startswith("MLP"):
        raise InputError(f"a {kind} without coefs_: fit it first")
    raise InputError(f"a {brief(kind)} is no network; known: linear models, {known}")


def _fitted(model: Any, attribute: str) -> Any:
    if not hasattr(model, attribute):
        raise InputError(f"a {type(model).__name__} without {attribute}: fit it first")
    return getattr(model, attribute)


def _pipeline(model: Any, value: Value) -> Value:
    for _, step in model.steps:
        value = _through(step, value)
    return value


def _target(model: Any, value: Value) -> Value:
    return _back(_fitted(model, "transformer_"), _through(model.regressor_, value))


def _perceptron(model: Any, value: Value) -> Value:
    hidden, last = str(model.activation), str(getattr(model, "out_activation_", "identity"))
    names = [hidden] * (len(model.coefs_) - 1) + [last]
    for weight, bias, name in zip(model.coefs_, model.intercepts_, names, strict=True):
        # scikit-learn keeps a row per input, not per neuron.
        value = value.affine(_numbers(weight).T, _numbers(bias))
        value = value.activated(from_framework("sklearn", name) or activation_of(name).name)
    return value


def _linear(model: Any, value: Value) -> Value:
    """Linear and logistic regression."""
    value = value.affine(np.atleast_2d(_numbers(model.coef_)), _numbers(model.intercept_))
    if not hasattr(model, "classes_"):
        return value
    if not hasattr(model, "predict_proba"):
        raise InputError(f"a {type(model).__name__} has no probabilities to draw")
    return value.activated("sigmoid" if value.width == 1 else "softmax")


def _standard(model: Any, value: Value) -> Value:
    return _scaled(value, _middle(model), _fitted(model, "scale_"))


def _middle(model: Any) -> Any:
    """What a scaler subtracts; None when it only scales. One without mean keeps its mean_."""
    return model.mean_ if getattr(model, "with_mean", False) else getattr(model, "center_", None)


def _robust(model: Any, value: Value) -> Value:
    return _scaled(value, _middle(model), _fitted(model, "scale_"))


def _scaled(value: Value, middle: Any, scale: Any) -> Value:
    value = value if middle is None else value.minus(_numbers(middle))
    return value if scale is None else value.times(1 / _numbers(scale))


def _min_max(model: Any, value: Value) -> Value:
    value = value.times(_numbers(_fitted(model, "scale_"))).plus(_numbers(model.min_))
    return value.clipped(*model.feature_range) if model.clip else value


def _components(model: Any, value: Value) -> Value:
    if model.whiten:
        raise InputError("a PCA that whitens is not supported")
    return value.minus(_numbers(_fitted(model, "mean_"))).affine(_numbers(model.components_))


def _function(model: Any, value: Value) -> Value:
    if model.func is not None:
        raise InputError("a FunctionTransformer with a function is no network")
    return value


_STEPS: dict[str, Callable[[Any, Value], Value]] = {
    "StandardScaler": _standard,
    "RobustScaler": _robust,
    "MinMaxScaler": _min_max,
    "MaxAbsScaler": lambda model, value: _scaled(value, None, _fitted(model, "scale_")),
    "PCA": _components,
    "FunctionTransformer": _function,
    "Pipeline": _pipeline,
    "TransformedTargetRegressor": _target,
}


def _back(model: Any, value: Value) -> Value:
    """The target as it was before the transformer, whose inverse is applied."""
    kind = type(model).__name__
    if kind == "Pipeline":
        for _, step in reversed(model.steps):
            value = _back(step, value)
        return value
    if kind in ("StandardScaler", "RobustScaler", "MaxAbsScaler"):
        middle = _middle(model)
        value = value if model.scale_ is None else value.times(_numbers(model.scale_))
        return value if middle is None else value.plus(_numbers(middle))
    if kind == "MinMaxScaler" and not model.clip:
        return value.minus(_numbers(model.min_)).times(1 / _numbers(model.scale_))
    if kind == "FunctionTransformer" and model.func is None and model.inverse_func is None:
        return value
    raise InputError(f"a target transformed by {brief(kind)} is not supported")


def _numbers(values: Any) -> Array:
    array = np.asarray(values)
    if array.dtype.kind not in "fiu" or not np.isfinite(array).all():
        raise InputError("the model holds what is no finite real number")
    return array.astype(np.float64)
