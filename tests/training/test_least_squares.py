"""Singular normal equations: every method goes on with more damping, whatever BLAS says."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from approx.core.network import Network
from approx.core.target import square
from approx.subjects import FitOptions, resolve
from approx.system.errors import InputError
from approx.training import fit, least_squares
from approx.training.landscape import landscape
from approx.training.least_squares import damped_step, solve_normal

DATA = Path(__file__).parents[1] / "data"
#: Each of them ended in "Singular matrix" with some kernel.
FEW_POINTS = [("three_points.csv", 8), ("singular.csv", 4), ("singular8.csv", 8)]
#: OpenBLAS kernels and what the processor must be able to do.
KERNELS = {"Prescott": "SSE3", "Haswell": "AVX2", "SkylakeX": "AVX512_SKX"}


def largest_error(file, neurons):
    return resolve(str(DATA / file), FitOptions(neurons=neurons)).error.sup


@pytest.mark.parametrize(("file", "neurons"), FEW_POINTS)
def test_more_neurons_than_points_reach_every_point(file, neurons):
    assert largest_error(file, neurons) < 1e-11


@pytest.mark.parametrize("kernel", KERNELS)
def test_they_do_with_every_blas_kernel(kernel):
    features = np._core._multiarray_umath.__cpu_features__
    if not features.get(KERNELS[kernel]):
        pytest.skip(f"this processor lacks {KERNELS[kernel]}")
    code = (
        "from test_least_squares import FEW_POINTS, largest_error\n"
        "print(max(largest_error(*case) for case in FEW_POINTS))"
    )
    paths = [str(Path(__file__).parent), *sys.path]
    environment = os.environ | {"OPENBLAS_CORETYPE": kernel, "PYTHONPATH": os.pathsep.join(paths)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert float(done.stdout) < 1e-11


def test_a_singular_matrix_gives_the_shortest_solution():
    matrix, right = np.array([[1.0, 1.0], [1.0, 1.0]]), np.array([2.0, 2.0])
    assert solve_normal(matrix, right) == pytest.approx([1.0, 1.0])
    columns = solve_normal(matrix, np.array([[2.0, 4.0], [2.0, 4.0]]))
    assert columns == pytest.approx(np.array([[1.0, 2.0], [1.0, 2.0]]))


def test_directions_below_the_rank_do_not_count():
    matrix = np.diag([1.0, 1e-13, 0.0])
    assert solve_normal(matrix, np.array([1.0, 1.0, 0.0])) == pytest.approx([1.0, 0.0, 0.0])
    matrix = np.diag([1.0, 1e-11, 0.0])
    assert solve_normal(matrix, np.array([1.0, 1.0, 0.0])) == pytest.approx([1.0, 1e11, 0.0])


def test_a_step_solves_the_damped_equations_and_leaves_the_matrix_alone():
    normal = np.array([[2.0, 1.0], [1.0, 3.0]])
    step = damped_step(normal, np.array([7.0, 9.0]), np.array([1.0, 2.0]))
    assert step == pytest.approx(np.linalg.inv([[3.0, 1.0], [1.0, 5.0]]) @ [7.0, 9.0])
    assert normal.tolist() == [[2.0, 1.0], [1.0, 3.0]]


@pytest.mark.parametrize("normal", [np.zeros((2, 2)), np.full((2, 2), 1e-320)])
def test_a_singular_or_overflowing_step_is_none(normal):
    assert damped_step(normal, np.array([1.0, 1e300]), np.zeros(2)) is None


@pytest.mark.parametrize(
    ("hidden", "settings"),
    [
        ((4,), {"method": "optimal"}),
        ((4,), {"method": "varpro"}),
        ((3, 2), {"method": "lm", "restarts": 1}),
    ],
)
def test_a_failed_solve_means_more_damping(monkeypatch, hidden, settings):
    solution, asked = least_squares._solution, []

    def every_other_one_fails(matrix, right):
        asked.append(matrix)
        return None if len(asked) % 2 else solution(matrix, right)

    plain = fit(square(), hidden=hidden, **settings)
    monkeypatch.setattr(least_squares, "_solution", every_other_one_fails)
    hindered = fit(square(), hidden=hidden, **settings)
    assert len(asked) > 4
    assert hindered.error.l2 < 1.5 * plain.error.l2


def test_two_parallel_neurons_make_no_valley():
    hidden = [[1.0], [3.0], [1.0]]
    network = Network([hidden, [[1.0, 1.0, 1.0]]], [[0.1, 0.3, 0.5], [0.0]])
    with pytest.raises(InputError, match="do the same on the domain"):
        landscape(network, square(), (0, 1))
    assert landscape(network, square(), (0, 2)).gram.shape == (2, 2)
