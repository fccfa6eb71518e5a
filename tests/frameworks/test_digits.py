"""A PyTorch network for handwritten digits, as tutorials build it, is read and drawn."""

import numpy as np
import pytest

from approx.core.network import Network
from approx.outputs import figures
from approx.panels.softmax import forward
from approx.subjects.resolve import resolve_any

torch = pytest.importorskip("torch", reason="PyTorch is not installed")
nn = torch.nn


def test_a_state_dict_of_784_128_64_10_computes_what_pytorch_computes_and_is_drawn(tmp_path):
    torch.manual_seed(0)
    module = nn.Sequential(
        nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 64), nn.ReLU(), nn.Linear(64, 10)
    ).double()
    file = tmp_path / "mnist.pt"
    torch.save(module.state_dict(), file)
    network = Network.load(file)
    assert network.layer_widths == "784-128-64-10"
    image = np.random.default_rng(0).uniform(size=784)
    (*_, (_, outputs)) = forward(network, image)
    with torch.no_grad():
        wanted = module(torch.from_numpy(image)).numpy()
    assert outputs == pytest.approx(wanted, abs=1e-12)
    drawing = figures.draw(resolve_any(str(file)), "network")
    assert b"<svg" in drawing.encode(".svg")
