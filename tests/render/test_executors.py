"""Any executor draws the film that one process draws, and a share that is lost is drawn again."""

from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path

import av
import pytest

from approx.errors import MachineError
from approx.render import family, film, share
from approx.render.divide import neighbours, work
from approx.render.plan import Segment
from approx.subject import resolve

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
    """(film, news, answers) of two threads."""
    news = []
    with Recorder(2) as pool:
        pool.answers = []
        path = tmp_path_factory.mktemp("threads") / "tiny.mp4"
        render(path, executor=pool, report=news.append)
    return path, news, [future.result() for future in pool.answers]


def test_threads_draw_the_film_that_one_process_draws(local, threads):
    path, news, answers = threads
    assert frames(path) == local
    assert len(answers) == 3  # the plan and two shares
    assert sum(one.drawn for one in news) == len(local)
    assert news[-1].done
    assert [one.beat for one in news if one.beat is not None] == [0, 1, 2]


@pytest.mark.slow
def test_a_pool_of_processes_draws_it_too(local, tmp_path):
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        assert frames(render(tmp_path / "tiny.mp4", executor=pool)) == local


@pytest.mark.slow
def test_a_system_that_cannot_double_processes_draws_it_too(local, tmp_path, monkeypatch):
    monkeypatch.setattr(family, "CAN_FORK", False)
    assert frames(render(tmp_path / "tiny.mp4", jobs=2)) == local


# -- shares that fail ---------------------------------------------------------------------------


class Memory:
    """An executor that remembers answers, and fails or spoils chosen shares."""

    def __init__(self, answers, failing, spoilt=lambda call: False):
        self.plan, *shares = answers
        self.drawn = {one.first: one for part in shares for one in part}
        self.failing, self.spoilt, self.asked = failing, spoilt, []

    def submit(self, function, wish, *arguments):
        future = Future()
        if function is share.plan:
            future.set_result(self.plan)
            return future
        self.asked.append(arguments[0])
        if self.failing(len(self.asked)):
            future.set_exception(OSError("the cable was\npulled"))
            return future
        drawn = [self.drawn[first] for first, _ in arguments[0]]
        if self.spoilt(len(self.asked)):
            drawn[0] = replace(drawn[0], data=drawn[0].data[:-1] + b"?")
        future.set_result(drawn)
        return future


def test_a_share_that_fails_twice_is_drawn_the_third_time(local, threads, tmp_path):
    executor = Memory(threads[2], lambda call: call <= 2)
    assert frames(render(tmp_path / "tiny.mp4", executor=executor, jobs=1)) == local
    assert len(executor.asked) == 3
    assert len(set(executor.asked)) == 1


def test_a_share_damaged_on_its_way_is_drawn_again(local, threads, tmp_path):
    executor = Memory(threads[2], lambda call: False, lambda call: call == 1)
    assert frames(render(tmp_path / "tiny.mp4", executor=executor, jobs=1)) == local
    assert len(executor.asked) == 2


def test_a_share_that_always_fails_is_one_line_and_the_old_film_stays(threads, tmp_path):
    path = tmp_path / "tiny.mp4"
    path.write_bytes(b"old")
    executor = Memory(threads[2], lambda call: True)
    with pytest.raises(MachineError, match=r"OSError: the cable was pulled \(3 times\)$"):
        render(path, executor=executor, jobs=1)
    assert path.read_bytes() == b"old"
    assert [one.name for one in tmp_path.iterdir()] == ["tiny.mp4"]
    assert len(executor.asked) == 3


def test_a_worker_with_another_approx_says_so(threads):
    wish = share.Wish(film.order(resolve("abs"), "neuron", Path("a.mp4")).job, None, "approx 0.0")
    with pytest.raises(MachineError, match=r"a worker has approx .*, not approx 0\.0; install"):
        share.plan(wish, (), "")


# -- how a film is divided ----------------------------------------------------------------------


@pytest.mark.parametrize("parts", [1, 2, 3, 7, 50])
def test_shares_are_runs_of_neighbours_of_like_work(parts):
    segments, first = [], 0
    for k in range(40):
        moving = (37 * k) % 120
        segments.append(Segment(first, moving + 30, moving=moving))
        first += moving + 30
    runs = neighbours(segments, parts)
    assert [one for run in runs for one in run] == segments
    assert len(runs) <= parts
    fair, largest = sum(map(work, segments)) / parts, max(map(work, segments))
    assert all(sum(map(work, run)) <= fair + largest for run in runs)
