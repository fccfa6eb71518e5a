"""Lists that the command line keeps by hand, so that --help stays quick, are the real ones."""

from approx.cli import options
from approx.outputs.stage.layout import LAYOUTS
from approx.style import languages as words
from approx.style.theme import THEMES


def test_the_choices_of_the_command_line_are_those_there_are():
    assert set(options.THEMES) == set(THEMES)
    assert set(options.LANGUAGES) == set(words.LANGUAGES)
    assert set(options.ASPECTS) == set(LAYOUTS)
