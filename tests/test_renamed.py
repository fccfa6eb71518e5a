"""Old names end in one line that gives the new one; old files still open."""

import subprocess
import sys
from importlib import import_module
from importlib.util import find_spec

import pytest

from approx.__main__ import run
from approx.system.renamed import FIGURES, MODULES, RenamedError, new_name


@pytest.mark.parametrize("new", sorted(set(MODULES.values())))
def test_every_module_of_the_table_exists(new):
    assert find_spec(f"approx.{new}")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("approx.network", "approx.core.network"),
        ("approx.panels.story_sum", "approx.panels.captions.sum"),
        ("approx.words", "approx.style.languages"),
        ("approx.outputs.stage.words", "approx.outputs.stage.text"),
    ],
)
def test_an_import_of_an_old_module_names_the_new_one(old, new):
    with pytest.raises(RenamedError, match=f"^the module {old} is now {new}$"):
        import_module(old)


def test_a_module_of_a_moved_package_is_found_in_two_steps():
    with pytest.raises(
        RenamedError, match=r"^the module approx\.stage is now approx\.outputs\.stage$"
    ):
        import_module("approx.stage.axes")
    assert find_spec("approx.outputs.stage.axes")


def test_modules_that_never_were_fail_as_they_do_elsewhere():
    assert new_name("approx.nothing") is None
    assert new_name("network") is None
    with pytest.raises(ModuleNotFoundError):
        import_module("approx.nothing")


def test_old_modules_are_explained_as_attributes_and_in_from_imports():
    import approx

    with pytest.raises(AttributeError, match=r"the module is now approx\.core\.network"):
        approx.network  # noqa: B018
    code = "from approx import network"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr.splitlines()[-1].endswith("approx.network is now approx.core.network")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (f"figure sigmoid {old}", f"the figure {old} is now called {new}")
        for old, new in FIGURES.items()
    ],
)
def test_an_old_command_line_says_what_to_write(line, message, capsys):
    assert run(line.split()) == 2
    assert capsys.readouterr().err == f"error: {message}\n"
