"""Normal equations that may be singular: to rounding, which differs between BLAS kernels.

Whether LU factors of a singular matrix meet an exact zero depends on the order of additions in
the kernel, so every caller must have a way on from failure.
"""

from __future__ import annotations

import numpy as np

from approx.core._types import Array

#: Singular values below this share of the largest count as zero where LU factors fail.
RANK = 1e-12


def solve_normal(matrix: Array, right: Array) -> Array:
    """The solution, or the shortest least-squares one where there is none.

    Args:
        matrix: shape (n, n).
        right: shape (n,) or (n, m).
    """
    solution = _solution(matrix, right)
    if solution is None:
        solution = np.asarray(np.linalg.lstsq(matrix, right, rcond=RANK)[0], dtype=float)
    return solution


def damped_step(normal: Array, slope: Array, damping: Array) -> Array | None:
    """The step s with (normal + diag(damping)) s = slope; None when that needs more damping.

    Args:
        normal: the Gauss–Newton matrix, shape (n, n).
        slope: half the derivative of the squared error, shape (n,).
        damping: what is added to the diagonal, shape (n,).
    """
    damped = normal.copy()
    damped.flat[:: len(damped) + 1] += damping
    return _solution(damped, slope)


def _solution(matrix: Array, right: Array) -> Array | None:
    """By LU factors; None when the matrix is singular or the solution is not finite."""
    try:
        solution = np.linalg.solve(matrix, right)
    except np.linalg.LinAlgError:
        return None
    return np.asarray(solution, dtype=float) if np.isfinite(solution).all() else None
