"""A training run has the colours of the network that it ends with."""

import numpy as np
import pytest

import approx
from approx.panels import training


@pytest.mark.parametrize(("neurons", "few"), [(4, True), (16, False)])
def test_many_neurons_have_the_colour_of_the_place_where_they_end(neurons, few):
    run = training.build(
        approx.fit("x^2", on=(-1, 1), neurons=neurons, method="gd", steps=5).subject
    )
    if few:
        assert run.colors == tuple(range(neurons))
    else:
        inside = np.isfinite(run.places[-1]) & (np.abs(run.places[-1]) < 1)
        shares = (run.places[-1][inside] + 1) / 2
        assert np.array(run.colors)[inside] == pytest.approx(shares)
    lines = training.worldlines(run).curves
    assert {line.neuron for line in lines} - {None} <= {*run.colors}
    assert {curve.neuron for curve in training.curves(run, NAMES).curves} - {None} <= {*run.colors}


NAMES = {"target": "target", "sum": "network", "best": "best"}
