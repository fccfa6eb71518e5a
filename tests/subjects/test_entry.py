"""The library takes what people have, and says the way out in one line for everything else."""

import ast
import datetime
import json
import math
from pathlib import Path

import numpy as np
import pytest

import approx
from approx import InputError, Network, PiecewiseLinear
from approx.subjects import packed, unpacked

X = np.linspace(0, 5, 40)
ABS = Network([[[1], [-1]], [[1, 1]]], [[0, 0], [0]])


def hat(x):
    return max(0.0, 1 - abs(x))


@pytest.mark.parametrize(
    ("what", "keywords", "shown"),
    [
        ("sin(3*x)", {"on": (-3, 3), "neurons": 8}, "network 1-8-1 for sin(3x) on [-3, 3]"),
        ("abs", {}, "network 1-2-1 for |x| on [-2, 2]"),
        (np.sin, {"on": ("-pi", "pi"), "neurons": 4}, "for sin(x) on [-3.14159, 3.14159]"),
        (math.cos, {"on": np.array([0, 1]), "neurons": np.int64(2)}, "for cos(x) on [0, 1]"),
        (hat, {"on": (-2, 2), "neurons": 3}, "network 1-3-1 for hat(x) on [-2, 2]"),
        (lambda x: 1.0, {"neurons": 1, "label": "one"}, "for one on [-3, 3]"),
        ((X, np.cos(X)), {"neurons": 5}, "'y', network 1-5-1 for 40 points on [0, 5]"),
        (np.column_stack([X, X]), {"neurons": 1}, "for 40 points"),
        ({"t": X, "h": X, "n": X}, {"x": "t", "y": "h", "neurons": 1}, "'h', network 1-1-1"),
        (ABS, {}, "Subject('network', network 1-2-1 on [-3, 3])"),
        (ABS, {"on": (-1, 1), "target": "x^2"}, "network 1-2-1 for x² on [-1, 1]"),
        (ABS, {"target": np.abs}, "for |x| on [-3, 3]"),
        (PiecewiseLinear([0, 1, 2], [0, 1, 0]), {}, "network 1-"),
        ("xor", {}, "Plane('xor', network 2-2-1 on [-0.5, 1.5] × [-0.5, 1.5])"),
    ],
)
def test_what_people_have_becomes_a_subject(what, keywords, shown):
    made = approx.subject(what, **keywords)
    assert shown in repr(made)
    assert "\n" not in repr(made)
    assert approx.subject(made) is made


def test_a_subject_tells_its_network_function_target_error_and_the_best():
    s = approx.subject("x^2", on=(-1, 1), neurons=4)
    assert isinstance(s.network, Network)
    assert isinstance(s.function, PiecewiseLinear)
    assert s.function(0.3) == pytest.approx(s.network(0.3))
    # Three inner breakpoints: four pieces, each 1/16·2·(1/2)² off the parabola at most.
    assert s.error.sup == pytest.approx(1 / 32, rel=1e-6)
    assert s.best.sup == pytest.approx(1 / 32, rel=1e-6)
    assert s.error.proved
    assert s.error.rms == pytest.approx(s.error.l2 / math.sqrt(2))
    assert isinstance(s.best.function, PiecewiseLinear)


def test_of_a_python_function_the_error_is_the_largest_that_was_found():
    by_text = approx.subject("sin(x)", on=(-2, 2), neurons=4, method="optimal")
    called = approx.subject(np.sin, on=(-2, 2), neurons=4, method="optimal")
    assert not called.error.proved
    assert called.error.sup == pytest.approx(by_text.error.sup, rel=1e-6)


@pytest.mark.parametrize("function", [np.sin, hat, lambda x: np.exp(-x * x)])
def test_a_python_function_reaches_another_process_with_the_same_numbers(function):
    s = approx.subject(function, on=(-3, 3), neurons=3, method="optimal")
    there = unpacked(packed(s))
    x = np.linspace(-3, 3, 1001)
    np.testing.assert_allclose(there.target(x), s.target(x), atol=2e-6)
    assert there.error.sup == pytest.approx(s.error.sup, rel=1e-6)


