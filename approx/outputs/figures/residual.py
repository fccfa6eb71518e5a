"""A residual block with its slopes, and gradients through deep plain and residual networks."""

from __future__ import annotations

from approx.outputs.figures import _sheet
from approx.outputs.figures._drawing import Drawing
from approx.outputs.figures._options import FigureOptions
from approx.panels import residual as panels
from approx.panels.captions import residual as words
from approx.subjects.topic import Topic

TAKES = Topic
unsupported_reason = words.unsupported_reason


def draw(topic: Topic, options: FigureOptions) -> Drawing:
    language, title = options.language, topic.title(options.language)
    (values, slope), (deep,) = panels.sheet(topic, words.names(topic, language)).pages
    text = words.verdict(topic, language)
    return _sheet.draw(options, f"{title}. {text}", title, text, [[values, slope], [deep]], 0.6)
