"""Tables of pandas, polars and PyTorch are read as they are: the points are those of the table."""

import datetime
import decimal

import numpy as np
import pytest

import approx
from approx.system.errors import InputError

X = np.linspace(0, 5, 12)
Y = np.sin(X)
DAYS = [datetime.date(2020, 1, 1) + datetime.timedelta(days=k) for k in range(12)]
FIRST = (DAYS[0] - datetime.date(1970, 1, 1)).days


def points(made):
    return made.target.x, made.target.y


def frames(pd):
    """Name -> a table of X and Y, whatever its columns are called."""
    nullable = pd.DataFrame({"x": X, "y": Y}).convert_dtypes()
    return {
        "two columns": (pd.DataFrame({"x": X, "y": Y}), {}),
        "numbers as names": (pd.DataFrame(np.c_[X, Y]), {}),
        "nullable": (nullable, {}),
        "three, two chosen": (pd.DataFrame({"a": X, "b": X, "c": Y}), {"x": "a", "y": "c"}),
        "index named": (pd.DataFrame({"y": Y}, index=pd.Index(X, name="t")), {}),
        "index chosen": (
            pd.DataFrame({"y": Y, "z": X}, index=pd.Index(X, name="t")), {"x": "t", "y": "y"},
        ),
        "a series": (pd.Series(Y, index=X, name="y"), {}),
        "two series": ((pd.Series(X), pd.Series(Y)), {}),
        "sorted by value": (pd.DataFrame({"x": X, "y": Y}).sort_values("y"), {}),
        "decimals": (pd.DataFrame({"x": [decimal.Decimal(float(v)) for v in X], "y": Y}), {}),
        "a row without a value": (
            pd.DataFrame({"x": [*X, np.nan, 9.0], "y": [*Y, 1.0, np.nan]}), {},
        ),
        "missing as pandas has it": (
            pd.DataFrame({"x": pd.array([*X, None], dtype="Float64"), "y": [*Y, 2.0]}), {},
        ),
    }  # fmt: skip


@pytest.mark.filterwarnings("ignore:.*no value")
def test_frames_of_pandas_hold_their_points():
    pd = pytest.importorskip("pandas", reason="pandas is not installed")
    for name, (table, chosen) in frames(pd).items():
        made = approx.subject(table, neurons=2, **chosen)
        assert np.array_equal(np.array(points(made)), [X, Y]), name
    plane = approx.subject(pd.DataFrame({"a": X, "b": Y, "c": X * Y}), neurons=2)
    assert np.array_equal(plane.target.points, np.c_[X, Y])


def test_dates_of_pandas_are_dates():
    pd = pytest.importorskip("pandas", reason="pandas is not installed")
    days = pd.to_datetime(DAYS)
    for table in (
        pd.DataFrame({"day": days, "y": Y}),
        pd.DataFrame({"y": Y}, index=days),
        pd.Series(Y, index=days),
        pd.DataFrame({"day": days.tz_localize("Europe/Berlin"), "y": Y}),
        pd.DataFrame({"day": days.to_period("D"), "y": Y}),
        pd.DataFrame({"day": DAYS, "y": Y}),
    ):
        made = approx.subject(table, neurons=2)
        assert made.target.dates
        assert np.array_equal(points(made)[0], FIRST + np.arange(12.0))


def test_what_a_frame_cannot_be_is_one_line():
    pd = pytest.importorskip("pandas", reason="pandas is not installed")
    refused = {
        "has the columns a, b, c, d; choose two": pd.DataFrame(dict.fromkeys("abcd", X)),
        "two columns 'a'; rename one": pd.DataFrame(np.c_[X, Y], columns=["a", "a"]),
        "x must be an array of numbers, not texts such as 'u'": pd.DataFrame(
            {"a": list("uvw"), "b": [1, 2, 3]}
        ),
        "holds lengths of time": pd.DataFrame({"a": pd.to_timedelta(X, unit="s"), "b": Y}),
        "at least 2 points": pd.DataFrame({"a": [], "b": []}),
        "not a DataFrameGroupBy": pd.DataFrame({"a": X, "b": Y}).groupby("a"),
    }
    for message, table in refused.items():
        with pytest.raises(InputError, match=message) as caught:
            approx.subject(table)
        assert "\n" not in str(caught.value)
    with pytest.raises(InputError, match="has no column 'c'; it has a, b"):
        approx.subject(pd.DataFrame({"a": X, "b": Y}), x="c", y="b")
    with pytest.warns(UserWarning, match="1 point has no value"):
        approx.subject(pd.DataFrame({"a": X, "b": [np.nan, *Y[1:]]}), neurons=2)


def test_frames_of_polars_hold_their_points():
    pl = pytest.importorskip("polars", reason="polars is not installed")
    made = approx.subject(pl.DataFrame({"x": X, "y": Y}), neurons=2)
    assert np.array_equal(np.array(points(made)), [X, Y])
    dates = approx.subject(pl.DataFrame({"day": DAYS, "y": Y}), neurons=2)
    assert dates.target.dates
    with pytest.raises(InputError, match=r"give frame.collect\(\)"):
        approx.subject(pl.DataFrame({"x": X, "y": Y}).lazy())


def test_tensors_modules_and_functions_of_pytorch():
    torch = pytest.importorskip("torch", reason="PyTorch is not installed")
    x, y = torch.tensor(X), torch.tensor(Y)
    for given in (
        (x, y.clone().requires_grad_()), (x[:, None], y[:, None]), torch.stack([x, y], 1),
        torch.utils.data.TensorDataset(x, y),
    ):  # fmt: skip
        made = approx.subject(given, neurons=2)
        assert np.array_equal(np.array(points(made)), [X, Y])
    half = torch.arange(8, dtype=torch.bfloat16)
    assert approx.subject((half, half), neurons=2).domain == (0, 7)
    f = approx.subject(torch.nn.functional.softplus, on=(-1, 1), neurons=2).target
    np.testing.assert_allclose(f(X), np.log1p(np.exp(X)), atol=1e-14)
    model = torch.nn.Sequential(torch.nn.Linear(1, 3), torch.nn.Tanh(), torch.nn.Linear(3, 1))
    wanted = approx.subject(model).network
    assert approx.subject(model.state_dict(), activation="tanh").network == wanted
    assert approx.subject(torch.compile(model)).network == wanted
    with pytest.raises(InputError, match="scripted module"):
        approx.subject(torch.jit.script(model))
    with pytest.raises(InputError, match="Linear is a class; give one of its objects"):
        approx.subject(torch.nn.Linear)
