"""A voice for films: files are found by their beats, decoded, and heard where their beat begins."""

import ast
import base64
import io
import re
import wave

import av
import numpy as np
import pytest
from browser import chromium

from approx.outputs.films.job import Caption
from approx.outputs.films.script import script
from approx.outputs.films.sound import RATE, Voice, beat_of, decoded, read_voice, track, with_voice
from approx.outputs.stage.story import Beat, Story
from approx.panels.narration import SIGNS, narration, spoken
from approx.panels.spoken import MEANINGS
from approx.style.languages import LANGUAGES
from approx.subjects.resolve import resolve_any
from approx.system import folders
from approx.system.errors import InputError

BEATS = [Caption("setup", "Setup.", 0.0, 1.0), Caption("run-1", "A run.", 1.0, 2.5)]


def tone(seconds, rate=RATE):
    return (0.5 * np.sin(2 * np.pi * 440 * np.arange(round(seconds * rate)) / rate)).astype("f4")


def write_wav(path, samples, rate=RATE):
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes((samples * 32767).astype("<i2").tobytes())


def silent_film(seconds=2.5, fps=10):
    out = io.BytesIO()
    with av.open(out, "w", format="mp4") as film:
        stream = film.add_stream("libx264", rate=fps)
        stream.width = stream.height = 64
        for number in range(round(seconds * fps)):
            picture = np.full((64, 64, 3), 8 * number % 255, np.uint8)
            film.mux(stream.encode(av.VideoFrame.from_ndarray(picture)))
        film.mux(stream.encode(None))
    return out.getvalue()


def test_every_kind_of_audio_is_decoded_to_the_same_sound(tmp_path):
    write_wav(tmp_path / "a.wav", tone(0.5, 22_050), 22_050)
    plain = decoded(tmp_path / "a.wav")
    assert len(plain) == pytest.approx(0.5 * RATE, abs=50)
    for ending, container, codec in (
        ("flac", "flac", "flac"), ("mp3", "mp3", "libmp3lame"), ("ogg", "ogg", "libopus"),
        ("m4a", "mp4", "aac"),
    ):  # fmt: skip
        path = tmp_path / f"a.{ending}"
        with av.open(str(path), "w", format=container) as file:
            stream = file.add_stream(codec, rate=RATE, layout="mono")
            resampler = av.AudioResampler(stream.format, "mono", RATE, stream.frame_size or 1024)
            frame = av.AudioFrame.from_ndarray(tone(0.5)[None], format="fltp", layout="mono")
            frame.sample_rate, frame.pts = RATE, 0
            for part in [*resampler.resample(frame), *resampler.resample(None)]:
                file.mux(stream.encode(part))
            file.mux(stream.encode(None))
        sound = decoded(path)
        assert abs(len(sound) - 0.5 * RATE) < 0.06 * RATE
        assert np.sqrt(np.mean(sound**2)) == pytest.approx(0.5 / np.sqrt(2), rel=0.1)


def test_files_are_for_beats_by_name_or_behind_a_number(tmp_path):
    beats = ["setup", "run-1"]
    assert [beat_of(stem, beats) for stem in ("setup", "02-run-1", "run-1", "x-setup")] == [
        "setup", "run-1", "run-1", None,
    ]  # fmt: skip
    write_wav(tmp_path / "01-setup.wav", tone(0.2))
    (tmp_path / "01-setup.txt").write_text("words")
    with pytest.raises(InputError, match=r"no audio file for the beat run-1 .*make 02-run-1\.wav"):
        read_voice(tmp_path, beats)
    write_wav(tmp_path / "run-1.wav", tone(0.4))
    assert read_voice(tmp_path, beats).seconds == pytest.approx({"setup": 0.2, "run-1": 0.4})
    write_wav(tmp_path / "setup.wav", tone(0.2))
    with pytest.raises(InputError, match=r"01-setup\.wav and setup\.wav are both for the beat"):
        read_voice(tmp_path, beats)
    (tmp_path / "setup.wav").write_bytes(b"RIFF no sound")
    (tmp_path / "01-setup.wav").unlink()
    with pytest.raises(InputError, match=r"setup\.wav cannot be heard") as no:
        read_voice(tmp_path, beats)
    assert "\n" not in str(no.value)
    write_wav(tmp_path / "other.wav", tone(0.2))
    with pytest.raises(InputError, match=r"other\.wav is for no beat; beats: setup, run-1"):
        read_voice(tmp_path, beats)
    with pytest.raises(InputError, match="takes a folder"):
        read_voice(tmp_path / "none", beats)


