"""Noisy points and too many neurons: nothing, L2, L1, dropout, early stopping; held-out errors."""

from __future__ import annotations

from approx.outputs.figures import _sheet
from approx.outputs.figures._drawing import Drawing
from approx.outputs.figures._options import FigureOptions
from approx.panels import regularisation as panels
from approx.panels.captions import regularisation as words
from approx.subjects import Subject
from approx.subjects.topic import Topic

TAKES = (Topic, Subject)
unsupported_reason = words.unsupported_reason


def draw(subject: Subject | Topic, options: FigureOptions) -> Drawing:
    language, title = options.language, words.title(subject, options.language)
    shown = panels.build(subject)
    (fits, weights), (losses,) = panels.sheet(shown, words.names(language)).pages
    text = words.verdict(subject, language)
    columns = [[fits], [weights, losses]]
    return _sheet.draw(options, f"{title}. {text}", title, text, columns, 0.6)
