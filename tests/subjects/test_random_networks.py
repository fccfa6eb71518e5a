"""random(8, 8; seed=3): a network that is the same everywhere, and folds the rectangle."""

import numpy as np
import pytest

from approx.subjects import FitOptions, resolve_any
from approx.system.errors import InputError


def test_the_same_text_is_the_same_network_and_another_seed_another():
    one, same, other = (
        resolve_any(text) for text in ("random(8, 8; seed=3)", "random(8,8;seed=3)", "random(8, 8)")
    )
    assert one.network == same.network
    assert one.network != other.network
    assert one.network.layer_widths == "2-8-8-1"
    assert one.title("de") == "Ein zufälliges Netz 2-8-8-1, Seed 3"


@pytest.mark.parametrize("seed", range(5))
def test_every_neuron_of_the_first_layer_folds_the_rectangle(seed):
    plane = resolve_any(f"random(12; seed={seed})", FitOptions(on=("-1", "5"), on_y=("2", "3")))
    assert plane.box == ((-1.0, 5.0), (2.0, 3.0))
    assert set(plane.regions.creases.neurons.tolist()) == set(range(12))
    assert np.ptp(np.sign(plane.regions.values)) == 2


@pytest.mark.parametrize("text", ["random()", "random(0)", "random(8, 8, 8, 8, 8)", "random(a)"])
def test_other_widths_are_refused_with_the_way_to_write_them(text):
    with pytest.raises(InputError, match=r"write random\(8, 8\)"):
        resolve_any(text)


def test_it_is_not_trained():
    with pytest.raises(InputError, match="leave out --neurons"):
        resolve_any("random(8)", FitOptions(neurons=3))
