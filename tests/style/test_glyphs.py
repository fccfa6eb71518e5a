"""Every word of every language can be written in the bundled font."""

import pytest

from approx.inputs import catalog
from approx.style import languages as words
from approx.style.glyphs import check
from approx.system.errors import InputError


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_every_phrase_can_be_written(language):
    for phrase in words.table(language).values():
        check(phrase)


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
