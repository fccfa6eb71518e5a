"""Any executor draws the film that one process draws, and a share that is lost is drawn again."""

import json
import os
import signal
import subprocess
import sys
import zipfile
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path

import av
import pytest

from approx.outputs.films import executors, family, film, share
from approx.outputs.films.divide import Part, neighbours, work
from approx.outputs.films.make import How
from approx.outputs.films.plan import Segment
from approx.outputs.films.shards import MANIFEST, Shard, gathered, join_shards, render_shards
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


def test_work_that_an_executor_gives_up_is_one_line_at_once(threads, tmp_path):
    class Leaving(Memory):
        def submit(self, function, *arguments):
            future = super().submit(function, *arguments)
            if function is share.plan:
                return future
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


def test_a_worker_with_another_approx_says_so(threads):
    wish = share.Wish(film.order(resolve("abs"), "neuron", Path("a.mp4")).job, None, "approx 0.0")
    with pytest.raises(MachineError, match=r"^a worker has .*, not approx 0\.0; install the same"):
        share.plan(wish, (), "")


# -- a Dask cluster -----------------------------------------------------------------------------


@pytest.mark.slow
def test_a_dask_cluster_that_loses_a_worker_draws_the_film_all_the_same(tmp_path):
    distributed = pytest.importorskip("distributed", reason="pip install 'approx[dask]'")
    alone = frames(render(tmp_path / "alone.mp4", fps=60))
    killed = []
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, host="127.0.0.1", local_directory=str(tmp_path),
            dashboard_address=None, worker_dashboard_address=None,
        ) as cluster,
        executors.opened(cluster.scheduler_address.replace("tcp:", "dask:")) as (pool, workers),
    ):  # fmt: skip

        def report(news):
            """Once a frame is drawn, one of those who draw is killed."""
            busy = [one for one in cluster.scheduler.workers.values() if one.processing]
            if news.drawn and busy and not killed:
                killed.append(busy[0].address)
                nanny = next(n for n in cluster.workers.values() if n.worker_address == killed[0])
                os.kill(nanny.pid, signal.SIGKILL)

        how = {"executor": pool, "jobs": workers, "report": report}
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
    with pytest.raises(MachineError, match=r"pip install 'approx\[dask\]'$"):
        executors.opened("dask://127.0.0.1:8786").__enter__()


# -- shards -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def shards(threads, tmp_path_factory):
    """The three shards of the film, each drawn by itself."""
    folder = tmp_path_factory.mktemp("shards")
    one = film.order(resolve("abs"), TINY, folder / "tiny.mp4", "480p15")
    made = []
    for number in (1, 2, 3):
        pool = Memory(threads[2], lambda call: False)
        render_shards([one], How(executor=pool, part=Part(number, 3)), made.append)
    return made


def test_shards_joined_are_the_film(local, shards, tmp_path):
    assert [one.name for one in shards] == [f"tiny.mp4.shard-{k}-of-3" for k in (1, 2, 3)]
    (film_,) = gathered(shards[::-1])
    join_shards(film_, tmp_path / "tiny.mp4")
    assert frames(tmp_path / "tiny.mp4") == local
    names = [f"tiny.{ending}" for ending in ("mp4", "srt", "vtt")]
    assert sorted(one.name for one in tmp_path.iterdir()) == names


@pytest.mark.slow
def test_shards_drawn_by_doubles_are_those_that_an_executor_draws(shards, tmp_path):
    one = film.order(resolve("abs"), TINY, tmp_path / "tiny.mp4", "480p15")
    for shard in shards:
        part = Shard.read(shard).part
        render_shards([one], How(part=part))
        assert (tmp_path / shard.name).read_bytes() == shard.read_bytes()


def test_shards_that_are_missing_are_named(shards):
    with pytest.raises(InputError, match=r"tiny\.mp4 is not complete; missing: 1/3, 3/3$"):
        gathered(shards[1:2])


