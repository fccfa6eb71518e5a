"""A points file is read as it is meant, or refused by row and column."""

import os
import tracemalloc
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from approx.inputs.tables import parse_points, read_points
from approx.system.errors import InputError


def refusal(content):
    with pytest.raises(InputError) as caught:
        parse_points(content, "points.csv")
    assert str(caught.value).isprintable()
    return str(caught.value)


SIXTEEN = b"1,2\n" * 16


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "points.csv holds no rows"),
        (b"\n\n", "points.csv holds no rows"),
        (b"x,y\n", "points.csv holds no rows"),
        (b"# only a comment\n", "points.csv holds no rows"),
        (b"1,2\n", "at least 2 points are needed"),
        (b"1\n2\n", "2 columns are needed (x, y); found 1"),
        (b"1,2,3\n", "2 columns are needed (x, y); found 3"),
        (b"x,y,z\n1,2,3\n", "2 columns are needed (x, y); found 3"),
        (SIXTEEN + b"1,2,3\n", "row 17 has 3 cells, the others 2"),
        (SIXTEEN + b"1,abc\n", "row 17, column 2: 'abc' is not a number"),
        (SIXTEEN + b"abc,1\n", "row 17, column 1: 'abc' is not a number"),
        (SIXTEEN + b"1,\n", "row 17, column 2: the cell is empty"),
        (b"1;2\n1;1,5\n", "row 2, column 2: '1,5' is not a number; write 1.5"),
        (SIXTEEN + b"1,nan\n", "row 17, column 2: 'nan' is not a finite number"),
        (SIXTEEN + b"1,-inf\n", "row 17, column 2: '-inf' is not a finite number"),
        (SIXTEEN + b"1,1e999\n", "row 17, column 2: '1e999' is not a finite number"),
        (SIXTEEN + b"1,#DIV/0!\n", "row 17, column 2: '#DIV/0!' is not a finite number"),
        (b"nan,1\n2,3\n", "row 1, column 1: 'nan' is not a finite number"),
        (b"1,2\n1,0x10\n", "row 2, column 2: '0x10' is not a number"),
        (b"1,2\n1,1_0\n", "row 2, column 2: '1_0' is not a number"),
        ("1,2\n1,１\n".encode(), "row 2, column 2: '１' is not a number"),
        (b"1,2\n=cmd|' /C calc'!A0,3\n", "row 2, column 1: \"=cmd|' /C calc'!A0\" is not a number"),
        (b"=1+1,2\n3,4\n", "row 1, column 1: '=1+1' is not a number"),
        ("x,y\n1,2\n".encode("utf-16"), "not UTF-8 text (byte 0); save it as UTF-8"),
        ("x,längé\n1,2\n".encode("latin-1"), "not UTF-8 text (byte 3); save it as UTF-8"),
        (b"1,2\n3,4\n5,6\n\0", "byte 0 at 12: this is not a text file"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "byte 0 at 8: this is not a text file"),
        (b"1" * 20_000_000, "line 1 is longer than 10000 characters"),
        (b"1,2\n" * 1_000_002, "1000002 rows; the limit is 1000000"),
        (b"1.5,2\n1.5,2\n1.5,3\n", "all x are 1.5; the points span no interval"),
        (b"1,2\n2,1e300\n", "row 2: |y| is larger than 1e6; scale the data"),
        (b"1,2\n1e300,2\n", "row 2: |x| is larger than 1e9; scale the data"),
        (b'1,2\n"3,4\n5,6\n', "row 2: a quotation mark is not closed"),
        (b"\x1f\x8b\x08 gzip", "points.csv is compressed; compressed data files are not read"),
        (b"PK\x03\x04 zip", "points.csv is compressed; compressed data files are not read"),
    ],
)
def test_what_is_not_points_is_refused_by_row_and_column(content, message):
    assert refusal(content) == message


@pytest.mark.parametrize(
    ("content", "separator"),
    [
        (b"0,1\n2,3\n", "commas"),
        (b"0;1\n2;3\n", "semicolons"),
        (b"0\t1\n2\t3\n", "tabs"),
        (b"\xef\xbb\xbf0,1\r\n2,3\r\n", "commas"),
        (b"0,1\r2,3\r", "commas"),
        (b"# a comment\n\n 0 , 1 \n2,3\n\n\n", "commas"),
        (b'"0","1"\n"2","3"\n', "commas"),
        (b"time,height\n0,1\n2,3", "commas"),
        (b"t;h\n0;1\n2;+3.0e0\n", "semicolons"),
    ],
)
def test_every_usual_spelling_is_the_same_points(content, separator):
    points = parse_points(content)
    assert (points.x.tolist(), points.y.tolist()) == ([0, 2], [1, 3])
    assert points.notes == (f"separated by {separator}",)
    assert points.warnings == ()
    assert points.domain == (0, 2)


