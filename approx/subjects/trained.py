"""`approx.fit`: a network trained on whatever people have."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

from approx.core.network import Network
from approx.core.plane_target import PlanePoints, PlaneTarget
from approx.subjects import given
from approx.subjects.fit_options import FitOptions
from approx.subjects.fitted import of_fit
from approx.subjects.given_table import plain
from approx.subjects.given_target import columns_named, target_in, task_named
from approx.subjects.plane import Plane
from approx.subjects.plane_entry import Columns, is_plane, plane_of
from approx.subjects.resolve import resolve_any
from approx.subjects.subject import Subject
from approx.system.errors import InputError
from approx.training import Fit
from approx.training import fit as train


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
    both = replace(options, on_y=given.ends(on_y), task=task_named(task))
    named = {"method": method, "time_limit": None, **settings}
    plane = _fitted_plane(what, both, (x, y, z), label or "", neurons, hidden, named)
    if plane is not None:
        assert plane.fit is not None
        done = plane.fit
        return FitOfSubject(done.network, done.history, done.options, done.seconds, plane)
    kind = given.kind_of(what)
    if kind in ("network", "model", "pieces"):
        raise InputError(
            "fit trains on a function or on points; a network goes in as start=network"
        )
    target, source = target_in(what, kind, options, x, y, label)
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
    tabled = replace(options, columns=columns_named(x, y, None, None, None, z))
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
