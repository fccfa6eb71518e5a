"""README and documentation: every block of code in them runs, and every link leads somewhere."""

import ast
import json
import re
import shlex
import subprocess
import sys
import tomllib
from importlib.util import find_spec
from pathlib import Path

import click
import numpy as np
import pytest
from examples import ELSEWHERE, check, prepare

import approx
from approx.cli.app import cli
from approx.training import archive

ROOT = Path(__file__).parents[2]
PAGES = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for path in (
        *(ROOT / name for name in ("README.md", "CONTRIBUTING.md")),
        *sorted((ROOT / "docs").glob("*.md")),
        *sorted((ROOT / "docs" / "tutorials").glob("*.md")),
    )
}
BLOCKS = [
    (page, language, "\n".join(line.removeprefix(indent) for line in text.splitlines()))
    for page, content in PAGES.items()
    for indent, language, text in re.findall(
        r"^( *)```([^\n`]*)\n(.*?)^ *```$", content, flags=re.MULTILINE | re.DOTALL
    )
    if not language.startswith("{") and "@@" not in text
]
#: Lines for a shell: page, command, and what its comment says.
LINES = [
    (page, *(part.strip() for part in re.split(r"\s#\s", f"{line} # ", maxsplit=1)))
    for page, language, text in BLOCKS
    if language == "sh"
    for line in text.splitlines()
    if line.strip()
]
COMMANDS = [(page, line, note) for page, line, note in LINES if line.startswith("approx ")]
OTHERS = sorted({line for _, line, _ in LINES if not line.startswith("approx ")})
#: Blocks of Python with one of these take seconds.
SLOW = ("render(", ".slides(", ".kit(", "manim")


def pages(language):
    return list(dict.fromkeys(page for page, own, _ in BLOCKS if own == language))


def test_every_block_is_of_a_kind_that_is_tested():
    assert {language for _, language, _ in BLOCKS} == {
        "text",
        "sh",
        "python",
        "json",
        "latex",
        "toml",
    }
    assert len(COMMANDS) > 30


@pytest.mark.parametrize("line", sorted({line.removesuffix(" #") for _, line, _ in COMMANDS}))
def test_every_command_is_understood(line):
    program, name, *words = shlex.split(line)
    command = cli.get_command(click.Context(cli), name)
    assert program == "approx"
    assert command is not None, name
    command.make_context(name, words)


@pytest.mark.slow
@pytest.mark.parametrize("page", list(dict.fromkeys(page for page, _, _ in COMMANDS)))
def test_all_commands_of_a_page_run_in_their_order(page, tmp_path):
    prepare(tmp_path)
    for own, line, note in COMMANDS:
        if own == page and "in a clone" not in note and not any(word in line for word in ELSEWHERE):
            check(line, tmp_path)
    for path in re.findall(
        r"outputs/[\w-]+\.\w+", PAGES[page]
    ):  # as the page calls what they wrote
        assert (tmp_path / path).exists(), path


def test_the_source_archive_leaves_out_the_folder_outputs_but_not_the_package_s():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    targets = project["tool"]["hatch"]["build"]["targets"]
    assert all(pattern.startswith("/") for pattern in targets["sdist"]["exclude"])


def test_the_version_is_the_same_wherever_it_stands():
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\nversion: {approx.__version__}\n" in citation


@pytest.mark.parametrize("line", OTHERS)
def test_what_other_commands_name_is_there(line):
    """Targets of make, files and modules of the repository; the rest are tools of Python."""
    targets = re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(), flags=re.MULTILINE)
    for part in line.split("&&"):
        program, *words = shlex.split(part)
        if program == "make":
            assert {word for word in words if "=" not in word} <= set(targets), part
        elif program.endswith("python") and words[0] == "-m":
            module = ROOT / (words[1].replace(".", "/"))
            assert words[1] in {"venv", "pip", "build", "pytest"} or module.is_dir(), part
        elif "/" in program or program.endswith("python"):
            path = words[0] if program.endswith("python") else program
            assert path.startswith(".venv") or (ROOT / path).exists(), part
        else:
            assert program == ".", part
        paths = [word for word in words if word.startswith(("tests/", "benchmarks/"))]
        assert all((ROOT / path).exists() for path in paths), part


def run(text: str, names: dict[str, object]) -> None:
    """Run lines of Python; the value of an expression is what the comment behind it says."""
    lines = text.splitlines()
    for node in ast.parse(text).body:
        last = lines[node.end_lineno - 1]
        expected = re.split("…| = ", last.partition("  # ")[2])[0].strip()
        source = ast.Module([node], [])
        if isinstance(node, ast.Expr):
            value = repr(eval(compile(ast.Expression(node.value), "page", "eval"), names))
            assert value.startswith(expected), f"{last}: {value}"
        else:
            exec(compile(source, "page", "exec"), names)


