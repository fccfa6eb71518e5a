"""A film's key changes with everything that it depends on, and with nothing else."""

from dataclasses import replace
from pathlib import Path

import pytest

from approx.outputs.films import film, film_cache
from approx.outputs.films.film_cache import ground
from approx.subjects import FitOptions, resolve

LOOK = {"theme": "dark", "language": "en", "aspect": "16:9"}


def job(name="abs", story="neuron", path="a.mp4", options=None, quality="480p15", **look):
    return film.request(resolve(name, options), story, Path(path), quality, **{**LOOK, **look}).job


def test_a_function_that_is_fitted_anew_has_the_film_that_it_had():
    one, other = (job("x^2", "sum", options=FitOptions(neurons=2)) for _ in range(2))
    assert film_cache.film_key(one, "here") == film_cache.film_key(other, "here")
    more = job("x^2", "sum", options=FitOptions(neurons=3))
    assert film_cache.film_key(more, "here") != film_cache.film_key(one, "here")


def test_every_request_has_a_film_of_its_own():
    jobs = [
        job(),
        job("parabola-2"),
        job(story="sum"),
        job(path="a.webm"),
        job(path="a.webm", transparent=True),
        job(path="a.gif", fps=15),
        job(quality="720p30"),
        job(fps=30),
        job(size="256x144"),
        job(theme="light"),
        job(language="de"),
        job(aspect="1:1"),
        job(options=FitOptions(title="Mine")),
        job(options=FitOptions(on=("-1", "1"))),
    ]
    found = {film_cache.film_key(one, around) for one in jobs for around in ("here", "there")}
    assert len(found) == 2 * len(jobs)
    assert None not in found


def test_a_story_of_ones_own_may_read_anything_and_has_no_key(tmp_path):
    assert film_cache.film_key(job(story=str(tmp_path / "mine.py")), "here") is None


def test_segments_differ_in_size_rate_and_encoding():
    looks = [
        job(),
        job(quality="720p30"),
        job(fps=30),
        job(size="256x144"),
        job(aspect="9:16"),
        job(path="a.webm"),
        job(path="a.webm", transparent=True),
        job(path="a.mov"),
        job(path="a.mov", transparent=True),
        job(path="a.webp"),
        job(path="a.webp", transparent=True),
    ]
    assert len({ground(one) for one in looks}) == len(looks)


def test_what_shows_in_the_frames_is_not_looked_for_elsewhere():
    grounds = {ground(one) for one in (job(), job("parabola-2"), job(language="de"))}
    assert len(grounds) == 1
    # Both are made from the same lossless segments.
    assert ground(job(path="a.gif")) == ground(job(path="a.apng"))


@pytest.mark.parametrize("changed", ["content", "name", "new", "gone"])
def test_surroundings_are_every_file_of_ours(tmp_path, monkeypatch, changed):
    monkeypatch.setattr(film_cache, "PACKAGE", tmp_path)
    (tmp_path / "words").mkdir()
    file = tmp_path / "words" / "en.py"
    file.write_text("TABLE = {}")
    (tmp_path / "other.py").touch()
    before = film_cache.surroundings()
    (tmp_path / "words" / "en.pyc").write_text("made from it")
    assert film_cache.surroundings() == before
    match changed:
        case "content":
            file.write_text("TABLE = []")
        case "name":
            file.rename(file.with_name("de.py"))
        case "new":
            (tmp_path / "new.ttf").touch()
        case "gone":
            file.unlink()
    assert film_cache.surroundings() != before


def test_surroundings_are_what_is_installed_and_the_users_manim_settings(tmp_path, monkeypatch):
    monkeypatch.setattr(film_cache, "PACKAGE", tmp_path / "nothing")
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    found = {film_cache.surroundings()}
    (tmp_path / "manim-0.22.1.dist-info").mkdir()
    found.add(film_cache.surroundings())
    (tmp_path / ".config" / "manim").mkdir(parents=True)
    (tmp_path / ".config" / "manim" / "manim.cfg").write_text("[CLI]\nframe_rate = 3\n")
    found.add(film_cache.surroundings())
    assert len(found) == 3


def test_a_job_that_names_its_words_differently_is_another_film():
    one = job()
    assert film_cache.film_key(replace(one, words={"title": "x"}), "") != film_cache.film_key(
        one, ""
    )
