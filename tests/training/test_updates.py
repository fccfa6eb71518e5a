"""One update of every method, against its published formula and against numbers found by hand."""

import math

import numpy as np
import pytest

from approx.core.target import logistic
from approx.training import fit
from approx.training.backprop import Shape
from approx.training.descent import Objective
from approx.training.method import Task
from approx.training.methods import levenberg_marquardt as lm
from approx.training.methods import options_for
from approx.training.methods.adam import adam
from approx.training.methods.gradient_descent import gradient_descent
from approx.training.methods.lbfgs import lbfgs
from approx.training.options import Options
from approx.training.problem import LOSSES, Problem
from approx.training.recorder import Recorder, schedule

#: v ReLU(w x + b) + c with (w, b, v, c) = (1, 0, 1, 0): the outputs at 1 and 2 are 1 and 2.
BY_HAND = np.array([1.0, 0.0, 1.0, 0.0])


def by_hand():
    return Problem(Shape((1, 1, 1)), np.array([[1.0, 2.0]]), np.array([[0.0, 0.0]]))


def random_problem(widths=(1, 5, 1), samples=12):
    rng = np.random.default_rng(3)
    x, y = rng.uniform(-1, 1, (widths[0], samples)), rng.normal(size=(widths[-1], samples))
    problem = Problem(Shape(widths), x, y)
    return problem, rng.normal(size=problem.shape.size)


def path_of(method, problem, start, **settings):
    """The parameters after every step."""
    name = {adam: "adam", gradient_descent: "gd", lbfgs: "lbfgs"}[method]
    options = options_for(name, settings)
    record = Recorder(options.steps, options.steps + 1)
    method(Task(problem, start, options, record, np.random.default_rng(0)))
    return record.parameters


# -- Adam ---------------------------------------------------------------------------------------


def adam_of_the_paper(gradient, start, rates, beta1=0.9, beta2=0.999, epsilon=1e-8):
    """Algorithm 1 of Kingma and Ba, line by line."""
    theta, m, v, path = start, np.zeros_like(start), np.zeros_like(start), [start]
    for t, alpha in enumerate(rates, start=1):
        g = gradient(theta)
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        unbiased_mean = m / (1 - beta1**t)
        unbiased_square = v / (1 - beta2**t)
        theta = theta - alpha * unbiased_mean / (np.sqrt(unbiased_square) + epsilon)
        path.append(theta)
    return path


@pytest.mark.parametrize("size", [1.0, 1e-7])
@pytest.mark.parametrize("name", ["constant", "cosine"])
def test_adam_takes_the_papers_path(name, size):
    """With small outputs the gradient is as small as epsilon, and that is noticed, too."""
    problem, start = random_problem()
    start = start * size
    problem = Problem(problem.shape, problem.x, problem.y * size**2)
    rates = [0.02] * 8
    if name == "cosine":
        rates = [0.02 * (1 + math.cos(math.pi * t / 8)) / 2 for t in range(8)]
    path = path_of(adam, problem, start, steps=8, rate=0.02, schedule=name)
    wanted = adam_of_the_paper(lambda p: problem.value_and_gradient(p)[1], start, rates)
    for step in range(9):
        assert path[step] == pytest.approx(wanted[step], rel=1e-11, abs=1e-13), step


def test_adams_first_step_is_the_rate_in_the_gradients_direction():
    path = path_of(adam, by_hand(), BY_HAND, steps=1, rate=0.125, schedule="constant")
    assert path[1] - path[0] == pytest.approx([-0.125] * 4, rel=1e-8)


# -- gradient descent ---------------------------------------------------------------------------


def test_gradient_descent_with_momentum_by_hand():
    path = path_of(gradient_descent, by_hand(), BY_HAND, steps=2, rate=0.1, momentum=0.5)
    # The first gradient is (5, 3, 5, 3), the second (-0.05, -0.075, -0.005, -0.15).
    assert path[1] == pytest.approx([0.5, -0.3, 0.5, -0.3], rel=1e-13)
    assert path[2] == pytest.approx([0.255, -0.4425, 0.2505, -0.435], rel=1e-13)


