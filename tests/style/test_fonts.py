"""Every word of every language can be written in the bundled font."""

import io
from importlib import import_module

import pytest
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont

from approx.inputs import catalog
from approx.outputs.films import stories
from approx.style import fonts
from approx.style.fonts import check
from approx.style.languages import LANGUAGES, say
from approx.style.theme import FONT_FOLDER
from approx.system.errors import InputError


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_phrase_can_be_written(language):
    captions = [import_module(f"approx.panels.captions.{name}") for name in stories.names()]
    for phrases in (say, *(module.say for module in captions)):
        for phrase in phrases.table(language).values():
            check(phrase.replace("\n", " "))  # a phrase may have two lines


@pytest.mark.parametrize("name", [*catalog.names()])
def test_every_title_and_label_can_be_written(name):
    example = catalog.get(name)
    for title in example.title.values():
        check(title)
    check(example.target.label.text)


def test_what_cannot_be_written_is_named():
    with pytest.raises(InputError, match="has no '日'"):
        check("a 日")
    with pytest.raises(InputError, match=r"has no 'U\+202E'"):
        check("\u202e")


@pytest.mark.parametrize("name", fonts.FACES.values())
def test_the_fonts_that_are_cut_already_are_those_fonts(name):
    """The same outlines and widths for all characters of COMMON, and for no others."""
    whole = TTFont(FONT_FOLDER / name)
    cut = TTFont(io.BytesIO(fonts.cut(FONT_FOLDER / name, set("sin(3x)"), kerned=False)))
    assert "GPOS" not in cut
    assert {chr(code) for code in cut.getBestCmap()} == fonts.COMMON
    for code, glyph in cut.getBestCmap().items():
        same = whole.getBestCmap()[code]
        assert _outline(whole, same) == _outline(cut, glyph)
        assert whole["hmtx"][same][0] == cut["hmtx"][glyph][0]


def _outline(font, glyph):
    pen = DecomposingRecordingPen(font.getGlyphSet())
    font.getGlyphSet()[glyph].draw(pen)
    return pen.value


def test_other_characters_are_cut_from_the_whole_font():
    woff = fonts.cut(FONT_FOLDER / "ApproxSans-Regular.ttf", {"ж"}, kerned=False)
    assert set(TTFont(io.BytesIO(woff)).getBestCmap()) == {ord("ж")}
