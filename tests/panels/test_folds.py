"""What each layer folds: pieces by the closed form, and makers as the exact function has them."""

from itertools import pairwise

import numpy as np
import pytest

from approx.core.network import Network
from approx.panels import folds
from approx.subjects import resolve
from approx.subjects.from_network import of_network_on


@pytest.mark.parametrize("layers", [2, 3, 5])
def test_every_layer_of_the_sawtooth_doubles_the_pieces(layers):
    subject = resolve(f"sawtooth-{layers}")
    shown = folds.build(subject)
    for layer in range(layers):
        f = folds.after(subject, layer)
        teeth = 2 ** (layer + 1)
        assert (f.breakpoints * teeth == np.arange(1, teeth)).all()
        made = folds.makers(subject, f)
        # An odd multiple of 1/2^(m+1) is new in layer m.
        wanted = [layer - (k & -k).bit_length() + 1 for k in range(1, teeth)]
        assert made == wanted
        new = "one breakpoint is new" if layer == 0 else f"{2**layer} breakpoints are new"
        assert (
            shown.panels[layer].vertical.name == f"after layer {layer + 1}: {teeth} pieces, {new}"
        )
    assert shown.sentence.endswith("every layer doubles them")


def test_a_breakpoint_of_the_output_was_made_by_the_layer_that_switches_there():
    rng = np.random.default_rng(5)
    widths = (1, 6, 5, 4, 1)
    network = Network(
        [rng.normal(size=(b, a)) for a, b in pairwise(widths)],
        [rng.normal(size=b) for b in widths[1:]],
    )
    subject = of_network_on(network, (-3.0, 3.0))
    f = subject.analysis.output
    owners = {change.x: change.layer for change in subject.analysis.slope_changes}
    assert folds.makers(subject, f) == [owners[x] for x in f.breakpoints.tolist()]
    assert len(set(owners.values())) == 3


def test_of_many_layers_the_first_and_the_last_are_drawn():
    subject = resolve("sawtooth-10")
    names = [panel.vertical.name.split(":")[0] for panel in folds.build(subject).panels]
    assert names == [f"after layer {k}" for k in (1, 2, 3, 8, 9, 10)]
    assert "2, 4, 8, 16, 32, 64, 128, 256, …, 1024" in folds.build(subject).sentence


def test_one_layer_folds_nothing():
    assert "one hidden layer" in folds.unsupported_reason(resolve("parabola-4"))
