"""Backpropagation is the derivative: finite differences and PyTorch say the same."""

import numpy as np
import pytest

from approx.training.backprop import Backprop, Shape
from approx.training.descent import Objective
from approx.training.method import Task
from approx.training.options import Options
from approx.training.problem import LOSSES, Problem
from approx.training.recorder import Recorder

SHAPES = [(1, 8, 1), (1, 5, 4, 1), (2, 6, 3), (3, 4, 4, 4, 2)]
WANTED = {"squared": SHAPES, "binary": [(1, 5, 1), (2, 5, 4, 1)], "softmax": [(2, 6, 3)]}
CASES = [(loss, widths) for loss, shapes in WANTED.items() for widths in shapes]


def problem_of(loss, widths, activation="relu", samples=40):
    rng = np.random.default_rng(sum(widths))
    x, y = rng.uniform(-1, 1, (widths[0], samples)), rng.normal(size=(widths[-1], samples))
    if loss == "binary":
        y = (y > 0).astype(float)
    if loss == "softmax":
        y = np.eye(widths[-1])[y.argmax(axis=0)].T
    problem = Problem(Shape(widths, activation), x, y, loss)
    return problem, rng.normal(size=problem.shape.size)


def differences(function, p, h=1e-6):
    """Central differences: the error is of order h² plus rounding/h."""
    steps = h * np.eye(len(p))
    return np.array([(function(p + s) - function(p - s)) / (2 * h) for s in steps])


@pytest.mark.parametrize(("loss", "widths"), CASES)
@pytest.mark.parametrize("activation", ["relu", "leaky_relu"])
def test_the_gradient_is_the_losses_difference_quotient(loss, widths, activation):
    problem, p = problem_of(loss, widths, activation)
    value, gradient = problem.value_and_gradient(p)
    assert value == problem.value(p)
    assert np.allclose(gradient, differences(problem.value, p), rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize("widths", SHAPES)
def test_the_jacobian_is_the_outputs_difference_quotient(widths):
    problem, p = problem_of("squared", widths)
    for output in range(widths[-1]):
        wanted = differences(lambda q, k=output: problem.sweep.forward(q)[k].copy(), p)
        problem.sweep.forward(p)
        found = problem.sweep.jacobian(p, output)
        assert np.allclose(found, wanted, rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize("widths", SHAPES)
def test_the_sweep_is_the_networks_own_forward_pass(widths):
    problem, p = problem_of("squared", widths)
    network = problem.shape.network(p)
    outputs = network(problem.x.T if widths[0] > 1 or widths[-1] > 1 else problem.x[0])
    assert np.allclose(problem.sweep.forward(p), outputs.T, rtol=1e-13, atol=1e-13)
    assert np.array_equal(problem.shape.parameters(network), p)


def test_the_comparison_can_fail():
    problem, p = problem_of("squared", (1, 5, 1))
    _, gradient = problem.value_and_gradient(p)
    wrong = differences(lambda q: problem.value(q) * 1.0001, p)
    assert not np.allclose(gradient, wrong, rtol=1e-6, atol=1e-8)


def test_cross_entropy_does_not_overflow():
    for name, wanted in (("binary", [[1.0, 0.0]]), ("softmax", [[1.0, 0.0], [0.0, 1.0]])):
        outputs = np.array(wanted) * 2000 - 1000
        value, slope = LOSSES[name](outputs, np.array(wanted))
        assert value == 0.0
        assert np.abs(slope).max() == 0.0


@pytest.mark.parametrize(("loss", "widths"), CASES)
def test_pytorch_has_the_same_gradient(loss, widths):
    torch = pytest.importorskip("torch", reason="PyTorch is not installed")
    problem, p = problem_of(loss, widths)
    value, gradient = problem.value_and_gradient(p)
    leaves = [torch.tensor(m.copy(), requires_grad=True) for m in problem.shape.views(p)]
    h = torch.tensor(problem.x)
    for number, m in enumerate(leaves):
        h = m[:, :-1] @ h + m[:, -1:]
        h = torch.relu(h) if number < len(leaves) - 1 else h
    y = torch.tensor(problem.y)
    theirs = {
        "squared": lambda: torch.nn.functional.mse_loss(h, y),
        "binary": lambda: torch.nn.functional.binary_cross_entropy_with_logits(h, y),
        "softmax": lambda: torch.nn.functional.cross_entropy(h.T, y.T),
    }[loss]()
    theirs.backward()
    assert theirs.item() == pytest.approx(value, rel=1e-13)
    assert np.allclose(
        gradient, np.concatenate([m.grad.numpy().ravel() for m in leaves]), rtol=1e-11, atol=1e-14
    )


def test_dropout_keeps_the_mean():
    problem, start = problem_of("squared", (1, 50, 50, 1))
    rng = np.random.default_rng(0)
    objective = Objective(Task(problem, start, Options(dropout=0.3), Recorder(1, 2), rng))
    keep = np.concatenate([m.ravel() for _ in range(50) for m in objective._keep()])
    assert set(np.unique(keep)) == {0.0, 1 / 0.7}
    # Of 200 000 draws the mean is off by 0.0015 at one standard deviation.
    assert keep.mean() == pytest.approx(1, abs=0.006)


def test_a_sweep_reads_its_parameters_anew_when_they_change_in_place():
    shape = Shape((1, 1, 1))
    sweep = Backprop(shape, 1)
    sweep.load(np.array([[1.0]]))
    p = np.array([1.0, 0.0, 1.0, 0.0])
    assert sweep.forward(p)[0, 0] == 1
    p[0] = 3.0
    assert sweep.forward(p)[0, 0] == 3
