"""approx new: a draft works as it is, and its own tests and the house's pass."""

import ast
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image

from approx.cli import drafts
from approx.cli.app import cli
from approx.outputs import lesson
from approx.outputs.films import stories
from approx.outputs.films.job import Job
from approx.outputs.films.tasks import RenderTask
from approx.outputs.lesson.reading import KINDS
from approx.subjects import packed, resolve, unpacked
from approx.subjects.fit_options import FitOptions
from approx.system.errors import InputError

ROOT = Path(__file__).parents[2]
DRAFTS = (("example", "my-tent"), ("figure", "my-pieces"), ("story", "mine"), ("lesson", "my-own"))


def new(*words: str):
    return CliRunner().invoke(cli, ["new", *words])


@pytest.fixture
def clone(tmp_path):
    """Folders like a clone's, without files."""
    for folder in ("approx/inputs/catalog", "scenes", "tests"):
        (tmp_path / folder).mkdir(parents=True)
    for paths in drafts.KINDS.values():
        for path in paths:
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
    return tmp_path


@pytest.mark.parametrize("kind", drafts.KINDS)
def test_a_draft_is_python_without_blanks_where_the_project_keeps_its_kind(
    clone, kind, monkeypatch
):
    monkeypatch.chdir(clone)
    done = new(kind, "mine2")
    assert done.exit_code == 0
    written = [Path(path.replace("$module", "mine2")) for path in drafts.KINDS[kind]]
    paths = [line for line in done.output.splitlines() if not line.startswith("next: ")]
    assert [Path(path) for path in paths] == written
    for path in written:
        text = path.read_text(encoding="utf-8")
        tomllib.loads(text) if kind == "lesson" else ast.parse(text)
        assert "$" not in text
        assert all(len(line) <= 100 for line in text.splitlines())


@pytest.mark.parametrize(
    ("kind", "name", "why"),
    [
        ("story", "my-story", "one word, as mystory"),
        ("example", "Tent", "use small letters"),
        ("example", "../tent", "use small letters"),
        ("figure", "class", "a word of Python"),
    ],
)
def test_names_that_cannot_be_used_are_refused_with_the_way_out(clone, kind, name, why):
    with pytest.raises(InputError, match=why):
        drafts.write(kind, name, clone)
    assert not list(clone.rglob("*.py"))


@pytest.mark.parametrize("name", ["numpy", "random", "approx"])
def test_a_file_that_would_hide_a_module_from_its_folder_is_not_written(tmp_path, name):
    for kind in ("example", "story"):
        with pytest.raises(InputError, match=f"would hide the module {name}; choose another"):
            drafts.write(kind, name, tmp_path)
    assert not list(tmp_path.iterdir())


def test_nothing_is_overwritten(clone):
    path = clone / "tests" / "outputs" / "figures" / "test_mine.py"
    path.write_text("kept")
    with pytest.raises(InputError, match=r"test_mine\.py is there already"):
        drafts.write("figure", "mine", clone)
    assert [file.name for file in clone.rglob("*.py")] == ["test_mine.py"]
    assert path.read_text() == "kept"


def test_outside_of_a_clone_there_are_stories_and_a_way_out(tmp_path):
    with pytest.raises(InputError, match="goes into a clone of the project: enter its folder"):
        drafts.write("figure", "tent", tmp_path)
    (path,) = drafts.write("story", "my-story", tmp_path).files
    assert (tmp_path / path).name == "my_story.py"


@pytest.mark.parametrize("name", ["plot", "dot", "story", "beat", "polylines", "true", "none"])
def test_a_story_may_have_any_word_s_name_even_that_of_something_it_imports(tmp_path, name):
    (path,) = drafts.write("story", name, tmp_path).files
    tree = ast.parse((tmp_path / path).read_text(encoding="utf-8"))
    imported = [a.name for n in tree.body if isinstance(n, ast.ImportFrom) for a in n.names]
    (defined,) = [node.name for node in tree.body if isinstance(node, ast.ClassDef)]
    assert defined == f"{name.title()}Story"
    assert defined not in imported


