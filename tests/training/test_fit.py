"""Training gets close to the best possible, in every method, in any units, and repeatably."""

import io
import math

import numpy as np
import pytest

from approx.core.exact import analyse
from approx.core.network import Network
from approx.core.piecewise import PiecewiseLinear
from approx.core.skip import Skip
from approx.core.target import Target, absolute, label, logistic, runge, sine, square
from approx.limits import best
from approx.system.errors import InputError
from approx.training import Collapsed, Diverged, OutOfTime, fit, fit_points, load, save

MORE_BATCHES = [(1, 0.9), (32, 0.0), (None, 0.0), (None, 0.9)]
SMOOTH = {"x²": square(), "logistic": logistic(), "sine": sine(), "Runge": runge()}


def moved(target, amplitude=1.0, offset=0.0, domain=None):
    """amplitude · target + offset, stretched to another domain."""
    a, b = target.domain
    c, d = domain or target.domain
    return Target(
        lambda x: amplitude * target(a + (b - a) * (x - c) / (d - c)) + offset,
        label("moved"),
        (c, d),
    )


@pytest.mark.parametrize("name", SMOOTH)
@pytest.mark.parametrize("neurons", [8, 16, 32])
def test_optimal_is_within_two_percent_of_the_best_possible(name, neurons):
    run = fit(SMOOTH[name], neurons, method="optimal")
    assert run.network.hidden_widths == (neurons,)
    # n neurons cannot beat n breakpoints; the limit itself is only known to 1e-4 of itself.
    assert 1 - 1e-3 <= run.ratio <= 1.02


def test_with_four_neurons_runges_function_costs_a_skip_connection():
    """n neurons have one freedom less than n breakpoints; all directions were tried."""
    assert fit(runge(), 4, method="optimal").ratio == pytest.approx(1.1004, abs=2e-3)


@pytest.mark.parametrize("neurons", [2, 4, 8, 16, 32])
def test_where_all_slope_changes_have_one_sign_the_first_piece_is_flat(
    neurons,
):
    """Mirrored, a flat end of half a piece is the middle piece of x² on [−1, 1]."""
    run = fit(square((0.0, 1.0)), neurons, method="optimal")
    assert run.ratio == pytest.approx(((neurons + 1) / (neurons + 0.5)) ** 2, rel=1e-4)


@pytest.mark.parametrize("neurons", [2, 3, 8, 16, 32])
def test_optimal_finds_the_corner_of_an_absolute_value(neurons):
    assert fit(absolute(), neurons, method="optimal").error.sup < 1e-13


def test_neurons_that_nothing_needs_have_weight_zero_and_make_no_breakpoint():
    network = fit(absolute((-3.0, 3.0)), 8, method="optimal").network
    assert analyse(network, (-3.0, 3.0)).output.breakpoints.tolist() == pytest.approx([0.0])
    weights = network.weights[1][0]
    assert (weights == 0).any()
    assert np.abs(weights[weights != 0]).min() > 0.1


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(n, marks=[pytest.mark.slow] if n in ("x²", "Runge", "logistic") else [])
        for n in SMOOTH
    ],
)
def test_two_layers_of_eight_come_within_a_tenth_of_sixteen_breakpoints(name):
    run = fit(SMOOTH[name], hidden=(8, 8))
    assert run.options.method == "lm"
    assert run.ratio_at(16) <= 1.1
    assert run.ratio >= 1


@pytest.mark.parametrize(
    ("method", "most"), [("gd", 2), ("adam", 2), ("lbfgs", 2), ("lm", 2), ("varpro", 1.1)]
)
def test_every_method_learns_the_logistic_function(method, most):
    run = fit(logistic(), 8, method=method)
    assert 1 - 1e-3 <= run.ratio <= most
    assert run.history.error[-1] < run.history.error[0] or method == "varpro"


