"""The dot of a network stands over what is known to be best with so many breakpoints."""

import numpy as np
import pytest

from approx.limits.compare import compare
from approx.panels import compare as comparing
from tests.strangers import stranger


@pytest.mark.parametrize("name", ["sine", pytest.param("rough", marks=pytest.mark.slow)])
def test_a_network_is_never_drawn_below_the_best_with_its_breakpoints(name):
    subject = stranger(name)
    counts = tuple(n for n in comparing.counts_for(subject) if n <= 16)
    panel = comparing.panel(compare(subject.target_function, counts), subject=subject)
    (dot,) = (marker for marker in panel.markers if marker.role == "compare.network")
    assert 2**dot.x == pytest.approx(len(subject.function.breakpoints))
    (best,) = (curve for curve in panel.curves if curve.role == "compare.optimum")
    # Not read off the line between two counts: the best is computed at the dot's own.
    (at,) = np.flatnonzero(np.isclose(best.x, dot.x))
    assert dot.low >= best.y[at] - 1e-6
