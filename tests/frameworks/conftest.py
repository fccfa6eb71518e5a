"""One network that PyTorch itself has trained, for every test of the folder."""

import pytest


@pytest.fixture(scope="package")
def trained():
    """A 1-32-32-1 network that PyTorch has trained to sin(2x)."""
    torch = pytest.importorskip("torch", reason="PyTorch is not installed")
    torch.manual_seed(0)
    nn = torch.nn
    model = nn.Sequential(
        nn.Linear(1, 32), nn.ReLU(), nn.Linear(32, 32), nn.ReLU(), nn.Linear(32, 1)
    )
    x = torch.linspace(-3, 3, 128)[:, None]
    optimizer = torch.optim.Adam(model.parameters(), 1e-2)
    for _ in range(150):
        optimizer.zero_grad()
        nn.functional.mse_loss(model(x), torch.sin(2 * x)).backward()
        optimizer.step()
    return model
