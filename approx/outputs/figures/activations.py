"""Activations, their slopes, and what ten slopes in a row leave of a gradient."""

from __future__ import annotations

from dataclasses import replace

from approx.outputs.figures import _sheet
from approx.outputs.figures._drawing import Drawing
from approx.outputs.figures._options import FigureOptions
from approx.panels import activations as panels
from approx.panels.captions import activations as words
from approx.subjects.topic import Topic

TAKES = Topic
unsupported_reason = words.unsupported_reason


def draw(topic: Topic, options: FigureOptions) -> Drawing:
    language, title = options.language, topic.title(options.language)
    names, labels = panels.chosen(topic), words.names(topic, language)
    titles = words.titles(language)
    columns = []
    for group in (True, False):
        picked = [k for k, name in enumerate(names) if (name in panels.SQUASHING) == group]
        if picked:
            value, slope = panels.panels(
                tuple(names[k] for k in picked), tuple(labels[k] for k in picked), picked[0]
            )
            value = replace(value, vertical=replace(value.vertical, name=titles[0]))
            slope = replace(slope, vertical=replace(slope.vertical, name=titles[1]))
            columns.append([value, slope])
    alt = f"{title}. {words.verdict(topic, language)}"
    return _sheet.draw(options, alt, title, words.verdict(topic, language), columns, 0.6)
