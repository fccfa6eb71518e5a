"""What was stored is got or nothing is, whatever happens to the folder; nothing fails of it."""

import errno
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from approx.outputs.films import cache
from approx.outputs.films.cache import Cache, State
from approx.system.errors import InputError

KEY, OTHER = "0" * 64 + ".film", "1" * 16 + "-" + "2" * 64 + ".segment"
DATA = bytes(range(256)) * 40


@pytest.fixture
def kept(tmp_path):
    return Cache(tmp_path / "kept", 10**6)


def test_what_was_put_is_got(kept):
    assert kept.get(KEY) is None
    kept.store(KEY, DATA)
    kept.store(OTHER, b"")
    assert kept.get(KEY) == DATA
    assert kept.get(OTHER) == b""
    assert kept.names() == {KEY, OTHER}
    size = sum(path.stat().st_size for path in kept.folder.iterdir())
    assert kept.state() == State(1, 1, size)


# -- damage -------------------------------------------------------------------------------------


def change(path, place):
    data = bytearray(path.read_bytes())
    data[place] ^= 1
    path.write_bytes(data)


def other_content(path):
    Cache(path.parent, 10**6).store(OTHER, b"other")
    path.write_bytes(path.with_name(OTHER).read_bytes())


def folder_instead(path):
    path.unlink()
    path.mkdir()
    (path / "file").touch()


def pipe_instead(path):
    path.unlink()
    os.mkfifo(path)


def link_instead(path):
    path.unlink()
    path.symlink_to("nowhere")


