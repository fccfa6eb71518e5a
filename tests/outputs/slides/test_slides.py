"""Decks in three formats hold the same clips, sentences and numbers, and read back as such."""

import base64
import io
import re
from dataclasses import replace

import av
import numpy as np
import pytest
from lxml import html
from PIL import Image
from pptx import Presentation
from pypdf import PdfReader

from approx.__main__ import run
from approx.outputs import slides
from approx.outputs.films.film import Clip, RenderedStory
from approx.outputs.slides import deck
from approx.outputs.slides.deck import last_frame
from approx.panels.wording import described
from approx.style.theme import LIGHT
from approx.subjects import resolve
from approx.system.provenance import VERSION

COLOURS = ((200, 40, 40), (40, 200, 40), (60, 60, 220))
SUBJECT = "parabola-2"
SENTENCES = ("One & <two>", "−x ≥ 0: é, x²", "Largest error 0.5")


def clip(number: int, length: int, path) -> Clip:
    """A clip of one flat colour at 10 frames a second."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=10, options={"crf": "10"})
        stream.width, stream.height, stream.pix_fmt = 96, 54, "yuv420p"
        for _ in range(length):
            picture = np.full((54, 96, 3), COLOURS[number], np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(stream.encode())
    return Clip(f"beat-{number}", SENTENCES[number], length / 10, path.read_bytes())


@pytest.fixture(scope="module")
def cut(tmp_path_factory):
    path = tmp_path_factory.mktemp("slides") / "clip.mp4"
    return [clip(number, length, path) for number, length in enumerate((4, 7, 5))]


@pytest.fixture
def made(cut, monkeypatch):
    monkeypatch.setattr(
        deck, "render_stories", lambda *_, **__: [RenderedStory("sum", b"", [], cut)]
    )
    return deck.build([(resolve(SUBJECT), "sum")], slides.Look("light", "de"))


def colour(picture: np.ndarray) -> int:
    middle = picture[27, 48].astype(int)
    return int(np.argmin([np.abs(middle - c).sum() for c in COLOURS]))


def test_a_clips_still_is_the_frame_it_rests_on(cut):
    for number, clip in enumerate(cut):
        still = np.asarray(Image.open(io.BytesIO(last_frame(clip.mp4))).convert("RGB"))
        assert still.shape == (54, 96, 3)
        assert colour(still) == number


# -- HTML ---------------------------------------------------------------------------------------


@pytest.fixture
def page(made):
    return html.document_fromstring(slides.write(made, ".html").decode())


def test_an_html_deck_holds_every_clip_caption_and_note(page, made, cut):
    sections = page.xpath("//div[@class='slides']/section")
    title, *beats = sections
    assert title.findtext("h1") == "x² aus zwei Neuronen"
    assert title.findtext("aside") == described(resolve(SUBJECT), "de")
    for section, clip in zip(beats, cut, strict=True):
        (video,) = section.findall("video")
        assert base64.b64decode(video.get("data-clip")) == clip.mp4
        assert section.findtext("aside") == section.findtext("p") == clip.caption
        (image,) = section.findall("img")
        assert image.get("alt") == video.get("aria-label") == f"{made.title}. {clip.caption}"
        (track,) = video.findall("track")
        assert (track.get("kind"), track.get("srclang")) == ("captions", "de")
        cue = base64.b64decode(track.get("src").partition(",")[2]).decode()
        head, times, text = cue.strip().replace("\n\n", "\n").split("\n")
        assert (head, times) == ("WEBVTT", f"00:00:00.000 --> 00:00:{clip.seconds:06.3f}")
        assert html.fromstring(f"<p>{text}</p>").text == clip.caption


def test_an_html_deck_names_nothing_outside_itself(page):
    for attribute in ("src", "href", "data", "srcset", "poster"):
        for value in page.xpath(f"//@{attribute}"):
            assert value.startswith("data:"), value
    css = "".join(page.xpath("//style/text()"))
    assert not re.findall(r"@import|url\((?!data:)", css)
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert "connect-src 'none'" in policy
    assert page.get("lang") == "de"


# -- PowerPoint ---------------------------------------------------------------------------------


def test_a_pptx_holds_every_clip_caption_and_note(made, cut):
    read = Presentation(io.BytesIO(slides.write(made, ".pptx")))
    title, *beats = read.slides
    assert title.shapes.title.text == "x² aus zwei Neuronen"
    assert title.notes_slide.notes_text_frame.text == described(resolve(SUBJECT), "de")
    words = "\n".join(shape.text for shape in title.shapes)
    assert "Größter Fehler" in words
    assert "f(x) = " in words
    for slide, clip in zip(beats, cut, strict=True):
        assert slide.notes_slide.notes_text_frame.text == slide.shapes.title.text == clip.caption
        (movie,) = [shape for shape in slide.shapes if shape.shape_type == 16]  # media
        names = {rel.reltype.rpartition("/")[2]: rel for rel in slide.part.rels.values()}
        assert names["video"].target_part.blob == names["media"].target_part.blob == clip.mp4
        assert movie._element.nvPicPr.cNvPr.get("descr") == f"{made.title}. {clip.caption}"
        assert (movie.left, movie.top) == (0, 0)
        assert (movie.width, movie.height) == (read.slide_width, read.slide_height)
        still = Image.open(io.BytesIO(names["image"].target_part.blob))
        assert colour(np.asarray(still.convert("RGB"))) == cut.index(clip)


def test_a_pptx_plays_every_clip_by_itself(made, cut):
    read = Presentation(io.BytesIO(slides.write(made, ".pptx")))
    for slide, clip in zip(list(read.slides)[1:], cut, strict=True):
        (movie,) = [shape for shape in slide.shapes if shape.shape_type == 16]
        (timing,) = slide._element.findall("{*}timing")
        (command,) = timing.iter("{*}cmd")
        assert command.get("cmd") == "playFrom(0.0)"
        assert {t.get("spid") for t in timing.iter("{*}spTgt")} == {str(movie.shape_id)}
        (length,) = command.iterfind(".//{*}cTn")
        assert int(length.get("dur")) == round(1000 * clip.seconds)
        ids = [node.get("id") for node in timing.iter("{*}cTn")]
        assert len(set(ids)) == len(ids)


@pytest.mark.parametrize(
    ("aspect", "size"),
    [("16:9", (13.333, 7.5)), ("1:1", (13.333, 13.333)), ("9:16", (7.5, 13.333))],
)
def test_slides_are_as_wide_as_the_film(made, aspect, size):
    one = replace(made, theme=LIGHT, language="en", aspect=aspect)
    read = Presentation(io.BytesIO(slides.write(one, ".pptx")))
    assert (read.slide_width.inches, read.slide_height.inches) == pytest.approx(size, abs=2e-3)
    (page,) = [PdfReader(io.BytesIO(slides.write(one, ".pdf"))).pages[1]]
    assert page.mediabox.width / page.mediabox.height == pytest.approx(size[0] / size[1], rel=1e-3)


# -- PDF ----------------------------------------------------------------------------------------


def test_a_pdf_has_a_page_per_beat_with_its_sentence_as_text(made, cut):
    data = slides.write(made, ".pdf")
    read = PdfReader(io.BytesIO(data))
    title, *beats = (page.extract_text().replace("\n", " ") for page in read.pages)
    assert "x² aus zwei Neuronen" in title
    for text, clip in zip(beats, cut, strict=True):
        assert clip.caption in text
    assert read.metadata.title == made.title
    assert read.metadata.subject == described(resolve(SUBJECT), "de")
    assert slides.write(made, ".pdf") == data


def baselines(pdf: bytes, page: int) -> list[int]:
    """The heights of a page's lines of text, from below, in points."""
    places = set()

    def visit(text, cm, tm, *_):
        if text.strip():
            places.add(round(cm[5] + tm[5]))

    PdfReader(io.BytesIO(pdf)).pages[page].extract_text(visitor_text=visit)
    return sorted(places)


