"""Every training method against the best possible function, and one Adam step against PyTorch's.

The table prints, per target and width, the median over seeds of two numbers: the exact L2 error
divided by that of the best function with as many breakpoints as the network has neurons, and the
training time. Where PyTorch is installed, approx and PyTorch train the same network on the same
data from the same start: time per step, and the largest difference of a parameter after 100 steps.

    python benchmarks/training.py [--quick] [--only-torch]
"""

from __future__ import annotations

import argparse
import math
import platform
import statistics
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from approx.core.target import Target, absolute, logistic, runge, sine, square
from approx.limits import best
from approx.training import TrainingError, fit
from approx.training.backprop import Shape
from approx.training.history import relative
from approx.training.method import Task
from approx.training.methods.adam import adam
from approx.training.options import Options
from approx.training.problem import Problem
from approx.training.recorder import Recorder

TARGETS = {
    "x²": square(),
    "logistic": logistic(),
    "sin 3x": sine(),
    "Runge": runge(),
    "|x|": absolute(),
}
WIDTHS = (4, 8, 16, 32)
METHODS: dict[str, dict[str, Any]] = {
    "gd": {"method": "gd"},
    "gd, plain (torch's init)": {"method": "gd", "init": "torch", "momentum": 0.0},
    "gd (spread)": {"method": "gd", "init": "spread"},
    "gd, momentum 0.9": {"method": "gd", "init": "spread", "momentum": 0.9, "rate": 0.01},
    "gd, batches of 32": {"method": "gd", "init": "spread", "batch": 32},
    "gd, single samples": {"method": "gd", "init": "spread", "batch": 1, "rate": 0.01},
    "adam": {"method": "adam"},
    "lbfgs": {"method": "lbfgs"},
    "lm": {"method": "lm"},
    "varpro": {"method": "varpro"},
    "optimal": {"method": "optimal"},
}
DEEP = ((4, 4), (8, 8), (16, 16))
STEPS, TRAJECTORY, SAMPLES = 2000, 100, 256


def trained(
    target: Target, smallest: float, hidden: tuple[int, ...], **how: Any
) -> tuple[float, ...]:
    """(ratio, milliseconds); an infinite ratio where training ended in an error."""
    began = time.perf_counter()
    try:
        run = fit(target, hidden=hidden, snapshots=2, **how)
    except TrainingError:
        return math.inf, 1000 * (time.perf_counter() - began)
    assert run.error is not None
    ratio = float(relative(np.array([run.error.l2]), smallest, target)[0])
    return ratio, 1000 * run.seconds


def row(name: str, hidden: tuple[int, ...], seeds: int, **how: Any) -> None:
    """Print the medians over the seeds, for every target."""
    cells = []
    for target in TARGETS.values():
        smallest = best(target, sum(hidden), "l2").error
        runs = [trained(target, smallest, hidden, seed=seed, **how) for seed in range(seeds)]
        ratio, milliseconds = map(statistics.median, zip(*runs, strict=True))
        cells.append(f"{number(ratio):>9}{milliseconds:>7.0f}")
    print(f"{name:<19}{'-'.join(map(str, hidden)):>6}" + "".join(cells), flush=True)


def number(ratio: float) -> str:
    return "failed" if math.isinf(ratio) else f"{ratio:.3f}" if ratio < 100 else f"{ratio:.0e}"


def table(seeds: int) -> None:
    print(f"median of {seeds} seeds: L2 error / best possible, milliseconds\n")
    print(" " * 25 + "".join(f"{name:>16}" for name in TARGETS))
    for name, how in METHODS.items():
        for width in WIDTHS:
            row(name, (width,), seeds, **how)
        print()
    for hidden in DEEP:
        row("lm, two layers", hidden, seeds, method="lm")


