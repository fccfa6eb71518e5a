"""Area C of the bad inputs: files of points, as a user gives them to a command.

approx handles all of the area. Row 69 is a warning, not a refusal: measured points may repeat.
"""

import os
import zlib

import pytest

from approx.inputs import content as reading

GOOD = b"".join(b"%d,%d\n" % (x, 2 * x + 1) for x in range(16))

REFUSED = [
    (55, b"", "points.csv holds no rows"),
    (55, b"x,y\n", "points.csv holds no rows"),
    (56, b"1,2\n", "at least 2 points are needed"),
    (57, b"1\n2\n", "2 columns are needed (x, y); found 1"),
    (57, b"1,2,3,4\n4,5,6,7\n", "columns of numbers: 1, 2, 3, 4; choose two, as --x 1 --y 4"),
    (57, b"a,b,c d,e\n1,2,3,4\n4,5,6,7\n", "4 columns of numbers: a, b, c d, e; choose two, as"),
    (58, GOOD + b"1,2,3\n", "row 17 has 3 cells, the others 2"),
    (59, GOOD + b"16,abc\n", "row 17, column 2: 'abc' is not a number"),
    (59, b"1;2.5\n2;1,5\n", "row 2, column 2: '1,5' is not a number; write 1.5"),
    (59, b'1,"1,000"\n2,"2,000"\n', "may be 1000 or 1.000; add --thousands ',' or --decimal ','"),
    (60, GOOD + b"16,inf\n", "row 17, column 2: 'inf' is not a finite number"),
    (60, GOOD + b"16,1e999\n", "row 17, column 2: '1e999' is not a finite number"),
    (60, GOOD + b"16,#DIV/0!\n", "row 17, column 2: '#DIV/0!' is not a finite number"),
    (63, b"\xff\xfe1\0,\0002", "points.csv is no UTF-16 text (byte 6); save it as UTF-8"),
    (64, b"1,2\n3,4\n5,6\n\0", "byte 0 at 12: this is not a text file"),
    (64, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "byte 0 at 8: this is not a text file"),
    (65, b"1" * 20_000_000, "line 1 is longer than 10000 characters"),
    (66, b"1,2\n" * 1_000_002, "1000002 rows; the limit is 1000000"),
    (70, b"1.5,2\n1.5,3\n", "all x are 1.5; the points span no interval"),
    (72, b"1,2\n2,1e305\n", "row 2: |y| is larger than 1e302; scale the data"),
    (72, b"1,2\n1e300,2\n", "row 2: |x| is larger than 1e15; scale the data"),
    (73, b"1,2\n=cmd|' /C calc'!A0,3\n", "row 2, column 1: \"=cmd|' /C calc'!A0\" is not a number"),
    (75, b"\x1f\x8b\x08" + zlib.compress(b"\0" * (64 << 20)), "compressed data files are not read"),
]


@pytest.mark.parametrize(("row", "content", "message"), REFUSED, ids=lambda value: str(value)[:40])
def test_a_file_that_holds_no_points_is_refused_by_row_and_column(
    approx, tmp_path, row, content, message
):
    (tmp_path / "points.csv").write_bytes(content)
    approx("show", "points.csv").refuses(message)


ACCEPTED = [
    (61, GOOD.replace(b",", b";"), "note: separated by semicolons"),
    (61, GOOD.replace(b",", b"\t"), "note: separated by tabs"),
    (62, b"\xef\xbb\xbf" + GOOD, ""),
    (62, GOOD.replace(b"\n", b"\r\n") + b"\r\n\r\n", ""),
    (62, b"# measured\nx,y\n" + GOOD, ""),
    (59, GOOD + b"16,\n17,nan\n", "note: 2 rows have no value in x or y and are left out"),
    (59, GOOD.replace(b",", b";").replace(b"1\n", b"1,5\n"), "note: numbers have decimal commas"),
    (63, GOOD.decode().encode("utf-16"), "note: read as UTF-16"),
    (63, "größe,y\n".encode("latin-1") + GOOD, "note: read as Latin-1, since it is not UTF-8"),
    (71, b"\n".join(GOOD.splitlines()[::-1]), "note: sorted by x"),
]


