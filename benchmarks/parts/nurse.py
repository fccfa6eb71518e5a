"""A process that runs a command and waits for all its descendants, even orphaned ones.

Run: python benchmarks/parts/nurse.py CORES LOG watched|unwatched COMMAND... ; prints JSON. It
imports nothing heavy, and inherits what a killed process leaves behind (on Linux), so that no CPU
second is lost.
"""

from __future__ import annotations

import ctypes
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

#: Seconds between two looks at the memory, and the number of Linux's prctl that makes a guardian.
EVERY, CHILD_SUBREAPER = 0.1, 36
#: Seconds that orphans have to end.
PATIENCE = 10.0


def main() -> None:
    cores, log, watched, *command = sys.argv[1:]
    ctypes.CDLL(None).prctl(CHILD_SUBREAPER, 1, 0, 0, 0)
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: int(cores)])
    with Path(log).open("wb") as out:
        began = time.perf_counter()
        process = subprocess.Popen(command, stdout=out, stderr=out)
    most = [0.0]
    if watched == "watched":
        threading.Thread(target=_watch, args=(process.pid, most), daemon=True).start()
    _, status, used = os.wait4(process.pid, 0)
    seconds, cpu = time.perf_counter() - began, used.ru_utime + used.ru_stime
    cpu += sum(_left(time.monotonic() + PATIENCE))
    memory = most[0] or used.ru_maxrss / 1024
    code = os.waitstatus_to_exitcode(status)
    print(json.dumps({"seconds": seconds, "cpu": cpu, "memory": memory, "code": code}))


def _left(end: float) -> Iterator[float]:
    """CPU seconds of each orphan, as they end; none is waited for beyond that time."""
    while time.monotonic() < end:
        try:
            pid, _, used = os.wait4(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if pid:
            yield used.ru_utime + used.ru_stime
        else:
            time.sleep(0.01)


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


if __name__ == "__main__":
    main()
