"""The picture of a sum shows the network's own numbers."""

import itertools
import re

import numpy as np
import pytest
from strangers import stranger

from approx.core.dataset import Dataset
from approx.core.network import Network
from approx.core.target import label, square
from approx.inputs import catalog
from approx.panels import contributions, neurons, running_sum
from approx.panels import sum as panels
from approx.panels.captions import sum as captions
from approx.panels.diagram import MOST_UNITS
from approx.panels.diagram import build as diagram
from approx.panels.formula import formula
from approx.panels.rounding import written
from approx.panels.wording import verdict
from approx.subjects import Subject, of_network, resolve

NAMES = catalog.names()


def wide(width: int) -> Subject:
    rng = np.random.default_rng(width)
    network = Network(
        [rng.normal(size=(width, 1)), rng.normal(size=(1, width))],
        [rng.normal(size=width), rng.normal(size=1)],
    )
    return Subject("wide", {"en": "wide", "de": "breit"}, network, square())


@pytest.mark.parametrize("name", NAMES)
def test_the_parts_add_up_to_the_output(name):
    whole = panels.build(resolve(name))
    x = np.linspace(*whole.subject.domain, 401)
    total = whole.start(x) + sum(term.function(x) for term in whole.contributions)
    assert np.allclose(total, whole.subject.network(x), atol=1e-12)
    assert np.allclose(whole.contributions[-1].total(x), whole.function(x), atol=1e-12)


def test_what_is_taken_away_comes_last_and_is_hatched():
    whole = panels.build(resolve("sigmoid"))
    assert [term.weight > 0 for term in whole.contributions] == [True, False]
    assert [band.hatched for band in contributions.build(whole).panel.bands] == [False, True]


def test_the_formula_is_the_network():
    text = "".join(part.text for part in formula(resolve("parabola-4-best").network))
    assert text == "f(x) = 2 ReLU(x) + 2 ReLU(−x) + 4 ReLU(x − 2) + 4 ReLU(−x − 2) − 1/2"


def test_a_tiny_number_in_a_formula_is_a_power_of_ten_in_every_form():
    network = Network([[[2e-7]], [[1.0]]], [[0.0], [0.0]])
    term = formula(network)[-1]
    assert term.text == "ReLU(2·10⁻⁷x)"
    assert term.mathtext.endswith(r"\mathrm{ReLU}(2{\cdot}10^{-7}x)")
    assert term.typst.strip() == 'op("ReLU")(2 dot 10^(-7) x)'


def test_a_formula_of_many_neurons_leaves_out_the_middle():
    text = "".join(part.text for part in formula(wide(30).network))
    assert text.count("ReLU(") == 3
    assert "…" in text


def test_a_wide_diagram_folds_its_middle():
    parts = diagram(wide(30))
    hidden = [unit for unit in parts.units if unit.color is not None]
    assert len(hidden) == MOST_UNITS - 1
    assert [left_out.text for left_out in parts.left_out] == ["23 more"]


def test_edges_of_weight_zero_are_not_drawn():
    edges = [e for e in diagram(resolve("sigmoid")).edges if e.end.column == 2]
    assert len(edges) == 8
    assert all(edge.value != 0 for edge in edges)


@pytest.mark.parametrize("subject", [wide(30), *map(resolve, ("parabola-4-best", "sine-8"))])
def test_a_running_sum_leaves_no_neuron_out_and_ends_as_the_network(subject):
    run = running_sum.build(subject)
    weights = subject.network.weights[1][0]
    assert sorted(s.contribution.neuron for s in run.steps) == np.flatnonzero(weights).tolist()
    x = np.linspace(*subject.domain, 401)
    assert np.allclose(run.steps[-1].total(1.0)(x), subject.network(x), atol=1e-12)
    for before, after in itertools.pairwise(run.steps):
        assert np.allclose(before.total(1.0)(x), after.floor(x), atol=1e-12)


def test_a_neuron_changes_the_running_sum_on_its_own_side_only():
    run = running_sum.build(wide(12))
    for step in run.steps:
        (x, y), (u, v) = step.parts(0.7)
        assert np.allclose(step.floor(x), y, atol=1e-12)
        assert np.allclose(step.floor(u) + 0.7 * step.contribution.function(u), v, atol=1e-12)
        assert len(x) == 0 or len(u) == 0 or step.place in (*x, *u)