def test_the_voice_is_heard_where_its_beat_begins_and_pictures_stay_as_they_are():
    voice, film = Voice({"setup": tone(0.3), "run-1": tone(0.5)}), silent_film()
    whole = track(voice, BEATS)
    assert len(whole) == 2.5 * RATE
    assert np.array_equal(whole[RATE : RATE + len(tone(0.5))], tone(0.5))
    assert not whole[round(0.3 * RATE) : RATE].any()
    made = with_voice(film, BEATS, voice)
    assert made == with_voice(film, BEATS, voice)
    with av.open(io.BytesIO(made)) as file:
        sound = np.concatenate([f.to_ndarray()[0] for f in file.decode(file.streams.audio[0])])
    loud = np.abs(sound) > 0.1
    assert loud.argmax() / RATE == pytest.approx(0.0, abs=0.03)
    second = round(0.6 * RATE)
    assert (second + loud[second:].argmax()) / RATE == pytest.approx(1.0, abs=0.03)

    def pictures(data):
        with av.open(io.BytesIO(data)) as file:
            return [bytes(packet) for packet in file.demux(video=0) if packet.size]

    assert pictures(made) == pictures(film)


def test_captions_are_spoken_in_words():
    assert spoken("after 10 steps the loss is 2.5·10⁻³", "en") == (
        "after 10 steps the loss is 2.5 times 10 to the minus 3"
    )
    assert spoken("x² − 3x on [−1, 2]", "de") == "x Quadrat minus 3 x on [minus 1, 2]"
    assert spoken("−1 is ½, ±2° of parabola-4", "en") == (
        "Minus 1 is one half, plus or minus 2 degrees of parabola-4"
    )
    words = narration("sum", "neuron-1", "Neuron 1 adds |x|.", "en")
    assert words.startswith("Neuron 1 adds the absolute value of x. On one side of its breakpoint")
    assert "everywhere" in narration("sum", "neuron-1", "Neuron 1.", "en", smooth=True)
    assert narration("my_story", "one", "Only this.", "en") == "Only this."


def test_every_language_has_the_same_meanings_and_every_one_is_of_a_story():
    assert set(MEANINGS) == set(SIGNS) == set(LANGUAGES)
    assert set(MEANINGS["en"]) == set(MEANINGS["de"])
    stories = folders.module_names(folders.scenes())
    assert {key.partition(".")[0] for key in MEANINGS["en"]} == set(stories)


@pytest.mark.parametrize("story", folders.module_names(folders.scenes()))
def test_whatever_a_story_tells_has_a_meaning(story):
    code = ast.parse((folders.scenes() / f"{story}.py").read_text())
    names = [node.name for node in ast.walk(code) if isinstance(node, ast.FunctionDef)]
    for kind in (name.removeprefix("tell_") for name in names if name.startswith("tell_")):
        for language in LANGUAGES:
            words = narration(story, f"{kind}-9", "Nine.", language)
            assert words.startswith("Nine. "), f"{story}.{kind} has no meaning: {language}"
            assert words.endswith(".")


@pytest.mark.slow
@pytest.mark.parametrize("story", folders.module_names(folders.scenes()))
def test_every_beat_is_spoken_in_more_than_its_caption(story):
    beats = script(resolve_any(story), story, "de")
    assert beats
    for beat in beats:
        said = spoken(beat.caption, "de")
        meaning = beat.narration.removeprefix(said).strip()
        assert beat.narration.startswith(said)
        assert len(meaning) > 20, f"{story}.{beat.beat}: only its caption is spoken"
        assert not re.search("[⁰-⁹²³·×=≈≤≥→±½√°%|−]", beat.narration), beat.narration


def test_a_beat_lasts_until_its_caption_is_read_or_its_voice_has_ended():
    story = object.__new__(Story)
    story.beat = Beat("one", "x" * 32)
    assert story.reading_time() == 2.0  # sixteen letters a second
    story.pace = 2.0
    assert story.reading_time() == 1.0
    story.voice = {"one": 3.0, "two": 9.0}
    assert story.reading_time() == 3.5


#: Decodes a film's sound in the page, and plays the film for a moment.
PLAY = """async (text) => {
    const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
    const context = new OfflineAudioContext(1, 48000, 48000);
    const sound = await context.decodeAudioData(bytes.slice().buffer);
    const video = document.createElement("video");
    video.src = URL.createObjectURL(new Blob([bytes], { type: "video/mp4" }));
    video.muted = true;
    await video.play();
    await new Promise((done) => { video.ontimeupdate = () => video.currentTime > 0.2 && done(); });
    const loud = [...sound.getChannelData(0)].map((value) => Math.abs(value) > 0.1);
    return [loud.indexOf(true), loud.indexOf(true, 28800), video.webkitAudioDecodedByteCount];
}"""


@pytest.mark.slow
def test_a_browser_plays_the_film_and_hears_its_voice():
    film = with_voice(silent_film(), BEATS, Voice({"setup": tone(0.3), "run-1": tone(0.5)}))
    with chromium() as browser:
        page = browser.new_page()
        first, second, decoded_bytes = page.evaluate(PLAY, base64.b64encode(film).decode())
    assert first / RATE == pytest.approx(0.0, abs=0.03)
    assert second / RATE == pytest.approx(1.0, abs=0.03)
    assert decoded_bytes > 0
