"""The loss of a training run against the step."""

from __future__ import annotations

from matplotlib.figure import Figure

from approx.outputs.figures import _run
from approx.panels import training as panels
from approx.style.theme import Theme
from approx.subjects import Subject

unsupported_reason = panels.unsupported_reason


def draw(subject: Subject, theme: Theme, language: str) -> Figure:
    return _run.page(subject, theme, language, _run.loss)
