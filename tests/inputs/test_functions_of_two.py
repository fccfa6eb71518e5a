"""A typed function of x and y: read as on paper, bounded on boxes, told from one of x alone."""

import re

import numpy as np
import pytest

import approx
from approx.core.plane_target import PlanePoints
from approx.inputs.expression.function_of_two import parse_of_two
from approx.inputs.expression.tokens import has_two_inputs
from approx.subjects.from_function_of_two import source_text, target_of_two
from approx.subjects.packing_plane import packed_plane, unpacked_plane
from approx.system.errors import InputError

READ = {
    "x*y": lambda x, y: x * y,
    "xy": lambda x, y: x * y,
    "2xy + 1": lambda x, y: 2 * x * y + 1,
    "f(a, b) = a - 2b": lambda x, y: x - 2 * y,
    "z = x^2 + y²": lambda x, y: x**2 + y**2,
    "lambda u, v: u/v": lambda x, y: x / y,
    "np.sin(x)*np.cos(y)": lambda x, y: np.sin(x) * np.cos(y),
    r"\frac{x}{1+y^2}": lambda x, y: x / (1 + y**2),
    "|x| + |y|": lambda x, y: abs(x) + abs(y),
    "x1*x2": lambda x, y: x * y,
    "y > x^2": lambda x, y: float(y > x**2),
    "-1 < x*y < 1": lambda x, y: float(-1 < x * y < 1),
    "y if x > 0 else -y": lambda x, y: y if x > 0 else -y,
}


@pytest.mark.parametrize("text", READ)
def test_notations_mean_what_they_mean_on_paper(text):
    f = parse_of_two(text)
    for x, y in [(0.3, 1.7), (-1.2, 0.4), (2.0, -0.5)]:
        assert float(f(x, y)) == pytest.approx(READ[text](x, y))
    assert has_two_inputs(text)


@pytest.mark.parametrize("text", ["sin(x)", "y = x^2", "f(t) = t^2", "x", "sigmoid", "2x + 1"])
def test_functions_of_one_input_stay_so(text):
    assert not has_two_inputs(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x*z", "the variables are x and y"),
        ("x*y)", "unbalanced"),
        ("sin(x, y)", "takes 1 argument"),
    ],
)
def test_what_cannot_be_read_is_one_line(text, said):
    with pytest.raises(InputError, match=said):
        parse_of_two(text)


TEXTS = [
    "sin(2*x)*cos(y)",
    "exp(-(x^2 + y^2))",
    "x*y/(1 + x^2)",
    "hypot(x, y - 3)",
    "tanh(x - y)^2",
]


@pytest.mark.parametrize("text", TEXTS)
def test_bounds_hold_values_and_derivatives(text):
    f, rng = parse_of_two(text), np.random.default_rng(0)
    low = rng.uniform(-1.5, 1.0, (2, 40))
    high = low + rng.uniform(0.05, 0.5, (2, 40))
    known = f.bounds((low[0], high[0]), (low[1], high[1]))
    share = rng.uniform(0, 1, (2, 200, 40))
    x, y = low[:, None] + share * (high - low)[:, None]
    h = 1e-4
    seen = {
        "value": f(x, y),
        "x": (f(x + h, y) - f(x - h, y)) / (2 * h),
        "y": (f(x, y + h) - f(x, y - h)) / (2 * h),
        "xx": (f(x + h, y) - 2 * f(x, y) + f(x - h, y)) / h**2,
        "yy": (f(x, y + h) - 2 * f(x, y) + f(x, y - h)) / h**2,
        "xy": (f(x + h, y + h) - f(x + h, y - h) - f(x - h, y + h) + f(x - h, y - h)) / (4 * h**2),
    }
    bounds = [known.value, *known.gradient, known.hessian[0], known.hessian[2], known.hessian[1]]
    for (name, values), (least, most) in zip(seen.items(), bounds, strict=True):
        slack = 1e-5 if len(name) == 2 else 1e-6
        assert (values >= least - slack).all(), name
        assert (values <= most + slack).all(), name


#: Where each grows without end on [−2, 2] × [−2, 2]: the places are zeros of these.
UNBOUNDED = {
    "1/(x + y)": lambda x, y: x + y,
    "1/(y - x^2)": lambda x, y: y - x**2,
    "1/(x^2 + y^2)": np.hypot,
    "tan(x*y)": lambda x, y: np.cos(x * y),
    "log(abs(x*y))": lambda x, y: x * y,
    "log(x^2 + y^2)": np.hypot,
    "(x^2 + y^2)^-0.1": np.hypot,
}
#: Rectangles whose grid does and does not hold the places.
RECTANGLES = [((-2.0, 2.0), (-2.0, 2.0)), ((-1.93, 2.11), (-2.03, 1.87))]


@pytest.mark.parametrize("box", RECTANGLES)
@pytest.mark.parametrize("text", UNBOUNDED)
def test_a_function_without_a_bound_is_refused_with_the_place_and_a_text_that_works(text, box):
    with pytest.raises(InputError) as refused:
        target_of_two(text, box)
    line = str(refused.value)
    x, y = map(float, re.match("f has no bound near x = (.*), y = (.*?);", line).groups())
    assert abs(UNBOUNDED[text](x, y)) < 1e-3
    cut = line.split('"')[1]
    assert np.isfinite(target_of_two(cut, box)(np.array([[x, y], [1.0, 0.5]]))).all()


