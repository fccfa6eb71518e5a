"""A story's beats as pictures: each one's last frame, drawn without playing the film."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from approx.outputs.films import crew
from approx.outputs.films.crew import Report
from approx.outputs.films.job import Caption, Job, size_of
from approx.outputs.films.scratch import scratch
from approx.subjects import Subject, packed
from approx.system.files import publish


@dataclass(frozen=True)
class Still:
    """One beat: its name, its sentence, and its last frame as a PNG file's bytes."""

    beat: str
    caption: str
    png: bytes


def stills(
    subject: Subject,
    story: str,
    quality: str = "1080p60",
    theme: str = "light",
    language: str = "en",
    aspect: str = "16:9",
    beat: str | None = None,
    report: Report | None = None,
) -> list[Still]:
    """The last frame of every beat, or of the named one only ('' is the last one).

    Raises:
        InputError: when there is no such beat; names them all.
        MachineError: when the render fails.
    """
    width, height, fps = size_of(quality, aspect)
    job = Job(packed(subject), story, theme, language, aspect, width, height, fps, beat=beat)
    with scratch() as folder:
        crew.run({"task": "stills", "job": asdict(job)}, folder, report or (lambda news: None))
        done = json.loads((folder / "stills.json").read_text())
        told = [Caption(**caption) for caption in done["captions"]]
        return [
            Still(caption.name, caption.text, Path(file).read_bytes())
            for caption, file in zip(told, done["files"], strict=True)
        ]


def render_still(subject: Subject, story: str, path: Path, beat: str, **options: str) -> None:
    """One beat's last frame as a PNG file; '' is the last beat."""
    (still,) = stills(subject, story, beat=beat, **options)  # type: ignore[arg-type]
    publish(path, still.png)


def content(aspect: str) -> tuple[float, float]:
    """The part of a frame between title and caption, as shares of its height from the top.

    A page of stills says title and captions once, in its own type.
    """
    from approx.outputs.stage.layout import LAYOUTS

    layout = LAYOUTS[aspect]
    above, below = layout.title[1] - 0.14, layout.caption[1] + 0.85 * layout.text
    return 0.5 - above / layout.height, 0.5 - below / layout.height
