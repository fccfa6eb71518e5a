"""The breakpoint of every neuron against the step of a training run."""

from __future__ import annotations

from approx.outputs.figures import _run
from approx.outputs.figures._drawing import Drawing
from approx.outputs.figures._options import FigureOptions
from approx.panels import training as panels
from approx.subjects import Subject

unsupported_reason = panels.unsupported_reason


def draw(subject: Subject, options: FigureOptions) -> Drawing:
    return _run.page(subject, options, _run.worldlines, _run.worldlines_key, _run.paint_worldlines)
