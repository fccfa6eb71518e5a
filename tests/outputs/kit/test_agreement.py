"""All parts of a kit show the same error, read back from every file with its own kind of reader."""

import csv
import json
import re
from html import unescape

import av
import pytest
from browser import chromium
from lxml import html
from pptx import Presentation
from pypdf import PdfReader

from approx.outputs import kit, slides
from approx.outputs.kit import parts
from approx.panels.wording import described
from approx.style import languages as words
from approx.subjects import resolve


@pytest.fixture(scope="module")
def browser():
    with chromium() as started:
        yield started


@pytest.mark.slow
def test_all_parts_of_a_real_kit_say_the_same_error(browser, tmp_path):
    path, language = tmp_path / "kit", "de"
    subject = resolve("sigmoid-fit-4")
    look = slides.Look(language=language, quality="480p15")
    kit.build(kit.KitRequest(subject, kit.choose(subject, (), False), look), path)
    rows = list(csv.reader((path / "errors.csv").open()))
    exact = float(next(value for name, value in rows if name == "sup_error"))
    assert exact == subject.error.sup
    assert json.loads((path / "numbers.json").read_text())["sup_error"]["value"] == exact
    wanted = words.number(exact).replace(".", words.decimal_mark(language))
    largest = words.say("error.at", language, value="", place="").split()[0]

    def says(text):
        found = re.findall(rf"{largest}\w* \w+ ([\d,]+\d)", " ".join(text.split()))
        assert found, text[:200]
        assert set(found) == {wanted}

    for name in ("films/sum.srt", "films/sum.vtt", "index.html", "kit.json", *sorted(
        f"embed.{ending}" for ending in parts.SNIPPETS.values()
    )):  # fmt: skip
        says(unescape((path / name).read_text()))
    says((path / "figures" / "sum.svg").read_text())
    says(PdfReader(path / "figures" / "sum.pdf").metadata.subject)
    deck = Presentation(path / "slides.pptx")
    assert deck.slides[0].notes_slide.notes_text_frame.text == described(subject, language)
    says(" ".join(slide.notes_slide.notes_text_frame.text for slide in deck.slides))
    says(" ".join(page.extract_text() for page in PdfReader(path / "slides.pdf").pages))
    says("".join(page.extract_text() for page in PdfReader(path / "handout.pdf").pages))
    notes = html.document_fromstring((path / "slides.html").read_text()).xpath("//aside/text()")
    says(" ".join(notes))
    with av.open(str(path / "films" / "sum.mp4")) as container:
        says(container.metadata["comment"])
    view = browser.new_page()
    view.goto((path / "page.html").as_uri())
    view.wait_for_selector(".tile strong")
    sup = view.evaluate('document.querySelector(".approx").approx.model.scene().distance.sup')
    assert sup == pytest.approx(exact, rel=1e-9)
    says(view.locator("[data-part=verdict]").inner_text())
    view.close()