def test_an_example_of_ones_own_is_named_by_its_path(tmp_path, monkeypatch):
    (path,) = drafts.write("example", "my-tent", tmp_path).files
    subject = resolve(str(tmp_path / path))
    assert subject.name == "my_tent"
    assert subject.error.sup == pytest.approx(1 / 4, abs=1e-12)
    assert subject.error.proved
    # Another process needs no file; trained anew, it keeps its target.
    (tmp_path / path).rename(tmp_path / "moved.py")
    again = unpacked(packed(subject))
    assert again.error.sup == subject.error.sup
    monkeypatch.chdir(tmp_path)
    fitted = resolve("moved.py", FitOptions(hidden=(3,)))
    assert fitted.error.sup == pytest.approx(1 / 18, abs=1e-9)  # three pieces: (2/3)²/8


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("EXAMPLE = 1 / 0", "mine.py, line 1: division by zero"),
        ("\nEXAMPLE = (", r"mine.py, line 2: '\(' was never closed"),
        ("EXAMPLE = 1", "mine.py must define EXAMPLE"),
        (b"\xff\xfe", "mine.py is no text in UTF-8"),
        ("x = '\0'", "mine.py: source code string cannot contain null bytes"),
        (None, "mine.py: No such file"),
    ],
)
def test_a_file_that_is_no_example_is_refused_in_one_line(tmp_path, monkeypatch, code, says):
    monkeypatch.chdir(tmp_path)
    if code is not None:
        (tmp_path / "mine.py").write_bytes(code if isinstance(code, bytes) else code.encode())
    with pytest.raises(InputError, match=says):
        resolve("mine.py")
    assert not list(tmp_path.glob("__pycache__"))


@pytest.mark.parametrize(
    ("code", "says"),
    [
        (b"x = 1", "mine.py must define exactly one Story, not 0"),
        (b"\nx = (", r"mine.py, line 2: '\(' was never closed"),
        (b"x = '\0'", "mine.py: source code string cannot contain null bytes"),
        (b"from manim import nothing", "mine.py: cannot import name 'nothing'"),
        (b"\nx = 1 / 0", "mine.py, line 2: division by zero"),
    ],
)
def test_a_file_that_is_no_story_is_refused_in_one_line(tmp_path, code, says):
    (tmp_path / "mine.py").write_bytes(code)
    with pytest.raises(InputError, match=f"^{says}"):
        stories.load(str(tmp_path / "mine.py"))


def test_a_story_that_is_no_text_is_refused_before_it_is_sent_to_a_worker(tmp_path):
    (tmp_path / "mine.py").write_bytes("# ä".encode("latin-1"))
    job = Job({}, str(tmp_path / "mine.py"), "dark", "en", "16:9", 64, 64, 15)
    with pytest.raises(InputError, match=r"^mine\.py is no text in UTF-8"):
        RenderTask.of(job)


def test_a_lesson_of_ones_own_can_be_read(tmp_path):
    (path,) = drafts.write("lesson", "my-lesson", tmp_path).files
    one = lesson.read(str(tmp_path / path))
    assert one.title("de") == "My lesson"
    assert {part.kind for part in one.parts} == set(KINDS)


@pytest.mark.slow
def test_a_story_of_ones_own_is_rendered_from_its_file(tmp_path):
    drafts.write("story", "mine", tmp_path)
    line = ["render", "sin(3*x)", "mine.py", "--still", "-q", "l", "-o", "mine.png"]
    subprocess.run([sys.executable, "-m", "approx", *line], cwd=tmp_path, check=True)
    with Image.open(tmp_path / "mine.png") as still:
        assert still.size == (854, 480)


@pytest.mark.slow
def test_drafts_pass_their_own_tests_and_the_house_s(tmp_path):
    """In a copy of the project: the tests that a draft brings, the lists, ruff and mypy."""
    for part in ("approx", "scenes", "lessons", "tests"):
        shutil.copytree(ROOT / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__"))
    for part in ("pyproject.toml", "README.md"):
        shutil.copy(ROOT / part, tmp_path / part)
    made = [str(path) for kind, name in DRAFTS for path in drafts.write(kind, name, tmp_path).files]
    code = [path for path in made if path.endswith(".py")]
    run(tmp_path, "ruff", "check", *code)
    run(tmp_path, "ruff", "format", "--check", *code)
    run(tmp_path, "mypy", *(path for path in code if not path.startswith("tests")))
    tests = [path for path in made if path.startswith("tests")]
    lists = (
        "tests/inputs/test_catalog.py", "tests/test_lists.py", "tests/style/test_languages.py",
        "tests/outputs/lesson/test_reading.py",
    )  # fmt: skip
    run(tmp_path, "pytest", "-q", "-n0", "-p", "no:cacheprovider", *tests, *lists)


def run(folder: Path, *line: str) -> None:
    env = {**os.environ, "PYTHONPATH": str(folder)}
    done = subprocess.run(
        [sys.executable, "-m", *line],
        cwd=folder,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
