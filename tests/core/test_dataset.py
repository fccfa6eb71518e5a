"""Given points as subjects: resolved, fitted by least squares, measured and drawn at the points."""

import json

import numpy as np
import pytest

from approx.core.dataset import Dataset
from approx.core.error import measure
from approx.core.exact import analyse
from approx.core.piecewise import PiecewiseLinear
from approx.core.target import label
from approx.outputs.figures import draw, unsupported_reason
from approx.outputs.films import stories
from approx.panels import fit as pictures
from approx.panels import target as targets
from approx.panels.wording import verdict
from approx.subjects import FitOptions, packed, resolve, unpacked
from approx.subjects.from_run import history_of
from approx.system.errors import InputError
from approx.training import fit
from approx.training.landscape import landscape
from approx.training.projection import MANY, ROOM


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def given(x, y, name="points"):
    order = np.argsort(x, kind="stable")
    x, y = np.asarray(x, dtype=float)[order], np.asarray(y, dtype=float)[order]
    return Dataset(x, y, label(name), (float(x[0]), float(x[-1])))


def noisy(many, seed=3):
    rng = np.random.default_rng(seed)
    x = rng.uniform(-2, 3, many)
    return given(x, np.sin(2 * x) + rng.normal(0, 0.2, many))


def written(path, data):
    rows = zip(data.x.tolist(), data.y.tolist(), strict=True)
    path.write_text("".join(f"{x!r};{y!r}\n" for x, y in rows))
    return str(path)


# -- subjects from files -------------------------------------------------------------------------


def test_a_file_of_points_becomes_a_network_for_them_and_says_what_it_found(tmp_path):
    said = []
    (tmp_path / "h.tsv").write_bytes(
        "\ufefftime\theight\r\n1\t3\r\n0\t1\r\n0\t2\r\n2\t0\r\n".encode()
    )
    subject = resolve("h.tsv", FitOptions(neurons=2, warn=said.append))
    assert subject.target.x.tolist() == [0, 0, 1, 2]
    assert subject.domain == (0, 2)
    assert subject.title() == "h: 4 points, fitted by 2 neurons"
    assert said == [
        "note: separated by tabs",
        "note: sorted by x",
        "warning: x = 0 appears twice with different y (rows 3 and 4)",
    ]


def test_an_interval_leaves_points_out_or_goes_beyond_them(tmp_path):
    said = []
    name = written(tmp_path / "p.csv", given(range(10), np.sin(range(10))))
    short = resolve(name, FitOptions(on=("2", "5.5"), neurons=2, warn=said.append))
    assert short.target.x.tolist() == [2, 3, 4, 5]
    assert short.domain == (2, 5.5)
    assert said[-1].endswith("6 of 10 points lie outside [2, 5.5] and are left out")
    wide = resolve(name, FitOptions(on=("-20", "30"), neurons=3))
    assert (len(wide.target), wide.domain) == (10, (-20, 30))
    assert wide.analysis.domain == (-20, 30)
    with pytest.raises(InputError, match=r"^\[20, 30\] holds no point of p; .* lie on \[0, 9\]$"):
        resolve(name, FitOptions(on=("20", "30")))
    with pytest.raises(InputError, match="holds only x = 3 of p"):
        resolve(name, FitOptions(on=("2.5", "3.5")))


def test_points_travel_to_another_process_bit_for_bit(tmp_path):
    settings = {"method": "adam", "steps": 5}
    subject = resolve(
        written(tmp_path / "p.csv", noisy(50)), FitOptions(neurons=3, settings=settings)
    )
    copy = unpacked(json.loads(json.dumps(packed(subject))))
    assert np.array_equal(copy.target.x, subject.target.x)
    assert np.array_equal(copy.target.y, subject.target.y)
    assert copy.error == subject.error
    assert np.array_equal(history_of(copy).parameters, subject.fit.history.parameters)


def test_what_needs_a_function_is_refused_in_one_line(tmp_path):
    subject = resolve(written(tmp_path / "p.csv", noisy(30)), FitOptions(neurons=3))
    assert "between which no function is known" in stories.unsupported_reason("width", subject)
    assert "between which no function is known" in unsupported_reason("compare", subject)
    assert "one hidden layer" in stories.unsupported_reason("depth", subject)
    assert not subject.limited
    with pytest.raises(InputError, match="given by points"):
        _ = subject.limit


