"""Networks with skip edges and steps are what rational arithmetic says, at every number."""

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from deep_networks import DOMAIN, judge, wired_network

from approx.core import softmax_bounds
from approx.core.chain import chain
from approx.core.decisions import decide
from approx.core.error import measure
from approx.core.exact import analyse
from approx.core.network import Network
from approx.core.piecewise import PiecewiseLinear
from approx.core.propagation import Propagation
from approx.core.regions import regions
from approx.core.running_error import typical
from approx.core.skip import Skip
from approx.core.smooth import analyse_smooth
from approx.core.target import Target, label
from approx.subjects.plane_of_network import plane_of_network
from approx.system.errors import InputError

SQUARE = ((-1.0, 1.0), (-1.0, 1.0))
SLOPES = {"relu": (0, 1), "leaky_relu(0.25)": (Fraction(1, 4), 1), "identity": (1, 1)}


def rational(network, point):
    """The network's outputs at a point, in fractions: each layer as its definition says."""
    given = [[Fraction(float(v)) for v in point]]
    for number, (w, b, name) in enumerate(network.layers, start=1):
        edges = [(w, given[-1])]
        edges += [(s.weights, given[s.source]) for s in network.skips if s.target == number]
        z = [
            Fraction(float(bias))
            + sum(Fraction(float(v)) * h for w, hs in edges for v, h in zip(w[k], hs, strict=True))
            for k, bias in enumerate(b)
        ]
        if name == "step":
            given.append([Fraction(int(v > 0)) for v in z])
        else:
            left, right = SLOPES[name]
            given.append([v * (right if v > 0 else left) for v in z])
    return given[-1]


def around(x):
    return [float(np.nextafter(x, -np.inf)), float(x), float(np.nextafter(x, np.inf))]


@pytest.mark.parametrize("seed", range(24))
def test_at_and_between_breakpoints_it_is_the_rational_one(seed):
    """The two numbers beside every jump have the limits of their own sides."""
    network = wired_network(seed)
    f = analyse(network, DOMAIN).output
    rng, size = np.random.default_rng(seed), float(np.abs(f.y).max())
    inner = [x for x in f.x[1:-1] if abs(x) < 1]
    some = rng.choice(inner, min(len(inner), 12), replace=False) if inner else []
    jumps = rng.choice(f.discontinuities, min(len(f.discontinuities), 8), replace=False)
    middles = [(p + q) / 2 for p, q in pairwise(f.x)]
    between = rng.choice(middles, min(len(middles), 12), replace=False)
    beside = [y for b in (*some, *jumps) for y in around(b)]
    for x in [*between, *beside, *rng.uniform(-1, 1, 5)]:
        truth = rational(network, [x])[0]
        steep = max(abs(float(f(x, 1))), float(np.abs(f.slopes).max()) * (x in inner))
        allowed = 1e-12 * size + steep * 4 * np.spacing(abs(x))
        assert abs(Fraction(float(f(x))) - truth) <= allowed, x


@pytest.mark.parametrize("seed", range(100, 130))
def test_no_breakpoint_and_no_jump_is_missed(seed):
    """On every piece, near both its ends, all neurons have the same signs in integers."""
    network = wired_network(seed)
    verdict = judge(network, analyse(network, DOMAIN), seed, 300_000)
    assert (verdict.value <= 1, verdict.jump <= 1, verdict.missed <= 1e-9) == (True,) * 3, verdict


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1000, 1500))
def test_five_hundred_more(seed):
    network = wired_network(seed)
    verdict = judge(network, analyse(network, DOMAIN), seed, 1_000_000)
    assert (verdict.value <= 1, verdict.jump <= 1, verdict.missed <= 1e-9) == (True,) * 3, verdict


@pytest.mark.parametrize("seed", range(12))
def test_every_neuron_is_the_network_that_ends_with_it(seed):
    network = wired_network(seed)
    analysis = analyse(network, DOMAIN)
    x = np.random.default_rng(seed).uniform(*DOMAIN, 200)
    for layer, width in enumerate(network.hidden_widths):
        for neuron in range(width):
            for f, part in (
                (analysis.neuron(layer, neuron), network.neuron(layer, neuron)),
                (analysis.preactivation(layer, neuron), network.preactivation(layer, neuron)),
            ):
                size = 1e-11 * (1 + np.abs(f.y).max())
                np.testing.assert_allclose(f(x), part(x), atol=size)


