"""The number line turns on arcs, its graph follows it, and the fold's way is exact."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from watch import watch

from approx.core.network import Network
from approx.core.target import square
from approx.panels import single_neuron as panels
from approx.panels.captions import neuron as story_neuron
from approx.panels.single_neuron import Pose, SingleNeuron
from approx.subjects import FitOptions, Subject, resolve
from approx.subjects.from_network import of_network_on
from tests.strangers import stranger

EIGHT = FitOptions(neurons=8, on=("-3", "3"))
numbers = st.floats(-8, 8).filter(lambda n: n == 0 or abs(n) > 1e-3)
shares = st.floats(0, 1)


def subject(weight: float, bias: float, activation: str = "relu") -> Subject:
    network = Network([[[weight]], [[1.0]]], [[bias], [0.0]], [activation, "identity"])
    return Subject("one", {"en": "one", "de": "eins"}, network, square())


@given(numbers.filter(bool), st.floats(0.05, 0.95))
def test_a_number_that_turns_is_as_far_from_zero_as_ever_and_off_the_line(n, share):
    x, y = SingleNeuron(0, -1.0, 0.0).turned(share).places(np.array([n]))[0]
    assert np.hypot(x, y) == pytest.approx(abs(n))
    assert abs(y) > 0.1 * abs(n)


def test_half_way_the_number_line_stands_upright_and_at_the_end_x_is_where_minus_x_was():
    turned = SingleNeuron(0, -1.0, 0.0).turned
    line = np.array([-2.0, 0.0, 3.0])
    assert turned(0.5).places(line) == pytest.approx(np.array([[0, -2], [0, 0], [0, 3]]), abs=1e-12)
    end = np.column_stack([-line, 0 * line])
    assert turned(1.0).places(line) == pytest.approx(end, abs=1e-12)


@given(st.floats(0.1, 9), st.sampled_from([-1, 1]), st.floats(-5, 5), st.floats(-4, 4))
def test_after_all_moves_the_number_at_x_is_what_the_neuron_receives(size, sign, bias, x):
    neuron = SingleNeuron(0, sign * size, bias)
    (place,) = neuron.slid(1.0).places(neuron.line(np.array([x])))
    assert place == pytest.approx([x, 0.0], abs=1e-9)


@given(shares, st.floats(0.2, 4), st.floats(-3, 3))
def test_the_graph_lifts_every_number_to_its_own_height(share, size, bias):
    told = panels.build(subject(-size, bias))
    neuron = told.neurons[0]
    for pose in (neuron.turned(share), neuron.scaled(share), neuron.slid(share)):
        x, n = told.graph(pose)
        if n[0] < n[1]:  # a part of it is in view
            assert x == pytest.approx(pose.places(n)[:, 0], abs=1e-9)
        assert np.abs(x).max() <= told.horizontal.high + 1e-9
        assert np.abs(n).max() <= told.vertical.high + 1e-9


@given(shares, st.floats(-3, 3).filter(bool), st.floats(-3, 3))
def test_the_fold_raises_what_is_below_zero_by_its_share_and_nothing_else(share, weight, bias):
    told = panels.build(subject(weight, bias))
    x, y = told.folded(told.neurons[0], share)
    before = weight * x + bias
    expected = np.where(before < 0, (1 - share) * before, before)
    assert y == pytest.approx(expected, abs=1e-9)


def test_moves_that_do_nothing_are_left_out():
    steps = [neuron.steps for neuron in panels.build(resolve("parabola-4")).neurons]
    assert steps == [("fold",), ("turn", "fold"), ("slide", "fold"), ("turn", "slide", "fold")]


@pytest.mark.parametrize(
    ("weight", "bias", "chain"),
    [
        (1.0, 0.0, "x → ReLU(x)"),
        (-1.0, -2.0, "x → −x → −x − 2 → ReLU(−x − 2)"),
        (0.0, 0.5, "x → 0 → 1/2 → ReLU(1/2)"),
    ],
)
def test_the_formula_grows_by_what_each_move_does(weight, bias, chain):
    first, second = (
        "".join(part.text for part in SingleNeuron(number, weight, bias).chain().values())
        for number in (0, 1)
    )
    assert second == chain
    inner = chain.partition("ReLU")[2]
    assert first == f"{chain} = max(0, {inner[1:]}"  # the first neuron says what ReLU is


@pytest.mark.parametrize(
    ("weight", "bias", "words"),
    [
        (
            0.0,
            0.5,
            ["Weight 0 sends every input to zero", "moves the flat line", "changes nothing"],
        ),
        (1.0, -3.0, ["zero now stands at x = −b/w = 3", "the neuron is silent"]),
        (1.0, 3.0, ["zero now stands at x = −b/w = −3", "ReLU changes nothing"]),
        (-2.0, 0.0, ["Weight −2 turns the number line half round and scales it", "x = 0"]),
    ],
)
def test_the_captions_say_what_can_be_seen(weight, bias, words):
    beats = story_neuron.beats(panels.build(subject(weight, bias)), "en")
    captions = [c for name, c in beats if name.partition("-")[0] in ("turn", "slide", "fold")]
    assert len(captions) == len(words)
    for caption, part in zip(captions, words, strict=True):
        assert part in caption


@given(numbers, numbers)
def test_the_numbers_that_run_through_are_what_the_neuron_makes_of_them(weight, bias):
    told = panels.build(subject(weight, bias))
    for e in told.examples():
        assert told.domain[0] <= e.x <= told.domain[1]
        assert e.weighted == pytest.approx(weight * e.x)
        assert e.received == pytest.approx(weight * e.x + bias)
        assert e.output == max(e.received, 0.0)
        values = (e.x, e.weighted, e.received, e.output)
        assert all(told.line.low <= v <= told.line.high for v in values)


@pytest.mark.parametrize("domain", [(-3.0, 3.0), (1950.0, 2020.0), (1e-7, 4e-7), (-9e5, -1e3)])
@pytest.mark.parametrize("share", [0.02, 0.3, 0.5, 0.97])
@pytest.mark.parametrize("weight", [-2.0, 1.0])
def test_relu_cuts_the_first_number_and_lets_the_second_one_through(domain, share, weight):
    low, high = domain
    at = low + share * (high - low)
    network = Network([[[weight]], [[1.0]]], [[-weight * at], [0.0]])
    off, on = panels.build(of_network_on(network, domain)).examples()
    assert off.received < 0 == off.output
    assert on.output == on.received > 0
    assert 0 not in (off.x, on.x)
    assert all(low < e.x < high for e in (off, on))


def test_a_neuron_that_never_switches_gets_one_number():
    told = panels.build(subject(1.0, 9.0))
    (e,) = told.examples()
    assert e.output == e.received > 0
    names = [name for name, _ in story_neuron.beats(told, "en")]
    assert "second" not in names
    assert "never switches here" in dict(story_neuron.beats(told, "en"))["curve"]


@pytest.mark.parametrize(
    ("weights", "place", "words"),
    [
        ((1.0, 2.0), 1.0, "neuron 1 makes the curve bend at x = −0.5."),
        ((1.0, 2.0), -0.5, "neuron 2 and another make the curve bend at x = −0.5."),
        ((1.0, 0.0), -0.5, "neuron 1 makes the curve bend at x = −0.5."),
    ],
)
def test_the_film_ends_at_the_curve_that_the_neuron_bends(weights, place, words):
    network = Network([[[1.0], [1.0]], [list(weights)]], [[0.5, -place], [0.0]])
    told = panels.build(of_network_on(network, (-2.0, 2.0)))
    name, caption = story_neuron.beats(told, "en")[-1]
    assert name == "curve"
    assert words in caption
    assert told.chosen.number in told.bends
    assert story_neuron.key(told, "en").keys() == {"sum"}  # there is no target


def test_a_switch_that_another_neuron_undoes_is_said_to_bend_nothing():
    network = Network([[[1.0], [1.0]], [[1.0, -1.0]]], [[0.5, 0.5], [0.0]])
    told = panels.build(of_network_on(network, (-2.0, 2.0)))
    assert "does not bend there" in story_neuron.beats(told, "en")[-1][1]


def test_on_the_stage_the_dot_ends_on_the_curve_where_the_neuron_bends_it(tmp_path):
    told = watch("neuron", resolve("parabola-4"), "dark", tmp_path, lambda *_: None)
    plot, chosen = told.whole.plot, told.panel.chosen
    at = told.panel.bends[chosen.number]
    assert at == pytest.approx(-2.0)
    expected = plot.point(at, float(told.subject.function(at)))
    assert told.dots[chosen.number].get_center() == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(
    ("weight", "bias", "words"),
    [
        (
            -1.0,
            -2.0,
            ["turns 3 half round: −3.", "−2 slides it to −5", "below zero through: 0."],
        ),
        (
            2.0,
            0.5,
            ["stretches −2 to −4.", "slides it to −7/2", "below zero through: 0.", "z = 13/2"],
        ),
        (0.5, 0.0, ["shrinks −2 to −1.", "The bias 0 leaves it there", "through: 0.", "z = 3/2"]),
        (2.0, 9.0, ["stretches 3 to 6.", "slides it to 15", "above zero: 15."]),
        (1.0, -1962.0, ["leaves 3 as it is", "bias −1962 slides it to −1959", "through: 0."]),
    ],
)
def test_the_captions_follow_the_number(weight, bias, words):
    network = Network([[[weight]], [[1.0]]], [[bias], [0.0]], ["relu", "identity"])
    told = panels.build(Subject("one", {"en": "one"}, network, square((-4.0, 4.0))))
    captions = [c for _, c in story_neuron.beats(told, "en")]
    for caption, part in zip(captions[1 : 1 + len(words)], words, strict=True):
        assert part in caption


@pytest.mark.parametrize("weight", [-1e3, -1.0, -1e-3, 0.0, 1e-6, 0.5, 7.0, 1e4])
@pytest.mark.parametrize("bias", [0.0, -1.5, 1e3])
def test_any_weight_and_bias_can_be_drawn(weight, bias):
    told = panels.build(subject(weight, bias))
    neuron = told.neurons[0]
    shown = told.numbers(neuron)
    assert 1 <= len(shown) < 60
    for pose in (Pose(), neuron.turned(0.5), neuron.scaled(1.0), neuron.slid(1.0)):
        opacity = told.opacity(neuron, pose, shown)
        assert np.isfinite(np.concatenate(told.graph(pose))).all()
        assert ((opacity >= 0) & (opacity <= 1)).all()
        assert (opacity > 0).sum() <= 14


def test_a_first_layer_that_does_not_fold_is_refused():
    assert "leaky_relu" in story_neuron.unsupported_reason(subject(1.0, 0.0, "leaky_relu"))
    assert story_neuron.unsupported_reason(resolve("sigmoid")) is None


def test_the_drawn_line_ends_on_the_neurons_own_function(tmp_path):
    """On the stage too: the number line's ticks and the folded line are where they belong."""
    seen = {}

    def look(told, beat):
        if beat == "slide-4":
            neuron = told.panel.neurons[3]
            visible = told.numbers.places
            at = neuron.slid(1.0).places(told.panel.numbers(neuron))
            unit = told.plot.box.width / (2 * told.panel.horizontal.high)
            expected = told.plot.point(0, 0)[:2] + unit * at
            seen["ticks"] = np.abs(visible[:, :2] - expected).max()
        if beat == "fold-4":
            x = np.array([told.panel.horizontal.low, -2.0, told.panel.horizontal.high])
            function = np.maximum(-x - 2, 0)
            seen["line"] = np.abs(told.line.corners - told.plot.points(x, function)).max()

    watch("neuron", resolve("parabola-4"), "dark", tmp_path, look)
    assert seen["ticks"] < 1e-9
    assert seen["line"] < 1e-9


