"""From a random start, training ends near the best that is possible, on functions of strangers."""

import numpy as np
import pytest

from approx.inputs.expression import target_of
from approx.limits import best
from approx.training import fit

SUBJECTS = {
    "sine": ("sin(3*x)", (-3, 3), 8),
    "wave": ("exp(-x^2)*cos(4*x)", (-3, 3), 8),
    "rough": ("abs(x)+0.3*sin(9*x)", (-3, 3), 10),
    "tall": ("10000*(x^5-x)", (-1.2, 1.2), 6),
    "runge": ("1/(1+25*x^2)", (-1, 1), 8),
    "bell": ("exp(-x^2)", (-3, 3), 6),
    "many": ("sin(3*x)", (-3, 3), 16),
    "sine-48": ("sin(3*x)", (-3, 3), 48),
    "wave-24": ("exp(-x^2)*cos(4*x)", (-3, 3), 24),
    "wave-32": ("exp(-x^2)*cos(4*x)", (-3, 3), 32),
    "rough-32": ("abs(x)+0.3*sin(9*x)", (-3, 3), 32),
}
FAST = ("sine",)


@pytest.mark.parametrize("method", ["gd", "adam"])
@pytest.mark.parametrize(
    "name", [pytest.param(n, marks=[] if n in FAST else [pytest.mark.slow]) for n in SUBJECTS]
)
def test_a_random_start_ends_within_twice_the_best_rms_error(name, method):
    text, domain, neurons = SUBJECTS[name]
    target = target_of(text, tuple(map(float, domain))).target
    run = fit(target, neurons, method=method)
    assert run.error.l2 <= 2 * best(target, neurons, "l2").error
    start = run.history.worldlines[0]
    assert np.isfinite(start).all()  # every breakpoint lies inside
    assert run.history.error[0] > 4 * run.history.error[-1]  # nothing was solved before


def test_one_neuron_starts_inside_too():
    target = target_of("abs(x)", (-1.0, 1.0)).target
    assert np.isfinite(fit(target, 1, method="gd", steps=1).history.worldlines[0]).all()
