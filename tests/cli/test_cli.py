"""The command line: a path or table on standard output, one line of error, an exit code."""

import json
import math
import os
import subprocess
import sys

import click
import pytest

from approx.cli.app import cli
from approx.inputs import catalog

NAMES = catalog.names()


@pytest.fixture
def approx(tmp_path):
    """Runs a command in an empty folder."""

    def run(*arguments: str, **options) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "approx", *arguments],
            cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False, **options,
        )  # fmt: skip

    run.folder = tmp_path
    return run


def test_show_json_of_the_sigmoid_is_exact(approx):
    shown = json.loads(approx("show", "sigmoid", "--json").stdout)
    assert shown["breakpoints"] == [-4, -2, 2, 4]
    assert shown["slopes"] == [s / 16 for s in (0, 1, 3, 1, 0)]
    assert shown["values"] == [0, 0, 1 / 8, 7 / 8, 1, 1]
    assert abs(shown["sup_error"]["value"] - (1 / 4 - 3 / 16 * math.log(3))) < 1e-12
    assert shown["sup_error"]["at"] == pytest.approx([-math.log(3), math.log(3)], abs=1e-9)
    assert {"name", "title", "domain", "layers", "l2_error", "breakpoints", "shares"} <= set(shown)
    assert shown["layers"][1]["weights"][0] == [0, 0, 0, 0, 1, 1, 1, 1]


@pytest.mark.parametrize(
    "name",
    [*NAMES[::5], *(pytest.param(n, marks=pytest.mark.slow) for n in NAMES if n not in NAMES[::5])],
)
def test_show_reads_as_a_table(approx, name):
    done = approx("show", name)
    assert done.returncode == 0
    assert "slope after" in done.stdout
    # At a jump no continuous function is closer than half of it: there the rms error counts.
    said = "rms error" if name == "step-like" else "Largest error"
    assert said in done.stdout or "No error" in done.stdout


def test_list_names_every_example(approx):
    listed = [line.split()[0] for line in approx("list").stdout.splitlines()[1:]]
    assert listed == [*NAMES, *catalog.planes(), *catalog.topics()]
    assert [row["name"] for row in json.loads(approx("list", "--json").stdout)] == list(NAMES)


def test_compare_answers_with_the_fewest_breakpoints(approx):
    done = approx("compare", "parabola-2", "--eps", "1e-3")
    assert done.stdout == (
        "22 breakpoints: 0.001; this largest error needs at least 22 of them; "
        "23 neurons always suffice for 22 breakpoints.\n"
    )
    shown = json.loads(approx("compare", "parabola-2", "--json").stdout)
    assert shown["depth_wins_from"] == 11
    assert shown["rows"][2] == pytest.approx(
        {"breakpoints": 4, "optimum": 0.02, "lower": 0.02, "equidistributed": 0.04, "uniform": 0.04,
         "rate": 0.02}, rel=1e-9,
    )  # fmt: skip


@pytest.mark.skipif(sys.platform != "linux", reason="threads are counted in /proc")
def test_a_command_computes_in_one_thread():
    """Threads that wait for each other made `approx compare` take ten times the CPU time."""
    code = (
        "import os, sys, approx.__main__ as command; sys.argv = ['approx', 'compare', 'sigmoid']\n"
        "try: command.main()\n"
        "finally: print(len(os.listdir('/proc/self/task')))"
    )
    free = {k: v for k, v in os.environ.items() if not k.endswith("_NUM_THREADS")}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, env=free
    )
    assert done.stdout.splitlines()[-1] == "1"


def test_fit_writes_a_network_that_the_other_commands_take(approx):
    done = approx("fit", "sin(3*x)", "--neurons", "6", "--on", "-1", "1", "-o", "net.json")
    assert done.stdout == "net.json\n"
    assert "no function with 5 breakpoints does better; 4 are enough for it; 0 of 6" in done.stderr
    shown = json.loads(approx("show", "net.json", "--json").stdout)
    assert (shown["architecture"], shown["domain"]) == ("6-1", [-1, 1])
    assert shown["target"] == "sin(3x)"
    drawn = approx("figure", "net.json", "-o", "net.svg")
    assert (drawn.stdout, drawn.returncode) == ("net.svg\n", 0)


