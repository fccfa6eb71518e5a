"""A subject and a story become a film file, with captions beside it."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Any

from approx.errors import InputError, MachineError
from approx.files import publish, slug
from approx.render.check import check
from approx.render.job import Caption, Job, size_of
from approx.subject import Subject, packed

#: Called with (beats done, beats in all, the caption being told).
Report = Callable[[int, int, str], None]


def render(
    subject: Subject,
    story: str,
    path: Path,
    quality: str = "720p30",
    theme: str = "dark",
    language: str = "en",
    aspect: str = "16:9",
    report: Report | None = None,
) -> list[Caption]:
    """Render a film to `path` (.mp4) and its captions beside it (.srt, .vtt).

    The film appears whole or not at all; an older one survives every failure.

    Returns:
        the beats with their captions and times.

    Raises:
        InputError: when the story does not fit.
        MachineError: when the render fails or the finished file does not play.
    """
    width, height, fps = size_of(quality, aspect)
    job = Job(packed(subject), story, theme, language, aspect, width, height, fps)
    with tempfile.TemporaryDirectory(prefix="approx-") as folder:
        done = run_worker(job, Path(folder), report or (lambda *_: None))
        captions = [Caption(**caption) for caption in done["captions"]]
        (file,) = map(Path, done["files"])
        check(file, width, height, fps, captions[-1].end)
        film = file.read_bytes()
    publish(path.with_suffix(".srt"), subtitles(captions).encode())
    publish(path.with_suffix(".vtt"), web_captions(captions).encode())
    publish(path, film)
    return captions


def run_worker(job: Job, folder: Path, report: Report) -> dict[str, Any]:
    """Run the worker in `folder`, passing its progress on; its last line."""
    command = [sys.executable, "-m", "approx.render.worker"]
    log = folder / "log.txt"
    with (
        log.open("wb") as errors,
        subprocess.Popen(
            command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors
        ) as worker,
    ):
        try:
            assert worker.stdin is not None
            assert worker.stdout is not None
            with suppress(BrokenPipeError):  # a worker that died at once says why in its log
                worker.stdin.write(json.dumps(asdict(job)).encode())
                worker.stdin.close()
            last: dict[str, Any] = {}
            for line in worker.stdout:
                last = json.loads(line)
                if "beat" in last:
                    report(last["beat"], last["beats"], last["caption"])
        except BaseException:
            worker.kill()
            raise
    if "files" in last and worker.returncode == 0:
        for said in log.read_text(errors="replace").splitlines():
            print(f"warning: {said}", file=sys.stderr)
        return last
    if "error" in last:
        raise (InputError if last["code"] == 2 else MachineError)(last["error"])
    raise MachineError(f"the render failed: {_reason(log)}")


def _reason(log: Path) -> str:
    """The last line of the worker's log that says anything."""
    lines = [line.strip(" │╭╰─╯╮") for line in log.read_text(errors="replace").splitlines()]
    told = [line for line in lines if line]
    return told[-1] if told else "the worker stopped without a word; approx doctor may know why"


def subtitles(captions: list[Caption]) -> str:
    """The captions as SubRip text."""
    import srt

    entries = [
        srt.Subtitle(
            index=number,
            start=timedelta(seconds=caption.start),
            end=timedelta(seconds=caption.end),
            content=caption.text,
        )
        for number, caption in enumerate(captions, start=1)
    ]
    return str(srt.compose(entries))


def web_captions(captions: list[Caption]) -> str:
    """The captions as WebVTT text, for a page's <track>: '&' and '<' would be markup there."""
    cues = [
        f"{_clock(caption.start)} --> {_clock(caption.end)}\n"
        + caption.text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        for caption in captions
    ]
    return "\n\n".join(["WEBVTT", *cues]) + "\n"


def _clock(seconds: float) -> str:
    """Hours, minutes, seconds and thousandths: 00:01:02.345."""
    thousandths = round(seconds * 1000)
    minutes, left = divmod(thousandths, 60_000)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{left // 1000:02d}.{left % 1000:03d}"


def file_name(
    subject: Subject, story: str, part: str = "", *, theme: str, language: str, aspect: str
) -> str:
    """A film's name without its ending: what is usual goes without saying."""
    shape = "" if aspect == "16:9" else aspect.replace(":", "x")
    return slug(subject.name, story, part, theme, shape, "" if language == "en" else language)


@contextmanager
def progress(title: str) -> Iterator[Report]:
    """A bar on standard error, by beats; plain lines where there is no terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda done, total, caption: console.print(
            f"{title}: beat {done + 1} of {total}", highlight=False
        )
        return
    columns = TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn()
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(title, total=None)
        yield lambda done, total, caption: bar.update(
            task, completed=done, total=total, description=f"{title}: {caption}"
        )
