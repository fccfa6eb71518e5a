"""Area B of the bad inputs: the interval and every option that is a number.

| row | option | why approx does not handle it |
|---|---|---|
| 48 | --samples | nothing is sampled: curves are drawn from breakpoints, targets adaptively |
| 52 | --duration | a film is as long as its captions need to be read |

Both are refused as unknown. Rows 40 to 44 and 47 are in test_bad_functions.py.
"""

import pytest

from approx.panels import sum as panels
from approx.subjects import resolve
from approx.subjects.fit_options import FitOptions

INTERVALS = [
    (31, ("3", "-3"), "the interval runs backwards; did you mean -3 3?"),
    (32, ("1", "1"), "the interval has no length"),
    (33, ("1", "1.0000000000000001"), "1 and 1.0000000000000001 are the same number"),
    (34, ("0", "1e-300"), "the interval is too short; at least 1e-9 of its size"),
    (35, ("0", "1e300"), "the interval is too long; the limit is 1e9"),
    (37, ("nan", "3"), "interval ends must be finite numbers"),
    (37, ("0", "inf"), "interval ends must be finite numbers"),
    (38, ("0",), "--on takes two numbers, as --on -4 4"),
    (38, ("0", "1", "2"), "Got unexpected extra argument (2); try approx show --help"),
    (39, ("a", "b"), "'a' is not a number"),
    (39, ("1,5", "2"), "'1,5' is not a number; write 1.5"),
]


@pytest.mark.parametrize("subject", ["x^2", "sigmoid"])
@pytest.mark.parametrize(("row", "ends", "message"), INTERVALS, ids=str)
def test_an_interval_that_is_none_is_refused(approx, row, ends, message, subject):
    approx("show", subject, "--on", *ends).refuses(message)


def test_36_a_long_interval_has_a_few_ticks():
    drawn = panels.build(resolve("x", FitOptions(on=("0", "1e6"), neurons=1)))
    for axis in (drawn.horizontal, drawn.vertical):
        assert 2 <= len(axis.ticks) <= 12


def test_45_values_that_no_picture_could_show_are_refused(approx):
    approx("show", "1e303*x").refuses("values reach 3e+303; scale the function below 1e302")


def test_46_a_constant_gets_an_axis_with_room(approx):
    drawn = panels.build(resolve("0*x + 1", FitOptions(neurons=1)))
    assert drawn.vertical.low < 1 < drawn.vertical.high
    approx("figure", "0*x + 1", "--neurons", "1", "-o", "a.png").accepts()


NUMBERS = [
    (48, "show x^2 --samples 10", "No such option: --samples"),
    (49, "render parabola-2 --fps 0", "--fps must be between 12 and 60 for .mp4, not 0"),
    (49, "render parabola-2 --fps -5", "--fps must be between 12 and 60 for .mp4, not -5"),
    (49, "render parabola-2 --fps 1000", "--fps must be between 12 and 60 for .mp4, not 1000"),
    (49, "render parabola-2 --fps nan", "'nan' is not a valid integer"),
    (50, "render parabola-2 --size 853x481", "video codecs need even sizes; use 854x482"),
    (51, "render parabola-2 --size 0x0", "--size must be between 64x64 and 3840x2160"),
    (51, "render parabola-2 --size 1x1", "--size must be between 64x64 and 3840x2160"),
    (51, "render parabola-2 --size 100000x100000", "--size must be between 64x64 and 3840x2160"),
    (51, "render parabola-2 --size axb", "--size takes WIDTHxHEIGHT like 1280x720, not 'axb'"),
    (52, "render parabola-2 --duration 0", "No such option: --duration"),
    (53, "fit x^2 --seed -1", "--seed must be between 0 and 4294967295, not -1"),
    (53, f"fit x^2 --seed {2**64}", f"--seed must be between 0 and 4294967295, not {2**64}"),
    (53, "fit x^2 --seed abc", "'abc' is not a valid integer"),
]


@pytest.mark.parametrize(("row", "line", "message"), NUMBERS, ids=str)
def test_a_number_outside_its_limits_is_refused(approx, row, line, message):
    approx(*line.split(), "-o", "a.json" if line.startswith("fit") else "a.mp4").refuses(message)


ELSEWHERE = [
    ("show sigmoid --on-y 0 1", "'sigmoid' has one input; leave out --on-y"),
    ("show ring --method lm", "--method lm is for least squares; use gd, adam or lbfgs"),
    ("show ring --on 0 1 --on-y 1 0", "the interval runs backwards; did you mean 0 1?"),
    ("show x*y --on-y 0,1", "--on-y takes two numbers, as --on-y -4 4, not '0,1'"),
    ("show sigmoid --neurons 2 --hidden 2,2", "give one of --neurons and --hidden"),
    ("compare sigmoid --neurons 3", "marks one network in the picture: add -o FILE"),
    ("compare sigmoid --eps 1e-3 --method lm", "--method marks one network in the picture"),
    ("render parabola-2 --still --fps 30", "leave out --size, --fps, --format, -t"),
    ("list --on 0 1", "No such option: --on"),
    ("doctor --neurons 3", "No such option: --neurons; try approx doctor --help"),
]


@pytest.mark.parametrize(("line", "message"), ELSEWHERE, ids=str)
def test_an_option_that_does_nothing_here_is_refused(approx, line, message):
    approx(*line.split()).refuses(message)


def test_a_network_file_is_not_trained_again(approx):
    assert approx("fit", "x^2", "--neurons", "2", "-o", "net.json").left == ("net.json",)
    approx("show", "net.json", "--method", "lm", "--steps", "9").refuses(
        "net.json is a network already; --steps and --method would train another"
    )


@pytest.mark.parametrize("rest", [(), ("-o", "x.png"), ("--theme", "light")])
def test_an_interval_in_one_word_swallows_no_option(approx, rest):
    approx("figure", "x^2", "--on", "-4,4", *rest).refuses("--on takes two numbers, as --on -4 4")
