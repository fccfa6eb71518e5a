"""Area F of the bad inputs: where a result goes.

| row | what | why approx does not handle it |
|---|---|---|
| 139, 140 | hosted mode: an output folder that no path may leave | approx runs for its user only |

Rows 144 and 145 happen on Windows, which is imitated: approx is made to believe that it runs there.
"""

import os
from pathlib import Path
from types import SimpleNamespace

import pytest

from approx.system import files
from approx.system.errors import InputError

FIT = ("fit", "x", "--neurons", "1", "-o")
LONG = "a" * 300

REFUSED = [
    (130, "nowhere/a", "folder nowhere does not exist"),
    (130, "nowhere/at/all/a", "folder nowhere/at/all does not exist"),
    (133, "a.xyz", "a.xyz: use ."),
    (133, "a", "a: use ."),
    (134, LONG, "output name is longer than 240 bytes"),
]
#: Command and argument -> an ending that it can write.
WRITERS = {
    "figure sigmoid": ".svg",
    "compare sigmoid": ".pdf",
    "fit x^2": ".json",
    "page sigmoid": ".html",
    "render sigmoid": ".mp4",
    "render sigmoid --still": ".png",
    "slides sigmoid": ".pptx",
    "storyboard sigmoid": ".pdf",
}


@pytest.mark.parametrize("command", WRITERS)
@pytest.mark.parametrize(("row", "name", "message"), REFUSED, ids=lambda value: str(value)[:20])
def test_a_place_where_nothing_can_be_written_is_refused(approx, row, name, message, command):
    path = name if row == 133 else name + WRITERS[command]
    approx(*command.split(), "-o", path).refuses(message)


@pytest.mark.parametrize("command", WRITERS)
def test_131_a_folder_is_no_file(approx, tmp_path, command):
    (tmp_path / f"folder{WRITERS[command]}").mkdir()
    approx(*command.split(), "-o", f"folder{WRITERS[command]}").refuses(
        f"folder{WRITERS[command]} is a folder; give a file name"
    )


def test_132_a_folder_that_is_read_only_is_refused(approx, monkeypatch):
    def full(dir):
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(files.tempfile, "TemporaryFile", full)
    approx(*FIT, "a.json").refuses("cannot write in .: Read-only file system")


def test_132_no_file_can_be_made_in_a_folder_of_the_kernel(approx):
    if not Path("/proc/self").is_dir():
        pytest.skip("no /proc here")
    approx(*FIT, "/proc/self/a.json").refuses("cannot write in /proc/self: ")


@pytest.mark.parametrize(
    "folder",
    ["O'Brien", "{odd}", "new\nline", "a b", "é", "日本", "🎬", "%d", "$x", "#", "\\", "-x"],
)
@pytest.mark.parametrize("of", ["folder", "file"])
def test_135_to_138_any_name_is_a_name(approx, tmp_path, folder, of):
    (tmp_path / folder).mkdir()
    path = f"{folder}/a.json" if of == "folder" else f"{folder}.json"
    done = approx(*FIT, path)
    assert (done.code, done.out, done.left) == (0, f"{path}\n", (path,))
    shown = approx("show", f"./{path}")
    assert shown.code == 0, shown.err


def test_139_there_is_no_hosted_mode(approx):
    approx("figure", "sigmoid", "--hosted").refuses("No such option: --hosted")


@pytest.mark.parametrize("command", WRITERS)
def test_141_an_older_file_is_kept(approx, tmp_path, command):
    (tmp_path / f"a{WRITERS[command]}").write_text("old")
    approx(*command.split(), "-o", f"a{WRITERS[command]}").refuses("exists; add --force")


def test_141_in_outputs_it_is_replaced_whether_named_or_not(approx, tmp_path):
    (tmp_path / "outputs").mkdir()
    (tmp_path / "outputs" / "a.json").write_text("old")
    fit = ["fit", "x^2", "--neurons", "2", "--on", "-1", "1", "-o"]
    approx(*fit, "outputs/../a.json")
    approx(*fit, "outputs/../a.json").refuses("exists; add --force")
    assert approx(*fit, "outputs/a.json").code == 0
    assert "approx-network" in (tmp_path / "outputs" / "a.json").read_text()


def test_141_with_force_it_is_replaced(approx, tmp_path):
    (tmp_path / "a.json").write_text("old")
    assert approx(*FIT, "a.json", "--force").left == ("a.json",)


@pytest.mark.parametrize("command", ["figure sigmoid -o a.svg", "fit x --neurons 1 -o a.json"])
def test_142_a_failure_keeps_the_older_file(approx, tmp_path, monkeypatch, command):
    (tmp_path / command.split()[-1]).write_text("old")

    def full(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", full)
    approx(*command.split(), "--force").refuses("No space left on device", code=1)


def test_143_what_is_no_regular_file_is_never_written_to(approx, tmp_path):
    os.mkfifo(tmp_path / "fifo.json")
    (tmp_path / "dangling.json").symlink_to("nowhere")
    (tmp_path / "device.json").symlink_to("/dev/null")
    for name in ("fifo", "dangling", "device"):
        for force in ([], ["--force"]):
            approx(*FIT, f"{name}.json", *force).refuses(f"{name}.json is not a regular file")


def test_144_a_file_that_a_player_holds_open_is_named(approx, tmp_path, monkeypatch):
    (tmp_path / "a.json").write_text("old")

    def locked(self, target):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(files, "sys", SimpleNamespace(platform="win32"))
    monkeypatch.setattr(files.Path, "replace", locked)
    approx(*FIT, "a.json", "--force").refuses(
        "cannot replace a.json: it is open in another program", code=1
    )


@pytest.mark.parametrize("name", ["CON.svg", "nul.svg", "COM1.svg", "a:b.svg", "a?.svg", "a.svg "])
def test_145_names_that_windows_keeps_for_itself_are_refused_there(name):
    with pytest.raises(InputError, match="is not a usable file name on Windows"):
        files.check_name(name, "win32")
    files.check_name(name, "linux")


def test_a_file_in_the_place_of_outputs_is_named(approx, tmp_path):
    (tmp_path / "outputs").write_text("mine")
    for command in WRITERS.keys() - {"compare sigmoid"}:
        approx(*command.split()).refuses("cannot make outputs/ here: File exists; use -o")


def test_the_default_names_of_two_functions_differ():
    """Otherwise the picture of one would silently take the place of the other's."""
    typed = ["sin(3*x)", "sin(3/x)", "sin(x)*3", "sin(x)-3", "sin(x)+3", "sin(x+3)", "sin(3^x)"]
    typed += ["x^2", "x*2", "-x^2", "x^-2", "x - 2", "|x|", "√x", "2*x+1", "2*(x+1)", "y > x^2"]
    typed += ["y < x^2", "(x+1)*2", "x+1*2"]
    names = [files.output_name(text, "fit") for text in typed]
    assert len(set(names)) == len(typed)
    assert names[0] == "sin-3-x-fit"
    assert files.output_name("exp(-x^2)*cos(4*x)") == "exp-minus-x-to-2_cos-4-x"
    assert files.output_name("a-b", "fit") == "a-b-fit"  # the dash of a table's name
