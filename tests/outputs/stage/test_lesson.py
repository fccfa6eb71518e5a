"""The lesson: other stories, one after the other, on one stage."""

import pytest
from watch import texts, watch

from approx.outputs.films import stories
from approx.panels.captions import lesson as words
from approx.panels.captions import sum as sums
from approx.panels.running_sum import build
from approx.subjects import resolve


@pytest.mark.slow
def test_the_chapters_are_told_in_the_lectures_order_each_under_its_title(tmp_path):
    seen, captions = {}, {}

    def look(told, beat):
        chapter = beat.partition(".")[0]
        captions[beat] = told.beat.caption
        if chapter not in seen:
            seen[chapter] = [text.text for text in texts(told)]

    watch("lesson", resolve("parabola-4"), "dark", tmp_path, look)
    assert list(seen) == [chapter.name for chapter in words.CHAPTERS]
    for chapter in words.CHAPTERS:
        assert words.title(chapter, "en") in seen[chapter.name]
        others = [words.title(c, "en") for c in words.CHAPTERS if c is not chapter]
        assert not set(others) & set(seen[chapter.name])  # the last chapter has left
    # What is not the lesson's own is said by the stories themselves.
    usual = dict(sums.beats(build(resolve("parabola-2")), "en"))
    assert captions["two.error"] == usual["error"]
    assert captions["two.setup"] == words.PHRASES["en"]["lesson.two.setup"]


def test_the_lesson_is_about_a_parabola_from_one_layer():
    assert stories.unsupported_reason("lesson", resolve("parabola-4")) is None
    for other in ("sigmoid", "sine-8"):
        assert "parabola" in (stories.unsupported_reason("lesson", resolve(other)) or "")


def test_every_beat_that_is_said_otherwise_is_one():
    """A phrase of a chapter names a beat of its story."""
    chapters = {chapter.name for chapter in words.CHAPTERS}
    for key in words.PHRASES["en"]:
        _, chapter, *beat = key.split(".")
        assert chapter in chapters
        assert beat in ([], ["setup"])