@pytest.mark.parametrize("text", ["2", "−3,872", "−10000"])
def test_a_coins_number_is_never_smaller_than_the_names_beside_it(text):
    from approx.outputs.stage.large_node import LargeNode
    from approx.outputs.stage.layout import TALL
    from approx.outputs.stage.text import write
    from approx.style.theme import DARK

    parts = ("input", "weight", "bias", "sum", "relu", "output", "neuron")
    names = {part: part for part in parts}
    values = {"weight": "1", "bias": "2"}
    node = LargeNode(TALL.content, values, names, DARK, "#FFFFFF", TALL.smallest)
    ground, words = node.coin(text, "input")
    size = words.height / (write(text, 1.0, "#FFFFFF").height)
    assert size >= TALL.smallest * (1 - 1e-9)
    assert words.width < ground.width


@pytest.mark.parametrize("text", ["3", "−19566", "1000200"])
def test_a_long_number_stays_in_the_picture_and_clear_of_the_weight(text):
    from approx.outputs.stage.large_node import LargeNode
    from approx.outputs.stage.layout import TALL
    from approx.style.theme import DARK

    parts = ("input", "weight", "bias", "sum", "relu", "output", "neuron")
    names, values = {part: part for part in parts}, {"weight": "−1", "bias": "1000085"}
    node = LargeNode(TALL.content, values, names, DARK, "#FFFFFF", TALL.smallest, text)
    plate, body = node.plates["weight"], node.at("sum")[0] - node.radius
    at = {part: node.coin(text, part) for part in ("input", "weighed", "output")}
    assert at["input"].get_left()[0] >= TALL.content.left
    assert at["input"].get_right()[0] < plate.get_left()[0]
    assert plate.get_right()[0] < min(at["weighed"].get_left()[0], body)
    assert at["output"].get_right()[0] <= TALL.content.right


