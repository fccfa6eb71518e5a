"""A points file is read as it is meant, or refused by row and column."""

import os
import re
import tracemalloc
from contextlib import suppress
from datetime import datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from approx.inputs.tables import Columns, parse_points, read_points
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
        (
            b"1,2,3\n4,5,6\n",
            "points.csv has 3 columns of numbers, so two inputs: 1, 2, 3; "
            "choose two, as --x 1 --y 3, or three with --z",
        ),
        (
            b"a,my b,c,d\n1,2,3,4\n5,6,7,8\n",
            "points.csv has 4 columns of numbers: a, my b, c, d; choose two, as --x a --y d, "
            "or three with --z",
        ),
        (
            b"a,b\nred,1\ngreen,2\n",
            "two columns must hold numbers, and only 'b' does; 'a' holds 'red'",
        ),
        (
            b"a,b\nred,1.2.3\ngreen,x\n",
            "two columns must hold numbers, and none does; 'a' holds 'red'",
        ),
        (
            b"2020-01-01,2020-01-02\n2020-02-01,2020-03-02\n",
            "both columns hold dates; y needs numbers",
        ),
        (SIXTEEN + b"1,2,3\n", "row 17 has 3 cells, the others 2"),
        (SIXTEEN + b"1,abc\n", "row 17, column 2: 'abc' is not a number"),
        (SIXTEEN + b"abc,1\n", "row 17, column 1: 'abc' is not a number"),
        (b"1,\n2,\n3,NA\n", "two columns must hold numbers, and only column 1 does"),
        (b"x,y\n1,\n2,5\n", "at least 2 points are needed; 1 of 2 rows have no value in x or y"),
        (b"1;2.5\n2;1,5\n", "row 2, column 2: '1,5' is not a number; write 1.5"),
        (SIXTEEN + b"1,-inf\n", "row 17, column 2: '-inf' is not a finite number"),
        (SIXTEEN + b"1,1e999\n", "row 17, column 2: '1e999' is not a finite number"),
        (SIXTEEN + b"1,#DIV/0!\n", "row 17, column 2: '#DIV/0!' is not a finite number"),
        (b"1,2\n1,0x10\n", "row 2, column 2: '0x10' is not a number"),
        (b"1,2\n1,1_0\n", "row 2, column 2: '1_0' is not a number"),
        ("1,2\n1,１\n".encode(), "row 2, column 2: '１' is not a number"),
        (b"1,2\n=cmd|' /C calc'!A0,3\n", "row 2, column 1: \"=cmd|' /C calc'!A0\" is not a number"),
        (b"=1+1,2\n3,4\n", "row 1, column 1: '=1+1' is not a number"),
        (b"\xff\xfex\0,\0y", "points.csv is no UTF-16 text (byte 6); save it as UTF-8"),
        (b"x,y\n1,\xe4\x01\n", "points.csv is not a text file"),
        (
            b'x,y\n1,"1,000"\n2,"2,500"\n',
            "'1,000' may be 1000 or 1.000; add --thousands ',' or --decimal ','",
        ),
        (
            b"x,y\n01/02/2020,1\n03/02/2020,2\n",
            "'01/02/2020' may begin with the day or the month; add --dates dmy or --dates mdy",
        ),
        (b"day,y\n2020-01-01,1\n2020-02-30,2\n", "row 3, column 1: '2020-02-30' is not a date"),
        (b"1,2\n3,4\n5,6\n\0", "byte 0 at 12: this is not a text file"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "byte 0 at 8: this is not a text file"),
        (b"1" * 20_000_000, "line 1 is longer than 10000 characters"),
        (b"1,2\n" * 1_000_002, "1000002 rows; the limit is 1000000"),
        (b"1.5,2\n1.5,2\n1.5,3\n", "all x are 1.5; the points span no interval"),
        (b"1,2\n2,1e305\n", "row 2: |y| is larger than 1e302; scale the data"),
        (b"1,2\n1e300,2\n", "row 2: |x| is larger than 1e15; scale the data"),
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
    assert points.notes == (() if separator == "commas" else (f"separated by {separator}",))
    assert points.warnings == ()
    assert points.domain == (0, 2)


