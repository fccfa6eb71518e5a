"""Gradient descent, momentum and Adam over the loss of two weights, and their losses by step."""

from __future__ import annotations

from approx.outputs.figures import _sheet
from approx.outputs.figures._drawing import Drawing
from approx.outputs.figures._options import FigureOptions
from approx.panels import optimisers as panels
from approx.panels.captions import optimisers as words
from approx.subjects import Subject

unsupported_reason = words.unsupported_reason


def draw(subject: Subject, options: FigureOptions) -> Drawing:
    language, title = options.language, subject.title(options.language)
    shown = panels.build(subject)
    ((map_, loss),) = panels.sheet(shown, words.names(shown, language)).pages
    text = words.verdict(subject, language)
    return _sheet.draw(options, f"{title}. {text}", title, text, [[map_], [loss]], 0.42)
