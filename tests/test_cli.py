"""The command line: a path or table on standard output, one line of error, an exit code."""

import json
import math
import subprocess
import sys

import pytest

from approx import catalog

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
    assert {"name", "title", "domain", "layers", "l2_error", "bends", "shares"} <= set(shown)
    assert shown["layers"][1]["weights"][0] == [0, 0, 0, 0, 1, 1, 1, 1]


@pytest.mark.parametrize("name", NAMES)
def test_show_reads_as_a_table(approx, name):
    done = approx("show", name)
    assert done.returncode == 0
    assert "slope after" in done.stdout
    assert "Largest error" in done.stdout or "No error" in done.stdout


def test_list_names_every_example(approx):
    listed = [line.split()[0] for line in approx("list").stdout.splitlines()[1:]]
    assert listed == [*NAMES, *catalog.planes()]
    assert [row["name"] for row in json.loads(approx("list", "--json").stdout)] == list(NAMES)


def test_compare_answers_with_the_fewest_neurons(approx):
    done = approx("compare", "parabola-2", "--eps", "1e-3")
    assert done.stdout == "Error 0.001 needs at least 22 neurons in one hidden layer.\n"
    shown = json.loads(approx("compare", "parabola-2", "--json").stdout)
    assert shown["depth_wins_from"] == 11
    assert shown["rows"][2] == pytest.approx(
        {"neurons": 4, "optimum": 0.02, "lower": 0.02, "equidistributed": 0.04, "uniform": 0.04,
         "rate": 0.02}, rel=1e-9,
    )  # fmt: skip


def test_fit_writes_a_network_that_the_other_commands_take(approx):
    done = approx("fit", "sin(3*x)", "--neurons", "6", "--on", "-1", "1", "-o", "net.json")
    assert done.stdout == "net.json\n"
    assert "× the best possible; 0 of 6 neurons dead" in done.stderr
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
    assert done.stdout == "outputs/parabola-2-sum.svg\n"
    assert done.stderr == ""
    assert (approx.folder / "outputs/parabola-2-sum.svg").stat().st_size > 1000
    light = approx("figure", "parabola-2", "network", "--theme", "light", "-o", "a.png")
    assert light.stdout == "a.png\n"
    assert (approx.folder / "a.png").read_bytes()[:4] == b"\x89PNG"


def test_doctor_finds_a_healthy_machine(approx):
    done = approx("doctor")
    assert done.returncode == 0, done.stdout
    assert "MISSING" not in done.stdout


BAD = {
    "no example 'parabla-2'; did you mean 'parabola-2'?": ["show", "parabla-2"],
    "no example 'zzz'; approx list shows them all": ["figure", "zzz"],
    "no figure 'sm'; did you mean 'sum'?": ["figure", "sigmoid", "sm"],
    "no figure 'qqq'; known: ": ["figure", "sigmoid", "qqq"],
    "figure 'sum' does not fit 'ring'; figures that fit: regions": ["figure", "ring", "sum"],
    "figure 'regions' does not fit 'sigmoid'; figures that": ["figure", "sigmoid", "regions"],
    "the error must be a positive number, not -1": ["compare", "sigmoid", "--eps", "-1"],
    "the error must be a positive number, not nan": ["compare", "sigmoid", "--eps", "nan"],
    "'a' is not a valid float": ["compare", "sigmoid", "--eps", "a"],
    "the interval runs backwards; did you mean -3 3?": ["show", "x^2", "--on", "3", "-3"],
    "'1,5' is not a number; write 1.5": ["show", "x^2", "--on", "1,5", "2"],
    "Option '--on' requires 2 arguments": ["show", "x^2", "--on", "0"],
    "unbalanced '(' at column 4": ["figure", "sin(x"],
    "unknown name 'y'; the variable is x": ["figure", "y + 1"],
    "give one of --neurons and --hidden": ["show", "x", "--neurons", "2", "--hidden", "2,2"],
    "--hidden takes widths like 8,8, not 'a'": ["show", "x^2", "--hidden", "a"],
    "--neurons must be between 1 and 512": ["fit", "x^2", "--neurons", "0"],
    "net.txt: use .json, .npz or .safetensors": ["fit", "x^2", "-o", "net.txt"],
    "'abc' is not a valid integer": ["fit", "x^2", "--seed", "abc"],
    "no method 'magic'": ["fit", "x^2", "--method", "magic"],
    "'ring' has two inputs; figures of it are regions": ["render", "ring"],
    "no story 'summ'; did you mean 'sum'?": ["render", "parabola-2", "summ"],
    "story 'sum' does not fit 'sigmoid': it has 2 hidden layers": ["render", "sigmoid", "sum"],
    "no command 'fgure'; did you mean 'figure'?": ["fgure", "sigmoid"],
    "No such option: --them. Did you mean --theme?": ["figure", "sigmoid", "--them", "dark"],
    "'blue' is not one of 'dark', 'light'": ["figure", "sigmoid", "--theme", "blue"],
    "'x' is not one of": ["render", "parabola-2", "-q", "x"],
    "--theme was given twice": ["figure", "sigmoid", "--theme", "dark", "--theme", "light"],
    "Missing argument 'SUBJECT'": ["figure"],
    "unexpected extra argument": ["show", "sigmoid", "more"],
    "a.xyz: use .svg, .pdf or .png": ["figure", "sigmoid", "-o", "a.xyz"],
    "a: use .svg, .pdf or .png": ["figure", "sigmoid", "-o", "a"],
    "a.avi: use .mp4": ["render", "parabola-2", "-o", "a.avi"],
    "folder nowhere does not exist": ["figure", "sigmoid", "-o", "nowhere/a.svg"],
    "folder nowhere/at/all does not exist": ["render", "parabola-2", "-o", "nowhere/at/all/a.mp4"],
    "is a folder; give a file name": ["figure", "sigmoid", "-o", "."],
    "output name is longer than 240 bytes": ["figure", "sigmoid", "-o", "a" * 300 + ".svg"],
    "Option '-o' requires an argument": ["figure", "sigmoid", "-o"],
}  # fmt: skip


@pytest.mark.parametrize("message", BAD)
def test_bad_input_is_one_line_and_leaves_nothing(approx, message):
    done = approx(*BAD[message])
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("error: ")
    assert message in done.stderr
    assert done.stderr.count("\n") == 1
    assert [p for p in approx.folder.rglob("*") if p.is_file()] == []


def test_a_dangling_link_is_never_written_over(approx):
    link = approx.folder / "a.svg"
    link.symlink_to("nowhere")
    done = approx("figure", "sigmoid", "-o", "a.svg")
    assert (done.returncode, done.stderr) == (2, "error: a.svg is not a regular file\n")
    assert link.is_symlink()


def test_an_old_file_survives_a_failure(approx):
    old = approx.folder / "a.svg"
    old.write_text("old")
    approx("figure", "sigmoid", "nonsense", "-o", "a.svg")
    assert old.read_text() == "old"


def test_without_arguments_the_usage_is_shown(approx):
    done = approx()
    assert done.returncode == 2
    assert "Usage: approx" in done.stderr


@pytest.mark.parametrize(
    "command",
    ["list", "show", "figure", "compare", "fit", "render", "storyboard", "page", "doctor"],
)
def test_help_has_examples(approx, command):
    done = approx(command, "--help")
    assert done.returncode == 0
    assert f"approx {command}" in done.stdout.split("Examples:")[1]


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