#: Spellings of the points (1, 2.5), (2, 3), (4, 1000).
KINDS = {
    "decimal commas": b"1;2,5\n2;3,0\n4;1000\n",
    "decimal commas and points in thousands": b"1;2,5\n2;3\n4;1.000\n",
    "decimal commas, quoted": b'x,y\n1,"2,5"\n2,"3,0"\n4,"1000"\n',
    "thousands that a decimal point settles": b'x,y\n1,2.5\n2,3\n4,"1,000"\n',
    "thousands with decimals": b'x,y\n1,2.5\n2,3\n4,"1,000.0"\n',
    "spaces in thousands": b"1;2,5\n2;3\n4;1 000\n",
    "apostrophes in thousands": b"1;2.5\n2;3\n4;1'000\n",
    "signs of money": b'x,y\n1,$2.50\n2,$3\n4,"$1,000"\n',
    "Excel's sep line": b"sep=;\nx;y\n1;2.5\n2;3\n4;1000\n",
    "a total under it": b"x,y\n1,2.5\n2,3\n4,1000\nTotal,1005.5\n",
    "its source under it": b"x,y\n1,2.5\n2,3\n4,1000\nSource: the city\n",
    "bars": b"x|y\n1|2.5\n2|3\n4|1000\n",
    "a table in Markdown": b"| x | y |\n|---|---|\n| 1 | 2.5 |\n| 2 | 3 |\n| 4 | 1000 |\n",
    "spaces": b"1 2.5\n2 3\n4 1000\n",
    "columns by spaces and tabs": b"  x    y\n  1  2.5\n  2 \t3\n  4 1000 \n",
    "spaces and decimal commas": b"1 2,5\n2 3\n4 1000\n",
    "tabs": b"x\ty\n1\t2.5\n2\t3\n4\t1000\n",
    "an index without a header": b",x,y\n0,1,2.5\n1,2,3\n2,4,1000\n",
    "pandas' index": b"Unnamed: 0,x,y\n0,1,2.5\n1,2,3\n2,4,1000\n",
    "R's row names": b'"rownames","x","y"\n1,1,2.5\n2,2,3\n3,4,1000\n',
    "R's write.table": b'"x" "y"\n"a b" 1 2.5\n"c" 2 3\n"d" 4 1000\n',
    "an index that is x": b",y\n1,2.5\n2,3\n4,1000\n",
    "a column of words": b"name,x,y\nAnn,1,2.5\nBob,2,3\nCem,4,1000\n",
    "trailing commas": b"x,y,\n1,2.5,\n2,3,\n4,1000,\n",
    "commas that trail in the rows only": b"x,y\n1,2.5,\n2,3,\n4,1000,\n",
    "an empty column": b"x,,y\n1,,2.5\n2,,3\n4,,1000\n",
    "empty cells": b"x,y\n1,2.5\n2,3\n3,\n,7\n4,1000\n,\n",
    "missing values": b"x,y\n1,2.5\n2,3\n3,NA\n3,NaN\n3,null\nN/A,1\n4,1000\n",
    "short rows": b"x,y\n1,2.5\n2,3\n3\n4,1000\n",
    "a title above, padded": b"Heights in 2020,\n,\nx,y\n1,2.5\n2,3\n4,1000\n",
    "an index over numbers": b",2020,2021\n1,1,2.5\n2,2,3\n3,4,1000\n",
    "a title above": b"Heights in 2020\n\nx,y\n1,2.5\n2,3\n4,1000\n",
    "units below the header": b"x,y\ns,m\n1,2.5\n2,3\n4,1000\n",
    "a rule below the header": b"x y\n-----\n1 2.5\n2 3\n4 1000\n",
    "numpy.savetxt's header": b"# x y\n1 2.5\n2 3\n4 1000\n",
    "cells on two lines": b'"x\n(s)",y\n1,2.5\n2,3\n4,1000\n',
    "UTF-16": "x,y\n1,2.5\n2,3\n4,1000\n".encode("utf-16"),
    "UTF-16 without a mark": "x,y\n1,2.5\n2,3\n4,1000\n".encode("utf-16-le"),
    "Latin-1": "größe,höhe\n1,2.5\n2,3\n4,1000\n".encode("latin-1"),
    "a mark of UTF-8 and Windows' lines": b"\xef\xbb\xbfx;y\r\n1;2.5\r\n2;3\r\n4;1000\r\n",
}


