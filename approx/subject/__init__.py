"""The one door: a name, a typed function or a file becomes a subject. One file is one kind."""

from approx.subject.door import resolve, resolve_any
from approx.subject.network import of_network
from approx.subject.packing import packed, unpacked
from approx.subject.subject import Subject
from approx.subject.wish import NEURONS, Wish

__all__ = [
    "NEURONS",
    "Subject",
    "Wish",
    "of_network",
    "packed",
    "resolve",
    "resolve_any",
    "unpacked",
]
