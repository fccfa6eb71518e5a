"""A function shown by itself: where it jumps, and where it is drawn by chords."""

import numpy as np

from approx.core.piecewise import PiecewiseLinear
from approx.core.smooth import Interpolant
from approx.panels import pieces
from approx.panels.rounding import digits_of_lines

AFTER = float(np.nextafter(1, 2))
STEP = PiecewiseLinear([0, 1, AFTER, 2], [0, 0, 5, 5])


def test_a_jump_is_no_piece_and_no_upright_line():
    assert pieces.latex(STEP) == (
        r"f(x) = \begin{cases} 0 & 0 \le x \le 1 \\ 5 & 1 < x \le 2 \end{cases}"
    )
    panel = pieces.panel(STEP)
    assert np.isnan(panel.curves[0].y[2])
    assert [(m.x, m.low) for m in panel.markers] == [(1.0, 0.0), (AFTER, 5.0)]
    assert digits_of_lines(STEP).weight == 3


def test_the_chords_of_a_smooth_function_are_no_pieces_of_it():
    x = np.linspace(0, 1, 30)
    chords = Interpolant(x, np.tanh(3 * x), 1e-3)
    assert pieces.latex(chords) is None
    assert pieces.panel(chords).markers == ()
    assert pieces.alt(chords).startswith("A function drawn by 29 chords on [0, 1].")
