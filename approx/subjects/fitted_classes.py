"""A table of several inputs and a class as a topic: a network with softmax is trained on it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from approx.core.network import Network
from approx.style.languages import LANGUAGES, count, say
from approx.subjects.fit_options import FitOptions
from approx.subjects.fitted import LONGEST
from approx.subjects.topic import Topic
from approx.system.errors import InputError

if TYPE_CHECKING:
    from approx.inputs.tables.classes import ClassTable

#: The hidden layer when none is asked for, and how it is trained when nothing else is.
HIDDEN = (16,)
SETTINGS = {"steps": 2000, "rate": 0.01, "l2": 1e-3, "schedule": "cosine"}
#: Of more rows than this, so many make a step.
MOST_ROWS, BATCH = 500, 64


def fitted_classes(path: str, options: FitOptions) -> Topic | None:
    """The network of a table's classes, shown at its first row; None for other tables.

    Raises:
        InputError: one line that names what is wrong with the table or the options.
    """
    from approx.inputs.tables.classes import read_classes
    from approx.inputs.tables.columns import Columns

    if options.task == "regression":
        return None
    table = read_classes(path, Columns(**options.columns))
    if table is None:
        return None
    if options.on or options.on_y:
        raise InputError(f"{path} has {len(table.names)} inputs; leave out --on")
    for line in table.notes:
        options.warn(f"note: {line}")
    return _trained(Path(path).stem, table, options)


def _trained(name: str, table: ClassTable, options: FitOptions) -> Topic:
    from approx.training.fit import fit_points
    from approx.training.recorder import OutOfTime

    method = options.settings.get("method") or "adam"
    usual = {**SETTINGS, "batch": BATCH if len(table.inputs) > MOST_ROWS else None}
    settings = {
        "time_limit": LONGEST,
        **(usual if method == "adam" else {}),
        **{key: value for key, value in options.settings.items() if key != "method"},
    }
    hidden = options.hidden if options.neurons is None else (options.neurons,)
    try:
        done = fit_points(
            table.inputs, table.numbers, hidden=hidden or HIDDEN, method=method, loss="softmax",
            **settings,
        )  # fmt: skip
    except OutOfTime as stopped:
        if "time_limit" in options.settings or stopped.fit is None:
            raise
        done = stopped.fit
        options.warn(f"note: training stopped after {stopped.seconds:g} s")
    plain = done.network
    shown = [text if options.can_draw(text) else f"x{k}" for k, text in enumerate(table.names, 1)]
    ends = [text if options.can_draw(text) else str(k) for k, text in enumerate(table.classes)]
    network = Network(
        plain.weights, plain.biases, [*plain.activations[:-1], "softmax"], (), shown, ends
    )
    right = network(table.inputs).argmax(axis=1) == table.numbers
    held = done.history.held_out
    words: dict[str, object] = {
        "target": name if options.can_draw(name) else "points", "points": count(len(right)),
        "k": len(ends), "n": network.hidden_units,
    }  # fmt: skip
    values = {
        "at": table.inputs[0].tolist(),
        "right": int(right.sum()), "rows": len(right),
    }  # fmt: skip
    if held is not None:
        values |= {"right_held_out": int(right[held].sum()), "held_out": int(np.sum(held))}
    titles = {language: say("plane.title.classes", language, **words) for language in LANGUAGES}
    return Topic(name, "softmax", titles, values, network, fit=done)