@pytest.mark.parametrize("method", ["gd", "adam", "lbfgs", "lm", "optimal"])
@pytest.mark.parametrize(
    "change", [{"amplitude": 1e6}, {"offset": 3000}, {"domain": (0.0, 1e4)}], ids=str
)
def test_units_do_not_matter(method, change):
    settings = {} if method == "optimal" else {"steps": 200}
    plain = fit(moved(sine()), 8, method=method, **settings)
    other = fit(moved(sine(), **change), 8, method=method, **settings)
    unit = change.get("amplitude", 1.0)
    length = 1e4 / np.pi if "domain" in change else 1.0
    # Second-order methods amplify the units' rounding until they take another path.
    tolerance = 0.1 if method in ("lm", "lbfgs", "optimal") else 1e-4
    scale = unit * math.sqrt(length)
    assert other.error.l2 / scale == pytest.approx(plain.error.l2, rel=tolerance)
    assert other.history.loss[-1] == pytest.approx(
        plain.history.loss[-1] * unit**2, rel=2 * tolerance
    )


@pytest.mark.parametrize("method", ["gd", "adam", "lbfgs", "lm", "varpro", "optimal"])
def test_the_same_seed_gives_the_same_bytes(method):
    def film():
        settings = {} if method in ("varpro", "optimal") else {"steps": 30}
        file = io.BytesIO()
        save(fit(sine(), 6, method=method, seed=3, **settings).history, file)
        return file.getvalue()

    assert film() == film()


def test_another_seed_gives_another_network():
    first, second = (fit(sine(), 6, method="gd", steps=5, seed=s).network for s in (0, 1))
    assert first != second


def test_a_large_rate_diverges_and_says_which_to_try():
    with pytest.raises(Diverged, match=r"not a number at step \d+; try --rate 0\.5") as caught:
        fit(sine(), 32, method="gd", rate=5, init="he")
    assert caught.value.exit_code == 1
    assert caught.value.step > 1


def test_dead_neurons_are_no_answer_although_the_loss_is_finite():
    start = Network([[[1.0]] * 4, [[1.0] * 4]], [[-9.0] * 4, [0.0]])
    with pytest.raises(Collapsed, match=r"all 4 neurons are dead.*; try --rate 0\.01") as caught:
        fit(square(), method="gd", rate=0.1, start=start, steps=3)
    assert caught.value.exit_code == 1


def test_a_time_limit_stops():
    with pytest.raises(OutOfTime, match=r"after 0\.05 s at step \d+"):
        fit(sine(), 32, method="gd", steps=100_000, time_limit=0.05)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"rate": 0}, "--rate must be between 1e-06 and 10"),
        ({"rate": math.nan}, "--rate must be between"),
        ({"rate": 1e9}, "--rate must be between"),
        ({"steps": 0}, "--steps must be between 1 and 100000"),
        ({"steps": 10**9}, "--steps must be between 1 and 100000"),
        ({"momentum": 1}, "--momentum must be between"),
        ({"method": "sgd"}, "no method 'sgd'; did you mean 'gd'"),
        ({"init": "xavir"}, "did you mean 'xavier'"),
        ({"batchsize": 3}, "no setting 'batchsize'; did you mean 'batch'"),
        ({"batch": 1000}, "--batch 1000 is more than the 256 samples"),
        ({"method": "lm", "dropout": 0.5}, "--dropout belongs to --method gd or adam, not lm"),
    ],
)
def test_settings_out_of_their_limits_are_named(settings, message):
    with pytest.raises(InputError, match=message):
        fit(square(), 4, **{"method": "gd", **settings})


@pytest.mark.parametrize("neurons", [0, 10**6])
def test_widths_out_of_their_limits_are_named(neurons):
    with pytest.raises(InputError, match="--neurons must be between 1 and 512"):
        fit(square(), neurons)
    with pytest.raises(InputError, match="100 hidden layers; use 1 to 16"):
        fit(square(), hidden=(3,) * 100)


