"""Sentences under pictures carry the numbers that were measured; each case is computed by hand."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from approx.core.affine import half_turn, identity, translation
from approx.core.dataset import Dataset
from approx.core.network import Network
from approx.core.piecewise import PiecewiseLinear
from approx.core.target import Target, absolute, label, logistic, sine, square
from approx.panels import target as targets
from approx.panels import training, wording
from approx.panels.captions import training as training_words
from approx.style.languages import say
from approx.subjects import FitOptions, Subject, of_network, resolve
from approx.training import fit

ABS = [identity(), half_turn()]


def subject(network, target, **options):
    return Subject("s", {"en": "Title", "de": "Titel"}, network, target, **options)


def points(x, y):
    return Dataset(np.array(x, float), np.array(y, float), label("data"), (x[0], x[-1]))


def of(n):
    return say("breakpoints.with", n=n)


#: |x| against x²: 1/4 too large at ±1/2; the best with one breakpoint is 1/8 off.
TWICE = subject(Network.sum_of(ABS), square())
#: Two hidden layers make |x| + r(x − 1/2)/5 − 1/8: 0.135 too large at 0.6.
DEEP = subject(
    Network([[[1], [-1], [1]], [[1, 1, 0.2]], [[1]]], [[0, 0, -0.5], [0], [-0.125]]), square()
)


def test_an_error_at_two_mirrored_places_is_written_with_one_sign():
    assert wording.error_sentence(TWICE) == say("error.at", value="0.25", place="±0.5")


def test_an_error_at_one_place_and_at_many():
    shifted = subject(Network.sum_of([*ABS, translation(0.5)], bias=-0.125), square())
    assert wording.error_sentence(shifted) == say("error.at", value="0.375", place="1")
    assert wording.error_sentence(DEEP) == say("error.at", value="0.135", place="0.6")
    best = subject(Network.sum_of(ABS, bias=-0.125), square())
    assert wording.error_sentence(best) == say("error.places", value="0.125", n=5)
    # Two places that are no mirror images of each other are counted.
    right = subject(Network([[[1.0]]], [[-0.125]]), square((0.0, 1.0)))
    assert wording.error_sentence(right) == say("error.places", value="0.125", n=3)
    line = subject(Network([[[0.0]]], [[0.0]]), sine(1.0, (0.0, 8.0)))
    assert wording.error_sentence(line) == say("error.places", value="1", n=3)
    line = subject(Network([[[0.0]]], [[0.0]]), sine(1.0, (0.0, 5.0)))
    assert wording.error_sentence(line) == say("error.places", value="1", n=2)


def test_an_error_that_is_only_rounding_is_none():
    exact = subject(Network.sum_of(ABS), absolute((-1.0, 1.0)))
    assert wording.error_sentence(exact) == say("error.none")
    assert wording.verdict(exact) == say("error.none")


def test_what_is_lost_in_the_rounding_of_values_is_not_called_no_error():
    far = resolve("x^2", FitOptions(on=("1e8", "100000001"), neurons=8))
    assert wording.error_sentence(far) == "No error above 101: smaller ones are lost in rounding"
    near = resolve("abs(x)", FitOptions(on=("-1", "1"), neurons=3))
    assert wording.error_sentence(near) == say("error.none")


def test_of_a_function_that_can_only_be_called_the_error_is_the_largest_found():
    called = subject(Network.sum_of(ABS), Target(np.square, label("f"), (-1.0, 1.0)))
    assert wording.error_sentence(called) == say("error.at.found", value="0.25", place="±0.5")
    many = subject(Network.sum_of(ABS, bias=-0.125), called.target)
    assert wording.error_sentence(many) == say("error.places.found", value="0.125", n=5)
    exact = subject(Network.sum_of(ABS), Target(np.abs, label("f"), (-1.0, 1.0), breaks=(0.0,)))
    assert wording.error_sentence(exact) == say("error.none.found")


def test_an_error_with_open_intervals_is_the_largest_found():
    open_ = subject(Network.sum_of(ABS), square())
    error = replace(open_.error, unresolved=((0.0, 0.1),))
    object.__setattr__(open_, "error", error)
    assert error.proved
    assert wording.error_sentence(open_) == say("error.at.found", value="0.25", place="±0.5")


def test_a_network_that_is_its_own_target_has_no_error():
    alone = subject(Network.sum_of(ABS), Target(np.abs, label("f"), (-1.0, 1.0), own=True))
    assert wording.error_sentence(alone) == say("error.own")
    assert wording.about(alone) == say("about.own", n=2, widths="1-2-1", a="−1", b="1")


def test_the_limit_is_a_ratio_of_three_digits():
    assert wording.limit_sentence(TWICE) == say(
        "best.ratio", breakpoints=of(1), ratio="2", best="0.125"
    )
    third = subject(Network.sum_of(ABS, bias=1 / 24), square())  # 7/24 off: 7/3 of 1/8
    assert wording.limit_sentence(third) == say(
        "best.ratio", breakpoints=of(1), ratio="2.33", best="0.125"
    )


@pytest.mark.parametrize(("off", "equal"), [(0, True), (0.9e-6, True), (1.2e-6, False)])
def test_within_a_millionth_of_the_best_nothing_does_better(off, equal):
    near = subject(Network.sum_of(ABS, bias=(off - 1) / 8), square())
    best = say("best.equal", breakpoints=of(1))
    ratio = say("best.ratio", breakpoints=of(1), ratio="1", best="0.125")
    assert wording.limit_sentence(near) == (best if equal else ratio)


def test_a_straight_target_is_reached_exactly():
    line = subject(Network([[[1.0]]], [[0.5]]), Target(lambda x: x, label("x"), (-1.0, 1.0)))
    assert wording.limit_sentence(line) == say("best.exact", breakpoints=of(0))
    assert wording.verdict(line).endswith(wording.limit_sentence(line))


def test_the_verdict_of_a_deep_network_says_what_its_breakpoints_are_worth():
    error = say("error.at", value="0.135", place="0.6")
    ratio = say("best.ratio", breakpoints=of(2), ratio="2.43", best="0.05556")
    worth = say("best.equivalent", n=1)
    assert wording.verdict(DEEP) == f"{error}; {ratio}; {worth}"
    assert wording.verdict(TWICE).count(";") == 1
    # The same function of one hidden layer, where breakpoints are neurons.
    flat = subject(Network([[[1], [-1], [1]], [[1, 1, 0.2]]], [[0, 0, -0.5], [-0.125]]), square())
    assert wording.verdict(flat) == f"{error}; {ratio}"
    deep_best = subject(Network([[[1], [-1]], [[1, 1]], [[1]]], [[0, 0], [0], [-0.125]]), square())
    assert wording.verdict(deep_best).endswith(say("best.equal", breakpoints=of(1)))
    # 0.25 takes one breakpoint, as many as there are: nothing to add.
    deep = subject(Network([[[1], [-1]], [[1, 1]], [[1]]], [[0, 0], [0], [0]]), square())
    assert wording.verdict(deep).count(";") == 1


def test_errors_at_points_come_with_their_root_mean_square():
    """f = x at (0, 0.5), (1, 1), (2, 1): off by 0.5, 0 and 1."""
    data = subject(Network([[[1.0]]], [[0.0]]), points([0, 1, 2], [0.5, 1, 1]))
    error = say("error.at.points", value="1", place="2", x="x")
    rms = say("error.rms", value="0.6455")  # √(1.25/3)
    assert wording.verdict(data) == f"{error}; {rms}"
    exact = subject(Network([[[1.0]]], [[0.0]]), points([0, 1, 2], [0, 1, 2]))
    assert wording.verdict(exact) == say("error.none.points")
    named = replace(data, target=replace(data.target, names=("time (s)", "height")))
    assert wording.verdict(named).startswith("Largest error at the points 1, at time = 2")
    many = subject(Network([[[0.0]]], [[0.0]]), points([0, 1, 2], [1, -1, 1]))
    assert wording.error_sentence(many) == say("error.places.points", value="1", n=3)


def gaps(*intervals, poles=()):
    return Target(np.abs, label("f"), (-1.0, 5.0), defined_on=intervals, poles=poles)


def test_what_is_left_out_is_listed_up_to_two_gaps_and_then_counted():
    assert wording.measured(square()) == ""
    assert wording.measured(points([0, 1], [0, 1])) == ""
    one = gaps((-1, 2), (3, 5))
    assert wording.measured(one) == say("error.outside", places="(2, 3)")
    two = gaps((-1, 1), (1.5, 2), (2.5, 5))
    assert wording.measured(two) == say("error.outside", places="(1, 1.5), (2, 2.5)")
    three = gaps((-0.5, 1), (1.5, 2), (2.5, 5))
    assert wording.measured(three) == say("error.parts", n=3)
    pole = gaps((-1, 2), (3, 5), poles=(2.5,))
    assert wording.measured(pole) == (
        f"{say('error.outside', places='(2, 3)')}, {say('error.unbounded', n=1)}"
    )
    left = subject(Network([[[1.0]]], [[1.0]]), gaps((0, 2), (3, 5)))
    outside = say("error.outside", places="(−1, 0), (2, 3)")
    assert wording.error_sentence(left).endswith(f", {outside}")
    assert wording.verdict(left) == wording.error_sentence(left)


def test_a_smooth_network_says_how_far_its_drawing_may_be_off():
    tanh = subject(Network([[[1.0]], [[0.5]]], [[0.0], [0.5]], ["tanh", "identity"]), logistic())
    off = tanh.analysis.deviation
    note = wording.smooth_note(tanh)
    shown = [f"{k}·10⁻⁶" for k in np.arange(10, 101) / 10]
    texts = [say("smooth.drawn", off=text.replace(".0·", "·")) for text in shown]
    assert note in texts
    assert off <= (texts.index(note) + 10) * 1e-7 < off + 1.1e-7
    assert wording.smooth_note(TWICE) == ""
    assert wording.verdict(tanh) == f"{wording.error_sentence(tanh)}; {note}"
    corner = Network(
        [[[1.0]], [[1.0]], [[1.0]]], [[0.0], [0.0], [0.0]], ["relu", "tanh", "identity"]
    )
    note = wording.smooth_note(subject(corner, logistic()))
    expected = say("smooth.breakpoints", breakpoints=of(1), off="OFF").partition("OFF")[0]
    assert note.startswith(expected)


@pytest.mark.parametrize(
    ("bound", "shown"),
    [(1.234e-5, 1.3e-5), (1.2e-5, 1.2e-5), (9.91e-3, 1e-2), (5.01, 5.1), (123.0, 130.0), (0, 0)],
)
def test_bounds_are_rounded_up_to_two_digits(bound, shown):
    assert wording.round_up(bound) == pytest.approx(shown, rel=1e-12)


def test_a_subject_is_described_by_its_title_and_its_verdict():
    assert wording.described(TWICE) == f"Title. {wording.verdict(TWICE)}."
    assert wording.described(TWICE, "de") == f"Titel. {wording.verdict(TWICE, 'de')}."
    about = say("about", n=2, widths="1-2-1", target="x²", a="−1", b="1")
    assert wording.about(TWICE) == about
    assert wording.sentence("one thing") == "One thing."


def fitted(text, method=None, neurons=8):
    settings = {} if method is None else {"method": method}
    return resolve(text, FitOptions(neurons=neurons, settings=settings))


def test_the_best_network_is_called_so_and_its_plateau_named():
    six = "; " + say("best.plateau", n=6)
    best = say("best.equal", breakpoints=of(7))
    assert wording.verdict(fitted("sin(3*x)")) == f"{say('error.of', value='0.1382')}: {best}{six}"
    assert wording.verdict(fitted("x^2")) == f"{say('error.of', value='0.07031')}: {best}"
    line = "; " + say("best.plateau.line")
    assert wording.verdict(fitted("sin(30*x)")) == f"{say('error.of', value='1')}: {best}{line}"


def test_of_a_function_that_can_only_be_called_the_best_is_the_best_found():
    target = Target(lambda x: np.sin(3 * x), label("f"), (-3.0, 3.0))
    called = subject(fit(target, 8).network, target)
    found = say("best.equal.found", breakpoints=of(7))
    assert wording.verdict(called).startswith(f"{say('error.of.found', value='0.1382')}: {found}")


#: |x + 2| − |x| + |x − 1|: slopes −1, 1, −1, 1. Units make slope changes of 2, −2 and 2, and no sum
#: of some of them is 1: three units cannot start with the slope −1.
ZIGZAG = Target(
    lambda x: np.abs(x + 2) - np.abs(x) + np.abs(x - 1), label("z"), (-4.0, 4.0),
    breaks=(-2.0, 0.0, 1.0),
)  # fmt: skip


def test_that_three_neurons_cannot_is_said_of_one_layer_only():
    few = f"{say('best.exact', breakpoints=of(3))}; {say('best.too_few', n=3, can=4)}"
    flat = Network([[[1], [1], [1]], [[2, -2, 2]]], [[2, 0, -1], [0]])
    assert wording.limit_sentence(subject(flat, ZIGZAG)) == few
    deep = Network([[[1], [1]], [[-1, 0.5]], [[1]]], [[2, 0], [3], [0]])
    assert wording.limit_sentence(subject(deep, ZIGZAG)) == say("best.exact", breakpoints=of(3))
    # Changes of 1, −2 and 1 from a slope of −1: the first unit faces left.
    hat = PiecewiseLinear([-2, -1, 0, 1, 2], [1, 0, 0, -2, -3])
    assert wording.is_sum(hat)
    assert not wording.is_sum(PiecewiseLinear([-4, -2, 0, 1, 4], [3, 1, 3, 2, 5]))


def test_of_too_many_slope_changes_it_is_not_said_that_no_sum_fits():
    """Changes of 2 and −2 by turns, from a slope of 1: no sum of some is −1."""
    assert not wording.is_sum(PiecewiseLinear(np.arange(16), np.arange(16) % 2))
    assert wording.is_sum(PiecewiseLinear(np.arange(17), np.arange(17) % 2))


@pytest.mark.parametrize("size", [1e-6, 1.0, 1e6])
def test_bounds_that_meet_within_a_fifth_of_a_percent_are_one_number(size):
    assert wording.meet(0.998 * size, size)
    assert not wording.meet(0.9979 * size, size)


@pytest.mark.parametrize(
    ("lower", "sentence"),
    [
        (0.0125, say("best.found", breakpoints=of(1), best="0.125")),
        (0.0126, say("best.most", breakpoints=of(1), best="0.125", ratio="19.9")),
        (0.125 * 0.9979, say("best.most", breakpoints=of(1), best="0.125", ratio="2.01")),
        (0.125 * 0.998, say("best.ratio", breakpoints=of(1), best="0.125", ratio="2")),
    ],
)
def test_a_ratio_is_to_a_bound_that_says_something(lower, sentence):
    """|x| is 0.25 from x², the best with one breakpoint 0.125; ratios are rounded up."""
    loose = subject(Network.sum_of(ABS), square())
    object.__setattr__(loose, "limit", replace(loose.limit, lower=lower))
    assert wording.limit_sentence(loose) == sentence


def test_a_network_better_than_what_the_search_found_is_not_compared_with_it():
    """Of a jump the best in rms is only found; the steeper the network, the closer it comes."""
    jump = fitted("heaviside(x)", "optimal")
    limit = replace(jump.limit, error=2 * jump.distance, lower=0.0)
    object.__setattr__(jump, "limit", limit)
    n = len(jump.analysis.output.breakpoints)
    assert wording.limit_sentence(jump) == say("best.equal.rms.found", breakpoints=of(n))
    object.__setattr__(jump, "limit", replace(limit, error=jump.distance / 2))
    assert wording.limit_sentence(jump).startswith("the best rms error found with")


def test_a_network_of_least_squares_is_judged_by_its_rms_error():
    text = wording.verdict(fitted("sin(3*x)", "optimal"))
    assert text.startswith("rms error 0.06396; largest error 0.2312 at x = ")
    assert "the best possible rms error with 8 breakpoints" in text


@pytest.mark.parametrize(
    ("places", "said"),
    [
        ((2.0,), "at x = 2"),
        ((-1.0, 1.0), "at x = ±1"),
        ((1.0, 2.0), "reached at 2 places"),
        ((-2.0, 1.0), "reached at 2 places"),
        ((-1.0, 0.0, 1.0), "reached at 3 places"),
    ],
)
def test_the_places_of_the_largest_error(places, said):
    shown = subject(Network.sum_of(ABS), square())
    report = replace(shown.error, at=places, signs=(1,) * len(places))
    shown.__dict__["error"] = report
    assert said in wording.error_sentence(shown)


def test_a_network_without_a_target_is_not_said_to_be_for_one():
    network = Network.sum_of(ABS)
    alone, fitted = of_network(network), subject(network, square())
    assert wording.about(alone) == say("about.own", n=2, widths="1-2-1", a="−3", b="3", target="")
    assert " for x² on [" in wording.about(fitted)
    assert wording.error_sentence(alone) == say("error.own")
    assert wording.error_sentence(fitted) != say("error.own")


def test_beats_compare_with_a_target_and_only_with_one():
    names = [name for name, _ in wording.comparison_beats(TWICE, "en")]
    assert names == ["error", "best"]
    own = of_network(Network.sum_of(ABS))
    assert own.target.own
    assert wording.comparison_beats(own, "en") == []


def test_units_that_face_left_make_the_first_slope():
    assert wording.is_sum(PiecewiseLinear([-1, 0, 1], [1, 0, 0]))  # ReLU(−x)
    assert wording.is_sum(PiecewiseLinear([-1, 0, 1], [-1, 0, 0]))
    assert not wording.is_sum(PiecewiseLinear([-1, 0, 1], [-1, 0, 2]))  # x + ReLU(x): slopes 1, 2


def test_a_missing_limit_is_explained_only_where_the_breakpoints_are_the_reason():
    def told(target, none=False, unlimited=True):
        error = SimpleNamespace(none=none)
        about = SimpleNamespace(target=target, error=error, unlimited=unlimited)
        return wording._without_limit(about, "en")

    assert told(square()) == "; " + say("best.many", most=wording.MOST)
    assert told(square(), unlimited=False) == told(square(), none=True) == ""
    assert told(points([0, 1], [0, 1])) == told(of_network(Network.sum_of(ABS)).target) == ""


def test_training_names_the_best_possible_only_where_it_is_known():
    settings = {"method": "gd", "steps": 10}
    run = training.build(resolve("exp(x)", FitOptions(neurons=2, settings=settings)))
    loose = replace(run, best=replace(run.best, lower=0.9 * run.best.error))
    tight = replace(run, best=replace(run.best, lower=run.best.error))
    for said, best in ((loose, "that of the best found"), (tight, "the best possible")):
        assert training_words.verdict(said, "en").endswith(best)
    assert training_words.key(loose, "de")["best"] == "bester Fund"


def test_a_title_has_the_decimals_of_its_language():
    from approx.panels import width
    from approx.panels.captions import width as captions

    subject = resolve("abs(x)+0.5*x", FitOptions(neurons=2, on=("-1", "1")))
    assert subject.title("de").startswith("|x| + 0,5x aus")
    assert subject.title("en").startswith("|x| + 0.5x from")
    curved = resolve("0.5*x^2", FitOptions(neurons=2, on=("0", "1")))
    assert "0,5x² auf [0; 1]" in captions.title(width.build(curved), "de")


def test_a_place_beside_zero_is_written_as_zero():
    """Searches for a peak end at 2e-11; of a short interval around zero that is a place."""
    wide, short = square((-2.0, 2.0)), square((-1e-9, 1e-9))
    assert [targets.place(wide, x) for x in (2e-11, -2e-11, -0.25)] == ["0", "0", "−0.25"]
    assert targets.place(short, 2e-11) == "2·10⁻¹¹"
