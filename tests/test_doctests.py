"""The examples in docstrings run and print what they say."""

import ast
import doctest
from importlib import import_module
from pathlib import Path

import pytest

import approx
from approx.core.piecewise import PiecewiseLinear

PACKAGE = Path(approx.__file__).parent
MODULES = [
    ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__")
    for path in sorted(PACKAGE.rglob("*.py"))
    if ">>> " in path.read_text(encoding="utf-8")
]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_run(name):
    result = doctest.testmod(import_module(name), optionflags=doctest.NORMALIZE_WHITESPACE)
    assert result.attempted
    assert not result.failed


def test_every_public_name_has_an_example():
    errors = {"InputError", "MachineError"}  # that of ApproxError is theirs
    names = set(approx.__all__) - errors - {"__version__"}
    assert len(names) > 18
    assert not [name for name in names if ">>> " not in (getattr(approx, name).__doc__ or "")]


def test_every_method_of_a_function_has_an_example():
    tree = ast.parse(Path(PACKAGE, "core", "piecewise.py").read_text(encoding="utf-8"))
    (body,) = [n.body for n in tree.body if getattr(n, "name", "") == PiecewiseLinear.__name__]
    methods = {n.name: ast.get_docstring(n) or "" for n in body if isinstance(n, ast.FunctionDef)}
    public = {name for name in methods if not name.startswith("_")}
    without = {name for name in public | {"__abs__", "__truediv__"} if ">>>" not in methods[name]}
    assert len(public) > 15
    assert not without