def test_without_momentum_the_past_does_not_matter():
    path = path_of(gradient_descent, by_hand(), BY_HAND, steps=2, rate=0.1, momentum=0.0)
    assert path[2] == pytest.approx([0.505, -0.2925, 0.5005, -0.285], rel=1e-13)


def test_the_rate_falls_along_half_a_cosine():
    options = options_for("gd", {"rate": 0.4, "steps": 4, "schedule": "cosine"})
    half = math.sqrt(0.5)
    rates = [options.rate_at(step) for step in range(1, 5)]
    assert rates == pytest.approx([0.4, 0.2 * (1 + half), 0.2, 0.2 * (1 - half)], rel=1e-14)
    assert options_for("gd", {"rate": 0.4}).rate_at(3000) == 0.4


# -- what one update sees -----------------------------------------------------------------------


def objective(problem, start, seed=0, **settings):
    rng = np.random.default_rng(seed)
    return Objective(Task(problem, start, Options(**settings), Recorder(1, 2), rng))


def test_penalties_are_on_weights_and_not_on_biases():
    plain = objective(by_hand(), BY_HAND)
    p = np.array([2.0, 3.0, -4.0, 5.0])
    value, gradient = plain(p)
    gradient = gradient.copy()
    both = objective(by_hand(), BY_HAND, l1=0.5, l2=0.25)
    penalised_value, penalised = both(p)
    assert penalised_value == value
    assert penalised - gradient == pytest.approx([0.5 + 0.5, 0, -0.5 - 1.0, 0], rel=1e-12)
    assert both.penalty(p) == pytest.approx(0.5 * (2 + 4) + 0.125 * (4 + 16))


def test_every_sample_comes_once_in_an_epoch_of_batches():
    problem, start = random_problem(samples=10)
    batches = objective(problem, start, batch=4)
    epochs = []
    for _ in range(3):
        seen = np.concatenate([batches._load()[0] for _ in range(2)])
        assert len(set(seen.tolist())) == 8
        assert set(seen.tolist()) <= set(problem.y[0].tolist())
        epochs.append(seen.tolist())
    assert epochs[0] != epochs[1] != epochs[2]


def test_batches_of_one_sample_are_all_samples_too():
    problem, start = random_problem(samples=10)
    batches = objective(problem, start, batch=1)
    seen = np.concatenate([batches._load()[0] for _ in range(10)])
    assert sorted(seen.tolist()) == sorted(problem.y[0].tolist())


def test_a_run_of_levenberg_marquardt_has_every_step_once():
    steps = fit(logistic(), 3, method="lm", steps=7).history.steps
    assert (np.diff(steps) > 0).all()
    assert steps[-1] == 7


def test_a_batchs_gradient_is_that_of_its_samples_alone():
    problem, start = random_problem(samples=10)
    order = np.random.default_rng(5).permutation(10)[:3]
    part = Problem(problem.shape, problem.x[:, order], problem.y[:, order])
    value, gradient = objective(problem, start, seed=5, batch=3)(start)
    wanted, slope = part.value_and_gradient(start)
    assert value == pytest.approx(wanted, rel=1e-14)
    assert gradient == pytest.approx(slope, rel=1e-12, abs=1e-14)


# -- backpropagation and losses by hand ---------------------------------------------------------


@pytest.mark.parametrize(("activation", "left"), [("relu", 0.0), ("leaky_relu(0.5)", 0.5)])
def test_the_gradient_of_a_tiny_network_by_hand(activation, left):
    """h = (g(x − 1), g(1 − x)), f = 2 h₁ − 3 h₂ + 1 at x = 3: h = (2, −2 · left)."""
    problem = Problem(Shape((1, 2, 1), activation), np.array([[3.0]]), np.array([[2.0]]))
    p = np.array([1.0, -1.0, -1.0, 1.0, 2.0, -3.0, 1.0])
    off = 2 * 2 + 3 * 2 * left + 1 - 2
    value, gradient = problem.value_and_gradient(p)
    assert value == pytest.approx(off**2, rel=1e-14)
    by_output = 2 * off
    wanted = by_output * np.array([2 * 3, 2, -3 * left * 3, -3 * left, 2, -2 * left, 1])
    assert gradient == pytest.approx(wanted, rel=1e-14, abs=1e-14)
    jacobian = problem.sweep.jacobian(p)[:, 0]
    assert jacobian == pytest.approx(wanted / by_output, rel=1e-14, abs=1e-14)


