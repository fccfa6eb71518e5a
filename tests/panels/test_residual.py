"""Residual blocks: the slopes against differences, the gradients against finite differences."""

import numpy as np
import pytest

from approx.panels import residual as panels


def test_the_slopes_of_the_block_are_those_of_its_differences():
    edges = np.r_[-panels.REACH, panels.breakpoints(), panels.REACH]
    values = panels.block(edges)
    assert np.allclose(panels.slopes(), np.diff(values) / np.diff(edges), atol=1e-12)


@pytest.mark.parametrize("residual", [False, True])
def test_the_gradient_at_the_input_is_that_of_differences(residual):
    """The same random network again, its output along the same direction differenced."""
    depth, width, h = 5, 8, 1e-6
    rng = np.random.default_rng([panels.SEED, 0])
    x = rng.standard_normal(width)
    matrices = [rng.normal(0, 1 / np.sqrt(width), (width, width)) for _ in range(depth)]
    along = rng.standard_normal(width)

    def output(start):
        for w in matrices:
            step = np.maximum(w @ start, 0)
            start = start + step / np.sqrt(depth) if residual else step
        return along @ start

    differences = [(output(x + h * e) - output(x - h * e)) / (2 * h) for e in np.eye(width)]
    wanted = np.linalg.norm(differences) / np.linalg.norm(along)
    made = panels.gradients(depth, width, residual, 1)
    assert made.norms[0, 0] == pytest.approx(wanted, rel=1e-6)


def test_plain_gradients_shrink_as_their_mean_square_does_and_residual_ones_hardly_grow():
    plain, skips = (panels.gradients(20, 64, kind) for kind in (False, True))
    # The mean square halves in every plain layer, and grows by 1 + 1/(2·20) in a residual one.
    assert np.mean(plain.norms[:, 0] ** 2) == pytest.approx(0.5**20, rel=0.5)
    assert np.mean(skips.norms[:, 0] ** 2) == pytest.approx((1 + 1 / 40) ** 20, rel=0.15)