def adam_problem(width: int, seed: int = 0) -> tuple[Problem, np.ndarray]:
    """The logistic function on [−1, 1], and first values as PyTorch draws them."""
    x = (2 * np.arange(SAMPLES) + 1.0) / SAMPLES - 1
    problem = Problem(Shape((1, width, 1)), x[None], 2 / (1 + np.exp(-6 * x[None])) - 1)
    rng = np.random.default_rng(seed)
    hidden = rng.uniform(-1, 1, (width, 2))
    output = rng.uniform(-1, 1, (1, width + 1)) / np.sqrt(width)
    return problem, problem.shape.vector([hidden, output])


def by_approx(problem: Problem, start: np.ndarray, steps: int) -> np.ndarray:
    options = Options(method="adam", steps=steps, rate=0.01, schedule="constant")
    record, rng = Recorder(steps, 2), np.random.default_rng(0)
    return adam(Task(problem, start, options, record, rng))


def by_torch(problem: Problem, start: np.ndarray, steps: int) -> np.ndarray:
    """PyTorch's usual loop, in float64 as approx computes."""
    import torch

    matrices = problem.shape.views(start.copy())
    layers = []
    for matrix in matrices:
        layer = torch.nn.Linear(matrix.shape[1] - 1, len(matrix), dtype=torch.float64)
        with torch.no_grad():
            layer.weight.copy_(torch.tensor(matrix[:, :-1]))
            layer.bias.copy_(torch.tensor(matrix[:, -1]))
        layers += [layer, torch.nn.ReLU()]
    model = torch.nn.Sequential(*layers[:-1])
    x, y = torch.tensor(problem.x.T.copy()), torch.tensor(problem.y.T.copy())
    loss, optimiser = torch.nn.MSELoss(), torch.optim.Adam(model.parameters(), lr=0.01)
    for _ in range(steps):
        optimiser.zero_grad()
        loss(model(x), y).backward()
        optimiser.step()
    linear = [layer for layer in model if isinstance(layer, torch.nn.Linear)]
    pairs = [(p.weight.detach().numpy(), p.bias.detach().numpy()) for p in linear]
    return problem.shape.vector([np.column_stack(pair) for pair in pairs])


def against_torch() -> None:
    try:
        began = time.perf_counter()
        import torch
    except ImportError:
        print("\nPyTorch is not installed; nothing to compare with.")
        return
    imported = time.perf_counter() - began
    torch.set_num_threads(1)
    print(f"\nAdam, {SAMPLES} samples, float64; PyTorch {torch.__version__}, one thread,")
    print(f"imported in {imported:.2f} s; median of 7 turns of {STEPS} steps\n")
    print("width    approx µs/step    PyTorch µs/step    ratio    apart after 100 steps")
    for width in (8, 32):
        problem, start = adam_problem(width)
        both: list[Callable[[Problem, np.ndarray, int], np.ndarray]] = [by_approx, by_torch]
        for run in both:
            run(problem, start, TRAJECTORY)
        turns = [[timed(run, problem, start) for run in both] for _ in range(7)]
        approx_time, torch_time = map(statistics.median, zip(*turns, strict=True))
        ends = [run(problem, start, TRAJECTORY) for run in both]
        apart = np.abs(ends[0] - ends[1]).max()
        ratio = torch_time / approx_time
        print(f"{width:>5}{approx_time:>18.1f}{torch_time:>19.1f}{ratio:>9.1f}{apart:>25.1e}")


def timed(run: Callable[..., np.ndarray], problem: Problem, start: np.ndarray) -> float:
    began = time.perf_counter()
    run(problem, start, STEPS)
    return 1e6 * (time.perf_counter() - began) / STEPS


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="one seed instead of five")
    parser.add_argument("--only-torch", action="store_true", help="skip the table")
    arguments = parser.parse_args()
    print(f"{platform.platform()}, Python {platform.python_version()}, NumPy {np.__version__}")
    if not arguments.only_torch:
        table(1 if arguments.quick else 5)
    against_torch()


if __name__ == "__main__":
    main()
