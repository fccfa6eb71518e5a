"""`approx.fit`: a network trained on whatever people have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from approx.core.network import Network
from approx.subjects import given
from approx.subjects.fit_options import FitOptions
from approx.subjects.fitted import fitted
from approx.subjects.given_table import plain
from approx.subjects.given_target import columns_named, target_in, task_named
from approx.subjects.plane import Plane
from approx.subjects.plane_entry import is_plane, plane_of
from approx.subjects.resolve import resolve_any
from approx.subjects.subject import Subject
from approx.subjects.topic import Topic
from approx.system.errors import InputError
from approx.training import Fit


@dataclass(frozen=True, eq=False)
class FitOfSubject(Fit):
    """A training run, and its network as a subject that can be drawn.

    Attributes:
        subject: the network beside what it was trained on.
    """

    subject: Subject | Plane | Topic | None = None

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
    kind = given.kind_of(what)
    if kind in ("network", "model", "pieces"):
        raise InputError(
            "fit trains on a function or on points; a network goes in as start=network"
        )
    _check_names(settings)
    options = FitOptions(
        given.ends(on),
        given.whole("neurons", neurons),
        given.widths(hidden),
        {"method": given.words("method", method), "time_limit": None, **settings},
        given.warn,
        on_y=given.ends(on_y),
        task=task_named(task),
    )
    made: Subject | Plane | Topic
    if kind == "text":
        columns = columns_named(x, y, None, None, None, z)
        made = resolve_any(given.text_of(what), replace(options, columns=columns))
    elif is_plane(what, (x, y, z)):
        made = plane_of(what, options, None, (x, y, z), label or "")
    else:
        target, source = target_in(what, kind, options, x, y, label)
        made = fitted(target.label.text, target, source, options)
    if made.fit is None:
        raise InputError(f"fit trains on a function or on points; {made.name!r} is neither")
    done = made.fit
    return FitOfSubject(done.network, done.history, done.options, done.seconds, made)


def _check_names(settings: Mapping[str, Any]) -> None:
    from approx.style.languages import nearest
    from approx.training.options import Options

    if not isinstance(settings.get("start"), Network | None):
        raise InputError("start takes a network to train on, such as another fit's network")
    known = {field.name for field in fields(Options)} | {"start"}
    for name in settings:
        if name not in known:
            raise InputError(f"fit has no setting {name!r}; {nearest(name, tuple(sorted(known)))}")
