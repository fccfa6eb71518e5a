"""Variable projection from the start's breakpoints (see projection.py for the search)."""

from __future__ import annotations

from approx.core._types import Array
from approx.training.method import Method, Task
from approx.training.orientation import finish
from approx.training.projection import measure_of, search, start_grid


def variable_projection(task: Task) -> Array:
    """The network that the search ends at; the start's output weights do not matter."""
    measure = measure_of(task.problem)
    path = search(measure.coarse, start_grid(task.problem, task.start), task.steps)
    return finish(measure, path, task.record)


METHOD = Method(
    "varpro",
    "variable projection",
    variable_projection,
    steps=60,
    least_squares=True,
    one_layer=True,
)
