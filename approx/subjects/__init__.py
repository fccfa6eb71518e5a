"""The one door: a name, a typed function or a file becomes a subject. One file is one kind."""

from approx.subjects.fit_options import NEURONS, FitOptions
from approx.subjects.from_network import of_network
from approx.subjects.packing import packed, unpacked
from approx.subjects.resolve import resolve, resolve_any
from approx.subjects.subject import Subject

__all__ = [
    "NEURONS",
    "FitOptions",
    "Subject",
    "of_network",
    "packed",
    "resolve",
    "resolve_any",
    "unpacked",
]