def test_far_from_zero_a_sum_has_no_more_digits_than_its_terms():
    """19566 − 19500 is 66, not 66.013."""
    days = Network([[[-1]], [[1]]], [[19566.013], [0]])
    told = panels.build(of_network_on(days, (19358.0, 19771.0)))
    for example in told.examples():
        (_, _, end), _ = story_neuron.calculation(told, example)
        assert end == f" + 19566 = {19566 - example.x:.0f}".replace("-", "−")


@pytest.mark.parametrize("bias", [-1986.62, -1986.6, -1986.9999, -1961.51])
def test_the_printed_terms_of_a_sum_give_the_printed_sum(bias):
    """1960 − 1987 is −27, not −26.6."""
    years = Network([[[1], [1]], [[1, 1]]], [[bias, -2004.2], [0]])
    told = panels.build(of_network_on(years, (1950.0, 2020.0)))
    for example in told.examples():
        (_, _, end), _ = story_neuron.calculation(told, example)
        given, total = end.replace("−", "-").replace("- ", "-").replace("+ ", "").split(" = ")
        assert example.x + float(given) == pytest.approx(float(total), abs=1e-9)


def test_far_from_zero_the_pictures_are_of_the_domain_alone():
    years = Network([[[1], [1]], [[1, 1]]], [[-1962.25, -2004.5], [0]])
    graphs = panels.build(of_network_on(years, (1950.0, 2020.0)))
    h, v = graphs.close
    assert (h.low, h.high) == (1950.0, 2020.0)
    assert v.low < 0 < 2020 - 1962.25 <= v.high
    assert panels.small(graphs)[0] == h
    x, y = graphs.folded(graphs.neurons[1], 1.0, h)
    assert x.tolist() == [1950.0, 2004.5, 2020.0]
    assert y.tolist() == [0.0, 0.0, 15.5]
    near = panels.build(resolve("parabola-4"))
    assert near.close is None


