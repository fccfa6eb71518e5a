"""Any executor draws the film that one process draws, and a share that is lost is drawn again."""

import os
import signal
import sys
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path

import av
import pytest

from approx.outputs.films import executors, film, tasks, worker_process
from approx.subjects import resolve
from approx.system.errors import InputError, MachineError

TINY = str(Path(__file__).parent / "tiny.py")


def render(path, **how):
    film.render(resolve("abs"), TINY, path, "480p15", **how)
    return path


def frames(path):
    """A checksum of every decoded frame."""
    with av.open(str(path)) as container:
        pictures = (frame.to_ndarray(format="rgb24") for frame in container.decode(video=0))
        return [sha256(picture.tobytes()).hexdigest() for picture in pictures]


@pytest.fixture(scope="module")
def local(tmp_path_factory):
    return frames(render(tmp_path_factory.mktemp("local") / "tiny.mp4", jobs=1))


def test_the_comparison_can_fail(local):
    assert len(local) > 40
    assert len(set(local)) > 10


class Recorder(ThreadPoolExecutor):
    """Keeps what its tasks answer."""

    answers: list

    def submit(self, function, *arguments):
        future = super().submit(function, *arguments)
        self.answers.append(future)
        return future


@pytest.fixture(scope="module")
def threads(tmp_path_factory):
    """(film, events, answers) of two threads."""
    events = []
    with Recorder(2) as pool:
        pool.answers = []
        path = tmp_path_factory.mktemp("threads") / "tiny.mp4"
        render(path, executor=pool, on_progress=events.append)
    return path, events, [future.result() for future in pool.answers]


def test_threads_draw_the_film_that_one_process_draws(local, threads):
    path, events, answers = threads
    assert frames(path) == local
    assert len(answers) == 2
    assert sum(one.drawn for one in events) == len(local)
    assert events[-1].done
    assert [one.beat for one in events if one.beat is not None] == [0, 1, 2]


@pytest.mark.slow
def test_a_pool_of_processes_draws_it_too(local, tmp_path):
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        assert frames(render(tmp_path / "tiny.mp4", executor=pool)) == local


@pytest.mark.slow
def test_a_system_that_cannot_fork_draws_it_too_with_processes_that_are_used_again(
    local, tmp_path, monkeypatch
):
    def built_in(name, story):
        path = tmp_path / f"{name}-{story}.mp4"
        film.render(resolve(name), story, path, "480p15", size="256x144", jobs=1)
        return path.read_bytes()

    films = [("abs", "neuron"), ("parabola-2", "sum")]
    forked = [built_in(*one) for one in films]
    worker_process.close()
    monkeypatch.setattr(worker_process, "CAN_FORK", False)
    monkeypatch.setitem(worker_process.ENVIRONMENT, "APPROX_FORK", "0")
    try:
        assert frames(render(tmp_path / "tiny.mp4", jobs=2)) == local
        assert [built_in(*one) for one in films] == forked
        used = {one.process.pid for one in worker_process._ready}
        assert [built_in(*one) for one in films[::-1]] == forked[::-1]
        assert {one.process.pid for one in worker_process._ready} == used
        assert len(used) == 1
    finally:
        worker_process.close()


# -- shares that fail ---------------------------------------------------------------------------


class Memory:
    """An executor that remembers the answers of two shares, and fails or spoils chosen ones."""

    def __init__(self, answers, failing, spoilt=lambda call: False):
        self.answers, self.failing, self.spoilt, self.asked = answers, failing, spoilt, []

    def submit(self, function, task, progress):
        assert function is tasks.render
        future = Future()
        self.asked.append(task.share)
        if self.failing(len(self.asked)):
            future.set_exception(OSError("the cable was\npulled"))
            return future
        result = self.answers[task.share]
        if self.spoilt(len(self.asked)):
            first, *others = result.drawn
            first = replace(first, data=first.data[:-1] + b"?")
            result = replace(result, drawn=[first, *others])
        future.set_result(result)
        return future


def test_a_share_that_fails_twice_is_drawn_the_third_time(local, threads, tmp_path):
    executor = Memory(threads[2], lambda call: call in {1, 3})
    assert frames(render(tmp_path / "tiny.mp4", executor=executor, jobs=2)) == local
    assert sorted(executor.asked) == [0, 0, 0, 1]