@pytest.mark.parametrize(("row", "content", "note"), ACCEPTED, ids=lambda value: str(value)[:20])
def test_the_usual_files_are_read_and_what_was_found_is_said(approx, tmp_path, row, content, note):
    (tmp_path / "points.csv").write_bytes(content)
    done = approx("show", "points.csv", "--neurons", "1")
    done.accepts()
    assert not note or any(line.startswith(note) for line in done.err)


@pytest.mark.parametrize(
    ("content", "fitted"), [(b"1,2\n3,4\n", "one neuron"), (b"0,1\n1,3\n2,4\n", "2 neurons")]
)
def test_56_few_points_are_fitted_by_as_few_neurons_as_go_through_them(
    approx, tmp_path, content, fitted
):
    (tmp_path / "points.csv").write_bytes(content)
    done = approx("show", "points.csv")
    done.accepts()
    assert f"fitted by {fitted}" in done.out
    assert "the network goes through all of them" in done.out
    assert approx("show", "points.csv", "--neurons", "8").code == 0


def test_a_name_that_no_picture_could_show_is_left_out(approx, tmp_path):
    (tmp_path / "日本.csv").write_bytes(GOOD)
    done = approx("show", "日本.csv", "--neurons", "1")
    done.accepts()
    assert done.out.startswith("y: 16 points, fitted by one neuron")
    assert any("note: pictures leave out the file's name" in line for line in done.err)


def test_54_a_file_that_cannot_be_opened_is_named(approx, tmp_path):
    (tmp_path / "folder.csv").mkdir()
    approx("show", "points.csv").refuses("cannot open points.csv: No such file or directory")
    approx("show", "folder.csv").refuses("cannot open folder.csv: Is a directory")
    (tmp_path / "points.csv").write_bytes(GOOD)
    (tmp_path / "points.csv").chmod(0)
    if os.geteuid() != 0:  # root reads everything
        approx("show", "points.csv").refuses("cannot open points.csv: Permission denied")


def test_67_a_file_of_a_terabyte_is_refused_by_its_size(approx, tmp_path):
    with (tmp_path / "points.csv").open("wb") as file:
        file.truncate(1 << 40)
        (tmp_path / "points.csv").rename(tmp_path.parent / f"{tmp_path.name}.csv")
    approx("show", str(tmp_path.parent / f"{tmp_path.name}.csv")).refuses(
        ".csv is 1048576 MiB; the limit is 256 MiB"
    )


@pytest.mark.parametrize("place", ["fifo", "/dev/zero", "/proc/self/mem"])
def test_68_what_is_no_regular_file_is_refused_without_waiting(process, tmp_path, place):
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "points.csv").symlink_to(place)
    done = process("show", "points.csv")
    assert done.code == 2
    assert done.err[0].startswith("error: ")
    assert "not a regular file" in done.err[0] or "cannot read points.csv" in done.err[0]


def test_69_an_x_with_two_values_is_warned_about(approx, tmp_path):
    (tmp_path / "points.csv").write_bytes(GOOD + b"7,100\n")
    approx("show", "points.csv", "--neurons", "1").accepts(
        "x = 7 appears twice with different y (rows 8 and 17)"
    )


def test_74_a_file_that_changes_while_it_is_read_is_no_mixture(approx, tmp_path, monkeypatch):
    (tmp_path / "points.csv").write_bytes(GOOD)
    size = os.fstat

    def grown(descriptor):
        facts = size(descriptor)
        with (tmp_path / "points.csv").open("ab") as file:
            file.write(b"99,99\n")
        return facts

    monkeypatch.setattr(reading.os, "fstat", grown)
    done = approx("show", "points.csv")
    assert done.code == 2
    assert done.err == ("error: points.csv changed while it was read; try again",)