def test_a_target_that_is_not_finite_is_refused_before_training():
    hole = Target(lambda x: np.where(x > 0.5, np.nan, x), label("f"), (0, 1))
    with pytest.raises(InputError, match=r"f is not finite at x = 0\.50"):
        fit(hole, 4, method="gd")


def test_points_on_a_polyline_are_fitted_exactly():
    x = np.linspace(-2, 5, 60)
    y = 3000 + 7 * np.abs(x - 1) - 4 * np.maximum(x - 3, 0)
    run = fit_points(x, y, 4)
    assert np.abs(run.network(x) - y).max() < 1e-6
    assert np.isnan(run.ratio)


def test_two_classes_in_the_plane_are_separated():
    rng = np.random.default_rng(0)
    points = rng.uniform(-3, 3, (200, 2))
    inside = (np.hypot(*points.T) < 1.8).astype(float)
    run = fit_points(points, inside, 12, loss="binary", steps=1500, rate=0.03)
    assert ((run.network(points)[:, 0] > 0) == (inside == 1)).mean() > 0.98
    assert run.history.loss[-1] < run.history.loss[0] / 5
    three = np.digitize(points[:, 0], [-1, 1])
    run = fit_points(points, three, 12, loss="softmax", steps=1000)
    assert (run.network(points).argmax(axis=1) == three).mean() > 0.97


@pytest.mark.parametrize(
    ("batch", "momentum"),
    [(1, 0.0), (32, 0.9), *(pytest.param(*more, marks=pytest.mark.slow) for more in MORE_BATCHES)],
)
def test_every_batch_size_learns(batch, momentum):
    run = fit(
        square(),
        8,
        method="gd",
        steps=1000,
        rate=0.01,
        batch=batch,
        momentum=momentum,
        init="spread",
    )
    assert run.history.error[-1] < run.history.error[0]


def test_penalties_make_weights_small():
    plain = fit(sine(), 16, method="adam", steps=500).history.parameters[-1]
    for penalty in ({"l1": 0.01}, {"l2": 0.1}):
        other = fit(sine(), 16, method="adam", steps=500, **penalty).history.parameters[-1]
        assert np.abs(other).sum() < np.abs(plain).sum()


@pytest.fixture(scope="module")
def film():
    return fit(sine(), 8, method="adam", steps=400, snapshots=50, seed=2).history


def test_a_history_replays_forwards_and_backwards(film):
    assert len(film) <= 50
    assert (film[0].step, film[-1].step) == (0, 400)
    forwards, backwards = [s.step for s in film], [s.step for s in reversed(film)]
    assert forwards == sorted(set(forwards)) == backwards[::-1]
    with pytest.raises(IndexError):
        film[len(film)]


def test_every_snapshot_is_measured_exactly(film):
    limit = best(sine(), 8, "l2").error
    for moment in (film[0], film[20], film[-1]):
        f = analyse(moment.network, sine().domain).output
        x = np.union1d(np.linspace(*sine().domain, 200_001), f.x)
        off = f(x) - np.sin(3 * x)
        assert moment.error == pytest.approx(math.sqrt(np.trapezoid(off**2, x)), rel=1e-6)
        assert moment.sup == pytest.approx(np.abs(off).max(), rel=1e-5)
        assert moment.ratio == pytest.approx(moment.error / limit, rel=1e-9)
        assert np.array_equal(moment.breakpoints, f.breakpoints)
        middles = sine().domain[0] + np.pi * (np.arange(256) + 0.5) / 256
        loss = np.mean((moment.network(middles) - np.sin(3 * middles)) ** 2)
        assert moment.loss == pytest.approx(loss, rel=1e-9)


def test_worldlines_are_the_breakpoints(film):
    lines = film.worldlines
    for index in (0, 10, -1):
        inside = np.sort(lines[index][~np.isnan(lines[index])])
        assert np.allclose(inside, film.breakpoints[index], rtol=0, atol=1e-12)