def test_a_neuron_exactly_at_its_breakpoint_is_off():
    problem = Problem(Shape((1, 1, 1)), np.array([[1.0]]), np.array([[5.0]]))
    _, gradient = problem.value_and_gradient(np.array([1.0, -1.0, 1.0, 0.0]))
    assert gradient.tolist() == [0.0, 0.0, 0.0, -10.0]


def test_the_squared_loss_is_the_mean_over_samples_and_outputs():
    outputs, wanted = np.array([[1.0, 2.0], [3.0, 5.0]]), np.array([[0.0, 2.0], [1.0, 1.0]])
    value, slope = LOSSES["squared"](outputs, wanted)
    assert value == (1 + 0 + 4 + 16) / 4
    assert slope.tolist() == [[0.5, 0.0], [1.0, 2.0]]


def test_the_binary_loss_by_hand():
    z = math.log(3.0)  # where the probability is 3/4
    value, slope = LOSSES["binary"](np.array([[z, z]]), np.array([[1.0, 0.0]]))
    assert value == pytest.approx((math.log(4 / 3) + math.log(4)) / 2, rel=1e-14)
    assert slope == pytest.approx(np.array([[-1 / 8, 3 / 8]]), rel=1e-14)


def test_the_softmax_loss_by_hand():
    outputs = np.array([[0.0, 0.0], [math.log(2), 0.0], [0.0, 0.0]])
    wanted = np.array([[0.0, 1.0], [1.0, 0.0], [0.0, 0.0]])
    value, slope = LOSSES["softmax"](outputs, wanted)
    assert value == pytest.approx((math.log(2) + math.log(3)) / 2, rel=1e-14)
    third = 1 / 3
    rows = [[1 / 4, third - 1], [1 / 2 - 1, third], [1 / 4, third]]
    assert slope == pytest.approx(np.array(rows) / 2, rel=1e-14)


# -- Levenberg–Marquardt ------------------------------------------------------------------------


def test_a_step_of_levenberg_marquardt_is_the_damped_gauss_newton_step():
    problem, start = random_problem((1, 3, 2), samples=20)

    def outputs(p):
        return problem.sweep.forward(p).ravel().copy()

    # Near a solution, so that the first damping is accepted.
    off = 0.01 * problem.y.ravel()
    problem = Problem(problem.shape, problem.x, (outputs(start) - off).reshape(2, 20))
    steps = 1e-6 * np.eye(len(start))
    jacobian = np.array([(outputs(start + s) - outputs(start - s)) / 2e-6 for s in steps])
    normal = jacobian @ jacobian.T
    diagonal = np.diag(normal) + 1e-9 * np.diag(normal).max()
    wanted = start - np.linalg.solve(normal + np.diag(1e-2 * diagonal), jacobian @ off)
    run = lm.Run(problem, start)
    assert run.loss == pytest.approx(off @ off)
    assert run._step()
    assert run.parameters == pytest.approx(wanted, rel=1e-6, abs=1e-8)
    assert run.damping == pytest.approx(1e-2 * 0.2)
    assert run.loss == pytest.approx(np.sum((outputs(wanted) - problem.y.ravel()) ** 2), rel=1e-4)
    assert run.mean == run.loss / 40


def lm_run(monkeypatch, steps):
    """A run whose steps are these multiples of the gradient, or None for a failed solve."""
    problem, start = by_hand(), BY_HAND
    left = list(steps)

    def step(normal, slope, damping):
        share = left.pop(0)
        return None if share is None else share * slope

    monkeypatch.setattr(lm, "damped_step", step)
    return lm.Run(problem, start), left


def test_failed_and_worse_steps_are_rejected_with_four_times_the_damping(monkeypatch):
    run, left = lm_run(monkeypatch, [None, -1.0, 0.1, 0.1])
    assert run._step()  # the third one lowers the loss
    assert left == [0.1]
    assert run.damping == pytest.approx(1e-2 * 4 * 4 * 0.2)
    assert len(run.path) == 2
    assert run.loss < 5


