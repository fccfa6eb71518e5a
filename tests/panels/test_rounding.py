"""What a formula or a diagram prints, evaluated as it is printed, is the curve."""

import math
import re

import numpy as np
import pytest

from approx.core.network import Network
from approx.panels import diagram
from approx.panels.formula import formula
from approx.panels.rounding import SHARE, digits_of, printed
from approx.subjects import FitOptions, resolve

YEARS = (1950.0, 2020.0)


def years(turn=1.0):
    """Yearly values from 315 to 415, with units whose breakpoints lie about 1962 and 1987.3."""
    w, t = np.array([[0.037], [-0.021 * turn]]), np.array([1962.4, 1987.3])
    return Network([w, np.array([[29.0, 41.0]])], [-w[:, 0] * t, [315.2]], ["relu", "identity"])


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
    text = "".join(part.text for part in formula(network, YEARS))
    x = np.linspace(*YEARS, 71)
    y = network(x)
    found = np.array([value(text, at) for at in x])
    assert np.abs(found - y).max() <= SHARE * np.ptp(y)
    assert re.search(r"1962(\.4)?\b", text)


def test_units_of_slope_one_are_written_where_three_digits_are_not_enough():
    network = years()
    centred, digits = printed(network, YEARS)
    assert digits <= digits_of(network, YEARS) + 1
    assert np.abs(centred.weights[0]).tolist() == [[1.0], [1.0]]
    np.testing.assert_allclose(centred(np.array(YEARS)), network(np.array(YEARS)), rtol=1e-12)


def test_near_zero_three_digits_are_enough_and_nothing_is_rewritten():
    network = resolve("sine-8").network
    assert printed(network, (-math.pi, math.pi)) == (network, 3)


def test_a_diagram_has_the_digits_that_reproduce_the_curve(tmp_path):
    file = tmp_path / "years.json"
    years().save(file, YEARS)
    subject = resolve(str(file), FitOptions(("1950", "2020")))
    drawn = diagram.build(subject)
    labels = {unit.bias for unit in drawn.units} | {edge.label for edge in drawn.edges}
    assert any("72.6" in text for text in labels)  # 0.037 · 1962.4 = 72.6088
    assert not any("10¹" in text or "10²" in text for text in labels)