@pytest.mark.parametrize("seed", range(12))
def test_slope_changes_are_shared_among_the_networks_own_neurons(seed):
    analysis = analyse(wired_network(seed, steps=False), DOMAIN)
    f = analysis.output
    together = dict.fromkeys(f.breakpoints.tolist(), 0.0)
    for change in analysis.slope_changes:
        assert change.neuron < analysis.network.hidden_widths[change.layer]
        together[change.x] = together.get(change.x, 0.0) + change.jump
    found = np.array([together[x] for x in f.breakpoints.tolist()])
    np.testing.assert_allclose(found, f.jumps, atol=1e-9 * (1 + np.abs(f.slopes).max()))
    assert [len(part) for part in analysis.shares] == list(analysis.network.hidden_widths)


def test_a_perceptron_is_two_curves():
    """step(x) − 2 step(−x): −2 left of zero, 0 at zero, 1 right of it."""
    network = Network([[[1.0], [-1.0]], [[1.0, -2.0]]], [[0.0, 0.0], [0.0]], ["step", "identity"])
    f = analyse(network, (-1, 1)).output
    assert f.discontinuities.tolist() == f.breakpoints.tolist()
    assert len(f.breakpoints) == 1
    assert f([-1, -1e-300, 1e-300, 1]).tolist() == [-2, -2, 1, 1]
    x, y = f.curve()
    assert np.isnan(x).sum() == 1
    assert y[~np.isnan(y)].tolist() == [-2, -2, 1, 1]


@pytest.mark.parametrize("turn", [1.0, -1.0])
@pytest.mark.parametrize("place", [0.0, 0.1, 1 / 3, -0.7, 1e-9, 1e-300])
def test_a_jump_lies_between_the_two_numbers_where_the_sign_changes(place, turn):
    """At its own root a step is off, whichever side it is on."""
    network = Network([[[turn]], [[3.0]]], [[-turn * place], [1.0]], ["step", "identity"])
    f = analyse(network, (-1, 1)).output
    for x in around(place):
        assert f(x) == float(rational(network, [x])[0]), x
    (jump,) = f.discontinuities
    assert abs(jump - place) <= np.spacing(abs(place))


def test_a_staircase_of_steps_has_one_breakpoint_each():
    places = np.linspace(-0.9, 0.9, 64)
    network = Network(
        [np.ones((64, 1)), np.full((1, 64), 1 / 64)], [-places, [0.0]], ["step", "identity"]
    )
    f = analyse(network, (-1, 1)).output
    assert len(f.breakpoints) == len(f.discontinuities) == 64
    assert not f.slopes.any()
    np.testing.assert_allclose(f((places[1:] + places[:-1]) / 2), np.arange(1, 64) / 64, rtol=1e-14)


def test_the_error_of_a_staircase_is_proved_and_half_a_step():
    """Of x on [0, 1] by n steps, from the middle of each: the largest error is 1/(2n)."""
    n = 8
    places = (np.arange(n) + 0.5) / n
    network = Network(
        [np.ones((n, 1)), np.full((1, n), 1 / n)], [-places, [0.0]], ["step", "identity"]
    )
    line = Target(lambda x: x, label("x"), (0.0, 1.0))
    f = analyse(network, (0, 1)).output
    assert measure(f, line).sup == pytest.approx(1 / (2 * n), rel=1e-12)
    from approx.inputs.expression import target_of

    report = measure(f, target_of("x", (0.0, 1.0)).target)
    assert report.known
    assert report.sup == pytest.approx(1 / (2 * n), rel=1e-9)
    assert report.bracket[1] <= 1 / (2 * n) * (1 + 1e-6)
    assert report.l2 == pytest.approx(1 / (n * 12**0.5), rel=1e-12)


@pytest.mark.parametrize("seed", range(16))
def test_regions_of_two_inputs_follow_skip_edges(seed):
    network = wired_network(seed, steps=False, inputs=2)
    found = regions(network, ((-1, 1), (-1, 1)))
    assert found.area() == pytest.approx(4, rel=1e-12)
    size = float(np.abs(found.values).max()) + 1e-300
    for k in np.linspace(0, len(found) - 1, 8).astype(int):
        corners = found.polygons[k]
        middle = corners.mean(axis=0)
        value = float(found.gradients[k] @ middle + found.offsets[k])
        assert abs(value - float(rational(network, middle)[0])) <= 1e-10 * size
        # Affine on all of it, not in the middle only.
        for corner in corners:
            inside = middle + 0.98 * (corner - middle)
            truth = float(rational(network, inside)[0])
            assert abs(found.gradients[k] @ inside + found.offsets[k] - truth) <= 1e-9 * size