@pytest.mark.parametrize("content", KINDS.values(), ids=KINDS)
def test_every_kind_of_table_is_the_same_points(content):
    points = parse_points(content, "points.csv")
    assert (points.x.tolist(), points.y.tolist()) == ([1, 2, 4], [2.5, 3, 1000])


def test_what_was_dropped_is_counted_and_what_was_assumed_is_said():
    notes = parse_points(KINDS["missing values"]).notes
    assert "4 rows have no value in x or y and are left out" in notes
    assert "numbers have decimal commas" in parse_points(KINDS["decimal commas"]).notes
    assert "commas group thousands" in parse_points(KINDS["thousands with decimals"]).notes
    assert "the first line is passed over" in parse_points(KINDS["a title above"]).notes
    assert "read as Latin-1, since it is not UTF-8" in parse_points(KINDS["Latin-1"]).notes
    assert "x is 'x', y is 'y'" in parse_points(KINDS["a column of words"]).notes
    left = "the column that numbers the rows is left out"
    assert left in parse_points(KINDS["pandas' index"]).notes


@pytest.mark.parametrize(
    ("columns", "y"),
    [
        (Columns(thousands=","), [1000, 2500]),
        (Columns(decimal=","), [1, 2.5]),
    ],
)
def test_the_options_that_a_refusal_names_settle_it(columns, y):
    points = parse_points(b'x,y\n1,"1,000"\n2,"2,500"\n', columns=columns)
    assert points.y.tolist() == y


def test_a_zero_or_four_digits_before_a_comma_leave_nothing_open():
    assert parse_points(b"1;0,125\n2;0,250\n").y.tolist() == [0.125, 0.25]
    assert parse_points(b"1;1234,125\n2;1,250\n").y.tolist() == [1234.125, 1.25]
    assert parse_points(b'x,y\n1,"1,234,567"\n2,"1,250"\n').y.tolist() == [1234567, 1250]
    # A point with three digits is what Python writes: a decimal point.
    assert parse_points(b"1;1.125\n2;1.250\n").y.tolist() == [1.125, 1.25]


def test_columns_are_chosen_by_header_or_number_and_every_refusal_lists_them():
    table = b"a,b,c,word\n1,2,3,u\n4,5,6,v\n"
    assert parse_points(table, columns=Columns("a", "c")).y.tolist() == [3, 6]
    assert parse_points(table, columns=Columns("C", "1")).x.tolist() == [3, 6]
    for columns, message in [
        (Columns("d", "a"), "the data has no column 'd'; it has a, b, c, word"),
        (Columns("a", "wort"), "no column 'wort'; did you mean 'word'? it has a, b, c, word"),
        (Columns("a", "word"), "'word' holds text, such as 'u'"),
        (Columns("a", "a"), "--x and --y are the same column, 'a'"),
        (Columns(x="a"), "y may be b, c; choose one, as --x a --y c"),
    ]:
        with pytest.raises(InputError, match=re.escape(message)):
            parse_points(table, columns=columns)
    with pytest.raises(InputError, match="is the header of columns 1 and 2; give the number"):
        parse_points(b"a,a,b\n1,2,3\n4,5,6\n", columns=Columns("a", "b"))


