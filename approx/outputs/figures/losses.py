"""The losses of one prediction, and why accuracy is no loss: a staircase beside a smooth curve."""

from __future__ import annotations

from approx.outputs.figures import _sheet
from approx.outputs.figures._drawing import Drawing
from approx.outputs.figures._options import FigureOptions
from approx.panels import prediction as panels
from approx.panels.captions import losses as words
from approx.subjects.topic import Topic

TAKES = Topic
unsupported_reason = words.unsupported_reason


def draw(topic: Topic, options: FigureOptions) -> Drawing:
    language, title = options.language, topic.title(options.language)
    losses = panels.build(topic)
    (first, _log), (two,), (stairs, slope) = panels.sheet(
        losses, words.words(losses, language)
    ).pages
    alt = f"{title}. {words.verdict(topic, language)}"
    columns = [[first, stairs], [two, slope]]
    return _sheet.draw(options, alt, title, words.caption(topic, language), columns, 0.75)
