"""Old names end in one line that gives the new one; old files still open."""

import re
import subprocess
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest

from approx import training
from approx.__main__ import run
from approx.inputs.weights import load
from approx.subjects import resolve
from approx.system.renamed import FIGURES, MODULES, NAMES, RenamedError, explained, new_name

OLD = Path(__file__).parent / "data" / "version_1"


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
    ]
    + [
        ("render abs --preview", "--preview was removed; use -q l"),
        ("render abs --shard 1/2", "--shard was removed; --executor dask://HOST:PORT renders on"),
        ("render abs --shard=1/2", "--shard was removed; --executor dask://HOST:PORT renders on"),
        ("join a.mp4.shard-1-of-2", "join was removed; --executor dask://HOST:PORT renders on"),
    ],
)
def test_an_old_command_line_says_what_to_write(line, message, capsys):
    assert run(line.split()) == 2
    error = capsys.readouterr().err
    assert error.startswith(f"error: {message}")
    assert error.count("\n") == 1


def test_an_old_variable_of_the_environment_says_what_to_write(monkeypatch, capsys):
    monkeypatch.setenv("APPROX_SHARD", "1/2")
    assert run(["render", "abs"]) == 2
    assert capsys.readouterr().err.startswith("error: --shard was removed; ")


@pytest.mark.parametrize("ending", ["json", "npz", "safetensors"])
def test_networks_of_version_1_still_open(ending):
    """The files of tests/data/version_1 were written by commit a7b1fa0."""
    loaded = load(OLD / f"network.{ending}")
    assert [w.tolist() for w in loaded.network.weights] == [[[1.0], [-0.5]], [[2.0, 0.25]], [[3.0]]]
    assert [b.tolist() for b in loaded.network.biases] == [[0.0, 0.125], [-1.0], [0.5]]
    assert loaded.network.activations == ("relu", "leaky_relu(0.25)", "identity")
    assert (loaded.domain, loaded.target, loaded.notes) == ((-1.0, 2.0), "x^2", ())
    assert resolve(str(OLD / f"network.{ending}")).target_function(2.0) == 4.0


def test_training_runs_of_version_1_still_open():
    history = training.load(OLD / "run.npz")
    assert (history.method, history.seed, history.shape.widths) == ("adam", 1, (1, 3, 1))
    assert history.steps.tolist() == list(range(21))
    assert history.parameters.shape == (21, 10)
    assert history.loss[[0, -1]] == pytest.approx([0.01176558, 0.00777844], rel=1e-6)
    assert history.network(20).hidden_widths == (3,)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("from approx.stage.story import Story", "approx.stage is now approx.outputs.stage"),
        ("from approx.core.affine import Move", "cannot import name 'Move' from "
         "'approx.core.affine'; it is now AffineMap"),
    ],
)  # fmt: skip
def test_an_old_import_in_a_story_is_one_line(line, message, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.py").write_text(f"{line}\n")
    assert run(["render", "abs", "mine.py", "-q", "l"]) == 2
    error = capsys.readouterr().err
    assert error.startswith("error: mine.py: ")
    assert message in error
    assert error.count("\n") == 1
    assert not (tmp_path / "outputs").exists()


@pytest.mark.parametrize("line", (OLD / "story_imports.txt").read_text().splitlines())
def test_an_old_import_can_be_followed_to_one_that_works(line):
    """The imports of the stories of commit a7b1fa0; every message names what to write instead."""
    package, name = line.removeprefix("from ").split(" import ")
    followed = []
    while message := failure(f"from {package} import {name}"):
        assert message not in followed
        followed.append(message)
        if match := re.fullmatch(r"the module (\S+) is now (\S+)", message):
            path = f"{package}.{name}"
            assert path.startswith(match[1])
            path = match[2] + path.removeprefix(match[1])
        else:
            path = re.fullmatch(r"cannot import .*; it is now (\S+)", message)[1]
            path = path if "." in path else f"{package}.{path}"
        package, _, name = path.rpartition(".")


def failure(line):
    """What a story is told about an import that fails; None when it works."""
    try:
        exec(line, {})
    except ImportError as error:
        return explained(error)
    return None


@pytest.mark.parametrize(("old", "new"), NAMES.items())
def test_every_new_name_exists(old, new):
    module, name = new.rsplit(".", 1) if "." in new else (f"approx.{old.rpartition('.')[0]}", new)
    assert hasattr(import_module(module), name)
