"""The README: every command and every line of Python in it runs."""

import re
import shlex
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from examples import ELSEWHERE, check, prepare

from approx.cli.app import cli
from approx.outputs import figures
from approx.outputs.films import stories

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", README, flags=re.MULTILINE | re.DOTALL)
LINES = [
    line.partition(" # ")[0].strip()
    for language, text in BLOCKS
    for line in text.splitlines()
    if language == "sh" and line.startswith("approx ")
]
#: Commands that render films take seconds to minutes each.
FILMS = ("render", "kit", "slides", "storyboard", "embed")


def is_film(line):
    return shlex.split(line)[1] in FILMS or " render " in line


def test_the_readme_has_commands():
    assert len(LINES) > 15


@pytest.mark.parametrize("line", LINES)
def test_every_command_is_understood(line):
    for part in line.removesuffix(" && make test").split("&&"):
        program, name, *words = shlex.split(part)
        command = cli.get_command(click.Context(cli), name)
        assert program == "approx"
        assert command is not None, name
        if "outputs/" not in part:  # a file that an earlier line writes
            command.make_context(name, words)


@pytest.mark.parametrize("line", [line for line in LINES if not is_film(line)])
def test_every_command_without_films_runs(line, tmp_path):
    if any(word in line for word in ELSEWHERE) or "tent" in line:  # tent: an example to be written
        pytest.skip("needs what the reader brings")
    prepare(tmp_path)
    check(line, tmp_path)


@pytest.mark.slow
def test_all_commands_run_in_the_order_of_the_readme(tmp_path):
    prepare(tmp_path)
    for line in LINES:
        if not any(word in line for word in (*ELSEWHERE, "tent")):
            check(line, tmp_path)


def test_the_lines_of_python_say_what_they_give(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    names = {}
    (uses, example) = [text for language, text in BLOCKS if language == "python"]
    for line in uses.splitlines():
        expression, _, expected = line.partition("  # ")
        if expected and expression.strip():
            value = repr(eval(expression, names))
            assert value.startswith(re.split("…| = ", expected)[0].strip()), line
        else:
            exec(line, names)
    (tmp_path / "tent.py").write_text(example)
    exec(compile(example, "tent.py", "exec"), names)
    assert names["EXAMPLE"].network([-1.0, 0.0]).tolist() == [0.0, 1.0]


@pytest.mark.parametrize("kind", figures.kinds())
def test_every_figure_kind_is_in_the_readme_and_in_help(kind):
    assert f"\n  {kind} " in CliRunner().invoke(cli, ["figure", "--help"]).output
    assert f"`{kind}`" in README


@pytest.mark.parametrize("story", stories.names())
def test_every_story_is_in_the_readme(story):
    assert f"`{story}`" in README


@pytest.mark.skipif(sys.platform == "win32", reason="paths of a checkout")
@pytest.mark.parametrize("path", sorted(set(re.findall(r"`((?:approx|scenes)/[\w/]+/?)`", README))))
def test_every_folder_that_it_names_is_there(path):
    assert (Path(__file__).parent.parent / path).exists()
