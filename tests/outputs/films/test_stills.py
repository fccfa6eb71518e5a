"""Stills are the film's own frames; a handout is one page with all of them."""

import io
import re

import av
import numpy as np
import pytest
import srt
from PIL import Image
from pypdf import PdfReader

from approx.outputs.figures import _handout as handout
from approx.outputs.films import film, stills
from approx.outputs.films.job import Caption, Job
from approx.outputs.stage.layout import LAYOUTS
from approx.style.theme import LIGHT
from approx.style.theme_file import packed as packed_theme
from approx.style.theme_file import theme_named
from approx.subjects import packed, resolve
from approx.system.errors import InputError

#: H.264 keeps colours by halves; edges differ by a few levels, never whole areas.
MEAN, SHARE = 3.0, 0.01


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """A film, its captions, and the stills of the same story, as small as they come."""
    path = tmp_path_factory.mktemp("stills") / "film.mp4"
    subject = resolve("parabola-2")
    captions = film.render(subject, "neuron", path, quality="480p15")
    return path, captions, stills.stills(subject, "neuron", quality="480p15", theme="dark")


def frames(path) -> list[np.ndarray]:
    with av.open(str(path)) as container:
        return [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]


def pixels(png: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"))


def test_every_still_is_the_last_frame_of_its_beat(told):
    path, captions, pictures = told
    shown = frames(path)
    assert [p.beat for p in pictures] == [c.name for c in captions]
    assert [p.caption for p in pictures] == [c.text for c in captions]
    for picture, caption in zip(pictures, captions, strict=True):
        frame = shown[round(caption.end * 15) - 1].astype(int)
        off = np.abs(frame - pixels(picture.png)).max(axis=2)
        assert off.mean() < MEAN, picture.beat
        assert (off > 60).mean() < SHARE, picture.beat


def test_the_comparison_can_fail(told):
    _, _, pictures = told
    one, other = pixels(pictures[0].png).astype(int), pixels(pictures[-1].png)
    assert (np.abs(one - other).max(axis=2) > 60).mean() > SHARE


def test_one_still_is_the_beat_asked_for_and_the_last_one_unless_told(told, tmp_path):
    subject, pictures = resolve("parabola-2"), told[2]
    for beat, expected in (("turn-2", "turn-2"), ("", pictures[-1].beat)):
        path = tmp_path / "one.png"
        stills.render_still(subject, "neuron", path, beat, quality="480p15", theme="dark")
        same = next(p for p in pictures if p.beat == expected)
        assert np.array_equal(pixels(path.read_bytes()), pixels(same.png))


def test_an_unknown_beat_is_refused_by_naming_them_all(told):
    beats = ", ".join(picture.beat for picture in told[2])
    with pytest.raises(InputError, match=f"no beat 'turn-9'; beats: {beats}"):
        stills.stills(resolve("parabola-2"), "neuron", quality="480p15", beat="turn-9")


def test_a_still_says_what_it_shows(told):
    picture = told[2][1]
    assert Image.open(io.BytesIO(picture.png)).text["Description"] == picture.caption


# -- captions for the web ---------------------------------------------------------------------


def test_web_captions_have_the_times_and_words_of_the_others(told):
    path = told[0]
    head, *cues = path.with_suffix(".vtt").read_text().strip().split("\n\n")
    assert head == "WEBVTT"
    subtitles = list(srt.parse(path.with_suffix(".srt").read_text()))
    assert len(cues) == len(subtitles)
    for cue, subtitle in zip(cues, subtitles, strict=True):
        times, text = cue.split("\n")
        start, end = times.split(" --> ")
        assert seconds(start) == pytest.approx(subtitle.start.total_seconds(), abs=1.1e-3)
        assert seconds(end) == pytest.approx(subtitle.end.total_seconds(), abs=1.1e-3)
        assert text == subtitle.content


def seconds(clock: str) -> float:
    assert re.fullmatch(r"\d\d:[0-5]\d:[0-5]\d\.\d{3}", clock)
    hours, minutes, rest = clock.split(":")
    return 3600 * int(hours) + 60 * int(minutes) + float(rest)


def test_web_captions_escape_markup_and_carry_over_seconds_to_minutes():
    text = film.web_captions([Caption("a", "1 < 2 & 3 > 2", 59.9996, 3661.5)])
    assert text == "WEBVTT\n\n00:01:00.000 --> 01:01:01.500\n1 &lt; 2 &amp; 3 &gt; 2\n"


# -- the handout --------------------------------------------------------------------------------


def blank(width: int = 320, height: int = 180) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (width, height), "#888888").save(file, "PNG")
    return file.getvalue()


SENTENCE = "Neuron 4: what is below zero folds up onto the axis; breakpoint at x = −0.123."


def sheets(count, aspect="16:9", **options):
    """A handout of grey frames."""
    size = {"16:9": (320, 180), "1:1": (200, 200), "9:16": (180, 320)}[aspect]
    pictures = [stills.Still("beat", SENTENCE, blank(*size))] * count
    parts = stills.content(aspect), stills.letters(aspect)
    return handout.Handout("A title", pictures, LIGHT, *parts, **options)


