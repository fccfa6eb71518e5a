"""What a formula or a diagram prints, evaluated as it is printed, is the curve."""

import re

import numpy as np
import pytest

from approx.core.network import Network
from approx.core.piecewise import PiecewiseLinear
from approx.core.target import square
from approx.panels import diagram
from approx.panels import target as targets
from approx.panels.formula import formula
from approx.panels.pieces import latex
from approx.panels.rounding import (
    SHARE,
    Digits,
    digits_of,
    digits_of_lines,
    digits_of_network,
    written,
)
from approx.subjects import FitOptions, Subject, resolve
from approx.subjects.from_network import own

YEARS = (1950.0, 2020.0)


def years(turn=1.0):
    """Yearly values from 315 to 415, with units whose breakpoints lie about 1962 and 1987.3."""
    w, t = np.array([[0.037], [-0.021 * turn]]), np.array([1962.4, 1987.3])
    return Network([w, np.array([[29.0, 41.0]])], [-w[:, 0] * t, [315.2]], ["relu", "identity"])


def loaded(network):
    return Subject("years", {"en": "years"}, network, own(network, YEARS))


def value(text: str, x: float) -> float:
    """A printed formula, evaluated."""
    text = text.split("=", 1)[1].replace("−", "-").replace(" ", "")
    text = re.sub(r"·10([⁻⁰-⁹¹²³]+)", lambda m: "e" + m[1].translate(
        str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")), text)  # fmt: skip
    text = re.sub(r"(\d)x", r"\1*x", text)
    text = re.sub(r"([\d.])ReLU", r"\1*ReLU", text)
    return float(eval(text, {"ReLU": lambda z: max(0.0, z), "x": x}))


@pytest.mark.parametrize("network", [years(), years(-1.0)], ids=["both ways", "one way"])
def test_a_formula_far_from_zero_reproduces_the_curve(network):
    text = "".join(part.text for part in formula(*written(loaded(network))))
    x = np.linspace(*YEARS, 71)
    y = network(x)
    found = np.array([value(text, at) for at in x])
    assert np.abs(found - y).max() <= SHARE * np.ptp(y)
    assert re.search(r"1962(\.4)?\b", text)


def test_units_of_slope_one_are_written_where_three_digits_are_not_enough():
    network = years()
    centred, digits = written(loaded(network))
    assert digits.weight <= digits_of_network(network, YEARS) + 1
    assert digits == digits_of(loaded(network))
    assert np.abs(centred.weights[0]).tolist() == [[1.0], [1.0]]
    np.testing.assert_allclose(centred(np.array(YEARS)), network(np.array(YEARS)), rtol=1e-12)


def test_near_zero_three_digits_are_enough_and_nothing_is_rewritten():
    subject = resolve("sine-8")
    assert written(subject) == (subject.network, Digits(3, 3, 3))


def test_a_function_far_from_zero_is_written_out_in_the_digits_that_give_it():
    f = PiecewiseLinear([1950.0, 1987.3, 2020.0], [315.2, 341.7, 415.1])
    assert digits_of_lines(f).weight > 3
    rows = re.findall(r"(-?[\d.]+)x ([-+]) ([\d.]+) & ", latex(f))
    for (slope, sign, rest), k in zip(rows, (0, 1), strict=True):
        for x, y in zip(f.x[k : k + 2], f.y[k : k + 2], strict=True):
            assert abs(float(slope) * x + float(sign + rest) - y) <= SHARE * np.ptp(f.y)


def test_a_diagram_has_the_digits_that_reproduce_the_curve(tmp_path):
    file = tmp_path / "years.json"
    years().save(file, YEARS)
    subject = resolve(str(file), FitOptions(("1950", "2020")))
    drawn = diagram.build(subject)
    labels = {unit.bias for unit in drawn.units} | {edge.label for edge in drawn.edges}
    assert any("72.6" in text for text in labels)  # 0.037 · 1962.4 = 72.6088
    assert not any("10¹" in text or "10²" in text for text in labels)


@pytest.mark.parametrize(
    ("on", "ends", "place"),
    [
        ((1e8, 1e8 + 1), ("100000000", "100000001"), "100000000.25"),
        ((1000.0, 1001.0), ("1000", "1001"), "1000.25"),
        ((-3.0, 3.0), ("−3", "3"), "0.25"),
    ],
)
def test_ends_and_places_far_from_zero_are_told_apart(on, ends, place):
    target = square(on)
    assert targets.ends(target) == ends
    assert targets.place(target, (on[0] if on[0] > 0 else 0) + 0.25) == place
