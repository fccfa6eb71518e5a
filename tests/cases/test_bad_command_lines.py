"""Area J of the bad inputs: the command line itself.

| row | what | why approx does not handle it |
|---|---|---|
| 184 | --f and --data together | one SUBJECT is given; what may be read as two things is refused |
| 188 | a configuration file | there is none: options are read from the line and from APPROX_… |
"""

import subprocess
import sys
from importlib import metadata

import pytest
from PIL import Image

from approx.inputs import catalog
from approx.inputs.weights import save

EXAMPLES = [*catalog.names()]


def test_182_without_arguments_the_usage_is_shown(process):
    done = process()
    assert (done.code, done.out, done.left) == (2, "", ())
    assert done.err[0].startswith("Usage: approx ")


REFUSED = [
    (183, "show x^2 --onn 0 1", "No such option: --onn. Did you mean --on?"),
    (183, "figure sigmoid --them dark", "No such option: --them. Did you mean --theme?"),
    (183, "doctor --zzz", "No such option: --zzz; try approx doctor --help"),
    (183, "fgure sigmoid", "no command 'fgure'; did you mean 'figure'?"),
    (183, "zzz", "no command 'zzz'; known: list, show, "),
    (184, "show sigmoid hat", "Got unexpected extra argument (hat); try approx show --help"),
    (184, "show", "Missing argument 'SUBJECT'. Try approx show --help"),
    (185, "show hatt", "no example 'hatt'; did you mean 'hat'?"),
    (185, "show parabla-2", "no example 'parabla-2'; did you mean 'parabola-2'?"),
    (185, "figure sigmoid sm", "no figure 'sm'; did you mean 'sum'?"),
    (185, "render parabola-2 summ", "no story 'summ'; did you mean 'sum'?"),
    (186, "show x --on 0 1 --on 0 2", "--on was given twice"),
    (186, "show x --neurons 1 --neurons 2", "--neurons was given twice"),
    (186, "figure sigmoid -o a.svg --output b.svg", "--output was given twice"),
    (188, "show sigmoid --config a.toml", "No such option: --config"),
]


@pytest.mark.parametrize(("row", "line", "message"), REFUSED, ids=str)
def test_a_line_that_means_nothing_is_refused(approx, row, line, message):
    approx(*line.split()).refuses(message)


def test_184_what_may_be_two_things_names_both(approx, tmp_path):
    (tmp_path / "1").mkdir()
    save(catalog.get("hat").network, tmp_path / "1" / "x.json")
    (tmp_path / "1" / "x.json").rename(tmp_path / "1" / "x")
    approx("show", "1/x").refuses("'1/x' is a function and a file here; write (1/x)")
    approx("show", "nan").refuses("no example 'nan'; approx list shows them all; as a function: ")


@pytest.mark.parametrize(
    ("name", "value", "line", "message"),
    [
        ("JOBS", "abc", "render hat", "APPROX_JOBS: 'abc' is not a valid integer range"),
        ("JOBS", "0", "render hat", "APPROX_JOBS: 0 is not in the range 1<=x<=1024"),
        ("THEME", "blue", "figure hat", "APPROX_THEME: 'blue' is not one of 'dark', 'light'"),
        ("FPS", "1000", "render hat", "APPROX_FPS: --fps must be between 12 and 60 for .mp4"),
    ],
)
def test_187_a_bad_value_in_the_environment_is_blamed_on_it(
    approx, monkeypatch, name, value, line, message
):
    monkeypatch.setenv(f"APPROX_{name}", value)
    approx(*line.split()).refuses(message)


@pytest.mark.slow
def test_189_a_manim_cfg_in_the_folder_changes_nothing(approx, tmp_path):
    stills = []
    for file in (None, "[CLI]\npixel_width = 100\npixel_height = 100\nbackground_color = RED\n"):
        if file is not None:
            (tmp_path / "manim.cfg").write_text(file)
        approx(
            "render", "hat", "--still", "neuron-1", "-q", "l", "-o", "a.png", "--force"
        ).accepts()
        stills.append(Image.open(tmp_path / "a.png").convert("RGB"))
    assert stills[0].size == (854, 480)
    assert stills[0].tobytes() == stills[1].tobytes()


@pytest.mark.parametrize(("name", "needed"), [("manim", "0.22"), ("av", "13")])
@pytest.mark.parametrize("found", ["0.19.0", None])
def test_190_another_version_of_manim_is_named_before_it_draws(
    approx, monkeypatch, name, needed, found
):
    true = metadata.version

    def version(package):
        if package == name and found is None:
            raise metadata.PackageNotFoundError
        return found if package == name else true(package)

    monkeypatch.setattr("approx.system.doctor.version", version)
    done = approx("render", "hat", "--still", "-o", "a.png")
    done.refuses(f"{name} {needed} is needed, found {found or 'not installed'}; fix: ", code=1)
    assert "pip install" in done.err[0]
    assert approx("doctor").code == 1


def test_191_python_of_another_version_is_named():
    code = "import runpy, sys; sys.version_info = (3, 10, 0)\n"
    code += "runpy.run_module('approx', None, '__main__')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "error: Python 3.11 or newer is needed\n"