@pytest.mark.parametrize("count", [1, 4, 7, 10, 16])
@pytest.mark.parametrize("aspect", ["16:9", "1:1", "9:16"])
def test_a_handout_holds_every_picture_and_caption_none_on_another(count, aspect):
    pages = sheets(count, aspect).pages()
    assert sum(len(page.axes) for page in pages) == count
    for page in pages:
        words = " ".join(text.get_text() for text in page.texts).replace("\u00a0", " ")
        assert words.count(SENTENCE) == len(page.axes)
        edges = page.bbox
        boxes = [text.get_window_extent() for text in page.texts if text.get_text()]
        boxes += [ax.get_window_extent() for ax in page.axes]
        for box in boxes:
            assert edges.x0 < box.x0
            assert box.x1 < edges.x1
            assert edges.y0 < box.y0
            assert box.y1 < edges.y1
        for k, one in enumerate(boxes):
            assert not any(one.overlaps(other) for other in boxes[k + 1 :])


def tick_points(page, aspect) -> float:
    """The size of a film's tick labels on a page, in points."""
    across = page.axes[0].get_position().width * page.get_size_inches()[0]
    return 72 * across * stills.letters(aspect)


def test_the_size_of_tick_labels_is_known_in_every_shape():
    assert stills.letters("16:9") == pytest.approx(LAYOUTS["16:9"].small / (8 * 16 / 9))
    assert stills.letters("1:1") > stills.letters("16:9")
    assert stills.letters("9:16") > stills.letters("1:1")


@pytest.mark.parametrize("count", [1, 6, 10, 16, 20])
def test_pictures_of_a_handout_can_be_read_and_leave_room_for_notes(count):
    for page in sheets(count).pages():
        assert tick_points(page, "16:9") >= handout.LEGIBLE
        lines = [line for line in page.artists if line.get_gid() == "notes"]
        assert len(lines) >= handout.FEWEST * len(page.axes)
    first = sheets(count).pages()[0]
    right = max(ax.get_position().x1 for ax in first.axes) * first.get_size_inches()[0]
    if count > 1:
        assert right == pytest.approx(first.get_size_inches()[0] - handout.MARGIN, abs=0.01)


@pytest.mark.slow
def test_a_handouts_pages_and_columns_are_as_asked():
    assert len(sheets(16, pages=1).pages()) == 1
    three = sheets(12, columns=3).pages()
    assert len({round(ax.get_position().x0, 4) for ax in three[0].axes}) == 3
    pdf = sheets(16).encode(".pdf")
    assert len(PdfReader(io.BytesIO(pdf)).pages) == len(sheets(16).pages()) > 1
    assert sheets(16).encode(".png")[:4] == b"\x89PNG"


def test_a_png_is_as_long_as_pictures_that_can_be_read_need():
    """On one sheet of A4 ten wide pictures would be 2.6 inches wide."""
    for count, aspect, columns in (
        (2, "16:9", 2),
        (10, "16:9", 1),
        (12, "1:1", 2),
        (30, "9:16", 3),
    ):
        (page,) = sheets(count, aspect).pages(1, on_paper=False)
        height = page.get_size_inches()[1]
        places = [ax.get_position() for ax in page.axes]
        assert len(places) == count
        assert tick_points(page, aspect) >= handout.LEGIBLE
        assert all(place.y0 > 0 and place.y1 < 1 for place in places)
        assert len({round(place.x0, 4) for place in places}) == columns
        lines = [line for line in page.artists if line.get_gid() == "notes"]
        assert len(lines) >= handout.FEWEST * count
        assert page.texts[0].get_position()[1] * height < height


def test_only_what_stands_between_title_and_caption_is_printed(told):
    picture = told[2][0]
    top, bottom = stills.content("16:9")
    page = handout.Handout(
        "t", [stills.Still("beat", "c", picture.png)], LIGHT, (top, bottom)
    ).pages()[0]
    rows = page.axes[0].images[0].get_array().shape
    assert rows[1] / rows[0] == pytest.approx(854 / (480 * (bottom - top)), rel=0.01)
    cut = pixels(picture.png)[round(480 * bottom) - 2 : round(480 * bottom)]
    assert np.ptp(cut.astype(int), axis=(0, 1)).max() < 12


@pytest.mark.slow
def test_a_still_of_a_chapter_is_the_same_without_the_chapters_before(monkeypatch):
    from approx.outputs.films import renderer

    look = packed_theme(theme_named("dark")), "en", "16:9", 426, 240, 15
    job = Job(packed(resolve("parabola-4")), "lesson", *look, words={"comment": ""})
    played = []

    def draw(beat):
        (still,) = stills._draw(job, beat, lambda **line: played.append(line["beat"]))
        return pixels(still.png)

    alone, short = draw("two.guess"), len(played)
    make = renderer.story_of

    def whole(job):
        story = make(job)
        story.needed = lambda beat: story.beats[0].name
        return story

    monkeypatch.setattr(renderer, "story_of", whole)
    played.clear()
    assert np.array_equal(alone, draw("two.guess"))
    assert short == 2 < len(played)
