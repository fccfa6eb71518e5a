"""A file of points as a subject: a network is fitted to exactly these points."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from approx.core.dataset import Dataset
from approx.core.plane_target import PlanePoints, box_of
from approx.core.target import Target, label
from approx.inputs.interval import interval
from approx.subjects.fit_options import FitOptions
from approx.subjects.fitted import fitted
from approx.subjects.fitted_plane import fitted_plane
from approx.subjects.from_function import target_at
from approx.subjects.plane import Plane
from approx.subjects.subject import Subject
from approx.subjects.topic import Topic
from approx.system.errors import InputError

if TYPE_CHECKING:
    from approx.inputs.tables import Points

#: Endings of files of points.
ENDINGS = (".csv", ".tsv", ".tab", ".txt", ".dat", ".data")


def is_table(text: str) -> bool:
    """Whether the text names a file of points, by its ending."""
    return Path(text).suffix.lower() in ENDINGS and "\n" not in text


def from_data(path: str, options: FitOptions) -> Subject | Plane | Topic:
    """The points of a file, those in the interval if there is one, and a network for them.

    A table of three columns is one of two inputs and a value or class; one of more inputs and a
    class is a topic, whose network has softmax.

    Raises:
        InputError: one line that names the row and column, what is wrong there, and the way out.
    """
    plane = plane_data_of(path, options)
    if plane is not None:
        return fitted_plane(Path(path).stem, plane, {"points": plane.label.text}, options)
    from approx.subjects.fitted_classes import fitted_classes

    of_classes = fitted_classes(path, options)
    if of_classes is not None:
        return of_classes
    if options.task == "classification":
        raise InputError(f"{path} has one input and no classes; leave out --task")
    data = data_of(path, options)
    name = Path(path).stem
    shown = data.label.text
    return fitted(name, data, {"points": shown}, options)


def plane_data_of(path: str, options: FitOptions) -> PlanePoints | None:
    """The points of a table of two inputs; None where a table has one.

    Raises:
        InputError: as :func:`from_data`.
    """
    from approx.inputs.tables import Columns
    from approx.inputs.tables.triples import read_triples

    found = read_triples(path, Columns(**options.columns), options.task)  # type: ignore[arg-type]
    if found is None:
        if options.on_y is not None:
            raise InputError(f"{path} has one input; leave out --on-y")
        return None
    for line in found.notes:
        options.warn(f"note: {line}")
    name = Path(path).stem
    names = tuple(text if options.can_draw(text) else "" for text in found.names)
    classes = tuple(
        text if options.can_draw(text) else str(k) for k, text in enumerate(found.classes)
    )
    data = PlanePoints(
        found.points, found.values, classes, label(name if options.can_draw(name) else "points"),
        box_of(found.points), (names[0], names[1], names[2]),
    )  # fmt: skip
    box = options.box()
    return data if box is None else data.on(box)


def compared(
    text: str, domain: tuple[float, float], options: FitOptions
) -> tuple[Target | Dataset, Mapping[str, str]]:
    """The function, or the table of points, that a text names."""
    if is_table(text):
        data = data_of(text, options)
        return data, {"points": data.label.text}
    return target_at(text, domain, options), {"text": text}


def data_of(path: str, options: FitOptions) -> Dataset:
    """The points of a file, those in the interval if there is one.

    Raises:
        InputError: as :func:`from_data`.
    """
    from approx.inputs.tables import Columns, read_points

    points = read_points(path, Columns(**options.columns))
    for line in points.notes:
        options.warn(f"note: {line}")
    for line in points.warnings:
        options.warn(f"warning: {line}")
    name = Path(path).stem
    shown = name if options.can_draw(name) else "y"
    names = tuple(name if options.can_draw(name) else "" for name in points.names or ("", ""))
    data = Dataset(
        points.x, points.y, label(shown), points.domain, (names[0], names[1]), points.dates
    )
    domain = _interval(points, options)
    if domain is not None:
        whole, data = len(data), data.on(domain)
        if len(data) < whole:
            a, b = options.on or domain
            out = f"{whole - len(data)} of {whole} points lie outside [{a}, {b}]"
            options.warn(f"note: {out} and are left out")
    return data


def _interval(points: Points, options: FitOptions) -> tuple[float, float] | None:
    """The interval that was asked for; of dates, its ends are dates too."""
    if options.on is None or not points.dates:
        return options.interval()
    from approx.inputs.tables.dates import day, looks_like_date

    a, b = options.on
    if not (looks_like_date(a) and looks_like_date(b)):
        raise InputError(f"x are dates; give two, as 2020-01-31, not {a} {b}")
    return interval(repr(day(a)), repr(day(b)))
