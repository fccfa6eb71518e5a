"""approx script, a recording of each text, and render --narration: a film that speaks."""

import wave

import av
import numpy as np
import pytest
import srt
from command_line import process  # noqa: F401

from approx.cli import drafts

RATE = 48_000
#: What is "recorded" for each text: seconds, and the tone's Hertz.
VOICE = {"01-target": (3.0, 300.0), "02-network": (0.5, 500.0), "03-breakpoints": (2.0, 700.0)}


@pytest.mark.slow
def test_a_film_speaks_each_beat_while_its_caption_is_shown(tmp_path, process):  # noqa: F811
    """From the story's file to a film with chapters, captions and a voice, all in step."""
    drafts.write("story", "mine", tmp_path)
    process("script", "parabola-2", "mine.py", "-o", "spoken").accepts()
    assert sorted(path.stem for path in (tmp_path / "spoken").iterdir()) == list(VOICE)
    for name, (seconds, hertz) in VOICE.items():
        assert (tmp_path / "spoken" / f"{name}.txt").read_text().strip()
        write_tone(tmp_path / "spoken" / f"{name}.wav", seconds, hertz)
    line = ["render", "parabola-2", "mine.py", "--narration", "spoken", "-q", "l", "-o", "f.mp4"]
    assert process(*line).code == 0

    shown = list(srt.parse((tmp_path / "f.srt").read_text()))
    with av.open(str(tmp_path / "f.mp4")) as film:
        chapters = [
            (c["metadata"]["title"], float(c["start"] * c["time_base"])) for c in film.chapters()
        ]
        assert film.streams.audio[0].codec_context.name == "aac"
        length = float(film.streams.video[0].duration * film.streams.video[0].time_base)
        parts = [f.to_ndarray()[0] for f in film.decode(film.streams.audio[0])]
    sound = np.concatenate(parts)
    assert len(sound) / RATE == pytest.approx(length, abs=0.1)
    for (name, (seconds, hertz)), caption, (title, start) in zip(
        VOICE.items(), shown, chapters, strict=True
    ):
        begins, ends = caption.start.total_seconds(), caption.end.total_seconds()
        assert title == caption.content, name
        assert start == pytest.approx(begins, abs=0.1)
        assert ends - begins >= seconds
        assert heard(sound, begins + 0.05, begins + seconds - 0.05) == pytest.approx(
            hertz, rel=0.01
        )
        quiet = sound[round((begins + seconds + 0.1) * RATE) : round((ends - 0.1) * RATE)]
        assert not len(quiet) or np.abs(quiet).max() < 0.02

    (tmp_path / "spoken" / "02-network.wav").write_bytes(b"RIFF no sound at all")
    process(*line, "--force").refuses("02-network.wav cannot be heard")
    (tmp_path / "spoken" / "02-network.wav").unlink()
    process(*line, "--force").refuses(
        "no audio file for the beat network in spoken: make 02-network"
    )


def write_tone(path, seconds, hertz):
    samples = 0.5 * np.sin(2 * np.pi * hertz * np.arange(round(seconds * RATE)) / RATE)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((samples * 32767).astype("<i2").tobytes())


def heard(sound, start, end):
    """The loudest frequency of a stretch, in Hertz."""
    part = sound[round(start * RATE) : round(end * RATE)]
    assert np.sqrt(np.mean(part**2)) > 0.2
    strength = np.abs(np.fft.rfft(part * np.hanning(len(part))))
    return float(np.argmax(strength) * RATE / len(part))
