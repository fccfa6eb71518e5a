"""PyTorch modules as people write them compute what the networks read from them compute."""

import numpy as np
import pytest

from approx.core.activations import activation_of
from approx.core.network import Network
from approx.inputs.weights.frameworks import from_torch
from approx.system.errors import InputError

torch = pytest.importorskip("torch", reason="PyTorch is not installed")
nn, F = torch.nn, torch.nn.functional
POINTS = 1000


class SharedReLU(nn.Module):
    def __init__(self):
        super().__init__()
        self.act = nn.ReLU()
        self.a, self.b, self.c = nn.Linear(1, 6), nn.Linear(6, 5), nn.Linear(5, 1)

    def forward(self, x):
        return self.c(self.act(self.b(self.act(self.a(x)))))


class Functional(SharedReLU):
    def forward(self, x):
        x = F.leaky_relu(self.a(x), 0.2)
        x = torch.tanh(self.b(x))
        return self.c(x)


class Backwards(nn.Module):
    """Declared in another order than called."""

    def __init__(self):
        super().__init__()
        self.out, self.middle, self.first = nn.Linear(5, 1), nn.Linear(6, 5), nn.Linear(1, 6)

    def forward(self, x):
        return self.out(self.middle(self.first(x).relu()).relu())


class Residual(nn.Module):
    def __init__(self):
        super().__init__()
        self.into, self.out = nn.Linear(1, 6), nn.Linear(6, 1)
        self.blocks = nn.ModuleList([nn.Linear(6, 6) for _ in range(3)])

    def forward(self, x):
        h = torch.relu(self.into(x))
        for block in self.blocks:
            h = h + F.relu(block(h))
        return self.out(h) + x


class Gated(Residual):
    """Joined branches, constants, and what is computed and never used."""

    def forward(self, x):
        h = self.into(x)
        h.sigmoid()
        left, right = F.softplus(h), F.relu6(3 * h - 1)
        both = torch.cat([left, right], dim=1)
        return (self.out(left) - 2 * self.out(right)) / 4 + 0.5 + both @ torch.ones(12, 1)


class Parameters(nn.Module):
    """Weights without layers."""

    def __init__(self):
        super().__init__()
        self.w, self.b = nn.Parameter(torch.randn(7, 1)), nn.Parameter(torch.randn(7))
        self.v = nn.Parameter(torch.randn(1, 7))

    def forward(self, x):
        return F.linear(F.silu(F.linear(x, self.w, self.b)), self.v).squeeze(-1)


class TwoOutputs(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(1, 8), nn.Tanh(), nn.Linear(8, 3))

    def forward(self, x):
        return F.softmax(self.body(x), dim=-1)


def trained_norm():
    norm = nn.BatchNorm1d(6)
    norm.weight.data, norm.bias.data = torch.randn(6), torch.randn(6)
    norm.running_mean, norm.running_var = torch.randn(6), torch.rand(6) + 0.1
    return norm


def sequence(*middle, width=6):
    return nn.Sequential(nn.Linear(1, 6), *middle, nn.Linear(width, 1))


def layered(kind, *options):
    return sequence(getattr(nn, kind)(*options), nn.Linear(6, 6), getattr(nn, kind)(*options))


MODELS = {
    "shared": SharedReLU, "functional": Functional, "backwards": Backwards, "residual": Residual,
    "gated": Gated, "parameters": Parameters, "two outputs": TwoOutputs,
    "batch norm": lambda: sequence(trained_norm(), nn.ReLU(), nn.Dropout(0.5)),
    "norm after": lambda: sequence(nn.ReLU(), trained_norm()),
    "plain norm": lambda: sequence(nn.BatchNorm1d(6, affine=False), nn.ReLU()),
    "no bias": lambda: nn.Sequential(nn.Linear(1, 6, bias=False), nn.ReLU(), nn.Linear(6, 1)),
    "linear stack": lambda: nn.Sequential(nn.Linear(1, 4), nn.Linear(4, 5), nn.Linear(5, 1)),
    "nested": lambda: nn.Sequential(sequence(nn.ReLU()), nn.Sequential(nn.Tanh(), nn.Linear(1, 1))),
    "output relu": lambda: nn.Sequential(nn.Linear(1, 6), nn.Tanh(), nn.Linear(6, 1), nn.ReLU()),
    "prelu": lambda: layered("PReLU"),
    "prelus": lambda: sequence(prelus()),
    "three inputs": lambda: nn.Sequential(nn.Linear(3, 6), nn.ELU(), nn.Linear(6, 2)),
    "flatten": lambda: nn.Sequential(nn.Flatten(), sequence(nn.ReLU(), nn.Identity())),
    "double": lambda: sequence(nn.SiLU(), nn.Linear(6, 6), nn.GELU()).double(),
    "abs": lambda: Calls(lambda h: h.abs() - torch.clamp(h, -0.5, 0.25) + h.clamp(min=0.1)),
    "minus": lambda: Calls(lambda h: 1 - (2.0 - h) * 3 + (-h).relu()),
    "largest": lambda: Calls(lambda h: torch.maximum(h, 1 - h) + torch.minimum(2 * h, h)),
    "weight norm": lambda: sequence(nn.ReLU(), nn.utils.parametrizations.weight_norm(
        nn.Linear(6, 6)), nn.ReLU()),
    "parallel": lambda: nn.DataParallel(sequence(nn.ReLU())),
    "in place": lambda: Calls(lambda h: h.relu_().add_(1.0).mul_(2)),
    "activations": lambda: Calls(lambda h: F.hardtanh(h, -0.2, 0.3) + F.softplus(h, 2.0)),
    **{
        kind: lambda kind=kind: layered(kind)
        for kind in (
            "ReLU", "LeakyReLU", "ReLU6", "Hardtanh", "Hardsigmoid", "Softshrink", "ELU", "SELU",
            "CELU", "GELU", "SiLU", "Softplus", "Sigmoid", "Tanh", "LogSigmoid", "Tanhshrink",
        )
    },
    "ELU 0.3": lambda: layered("ELU", 0.3), "CELU 2": lambda: layered("CELU", 2.0),
    "Softplus 3": lambda: layered("Softplus", 3.0),
    "Softshrink 1": lambda: layered("Softshrink", 1),
    "Hardtanh 0 2": lambda: layered("Hardtanh", 0.0, 2.0),
    "Leaky": lambda: layered("LeakyReLU", 0.3),
}  # fmt: skip


