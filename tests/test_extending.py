"""Extending approx: a language, a figure kind or a story is at most two new files.

Each is added to a copy of the package, which a process of its own runs.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from approx.system import folders

LANGUAGE = '''"""French, as far as it goes."""

PHRASES = {
    "count": "zéro un deux trois quatre",
    "target": "cible",
    "alt.sum": "{title}. La sortie a {breakpoints} sur [{a}, {b}] ; cible : {target}. {error}.",
}
'''
KIND = '''"""The pieces of the output, counted."""

from approx.outputs.figures import _canvas as canvas
from approx.style.languages import Phrases

PHRASES = {"en": {"count": "{n} pieces"}, "de": {"count": "{n} Stücke"}}
say = Phrases(PHRASES)


def unsupported_reason(subject):
    return "it is smooth" if subject.network.smooth else None


def draw(subject, options):
    alt = say("count", options.language, n=len(subject.analysis.output.slopes))
    page = canvas.Page(options, alt, title=alt)
    page.body(1.0)
    return page.figure
'''
STORY = '''"""A line, and nothing else."""

from manim import Create, Line

from approx.outputs.stage.story import Beat, Story
from approx.panels.captions import line as words


class OneLine(Story):
    def plan(self):
        return [Beat(*beat) for beat in words.beats(self.language)]

    def tell_draw(self):
        self.add(self.title_text())
        self.play(Create(Line((-3, 0, 0), (3, 0, 0), stroke_width=20)), run_time=0.2)
'''
CAPTIONS = '''"""The beats of the story line, and what each says."""

from approx.style.languages import Phrases

PHRASES = {"en": {"line.draw": "A line."}, "de": {"line.draw": "Eine Linie."}}
say = Phrases(PHRASES)


def unsupported_reason(subject):
    return None


def beats(language):
    return [("draw", say("line.draw", language))]
'''


@pytest.fixture(scope="module")
def original(tmp_path_factory):
    """A copy of the package and the stories, as they are."""
    folder = tmp_path_factory.mktemp("copy")
    unneeded = shutil.ignore_patterns("__pycache__")
    shutil.copytree(folders.PACKAGE, folder / "approx", ignore=unneeded)
    shutil.copytree(folders.scenes(), folder / "scenes", ignore=unneeded, dirs_exist_ok=True)
    return folder


@pytest.fixture
def package(original):
    """The copy; what a test adds to it goes again."""
    before = set(original.rglob("*.py"))
    yield original
    for path in set(original.rglob("*.py")) - before:
        path.unlink()


def add(package: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        assert not (package / name).exists()
        (package / name).write_text(text, encoding="utf-8")


def approx(package: Path, *words: str) -> str:
    """The output of a command of the copy, written beside it."""
    (package / "made").mkdir(exist_ok=True)
    done = subprocess.run(
        [sys.executable, "-m", "approx", *words], cwd=package / "made", text=True,
        capture_output=True, env={**os.environ, "PYTHONPATH": str(package)}, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def description(svg: Path) -> str:
    found = re.search(r"<desc[^>]*>(.*?)</desc>", svg.read_text(encoding="utf-8"))
    assert found is not None
    return found.group(1)


def test_a_language_is_one_file_and_what_it_lacks_is_english(package):
    add(package, {"approx/style/languages/fr.py": LANGUAGE})
    assert "[en|de|fr]" in approx(package, "figure", "--help")
    approx(package, "figure", "parabola-4", "sum", "--language", "fr", "-o", "sum.svg")
    # The sentence is French; the breakpoints and the error that it names are English still.
    text = description(package / "made" / "sum.svg")
    assert "La sortie a 3 breakpoints sur [−4, 4]" in text
    assert "Largest error" in text


def test_a_figure_kind_is_one_file(package):
    add(package, {"approx/outputs/figures/pieces.py": KIND})
    assert re.search(
        r"pieces +The pieces of the output, counted\.", approx(package, "figure", "--help")
    )
    approx(package, "figure", "parabola-4", "pieces", "--language", "de", "-o", "pieces.svg")
    assert description(package / "made" / "pieces.svg") == "4 Stücke"


def test_a_story_is_two_files(package):
    add(package, {"scenes/line.py": STORY, "approx/panels/captions/line.py": CAPTIONS})
    assert re.search(r"line +A line, and nothing else\.", approx(package, "render", "--help"))
    options = ("--still", "-q", "l", "--language", "de", "-o", "line.png")
    approx(package, "render", "abs", "line", *options)
    with Image.open(package / "made" / "line.png") as still:
        assert still.size == (854, 480)
        assert still.convert("L").getpixel((427, 240)) > 200
