"""Processes with Manim answer calls, one after the other and at once, and end with their parent."""

import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from approx.outputs.films import film, worker_process
from approx.outputs.films.progress import ignore_progress
from approx.outputs.films.worker_process import WorkerLostError, call
from approx.subjects import resolve
from approx.system.errors import InputError, MachineError

STORY = Path(__file__).parent / "tiny.py"
RENDER = f"""
import os, sys
from pathlib import Path
print("once", flush=True)
from approx.outputs.films import film
from approx.subjects import resolve
before = dict(os.environ)
film.render(resolve("abs"), {str(STORY)!r}, Path("tiny.mp4"), "480p15", size="128x72")
assert dict(os.environ) == before
assert "multiprocessing" not in sys.modules or not sys.modules["multiprocessing"].active_children()
"""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")


def alive(pid):
    """Whether a process is there, and no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def wait_for(condition, seconds=20):
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.02)
    assert condition()


def test_a_call_is_answered_by_a_process_with_manim_in_the_folder_asked_for(tmp_path):
    known = call(eval, "'manim' in __import__('sys').modules", folder=tmp_path)
    assert known
    assert call(os.getcwd, folder=tmp_path) == str(tmp_path)
    assert call(os.getpid, folder=tmp_path) != os.getpid()


def test_a_call_sees_nothing_of_the_one_before(tmp_path):
    width = "__import__('manim').config.pixel_width"
    before = call(eval, width, folder=tmp_path)
    call(exec, "import manim; manim.config.pixel_width = 64", folder=tmp_path)
    assert call(eval, width, folder=tmp_path) == before != 64


def test_errors_come_back_in_one_line(tmp_path):
    with pytest.raises(MachineError, match=r"^the render failed: invalid literal for int"):
        call(int, "x", folder=tmp_path)
    raising = "from approx.system.errors import InputError; raise InputError('too odd')"
    with pytest.raises(InputError, match=r"^too odd$"):
        call(exec, raising, folder=tmp_path)
    with pytest.raises(MachineError, match=r"^not enough memory; use a smaller size or --jobs 1$"):
        call(exec, "raise MemoryError", folder=tmp_path)
    full = "import errno; raise OSError(errno.ENOSPC, 'No space left on device')"
    with pytest.raises(MachineError, match=r"^no room for the film: No space left on device; free"):
        call(exec, full, folder=tmp_path)


def test_a_process_that_is_killed_is_lost_and_the_next_call_is_answered(tmp_path):
    killed = "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"
    with pytest.raises(WorkerLostError, match="there may not be enough memory"):
        call(exec, killed, folder=tmp_path)
    (server,) = worker_process._ready
    os.kill(server.process.pid, signal.SIGKILL)
    with pytest.raises(WorkerLostError, match="ended by signal 9"):
        call(os.getpid, folder=tmp_path)
    assert call(int, "7", folder=tmp_path) == 7


def test_a_call_ends_when_its_file_is_removed(tmp_path):
    stop = tmp_path / "stop"
    stop.touch()
    threading.Timer(0.3, stop.unlink).start()
    started = time.monotonic()
    with pytest.raises(WorkerLostError):
        call(time.sleep, 600, folder=tmp_path, stop=stop)
    assert time.monotonic() - started < 60


def test_calls_run_side_by_side(tmp_path):
    """Each waits for a file that the other makes."""
    meet = (
        "from pathlib import Path\nimport time\nPath({!r}).touch()\n"
        "while not Path({!r}).exists(): time.sleep(0.01)"
    )
    with ThreadPoolExecutor(2) as pool:
        scripts = [meet.format("a", "b"), meet.format("b", "a")]
        list(pool.map(lambda script: call(exec, script, folder=tmp_path), scripts))


@pytest.mark.slow
def test_a_film_whose_worker_is_killed_is_drawn_all_the_same(tmp_path):
    def render(path, on_progress=ignore_progress):
        film.render(
            resolve("abs"), str(STORY), path, "480p15", fps=60, jobs=2, on_progress=on_progress
        )
        return path.read_bytes()

    killed = []

    def kill(event):
        (server,) = worker_process._ready
        children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children")
        if event.drawn and not killed and (pids := children.read_text().split()):
            killed.append(int(pids[0]))
            os.kill(killed[0], signal.SIGKILL)

    assert render(tmp_path / "a.mp4") == render(tmp_path / "b.mp4", kill)
    assert killed


@pytest.mark.slow
@pytest.mark.parametrize("way", ["script", "-c", "stdin"])
def test_a_program_without_a_main_guard_renders_and_runs_once(tmp_path, way):
    (tmp_path / "program.py").write_text(RENDER)
    line = {"script": ["program.py"], "-c": ["-c", RENDER], "stdin": ["-"]}[way]
    done = subprocess.run(
        [sys.executable, *line], cwd=tmp_path, input=RENDER if way == "stdin" else "",
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, "once\n", "")
    assert (tmp_path / "tiny.mp4").exists()


@pytest.mark.parametrize("end", ["exits", "is killed"])
def test_no_process_outlives_the_python_that_started_it(tmp_path, end):
    program = (
        "import sys, os\nfrom pathlib import Path\n"
        "from approx.outputs.films import worker_process\n"
        "worker_process.call(os.getpid, folder=Path.cwd())\n"
        "print(worker_process._ready[0].process.pid, flush=True)\nsys.stdin.read()\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program], cwd=tmp_path, env={**os.environ, "TMPDIR": str(tmp_path)},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    server = int(process.stdout.readline())
    assert alive(server)
    if end == "is killed":
        process.kill()
    process.stdin.close()
    process.wait(60)
    wait_for(lambda: not alive(server))
    process.stdout.close()
    if end == "exits":
        assert list(tmp_path.iterdir()) == []
