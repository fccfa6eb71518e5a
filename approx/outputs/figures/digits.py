"""A handwritten digit through a network, its first weights as images, and what it misreads."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap

from approx.core._types import Array
from approx.outputs.figures import _canvas as canvas
from approx.outputs.figures._bars import bars, over
from approx.outputs.figures._drawing import Drawing
from approx.outputs.figures._options import FigureOptions
from approx.panels import digits as panels
from approx.panels.captions import digits as words
from approx.panels.softmax import share
from approx.style.languages import localised
from approx.subjects.topic import Topic

TAKES = Topic
unsupported_reason = words.unsupported_reason
#: Columns of the hidden neurons.
COLUMNS = 8


def draw(topic: Topic, options: FigureOptions) -> Drawing:
    reading, language, em = panels.build(topic), options.language, options.em
    title, heads = topic.title(language), words.heads(reading, language)
    page = canvas.Page(
        options, f"{title}. {words.verdict(topic, language)}", title,
        caption=words.verdict(topic, language),
    )  # fmt: skip
    wide = options.width / em > 40
    room = page.body(options.width * (0.62 if wide else 1.5))
    if wide:
        left = canvas.Box(room.left, room.bottom, 0.52 * room.width, room.height)
        right = room.inside(left=0.56 * room.width)
    else:
        right = canvas.Box(room.left, room.bottom, room.width, 0.6 * room.height)
        left = room.inside(bottom=0.63 * room.height)
    _through(page, options, left, reading, heads)
    _tested(page, options, right, reading, heads)
    return page.figure


def _head(page: canvas.Page, options: FigureOptions, box: canvas.Box, text: str) -> canvas.Box:
    """A name over a box; what is left of it."""
    page.write(text, box.left, box.top - 0.9 * options.em, options.small,
               color=options.theme["quiet"].color)  # fmt: skip
    return box.inside(top=1.3 * options.em)


def _through(
    page: canvas.Page, options: FigureOptions, box: canvas.Box, reading: panels.Reading,
    heads: dict[str, str],
) -> None:  # fmt: skip
    """Pixels, hidden neurons, the ten shares; below them the weights as images."""
    em = options.em
    upper = canvas.Box(box.left, box.bottom + 0.58 * box.height, box.width, 0.42 * box.height)
    lower = canvas.Box(box.left, box.bottom, box.width, 0.54 * box.height)
    third = (upper.width - 2 * em) / 3
    places = [
        canvas.Box(upper.left + k * (third + em), upper.bottom, third, upper.height)
        for k in range(3)
    ]
    _image(page, options, _head(page, options, places[0], heads["pixels"]), reading.image, False)
    n = len(reading.hidden)
    grid = np.full(-(-n // COLUMNS) * COLUMNS, np.nan)
    grid[:n] = reading.hidden / (float(reading.hidden.max()) or 1.0)
    hidden = _head(page, options, places[1], heads["neurons"])
    _image(page, options, hidden, grid.reshape(-1, COLUMNS), False)
    inner = _head(page, options, places[2], heads["shares"])
    ax = page.figure.add_axes(page.share(inner.inside(bottom=1.2 * em, top=0.8 * em)))
    shares, answer = reading.shares, reading.answer
    theme = options.theme
    labels = [localised(share(float(v)), options.language) if k == answer else ""
              for k, v in enumerate(shares)]  # fmt: skip
    colors = [theme["best" if k == answer else "quiet"].color for k in range(len(shares))]
    bars(ax, options, shares, [str(k) for k in range(len(shares))], labels, colors)
    inner = _head(page, options, lower, heads["weights"])
    columns = max(range(1, n + 1), key=lambda c: min(inner.width / c, inner.height / -(-n // c)))
    side = min(inner.width / columns, inner.height / -(-n // columns))
    for k, template in enumerate(reading.templates):
        at = canvas.Box(
            inner.left + (k % columns) * side,
            inner.top - (k // columns + 1) * side, 0.92 * side, 0.92 * side,
        )  # fmt: skip
        _image(page, options, at, template, True)


def _tested(
    page: canvas.Page, options: FigureOptions, box: canvas.Box, reading: panels.Reading,
    heads: dict[str, str],
) -> None:  # fmt: skip
    """The confusion matrix, and the misread digits below it."""
    theme, em = options.theme, options.em
    upper = canvas.Box(box.left, box.bottom + 0.34 * box.height, box.width, 0.66 * box.height)
    lower = canvas.Box(box.left, box.bottom, box.width, 0.29 * box.height)
    inner = _head(page, options, upper, heads["confusion"]).inside(left=1.4 * em, bottom=1.4 * em)
    ax = page.figure.add_axes(page.share(inner))
    table = reading.confusion
    shown = table / np.maximum(table.sum(axis=1, keepdims=True), 1)
    colors = [theme["background"].color, theme["compare.equidistributed"].color]
    ax.imshow(shown, cmap=LinearSegmentedColormap.from_list("share", colors), vmin=0, vmax=1,
              aspect="auto")  # fmt: skip
    for (i, j), count in np.ndenumerate(table):
        if count:
            ground = colors[1] if shown[i, j] > 0.5 else colors[0]
            ink = over(ground, theme["background"].color, theme["ink"].color)
            look: dict[str, Any] = {"color": ink if i == j else theme["error"].color}
            ax.text(float(j), float(i), str(count), ha="center", va="center", size=options.small,
                    weight="bold" if i != j else "normal", **look)  # fmt: skip
    names = [str(k) for k in range(len(table))]
    ax.set_xticks(range(len(table)), names)
    ax.set_yticks(range(len(table)), names)
    _plain(ax)
    if not reading.mistakes:
        return
    inner = _head(page, options, lower, heads["wrong"])
    columns = 6
    rows = -(-len(reading.mistakes) // columns)
    wide, high = inner.width / columns, inner.height / rows
    side = min(wide, high - 1.2 * em)
    for k, (image, label, read) in enumerate(reading.mistakes):
        left, top = inner.left + (k % columns) * wide, inner.top - (k // columns) * high
        _image(page, options, canvas.Box(left, top - side, 0.9 * side, 0.9 * side), image, False)
        page.write(f"{label} → {read}", left, top - side - 0.9 * em, options.small)


def _image(
    page: canvas.Page, options: FigureOptions, box: canvas.Box, values: Array, signed: bool
) -> None:
    """Greys as ink on the page; signed values in two colours, 0 as the page."""
    theme = options.theme
    ground = theme["background"].color
    colors = [ground, theme["ink"].color]
    if signed:
        colors = [theme["below"].color, ground, theme["above"].color]
    ax = page.figure.add_axes(page.share(box))
    ax.imshow(values, cmap=LinearSegmentedColormap.from_list("grey", colors),
              vmin=-1 if signed else 0, vmax=1)  # fmt: skip
    ax.set_xticks([])
    ax.set_yticks([])
    ax.set_anchor("NW")
    _plain(ax)
    for side in ax.spines.values():
        side.set_visible(True)
        side.set_color(theme["grid"].color)


def _plain(ax: Axes) -> None:
    ax.grid(False)
    ax.tick_params(length=0)
    for side in ax.spines.values():
        side.set_visible(False)
