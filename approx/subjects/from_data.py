"""A file of points as a subject: a network is fitted to exactly these points."""

from __future__ import annotations

from pathlib import Path

from approx.core.dataset import Dataset
from approx.core.target import label
from approx.inputs.tables import read_points
from approx.subjects.fit_options import FitOptions
from approx.subjects.from_function import fitted
from approx.subjects.subject import Subject

#: By these endings a file is known to hold points.
ENDINGS = (".csv", ".tsv")


def of_points(text: str, options: FitOptions) -> Subject:
    """The points of a file, those in the interval if there is one, and a network for them."""
    found = read_points(text)
    for line in found.notes:
        options.warn(f"note: {line}")
    for line in found.warnings:
        options.warn(f"warning: {line}")
    name = Path(text).stem
    shown = name if options.can_draw(name) else "y"
    data = Dataset(found.x, found.y, label(shown), found.domain)
    domain = options.interval()
    if domain is not None:
        whole, data = len(data), data.on(domain)
        if len(data) < whole:
            a, b = domain
            out = f"{whole - len(data)} of {whole} points lie outside [{a:g}, {b:g}]"
            options.warn(f"note: {out} and are left out")
    return fitted(name, data, {"points": shown}, options)