def test_dead_and_linear_neurons_are_counted():
    start = Network([[[1.0], [1.0], [-1.0], [1.0]], [[1.0] * 4]], [[-9.0, 9.0, -9.0, 0.0], [0.0]])
    first = fit(square(), method="gd", start=start, steps=1).history[0]
    assert (first.dead, first.linear) == (2, 1)
    assert np.allclose(first.breakpoints, [0])
    assert np.allclose(first.network.weights[0], start.weights[0])


def test_a_saved_history_is_the_same_film(film, tmp_path):
    save(film, tmp_path / "film.npz")
    again = load(tmp_path / "film.npz")
    assert (tmp_path / "film.npz").stat().st_size < 100_000
    assert (again.method, again.seed, again.shape) == (film.method, film.seed, film.shape)
    for name in ("steps", "parameters", "loss", "error", "ratio", "dead", "linear", "domain"):
        assert np.array_equal(getattr(again, name), getattr(film, name)), name
    assert all(map(np.array_equal, again.breakpoints, film.breakpoints))
    assert again[7].network == film[7].network


def test_what_is_no_history_is_refused(tmp_path):
    path = tmp_path / "film.npz"
    for content in (b"", b"no zip", b"PK\x03\x04"):
        path.write_bytes(content)
        with pytest.raises(InputError, match=r"film\.npz is no training history"):
            load(path)
    np.savez(path, steps=np.array([{"a": 1}], dtype=object))
    with pytest.raises(InputError, match="no training history"):
        load(path)
    with pytest.raises(InputError, match="no training history"):
        load(tmp_path / "missing.npz")


def test_damaged_histories_are_refused_in_a_line(film, tmp_path):
    """Any byte of the file may be another; what is left of it is read or refused."""
    path = tmp_path / "film.npz"
    save(film, path)
    whole, rng = path.read_bytes(), np.random.default_rng(1)
    refused = 0
    for _ in range(60):
        damaged = bytearray(whole)
        for place in rng.integers(len(whole), size=3):
            damaged[place] ^= 0xFF
        path.write_bytes(damaged)
        try:
            load(path)
        except InputError as error:
            refused += "\n" not in str(error)
    assert refused > 50


@pytest.mark.parametrize(
    ("activations", "skips", "named"),
    [
        (("relu", "leaky_relu", "identity"), (), "relu, leaky_relu, identity"),
        (("relu", "relu", "relu"), (), "relu, relu, relu"),
        (("step", "step", "identity"), (), "step"),
        (("relu", "relu", "identity"), (Skip(0, 2),), "skip edges"),
    ],
)
def test_a_start_that_training_would_make_another_network_of_is_refused(activations, skips, named):
    start = Network([[[1.0]]] * 3, [[0.5]] * 3, activations, skips)
    for hidden in (None, (1, 1)):
        with pytest.raises(InputError, match=f"one kind of ReLU, .*{named}"):
            fit(square(), hidden=hidden, start=start, method="adam", steps=1)


def test_progress_is_reported_to_the_end():
    reports = []
    fit(square(), 4, method="gd", steps=1000, progress=lambda *pair: reports.append(pair))
    assert reports[-1] == (1000, 1000)
    assert len(reports) <= 203
    assert reports == sorted(reports)


@pytest.mark.parametrize("method", ["optimal", "varpro"])
def test_what_searches_breakpoints_has_unit_slopes_so_that_weights_are_slope_changes(method):
    done = fit(sine(3.0, (-3.0, 4.0)), 8, method=method)
    (hidden, biases, _), (outputs, _, _) = done.network.layers
    assert np.abs(hidden).tolist() == [[1.0]] * 8
    f = PiecewiseLinear.of(done.network, (-3.0, 4.0))
    order = np.argsort(-biases / hidden[:, 0])
    assert np.diff(f.slopes) == pytest.approx(outputs[0, order], rel=1e-12)