@pytest.mark.parametrize("seed", [4, 5, 8, 16, 21, 28])
def test_regions_with_steps_of_two_inputs_are_the_rational_ones(seed):
    """Also along cliffs, where every side has its own value, and cuts of one side only."""
    network = wired_network(seed, inputs=2)
    assert "step" in network.activations
    sheet = regions(network, SQUARE)
    assert sheet.area() == pytest.approx(4, rel=1e-13)
    size = np.abs(sheet.values).max()
    for number in np.random.default_rng(seed).choice(np.flatnonzero(sheet.areas > 1e-9), 12):
        corners = sheet.sheet[number]
        inner = np.random.default_rng(seed).dirichlet(np.ones(len(corners))) @ corners
        (true,) = rational(network, inner[:2])
        assert (
            abs(sheet.gradients[number] @ inner[:2] + sheet.offsets[number] - true) < 1e-13 * size
        )
        assert abs(inner[2] - true) < 1e-13 * size  # the corners hold the values of this side
    value = float(np.median(network(np.random.default_rng(0).uniform(-1, 1, (999, 2)))))
    for a, b in sheet.level_set(value):  # it separates what is above from what is not
        across = 1e-9 * np.array([b[1] - a[1], a[0] - b[0]]) / np.hypot(*(b - a))
        sides = network((a + b) / 2 + np.stack([across, -across])).ravel() - value
        near = np.abs(sides) < 1e-6 * size
        assert near.any() or sides[0] * sides[1] < 0


def test_two_steps_cut_the_square_into_four_terraces():
    """step(x) + 2 step(y): 0, 1, 2 and 3 on the quadrants; each half axis is one cliff."""
    network = Network([np.eye(2), [[1.0, 2.0]]], [[0.0, 0.0], [0.0]], ["step", "identity"])
    sheet = regions(network, SQUARE)
    assert sorted(sheet.offsets.tolist()) == [0, 1, 2, 3]
    assert not sheet.gradients.any()
    assert sheet.area_above(1.5) == 2
    assert sheet.area_above(2) == 1
    made = sheet.creases
    found = sorted(zip(made.neurons.tolist(), made.jumps.tolist(), strict=True))
    assert found == [(0, 1), (0, 1), (1, 2), (1, 2)]
    assert np.abs(made.segments).sum(axis=(1, 2)).tolist() == [1] * 4
    assert sheet.level_set(1.5)[:, :, 1].tolist() == [[0, 0]] * 2  # along y = 0
    assert sheet.level_set(3.5).tolist() == []


def test_a_cliff_that_is_cut_on_one_side_only_faces_both_pieces():
    """relu(y + step(x) / 2): left it bends at y = 0, right at y = -1/2, the cliff has 3 parts."""
    weights = [[[1.0, 0.0]], [[0.5]], [[1.0]]]
    network = Network(
        weights, [[0.0], [0.0], [0.0]], ["step", "relu", "identity"], [Skip(0, 2, [[0.0, 1.0]])]
    )
    sheet = regions(network, SQUARE)
    assert len(sheet) == 4
    cliff = sheet.creases.segments[sheet.creases.layers == 0]
    assert sorted(sorted(part[:, 1].tolist()) for part in cliff) == [[-1, -0.5], [-0.5, 0], [0, 1]]
    jumps = dict(zip(cliff[:, :, 1].min(axis=1), sheet.creases.jumps, strict=False))
    assert jumps == {-1: 0, -0.5: 0.5, 0: 0.5}
    assert sheet.creases.of(1, 0).shape == (2, 2, 2)
    # Where f rises above 1/4: by a jump for -1/4 < y < 1/4, else along a line.
    level = sheet.level_set(0.25)
    assert sorted(np.hypot(*(level[:, 1] - level[:, 0]).T).round(12)) == pytest.approx(
        [0.25, 0.25, 1, 1]
    )


