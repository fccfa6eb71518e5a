"""The training methods, one file each: what `--method` takes, and which of them suits a problem."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from approx.system.errors import InputError
from approx.training.method import SPECIAL, Method
from approx.training.methods import (
    adam,
    best,
    gradient_descent,
    lbfgs,
    levenberg_marquardt,
    optimal,
    variable_projection,
)
from approx.training.options import Options, check_choice, check_names
from approx.training.problem import Problem

#: By name; a test proves that no file is missing.
METHODS: dict[str, Method] = {
    module.METHOD.name: module.METHOD
    for module in (
        gradient_descent,
        adam,
        lbfgs,
        levenberg_marquardt,
        variable_projection,
        optimal,
        best,
    )
}


def options_for(method: str, settings: dict[str, Any]) -> Options:
    """Checked options of a method, with its defaults for what is not set.

    Raises:
        InputError: for an unknown method or setting, one outside its limits, or one that has no
            effect with this method.
    """
    check_choice("method", method, tuple(METHODS))
    check_names(settings)
    chosen, options = METHODS[method], Options(method=method, **settings)
    for name, nothing in SPECIAL.items():
        if getattr(options, name) not in (None, nothing) and name not in chosen.takes:
            raise InputError(f"--{name} belongs to --method {_listed(taking(name))}, not {method}")
    return replace(
        options,
        steps=chosen.steps if options.steps is None else options.steps,
        rate=chosen.rate if options.rate is None else options.rate,
        momentum=chosen.momentum if options.momentum is None else options.momentum,
        init=options.init or chosen.init,
        solve_output=chosen.solve_output if options.solve_output is None else options.solve_output,
        schedule=options.schedule or chosen.schedule,
    )


def taking(option: str) -> list[str]:
    """The names of the methods on which an option has an effect."""
    return [method.name for method in METHODS.values() if option in method.takes]


def check_suits(method: Method, problem: Problem) -> None:
    """Refuse a problem that a method cannot do.

    Raises:
        InputError: naming methods that can.
    """
    if problem.loss != "squared" and (method.least_squares or method.one_layer):
        others = [m.name for m in METHODS.values() if not (m.least_squares or m.one_layer)]
        kind = "least squares" if method.least_squares else "functions"
        raise InputError(f"--method {method.name} is for {kind}; use {_listed(others)}")
    widths, relu = problem.shape.widths, problem.shape.activation == "relu"
    if method.one_layer and not (len(widths) == 3 and widths[0] == widths[-1] == 1 and relu):
        raise InputError(
            f"--method {method.name} is for one input, one hidden layer of ReLUs and one output; "
            "use lm"
        )


def _listed(names: list[str]) -> str:
    return " or ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
