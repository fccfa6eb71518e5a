"""Every example carries its truth; the library finds the same."""

import numpy as np
import pytest

from approx.inputs import catalog
from approx.subjects import resolve
from approx.system.errors import InputError

NAMES = catalog.names()


@pytest.mark.parametrize("name", NAMES)
def test_breakpoints_slopes_and_error_are_the_known_ones(name):
    subject, truth = resolve(name), catalog.get(name).truth
    f = subject.analysis.output
    assert np.allclose(f.breakpoints, truth.breakpoints, rtol=0, atol=1e-12)
    assert np.allclose(f.slopes, truth.slopes, rtol=0, atol=1e-12 * np.abs(truth.slopes).max())
    assert subject.error.sup == pytest.approx(truth.sup_error, abs=truth.tolerance)
    if truth.at:
        assert np.allclose(subject.error.at, truth.at, rtol=0, atol=1e-9)


@pytest.mark.parametrize("name", NAMES)
def test_every_example_has_its_title_in_every_language(name):
    assert {"en", "de"} <= set(catalog.get(name).title)


def test_the_lessons_networks_are_there():
    lesson = {
        "parabola-2",
        "parabola-4",
        "parabola-4-best",
        "sigmoid",
        "sigmoid-421",
        "sigmoid-tuned",
    }
    assert lesson <= set(NAMES)


def test_the_two_sigmoids_are_one_function():
    one, other = resolve("sigmoid").analysis.output, resolve("sigmoid-421").analysis.output
    assert np.array_equal(one.x, other.x)
    assert np.array_equal(one.y, other.y)
    assert np.array_equal(one.slopes, other.slopes)


def test_a_wrong_name_gets_the_right_one():
    with pytest.raises(InputError, match=r"no example 'parabla-2'; did you mean 'parabola-2'\?"):
        resolve("parabla-2")
    with pytest.raises(InputError, match="approx list shows them all"):
        resolve("zzz")
