"""Runs the examples of --help and of the pages as their reader would: in an empty folder."""

import os
import shlex
import subprocess
import sys
from functools import reduce
from pathlib import Path

#: Examples that need other machines are parsed, not run.
ELSEWHERE = ("dask://", "SLURM", "#")
#: Cheaper options that show the same.
CHEAP = {" -q h": " -q l", " --all": ""}
#: Examples call the reader's own measurements data.csv or points.csv.
POINTS = "".join(f"{x},{(x - 4) ** 2}\n" for x in range(12))
#: And tasks of a page tasks.json.
TASKS = '[{"text": "Come within 0.1.", "goals": {"sup": 0.1}}]'


def prepare(folder: Path) -> None:
    for name in ("data.csv", "points.csv"):
        (folder / name).write_text(POINTS)
    (folder / "tasks.json").write_text(TASKS)


def check(line: str, folder: Path) -> None:
    """Run one line and fail unless it exits with 0, prints, and wrote every path it prints."""
    line = reduce(lambda text, dear: text.replace(dear, CHEAP[dear]), CHEAP, line)
    shell = f'approx() {{ {shlex.quote(sys.executable)} -m approx "$@"; }}\n{line}'
    small = {"APPROX_QUALITY": "l", "APPROX_FORCE": "1", "APPROX_CACHE": str(folder / "cache")}
    small["BROWSER"] = "true"  # --open has a browser to start, and none appears
    done = subprocess.run(
        ["sh", "-c", shell], cwd=folder, env={**os.environ, **small},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, f"{line}: {done.stderr}"
    assert done.stdout, line
    for path in done.stdout.splitlines():
        if path.startswith("outputs/") or f"-o {path}" in line:
            assert (folder / path).exists(), line
