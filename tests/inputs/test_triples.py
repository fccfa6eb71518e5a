"""Tables of two inputs: which columns are what, and whether the third is a value or a class."""

import numpy as np
import pytest

from approx.inputs.tables import Columns
from approx.inputs.tables.triples import read_triples
from approx.system.errors import InputError


def read(tmp_path, text, task="", **wanted):
    path = tmp_path / "points.csv"
    path.write_text(text, encoding="utf-8")
    return read_triples(path, Columns(**wanted), task)


def test_text_is_a_class_and_its_columns_name_the_axes(tmp_path):
    found = read(tmp_path, "length,width,kind\n1,2,b\n3,4,a\n5,7,b\n")
    assert found.points.tolist() == [[1, 2], [3, 4], [5, 7]]
    assert found.classes == ("a", "b")
    assert found.values.tolist() == [1, 0, 1]
    assert found.names == ("length", "width", "kind")


def test_few_whole_numbers_are_classes_and_others_values(tmp_path):
    assert read(tmp_path, "0,0,0\n0,1,1\n1,0,1\n").classes == ("0", "1")
    assert read(tmp_path, "0,0,0.5\n0,1,1\n1,0,1\n").classes == ()
    many = "".join(f"{k},{k * k},{k}\n" for k in range(11))
    assert read(tmp_path, many).classes == ()


def test_the_task_decides_otherwise(tmp_path):
    values = read(tmp_path, "0,0,0\n0,1,1\n1,0,1\n", "regression")
    assert values.classes == ()
    assert values.values.tolist() == [0, 1, 1]
    halves = "0,0,0.5\n0,1,1.5\n1,0,1.5\n"
    assert read(tmp_path, halves, "classification").classes == ("0.5", "1.5")
    with pytest.raises(InputError, match="holds text, such as 'a'"):
        read(tmp_path, "1,2,a\n3,4,b\n", "regression")


def test_decimal_commas_and_empty_cells(tmp_path):
    found = read(tmp_path, "a;b;c\n1,5;2,5;0,25\n2,5;;1,5\n3,5;1,5;2,75\n")
    assert found.points.tolist() == [[1.5, 2.5], [3.5, 1.5]]
    assert np.array_equal(found.values, [0.25, 2.75])
    assert "1 row lacks" in found.notes[-1]


def test_of_more_columns_z_names_the_value(tmp_path):
    text = "a,b,c,d\n1,2,3,x\n4,5,7,y\n"
    assert read(tmp_path, text) is None
    found = read(tmp_path, text, x="a", y="c", z="d")
    assert found.points.tolist() == [[1, 3], [4, 7]]
    assert read(tmp_path, text, z="d") is None  # a class of three inputs


@pytest.mark.parametrize("text", ["x,y\n1,2\n3,4\n", "year,a,b\n2000,1,2\n2001,3,4\n"])
def test_series_are_no_planes(tmp_path, text):
    assert read(tmp_path, text) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1,2,a\n1,3,b\n", "all x are 1"),
        ("1,2,a\n3,4,a\n", "two classes are needed"),
        ("1,2,a\n", "at least 2 points"),
        ("a,b,c\n1,2,k\nq,4,l\n", "q"),
    ],
)
def test_what_cannot_be_used_is_one_line(tmp_path, text, said):
    with pytest.raises(InputError, match=said):
        read(tmp_path, text)


def test_classes_that_are_shown_differ(tmp_path):
    """Seven digits, or names that are alike in what there is room for."""
    assert read(tmp_path, "0,0,1000001\n0,1,1000002\n1,0,1000001\n").classes == (
        "1000001",
        "1000002",
    )
    long = "a name with more characters than fit"
    one, two = read(tmp_path, f"0,0,{long} A\n0,1,{long} B\n1,0,{long} A\n").classes
    assert (one, two) == ("1 a name with more chara…", "2 a name with more chara…")