def prelus():
    unit = nn.PReLU(6)
    unit.weight.data = torch.randn(6)
    return unit


class Calls(nn.Module):
    def __init__(self, function):
        super().__init__()
        self.into, self.out, self.function = nn.Linear(1, 6), nn.Linear(6, 1), function

    def forward(self, x):
        return self.out(self.function(self.into(x)))


@pytest.mark.parametrize("name", MODELS)
def test_a_module_is_its_network(name):
    torch.manual_seed(1)
    model = MODELS[name]()
    network = from_torch(model)
    assert model.training  # as it was
    model.eval()
    kind = next(model.parameters()).dtype
    x = torch.linspace(-6, 6, POINTS * network.inputs, dtype=kind).reshape(-1, network.inputs)
    with torch.no_grad():
        theirs = model(x).double().numpy().reshape(POINTS, -1)
    ours = network(x.double().numpy()).reshape(POINTS, -1)
    size = 1e-12 if kind == torch.float64 else 1e-6
    # PyTorch leaves softplus above 20 out, which is 2e-9.
    np.testing.assert_allclose(ours, theirs, atol=size * max(1, np.abs(theirs).max()))


def test_exact_activations_stay_exact():
    for name in ("ReLU6", "Hardtanh", "Hardsigmoid", "Softshrink", "prelu", "prelus", "residual"):
        assert not from_torch(MODELS[name]()).smooth
        assert {activation_of(n).name for n in from_torch(MODELS[name]()).activations} <= {
            "relu", "identity", "leaky_relu(0.25)",
        }  # fmt: skip


def test_a_residual_sum_is_a_skip_edge():
    network = from_torch(Residual())
    assert [(s.source, s.target) for s in network.skips] == [(1, 3), (1, 4), (2, 4), (0, 5), (1, 5),
                                                             (2, 5), (3, 5)]  # fmt: skip
    assert network.layer_widths == "1-6-6-6-6-1"


def test_a_state_dict_takes_the_activation_it_is_told():
    model = nn.Sequential(nn.Linear(1, 5), nn.Tanh(), nn.Linear(5, 1))
    assert from_torch(model.state_dict(), "tanh") == from_torch(model)
    assert from_torch(model.state_dict()).activations == ("relu", "identity")
    with pytest.raises(InputError, match="unknown activation 'tan'"):
        from_torch(model.state_dict(), "tan")
    with pytest.raises(InputError, match="a module has its own activations"):
        from_torch(model, "tanh")
    assert isinstance(from_torch(model), Network)


class Branching(SharedReLU):
    def forward(self, x):
        return self.a(x).sum() if x.mean() > 0 else self.b(x)


class Squares(SharedReLU):
    def forward(self, x):
        return self.c(self.b(self.a(x)) * x)


class Pair(SharedReLU):
    def forward(self, x):
        return self.a(x), x


@pytest.mark.parametrize(
    ("model", "message"),
    [
        (Branching, "forward cannot be followed"),
        (Squares, "multiplies two values that depend on the input"),
        (Pair, "output is not one tensor"),
        (lambda: sequence(nn.LayerNorm(6)), "layer 'LayerNorm' is not supported; known: Linear"),
        (lambda: sequence(nn.Mish()), "layer 'Mish' is not supported"),
        (lambda: Calls(torch.cos), "forward calls 'cos', which is not supported; known: abs"),
        (lambda: sequence(nn.GELU("tanh")), "GELU with approximate tanh is not supported"),
        (lambda: sequence(nn.BatchNorm1d(6, track_running_stats=False)), "keeps no statistics"),
        (lambda: sequence(nn.Softmax(0)), "softmax over dimension 0"),
        (lambda: nn.Sequential(nn.LazyLinear(5), nn.Linear(5, 1)), "no weights yet: call"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said_in_a_line(model, message):
    with pytest.raises(InputError, match=message) as error:
        from_torch(model())
    assert "\n" not in str(error.value)