def test_a_function_is_typed_where_a_name_would_stand(approx):
    done = approx("figure", "|x|", "--neurons", "2", "--on", "-2", "2", "-o", "a.pdf")
    assert (done.stdout, done.stderr, done.returncode) == ("a.pdf\n", "", 0)


def test_training_that_fails_says_the_way_out_and_writes_nothing(approx):
    dead = ["--method", "gd", "--rate", "10", "--steps", "300", "--neurons", "8"]
    done = approx("fit", "sin(3*x)", *dead, "-o", "net.json")
    assert done.returncode == 1
    assert done.stderr.startswith("error: ")
    assert "try --rate" in done.stderr
    assert not (approx.folder / "net.json").exists()


def test_a_figure_goes_to_outputs_and_its_path_is_all_that_is_printed(approx):
    done = approx("figure", "parabola-2")
    assert done.stdout == "outputs/parabola-2-fit.svg\n"
    assert done.stderr == ""
    assert (approx.folder / "outputs/parabola-2-fit.svg").stat().st_size > 1000
    light = approx("figure", "parabola-2", "network", "--theme", "light", "-o", "a.png")
    assert light.stdout == "a.png\n"
    assert (approx.folder / "a.png").read_bytes()[:4] == b"\x89PNG"


def test_doctor_finds_a_healthy_machine(approx):
    done = approx("doctor")
    assert done.returncode == 0, done.stdout
    assert "MISSING" not in done.stdout


def test_an_old_file_survives_a_failure(approx):
    old = approx.folder / "a.svg"
    old.write_text("old")
    approx("figure", "sigmoid", "nonsense", "-o", "a.svg")
    assert old.read_text() == "old"


def test_without_arguments_the_usage_is_shown(approx):
    done = approx()
    assert done.returncode == 2
    assert "Usage: approx" in done.stderr


def test_a_terminal_without_unicode_gets_a_table_and_an_error(approx):
    import os

    plain = {**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii:backslashreplace"}
    assert approx("show", "sigmoid", "--json", env=plain).returncode == 0
    done = approx("show", "sigmoïd", env=plain)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_a_reader_that_leaves_early_is_no_error(approx):
    done = subprocess.run(
        f"{sys.executable} -m approx show sigmoid --json | head -1",
        shell=True, cwd=approx.folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout == "{\n"
    assert done.stderr == ""


def test_the_end_of_a_file_is_not_a_request_to_stop(monkeypatch, capsys):
    from approx import __main__
    from approx.cli import app as cli

    def ends(*_, **__):
        raise click.Abort from EOFError("marshal data too short")  # as click does

    monkeypatch.setattr(cli.cli, "main", ends)
    assert __main__.run(["list"]) == 1
    assert (
        capsys.readouterr().err == "error: EOFError: marshal data too short; --debug shows where\n"
    )


@pytest.mark.parametrize(
    ("line", "subject"),
    [
        ("-x^2", "(-x^2)"),
        ("-sin(x) --on -3 3", "(-sin(x))"),
        ("--on -3 -x^2 -tanh(x)", "(-tanh(x))"),  # two ends, of which the second is no number
        ("-o -x.svg -.5*x", "(-.5*x)"),
        ("-- -(x+1)", "-(x+1)"),
        ("sigmoid -o -x.svg", "sigmoid"),
    ],
)
def test_a_function_that_begins_with_a_minus_sign_is_no_option(line, subject):
    command = cli.get_command(click.Context(cli), "figure")
    assert command.make_context("figure", line.split()).params["subject"] == subject


@pytest.mark.skipif(sys.platform != "linux", reason="names there are any bytes")
@pytest.mark.slow
def test_a_file_whose_name_is_no_text_is_drawn(approx):
    name = os.fsdecode(b"bad\xff\x01.csv")
    (approx.folder / name).write_text("x,y\n0,1\n1,2\n2,5\n3,1\n")
    for output in ("a.svg", "a.pdf"):
        assert approx("figure", name, "--neurons", "2", "-o", output).returncode == 0
    assert approx("page", name, "--neurons", "2", "-o", "a.html").returncode == 0