def check_python(page, folder, monkeypatch, slow):
    monkeypatch.chdir(folder)
    monkeypatch.setenv("MPLBACKEND", "agg")
    names: dict[str, object] = {}
    for own, language, text in BLOCKS:
        is_slow = any(word in text for word in SLOW)
        lacks_torch = "import torch" in text and find_spec("torch") is None
        if (own, language) == (page, "python") and (slow or not is_slow) and not lacks_torch:
            run(text, names)
    return names


@pytest.mark.parametrize("page", pages("python"))
def test_the_lines_of_python_say_what_they_give(page, tmp_path, monkeypatch):
    names = check_python(page, tmp_path, monkeypatch, slow=False)
    if "EXAMPLE" in names:  # its truth is what the library finds, as every example's
        example = names["EXAMPLE"]
        from approx.core.error import measure
        from approx.core.exact import analyse

        f = analyse(example.network, example.target.domain).output
        assert f.slopes.tolist() == list(example.truth.slopes)
        assert measure(f, example.target).sup == pytest.approx(example.truth.sup_error)


@pytest.mark.slow
@pytest.mark.parametrize(
    "page",
    [p for p in pages("python") if any(w in t for o, _, t in BLOCKS if o == p for w in SLOW)],
)
def test_the_lines_that_render_run_too(page, tmp_path, monkeypatch):
    check_python(page, tmp_path, monkeypatch, slow=True)


@pytest.mark.slow
def test_the_story_of_the_tutorial_is_rendered(tmp_path):
    (story,) = [text for _, _, text in BLOCKS if "class Mine(Story)" in text]
    (tmp_path / "mine.py").write_text(f'"""A dot."""\n{story}', encoding="utf-8")
    line = ("render", "abs", "mine.py", "--still", "end", "-q", "l", "-o", "mine.png")
    subprocess.run([sys.executable, "-m", "approx", *line], cwd=tmp_path, check=True)
    assert (tmp_path / "mine.png").exists()


@pytest.mark.parametrize("text", [text for _, language, text in BLOCKS if "approx-network" in text])
def test_the_network_file_that_is_shown_is_one(text, tmp_path):
    from approx import Network

    path = tmp_path / "net.json"
    path.write_text(text, encoding="utf-8")
    assert Network.load(path).to_dict()[0]["weights"] == json.loads(text)["layers"][0]["weights"]


@pytest.mark.parametrize("text", [text for _, language, text in BLOCKS if '"goals"' in text])
def test_the_tasks_that_are_shown_are_some(text, tmp_path):
    from approx.outputs.page import tasks

    path = tmp_path / "tasks.json"
    path.write_text(text, encoding="utf-8")
    (task,) = tasks.tasks(tasks.read(path))
    assert task["goals"] == json.loads(text)[0]["goals"]


def test_every_block_of_data_is_read_by_a_test():
    data = [text for _, language, text in BLOCKS if language == "json"]
    assert all("approx-network" in text or '"goals"' in text for text in data)


def test_every_array_of_a_history_file_is_explained(tmp_path):
    x = np.linspace(-1, 1, 12)
    history = approx.fit((x, x * x), neurons=8, method="gd", steps=3, held_out=0.25).history
    archive.save(history, tmp_path / "run.npz")
    with np.load(tmp_path / "run.npz") as arrays:
        explained = set(re.findall(r"`(\w+)`", PAGES["docs/formats.md"]))
        assert set(arrays.files) <= explained


@pytest.mark.parametrize("text", [text for _, language, text in BLOCKS if language == "toml"])
def test_the_lesson_that_is_shown_is_one(text, tmp_path):
    from approx.outputs import lesson

    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    assert len(lesson.read(str(path)).parts) == text.count("[[part]]")


@pytest.mark.parametrize(
    ("page", "text"), [(page, text) for page, language, text in BLOCKS if language == "latex"]
)
def test_latex_includes_a_file_that_a_command_of_its_page_makes(page, text):
    (file,) = re.findall(r"\\includegraphics(?:\[.*?\])?\{(.*?)\}", text)
    assert any(f"-o {file}" in line for own, line, _ in COMMANDS if own == page)


@pytest.mark.parametrize("page", PAGES)
def test_every_link_of_a_page_leads_to_a_file(page):
    made = ("gallery/", "reference/", "films/")  # by make docs, which checks them
    for link in re.findall(r"\]\(([^)\s]+)\)|src=\"([^\"]+)\"", PAGES[page]):
        path = next(filter(None, link)).partition("#")[0]
        if path and "://" not in path and not path.lstrip("./").startswith(made):
            assert (ROOT / page).parent.joinpath(path).exists(), path


NAMED = re.findall(
    r"`((?:approx|scenes|benchmarks|tools)/[\w/.]+(?:/|\.\w+))`", "".join(PAGES.values())
)


@pytest.mark.parametrize("path", sorted({path for path in NAMED if "NAME" not in path}))
def test_every_path_that_is_named_is_there(path):
    assert (ROOT / path).exists()


def test_the_readme_is_short_and_its_film_is_small():
    assert len(PAGES["README.md"].splitlines()) < 120
    assert (ROOT / "docs" / "pictures" / "film.webp").stat().st_size <= 500 * 2**10