#: Spellings of 2026-01-31 and 2026-03-01.
DAYS = {
    "ISO": b"day,y\n2026-01-31,1\n2026-03-01,2\n",
    "with a time": b"day,y\n2026-01-31 00:00,1\n2026-03-01T00:00:00Z,2\n",
    "slashes": b"day,y\n2026/1/31,1\n2026/3/1,2\n",
    "days first": b"day,y\n31/01/2026,1\n01/03/2026,2\n",
    "months first": b"day,y\n1/31/2026,1\n3/1/2026,2\n",
    "German": b"day;y\n31.1.26;1\n01.03.2026;2\n",
    "words": b"day,y\nJan 31 2026,1\n1 March 2026,2\n",
    "words with commas": b'day,y\n"January 31, 2026",1\n"Sun, 1 Mar 2026",2\n',
    "eight digits": b"date,y\n20260131,1\n20260301,2\n",
    "in the second column": b"y,day\n1,2026-01-31\n2,2026-03-01\n",
}


@pytest.mark.parametrize("content", DAYS.values(), ids=DAYS)
def test_dates_are_days_since_1970_as_matplotlib_counts_them(content):
    matplotlib_dates = pytest.importorskip("matplotlib.dates")
    points = parse_points(content)
    assert points.dates
    assert points.y.tolist() == [1, 2]
    days = [datetime(2026, 1, 31), datetime(2026, 3, 1)]
    assert points.x.tolist() == matplotlib_dates.date2num(days).tolist()


def test_months_quarters_and_times_are_dates_too():
    month = parse_points(b"month,y\n1970-01,1\n1970-02,2\n")
    assert (month.x.tolist(), month.dates) == ([0, 31], True)
    quarter = parse_points(b"quarter,y\n1970Q1,1\n1970 Q2,2\n")
    assert quarter.x.tolist() == [0, 90]
    clock = parse_points(b"time,y\n06:00,1\n18:00:00,2\n")
    assert clock.x.tolist() == [0.25, 0.75]
    zone = parse_points(b"t,y\n1970-01-02T00:00+02:00,1\n1970-01-02T00:00Z,2\n")
    assert zone.x.tolist() == pytest.approx([1 - 2 / 24, 1])


def test_the_order_of_day_and_month_is_an_option():
    table = b"day,y\n01/02/1970,1\n03/02/1970,2\n"
    assert parse_points(table, columns=Columns(dates="dmy")).x.tolist() == [31, 33]
    assert parse_points(table, columns=Columns(dates="mdy")).x.tolist() == [1, 60]


def test_long_tables_read_by_the_c_parser_are_those_read_by_cells():
    rng = np.random.default_rng(0)
    x, y = np.arange(3000.0), rng.normal(size=3000)
    rows = [f"{i},{a!r},{b!r}" for i, (a, b) in enumerate(zip(x.tolist(), y.tolist(), strict=True))]
    quick = parse_points(("\n".join([",x,y", *rows])).encode())
    cells = parse_points(("\n".join([",x,y", *rows, '3000,"3000","0"'])).encode())
    assert np.array_equal(quick.y, y)
    assert np.array_equal(cells.y[:-1], y)
    dated = [f"{np.datetime64(60 * k, 'm')},{b!r}" for k, b in enumerate(y.tolist())]
    assert np.allclose(parse_points("\n".join(dated).encode()).x, x / 24, atol=1e-9)


def test_a_header_names_the_columns():
    assert parse_points(b"time,height (m)\n0,1\n2,3").names == ("time", "height (m)")
    assert parse_points(b"0,1\n2,3").names is None


def test_unsorted_points_are_sorted_and_it_is_said():
    points = parse_points("3,1\n1,−2\n2,5\n".encode())
    assert (points.x.tolist(), points.y.tolist()) == ([1, 2, 3], [-2, 5, 1])
    assert points.notes == ("sorted by x",)


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