class Columns(list):
    """As a DataFrame has them: whether they are none cannot be asked."""

    def __bool__(self):
        raise ValueError("the truth value of an Index is ambiguous")


class Frame:
    """Looks like a DataFrame; tests/frameworks has real ones."""

    columns = Columns(["t", "h"])

    def __getitem__(self, name):
        return {"t": X, "h": np.cos(X)}[name]


def test_a_table_is_asked_for_its_columns_only():
    made = approx.subject(Frame(), neurons=3)
    assert np.array_equal(np.array([made.target.x, made.target.y]), [X, np.cos(X)])
    assert made.target.names == ("t", "h")


def test_every_repr_is_one_line():
    s, run = approx.subject("x^2", on=(-1, 1), neurons=3), approx.fit("abs(x)", steps=5)
    deep = Network([[[1.0]]] * 200, [[0.0]] * 200)
    data = approx.subject((X, X), neurons=1).target
    shown = (s, s.network, s.function, s.target, s.error, s.best, run, run.history, deep,
             data, approx.show("abs"), approx.subject("xor"), s.analysis)  # fmt: skip
    for each in shown:
        assert repr(each).isprintable()
        assert type(each).__name__.removesuffix("OfSubject") in repr(each)
        assert 10 < len(repr(each)) < 160


def test_complex_values_are_no_curve():
    with pytest.raises(InputError, match="its values are complex"):
        approx.subject(lambda x: np.sqrt(x + 0j))
    assert approx.subject(lambda x: x + 0j, neurons=1).target(0.5) == 0.5


def test_dates_and_missing_values_of_arrays_are_those_of_tables():
    days = [datetime.date(2026, 1, 1 + k) for k in range(9)]
    y = [float(k) for k in range(8)] + [math.nan]
    s = approx.subject((days, y), neurons=1)
    assert s.target.dates
    assert s.domain == (20454, 20461)
    assert len(s.target) == 8


def test_a_table_file_takes_the_options_of_the_command_line_as_keywords(tmp_path):
    (tmp_path / "a.csv").write_text('a,b,c\n1,"1,000",5\n2,"2,000",6\n3,"1,500",8\n')
    s = approx.subject(tmp_path / "a.csv", x="a", y="b", thousands=",", neurons=2)
    assert s.target.y.tolist() == [1000, 2000, 1500]
    assert s.target.names == ("a", "b")


def test_a_fit_has_its_subject_and_a_repr_of_one_line():
    run = approx.fit(np.sin, on=(-1, 1), neurons=4, method="gd", steps=20, seed=1)
    assert run.subject.network is run.network
    assert run.subject.fit.history is run.history
    assert repr(run).startswith("Fit(gd, ")
    assert "\n" not in repr(run)
    again = approx.fit("sin(x)", start=run.network, on=(-1, 1), method="gd", steps=5)
    assert again.network.hidden_units == 4


def test_measure_best_and_analyse_take_the_same_things():
    f = PiecewiseLinear([-1, 0, 1], [1, 0, 1])
    assert approx.measure(f, "x^2").sup == approx.measure(ABS, "x^2", on=(-1, 1)).sup == 0.25
    assert approx.measure(ABS, np.square, on=(-1, 1)).sup == pytest.approx(0.25)
    assert approx.measure(ABS, ([0, 1, 2], [0, 1, 3])).sup == 1
    assert approx.best(np.square, 3, on=(-1, 1)).error == pytest.approx(1 / 32, rel=1e-4)
    assert approx.analyse(ABS, on=(-1, 1)).output == f
    assert approx.analyse(ABS, (-1, 1)).output == f


def test_a_subject_is_drawn_as_a_figure_on_axes_and_as_a_page(tmp_path):
    figure_module = pytest.importorskip("matplotlib.figure")
    s = approx.subject(np.tanh, on=(-2, 2), neurons=3)
    figure = s.figure("sum", theme="dark", width=4.5)
    assert isinstance(figure, figure_module.Figure)
    assert figure.get_figwidth() == 4.5
    ax = figure_module.Figure().add_subplot()
    assert s.draw(ax) is ax
    assert ax.get_xlim() == (-2, 2)
    assert len(ax.lines) >= 2
    path = s.page(tmp_path / "page.html")
    assert path.read_text().startswith("<!")
    assert s.page(tmp_path / "page.html") == path  # written again, as savefig does


