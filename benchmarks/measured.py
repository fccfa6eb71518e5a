"""A command run as a user runs it: seconds, CPU seconds and memory of all its processes."""

from __future__ import annotations

import importlib.metadata
import os
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import av

ROOT = Path(__file__).parents[1]
#: Seconds between two looks at the memory.
EVERY = 0.1


@dataclass(frozen=True)
class Measure:
    """What a run took.

    Attributes:
        seconds: from start to end.
        cpu: user and system time of the process and all its descendants.
        memory: the most at a time, in MB: of all processes where that was watched (what they share
            counts once), else of the largest.
    """

    seconds: float
    cpu: float
    memory: float


def run(command: Sequence[str], folder: Path, cores: int, watched: bool = False) -> Measure:
    """Run `python -m COMMAND...` in the folder, on so many cores.

    Args:
        watched: look at the memory of all processes, which takes time of its own.
    """
    allowed = sorted(os.sched_getaffinity(0))[:cores]
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "APPROX_CACHE": str(folder / "cache"),
        "OPENBLAS_NUM_THREADS": "1",
    }
    log = folder / "log.txt"
    began = time.perf_counter()
    everywhere = os.sched_getaffinity(0)
    os.sched_setaffinity(0, allowed)  # a child inherits it
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", *command], cwd=folder, env=environment, stdout=out, stderr=out
        )
    os.sched_setaffinity(0, everywhere)
    most = [0.0]
    watcher = threading.Thread(target=_watch, args=(process.pid, most), daemon=True)
    if watched:
        watcher.start()
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{log.read_text()[-2000:]}")
    if watched:
        watcher.join()
    return Measure(seconds, used.ru_utime + used.ru_stime, most[0] or used.ru_maxrss / 1024)


def _watch(pid: int, most: list[float]) -> None:
    """Keep the largest sum of the processes' proportional shares, in MB, until the first ends."""
    while (total := sum(map(_share, _family(pid)))) > 0:
        most[0] = max(most[0], total)
        time.sleep(EVERY)


def _family(pid: int) -> list[int]:
    found = [pid]
    for one in found:
        try:
            tasks = Path(f"/proc/{one}/task").iterdir()
            found += [int(k) for t in tasks for k in (t / "children").read_text().split()]
        except OSError:
            continue
    return found


def _share(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def frames(path: Path) -> int:
    """How many frames a film has."""
    with av.open(str(path)) as film:
        return sum(1 for packet in film.demux(video=0) if packet.size)


def versions() -> str:
    """Of what is compared."""
    names = ("manim", "matplotlib", "av", "numpy")
    return ", ".join(f"{name} {importlib.metadata.version(name)}" for name in names)
