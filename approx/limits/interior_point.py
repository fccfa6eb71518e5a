"""Small convex programs: the least ½ zᵀHz + cᵀz under G z ≤ h, by an interior-point method.

Mehrotra's predictor and corrector (1992, SIAM J. Optim. 2:575). The programs here have up to some
hundred unknowns, and are solved dozens of times. Loading SciPy's solvers alone takes longer than a
fit. Where several solutions are equally good it finds one inside, not a corner: the polish then
needs a third of the steps.
"""

from __future__ import annotations

import numpy as np

from approx.core._types import Array

#: Iterations at most; 12 to 25 are usual.
MOST = 60
#: The gap and the residuals at which a solution is one, relative to the objective and the data.
ENOUGH, GOOD = 1e-11, 1e-7
#: How far towards the nearest bound a step goes; how far from it, at least, the start keeps.
SHARE, START = 0.99, 0.01


def solve(
    start: Array, linear: Array, matrix: Array, bound: Array, quadratic: Array | None = None
) -> Array | None:
    """The minimiser of ½ zᵀHz + cᵀz under G z ≤ h; None where none was found.

    Args:
        start: a first guess, which need not satisfy the bounds, shape (n,).
        linear: c, shape (n,).
        matrix: G, shape (m, n); its columns are independent, or H is positive definite.
        bound: h, shape (m,).
        quadratic: H, positive semidefinite, shape (n, n); None for a linear program.

    >>> import numpy as np
    >>> square = np.array([[1.0, 0], [0, 1], [-1, 0], [0, -1]])
    >>> solve(np.zeros(2), np.array([-1.0, -2.0]), square, np.ones(4)).round(6).tolist()
    [1.0, 1.0]
    """
    z = start.copy()
    slack = bound - matrix @ z
    slack = np.maximum(slack, START * float(np.abs(slack).max()))
    curved = np.zeros((len(z), len(z))) if quadratic is None else quadratic
    size = max(1.0, float(np.abs(linear).max()))
    price = size * float(slack.min()) / slack
    least, best = np.inf, None
    for _ in range(MOST):
        dual = curved @ z + linear + matrix.T @ price
        primal = matrix @ z + slack - bound
        value = abs(float(linear @ z + 0.5 * z @ curved @ z))
        off = max(
            float(slack @ price) / (1 + value),
            float(np.abs(dual).max()) / size,
            float(np.abs(primal).max()),
        )
        if off < least:
            least, best = off, z
        if not ENOUGH < off < np.inf:
            break
        with np.errstate(all="ignore"):
            step = _step(curved, matrix, slack, price, dual, primal)
        if step is None:
            break
        dz, ds, dp = step
        if not np.isfinite(dz).all():
            break
        forward, price_forward = _reach(slack, ds), _reach(price, dp)
        if quadratic is not None:  # z is in both residuals
            forward = price_forward = min(forward, price_forward)
        z, slack, price = z + forward * dz, slack + forward * ds, price + price_forward * dp
    return best if least <= GOOD else None


def _step(
    curved: Array, matrix: Array, slack: Array, price: Array, dual: Array, primal: Array
) -> tuple[Array, Array, Array] | None:
    """Steps of (z, slack, price): predicted without a barrier, then corrected."""
    weight = price / slack
    system = curved + matrix.T @ (weight[:, None] * matrix)
    scale = 1 / np.sqrt(np.maximum(np.diag(system), 1e-300))
    try:
        inverse = np.linalg.inv(np.linalg.cholesky(system * scale * scale[:, None]))
    except np.linalg.LinAlgError:
        return None

    def towards(product: Array) -> tuple[Array, Array, Array]:
        """The Newton step for slack · price to fall by `product`."""
        right = -dual + matrix.T @ ((product - price * primal) / slack)
        dz = scale * (inverse.T @ (inverse @ (scale * right)))
        ds = -primal - matrix @ dz
        return dz, ds, -(product + price * ds) / slack

    product = slack * price
    _, ds, dp = towards(product)
    mean = float(product.mean())
    ahead = (slack + _reach(slack, ds, 1.0) * ds) * (price + _reach(price, dp, 1.0) * dp)
    centre = mean * (float(ahead.mean()) / mean) ** 3
    return towards(product + ds * dp - centre)


def _reach(value: Array, step: Array, share: float = SHARE) -> float:
    """How much of a step is taken: so much of the way to the first 0, and not more than all."""
    down = step < 0
    room = float((value[down] / -step[down]).min()) if down.any() else np.inf
    return min(1.0, share * room)
