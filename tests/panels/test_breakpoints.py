"""The figure of breakpoints tells neurons apart as every other picture of the network does."""

import re

import pytest

from approx.outputs import report
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


def test_a_layers_share_has_the_digits_that_table_and_film_have():
    subject = stranger("deep")
    (line,) = (row for row in report.lines(subject) if row.startswith("Share of the bending"))
    for share in breakpoints.build(subject).shares:
        (percent,) = re.findall(r"[\d.]+(?= %)", share.label)
        assert f" {percent} %" in line