def test_what_is_gone_names_what_to_write():
    with pytest.raises(AttributeError, match=r"approx.resolve is gone; write approx.subject"):
        _ = approx.resolve
    assert {"subject", "fit", "measure", "best", "analyse", "show", "widget"} < set(dir(approx))
    assert len(dir(approx)) < 25


@pytest.mark.parametrize("unit", [2.0**990, 2.0**-990])
def test_values_of_any_size_give_the_same_network_and_honest_numbers(unit):
    """Errors, bounds and ticks at 1e±298 are those at 1, times the unit."""
    plain = approx.subject("sin(3*x)", neurons=5)
    wide = approx.subject(f"{unit!r}*sin(3*x)", neurons=5)
    assert wide.error.sup == pytest.approx(unit * plain.error.sup, rel=1e-6)
    assert wide.error.l2 == pytest.approx(unit * plain.error.l2, rel=1e-5)
    assert wide.error.proved
    assert wide.best.sup == pytest.approx(unit * plain.best.sup, rel=1e-6)
    best = approx.best(wide, 3, "l2").error
    assert best == pytest.approx(unit * approx.best(plain, 3, "l2").error, rel=1e-6)
    vertical = wide.figure("sum").axes[0].yaxis
    assert all(
        "·10" in label.get_text() for label in vertical.get_ticklabels() if label.get_text() != "0"
    )


def test_the_notebook_of_the_library_runs(tmp_path, monkeypatch):
    """docs/python.ipynb: fifteen cells, one for every entry; what a cell ends with is shown."""
    pytest.importorskip("matplotlib")
    monkeypatch.chdir(tmp_path)
    book = json.loads((Path(__file__).parents[2] / "docs" / "python.ipynb").read_text("utf-8"))
    cells = ["".join(cell["source"]) for cell in book["cells"] if cell["cell_type"] == "code"]
    names = {}
    for cell in cells:
        *body, last = ast.parse(cell).body
        exec(compile(ast.Module(body, []), "cell", "exec"), names)
        if isinstance(last, ast.Expr):
            shown = eval(compile(ast.Expression(last.value), "cell", "eval"), names)
            assert "\n" not in repr(shown).replace(",\n", ",")
        else:
            exec(compile(ast.Module([last], []), "cell", "exec"), names)
    assert len(cells) == 15
    entries = ("subject", "fit", "measure", "best", "analyse", "show", "figure", "draw", "page")
    assert all(f".{name}(" in "".join(cells) for name in entries)


@pytest.mark.parametrize(
    "ends",
    [(0.1234567, 1), (1234567, 1234568.5), (1.7e8, 170000001), (1 / 3, np.pi), (-1e-7, 1e-7)],
)
def test_every_digit_of_an_interval_counts(ends):
    assert approx.subject("x", on=ends, neurons=1).domain == ends


def test_a_function_is_measured_on_the_interval_that_is_asked_for():
    """|x| − x² on [0.4, 0.45] is largest at 0.45, on [−2, 2] at ±2."""
    f = PiecewiseLinear([-1, 0, 1], [1, 0, 1])
    assert approx.measure(f, "x^2", on=(0.4, 0.45)).sup == pytest.approx(0.45 - 0.45**2)
    assert approx.measure(f, "x^2", on=(-2, 2)).sup == pytest.approx(2)


def test_points_outside_the_interval_are_not_compared_with():
    points = ([0, 1, 2, 3], [0, 1, 2, 9])
    assert approx.measure(ABS, points).sup == 6
    assert approx.measure(ABS, points, on=(0, 2)).sup == 0
    assert approx.subject(ABS, target=points).domain == (0, 3)
    assert approx.subject(ABS, target=points, on=(0, 2)).domain == (0, 2)


def test_a_target_has_its_own_interval_where_none_is_asked_for():
    target = approx.subject("x^2", on=(0, 9), neurons=2).target
    assert approx.subject(ABS, target=target).domain == (0, 9)
    assert approx.Recorder(ABS, target=target)._target.domain == (0, 9)
