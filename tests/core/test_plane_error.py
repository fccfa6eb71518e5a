"""The largest error over the plane is bracketed: closed forms lie inside, grids never above."""

import itertools

import numpy as np
import pytest

from approx.core.network import Network
from approx.core.plane_error import measure_plane
from approx.core.plane_target import PlaneTarget
from approx.core.regions import regions
from approx.inputs.expression.function_of_two import parse_of_two

BOX = ((-1.0, 1.0), (-1.0, 1.0))
#: |x| + |y|, four neurons.
DIAMOND = Network([[[1, 0], [-1, 0], [0, 1], [0, -1]], [[1, 1, 1, 1]]], [[0] * 4, [0]])
FLAT = Network([[[1, 0]], [[0]]], [[0], [0]])
FIFTY = [
    f"{a}*{b} + {c}*x"
    for a in ("sin(3*x)", "exp(-x^2)", "x^3 - y", "abs(x - 0.3*y)", "cos(2*x*y)")
    for b in ("cos(y)", "1/(1 + y^2)", "sqrt(x^2 + y^2 + 1)", "tanh(2*y)", "max(x, y)")
    for c in (0, 2)
]


def target(text, box=BOX):
    expression = parse_of_two(text)
    return PlaneTarget(expression, expression.label, box, expression.bounds)


def random_network(seed, widths=(2, 8, 8, 1)):
    rng = np.random.default_rng(seed)
    shapes = list(itertools.pairwise(widths))
    return Network(
        [rng.normal(size=(n, m)) * np.sqrt(2 / m) for m, n in shapes],
        [rng.uniform(-1, 1, n) for _, n in shapes],
    )


@pytest.mark.parametrize(
    ("network", "text", "largest", "rms"),
    [
        (FLAT, "x*y", 1.0, 1 / 3),
        (FLAT, "x^2 - y", 2.0, np.sqrt(1 / 5 + 1 / 3)),
        (DIAMOND, "x^2 + y^2", 1 / 2, np.sqrt(2 / 30 + 2 / 36)),
        (DIAMOND, "abs(x) + abs(y)", 0.0, 0.0),
        (FLAT, "x^2 + y^2 < 1/4", 1.0, np.sqrt(np.pi / 16)),
    ],
)
def test_closed_forms_lie_in_the_bracket(network, text, largest, rms):
    found = measure_plane(regions(network, BOX), target(text))
    low, high = found.bracket
    assert low <= largest + 1e-12
    assert largest <= high
    assert high - low <= 1e-8 + 1e-12
    assert found.proved
    assert found.closed
    assert found.rms == pytest.approx(rms, abs=1e-3)


def test_a_bracket_that_stays_open_is_not_called_closed():
    # |x − y| is met exactly, but bounds on squares along the diagonal are as wide as the squares.
    bend = Network([[[1, -1], [-1, 1]], [[1, 1]]], [[0, 0], [0]])
    found = measure_plane(regions(bend, BOX), target("abs(x - y)"))
    low, high = found.bracket
    assert low < 1e-15 < high
    assert found.proved
    assert not found.closed


def test_the_place_of_the_largest_error_has_it():
    network, f = random_network(1), target("sin(3*x)*y")
    found = measure_plane(regions(network, BOX), f)
    place = np.array(found.at)
    assert abs(float(f(place)) - float(network(place)[0])) == pytest.approx(found.sup, rel=1e-12)


def largest_on_grid(network, f, count):
    """The largest error on a grid, searched on finer ones around its place."""
    low, high = np.array(BOX).T
    for _ in range(6):
        axes = [np.linspace(a, b, count) for a, b in zip(low, high, strict=True)]
        points = np.stack(np.meshgrid(*axes), axis=-1)
        off = np.abs(f(points) - network(points)[..., 0])
        at = points.reshape(-1, 2)[off.argmax()]
        step = 2 * (high - low) / count
        low, high = (
            np.maximum(at - step, np.array(BOX)[:, 0]),
            np.minimum(at + step, np.array(BOX)[:, 1]),
        )
        count = 60
    return float(off.max())


def check_bracket(number, count):
    network, f = random_network(number), target(FIFTY[number])
    low, high = measure_plane(regions(network, BOX), f).bracket
    found = largest_on_grid(network, f, count)
    assert found <= high * (1 + 1e-12)
    assert low >= found * (1 - 1e-6)


@pytest.mark.parametrize("number", range(0, 50, 17))
def test_a_grid_finds_nothing_outside_the_bracket(number):
    check_bracket(number, 200)


@pytest.mark.slow
@pytest.mark.parametrize("number", range(50))
def test_a_fine_grid_finds_nothing_outside_the_bracket(number):
    check_bracket(number, 2000)


def test_a_function_that_can_only_be_called_is_not_proved():
    found = measure_plane(
        regions(FLAT, BOX), PlaneTarget(lambda x, y: x * y, target("x*y").label, BOX)
    )
    assert not found.proved
    assert found.sup == 1.0
    assert found.bracket[1] == np.inf
