"""Scores, their exponentials and their shares of one whole, and what leaves the shares alone."""

from __future__ import annotations

from matplotlib.axes import Axes

from approx.core._types import Array
from approx.outputs.figures import _canvas as canvas
from approx.outputs.figures._bars import bars, strip
from approx.outputs.figures._drawing import Drawing
from approx.outputs.figures._options import FigureOptions
from approx.panels import softmax as panels
from approx.panels.captions import softmax as words
from approx.subjects.topic import Topic

TAKES = Topic
unsupported_reason = words.unsupported_reason


def draw(topic: Topic, options: FigureOptions) -> Drawing:
    language, em = options.language, options.em
    whole = panels.build(topic, language)
    title = topic.title(language)
    page = canvas.Page(
        options, f"{title}. {words.verdict(topic, language)}", title,
        caption=words.caption(whole, language),
    )  # fmt: skip
    shares = {"plain": whole.shares, "shift": whole.shares, "warm": whole.warm, "cold": whole.cold}
    rows = {words.row(name, whole, language): row for name, row in shares.items()}
    foot = len(rows) * 2.0 * em
    room = page.body(0.34 * options.width + 4.2 * em + foot)
    upper = room.inside(bottom=foot + 2.2 * em, top=1.4 * em)
    columns = (
        (whole.scores, panels.score), (whole.powers, panels.power), (whole.shares, panels.share),
    )  # fmt: skip
    gap = 1.6 * em
    width = (upper.width - 2 * gap) / 3
    for k, ((values, written), head) in enumerate(
        zip(columns, words.heads(whole, language), strict=True)
    ):
        box = canvas.Box(upper.left + k * (width + gap), upper.bottom, width, upper.height)
        ax = page.figure.add_axes(page.share(box))
        labels = [words.local(written(float(value)), language) for value in values]
        bars(ax, options, values, whole.names, labels)
        _head(ax, options, head)
    _strips(page, options, canvas.Box(room.left, room.bottom, room.width, foot), rows)
    return page.figure


def _head(ax: Axes, options: FigureOptions, text: str) -> None:
    ax.set_title(text, size=options.small, color=options.theme["ink"].color,
                 pad=0.5 * options.font_size)  # fmt: skip


def _strips(
    page: canvas.Page, options: FigureOptions, box: canvas.Box, rows: dict[str, Array]
) -> None:
    """One whole a row, divided into shares."""
    left = max(map(len, rows)) * 0.5 * options.small / 72 + 0.8 * options.em
    high = box.height / len(rows)
    for k, (name, values) in enumerate(rows.items()):
        bottom = box.top - (k + 1) * high
        ax = page.figure.add_axes(
            page.share(canvas.Box(box.left + left, bottom, box.width - left, 0.78 * high))
        )
        labels = [words.local(panels.share(float(v)), options.language) for v in values]
        strip(ax, options, values, labels)
        page.write(name, box.left, bottom + 0.25 * high, options.small,
                   color=options.theme["quiet"].color)  # fmt: skip