# -- the fit ----------------------------------------------------------------------------------


def test_points_on_a_piecewise_linear_function_give_it_back():
    truth = PiecewiseLinear([-2, -1, 0.3, 1.7, 3], [0, 2, -1, 1, 0.5])
    x = np.random.default_rng(5).uniform(-2, 3, 300)
    x = np.r_[x, truth.x]
    found = fit(given(x, truth(x)), 4)
    f = found.history.analysis(-1).output
    everywhere = np.linspace(-2, 3, 4001)
    assert f(everywhere) == pytest.approx(truth(everywhere), abs=1e-9)
    assert found.error.sup < 1e-12
    assert found.history.analysis(-1).domain == (-2, 3)


@pytest.mark.parametrize("many", [40, 3 * MANY])
@pytest.mark.parametrize("method", ["optimal", "varpro"])
def test_the_output_layer_is_the_least_squares_one_over_all_points(method, many):
    data = noisy(many)
    found = fit(data, 5, method=method)
    (w, b, _), (v, c, _) = found.network.layers
    features = np.column_stack([np.maximum(data.x[:, None] * w[:, 0] + b, 0), np.ones(many)])
    best, *_ = np.linalg.lstsq(features, data.y, rcond=None)
    assert np.r_[v[0], c] == pytest.approx(best, rel=1e-7, abs=1e-9)
    off = features @ best - data.y
    assert found.history.loss[-1] == pytest.approx(np.mean(off**2), rel=1e-9)


def test_every_method_lowers_the_loss_of_exactly_these_points():
    data = noisy(40)
    flat = float(np.var(data.y))
    for method in ("optimal", "varpro", "lm", "adam", "lbfgs"):
        found = fit(data, 6, method=method, **({"steps": 500} if method == "adam" else {}))
        f = found.history.analysis(-1).output
        assert found.history.loss[-1] == pytest.approx(np.mean((f(data.x) - data.y) ** 2), rel=1e-9)
        assert found.history.loss[-1] < 0.2 * flat


@pytest.mark.parametrize("neurons", [2, 8, 40])
def test_with_few_points_the_curve_goes_through_all_and_stays_near_them(neurons):
    y = [1, 3, 0]
    found = fit(given([0, 1, 4], y), neurons)
    f = found.history.analysis(-1).output
    assert found.error.sup < 1e-11
    middle, half = 1.5, 1.5
    assert np.abs((f.y - middle) / half).max() <= ROOM + 1e-6


def test_an_outlier_is_reached_where_it_is_worth_it():
    found = fit(given(np.arange(50), [*[0] * 25, 100, *[0] * 24]), 4)
    assert found.error.sup < 1e-9


def test_more_neurons_than_points_and_one_x_with_many_y_are_fitted_too():
    assert fit(given([0, 1], [1, 3]), 8).error.sup < 1e-12
    same = fit(given([0, 0, 1, 1], [0, 2, 5, 9]), 3)
    assert same.error.sup == pytest.approx(2)  # through the means 1 and 7
    assert same.error.l2 == pytest.approx(np.sqrt((1 + 1 + 4 + 4) / 4))
    assert fit(given([0, 1, 2], [5, 5, 5]), 3).error.sup == 0


# -- the error --------------------------------------------------------------------------------


def test_the_error_is_the_largest_over_the_points_and_no_word_of_what_lies_between():
    f = PiecewiseLinear([0, 1, 2], [0, 4, 0])
    data = given([0, 0.5, 0.5, 2, 2], [1, 1, 3, 0.5, -1])
    error = measure(f, data)
    e = f(data.x) - data.y
    assert error.sup == np.abs(e).max() == 1
    assert list(zip(error.at, error.signs, strict=True)) == [(0, -1), (0.5, -1), (0.5, 1), (2, 1)]
    assert error.l2 == pytest.approx(np.sqrt(np.mean(e**2)), rel=1e-15)
    assert (error.points, error.proved) == (5, True)
    assert measure(f, given([0, 1, 2], [0, 4, 0])).none


