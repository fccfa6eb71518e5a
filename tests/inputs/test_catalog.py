"""Every example carries its truth; the library finds the same."""

import sys

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


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("\n1 / 0", "inputs/catalog/broken.py, line 2: division by zero"),
        ("EXAMPLE = (", "inputs/catalog/broken.py, line 1: '(' was never closed"),
        (
            "from approx.inputs.example import Example\n"
            'EXAMPLE = Example({}, None, "sqrt(x)", None)',
            "inputs/catalog/broken.py, line 2: the target is given as text; "
            "write target_of(TEXT, (LEFT, RIGHT)).target, "
            "with target_of from approx.inputs.expression",
        ),
    ],
)
def test_a_broken_file_of_the_catalog_is_named_in_one_line(tmp_path, monkeypatch, code, says):
    (tmp_path / "broken.py").write_text(code, encoding="utf-8")
    monkeypatch.setattr(catalog, "__path__", [str(tmp_path)])
    monkeypatch.setattr(catalog, "__file__", str(tmp_path / "__init__.py"))
    monkeypatch.setattr(catalog, "_files", lambda: {"broken": "broken"})
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    with pytest.raises(InputError) as refused:
        catalog.names.__wrapped__()
    assert str(refused.value) == says


def test_a_wrong_name_gets_the_right_one():
    with pytest.raises(InputError, match=r"no example 'parabla-2'; did you mean 'parabola-2'\?"):
        resolve("parabla-2")
    with pytest.raises(InputError, match="approx list shows them all"):
        resolve("zzz")
