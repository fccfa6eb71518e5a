"""Who draws: the versions that a frame depends on, so that machines agree before they share."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from approx.system import folders

DRAWS = ("manim", "av", "numpy", "pycairo", "typst")


@cache
def made_by() -> str:
    """'approx 0.1.0 (3f2a9c01), manim 0.22.0, ...': versions, and a checksum of our own code."""
    code = sha256()
    package = Path(__file__).parents[2]
    for file in sorted({*package.rglob("*.py"), *folders.scenes().glob("*.py")}):
        code.update(file.name.encode() + b"\0" + file.read_bytes())
    ours = f"approx {version('approx')} ({code.hexdigest()[:8]})"
    return ", ".join([ours, *(f"{name} {version(name)}" for name in DRAWS)])


def another(one: str, other: str) -> str:
    """How two makers differ, in words; '' when they do not."""
    here, there = one.split(", "), other.split(", ")
    mine = [part for part in here if part not in there]
    yours = [part for part in there if part not in here]
    return f"{', '.join(mine)}, not {', '.join(yours)}" if mine or yours else ""