def test_of_several_outputs_behind_steps_the_largest_wins():
    rng = np.random.default_rng(3)
    network = Network(
        [rng.normal(size=(6, 2)), rng.normal(size=(5, 6)), rng.normal(size=(3, 5))],
        [rng.normal(size=6), rng.normal(size=5), rng.normal(size=3)], ["step", "relu", "identity"],
    )  # fmt: skip
    found = decide(network, SQUARE)
    assert found.areas.sum() == pytest.approx(4)
    inside = np.array([p.mean(axis=0) for p in found.polygons])
    assert (network(inside).argmax(axis=1) == found.winners).all()
    segments, pairs = found.borders
    for (a, b), pair in zip(segments, pairs, strict=True):
        across = 1e-9 * np.array([b[1] - a[1], a[0] - b[0]]) / np.hypot(*(b - a))
        beside = network((a + b) / 2 + np.stack([across, -across])).argmax(axis=1)
        assert set(beside) == set(pair.tolist())


def test_a_smooth_residual_network_is_within_its_bound():
    rng = np.random.default_rng(4)
    for names in (["tanh"] * 3, ["relu", "tanh", "sigmoid"], ["relu", "relu", "softmax"]):
        network = Network(
            [rng.normal(size=(n, m)) for m, n in pairwise([1, 6, 6, 6, 1])],
            [rng.normal(size=n) for n in (6, 6, 6, 1)],
            [*names, "identity"],
            [Skip(1, 3), Skip(0, 4), Skip(1, 4, rng.normal(size=(1, 6)))],
        )
        analysis = analyse_smooth(network, (-2, 2))
        x = np.linspace(-2, 2, 40_001)
        off = np.abs(analysis.output(x) - network(x)).max()
        assert off <= analysis.deviation
        assert analysis.deviation <= 2e-5 * np.ptp(network(x))
        for place in analysis.output.breakpoints:
            h = 1e-5
            left, right = (network(place) - network(place - h), network(place + h) - network(place))
            assert abs(right - left) > 1e-3 * h


def test_softmax_outputs_are_shares_and_each_is_drawn():
    rng = np.random.default_rng(1)
    network = Network(
        [rng.normal(size=(5, 1)), rng.normal(size=(4, 5))],
        [rng.normal(size=5), rng.normal(size=4)],
        ["tanh", "softmax"],
        output_names=["a", "b", "c", "d"],
    )
    x = np.linspace(-3, 3, 20_001)
    shares = network(x[:, None])
    np.testing.assert_allclose(shares.sum(axis=1), 1, rtol=1e-14)
    for k, name in enumerate("abcd"):
        part = network.component(name)
        np.testing.assert_allclose(part(x), shares[:, k], rtol=1e-13)
        analysis = analyse_smooth(part, (-3, 3))
        assert np.abs(analysis.output(x) - shares[:, k]).max() <= analysis.deviation
        assert part.output_names == (name,)
    two = Network([[[1.0], [3.0]]], [[0.0, 1.0]], ["softmax"])
    assert two.component(1).activations == ("sigmoid",)
    np.testing.assert_allclose(two.component(1)(x), two(x[:, None])[:, 1], rtol=1e-13)


def test_a_jump_survives_what_is_done_to_functions():
    end = float(np.nextafter(1.0, 2))
    step = PiecewiseLinear([0, 1, end, 2], [0, 0, 1, 1])
    assert (step.breakpoints.tolist(), step.discontinuities.tolist()) == ([1], [1])
    for f, jumps in (
        (2 * step - 1, [-1, 1]),
        (step.simplified(), [0, 1]),
        (step.restricted((0.5, 3)), [0, 1]),
        (abs(step - 0.25), [0.25, 0.75]),
        ((step - 0.5).relu(), [0, 0.5]),
        (step + PiecewiseLinear([0, 0.5, 2], [0, 1, 0]), [2 / 3, 5 / 3]),
    ):
        assert f.discontinuities.tolist() == [1]
        assert [float(f(1.0)), float(f(end))] == pytest.approx(jumps)
    assert step.roots().tolist() == [0, 1]
    assert (step - 0.5).roots().tolist() == [1]  # it jumps over zero
    assert step(1, nu=1) == 0
    assert step.integrate() == pytest.approx(1)
    ramp = PiecewiseLinear([0, 4], [0, 2])
    f = step(ramp)
    (jump,) = f.discontinuities
    assert jump == pytest.approx(2, abs=4e-16)
    assert f([1.9, 2.1, 4]).tolist() == [0, 1, 1]
    g = ramp(step)
    assert g([0.5, 1, end, 2]).tolist() == [0, 0, 0.5, 0.5]


