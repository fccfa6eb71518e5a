"""The perceptron: the source lesson's numbers, and its line against the sum on both sides."""

import numpy as np
import pytest

from approx.core.network import Network
from approx.panels import perceptron as panels
from approx.subjects import resolve_any
from approx.system.errors import InputError


def plain(text):
    return text.replace("\u00a0", " ")


def test_the_snack_stays_and_then_is_fetched():
    one = panels.build(resolve_any("perceptron"))
    assert plain(panels.terms(one, one.inputs)) == "4 · (−1) + 1 · 2 + 1"
    assert one.total() == -1
    assert one.output() == 0
    assert one.other.tolist() == [1, 2]
    assert one.total(one.other) == 7
    assert one.output(one.other) == 1
    assert one.critical == 3  # 3 · (−1) + 1 · 2 + 1 = 0


def test_the_line_and_the_half_plane_are_where_the_sum_is_zero_and_above():
    weights, bias = np.array([0.7, -1.3]), 0.4
    ends = panels.line(weights, bias, 2.0)
    assert np.abs(ends @ weights + bias).max() < 1e-9
    assert np.abs(ends).max() == 2.0
    corners = panels.half_plane(weights, bias, 2.0)
    assert (corners @ weights + bias >= -1e-12).all()
    x, y = corners.T
    area = 0.5 * abs(x @ np.roll(y, 1) - y @ np.roll(x, 1))
    places = np.random.default_rng(0).uniform(-2, 2, (200_000, 2))
    assert area == pytest.approx(16 * np.mean(places @ weights + bias > 0), abs=0.05)


def test_two_steps_tell_xor():
    lines = [panels.AT_LEAST_ONE, panels.NOT_BOTH]
    hidden = Network(
        [[w for w, _ in lines], [[1, 1]]], [[b for _, b in lines], [-1.5]], ["step"] * 2
    )
    for place, on in panels.XOR:
        assert float(hidden(np.array(place, dtype=float)).item()) == on


def test_a_typed_sum_is_read_as_it_is_written_by_hand():
    topic = resolve_any("perceptron(−2·0.5 - 3*(-1) - 1)")
    one = panels.build(topic)
    assert (one.weights.tolist(), one.inputs.tolist(), one.bias) == ([-2, -3], [0.5, -1], -1)


@pytest.mark.parametrize("text", ["perceptron(1)", "perceptron(2*x)", "perceptron(__import__)"])
def test_what_is_no_sum_of_products_is_refused(text):
    with pytest.raises(InputError, match=r"^perceptron\(…\) takes"):
        resolve_any(text)
