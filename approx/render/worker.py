"""The process that runs Manim, for one film or its stills: `python -m approx.render.worker`.

Reads a job as JSON from standard input, writes progress and the outcome as JSON lines to standard
output. Manim's configuration is global to a process and its cache races, so it never runs in the
caller's process, and never in the caller's folder, where a manim.cfg might change the picture.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

from approx.errors import ApproxError
from approx.render.job import Caption, Job


def main() -> int:
    """Render the job of standard input into the current folder."""
    # Manim and its libraries print; the parent must only read our lines.
    channel, sys.stdout = sys.stdout, sys.stderr
    job = Job(**json.load(sys.stdin))
    try:
        paths, captions = run(job, Path.cwd(), lambda **line: _tell(channel, **line))
    except ApproxError as error:
        _tell(channel, error=str(error), code=error.exit_code)
        return error.exit_code
    _tell(
        channel,
        files=[str(path) for path in paths],
        captions=[asdict(caption) for caption in captions],
    )
    return 0


def run(job: Job, folder: Path, report: Any) -> tuple[list[Path], list[Caption]]:
    """Render into `folder`; the film, or one picture per caption, and the captions."""
    from manim import tempconfig

    from approx.render.skim import skim
    from approx.render.stories import load
    from approx.subject import unpacked

    with tempconfig(_settings(job, folder)):
        story = load(job.story)(
            subject=unpacked(job.subject),
            theme=job.theme,
            language=job.language,
            aspect=job.aspect,
        )
        story.report = report
        if job.stills:
            return skim(story, folder, job.beat)
        story.render()
        film = Path(story.renderer.file_writer.movie_file_path)
    return [film], [Caption(t.beat.name, t.beat.caption, t.start, t.end) for t in story.told]


def _settings(job: Job, folder: Path) -> dict[str, Any]:
    """Manim's configuration."""
    from approx.stage.layout import LAYOUTS
    from approx.theme import THEMES

    return {
        "media_dir": str(folder),
        "pixel_width": job.width,
        "pixel_height": job.height,
        "frame_rate": job.fps,
        "frame_height": LAYOUTS[job.aspect].height,
        "frame_width": LAYOUTS[job.aspect].width,
        "background_color": THEMES[job.theme]["background"].color,
        "disable_caching": True,
        "progress_bar": "none",
        "verbosity": "ERROR",
        "format": "mp4",
        "output_file": "film",
        "dry_run": job.stills,
        # More encoder threads would make the same film differ from machine to machine.
        "video_encoder_options": {"crf": "18", "preset": "veryfast", "threads": "1"},
    }


def _tell(channel: IO[str], **line: Any) -> None:
    channel.write(json.dumps(line) + "\n")
    channel.flush()


if __name__ == "__main__":
    sys.exit(main())
