"""Time and memory of refusing every hostile function text and every crafted network file.

    python benchmarks/refusals.py

The limits are 10 ms and 10 MB for a text, 1 s and 100 MB for a file. This process reads each text
three times and takes the quickest. A child process reads each file (Linux and macOS only); its
processor time counts, as the machine may be busy, and all of its memory, including Python and
NumPy. The exit code is 1 when a text or file exceeds a limit.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import tempfile
import time
import tracemalloc
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

TESTS = Path(__file__).parents[1] / "tests"


def texts() -> bool:
    """Print the slowest and the largest of the texts; whether all are within the limits."""
    from approx.inputs.expression import parse
    from approx.system.errors import InputError

    def read(text: str) -> None:
        with suppress(InputError):
            parse(text)(0.5)

    measured = []
    for line in (TESTS / "data" / "function_text.tsv").read_text().splitlines():
        if line.startswith("#"):
            continue
        name, _, written = line.split("\t", 2)
        text = re.sub(r"@\{(.*?)\}", lambda match: str(eval(match[1])), written)
        times = []
        for _ in range(3):
            start = time.perf_counter()
            read(text)
            times.append(time.perf_counter() - start)
        tracemalloc.start()
        read(text)
        measured.append((min(times), tracemalloc.get_traced_memory()[1] / 1e6, name))
        tracemalloc.stop()
    slowest, largest = max(measured), max(measured, key=lambda result: result[1])
    print(
        f"{len(measured)} texts: the slowest takes {1000 * slowest[0]:.2f} ms ({slowest[2]}), "
        f"the largest {largest[1]:.2f} MB ({largest[2]})"
    )
    return slowest[0] < 0.01 and largest[1] < 10


def files(folder: Path) -> bool:
    """Print the slowest and the largest of the files; whether all are within the limits."""
    from approx.inputs.weights import load
    from approx.system.errors import InputError

    measured = []
    for number, (name, what) in enumerate(_crafted(folder)):
        child = os.fork()
        if child == 0:
            try:
                load(folder / str(number) / name)
            except InputError:
                os._exit(0)
            finally:
                os._exit(1)
        _, status, usage = os.wait4(child, 0)
        if status:
            print(f"{name}, {what}: not refused")
            return False
        unit = 1 if sys.platform == "darwin" else 1024
        size = usage.ru_maxrss * unit / 1e6
        measured.append((usage.ru_utime + usage.ru_stime, size, f"{name}, {what}"))
    slowest, largest = max(measured), max(measured, key=lambda result: result[1])
    print(
        f"{len(measured)} files: the slowest takes {slowest[0]:.2f} s ({slowest[2]}), "
        f"the largest process {largest[1]:.0f} MB ({largest[2]})"
    )
    return slowest[0] < 1 and largest[1] < 100


def _crafted(folder: Path) -> list[tuple[str, str]]:
    """Name and kind of every file, written by a process whose memory does not count."""
    child = os.fork()
    if child == 0:
        import hostile

        cases = [(name, what, content) for name, what, content, _ in hostile.all_cases()]
        if find_spec("onnx"):
            from hostile import onnx

            cases += [("net.onnx", what, content) for what, content, _ in onnx.cases()]
        for number, (name, _, content) in enumerate(cases):
            (folder / str(number)).mkdir()
            (folder / str(number) / name).write_bytes(content)
        (folder / "list.json").write_text(json.dumps([case[:2] for case in cases]))
        os._exit(0)
    os.waitpid(child, 0)
    return [tuple(case) for case in json.loads((folder / "list.json").read_text())]


if __name__ == "__main__":
    argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    ).parse_args()
    sys.path.insert(0, str(TESTS))
    good = texts()
    if hasattr(os, "fork"):
        with tempfile.TemporaryDirectory() as place:
            good = files(Path(place)) and good
    sys.exit(not good)
