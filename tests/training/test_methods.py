"""A training method is one file with one record; every list of methods comes from the records."""

import importlib
import pkgutil

import numpy as np
import pytest
from click.testing import CliRunner

from approx.cli.commands.fit import command
from approx.core.network import Network
from approx.core.target import sine
from approx.subjects import FitOptions, resolve
from approx.subjects.from_run import untrained
from approx.system.errors import InputError
from approx.training import fit, fit_points, methods
from approx.training.method import SPECIAL, Method
from approx.training.methods import METHODS, options_for
from approx.training.options import INITS, LIMITS, Options

#: A value of every special option that asks for something.
ASKING = {
    "momentum": 0.5, "batch": 4, "dropout": 0.1, "rate": 0.01, "schedule": "cosine",
    "l1": 0.01, "l2": 0.01, "restarts": 2,
}  # fmt: skip


#: Options that a method fills in.
FILLED = ("steps", "rate", "momentum", "init", "solve_output", "schedule")


def test_every_file_in_methods_is_a_method():
    files = [module.name for module in pkgutil.iter_modules(methods.__path__)]
    records = [importlib.import_module(f"{methods.__name__}.{file}").METHOD for file in files]
    assert all(isinstance(record, Method) for record in records)
    assert sorted(METHODS) == sorted(record.name for record in records)
    assert all(METHODS[record.name] is record for record in records)


@pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)
def test_a_methods_defaults_are_within_the_limits_and_fill_its_options(method):
    assert method.init in INITS
    assert set(method.takes) <= set(SPECIAL) == set(ASKING)
    assert ("rate" in method.takes) == (method.rate is not None)
    options = options_for(method.name, {})
    assert [getattr(options, name) for name in FILLED] == [getattr(method, name) for name in FILLED]
    # What is filled in can be given back, as a repeated run does.
    given = dict(vars(options))
    assert options_for(given.pop("method"), given) == options


def test_the_defaults_by_value():
    wanted = {
        "gd": (8000, 0.02, 0.95, "inside", False, "constant"),
        "adam": (4500, 0.007, None, "inside", False, "cosine"),
        "lbfgs": (1000, None, None, "inside", False, "constant"),
        "lm": (300, None, None, "equidistributed", True, "constant"),
        "varpro": (60, None, None, "equidistributed", True, "constant"),
        "optimal": (100, None, None, "equidistributed", True, "constant"),
        "best": (1, None, None, "torch", False, "constant"),
    }
    for name, method in METHODS.items():
        assert tuple(getattr(method, field) for field in FILLED) == wanted[name]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("option", SPECIAL)
def test_an_option_without_effect_is_refused_and_the_right_methods_are_named(method, option):
    setting = {option: ASKING[option]}
    if option in METHODS[method].takes:
        assert getattr(options_for(method, setting), option) == ASKING[option]
        return
    with pytest.raises(
        InputError, match=rf"--{option} belongs to --method .*, not {method}$"
    ) as no:
        options_for(method, setting)
    named = str(no.value).split("--method ")[1].split(", not")[0].replace(" or ", ", ").split(", ")
    assert named == [name for name in METHODS if option in METHODS[name].takes]


@pytest.mark.parametrize("option", LIMITS)
def test_the_limits_of_every_number_are_inside(option):
    low, high = LIMITS[option]
    for value in (low, high):
        assert getattr(Options(**{option: value}), option) == value
    shown = option.replace("_", "-")
    for value in (low - 0.5, high + 1, float("nan")):
        with pytest.raises(InputError, match=f"^--{shown} must be between "):
            Options(**{option: value})


def test_help_names_every_method_in_its_words():
    done = CliRunner().invoke(command, ["--help"])
    shown = " ".join(done.output.split())
    for method in METHODS.values():
        assert f"{method.name} ({method.description})" in shown
    assert "Learning rate of gd and adam." in shown


def test_what_can_be_watched_is_what_goes_step_by_step():
    for name, method in METHODS.items():
        steps = {"steps": 3} if method.stepwise else {}
        subject = resolve("sin(3*x)", FitOptions(neurons=3, settings={"method": name, **steps}))
        assert (untrained(subject) is None) == method.stepwise


@pytest.mark.parametrize("name", [n for n in METHODS if METHODS[n].least_squares])
def test_methods_of_least_squares_refuse_classes(name):
    with pytest.raises(InputError, match=f"--method {name} is for least squares; use gd, adam or"):
        fit_points([0, 1, 2], [0, 1, 1], 2, method=name, loss="binary")


@pytest.mark.parametrize("name", [n for n in METHODS if METHODS[n].one_layer])
def test_methods_of_one_layer_refuse_several(name):
    with pytest.raises(InputError, match=f"--method {name} is for one input, one hidden layer"):
        fit(sine(), hidden=(2, 2), method=name)
    with pytest.raises(InputError, match=f"--method {name} is for one input, one hidden layer"):
        fit_points(np.eye(3), [0, 1, 2], 2, method=name)


def test_a_given_start_is_the_only_start():
    start = Network([[[1.0], [1.0]], [[1.0, -2.0]]], [[1.0, 0.0], [0.0]])
    run = fit(sine(), method="lm", start=start, steps=2)
    assert run.options.restarts is None
    assert run.history.network(0)(np.array([0.3])) == pytest.approx(start(np.array([0.3])))
