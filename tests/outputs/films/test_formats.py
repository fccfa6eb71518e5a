"""Every format opens elsewhere, lasts as long as the film, and is transparent where it says so."""

import io
import zipfile
from pathlib import Path

import av
import click
import numpy as np
import pytest
from PIL import Image

from approx.cli.commands.render import command
from approx.outputs.films import animated_images, film
from approx.outputs.films.formats import FORMATS, LOOPS, format_of
from approx.outputs.films.job import check_rate, parse_size
from approx.subjects import resolve
from approx.system.errors import InputError

TINY = str(Path(__file__).parent / "tiny.py")
#: Inside a dot of the last frame, and where there is nothing, as shares of width and height.
DOT, NOTHING = (0.7109, 0.25), (0.9, 0.5)
#: Inside the dot too, but beside the line of the first frame.
BESIDE = (0.7125, 0.25)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The tiny film in every format, as transparent as it can be, in one command's pool."""
    folder = tmp_path_factory.mktemp("formats")
    orders = [
        film.request(
            resolve("abs"), TINY, folder / f"film.{one.name}", "480p15",
            size="320x180", transparent=bool(one.clear),
        )
        for one in FORMATS.values()
    ]  # fmt: skip
    plans = film.render_all(orders)
    assert len({plan.frames for plan in plans}) == 1
    return folder, plans[0].frames / 15


def test_the_help_names_every_format_and_what_is_written_by_frames_has_tags():
    text = command.get_help(click.Context(command, info_name="render"))
    assert ", ".join(FORMATS) in " ".join(text.split())
    assert set(animated_images._WRITERS) == set(LOOPS)


def rgba(frame: np.ndarray, place: tuple[float, float]) -> np.ndarray:
    height, width = frame.shape[:2]
    return frame[round(place[1] * height), round(place[0] * width)].astype(int)


def video(path: Path, decoder: str) -> list[np.ndarray]:
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        context = av.CodecContext.create(decoder, "r")
        context.extradata = stream.codec_context.extradata
        return [
            frame.to_ndarray(format="rgba")
            for packet in container.demux(stream)
            for frame in context.decode(packet if packet.size else None)
        ]


@pytest.mark.parametrize(
    ("name", "decoder"), [("mp4", "h264"), ("webm", "libvpx-vp9"), ("mov", "prores")]
)
def test_films_have_all_frames_and_their_opacity(made, name, decoder):
    folder, seconds = made
    frames = video(folder / f"film.{name}", decoder)
    assert len(frames) == round(seconds * 15)
    assert rgba(frames[-1], NOTHING)[3] == (0 if FORMATS[name].clear else 255)
    assert rgba(frames[-1], DOT)[3] > 250


@pytest.mark.parametrize("name", ["gif", "webp", "apng"])
def test_loops_last_as_long_as_the_film_and_repeat_for_ever(made, name):
    folder, seconds = made
    durations = []
    with Image.open(folder / f"film.{name}") as image:
        assert image.info["loop"] == 0
        assert image.size == (320, 180)
        for number in range(image.n_frames):
            image.seek(number)
            image.load()
            durations.append(image.info["duration"])
        last = np.asarray(image.convert("RGBA"))
    # WebP's last frame is as long as the others are on average.
    assert sum(durations) == pytest.approx(
        1000 * seconds, abs=120
    )  # WebP's last frame is as long as the mean
    assert rgba(last, NOTHING)[3] == (0 if FORMATS[name].clear else 255)
    assert rgba(last, DOT)[3] > 250


@pytest.mark.parametrize("name", ["gif", "webp", "apng"])
def test_loops_that_pages_could_not_load_are_refused(tmp_path, monkeypatch, name):
    noise = np.random.default_rng(0).integers(0, 256, (20, 90, 160, 3), np.uint8)
    with av.open(str(tmp_path / "segment"), "w", format="mov") as container:
        stream = container.add_stream("qtrle", rate=15)
        stream.width, stream.height, stream.pix_fmt = 160, 90, "rgb24"
        for picture in noise:
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(stream.encode())
    path = tmp_path / f"film.{name}"
    animated_images.write([tmp_path / "segment"], path, FORMATS[name], 15)
    assert path.stat().st_size > 200_000
    monkeypatch.setattr(animated_images, "LARGEST", 100_000)
    with pytest.raises(InputError, match=rf"\.{name} would be larger than .* MB; use -q l"):
        animated_images.write([tmp_path / "segment"], path, FORMATS[name], 15)


def test_a_sequence_holds_every_frame_in_order(made):
    folder, seconds = made
    with zipfile.ZipFile(folder / "film.zip") as archive:
        names = archive.namelist()
        assert names == sorted(names)
        assert len(names) == round(seconds * 15)
        first, last = (
            np.asarray(Image.open(io.BytesIO(archive.read(name)))) for name in (names[0], names[-1])
        )
    assert rgba(first, BESIDE)[3] == 0
    assert rgba(last, BESIDE)[3] == 255
    # Colours are not multiplied by their opacity: half-covered edges are as bright as the rest.
    edge = (last[..., 3] > 60) & (last[..., 3] < 190)
    title = edge[:30]
    assert last[:30][title][:, :3].min() > 220


def test_what_is_not_transparent_says_what_is():
    with pytest.raises(InputError, match=r"\.gif knows no transparency; use one of \.webm, \.mov"):
        format_of("gif", transparent=True)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("853x481", "even sizes; use 854x482"),
        ("0x0", "between 64x64 and 3840x2160, not 0x0"),
        ("1x1", "between 64x64"),
        ("100000x100000", "between 64x64"),
        ("-640x-360", "between 64x64"),
        ("axb", "takes WIDTHxHEIGHT like 1280x720, not 'axb'"),
        ("640", "takes WIDTHxHEIGHT"),
        ("640x480", "is not 16:9; use 640x360, or another --aspect"),
    ],
)
def test_a_size_that_cannot_be_drawn_says_which_can(text, line):
    with pytest.raises(InputError, match=line):
        parse_size(text, "16:9")


def test_sizes_up_to_4k_pass():
    assert parse_size("3840x2160", "16:9") == (3840, 2160)
    assert parse_size("2160x3840", "9:16") == (2160, 3840)
    assert parse_size("854x480", "16:9") == (854, 480)


@pytest.mark.parametrize(("fps", "name"), [(0, "mp4"), (-5, "mp4"), (1000, "webm"), (60, "gif")])
def test_a_rate_that_no_viewer_shows_is_refused(fps, name):
    with pytest.raises(InputError, match=r"--fps must be between 12 and \d\d for"):
        check_rate(fps, FORMATS[name])
