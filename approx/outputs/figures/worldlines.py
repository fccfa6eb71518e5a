"""The breakpoint of every neuron against the step of a training run."""

from __future__ import annotations

from matplotlib.figure import Figure

from approx.outputs.figures import _canvas as canvas
from approx.outputs.figures import _run
from approx.panels import training as panels
from approx.panels.captions import training as words
from approx.style.theme import Theme
from approx.subjects import Subject

unsupported_reason = panels.unsupported_reason


def draw(subject: Subject, theme: Theme, language: str) -> Figure:
    run = panels.build(subject)
    figure = canvas.canvas(4.2, words.alt(run, language))
    canvas.heading(figure, theme, words.title(run, language))
    place = canvas.at_inches(figure, 0.86, 0.98, 0.5, 1.15)
    _run.name_steps(_run.worldlines(figure, theme, run, place, language), theme, language)
    canvas.footing(figure, words.verdict(run, language))
    return figure
