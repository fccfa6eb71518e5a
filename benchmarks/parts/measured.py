"""A command run as a user runs it: seconds, CPU seconds and memory of all its processes."""

from __future__ import annotations

import importlib.metadata
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import av

ROOT = Path(__file__).parents[2]
NURSE = Path(__file__).with_name("nurse.py")


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
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "APPROX_CACHE": str(folder / "cache"),
        "OPENBLAS_NUM_THREADS": "1",
    }
    log = folder / "log.txt"
    nurse = [sys.executable, NURSE, str(cores), log, "watched" if watched else "unwatched"]
    done = subprocess.run(
        [*nurse, sys.executable, "-m", *command],
        cwd=folder, env=environment, capture_output=True, check=True,
    )  # fmt: skip
    found = json.loads(done.stdout)
    if found.pop("code"):
        raise SystemExit(f"{' '.join(command)} failed:\n{log.read_text()[-2000:]}")
    return Measure(**found)


def frames(path: Path) -> int:
    """How many frames a film has."""
    with av.open(str(path)) as film:
        return sum(1 for packet in film.demux(video=0) if packet.size)


def versions() -> str:
    """Of what is compared."""
    names = ("manim", "matplotlib", "av", "numpy")
    return ", ".join(f"{name} {importlib.metadata.version(name)}" for name in names)
