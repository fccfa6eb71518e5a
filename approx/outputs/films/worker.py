"""The process that runs Manim: `python -m approx.outputs.films.worker`.

Reads a request as JSON from standard input, writes news as JSON lines to standard output. Manim's
configuration is global to a process and its cache races, so it never runs in the caller's process,
and never in the caller's folder, where a manim.cfg might change the picture.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

from approx.outputs.films.cache import Cache
from approx.outputs.films.crew import SCARCE
from approx.outputs.films.divide import Part
from approx.outputs.films.family import Purse, die_with_file, die_with_parent
from approx.outputs.films.job import Job
from approx.outputs.films.later import postponed
from approx.outputs.films.plan import Segment
from approx.outputs.films.shelf import Shelf
from approx.system.errors import ApproxError, MachineError

Tell = Callable[..., None]


def main() -> int:
    """Import Manim, then do what standard input asks for."""
    # Manim and its libraries print; the parent must only read our lines.
    channel = os.dup(1)
    os.dup2(2, 1)
    tell = partial(_tell, channel)
    tasks = {"films": films, "stills": stills, "plan": plan, "share": share}
    try:
        with postponed():
            import manim  # noqa: F401
        line = sys.stdin.buffer.readline()
        if not line:  # nothing was wanted after all
            return 0
        request = json.loads(line)
        die_with_parent(request["parent"])
        os.chdir(request["folder"])
        tasks[request["task"]](request, tell)
    except ApproxError as error:
        tell(error=str(error), code=error.exit_code)
        return error.exit_code
    except Exception as error:
        from approx.outputs.films.teller import end_on_failure

        end_on_failure(tell, error)
    return 0


def _tell(channel: int, **news: Any) -> None:
    """One line; short enough to arrive in one piece beside those of other processes."""
    os.write(channel, (json.dumps(news) + "\n").encode())


def films(request: dict[str, Any], tell: Tell) -> None:
    """Tell films, or parts of them, each in a double of this process, which has all imported."""
    from approx.outputs.films import telling

    purse, cores, part = Purse(request["cores"]), request["cores"], request["part"]
    place = request["cache"]
    shelf = Shelf(Cache(Path(place["folder"]), place["limit"]) if place else None)
    running: dict[int, int] = {}
    for number, film in enumerate(request["films"]):
        if len(running) >= cores:
            _wait(running)
        parent = os.getpid()
        pid = os.fork()
        if pid == 0:
            die_with_parent(parent)
            telling.tell(
                Job(**film["job"]),
                Path(film["folder"]),
                purse,
                cores,
                partial(tell, film=number),
                shelf,
                part and Part(*part).holds(number),
            )
        running[pid] = number
    while running:
        _wait(running)


def _wait(running: dict[int, int]) -> None:
    """Wait until a film is told.

    Raises:
        MachineError: when its process failed; unless it was killed, its own news came before.
    """
    pid, status = os.wait()
    number = running.pop(pid)
    if status:
        raise MachineError(f"the process that told film {number + 1} ended early; {SCARCE}")


def plan(request: dict[str, Any], tell: Tell) -> None:
    """Plan one film."""
    _obey(request["wire"])
    from approx.outputs.films import solo

    known = set(request["known"])
    made = solo.plan(Job(**request["job"]), Path.cwd(), known, lambda **news: None)
    Path("plan.json").write_text(made.to_json())


def share(request: dict[str, Any], tell: Tell) -> None:
    """Draw some segments of one film."""
    count = _obey(request["wire"])
    from approx.outputs.films import solo

    segments = [Segment(first, frames) for first, frames in request["segments"]]
    solo.draw(Job(**request["job"]), segments, Path.cwd(), count)
    Path("keys.json").write_text(json.dumps([one.key for one in segments]))


def _obey(wire: str) -> Callable[[int], None]:
    """End when the file goes away; what tells it how many frames were drawn."""
    if not wire:
        return lambda frames: None
    die_with_file(Path(wire))

    def count(frames: int) -> None:
        with suppress(OSError), Path(wire).open("r+b") as file:  # never made anew
            file.seek(0, os.SEEK_END)
            file.write(b"." * frames)

    return count


def stills(request: dict[str, Any], tell: Tell) -> None:
    """Draw the pictures of one story."""
    from manim import tempconfig

    from approx.outputs.films.skim import skim
    from approx.outputs.films.telling import settings, story_of

    job = Job(**request["job"])
    folder = Path.cwd()
    with tempconfig(settings(job, folder)):
        story = story_of(job)
        story.report = lambda **news: tell(film=0, **news)
        paths, captions = skim(story, folder, job.beat)
    done = {"files": list(map(str, paths)), "captions": [asdict(c) for c in captions]}
    (folder / "stills.json").write_text(json.dumps(done))
    tell(film=0, done=True)


if __name__ == "__main__":
    sys.exit(main())
