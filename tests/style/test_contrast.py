"""Every text of the themes, pages and decks has a contrast of at least 4.5, as it is computed."""

import re

import pytest
from browser import chromium, contrasts

from approx.outputs import slides
from approx.outputs.page import data, page
from approx.outputs.slides import deck as decks
from approx.style.theme import THEMES
from approx.subjects import resolve
from approx.system.provenance import Provenance


@pytest.fixture(scope="module")
def browser():
    with chromium() as started:
        yield started


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("subject", ["parabola-4-best", "sigmoid"])
def test_every_text_of_the_page_can_be_read(monkeypatch, browser, tmp_path, theme, subject):
    monkeypatch.setattr(data, "_limits", lambda subject: None)
    file = tmp_path / "page.html"
    file.write_text(page(resolve(subject), theme=theme), encoding="utf-8")
    view = browser.new_page(viewport={"width": 1280, "height": 1600})
    view.goto(file.as_uri())
    view.get_by_role("switch").first.click()  # switched off is still to be read
    seen = contrasts(view)
    view.close()
    assert len(seen) > 30
    assert [one for one in seen if one[-1] < 4.5] == []


@pytest.mark.parametrize("theme", THEMES)
def test_every_text_of_a_deck_can_be_read(browser, tmp_path, theme):
    look = slides.Look(theme)
    subject = resolve("sine-fit-8")  # eight neurons, each in its colour
    made = Provenance("approx slides sine-fit-8")
    deck = decks.of((decks.lesson(subject, [], look),), look, made)
    file = tmp_path / "deck.html"
    file.write_bytes(slides.write(deck, ".html"))
    view = browser.new_page()
    view.goto(file.as_uri())
    seen = contrasts(view)
    view.close()
    assert {"h1", "p", "span"} <= {kind.partition(".")[0] for kind, *_ in seen}
    assert [one for one in seen if one[-1] < 4.5] == []


@pytest.mark.parametrize("name", THEMES)
def test_colours_are_written_in_full(name):
    for color in [*THEMES[name].neurons, *(style.color for style in THEMES[name].roles.values())]:
        assert re.fullmatch("#[0-9A-F]{6}", color)