def test_a_chain_carries_no_more_than_is_needed():
    network = Network(
        [np.ones((3, 2)), np.ones((4, 3)), np.ones((5, 4)), np.ones((1, 5))],
        [np.zeros(n) for n in (3, 4, 5, 1)],
        skips=[Skip(0, 3, np.ones((5, 2))), Skip(1, 4, np.ones((1, 3)))],
    )
    assert [layer.weights.shape for layer in chain(network)] == [(5, 2), (9, 5), (8, 9), (1, 8)]
    assert [layer.own for layer in chain(network)] == [3, 4, 5, 1]


@pytest.mark.parametrize(
    ("skips", "message"),
    [
        ([Skip(0, 1)], "must pass over a layer"),
        ([Skip(1, 2)], "must pass over a layer"),
        ([Skip(0, 4)], "one of the 3 layers"),
        ([Skip(-1, 2)], "must pass over a layer"),
        ([Skip(0, 2)], "adds 1 numbers to 2 neurons; give it weights"),
        ([Skip(0, 3), Skip(0, 3)], "two skip edges from 0 to layer 3"),
        ([Skip(0, 2, [[1.0, 2.0]])], r"weights of shape \(1, 2\), not \(2, 1\)"),
        ([Skip(0, 3, [[np.nan]])], "NaN or infinity"),
    ],
)
def test_what_is_no_skip_edge_is_refused(skips, message):
    with pytest.raises(InputError, match=message):
        Network([[[1.0]], [[1.0], [1.0]], [[1.0, 1.0]]], [[0.0], [0.0] * 2, [0.0]], skips=skips)


@pytest.mark.parametrize(
    ("names", "message"),
    [(["a"], "1 different output names for 2"), (["a", "a"], "1 different"), (["a", ""], "1 to")],
)
def test_names_are_one_per_output(names, message):
    with pytest.raises(InputError, match=message):
        Network([[[1.0], [1.0]]], [[0.0, 0.0]], output_names=names)


def test_an_output_that_does_not_exist_is_refused():
    network = Network([[[1.0], [1.0]]], [[0.0, 0.0]], output_names=["sin", "cos"])
    with pytest.raises(InputError, match=r"no output 'tan'; known: 0 \(sin\), 1 \(cos\)"):
        network.component("tan")
    with pytest.raises(InputError, match="no output 2"):
        network.component(2)


def test_a_step_that_falls_is_on_where_its_value_is_positive():
    """Its slope is negative everywhere: what it lifts goes by its value, not by its slope."""
    network = Network([[[-1.0]], [[3.0]]], [[0.5], [1.0]], ["step", "identity"])
    analysis = analyse(network, (-1, 1))
    (first, _) = analysis.layers
    assert first.lift[:, 0].tolist() == [1, 0]
    assert first.activation_slope[:, 0].tolist() == [0, 0]
    assert analysis.output([-1, 0.4, 0.6, 1]).tolist() == [4, 4, 1, 1]


def test_at_the_place_of_a_step_its_whole_jump_is_open():
    """Value and rounding are zero there: which side it is on is left to double-double."""
    network = Network([[[1.0]], [[3.0]]], [[0.0], [1.0]], ["step", "identity"])
    layers = Propagation(network, -1.0, 1.0).layers
    value, bound = typical(layers, np.array([-0.5, 0.0, 0.5]))
    assert value[:, 0].tolist() == [1, 1, 4]
    assert bound[1, 0] == pytest.approx(3)
    assert (bound[[0, 2], 0] < 1e-14).all()


def test_a_mean_has_room_for_its_own_rounding():
    half, ones = np.array([[0.5, 0.5, 0.0]]), np.array([[1.0, -1.0, 0.0]])
    low, high = softmax_bounds._mean((half, half), (ones, ones))
    assert high[0, 0] == -low[0, 0]
    assert high[0, 0] >= 5 * softmax_bounds.EPS


def test_shares_of_points_are_narrow():
    z = np.log([[0.915, 0.075, 0.01]])
    low, high = softmax_bounds._shares((z, z))
    assert low[0] == pytest.approx([0.915, 0.075, 0.01], rel=1e-13)
    assert high[0] == pytest.approx([0.915, 0.075, 0.01], rel=1e-13)
    assert (low < high).all()


def test_a_probability_is_compared_with_classes_only():
    network = Network([[[1.0, 1.0]], [[1.0]]], [[0.0], [0.0]], ["relu", "sigmoid"])
    with pytest.raises(InputError, match="a probability"):
        plane_of_network(network, SQUARE, target="x*y")
    assert plane_of_network(network, SQUARE, target="y > x").right[1] > 0