def test_a_share_damaged_on_its_way_is_drawn_again(local, threads, tmp_path):
    executor = Memory(threads[2], lambda call: False, lambda call: call == 1)
    assert frames(render(tmp_path / "tiny.mp4", executor=executor, jobs=2)) == local
    assert sorted(executor.asked) == [0, 0, 1]


def test_a_share_that_always_fails_is_one_line_and_the_old_film_stays(threads, tmp_path):
    path = tmp_path / "tiny.mp4"
    path.write_bytes(b"old")
    executor = Memory(threads[2], lambda call: True)
    with pytest.raises(MachineError, match=r"OSError: the cable was pulled \(3 times\)$"):
        render(path, executor=executor, jobs=2)
    assert path.read_bytes() == b"old"
    assert [one.name for one in tmp_path.iterdir()] == ["tiny.mp4"]
    assert max(executor.asked.count(share) for share in (0, 1)) == 3


def test_work_that_an_executor_gives_up_is_one_line_at_once(threads, tmp_path):
    class Leaving(Memory):
        def submit(self, *arguments):
            left = Future()
            left.cancel()
            left.set_running_or_notify_cancel()
            return left

    executor = Leaving(threads[2], lambda call: False)
    with pytest.raises(MachineError, match=r"^the executor gave its work up; is it still there\?$"):
        render(tmp_path / "tiny.mp4", executor=executor)
    assert list(tmp_path.iterdir()) == []


def test_an_executor_that_is_shut_down_is_one_line(tmp_path):
    pool = ThreadPoolExecutor(1)
    pool.shutdown()
    with pytest.raises(MachineError, match=r"^the executor takes no work: .* after shutdown$"):
        render(tmp_path / "tiny.mp4", executor=pool)


def test_a_worker_with_another_approx_says_so():
    job = film.request(resolve("abs"), "neuron", Path("a.mp4")).job
    task = tasks.RenderTask(job, None, "approx 0.0")
    with pytest.raises(MachineError, match=r"^a worker has .*, not approx 0\.0; install the same"):
        tasks.render(task, "")


# -- a Dask cluster -----------------------------------------------------------------------------


@pytest.mark.slow
def test_a_dask_cluster_that_loses_a_worker_draws_the_film_all_the_same(tmp_path):
    distributed = pytest.importorskip("distributed", reason="pip install distributed")
    alone = frames(render(tmp_path / "alone.mp4", fps=60))
    killed = []
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, host="127.0.0.1", local_directory=str(tmp_path),
            dashboard_address=None, worker_dashboard_address=None,
        ) as cluster,
        executors.opened(cluster.scheduler_address.replace("tcp:", "dask:")) as (pool, workers),
    ):  # fmt: skip

        def report(event):
            """Once a frame is drawn, one of the workers that draw is killed."""
            busy = [one for one in cluster.scheduler.workers.values() if one.processing]
            if event.drawn and busy and not killed:
                killed.append(busy[0].address)
                nanny = next(n for n in cluster.workers.values() if n.worker_address == killed[0])
                os.kill(nanny.pid, signal.SIGKILL)

        how = {"executor": pool, "jobs": workers, "on_progress": report}
        path = render(tmp_path / "film.mp4", fps=60, **how)
    assert workers == 2
    assert killed
    assert frames(path) == alone


@pytest.mark.parametrize(
    ("address", "error", "message"),
    [
        ("ray://127.0.0.1:1", InputError, "takes dask://HOST:PORT, not 'ray://127.0.0.1:1'"),
        ("dask://127.0.0.1", InputError, "takes dask://HOST:PORT"),
        ("dask://-o x:1", InputError, "takes dask://HOST:PORT"),
    ],
)
def test_an_address_that_names_no_executor_is_refused(address, error, message):
    with pytest.raises(error, match=message), executors.opened(address):
        pass


def test_a_cluster_without_its_package_says_how_to_install_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(MachineError, match=r"python -m pip install 'distributed>=2024.8'$"):
        executors.opened("dask://127.0.0.1:8786").__enter__()
