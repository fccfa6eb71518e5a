"""Every word of every language can be written in the bundled font."""

from importlib import import_module

import pytest

from approx.inputs import catalog
from approx.outputs.films import stories
from approx.style.fonts import check
from approx.style.languages import LANGUAGES, say
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
