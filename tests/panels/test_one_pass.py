"""One number through a network, and its gradients: against the network and difference quotients."""

from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from approx.core.network import Network
from approx.core.target import square
from approx.inputs.expression import target_of
from approx.outputs.films import stories
from approx.panels import one_pass
from approx.panels.captions import backprop, forward
from approx.subjects import FitOptions, Subject, entry, resolve, resolve_any


def random(width: int, seed: int) -> Subject:
    rng = np.random.default_rng(seed)
    network = Network(
        [rng.normal(size=(width, 1)), rng.normal(size=(1, width))],
        [rng.normal(size=width), rng.normal(size=1)],
    )
    return Subject("random", {"en": "random"}, network, square((-3.0, 3.0)))


@pytest.mark.parametrize("name", ["parabola-4-best", "sigmoid-421", "sine-8"])
def test_the_last_value_is_the_networks(name):
    network = resolve(name).network
    for x in (-1.5, 0.0, 0.7):
        values = one_pass.forward(network, x)
        assert values.output == pytest.approx(float(network(np.array([x]))[0]), abs=1e-12)
        assert [len(v) for v in values.values] == [1, *network.hidden_widths, 1]


@pytest.mark.parametrize("seed", range(6))
def test_every_gradient_is_the_slope_of_the_loss(seed):
    subject = random(3, seed)
    step = one_pass.step(subject)
    network, h = subject.network, 1e-6

    def loss(weights, biases):
        moved = Network(weights, biases, network.activations)
        return 0.5 * (one_pass.forward(moved, step.before.x).output - step.wanted) ** 2

    for kind, gradients in (("weights", step.weights), ("biases", step.biases)):
        for layer, gradient in enumerate(gradients):
            for place in np.ndindex(gradient.shape):
                moved = []
                for way in (h, -h):
                    arrays = {
                        "weights": [w.copy() for w in network.weights],
                        "biases": [b.copy() for b in network.biases],
                    }
                    arrays[kind][layer][place] += way
                    moved.append(loss(**arrays))
                slope = (moved[0] - moved[1]) / (2 * h)
                assert gradient[place] == pytest.approx(slope, rel=1e-5, abs=1e-7)


@pytest.mark.parametrize("seed", range(6))
def test_a_gradient_is_error_behind_times_value_before_and_the_step_halves_the_loss(seed):
    step = one_pass.step(random(4, seed))
    behind = [step.errors[0], np.array([step.error])]
    for layer, gradient in enumerate(step.weights):
        assert np.allclose(gradient, np.outer(behind[layer], step.before.values[layer]))
    off = step.before.sums[0] <= 0
    assert np.all(step.errors[0][off] == 0)
    assert step.next_loss <= 0.5 * step.loss


def test_the_example_is_where_the_network_is_farthest_off():
    subject = resolve("parabola-2")
    step = one_pass.step(subject)
    x = np.linspace(*subject.domain, 5)
    here = abs(step.error)
    assert here == pytest.approx(abs(subject.network(np.array([step.before.x]))[0] - step.wanted))
    assert here >= np.abs(subject.network(x) - x**2).min()


def test_captions_say_the_numbers_of_the_step():
    step = one_pass.step(resolve("parabola-2"))
    told = dict(backprop.beats(step, "en"))
    loss, after = (f"{v:.3g}" for v in (step.loss, step.next_loss))
    assert f"= {loss}." in told["loss"]
    assert f"from {loss} to {after}." in told["after"]


def test_a_sum_written_out_is_the_neurons():
    subject = resolve("parabola-4-best")
    values = one_pass.forward(subject.network, 2.0)
    written = partial(forward.calculation, subject.network, values)
    digits = forward.digits_of(subject)
    assert written(0, digits) == "z = 1 · 2 = 2,   ReLU(z) = 2"
    assert written(1, digits).endswith("− 0.5 = 3.5")


def test_far_from_zero_numbers_are_told_apart():
    function = resolve("sin(x/10)+1e6", FitOptions(on=("1e6", "1000100"), neurons=4))
    (first, second), digits = one_pass.inputs(function), forward.digits_of(function)
    passes = tuple(one_pass.forward(function.network, x) for x in (first, second))
    told = dict(forward.beats(function, passes, "en"))
    assert f"x = {first:.0f}." in told["setup"]
    assert f"x = {second:.0f}," in told["second"]
    for values, name in zip(passes, ("output", "second"), strict=True):
        said = float(told[name].rstrip(".").split()[-1])
        assert said == pytest.approx(values.output, abs=0.01)
    z = forward.calculation(function.network, passes[0], 0, digits)
    assert f"· {first:.0f} − " in z
    assert forward.plain(1000012.346, 9) == "1000012.35"  # while it changes, too


@pytest.mark.parametrize(
    ("value", "largest", "written"),
    [
        (-1.234e-7, 9e-7, "−1.23·10⁻⁷"),
        (4e-8, 9e-7, "0.40·10⁻⁷"),
        (0.0, 9e-7, "0.00·10⁻⁷"),
        (-0.01234, 0.05, "−0.0123"),
        (0.001234, 0.005, "0.00123"),
        (0.5, 0.5, "0.50"),
        (0.0, 0.0, "0.00"),
    ],
)
def test_small_numbers_that_change_are_told_apart(value, largest, written):
    assert forward.plain(value, 3, largest) == written


def test_the_largest_values_are_those_of_every_column():
    network = resolve("parabola-2").network
    sizes = one_pass.largest(network, [-2.0, 1.0])
    passes = [one_pass.forward(network, x) for x in (-2.0, 1.0)]
    assert sizes[0] == 2.0
    assert sizes[-1] == max(abs(one.output) for one in passes)
    assert len(sizes) == network.depth + 2


def test_what_has_no_room_or_no_loss_is_refused():
    assert stories.unsupported_reason("backprop", resolve("sine-8")).startswith("it has 9 hidden")
    assert "2 hidden layers" in stories.unsupported_reason("backprop", resolve("sigmoid"))
    assert stories.unsupported_reason("backprop", resolve("parabola-2")) is None
    assert stories.unsupported_reason("forward", resolve("sigmoid")) is None


def test_two_places_are_round_and_of_two_classes():
    plane = resolve_any("ring")
    first, second = one_pass.places(plane)
    assert first == (1.0, 1.0)
    kinds = plane.decided(np.array([first, second]))
    assert kinds.tolist() == [1, 0]
    values = one_pass.forward(plane.logits, second)
    assert values.values[0].tolist() == list(second)
    assert values.output == pytest.approx(float(plane.network(np.array(second))[0]))


def test_places_of_a_network_that_is_zero_are_two():
    zero = Network([np.zeros((3, 2)), np.zeros((1, 3))], [np.zeros(3), np.zeros(1)])
    first, second = one_pass.places(entry.subject(zero))
    assert first != second


def test_an_example_is_found_where_no_round_input_is_in_the_domain():
    target = target_of("sqrt(cos(7*x-0.3)-0.999)", (0.5, 2)).target
    made = replace(random(3, 0), target=target)
    assert target.holds(np.array([one_pass.step(made).before.x])).all()