def test_a_caption_of_a_pdf_ends_far_above_the_edge(made):
    """One that is a little too wide has smaller letters, as in the film, not a second line."""
    words = "Neuron 1: the line x, pressed flat below zero (ReLU(z) = max(0, z)), times 1.488."
    for caption, most in ((words, 1), (f"{words} {words}", 3)):
        lesson = made.lessons[0]
        slide = replace(lesson.slides[0], caption=caption)
        long = replace(made, lessons=(replace(lesson, slides=(slide,)),))
        places = [place for place in baselines(slides.write(long, ".pdf"), 1) if place < 80]
        assert 1 <= len(places) <= most
        assert places[0] > 0.16 * 72


# -- all of them --------------------------------------------------------------------------------


def test_every_deck_says_how_it_was_made(made, page):
    said = f"Made with approx {VERSION}: "
    said += "approx slides parabola-2 --story sum --quality m --theme light --language de"
    assert str(made.made) == said
    assert page.xpath("//meta[@name='made-with']/@content") == [said]
    assert Presentation(io.BytesIO(slides.write(made, ".pptx"))).core_properties.comments == said
    assert PdfReader(io.BytesIO(slides.write(made, ".pdf"))).metadata["/Keywords"] == said


# -- the command --------------------------------------------------------------------------------


def test_the_command_writes_a_deck_and_says_its_size(cut, monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(
        deck, "render_stories", lambda *_, **__: [RenderedStory("sum", b"", [], cut)]
    )
    path = tmp_path / "two lessons.pptx"
    assert run(["slides", "parabola-2", "sigmoid", "-o", str(path), "--theme", "light"]) == 0
    out, err = capsys.readouterr()
    assert out == f"{path}\n"
    assert re.search(r"^8 slides, 0\.\d MB$", err, re.M)
    assert len(Presentation(path).slides) == 8
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["parabola-2", "-o", "deck.docx"], "deck.docx: use .html, .pptx or .pdf"),
        (["parabola-2", "--story", "sun"], "no story 'sun'; did you mean 'sum'?"),
        (["sigmoid", "--story", "sum"], "story 'sum' does not fit 'sigmoid'"),
        (["parabola-2", "parabola-9999x"], "parabola-9999x"),
        (["xor", "--story", "sum"], "'xor': it has two inputs"),
        ([], "Missing argument 'SUBJECT...'"),
        (["hat", "abs", "--title", "One"], "--title is for one SUBJECT"),
    ],
)
def test_bad_input_is_one_line_and_nothing_is_left(words, said, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert run(["slides", *words]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert re.fullmatch(r"error: [^\n]+\n", err)
    assert said in err
    assert not [p for p in tmp_path.rglob("*") if p.is_file()]
