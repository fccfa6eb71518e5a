"""The versions that a frame depends on, so that machines agree before they share a film."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from approx.system import folders
from approx.system.provenance import SOFTWARE

PACKAGES = ("manim", "av", "numpy", "pycairo", "typst")


@cache
def versions() -> str:
    """'approx 0.1.0 (3f2a9c01), manim 0.22.0, ...': versions, and a checksum of approx's code."""
    code = sha256()
    package = Path(__file__).parents[2]
    for file in sorted({*package.rglob("*.py"), *folders.scenes().glob("*.py")}):
        code.update(file.name.encode() + b"\0" + file.read_bytes())
    approx = f"{SOFTWARE} ({code.hexdigest()[:8]})"
    return ", ".join([approx, *(f"{name} {version(name)}" for name in PACKAGES)])


def difference(here: str, there: str) -> str:
    """How two machines' versions differ, in words; '' when they do not."""
    mine, theirs = here.split(", "), there.split(", ")
    only_here = [name for name in mine if name not in theirs]
    only_there = [name for name in theirs if name not in mine]
    if not only_here and not only_there:
        return ""
    return f"{', '.join(only_here)}, not {', '.join(only_there)}"
