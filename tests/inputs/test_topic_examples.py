"""Examples that lessons explain: the network's outputs are those worked out by hand."""

import numpy as np
import pytest

from approx.inputs import catalog


@pytest.mark.parametrize("name", catalog.topics())
def test_the_outputs_at_its_input_are_the_ones_by_hand(name):
    example = catalog.find(name)
    made = np.atleast_1d(example.network(np.array(example.at)))
    assert np.abs(made - example.truth).max() <= example.tolerance
    for inputs, outputs in example.names.values():
        assert len(inputs) == example.network.inputs
        assert len(outputs) == example.network.outputs
