"""Activations by name: values, derivatives and slopes against closed forms and differences."""

import numpy as np
import pytest
from scipy.special import softmax

from approx.core.activations import activation_of, from_framework, records, slopes_of
from approx.core.network import Network
from approx.system.errors import InputError

Z = np.linspace(-8, 8, 1601)
SMOOTH = [name for name, record in records().items() if record.smooth and not record.joint]


def test_values_are_the_closed_forms():
    def value(name):
        return activation_of(name).value(Z)

    np.testing.assert_allclose(value("sigmoid"), 1 / (1 + np.exp(-Z)), rtol=1e-15)
    np.testing.assert_array_equal(value("tanh"), np.tanh(Z))
    np.testing.assert_array_equal(value("relu"), np.maximum(Z, 0))
    np.testing.assert_array_equal(value("identity"), Z)
    np.testing.assert_array_equal(value("leaky_relu(0.25)"), np.where(Z > 0, Z, 0.25 * Z))
    np.testing.assert_array_equal(value("leaky_relu(-1)"), np.abs(Z))
    np.testing.assert_array_equal(value("step"), np.heaviside(Z, 0))
    np.testing.assert_allclose(value("softmax"), softmax(Z), rtol=1e-13)


@pytest.mark.parametrize("name", SMOOTH)
def test_derivatives_are_those_of_the_value(name):
    s, h = activation_of(name), 1e-5
    z = Z[np.abs(Z) > 2 * h] if name == "elu" else Z  # whose bend jumps at zero
    np.testing.assert_allclose(s.first(z), (s.value(z + h) - s.value(z - h)) / (2 * h), atol=1e-10)
    np.testing.assert_allclose(s.second(z), (s.first(z + h) - s.first(z - h)) / (2 * h), atol=1e-10)
    far = np.array([-1e4, 1e4])
    assert np.isfinite(s.first(far)).all()
    assert not s.second(far).any()


@pytest.mark.parametrize("name", SMOOTH)
def test_bounds_over_an_interval_hold_and_are_reached(name):
    s = activation_of(name)
    ends = np.random.default_rng(0).uniform(-6, 6, (200, 2))
    low, high = ends.min(axis=1), ends.max(axis=1)
    inside = low + np.linspace(0, 1, 20_001)[:, None] * (high - low)
    for function, found in (
        (s.first, s.slope_range(low, high)),
        (s.second, s.curvature_range(low, high)),
    ):
        least, largest = function(inside).min(axis=0), function(inside).max(axis=0)
        assert (found[0] <= least + 1e-15).all()
        assert (largest <= found[1] + 1e-15).all()
        # A sample misses an extremum by at most half a step, where the function is flat.
        if name != "elu":  # whose bend is largest at zero alone
            np.testing.assert_allclose(found, (least, largest), atol=1e-7)


def test_the_largest_slope_and_curvature_are_the_known_ones():
    everything = np.array(-50.0), np.array(50.0)
    assert activation_of("sigmoid").slope_range(*everything)[1] == 1 / 4
    assert activation_of("tanh").slope_range(*everything)[1] == 1
    low, high = activation_of("tanh").curvature_range(*everything)
    assert high == pytest.approx(4 / 27**0.5, rel=1e-15)
    assert low == -high
    assert activation_of("sigmoid").curvature_range(*everything)[1] == pytest.approx(high / 8)


def test_one_activation_has_one_name():
    def name(text):
        return activation_of(text).name

    assert name("leaky_relu(0.20)") == name("leaky_relu(2e-1)") == "leaky_relu(0.2)"
    assert name("leaky_relu(0.01)") == "leaky_relu"
    assert (name("leaky_relu(0)"), name("leaky_relu(1)")) == ("relu", "identity")
    assert slopes_of(f"leaky_relu({0.1 + 0.2!r})") == (0.1 + 0.2, 1.0)  # bit for bit
    one, other = ([[[1.0]]], [[0.0]], ["leaky_relu(0.5)"]), ([[[1.0]]], [[0.0]], ["leaky_relu(.5)"])
    assert Network(*one) == Network(*other)


@pytest.mark.parametrize(
    "name", ["maxout", "step(1)", "leaky_relu()", "leaky_relu(1e999)", "tanh(2)", None, 3]
)
def test_any_other_is_refused_by_name(name):
    with pytest.raises(
        InputError, match=r"known: elu, gelu, identity, leaky_relu|slope inf is not"
    ):
        Network([[[1.0]]], [[0.0]], [name])


def test_a_smooth_activation_has_no_slopes():
    with pytest.raises(InputError, match="tanh is not piecewise linear; known: identity, leaky"):
        slopes_of("tanh")


def test_breakpoints_are_where_the_slope_jumps():
    names = ("relu", "leaky_relu(0.3)", "identity", "sigmoid")
    assert [activation_of(name).breakpoints for name in names] == [(0.0,), (0.0,), (), ()]


def test_no_symbol_is_another_activations():
    symbols = [record.symbol.text for record in records().values()]
    assert len(set(symbols)) == len(symbols)


@pytest.mark.parametrize(
    ("framework", "kind", "options", "name"),
    [
        ("torch", "LeakyReLU", {}, "leaky_relu"),
        ("onnx", "LeakyRelu", {}, "leaky_relu"),
        ("onnx", "LeakyRelu", {"alpha": 0.2}, "leaky_relu(0.2)"),
        ("keras", "LeakyReLU", {}, "leaky_relu(0.3)"),
        ("keras", "LeakyReLU", {"negative_slope": 0.01}, "leaky_relu"),
        ("keras_function", "leaky_relu", {}, "leaky_relu(0.2)"),
        ("keras", "ReLU", {"threshold": 0, "max_value": None}, "relu"),
        ("keras", "ReLU", {}, "relu"),
        ("torch", "Tanh", {}, "tanh"),
        ("torch", "Mish", {}, None),
    ],
)
def test_frameworks_have_their_own_names_and_defaults(framework, kind, options, name):
    assert from_framework(framework, kind, options.get) == name


def test_an_option_that_makes_another_function_is_refused():
    with pytest.raises(InputError, match="ReLU with threshold 1 is not supported"):
        from_framework("keras", "ReLU", {"threshold": 1}.get)


LINEAR = [name for name, record in records().items() if record.slopes is not None]


@pytest.mark.parametrize("name", [*LINEAR, "leaky_relu(0.3)"])
def test_slopes_are_those_of_the_value_on_both_sides(name):
    s = activation_of(name)
    value = s.value(np.array([-3.0, -1.0, 1.0, 3.0]))
    assert s.slopes == pytest.approx(((value[1] - value[0]) / 2, (value[3] - value[2]) / 2))
    jump = s.value(np.array([1e-300]))[0] - s.value(np.array([-1e-300]))[0]
    assert s.jump == pytest.approx(jump)


def test_elu_has_the_same_alpha_in_every_framework():
    elu = records()["elu"]
    assert elu.value(np.array([-1.0]))[0] == pytest.approx(np.expm1(-1))  # α = 1
    for layer in (elu.torch, elu.onnx, elu.keras):
        assert layer is not None
        assert layer.fixed == {"alpha": 1}
