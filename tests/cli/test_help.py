"""Every command's --help has examples, and every example does what it says."""

import shlex

import click
import pytest
from examples import ELSEWHERE, check, prepare

from approx.cli.app import cli

COMMANDS = cli.list_commands(click.Context(cli))
#: Commands whose examples draw films: minutes, not seconds.
FILMS = {"render", "kit", "slides", "storyboard", "embed", "fit", "lesson", "course"}


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


def _run_all(name, folder):
    prepare(folder)
    for line in examples(name):
        if not any(word in line for word in ELSEWHERE):
            check(line, folder)


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in COMMANDS if name not in FILMS])
def test_every_example_runs_beside_nothing_but_the_users_data(name, tmp_path):
    _run_all(name, tmp_path)


@pytest.mark.exhaustive
@pytest.mark.parametrize("name", sorted(FILMS))
def test_every_example_with_films_runs_beside_nothing_but_the_users_data(name, tmp_path):
    _run_all(name, tmp_path)
