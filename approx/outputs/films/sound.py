"""A voice for a film: one audio file a beat, put where the beat begins, as an AAC track."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from approx.outputs.films.job import Caption
from approx.system.errors import InputError, MachineError
from approx.system.plain_text import one_line
from approx.system.scratch import scratch

Samples = NDArray[np.float32]

#: Endings of audio files, and what PyAV calls their containers; nothing else is tried.
CONTAINERS = {"wav": "wav", "flac": "flac", "mp3": "mp3", "ogg": "ogg", "m4a": "mov"}
#: Samples a second, and bits a second of the track.
RATE, BITS = 48_000, 128_000
#: No beat is spoken for longer, in seconds.
LONGEST = 300.0
#: No file is larger, in MiB.
MEGABYTES = 64


@dataclass(frozen=True, eq=False)
class Voice:
    """What is spoken at every beat.

    Attributes:
        samples: by the beat's name, mono, at RATE, between −1 and 1.
    """

    samples: Mapping[str, Samples]

    @property
    def seconds(self) -> dict[str, float]:
        """How long each beat is spoken."""
        return {beat: len(samples) / RATE for beat, samples in self.samples.items()}


def read_voice(folder: str | Path, beats: Sequence[str]) -> Voice:
    """The audio files of a folder, one for each beat: setup.wav, or 01-setup.wav as of `script`.

    Raises:
        InputError: one line that names the file or beat: when one is missing, is for no beat, is
            twice there, or is no sound.
    """
    place = Path(folder)
    if not place.is_dir():
        raise InputError(f"--narration takes a folder with one audio file a beat, not {place.name}")
    files: dict[str, Path] = {}
    for path in sorted(place.iterdir()):
        if path.suffix[1:].lower() not in CONTAINERS:
            continue
        beat = beat_of(path.stem, beats)
        if beat is None:
            raise InputError(f"{path.name} is for no beat; beats: {', '.join(beats)}")
        if beat in files:
            raise InputError(f"{files[beat].name} and {path.name} are both for the beat {beat}")
        files[beat] = path
    missing = [beat for beat in beats if beat not in files]
    if missing:
        number = beats.index(missing[0]) + 1
        raise InputError(
            f"no audio file for the beat {missing[0]} in {place.name}: "
            f"make {number:02d}-{missing[0]}.wav ({', '.join(CONTAINERS)})"
        )
    return Voice({beat: decoded(files[beat]) for beat in beats})


def beat_of(stem: str, beats: Sequence[str]) -> str | None:
    """The beat that a file's name without its ending is for: as it is, or behind a number."""
    if stem in beats:
        return stem
    number, _, rest = stem.partition("-")
    return rest if number.isdigit() and rest in beats else None


def decoded(path: Path) -> Samples:
    """The sound of a file, mono at RATE.

    Raises:
        InputError: one line, when it is no sound, or too long.
    """
    import av

    if path.stat().st_size > MEGABYTES * 2**20:
        raise InputError(f"{path.name} is larger than {MEGABYTES} MiB; one beat is spoken in it")
    resampler = av.AudioResampler(format="fltp", layout="mono", rate=RATE)
    parts, count = [], 0
    try:
        with av.open(str(path), format=CONTAINERS[path.suffix[1:].lower()]) as opened:
            for frame in opened.decode(opened.streams.audio[0]):
                frame.pts = None
                parts += [part.to_ndarray()[0] for part in resampler.resample(frame)]
                count += len(parts[-1]) if parts else 0
                if count > LONGEST * RATE:
                    raise InputError(f"{path.name} is longer than {LONGEST:g} s; cut it")
            parts += [part.to_ndarray()[0] for part in resampler.resample(None)]
    except (av.error.FFmpegError, IndexError, OSError, ValueError) as error:
        raise InputError(f"{path.name} cannot be heard: {one_line(str(error), 80)}") from None
    samples = np.concatenate([np.zeros(0, np.float32), *parts]).astype(np.float32)
    if not len(samples):
        raise InputError(f"{path.name} holds no sound")
    return samples


def track(voice: Voice, captions: Sequence[Caption]) -> Samples:
    """The voice of the whole film: each beat's where it begins, silence between."""
    whole = np.zeros(round(captions[-1].end * RATE), np.float32)
    for caption in captions:
        samples = voice.samples[caption.name]
        start = round(caption.start * RATE)
        room = whole[start : start + len(samples)]
        room += samples[: len(room)]
    return whole


def with_voice(film: bytes, captions: Sequence[Caption], voice: Voice) -> bytes:
    """The MP4 film with the voice as an AAC track; its pictures are copied as they are.

    Raises:
        MachineError: when it cannot be written, or has no sound in the end.
    """
    import av

    with scratch() as folder:
        out = folder / "spoken.mp4"  # whose index is moved to its start: that needs a file
        try:
            with (
                av.open(io.BytesIO(film), format="mp4") as silent,
                av.open(str(out), "w", format="mp4", options={"movflags": "+faststart"}) as spoken,
            ):
                _mux(silent, spoken, track(voice, captions))
        except av.error.FFmpegError as error:
            raise MachineError(f"the voice cannot be put into the film: {error}") from None
        return out.read_bytes()


def _mux(silent: Any, spoken: Any, samples: Samples) -> None:
    """Copy the pictures and the chapters, and encode the sound, in the order of their times."""
    spoken.metadata.update(silent.metadata)
    source = silent.streams.video[0]
    pictures = spoken.add_stream_from_template(source)
    sound = spoken.add_stream("aac", rate=RATE, layout="mono")
    sound.bit_rate, sound.codec_context.thread_count = BITS, 1
    spoken.set_chapters(silent.chapters())
    packets = [packet for packet in silent.demux(source) if packet.size]
    packets += list(_encoded(samples, sound))
    for packet in sorted(packets, key=lambda each: float(each.dts * each.time_base)):
        if packet.stream is source:
            packet.stream = pictures
        spoken.mux(packet)


def _encoded(samples: Samples, stream: Any) -> Iterable[Any]:
    import av

    size = 1024
    for start in range(0, len(samples), size):
        part = samples[start : start + size]
        frame = av.AudioFrame.from_ndarray(part[None], format="fltp", layout="mono")
        frame.sample_rate, frame.pts = RATE, start
        yield from stream.encode(frame)
    yield from stream.encode(None)
