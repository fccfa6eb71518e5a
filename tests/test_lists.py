"""Lists that the command line keeps by hand, so that --help stays quick, are the real ones."""

from pathlib import Path

import pytest

from approx.cli import options
from approx.outputs import figures
from approx.outputs.films import stories
from approx.outputs.stage.layout import LAYOUTS
from approx.style import languages as words
from approx.style.theme import THEMES

README = (Path(__file__).parent.parent / "README.md").read_text()


def test_the_choices_of_the_command_line_are_those_there_are():
    assert set(options.THEMES) == set(THEMES)
    assert set(options.LANGUAGES) == set(words.LANGUAGES)
    assert set(options.ASPECTS) == set(LAYOUTS)


@pytest.mark.parametrize("kind", figures.kinds())
def test_every_figure_is_named_in_the_help_and_the_readme(kind):
    from approx.cli.commands.figure import command as figure

    assert kind in (figure.help or "")
    assert f"`{kind}`" in README


@pytest.mark.parametrize("story", stories.names())
def test_every_story_is_named_in_the_readme(story):
    assert f"`{story}`" in README