def test_every_sentence_says_that_the_error_is_at_the_points(tmp_path):
    subject = resolve(written(tmp_path / "p.csv", noisy(30)), FitOptions(neurons=3))
    assert verdict(subject).count("at the points") == 2
    assert verdict(subject, "de").count("an den Punkten") == 2


def test_the_loss_over_two_weights_is_the_mean_over_the_points():
    data = noisy(60)
    network = fit(data, 4).network
    land = landscape(network, data)
    i, j = land.pair
    for u, v in ((0.0, 0.0), (1.5, -2.0)):
        (w, b, _), (out, c, _) = network.layers
        outputs = out[0].copy()
        outputs[[i, j]] = u, v
        values = np.maximum(np.outer(data.x, w[:, 0]) + b, 0) @ outputs + c
        assert land.loss(u, v) == pytest.approx(np.mean((values - data.y) ** 2), rel=1e-9)


# -- the picture ------------------------------------------------------------------------------


def test_every_point_is_drawn_where_it_is_and_its_error_below(tmp_path):
    subject = resolve(written(tmp_path / "p.csv", noisy(20)), FitOptions(neurons=4))
    picture = pictures.build(subject)
    (dots,), (strip,) = picture.curves.dots, picture.strips
    assert np.array_equal(dots.x, subject.target.x)
    assert np.array_equal(dots.y, subject.target.y)
    off = analyse(subject.network, subject.domain).output(dots.x) - dots.y
    assert np.array_equal(strip.dots[0].y, off)
    assert np.array_equal(strip.stems[0].upper, off)
    curves, _ = draw(subject).axes
    (drawn,) = [line for line in curves.get_lines() if line.get_label() == "20 points"]
    assert np.array_equal(drawn.get_xydata(), np.column_stack([dots.x, dots.y]))


def test_many_points_are_thinned_by_rule_and_it_is_said():
    data = noisy(5000)
    chosen = targets.drawn(data)
    assert len(chosen) == len(set(chosen.tolist())) == targets.MOST
    again = Dataset(data.x.copy(), data.y.copy(), data.label, data.domain)
    assert np.array_equal(targets.drawn(again), chosen)
    assert targets.name(data) == "1000 of 5000 points drawn"
    assert targets.name(data, "de") == "1000 von 5000 Punkten gezeichnet"
    a, b = data.domain
    column = np.minimum((data.x - a) / (b - a) * targets.COLUMNS, targets.COLUMNS - 1).astype(int)
    shown = np.isin(np.arange(len(data)), chosen)
    for k in range(targets.COLUMNS):
        own = column == k
        for extreme in (np.min, np.max):
            assert extreme(data.y[own & shown]) == extreme(data.y[own])


def test_points_inside_an_interval_keep_its_ends_and_take_it_as_their_domain():
    data = Dataset(np.arange(5.0), np.arange(5.0) ** 2, label("data"), (0.0, 4.0))
    part = data.on((1.0, 3.0))
    assert (part.x.tolist(), part.y.tolist()) == ([1, 2, 3], [1, 4, 9])
    assert (part.domain, len(part), part.own) == ((1.0, 3.0), 3, False)
    assert data.on((-9.0, 1.0)).x.tolist() == [0, 1]


@pytest.mark.parametrize(
    ("domain", "inside"),
    [((4.5, 9.0), "no point"), ((2.5, 3.5), "only x = 3"), ((3.0, 3.5), "only x")],
)
def test_an_interval_with_one_place_or_none_is_refused_with_what_it_holds(domain, inside):
    data = Dataset(np.array([0, 1, 3, 3.0, 4]), np.zeros(5), label("data"), (0.0, 4.0))
    where = (
        rf"\[{domain[0]:g}, {domain[1]:g}\] holds {inside}.* of data; its points lie on \[0, 4\]"
    )
    with pytest.raises(InputError, match=where):
        data.on(domain)


def test_numbers_are_no_dates_unless_said():
    assert not given([0.0, 1.0], [0.0, 1.0]).dates
