"""`approx.subject`: the library's way in, which takes what people have.

Everything that it takes is recognised in `given`; keywords are the command line's options, with
Python's values.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from approx.core.dataset import Dataset
from approx.core.target import Target
from approx.inputs.weights import ALL
from approx.subjects import given
from approx.subjects.components import Components, titled
from approx.subjects.fit_options import FitOptions
from approx.subjects.fitted import fitted
from approx.subjects.from_network import all_outputs, of_network, of_network_on
from approx.subjects.from_run_file import is_run
from approx.subjects.given_table import is_state, plain
from approx.subjects.given_target import (
    columns_named,
    compared_on,
    network_in,
    task_named,
)
from approx.subjects.plane import Plane
from approx.subjects.plane_entry import is_plane, plane_of
from approx.subjects.resolve import resolve_all, resolve_any
from approx.subjects.subject import Subject
from approx.subjects.topic import Topic
from approx.subjects.trained import FitOfSubject
from approx.system.errors import InputError

#: Keywords that train a network, besides its widths.
_SETTINGS = ("method", "steps", "rate", "seed", "held_out", "time_limit")


def subject(
    what: Any,
    *,
    on: Any = None,
    on_y: Any = None,
    neurons: int | None = None,
    hidden: Any = None,
    method: str | None = None,
    steps: int | None = None,
    rate: float | None = None,
    seed: int | None = None,
    held_out: float | None = None,
    time_limit: float | None = None,
    target: Any = None,
    x: Any = None,
    y: Any = None,
    z: Any = None,
    task: str | None = None,
    decimal: str | None = None,
    thousands: str | None = None,
    dates: str | None = None,
    component: int | str | None = None,
    activation: str | None = None,
    label: str | None = None,
    title: str | None = None,
) -> Any:
    """What every picture, film and table is made of: a network on an interval, beside its target.

    Parameters
    ----------
    what : str, path, callable, arrays, table, network or model
        The name of an example; a function as text, such as ``"sin(3*x)"``; a file of points or of
        a network; a function of one number or of an array, such as ``np.sin``; points as two
        arrays ``(x, y)`` of shape (points,), or a DataFrame; a :class:`approx.Network`; a
        PyTorch or Keras module; a fitted scikit-learn estimator.
    on : (float, float), optional
        The interval; by default (-3, 3) for a function, all points for points.
    on_y : (float, float), optional
        Of two inputs, the interval of y; by default that of x.
    neurons : int, optional
        Hidden units of one layer that a function or points are fitted with; 8 by default.
    hidden : int or tuple of int, optional
        Widths of several hidden layers, instead.
    method, steps, rate, seed, time_limit : optional
        How to train, as the options of the command line; ``time_limit`` in seconds.
    held_out : float, optional
        Share of the points that training does not see, to test on.
    target : str, callable or arrays, optional
        What a network or model is compared with.
    x, y, z : str or int, optional
        Columns of a table; z is the value or class of two inputs.
    task : {"regression", "classification"}, optional
        Whether z is a value or a class; by default text is, and at most ten whole numbers.
    decimal, thousands, dates : str, optional
        How a table file writes numbers (``","``) and dates (``"dmy"``), where that is open.
    component : int or str, optional
        Which output of a network or model with several, by number from 0 or by name; "all" for
        all of them, each a subject of its own.
    activation : str, optional
        Between the layers of a file that holds weights alone; ``"relu"`` by default.
    label : str, optional
        What the function or the points are called.
    title : str, optional
        Title of every picture.

    Returns
    -------
    Subject
        With ``network``, ``function``, ``target``, ``error``, ``best`` and methods that draw;
        a Plane where there are two inputs, Components of all outputs.

    Raises
    ------
    InputError
        One line that names what is wrong, and the way out.

    Examples
    --------
    >>> s = subject("abs(x)", on=(-1, 1), neurons=2)
    >>> s.function.breakpoints
    array([0.])
    >>> s = subject(([0, 1, 2], [0, 1, 0]), neurons=2)
    >>> s
    Subject('y', network 1-2-1 for 3 points on [0, 2])
    """
    if isinstance(what, Subject | Plane | Topic | Components):
        return what
    if isinstance(what, FitOfSubject):
        return what.subject
    what, target = plain(what, x), plain(target)
    options = _options(on, neurons, hidden, title, locals())
    model = {"component": component, "activation": given.words("activation", activation)}
    options = replace(
        options,
        columns=columns_named(x, y, decimal, thousands, dates, z),
        on_y=given.ends(on_y),
        task=task_named(task),
        model={name: value for name, value in model.items() if value is not None},
    )
    given.words("label", label)
    if is_plane(what, (x, y, z)):
        plane = plane_of(what, options, target, (x, y, z), label or "")
        return plane if title is None else replace(plane, own_title=_title(title))
    kind = given.kind_of(what)
    if kind in ("text", "network", "model", "pieces"):
        made = _of_text_or_network(what, kind, options, target)
    elif options.model:
        raise InputError(
            f"{next(iter(options.model))} is for a network or model; leave it out here"
        )
    elif target is not None:
        raise InputError("target is what a network or model is compared with; leave it out here")
    elif kind == "points":
        data, _ = given.dataset_of(what, x, y, label or "")
        made = _of_points(data, options)
    elif kind == "callable":
        called = given.target_of_callable(what, options, label or "")
        made = fitted(called.label.text, called, {"called": called.label.text}, options)
    else:
        made = _of_target(what, options)
    if title is None:
        return made
    if isinstance(made, Components):
        return titled(made, _title(title), made.command_words)
    return replace(made, own_title=_title(title))


def _options(
    on: Any, neurons: Any, hidden: Any, title: Any, keywords: dict[str, Any]
) -> FitOptions:
    """The keywords as the constructors take them, with wrong types refused."""
    checks = {
        "method": given.words, "steps": given.whole, "seed": given.whole, "rate": given.real,
        "held_out": given.real, "time_limit": given.real,
    }  # fmt: skip
    settings = {name: checks[name](name, keywords[name]) for name in _SETTINGS}
    if neurons is not None and hidden is not None:
        raise InputError("give one of neurons and hidden")
    return FitOptions(
        given.ends(on),
        given.whole("neurons", neurons),
        given.widths(hidden),
        {name: value for name, value in settings.items() if value is not None},
        given.warn,
        given.words("title", title),
    )


def _title(title: str) -> str:
    from approx.style.fonts import check_title

    return check_title(title)


def _of_text_or_network(
    what: Any, kind: str, options: FitOptions, target: Any
) -> Subject | Plane | Topic | Components:
    domain = options.interval()
    if kind == "text":
        text = given.text_of(what)
        if target is not None and is_run(text):
            learned = target if isinstance(target, str) else compared_on(target, domain)
            return resolve_any(text, replace(options, target=learned))
        made = resolve_all(text, options)
        if target is None:
            return made
        if isinstance(made, Components):
            raise InputError(f"one output is compared with a target; choose it, not {ALL!r}")
        if isinstance(made, Plane | Topic) or made.training is not None:
            raise InputError("target is what a network is compared with; leave it out here")
        network, name, domain = made.network, made.name, made.domain
    else:
        if options.needs_training:
            flags = " and ".join(name.strip("-") for name in options.training_flags)
            raise InputError(
                f"a network is not trained again; leave out {flags}, or use approx.fit"
            )
        if "activation" in options.model and not is_state(what):
            raise InputError("activation is for a file of weights alone; leave it out here")
        network = network_in(what, kind, options.model.get("activation"))
        component = options.model.get("component")
        if component == ALL and ALL not in network.output_names:
            if target is not None:
                raise InputError(f"one output is compared with a target; choose it, not {ALL!r}")
            return all_outputs(network, domain)
        if component is not None:
            network = network.component(component)
        if target is None:
            return of_network(network) if domain is None else of_network_on(network, domain)
        name = "network"
    compared, source = compared_on(target, domain)
    return of_network_on(network, compared.domain, compared, source, name)


def _of_points(data: Dataset, options: FitOptions) -> Subject:
    domain = options.interval()
    kept = data if domain is None else data.on(domain)
    return fitted(data.label.text, kept, {"points": data.label.text}, options)


def _of_target(target: Target | Dataset, options: FitOptions) -> Subject:
    domain = options.interval()
    kept = target if domain is None else target.on(domain)
    kind = "points" if isinstance(target, Dataset) else "called"
    return fitted(target.label.text, kept, {kind: target.label.text}, options)
