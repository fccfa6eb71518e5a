"""Activations: the largest slopes against a dense search, and ten of them in a row."""

import numpy as np
import pytest

from approx.core.activations import activation_of, records
from approx.panels import activations as panels
from approx.subjects import resolve_any
from approx.system.errors import InputError


@pytest.mark.parametrize("name", [n for n, r in records().items() if not (r.joint or r.jump)])
def test_the_largest_slope_is_the_largest_of_a_dense_search(name):
    z = np.linspace(-30, 30, 600_001)
    assert panels.steepest(name) == pytest.approx(
        float(activation_of(name).first(z).max()), abs=1e-9
    )


def test_ten_slopes_of_the_sigmoid_leave_a_millionth_at_best():
    assert panels.steepest("sigmoid") ** panels.LAYERS == pytest.approx(
        9.5367431640625e-7, rel=1e-12
    )
    (line,) = panels.products(("sigmoid",), ("sigmoid",)).curves
    assert line.y[-1] == pytest.approx(10 * np.log10(0.25), rel=1e-12)


def test_the_curve_of_a_step_jumps_at_zero_and_has_no_slope():
    curve = panels.curve("step", 0, "")
    at = np.flatnonzero(np.isnan(curve.y))
    assert curve.y[at - 1] == 0
    assert curve.y[at + 1] == 1
    assert not panels.curve("step", 0, "", slope=True).y[np.isfinite(curve.y)].any()


def test_softmax_is_no_function_of_one_sum():
    with pytest.raises(InputError, match="takes a whole layer"):
        resolve_any("activations(relu, softmax)")