def test_twelve_rejections_end_a_run_where_it_is(monkeypatch):
    run, left = lm_run(monkeypatch, [-1.0] * 12 + [0.1])
    reports = []
    run.to(100, reports.append)
    assert left == [0.1]
    assert (run.stalled, len(run.path), reports) == (lm.PATIENCE, 1, [0])
    assert run.damping == pytest.approx(1e-2 * 4**12)
    assert run.parameters is BY_HAND


def test_a_step_that_changes_nothing_is_no_improvement(monkeypatch):
    run, _ = lm_run(monkeypatch, [0.0] * 12)
    assert not run._step()


def test_five_steps_in_a_row_that_lower_the_loss_by_too_little_end_a_run(monkeypatch):
    # The loss is 5 and falls by about 136 per multiple (2 · |(5, 3, 5, 3)|²); 1e-5 of 5 is 5e-5.
    run, left = lm_run(monkeypatch, [3e-7] * 3 + [4e-7] + [3e-7] * 9)
    run.to(100, lambda step: None)
    assert len(run.path) == 1 + 4 + 5
    assert len(left) == 4


def test_damping_has_a_least_value(monkeypatch):
    run, _ = lm_run(monkeypatch, [1e-4] * 20)
    for _ in range(20):
        run._step()
    assert run.damping == 1e-12


@pytest.mark.parametrize(
    ("hidden", "many"), [((2,), 24), ((8, 8), 24), ((10, 10), 17), ((30, 30), 4)]
)
def test_how_many_starts_are_tried(hidden, many):
    """2400 parameters together, within 4 and 24: 7, 97, 141 and 1021 parameters each."""
    assert lm.restarts(Shape((1, *hidden, 1)), Options()) == many
    assert lm.restarts(Shape((1, *hidden, 1)), Options(restarts=3)) == 3


def test_the_race_keeps_a_third_of_the_starts_and_then_a_twelfth(monkeypatch):
    ended = []
    to = lm.Run.to
    monkeypatch.setattr(
        lm.Run,
        "to",
        lambda run, step, report: (ended.append((run, step)), to(run, step, report))[1],
    )
    done = fit(logistic(), hidden=(2, 2), restarts=12, steps=70)
    steps = [step for _, step in ended]
    assert steps == [20] * 12 + [60] * 4 + [70]
    samples = [run.problem.samples for run, _ in ended]
    assert max(samples) == 4 * 256
    last = ended[-1][0]
    assert done.history.parameters[-1].size == last.parameters.size
    assert last.mean == min(run.mean for run, _ in ended if run.problem is last.problem)


# -- L-BFGS -------------------------------------------------------------------------------------


def test_lbfgs_ends_where_the_loss_and_its_penalties_are_least():
    problem, start = random_problem((1, 3, 1), samples=40)
    path = path_of(lbfgs, problem, start, l2=0.1)
    weights = problem.shape.is_weight
    total = [problem.value(p) + 0.05 * np.sum((p * weights) ** 2) for p in path]
    assert (np.diff(total) <= 1e-15).all()
    slope = problem.value_and_gradient(path[-1])[1] + 0.1 * path[-1] * weights
    first = problem.value_and_gradient(start)[1] + 0.1 * start * weights
    assert np.abs(slope).max() < 1e-4 * np.abs(first).max()


def test_lbfgs_stops_after_its_steps():
    problem, start = random_problem((1, 6, 1), samples=40)
    assert len(path_of(lbfgs, problem, start, steps=4)) == 5


# -- the record ---------------------------------------------------------------------------------


def test_snapshots_are_denser_at_the_start():
    assert schedule(3, 10) == [0, 1, 2, 3]
    assert schedule(9, 10) == list(range(10))
    assert schedule(100, 5) == [0, 6, 25, 56, 100]


def test_a_run_that_ends_early_keeps_its_last_parameters_once():
    record = Recorder(100, 5)
    for step in range(31):
        record(step, np.array([float(step)]))
    record.finish(30, np.array([30.0]))
    record.finish(30, np.array([30.0]))
    steps, parameters = record.taken()
    assert steps == [0, 6, 25, 30]
    assert [p[0] for p in parameters] == steps


def test_a_record_keeps_copies():
    record, parameters = Recorder(1, 2), np.zeros(1)
    record(0, parameters)
    parameters += 1
    record(1, parameters)
    assert [p[0] for p in record.parameters] == [0.0, 1.0]