@pytest.mark.parametrize("box", RECTANGLES)
@pytest.mark.parametrize("text", UNBOUNDED)
def test_where_a_warning_is_heard_it_is_cut_off_and_said_so(text, box):
    heard = []
    cut = target_of_two(text, box, heard.append)
    assert heard[0].endswith(f"; drawn and measured is {cut.label.text}")
    places = np.random.default_rng(1).uniform(-1.9, 1.8, (4000, 2))
    whole, height = parse_of_two(text)(*places.T), float(re.search(r"(\d+)\)$", cut.label.text)[1])
    below = np.abs(whole) < height
    assert 0.5 < below.mean() < 1
    np.testing.assert_array_equal(cut(places)[below], whole[below])
    assert np.abs(cut(places)[~below]).max() <= np.abs(whole[~below]).max()
    assert source_text(text, cut) == cut.label.text


def test_it_is_cut_off_only_on_the_sides_on_which_it_grows():
    heard = []
    texts = ("1/(x^2 + y^2)", "-1/(x^2 + y^2)", "1/(x + y)")
    cuts = [target_of_two(text, RECTANGLES[0], heard.append).label.text for text in texts]
    assert [cut.split("(")[0] for cut in cuts] == ["min", "max", "min"]
    assert cuts[2].startswith("min(max(1/(x + y), −")


def test_a_rectangle_that_was_not_chosen_moves_to_where_there_are_values():
    heard = []
    moved = target_of_two("log(x*y)", RECTANGLES[0], heard.append, may_move=True)
    (x0, x1), (y0, y1) = moved.box
    assert 0 < x0 < 0.2
    assert 0 < y0 < 0.2
    assert (x1, y1) == (2, 2)
    assert heard[0].endswith(f"; drawn on [{x0:g}, 2] × [{y0:g}, 2]")
    with pytest.raises(InputError, match="choose a part"):
        target_of_two("log(x*y)", RECTANGLES[0], heard.append)


@pytest.mark.slow
def test_a_cut_function_is_the_same_in_another_process():
    with pytest.warns(UserWarning, match="drawn and measured is min"):
        cut = approx.subject("1/(x^2 + y^2)", neurons=3, steps=3)
    again = unpacked_plane(packed_plane(cut))
    assert again.error.bracket == cut.error.bracket
    assert again.target.label == cut.target.label


@pytest.mark.parametrize("box", RECTANGLES)
@pytest.mark.parametrize(
    "text",
    ["sin(x*y)/(x*y)", "sqrt(abs(x + y))", "x*log(abs(x)) + y", "1/(x^2 + y^2 + 1e-6)",
     "(x^2 - y^2)/(x - y)", "sign(x*y)", "exp(x*y)^3", "1/x > y"],
)  # fmt: skip
def test_steep_functions_and_those_with_limits_are_bounded(text, box):
    target = target_of_two(text, box)
    assert target.box == box


@pytest.mark.parametrize(
    "text",
    ["sqrt(1 - x^2 - y^2)", "log(x*y)", "sin(1/x)*y", "log(x)*y", "x/y", "asin(x)*y", "x^y",
     "(x + y)/(x - y)", "acos(x*y)", "ln(sin(x*y))"],
)  # fmt: skip
def test_where_there_is_no_number_the_part_that_is_offered_works(text):
    said = r"f has no (?:value at|bound near) x = .*; choose a part of the rectangle: "
    with pytest.raises(InputError, match=said) as refused:
        target_of_two(text, RECTANGLES[0])
    ends = re.search(r"--on (\S+) (\S+) --on-y (\S+) (\S+)$", str(refused.value))
    x0, x1, y0, y1 = map(float, ends.groups())
    target = target_of_two(text, ((x0, x1), (y0, y1)))
    assert -2 <= x0 < x1 <= 2
    assert -2 <= y0 < y1 <= 2
    places = np.random.default_rng(0).uniform((x0, y0), (x1, y1), (500, 2))
    assert np.isfinite(target(places)).all()


@pytest.mark.parametrize("text", ["1/(x - y)^2", "log(abs(x - y))", "1/floor(x) + y"])
def test_where_the_grid_meets_the_pole_the_text_that_is_cut_off_works(text):
    with pytest.raises(InputError, match="cut it off") as refused:
        target_of_two(text, RECTANGLES[0])
    cut = str(refused.value).split('"')[1]
    assert np.isfinite(target_of_two(cut, RECTANGLES[0])(np.zeros((1, 2)))).all()


def test_what_is_nowhere_a_number_is_refused_in_one_line():
    with pytest.raises(InputError, match=r"another rectangle: --on A B --on-y C D$"):
        target_of_two("sqrt(-1 - x^2 - y^2)", RECTANGLES[0])


@pytest.mark.parametrize("size", [1e-3, 1.0, 1e6])
def test_a_condition_has_its_points_on_rectangles_of_any_size(size):
    made = target_of_two("y > x", ((0.0, size), (0.0, size)))
    assert isinstance(made, PlanePoints)
    assert len(np.unique(made.points, axis=0)) == 160
