"""How large a signal is after each layer, by the size of the first weights; one draw is one."""

from __future__ import annotations

from approx.outputs.figures import _sheet
from approx.outputs.figures._drawing import Drawing
from approx.outputs.figures._options import FigureOptions
from approx.panels import initialisation as panels
from approx.panels.captions import initialisation as words
from approx.subjects.topic import Topic

TAKES = Topic
unsupported_reason = words.unsupported_reason
#: From so many ems of width on, the panels stand side by side.
WIDE = 45.0


def draw(topic: Topic, options: FigureOptions) -> Drawing:
    language, title = options.language, topic.title(options.language)
    ((moments,), (spread,), _) = panels.sheet(topic, words.names(language)).pages
    wide = options.width / options.em > WIDE
    columns = [[moments], [spread]] if wide else [[moments, spread]]
    height = 0.4 if wide else 0.85
    alt = f"{title}. {words.verdict(topic, language)}"
    return _sheet.draw(options, alt, title, words.caption(topic, language), columns, height)
