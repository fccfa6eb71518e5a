"""What every command draws: an example, a typed function, points or a network as one subject.

One kind of subject is one file `from_KIND.py` and one line of KINDS in resolve.py.
"""

from approx.subjects.fit_options import NEURONS, FitOptions
from approx.subjects.from_network import of_network
from approx.subjects.packing import packed, unpacked
from approx.subjects.resolve import resolve, resolve_all, resolve_any
from approx.subjects.subject import Subject

__all__ = [
    "NEURONS",
    "FitOptions",
    "Subject",
    "of_network",
    "packed",
    "resolve",
    "resolve_all",
    "resolve_any",
    "unpacked",
]
