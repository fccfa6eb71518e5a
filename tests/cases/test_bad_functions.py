"""Rows 40 to 44, 47 and 126: functions with gaps, poles and jumps are drawn, and said in one line.

A pole at the edge of a gap (row 41) is two things, and gets two lines.
"""

import json
import re

import pytest

AWKWARD = [
    (40, "sqrt(x)", ["f is not defined on [-3, 0); drawn on [0, 3]"]),
    (
        41,
        "log(x)",
        [
            "f is not defined on [-3, 0]; drawn on (0, 3]",
            "pole near x = 0; the curve is cut there, and errors leave out 0.06 on either side",
        ],
    ),
    (
        42,
        "1/x",
        ["pole near x = 0; the curve is cut there, and errors leave out 0.12 on either side"],
    ),
    (
        43,
        "tan(x)",
        [
            "2 poles near x = -1.571, 1.571; the curve is cut there, and errors leave out 0.12 "
            "on either side"
        ],
    ),
    (44, "floor(x)", ["5 jumps at x = -2, -1, 0, 1, 2; no smoothing"]),
]


@pytest.mark.parametrize(("row", "text", "lines"), AWKWARD, ids=str)
def test_an_awkward_function_is_drawn_and_said(approx, row, text, lines):
    done = approx("figure", text, "-o", "a.svg")
    assert (done.code, done.left) == (0, ("a.svg",))
    assert list(done.err) == [f"warning: {line}" for line in lines]


def test_44_no_fit_is_said_to_be_better_than_the_best_possible(approx):
    line = approx("fit", "floor(x)", "--neurons", "4", "-o", "a.json").err[-1]
    ratios = [float(found) for found in re.findall(r"([0-9.]+)× the best possible", line)]
    assert all(ratio >= 1 for ratio in ratios), line


def test_47_a_function_too_fast_to_sample_says_so(approx):
    done = approx("show", "sin(1e300*x)")
    assert done.code == 0
    assert done.err[0].startswith("warning: f changes too fast to sample")


def test_41_a_gap_that_leaves_a_sliver_is_no_warning_of_numpy(approx, recwarn):
    done = approx("show", "acos(1000*x)", "--neurons", "1")
    assert done.code == 0
    assert done.err[0].startswith("warning: f is not defined on [-3, -0.001) and (0.001, 3]")
    assert not recwarn.list


@pytest.mark.slow
def test_47_what_changes_too_fast_is_not_compared(approx):
    done = approx("compare", "sin(1e300*x)", "--json")
    assert (done.code, done.out, done.left) == (2, "", ())
    assert done.err[-1].startswith("error: sin(1e300·x) changes too fast to compare")


def test_126_a_fit_that_cannot_follow_its_poles_is_called_poor(approx):
    done = approx("show", "tan(20*x)", "--json")
    assert done.code == 0
    error = json.loads(done.out)["sup_error"]
    place = f"{error['value']:.4g} near x = {error['at'][0]:.4g}"
    poor = f"warning: the fit is poor: largest error {place}"
    assert done.err[1:] == (poor,)


def test_many_poles_are_counted_and_the_first_listed(approx):
    (line, _) = approx("show", "tan(20*x)").err
    assert line.startswith("warning: 38 poles near x = -2.906, -2.749, -2.592, -2.435, ")
    assert "and 32 more" in line


@pytest.mark.parametrize("command", ["compare", "render {} width -o a.mp4", "figure {} compare"])
def test_what_needs_the_best_possible_says_why_there_is_none(approx, command):
    name, *rest = command.split()
    done = approx(name, *(["1/x"] if not rest else [w.format("1/x") for w in rest]))
    assert (done.code, done.out, done.left) == (2, "", ())
    assert "has poles" in done.err[-1]
    assert done.err[-1].startswith("error: ")
    assert len(done.err) == 1  # the refusal, without the pole
