"""The library's way in: `subject`, `fit`, `measure`, `best` and `analyse` take what people have.

Everything that they take is recognised in `given`; keywords are the command line's options, with
Python's values.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

from approx.core.dataset import Dataset
from approx.core.error import ErrorReport
from approx.core.error import measure as measure_pieces
from approx.core.exact import Analysis
from approx.core.exact import analyse as analyse_network
from approx.core.network import Network
from approx.core.piecewise import PiecewiseLinear
from approx.core.plane_target import PlanePoints, PlaneTarget
from approx.core.smooth import SmoothAnalysis, analyse_smooth
from approx.core.smooth_error import measure_smooth
from approx.core.target import Target
from approx.inputs.weights import ALL
from approx.limits import BestApproximation, Norm
from approx.limits import best as best_of
from approx.limits import network_of as realised
from approx.subjects import given
from approx.subjects.components import Components, titled
from approx.subjects.fit_options import DOMAIN, FitOptions
from approx.subjects.fitted import fitted, of_fit
from approx.subjects.from_function import target_at
from approx.subjects.from_network import all_outputs, of_network, of_network_on
from approx.subjects.from_run_file import is_run
from approx.subjects.given_table import is_state, plain
from approx.subjects.plane import Plane
from approx.subjects.plane_entry import Columns, is_plane, plane_of
from approx.subjects.resolve import resolve_all, resolve_any
from approx.subjects.subject import Subject
from approx.subjects.topic import Topic
from approx.system.errors import InputError
from approx.training import Fit
from approx.training import fit as train

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
        columns=_columns(x, y, decimal, thousands, dates, z),
        on_y=given.ends(on_y),
        task=_task(task),
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


def _task(task: Any) -> str:
    if task not in (None, "regression", "classification"):
        raise InputError(f"task is 'regression' or 'classification', not {task!r}")
    return task or ""


def _columns(
    x: Any, y: Any, decimal: Any, thousands: Any, dates: Any, z: Any = None
) -> dict[str, str]:
    marks = {"decimal": decimal, "thousands": thousands, "dates": dates}
    checked = {name: given.words(name, value) for name, value in marks.items()}
    columns = {"x": x, "y": y, "z": z, **checked}
    return {name: str(value) for name, value in columns.items() if value is not None}


def _title(title: str) -> str:
    from approx.style.fonts import check_title

    return check_title(title)


def _of_text_or_network(
    what: Any, kind: str, options: FitOptions, target: Any
) -> Subject | Plane | Topic | Components:
    if kind == "text":
        text = given.text_of(what)
        if target is not None and is_run(text):
            learned = target if isinstance(target, str) else compared_with(target, options.on)
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
        network = _network(what, kind, options.model.get("activation"))
        component = options.model.get("component")
        on = options.interval()
        if component == ALL and ALL not in network.output_names:
            if target is not None:
                raise InputError(f"one output is compared with a target; choose it, not {ALL!r}")
            return all_outputs(network, on)
        if component is not None:
            network = network.component(component)
        if target is None:
            return of_network(network) if on is None else of_network_on(network, on)
        name, domain = "network", on or DOMAIN
    compared, source = _compared(target, domain)
    return of_network_on(network, compared.domain, compared, source, name)


def _network(what: Any, kind: str, activation: str | None = None) -> Network:
    if kind == "pieces":
        return realised(what)
    return what if isinstance(what, Network) else given.network_of(what, activation)


def _compared(target: Any, domain: tuple[float, float]) -> tuple[Target | Dataset, dict[str, str]]:
    """What a network is compared with, on an interval, and where it comes from."""
    target = plain(target)
    options = FitOptions((repr(domain[0]), repr(domain[1])), warn=given.warn)
    if isinstance(target, str):
        return target_at(target, domain, options), {"text": target}
    if isinstance(target, Target | Dataset):
        return target.on(domain), {"called": target.label.text}
    if given.kind_of(target) == "points":
        data, _ = given.dataset_of(target, None, None, "")
        return data, {"points": data.label.text}
    if callable(target) and not given.framework(target):
        called = given.target_of_callable(target, options, "")
        return called, {"called": called.label.text}
    raise InputError("target is a text such as 'sin(3*x)', a callable, or arrays (x, y)")


def compared_with(
    target: Any, on: tuple[str, str] | None
) -> tuple[Target | Dataset, dict[str, str]]:
    """What a run learns, on an interval; by default that of its points."""
    target = plain(target)
    domain = FitOptions(on).interval()
    if not isinstance(target, str | Target | Dataset) and given.kind_of(target) == "points":
        data, _ = given.dataset_of(target, None, None, "")
        return (data if domain is None else data.on(domain)), {"points": data.label.text}
    return _compared(target, domain or DOMAIN)


def _of_points(data: Dataset, options: FitOptions) -> Subject:
    domain = options.interval()
    kept = data if domain is None else data.on(domain)
    return fitted(data.label.text, kept, {"points": data.label.text}, options)


def _of_target(target: Target | Dataset, options: FitOptions) -> Subject:
    domain = options.interval()
    kept = target if domain is None else target.on(domain)
    kind = "points" if isinstance(target, Dataset) else "called"
    return fitted(target.label.text, kept, {kind: target.label.text}, options)


@dataclass(frozen=True, eq=False)
class FitOfSubject(Fit):
    """A training run, and its network as a subject that can be drawn.

    Attributes:
        subject: the network beside what it was trained on.
    """

    subject: Subject | Plane | None = None

    def __repr__(self) -> str:
        return f"Fit({self.options.method}, {self.seconds:.2f} s: {self.subject!r})"

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        assert self.subject is not None
        return self.subject._repr_mimebundle_()


def fit(
    what: Any,
    neurons: int | None = None,
    hidden: Any = None,
    method: str | None = None,
    *,
    on: Any = None,
    on_y: Any = None,
    x: Any = None,
    y: Any = None,
    z: Any = None,
    task: str | None = None,
    label: str | None = None,
    **settings: Any,
) -> FitOfSubject:
    """Train a network on a function or on points.

    Parameters
    ----------
    what : str, callable, arrays, table
        As :func:`approx.subject` takes them.
    neurons, hidden, method
        As there; 8 neurons by default.
    on, on_y, x, y, z, task, label
        As there.
    **settings
        Fields of ``approx.training.Options``: steps, rate, seed, batch, momentum, ...; and
        ``start``, a network to start from.

    Returns
    -------
    Fit
        With ``network``, ``history``, ``error``, ``seconds`` and ``subject``.

    Raises
    ------
    InputError
        One line that names what is wrong.

    Examples
    --------
    >>> run = fit("sin(3*x)", on=(-1, 1), neurons=6, method="adam", steps=50, seed=1)
    >>> run.network.hidden_units, run.history.steps[-1]
    (6, np.int64(50))
    """
    what = plain(what, x)
    options = FitOptions(given.ends(on), warn=given.warn)
    given.words("method", method)
    plane = _fitted_plane(
        what, replace(options, on_y=given.ends(on_y), task=_task(task)), (x, y, z), label or "",
        neurons, hidden, {"method": method, "time_limit": None, **settings},
    )  # fmt: skip
    if plane is not None:
        assert plane.fit is not None
        done = plane.fit
        return FitOfSubject(done.network, done.history, done.options, done.seconds, plane)
    kind = given.kind_of(what)
    if kind in ("network", "model", "pieces"):
        raise InputError(
            "fit trains on a function or on points; a network goes in as start=network"
        )
    target, source = _target_of(what, kind, options, x, y, label)
    widths = given.widths(hidden)
    if not isinstance(settings.get("start"), Network | None):
        raise InputError("start takes a network to train on, such as another fit's network")
    if given.whole("neurons", neurons) is None and widths is None and "start" not in settings:
        neurons = 8
    known = {field.name for field in fields(train_options())} | {"start"}
    for name in settings:
        if name not in known:
            from approx.style.languages import nearest

            raise InputError(f"fit has no setting {name!r}; {nearest(name, tuple(sorted(known)))}")
    done = train(target, neurons, widths, method, **settings)
    made = of_fit(target.label.text, target, source, done)
    return FitOfSubject(done.network, done.history, done.options, done.seconds, made)


def _fitted_plane(
    what: Any, options: FitOptions, columns: Columns, label: str, neurons: Any, hidden: Any,
    settings: dict[str, Any],
) -> Plane | None:  # fmt: skip
    """What is about two inputs, trained; None for everything else."""
    options = replace(
        options,
        neurons=given.whole("neurons", neurons),
        hidden=given.widths(hidden),
        settings=settings,
    )
    if is_plane(what, columns):
        if given.kind_of(what) in ("network", "model"):
            return None
        return plane_of(what, options, None, columns, label)
    if isinstance(what, PlaneTarget | PlanePoints) or given.kind_of(what) != "text":
        return None
    from approx.inputs import catalog
    from approx.inputs.example import PlaneExample
    from approx.inputs.expression.tokens import has_two_inputs
    from approx.subjects.from_data import is_table, plane_data_of

    text = given.text_of(what)
    x, y, z = columns
    tabled = replace(options, columns=_columns(x, y, None, None, None, z))
    if is_table(text):
        return None if plane_data_of(text, tabled) is None else _plane_of_text(text, tabled)
    example = catalog.find(text)
    if isinstance(example, PlaneExample) or (example is None and has_two_inputs(text)):
        return _plane_of_text(text, options)
    return None


def _plane_of_text(text: str, options: FitOptions) -> Plane:
    made = resolve_any(text, options)
    assert isinstance(made, Plane)
    return made


def train_options() -> Any:
    from approx.training.options import Options

    return Options


def _target_of(
    what: Any, kind: str, options: FitOptions, x: Any, y: Any, label: str | None
) -> tuple[Target | Dataset, dict[str, str]]:
    """What is approximated, and where it comes from."""
    domain = options.interval()
    if kind == "text":
        text = given.text_of(what)
        from approx.inputs import catalog
        from approx.subjects.from_data import data_of, is_table

        if is_table(text):
            data = data_of(text, replace(options, columns=_columns(x, y, None, None, None)))
            return data, {"points": data.label.text}
        example = catalog.find(text)
        if example is not None and hasattr(example, "target"):
            found = example.target
            return (found if domain is None else found.on(domain)), {"example": text}
        return target_at(text, domain or DOMAIN, options), {"text": text}
    if kind == "points":
        data, _ = given.dataset_of(what, x, y, label or "")
        return (data if domain is None else data.on(domain)), {"points": data.label.text}
    if kind == "callable":
        called = given.target_of_callable(what, options, label or "")
        return called, {"called": called.label.text}
    source = "points" if isinstance(what, Dataset) else "called"
    return (what if domain is None else what.on(domain)), {source: what.label.text}


def measure(f: Any, target: Any, *, on: Any = None) -> ErrorReport:
    """The distance between a network or piecewise-linear function and a target.

    Parameters
    ----------
    f : PiecewiseLinear, Network, model or Subject
        What is measured.
    target : str, callable, arrays, Target or Dataset
        What it is compared with.
    on : (float, float), optional
        The interval; by default that of `f` or of the target, else (-3, 3).

    Returns
    -------
    ErrorReport
        ``sup`` (largest error), ``at`` (where), ``rms``, ``bracket`` and whether it is proved.

    Examples
    --------
    >>> f = PiecewiseLinear([-1, 0, 1], [1, 0, 1])
    >>> measure(f, "x^2").sup
    0.25
    """
    interval = FitOptions(given.ends(on)).interval()
    if isinstance(f, Subject):
        f, interval = f.network, interval or f.domain
    if interval is None and isinstance(f, PiecewiseLinear):
        interval = f.domain
    if interval is None and isinstance(target, Target | Dataset):
        interval = target.domain
    is_own = isinstance(target, Target | Dataset) and target.domain == interval
    compared = target if is_own else _compared(target, interval or DOMAIN)[0]
    if isinstance(f, PiecewiseLinear):
        return measure_pieces(f, compared)
    kind = given.kind_of(f)
    if kind not in ("network", "model"):
        raise InputError("measure compares a network or a piecewise-linear function with a target")
    network = _network(f, kind)
    if network.smooth:
        return measure_smooth(network, compared)
    return measure_pieces(analyse_network(network, compared.domain).output, compared)


def best(what: Any, breakpoints: int, norm: Norm = "sup", *, on: Any = None) -> BestApproximation:
    """The best continuous piecewise-linear function with at most so many breakpoints.

    Parameters
    ----------
    what : str, callable, Target or Subject
        The function that is approximated.
    breakpoints : int
        How many places may change the slope.
    norm : {"sup", "l2"}
        In which it is best.
    on : (float, float), optional
        The interval; (-3, 3) by default.

    Examples
    --------
    >>> best("x^2", 3, on=(-1, 1)).error
    0.03125
    """
    if isinstance(what, Subject):
        what = what.target
    options = FitOptions(given.ends(on), warn=given.warn)
    kind = given.kind_of(what)
    if kind not in ("text", "callable", "target"):
        raise InputError("the best possible is known of functions: a text, a callable or a Target")
    target, _ = _target_of(what, kind, options, None, None, None)
    if isinstance(target, Dataset):
        raise InputError("of points no best possible function is claimed")
    count = given.whole("breakpoints", breakpoints)
    assert count is not None
    return best_of(target, count, norm)


def analyse(what: Any, domain: Any = None, *, on: Any = None) -> Analysis | SmoothAnalysis:
    """The exact function of a network on an interval, and of every neuron of it.

    Parameters
    ----------
    what : Network, model or Subject
        What is analysed.
    on : (float, float)
        The interval; (-3, 3) by default, a subject's own for a subject.

    Examples
    --------
    >>> analyse(Network([[[1], [-1]], [[1, 1]]], [[0, 0], [0]]), on=(-1, 1)).output.slopes
    array([-1.,  1.])
    """
    interval = FitOptions(given.ends(domain if on is None else on)).interval()
    if isinstance(what, Subject):
        if interval is None:
            return what.analysis
        what = what.network
    kind = given.kind_of(what)
    if kind not in ("network", "model"):
        raise InputError("analyse takes a network; approx.subject takes everything")
    network = _network(what, kind)
    way = analyse_smooth if network.smooth else analyse_network
    return way(network, interval or DOMAIN)