def test_a_shard_that_is_damaged_or_none_is_refused(shards, tmp_path):
    good, bad = shards[0].read_bytes(), tmp_path / shards[0].name
    place = good.index(b"ftyp")
    bad.write_bytes(good[:place] + b"f?yp" + good[place + 4 :])
    with pytest.raises(InputError, match=r"not a whole shard; draw it again$"):
        gathered([bad])
    for rest in (good[: len(good) // 2], b"", b"a film"):
        bad.write_bytes(rest)
        with pytest.raises(InputError, match=r"not a whole shard; draw it again$"):
            gathered([bad])
    with pytest.raises(InputError, match=r"^cannot read .*: No such file"):
        gathered([tmp_path / "none.mp4.shard-1-of-2"])


def altered(shard, folder, change):
    """A shard whose manifest says something else."""
    path = folder / shard.name
    with zipfile.ZipFile(shard) as old, zipfile.ZipFile(path, "w") as new:
        said = json.loads(old.read(MANIFEST))
        change(said)
        new.writestr(MANIFEST, json.dumps(said))
        for name in said["sha256"]:
            new.writestr(name, old.read(name))
    return path


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda said: said["part"].update(of=4), "one of 4, one of 3 shards"),
        (lambda said: said["part"].update(number=1), "both are shard 1"),
        (lambda said: said["wish"].update(maker="approx 9"), r"drawn by approx 9, not approx 0\.1"),
        (lambda said: said["wish"]["job"].update(width=640), "width 640 and 854"),
        (lambda said: said["wish"]["job"].update(theme="light"), "theme light and dark"),
        (lambda said: said["wish"]["job"].update(subject={"name": "hat"}), "another subject"),
        (lambda said: said["wish"].update(source="another"), "another story"),
    ],
)
def test_shards_that_do_not_belong_together_are_refused(shards, tmp_path, change, words):
    other = altered(shards[1], tmp_path, change)
    with pytest.raises(InputError, match=f"and tiny.mp4.shard-1-of-3 differ: {words}"):
        gathered_beside(shards, other, tmp_path)


def gathered_beside(shards, other, folder):
    """As if all lay in one folder."""
    for one in (shards[0], shards[2]):
        (folder / one.name).write_bytes(one.read_bytes())
    return gathered([folder / shards[0].name, other, folder / shards[2].name])


def test_an_altered_shard_is_refused_for_its_change_alone(shards, tmp_path):
    same = altered(shards[1], tmp_path, lambda said: None)
    assert len(gathered_beside(shards, same, tmp_path)[0]) == 3


@pytest.mark.parametrize("text", ["0/3", "4/3", "1", "a/b", "1/1000", "-1/3", "1/3/5", ""])
def test_a_part_that_is_none_is_refused(text):
    with pytest.raises(InputError, match="--shard takes I/N like 1/4"):
        Part.read(text)


# -- processes that end with who started them ---------------------------------------------------


WAITS = """
import sys, time
from pathlib import Path
from approx.outputs.films import family
sys.platform = sys.argv[1]
family.die_with_parent({parent})
if len(sys.argv) > 2:
    family.die_with_file(Path(sys.argv[2]))
print("ready", flush=True)
time.sleep(60)
"""


def waiting(*arguments):
    code = WAITS.format(parent=os.getpid())
    process = subprocess.Popen(
        [sys.executable, "-c", code, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdout.readline() == b"ready\n"
    assert process.poll() is None
    return process


def test_where_no_signal_tells_of_a_parent_s_end_standard_input_does():
    process = waiting("darwin")
    process.stdin.close()
    assert process.wait(20) == 1


def test_a_process_ends_when_the_file_of_who_asked_goes_away(tmp_path):
    wire = tmp_path / "wire"
    wire.touch()
    process = waiting(sys.platform, str(wire))
    wire.unlink()
    assert process.wait(20) == 1


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


@pytest.mark.parametrize("of", [1, 2, 3, 7])
def test_every_segment_is_in_one_shard_and_shards_have_like_work(of):
    segments = [Segment(150 * k, 150, moving=(37 * k) % 120) for k in range(40)]
    held = [[*filter(Part(n, of).holds(5), segments)] for n in range(1, of + 1)]
    assert sorted(one.first for part in held for one in part) == [150 * k for k in range(40)]
    loads = [sum(map(work, part)) for part in held]
    assert max(loads) - min(loads) <= max(map(work, segments))
