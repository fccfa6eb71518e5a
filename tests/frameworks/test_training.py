"""The same start, data and rate: PyTorch's optimisers take the same path."""

import numpy as np
import pytest

from approx.training.backprop import Shape
from approx.training.method import Task
from approx.training.methods.adam import adam
from approx.training.methods.gradient_descent import gradient_descent
from approx.training.options import Options
from approx.training.problem import Problem
from approx.training.recorder import Recorder

torch = pytest.importorskip("torch", reason="PyTorch is not installed")

STEPS = 100
WAYS = {
    "adam": (adam, Options(method="adam", steps=STEPS, rate=0.01, schedule="constant")),
    "gd": (gradient_descent, Options(steps=STEPS, rate=0.05)),
    "momentum": (gradient_descent, Options(steps=STEPS, rate=0.01, momentum=0.9)),
    "decay": (gradient_descent, Options(steps=STEPS, rate=0.05, l2=0.01)),
}


def optimiser(name, parameters):
    if name == "adam":
        return torch.optim.Adam(parameters, lr=0.01)
    if name == "momentum":
        return torch.optim.SGD(parameters, lr=0.01, momentum=0.9)
    return torch.optim.SGD(parameters, lr=0.05)


def penalty(name, weights):
    """l2/2·Σw² on weights only, which SGD's own weight_decay does not leave at that."""
    return 0.005 * sum((w**2).sum() for w in weights) if name == "decay" else 0.0


@pytest.mark.parametrize("widths", [(1, 8, 1), (1, 8, 8, 1)])
@pytest.mark.parametrize("name", WAYS)
def test_pytorch_takes_the_same_path(name, widths):
    x = np.linspace(-1, 1, 64)[None]
    problem = Problem(Shape(widths), x, np.sin(3 * x))
    rng = np.random.default_rng(1)
    start = rng.uniform(-1, 1, problem.shape.size)
    method, options = WAYS[name]
    record = Recorder(STEPS, STEPS + 1)
    method(Task(problem, start, options, record, rng))

    matrices = problem.shape.views(start.copy())
    weights = [torch.tensor(m[:, :-1].copy(), requires_grad=True) for m in matrices]
    biases = [torch.tensor(m[:, -1:].copy(), requires_grad=True) for m in matrices]
    steps = optimiser(name, weights + biases)
    for step in range(1, STEPS + 1):
        h = torch.tensor(x)
        for number, (w, b) in enumerate(zip(weights, biases, strict=True)):
            h = w @ h + b
            h = torch.relu(h) if number < len(weights) - 1 else h
        steps.zero_grad()
        (
            torch.nn.functional.mse_loss(h, torch.tensor(problem.y)) + penalty(name, weights)
        ).backward()
        steps.step()
        theirs = [
            torch.cat(pair, 1).detach().numpy().ravel()
            for pair in zip(weights, biases, strict=True)
        ]
        assert np.abs(record.parameters[step] - np.concatenate(theirs)).max() < 1e-9
