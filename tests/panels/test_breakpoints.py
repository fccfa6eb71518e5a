"""The figure of breakpoints tells neurons apart as every other picture of the network does."""

import pytest

from approx.panels import breakpoints, owners
from tests.strangers import stranger

TOLD = {
    "wave": "every colour is the neuron",
    "many": "coloured by its place",
    "deep": "coloured by its layer",
}


@pytest.mark.parametrize("name", TOLD)
def test_few_neurons_have_a_colour_each_and_many_that_of_their_place_or_layer(name):
    subject = stranger(name)
    picture = breakpoints.build(subject)
    assert TOLD[name] in breakpoints.verdict(subject)
    inner = [m for m in owners.breakpoints(subject) if m.x > subject.domain[0]]
    assert {m.x: m.neuron for m in picture.curve.markers} == {m.x: m.neuron for m in inner}
    color = owners.colors(subject)
    all_colors = {color(k) for k in range(subject.network.hidden_units)}
    assert {bar.neuron for bar in picture.slope_changes.bands} <= all_colors
    assert {c for share in picture.shares for _, _, c in share.neurons} <= all_colors
