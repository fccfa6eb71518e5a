"""Lists are found, not typed: what the command line offers is what there is."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from approx.cli.app import cli
from approx.inputs.weights import ENDINGS, FORMATS, format_of
from approx.outputs import figures
from approx.outputs.films import stories
from approx.outputs.stage.layout import LAYOUTS
from approx.panels import captions
from approx.style.languages import LANGUAGES
from approx.style.theme import THEMES
from approx.system import folders

RENDER, FIGURE = (CliRunner().invoke(cli, [name, "--help"]).output for name in ("render", "figure"))


def test_the_choices_of_the_command_line_are_those_there_are():
    assert f"--theme {'|'.join(THEMES)}|FILE.toml" in RENDER
    assert f"--aspect [{'|'.join(LAYOUTS)}]" in RENDER
    assert f"--language [{'|'.join(LANGUAGES)}]" in RENDER


@pytest.mark.parametrize("kind", figures.kinds())
def test_the_help_says_of_every_kind_of_figure_what_it_shows(kind):
    about = folders.summaries(folders.figures())[kind]
    assert about.endswith(".")
    assert f"  {kind} " in FIGURE
    assert about in " ".join(FIGURE.split())


@pytest.mark.parametrize("story", stories.names())
def test_the_help_says_of_every_story_what_it_is_about(story):
    about = folders.summaries(folders.scenes())[story]
    assert f"  {story} " in RENDER
    assert about in " ".join(RENDER.split())


def test_every_story_has_its_captions_and_every_captions_its_story():
    (folder,) = captions.__path__
    assert folders.module_names(Path(folder)) == stories.names()


def test_every_file_of_the_formats_folder_reads_the_files_of_its_ending():
    assert {*(f".{name}" for name in folders.module_names(FORMATS)), ".pth"} == set(ENDINGS)
    for ending in ENDINGS:
        assert callable(format_of(ending).read)
        assert isinstance(format_of(ending).KIND, str)
