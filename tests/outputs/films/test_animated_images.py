"""Moving pictures carry their title, their description and how they were made."""

import zipfile

import numpy as np
import pytest
from PIL import Image

import approx
from approx.__main__ import run
from approx.outputs.embed import read
from approx.outputs.films.animated_images import tag

WORDS = {
    "title": "x² & more",
    "description": "A <curve>: " + "é" * 300,
    "comment": "A <curve>: " + "é" * 300 + "\nMade with approx 1.0: approx render abs",
}
FRAMES = [
    Image.fromarray(np.full((9, 16, 3), (40 * k, 255 - 40 * k, 90), np.uint8)) for k in range(4)
]


@pytest.mark.parametrize("name", ["gif", "webp", "apng"])
def test_a_moving_picture_says_what_it_shows_and_plays_as_before(tmp_path, name):
    path = tmp_path / f"film.{name}"
    kind = "PNG" if name == "apng" else name
    settings = {"lossless": True} if name == "webp" else {}
    FRAMES[0].save(path, kind, save_all=True, append_images=FRAMES[1:], duration=100, **settings)
    before = pixels(path)
    tag(path, name, WORDS, 10)
    assert all(np.array_equal(a, b) for a, b in zip(before, pixels(path), strict=True))
    assert read(path).alt == WORDS["description"]
    assert b"Made with approx 1.0: approx render abs" in path.read_bytes()
    if name == "apng":
        assert read(path).title == WORDS["title"]


def test_a_sequence_says_what_it_shows_and_how_fast_it_is(tmp_path):
    path = tmp_path / "film.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("frame-00001.png", b"")
    tag(path, "zip", WORDS, 24)
    media = read(path)
    assert (media.title, media.alt, media.fps) == (WORDS["title"], WORDS["description"], 24)


def pixels(path):
    with Image.open(path) as image:
        assert image.n_frames == len(FRAMES)
        return [np.asarray(frame_of(image, k)) for k in range(len(FRAMES))]


def frame_of(image, number):
    image.seek(number)
    return image.convert("RGB")


@pytest.mark.slow
def test_a_rendered_loop_and_a_still_say_how_they_were_made(tmp_path):
    said = f"Made with approx {approx.__version__}: approx render abs neuron"
    folder = ["--size", "128x72", "--fps", "12", "-o"]
    assert run(["render", "abs", "neuron", *folder, str(tmp_path / "a.gif")]) == 0
    with Image.open(tmp_path / "a.gif") as image:
        comment = image.info["comment"].decode()
    assert comment.splitlines()[1] == f"{said} --size 128x72 --fps 12 --format gif"
    assert read(tmp_path / "a.gif").alt == comment.splitlines()[0]
    still = ["--still", "-q", "l", "-o", str(tmp_path / "b.png")]
    assert run(["render", "abs", "neuron", *still]) == 0
    with Image.open(tmp_path / "b.png") as image:
        assert image.text["Comment"] == f"{said} --still --quality l"
