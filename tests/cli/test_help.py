"""Every command's --help has examples, and every example does what it says."""

import os
import shlex
import subprocess
import sys
from functools import reduce

import click
import pytest

from approx.cli.app import cli

COMMANDS = cli.list_commands(click.Context(cli))
#: Commands whose examples draw films: minutes, not seconds.
FILMS = {"render", "kit", "slides", "storyboard", "embed", "join", "fit"}
#: Examples that need other machines; they are parsed, not run.
ELSEWHERE = ("dask://", "SLURM", "#")
#: What is cheaper to run and shows the same.
CHEAP = {" -q h": " -q l", " --all": ""}
#: Measurements that only the user has: examples call them data.csv.
POINTS = "".join(f"{x},{(x - 4) ** 2}\n" for x in range(9))
#: Files that a command's examples begin with.
BEFORE = {
    "embed": [
        "approx figure parabola-4-best",
        "approx render parabola-4-best",
        "approx figure sine-8 -o sine.pdf",
    ],
    "join": [
        "approx render sigmoid --shard 1/2; approx render sigmoid --shard 2/2",
        "approx render parabola-2 -o lecture.mp4 --shard 1/1",
    ],
}


def command_of(name):
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    return command


def examples(name):
    return [line.strip() for line in (command_of(name).epilog or "").splitlines()]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_example_is_a_line_that_its_command_understands(name):
    assert any(line.startswith(f"approx {name}") for line in examples(name))
    for line in examples(name):
        for part in filter(None, line.split("#")[0].split(";")):
            program, command, *words = shlex.split(part)
            assert program == "approx"
            command_of(command).make_context(command, words)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_says_what_it_is(name):
    for option in command_of(name).params:
        assert isinstance(option, click.Argument) or option.help, option.name


def run(line, folder):
    """One line in a shell, films small, older files replaced."""
    shell = f'approx() {{ {shlex.quote(sys.executable)} -m approx "$@"; }}\n{line}'
    small = {"APPROX_QUALITY": "l", "APPROX_FORCE": "1", "APPROX_CACHE": str(folder / "cache")}
    return subprocess.run(
        ["sh", "-c", shell], cwd=folder, env={**os.environ, **small},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def _run_all(name, folder):
    (folder / "data.csv").write_text(POINTS)
    for line in (*BEFORE.get(name, []), *examples(name)):
        if not any(word in line for word in ELSEWHERE):
            _check(reduce(lambda text, dear: text.replace(dear, CHEAP[dear]), CHEAP, line), folder)


def _check(line, folder):
    done = run(line, folder)
    assert done.returncode == 0, f"{line}: {done.stderr}"
    assert done.stdout, line
    for path in done.stdout.splitlines():
        if path.startswith("outputs/") or f"-o {path}" in line:
            assert (folder / path).exists(), line


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in COMMANDS if name not in FILMS])
def test_every_example_runs_beside_nothing_but_the_users_data(name, tmp_path):
    _run_all(name, tmp_path)


@pytest.mark.exhaustive
@pytest.mark.parametrize("name", sorted(FILMS))
def test_every_example_with_films_runs_beside_nothing_but_the_users_data(name, tmp_path):
    _run_all(name, tmp_path)