DAMAGE = {
    "gone": Path.unlink,
    "empty": lambda path: path.write_bytes(b""),
    "half": lambda path: os.truncate(path, path.stat().st_size // 2),
    "a byte short": lambda path: os.truncate(path, path.stat().st_size - 1),
    "longer": lambda path: path.write_bytes(path.read_bytes() + b"\0"),
    "first byte": lambda path: change(path, 0),
    "byte of the key": lambda path: change(path, 20),
    "byte of the digest": lambda path: change(path, path.read_bytes().index(b"\n") - 5),
    "byte of the data": lambda path: change(path, -300),
    "last byte": lambda path: change(path, -1),
    "other content": other_content,
    "text": lambda path: path.write_text("an entry\n" * 99),
    "no line": lambda path: path.write_bytes(b"approx " * 999),
    "a folder": folder_instead,
    "a link to nothing": link_instead,
    "a pipe": pipe_instead,
    "unreadable": lambda path: path.chmod(0),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_entry_is_never_used_and_is_replaced(kept, damage):
    kept.store(KEY, DATA)
    DAMAGE[damage](kept.folder / KEY)
    if damage == "unreadable" and os.access(kept.folder / KEY, os.R_OK):
        pytest.skip("root reads everything")
    assert kept.get(KEY) is None
    kept.store(KEY, DATA)
    assert kept.get(KEY) == DATA


def test_an_entry_under_another_name_is_not_used(kept):
    kept.store(KEY, DATA)
    (kept.folder / KEY).rename(kept.folder / OTHER)
    assert kept.get(OTHER) is None


# -- its size -----------------------------------------------------------------------------------


def names(count):
    return [f"{number:064d}.film" for number in range(count)]


def test_what_was_used_longest_ago_goes_first(tmp_path):
    kept = Cache(tmp_path, 10**9)
    for age, name in enumerate(names(6)):
        kept.store(name, bytes(1000))
        os.utime(tmp_path / name, (10**9 - age, 10**9 - age))
    oldest = names(6)[-1]
    assert kept.get(oldest) is not None  # used just now
    Cache(tmp_path, 3500).trim()
    assert kept.names() == {oldest, *names(2)}


def test_the_limit_is_kept_while_entries_are_put(tmp_path):
    kept = Cache(tmp_path, 25_000)
    for name in names(100):
        kept.store(name, bytes(1000))
        assert kept.state().size < 1.6 * kept.limit
    kept.trim()
    assert 0.9 * kept.limit < kept.state().size <= kept.limit


def test_what_is_larger_than_all_that_is_kept_is_not(tmp_path):
    kept = Cache(tmp_path / "kept", 1000)
    kept.store(KEY, bytes(1000))
    assert kept.get(KEY) is None
    assert kept.state() == State(0, 0, 0)


def test_clearing_removes_entries_and_nothing_else(kept):
    kept.store(KEY, DATA)
    kept.store(OTHER, DATA)
    (kept.folder / "letter.txt").write_text("mine")
    (kept.folder / "holiday.film").write_text("mine")
    kept.clear()
    assert sorted(path.name for path in kept.folder.iterdir()) == ["holiday.film", "letter.txt"]


def test_what_a_killed_process_left_half_written_goes_in_time(kept):
    kept.store(KEY, DATA)
    fresh, stale = kept.folder / ".approx-fresh", kept.folder / ".approx-stale"
    fresh.touch()
    stale.touch()
    os.utime(stale, (10**9, 10**9))
    kept.trim()
    assert fresh.exists()
    assert not stale.exists()


# -- many processes at once ---------------------------------------------------------------------

#: Puts, gets, trims and clears the same few entries, and says how many it got.
BUSY = """
import sys
from pathlib import Path
from approx.outputs.films.cache import Cache
kept, number, got = Cache(Path(sys.argv[1]), 20_000), int(sys.argv[2]), 0
for turn in range(300):
    k = (turn * turn * (number + 3)) % 11  # turns 5 and 6 of eleven ask for the same entry
    key, data = f"{k:064d}.film", bytes([k]) * (1000 * k + 1)
    found = kept.get(key)
    assert found in (None, data), "not what was stored"
    got += found is not None
    if found is None or turn % 5 == number:
        kept.store(key, data)
    if turn % 50 == 0:
        kept.clear() if number == 0 and turn % 100 == 0 else kept.trim()
print(got)
"""


def test_processes_that_put_get_trim_and_clear_at_once_never_get_anything_else(tmp_path):
    running = [
        subprocess.Popen(
            [sys.executable, "-c", BUSY, str(tmp_path), str(number)],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for number in range(3)
    ]  # fmt: skip
    for process in running:
        output, errors = process.communicate(timeout=120)
        assert process.returncode == 0, errors
        assert int(output) > 0  # how many depends on who is how fast
    assert all(path.suffix == ".film" for path in tmp_path.iterdir())


# -- no place for it ----------------------------------------------------------------------------


def test_where_no_folder_can_be_nothing_is_kept_and_nothing_fails(tmp_path):
    (tmp_path / "file").touch()
    kept = Cache(tmp_path / "file" / "kept", 10**6)
    kept.store(KEY, DATA)
    kept.trim()
    kept.clear()
    assert kept.get(KEY) is None
    assert kept.state() == State(0, 0, 0)


#: The disk is full: no file of this process may be longer than 5000 bytes.
FULL = """
import resource, sys
from pathlib import Path
from approx.outputs.films.cache import Cache
resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000))
Cache(Path(sys.argv[1]), 10**6).store(sys.argv[2], bytes(20_000))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no such limit there")
def test_a_full_disk_fails_nothing_and_keeps_what_was_there(kept):
    kept.store(KEY, DATA)
    subprocess.run([sys.executable, "-c", FULL, str(kept.folder), KEY], check=True, timeout=60)
    assert kept.get(KEY) == DATA
    assert [path.name for path in kept.folder.iterdir()] == [KEY]


def test_a_folder_that_takes_no_file_fails_nothing(kept, monkeypatch):
    def refuse(**_):
        raise OSError(errno.EROFS, "Read-only file system")

    kept.store(KEY, DATA)
    monkeypatch.setattr(tempfile, "mkstemp", refuse)
    kept.store(OTHER, DATA)
    assert kept.get(KEY) == DATA
    assert kept.get(OTHER) is None


def test_it_is_where_the_user_says_or_where_the_system_keeps_such_things(tmp_path, monkeypatch):
    monkeypatch.setenv(cache.FOLDER, "here")
    monkeypatch.chdir(tmp_path)
    assert cache.place() == tmp_path / "here"
    monkeypatch.delenv(cache.FOLDER)
    if sys.platform == "linux":
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
        assert cache.place() == tmp_path / "xdg" / "approx"
        monkeypatch.delenv("XDG_CACHE_HOME")
        monkeypatch.setenv("HOME", str(tmp_path))
        assert cache.place() == tmp_path / ".cache" / "approx"
        # The user nobody: a process whose user has no home at all.
        monkeypatch.delenv("HOME")
        monkeypatch.setattr("os.getuid", lambda: 2**31 - 17)
        assert cache.place() is None


def test_its_size_is_read_as_people_write_it(monkeypatch):
    for text, size in {
        "": 2**31, "0": 0, "1000": 1000, "500M": 500 * 2**20, "2 GiB": 2**31, "3kb": 3072,
    }.items():  # fmt: skip
        monkeypatch.setenv(cache.SIZE, text)
        assert cache.limit() == size
    monkeypatch.setenv(cache.SIZE, "0")
    assert cache.user_cache() is None
    for text in ("-1", "much", "1.5G", "1e9"):
        monkeypatch.setenv(cache.SIZE, text)
        with pytest.raises(InputError, match=f"APPROX_CACHE_SIZE takes .*not '{text}'"):
            cache.user_cache()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such rights")
@pytest.mark.parametrize("mode", [0o777, 0o772, 0o1777, 0o770])
def test_a_folder_that_others_can_write_is_refused_or_not_used(tmp_path, monkeypatch, mode):
    folder = tmp_path / "kept"
    folder.mkdir()
    folder.chmod(mode)
    monkeypatch.setenv(cache.FOLDER, str(folder))
    monkeypatch.setenv(cache.SIZE, "2G")
    with pytest.raises(InputError, match=r"APPROX_CACHE: .*kept can be written by others; chmod"):
        cache.user_cache()
    folder.chmod(0o755)
    assert cache.user_cache() == Cache(folder, 2 * 2**30)
    folder.chmod(mode)
    monkeypatch.delenv(cache.FOLDER)
    monkeypatch.setattr(cache, "place", lambda: folder)
    assert cache.user_cache() is None


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such rights")
def test_a_folder_of_another_user_is_refused(tmp_path, monkeypatch):
    folder = tmp_path / "kept"
    folder.mkdir(mode=0o700)
    monkeypatch.setenv(cache.FOLDER, str(folder))
    monkeypatch.setenv(cache.SIZE, "2G")
    mine = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: mine + 1)
    with pytest.raises(InputError, match="kept belongs to another user"):
        cache.user_cache()
    monkeypatch.setenv(cache.FOLDER, str(tmp_path / "not there yet"))
    assert cache.user_cache() is not None
