"""What a page offers to begin with: functions, and the catalog's examples with their networks."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from approx.core.target import Target
from approx.inputs.catalog import find, names
from approx.inputs.example import Example
from approx.inputs.expression import parse
from approx.system.errors import InputError

#: Functions as one would type them, and where they are looked at.
FUNCTIONS = (
    ("sin(3*x)", (-3.0, 3.0)),
    ("exp(-x^2)*cos(4*x)", (-3.0, 3.0)),
    ("abs(x) + 0.3*sin(9*x)", (-3.0, 3.0)),
    ("x^3 - x", (-1.5, 1.5)),
    ("sqrt(x)", (0.0, 4.0)),
    ("floor(x)", (-2.0, 3.0)),
    ("1/x", (-3.0, 3.0)),
)
#: Examples are offered up to this many hidden layers and parameters.
MOST_LAYERS, MOST_PARAMETERS = 4, 100
#: A label that is read again says the same function where values differ by no more than this.
SAME = 1e-9


@cache
def presets(language: str) -> list[dict[str, Any]]:
    """Titles, texts, intervals, and of examples the layers."""
    typed = [{"title": text, "text": text, "domain": list(domain)} for text, domain in FUNCTIONS]
    return [*typed, *_examples(language)]


def _examples(language: str) -> list[dict[str, Any]]:
    found = []
    for name in names():
        example = find(name)
        if not isinstance(example, Example) or not _fits(example):
            continue
        text = text_of(example.target)
        if text is not None:
            title = example.title.get(language, example.title["en"])
            layers = [
                {"weights": w.tolist(), "biases": b.tolist(), "activation": a}
                for w, b, a in example.network.layers
            ]
            domain = list(example.target.domain)
            found.append({"title": title, "text": text, "domain": domain, "layers": layers})
    return found


def _fits(example: Example) -> bool:
    """Whether the page can build such a network, and its numbers are few enough to carry along."""
    network = example.network
    parameters = sum(w.size + b.size for w, b, _ in network.layers)
    return 1 <= network.depth <= MOST_LAYERS and parameters <= MOST_PARAMETERS


def text_of(target: Target) -> str | None:
    """A text that is read as the target's function; None where none of its labels is one."""
    x = np.linspace(*target.domain, 33)
    for text in (target.label.text, target.label.mathtext):
        try:
            values = parse(text)(x)
        except InputError:
            continue
        if np.abs(values - target(x)).max() <= SAME * max(1.0, np.abs(values).max()):
            return text
    return None
