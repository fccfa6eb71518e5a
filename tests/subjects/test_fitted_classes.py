"""Tables of several inputs and a class: what is read, and what the trained network says of it."""

import itertools

import numpy as np
import pytest

from approx.inputs.tables.classes import read_classes
from approx.inputs.tables.columns import Columns
from approx.outputs.figures import fitting
from approx.subjects.fit_options import FitOptions
from approx.subjects.resolve import resolve, resolve_any
from approx.subjects.topic import Topic
from approx.system.errors import InputError

#: The corners of a cube: the class is how many coordinates are 1.
ROWS = [(a, b, c, ["zero", "one", "two", "three"][a + b + c])
        for a, b, c in itertools.product((0, 1), repeat=3)]  # fmt: skip


@pytest.fixture
def cube(tmp_path):
    path = tmp_path / "cube.csv"
    lines = ["wide,long,high,same,count", *(f"{a},{b},{c},7,{kind}" for a, b, c, kind in ROWS)]
    path.write_text("\n".join(lines))
    return str(path)


def test_inputs_classes_and_names_are_those_of_the_table(cube):
    table = read_classes(cube, Columns())
    assert table.names == ("wide", "long", "high")
    assert table.classes == ("one", "three", "two", "zero")
    assert table.inputs.tolist() == [list(row[:3]) for row in ROWS]
    assert [table.classes[int(k)] for k in table.numbers] == [row[3] for row in ROWS]
    assert any("1 column is the same in all rows" in note for note in table.notes)


def test_a_table_of_two_inputs_or_without_a_class_is_another(tmp_path):
    for text in ("a,b,kind\n1,2,x\n2,1,y\n", "a,b,c,d\n1,2,3,4\n2,1,4,3\n", "x,y\n1,2\n2,3\n"):
        path = tmp_path / "other.csv"
        path.write_text(text)
        assert read_classes(path, Columns()) is None


def test_numbers_are_classes_where_z_names_their_column(tmp_path):
    path = tmp_path / "numbers.csv"
    path.write_text("a,b,c,digit\n1,2,3,4\n2,1,4,9\n3,3,3,4\n")
    assert read_classes(path, Columns(z="digit")).classes == ("4", "9")
    with pytest.raises(InputError, match="no column"):
        read_classes(path, Columns(z="none"))


def test_the_network_tells_all_corners_and_is_drawn_with_its_names(cube):
    topic = resolve_any(cube, FitOptions(neurons=8, settings={"steps": 500, "seed": 1}))
    assert isinstance(topic, Topic)
    network = topic.network
    assert (network.input_names, network.output_names) == (
        ("wide", "long", "high"), ("one", "three", "two", "zero")
    )  # fmt: skip
    shares = network(np.array([row[:3] for row in ROWS], dtype=float))
    assert shares.sum(axis=1) == pytest.approx(np.ones(8))
    told = [network.output_names[k] for k in shares.argmax(axis=1)]
    assert told == [row[3] for row in ROWS]
    assert (topic.values["right"], topic.values["rows"]) == (8, 8)
    assert set(fitting(topic)) == {"softmax", "network"}


def test_what_takes_one_input_says_how_many_there_are(cube):
    with pytest.raises(InputError, match="has 3 inputs and 4 outputs"):
        resolve(cube, FitOptions(neurons=2, settings={"steps": 1}))
    with pytest.raises(InputError, match="has 3 inputs; leave out --on"):
        resolve_any(cube, FitOptions(on=("0", "1")))


def test_values_of_three_inputs_are_no_classes(tmp_path):
    path = tmp_path / "values.csv"
    path.write_text("a,b,c,d\n" + "".join(f"{k},{k * k},{k + 1},{k / 2}\n" for k in range(12)))
    with pytest.raises(InputError, match="has inputs a, b, c; choose two, as --x A --y B"):
        resolve_any(str(path), FitOptions(columns={"z": "d"}))


def test_long_headers_and_classes_are_told_apart(tmp_path):
    head, kind = "a header that is longer than there is room for", "a class that is as long as that"
    path = tmp_path / "long.csv"
    rows = [f"{a},{b},{c},{kind} {(a + b) % 2}" for a, b, c, _ in ROWS]
    path.write_text("\n".join([f"{head} 1,{head} 2,w,kind", *rows]))
    network = resolve_any(str(path), FitOptions(settings={"steps": 3, "seed": 1})).network
    assert len({*network.input_names}) == 3
    assert len({*network.output_names}) == 2