def test_a_header_names_the_columns():
    assert parse_points(b"time,height (m)\n0,1\n2,3").names == ("time", "height (m)")
    assert parse_points(b"0,1\n2,3").names is None


def test_unsorted_points_are_sorted_and_it_is_said():
    points = parse_points("3,1\n1,−2\n2,5\n".encode())
    assert (points.x.tolist(), points.y.tolist()) == ([1, 2, 3], [-2, 5, 1])
    assert points.notes == ("separated by commas", "sorted by x")


def test_an_x_with_two_values_is_kept_and_warned_about():
    points = parse_points(b"x,y\n0,0\n1.5,1\n3,3\n4,4\n5,5\n6,6\n7,7\n1.5,2\n")
    assert points.warnings == ("x = 1.5 appears twice with different y (rows 3 and 9)",)
    assert len(points.x) == 8


def test_points_cannot_be_changed_afterwards():
    points = parse_points(b"0,1\n2,3\n")
    with pytest.raises(ValueError, match="read-only"):
        points.y[0] = 5


def test_the_most_rows_are_read_and_a_long_line_takes_little_memory():
    content = b"".join(b"%d,%d\n" % (i, i % 7) for i in range(100_000))
    assert len(parse_points(content).x) == 100_000
    tracemalloc.start()
    refusal(b"1" * 20_000_000)
    assert tracemalloc.get_traced_memory()[1] < 100_000_000
    tracemalloc.stop()


def test_what_is_no_regular_file_is_refused_without_waiting(tmp_path):
    os.mkfifo(tmp_path / "fifo.csv")
    for path, message in [
        (tmp_path / "fifo.csv", "fifo.csv is not a regular file"),
        ("/dev/zero", "zero is not a regular file"),
        (tmp_path, "Is a directory"),
        (tmp_path / "missing.csv", "cannot open missing.csv: No such file or directory"),
        ("a\0b.csv", "not a usable file name"),
    ]:
        with pytest.raises(InputError, match=message):
            read_points(path)
    with pytest.raises(InputError):
        read_points("/proc/self/mem")


def test_a_file_of_a_terabyte_is_refused_by_its_size(tmp_path):
    sparse = tmp_path / "points.csv"
    with sparse.open("wb") as file:
        file.truncate(1 << 40)
    with pytest.raises(InputError, match=r"points.csv is 1048576 MiB; the limit is 256 MiB"):
        read_points(sparse)


def test_a_file_is_read_once(tmp_path, monkeypatch):
    path = tmp_path / "points.csv"
    path.write_bytes(b"0,1\n2,3\n")
    opened = []
    real = os.open
    monkeypatch.setattr(os, "open", lambda *a, **k: opened.append(a[0]) or real(*a, **k))
    assert read_points(path).y.tolist() == [1, 3]
    assert opened == [path]


def test_a_file_that_is_being_written_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "points.csv"
    path.write_bytes(b"0,1\n2,3\n")
    real = os.fdopen

    def grown(*args, **options):
        with path.open("ab") as file:
            file.write(b"4,5\n")
        return real(*args, **options)

    monkeypatch.setattr(os, "fdopen", grown)
    with pytest.raises(InputError, match="changed while it was read"):
        read_points(path)


NUMBERS = st.floats(-1e6, 1e6)


@given(st.lists(st.tuples(NUMBERS, NUMBERS), min_size=2, max_size=20, unique_by=lambda p: p[0]))
def test_numbers_come_back_bit_for_bit(pairs):
    x, y = np.array(sorted(pairs)).T
    if x[-1] - x[0] <= 1e-9 * max(1e-3, np.abs(x).max()):
        return
    points = parse_points("\n".join(f"{a!r},{b!r}" for a, b in pairs).encode())
    assert np.array_equal(points.x, x)
    assert np.array_equal(points.y, y)


@given(st.binary(max_size=80))
def test_any_bytes_are_points_or_refused(content):
    with suppress(InputError):
        parse_points(content)