def test_neurons_that_open_right_make_the_sum_follow_the_network_up_to_the_next_breakpoint():
    places, slopes = np.array([-3.0, -1.0, 0.5, 2.0]), np.array([1.0, -3.0, 2.5, -1.0])
    network = Network([np.ones((4, 1)), slopes[None]], [-places, [0.25]])
    run = running_sum.build(Subject("right", {"en": "right"}, network, square((-3.0, 3.0))))
    assert [s.place for s in run.steps] == places.tolist()
    for step, end in zip(run.steps, [*places[1:], 3.0], strict=True):
        x = np.linspace(-3.0, end, 50)
        assert np.allclose(step.total(1.0)(x), network(x), atol=1e-12)
        beyond = np.linspace(end, 3.0, 5)
        assert np.ptp(np.diff(step.total(1.0)(beyond))) < 1e-12  # straight on


def test_the_wrong_guess_is_the_best_straight_line():
    run = running_sum.build(resolve("parabola-4-best"))  # x² on [−4, 4]: 8 ± 8
    assert run.guess_error == pytest.approx(8.0, abs=1e-9)
    assert run.guess(np.array([-4.0, 1.0, 4.0])) == pytest.approx(8.0, abs=1e-9)


def test_a_line_that_no_network_is_nearer_than_is_not_said_to_fail():
    """Of steps least squares may leave a point farther off than the straight line does."""
    x = np.arange(48.0)
    data = Dataset(x, 50 * (x // 6) + 10, label("steps"), (0.0, 47.0))
    network = Network([[[1.0]], [[8.0]]], [[0.0], [-15.0]])  # one slanted line, low
    line = np.polyval(np.polyfit(x, data.y, 1), x)
    worse = Subject("steps", {"en": "steps"}, network, data)
    assert np.abs(network(x) - data.y).max() > np.abs(line - data.y).max()
    assert running_sum.build(worse).guess is None
    assert "guess" not in dict(captions.beats(running_sum.build(worse), "en"))
    assert running_sum.build(stranger("years")).guess is not None


@pytest.mark.parametrize(
    ("name", "words"),
    [
        (
            "parabola-2",
            "x = ±0.5; 2× the best possible largest error with one breakpoint",
        ),
        ("parabola-4-best", "no function with 3 breakpoints does better"),
        ("sigmoid", "Largest error 0.04401 at x = ±1.099"),
    ],
)
def test_the_verdict_says_what_the_numbers_say(name, words):
    assert words in verdict(resolve(name))


def test_every_neuron_has_its_small_picture():
    rows = neurons.build(resolve("sigmoid"))
    assert [len(row.panels) for row in rows] == [8, 2, 1]
    assert rows[0].panels[3].title == "ReLU(−x − 4)"


def test_a_network_without_a_target_has_none_in_its_key():
    alone = of_network(resolve("parabola-4").network)
    assert panels.key(panels.build(alone))["target"] == "f(x)"
    assert panels.key(panels.build(resolve("parabola-4")))["target"] == "target x²"


def test_captions_write_a_neuron_as_the_formula_does():
    """Years: x − 1962 tells where the sum bends, x − 1.96·10³ does not."""
    subject = stranger("years")
    run = running_sum.build(subject)
    text = "".join(part.text for part in formula(*written(subject)))
    for c in run.sum.contributions:
        heading = captions.neuron_heading(run, c, "en")
        assert "10³" not in heading
        place = re.search(r"ReLU\((.*)\)", heading)[1]
        assert re.fullmatch(r"−?x [+−] (19|20)\d\d", place)
        if c.neuron == run.sum.contributions[0].neuron:
            assert f"ReLU({place})" in text


def test_german_captions_have_decimal_commas_in_formulas_too():
    run = running_sum.build(resolve("sigmoid-fit-4"))
    texts = [caption for _, caption in captions.beats(run, "de")]
    texts += [captions.neuron_heading(run, c, "de") for c in run.sum.contributions]
    assert any("x + 1,39" in text for text in texts)
    assert not any(re.search(r"\d\.\d", text) for text in texts)


@pytest.mark.parametrize(
    ("language", "words"), [("en", "days since 1970"), ("de", "Tagen seit 1970")]
)
def test_where_lines_are_written_in_days_the_film_says_so(language, words):
    days = np.arange(19358.0, 19418.0)
    axes = {"names": ("day", "price"), "dates": True}
    dated = Dataset(days, np.sin(days / 9), label("p"), (days[0], days[-1]), **axes)
    network = Network([[[1.0], [1.0]], [[0.1, -0.2]]], [[-19370.0, -19400.0], [0.0]])
    for data, said in ((dated, True), (stranger("years").target, False)):
        run = running_sum.build(Subject("p", {"en": "p", "de": "p"}, network, data))
        assert (words in dict(captions.beats(run, language))["setup"]) == said
