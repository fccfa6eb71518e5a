"""A file of points as a subject: a network is fitted to exactly these points."""

from __future__ import annotations

from pathlib import Path

from approx.core.dataset import Dataset
from approx.core.target import label
from approx.subjects.fit_options import FitOptions
from approx.subjects.fitted import fitted
from approx.subjects.subject import Subject

#: Endings of files of points.
ENDINGS = (".csv", ".tsv")


def is_table(text: str) -> bool:
    """Whether the text names a file of points, by its ending."""
    return Path(text).suffix.lower() in ENDINGS


def from_data(path: str, options: FitOptions) -> Subject:
    """The points of a file, those in the interval if there is one, and a network for them.

    Raises:
        InputError: one line that names the row and column, and what is wrong there.
    """
    from approx.inputs.tables import read_points

    points = read_points(path)
    for line in points.notes:
        options.warn(f"note: {line}")
    for line in points.warnings:
        options.warn(f"warning: {line}")
    name = Path(path).stem
    shown = name if options.can_draw(name) else "y"
    data = Dataset(points.x, points.y, label(shown), points.domain)
    domain = options.interval()
    if domain is not None:
        whole, data = len(data), data.on(domain)
        if len(data) < whole:
            a, b = domain
            out = f"{whole - len(data)} of {whole} points lie outside [{a:g}, {b:g}]"
            options.warn(f"note: {out} and are left out")
    return fitted(name, data, {"points": shown}, options)