def test_a_neurons_small_name_has_the_digits_of_its_chain():
    years = Network([[[1], [1]], [[1, 1]]], [[-1962, -2004], [0]])
    for neuron in panels.build(of_network_on(years, (1950.0, 2020.0))).neurons:
        assert neuron.formula().text in neuron.chain()["fold"].text
        assert neuron.formula().text == f"ReLU(x − {-neuron.bias:.0f})"


@given(numbers.filter(lambda w: abs(w) > 0.1), st.floats(-3, 3).filter(lambda b: abs(b) > 0.1))
def test_a_calculation_is_right_as_it_is_printed_or_says_that_it_is_rounded(weight, bias):
    """3 − 0.785 is 2.215, not 2.21."""
    told = panels.build(subject(weight, bias))
    for example in told.examples():
        (_, product, end), _ = story_neuron.calculation(told, example)
        w, x = (
            Fraction(part.strip("()").replace("−", "-"))
            for part in product.removeprefix(" = ").split(" · ")
        )
        sign, b, same, z = end.split()
        total = w * x + Fraction(b) * (-1 if sign == "−" else 1)
        assert (total == Fraction(z.replace("−", "-"))) == (same == "=")


def test_one_digit_more_makes_a_calculation_right():
    def first(weight):
        network = Network([[[weight]], [[1.0]]], [[-0.78543], [0.0]])
        told = panels.build(of_network_on(network, (-4, 4)))
        return story_neuron.calculation(told, told.examples()[-1])[0]

    assert "".join(first(1.0)[1:]) == " = 1 · 3 − 0.785 = 2.215"
    assert "".join(first(0.7127)[1:]) == " = 0.713 · 3 − 0.785 ≈ 1.35"


def test_neurons_that_neither_turn_nor_stretch_are_not_said_to():
    told = dict(story_neuron.beats(panels.build(stranger("wave")), "en"))
    turned = dict(story_neuron.beats(panels.build(resolve("parabola-4")), "en"))
    assert told["others"].endswith("do the same, each with a bias of its own.")
    assert "weights" in turned["others"]


def test_more_neurons_than_are_shown_are_not_said_to_be_all():
    told = dict(story_neuron.beats(panels.build(resolve("sin(3*x)", EIGHT)), "en"))
    assert told["others"].startswith("Three more of the 8 neurons")
    assert "one of the 8 neurons" in told["setup"]
