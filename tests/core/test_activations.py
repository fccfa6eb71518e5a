"""Activations by name: values, derivatives and slopes against closed forms and differences."""

import numpy as np
import pytest

from approx.core.activations import SMOOTH, activate, leaky, named, slopes_of
from approx.core.network import Network
from approx.system.errors import InputError

Z = np.linspace(-8, 8, 1601)


def test_values_are_the_closed_forms():
    np.testing.assert_allclose(activate("sigmoid", Z), 1 / (1 + np.exp(-Z)), rtol=1e-15)
    np.testing.assert_array_equal(activate("tanh", Z), np.tanh(Z))
    np.testing.assert_array_equal(activate("leaky_relu(0.25)", Z), np.where(Z > 0, Z, 0.25 * Z))
    np.testing.assert_array_equal(activate("leaky_relu(-1)", Z), np.abs(Z))


@pytest.mark.parametrize("name", SMOOTH)
def test_derivatives_are_those_of_the_value(name):
    s, h = SMOOTH[name], 1e-5
    np.testing.assert_allclose(s.first(Z), (s.value(Z + h) - s.value(Z - h)) / (2 * h), atol=1e-10)
    np.testing.assert_allclose(s.second(Z), (s.first(Z + h) - s.first(Z - h)) / (2 * h), atol=1e-10)
    assert Z[np.argmax(s.first(Z))] == 0
    assert abs(abs(Z[np.argmax(np.abs(s.second(Z)))]) - s.peak) < Z[1] - Z[0]
    far = np.array([-1e4, 1e4])
    assert not s.first(far).any()
    assert not s.second(far).any()


def test_one_activation_has_one_name():
    assert named("leaky_relu(0.20)") == named("leaky_relu(2e-1)") == leaky(0.2)
    assert named("leaky_relu(0.01)") == "leaky_relu"
    assert (named("leaky_relu(0)"), named("leaky_relu(1)")) == ("relu", "identity")
    assert slopes_of(leaky(0.1 + 0.2)) == (0.1 + 0.2, 1.0)  # bit for bit
    one, other = ([[[1.0]]], [[0.0]], ["leaky_relu(0.5)"]), ([[[1.0]]], [[0.0]], ["leaky_relu(.5)"])
    assert Network(*one) == Network(*other)


@pytest.mark.parametrize("name", ["softmax", "step", "leaky_relu()", "leaky_relu(1e999)", None, 3])
def test_any_other_is_refused_by_name(name):
    with pytest.raises(InputError, match=r"known: relu, leaky_relu|slope inf is not"):
        Network([[[1.0]]], [[0.0]], [name])


def test_a_smooth_activation_has_no_slopes():
    with pytest.raises(InputError, match="tanh is not piecewise linear"):
        slopes_of("tanh")
