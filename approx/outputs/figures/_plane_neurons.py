"""Every neuron of a network of two inputs as a small map: where it is on, and how large."""

from __future__ import annotations

from matplotlib.collections import LineCollection, PolyCollection

from approx.outputs.figures import _canvas as canvas
from approx.outputs.figures._drawing import Drawing
from approx.outputs.figures._options import FigureOptions
from approx.panels import plane_neurons as panels
from approx.panels.plane import axes
from approx.panels.wording import sentence
from approx.style.languages import number, say
from approx.subjects.plane import Plane

#: Sizes of a map and its distances, in ems; of names above maps and layers; opacity of a band.
SMALLEST, GAP, NAME, LAYER, OPACITY = 5.4, 1.0, 1.35, 1.8, 0.16
MOST_COLUMNS = 8


def draw(plane: Plane, options: FigureOptions) -> Drawing:
    language, em = options.language, options.em
    rows = panels.build(plane, language)
    (x0, x1), (y0, y1) = ((number(a), number(b)) for a, b in plane.box)
    alt = say(
        "alt.plane.neurons", language, title=plane.title(language), x0=x0, x1=x1, y0=y0, y1=y1
    )
    note = say("plane.neurons", language)
    if left_out := sum(row.left_out for row in rows):
        note += "; " + say("more", language, n=left_out)
    page = canvas.Page(options, alt, plane.title(language), caption=sentence(note))
    most = max(len(row.maps) for row in rows)
    columns = max(
        1, min(int((page.across + GAP * em) / ((SMALLEST + GAP) * em)), MOST_COLUMNS, most)
    )
    columns = -(-most // -(-most // columns))  # rows of one length, as far as that goes
    side = (page.across - (columns - 1) * GAP * em) / columns
    lines = [-(-len(row.maps) // columns) for row in rows]
    side = min(side, 12 * em)
    room = page.body(sum(lines) * (side + NAME * em) + len(rows) * LAYER * em)
    if options.height is not None:
        free = room.height - (sum(lines) * NAME + len(rows) * LAYER) * em
        side = min(side, free / sum(lines))
    across, up = axes(plane)
    top = room.top
    for row in rows:
        page.write(row.title, room.left, top - 1.1 * em, options.font_size, weight="bold",
                   color=options.theme["quiet"].color)  # fmt: skip
        top -= LAYER * em
        for place, drawn in enumerate(row.maps):
            column = place % columns
            if place and column == 0:
                top -= side + NAME * em
            box = canvas.Box(
                room.left + column * (side + GAP * em), top - NAME * em - side, side, side
            )
            _map(page, drawn, box, (across.low, across.high, up.low, up.high))
        top -= side + NAME * em
    return page.figure


def _map(
    page: canvas.Page, drawn: panels.NeuronMap, box: canvas.Box,
    limits: tuple[float, float, float, float],
) -> None:  # fmt: skip
    options, theme = page.options, page.options.theme
    ax = page.figure.add_axes(page.share(box))
    ax.set_xlim(*limits[:2])
    ax.set_ylim(*limits[2:])
    ax.set_xticks([])
    ax.set_yticks([])
    for side in ax.spines.values():
        side.set_visible(True)
        side.set_color(theme["grid"].color)
    color = theme.neuron(drawn.color)
    ax.add_collection(
        PolyCollection(list(drawn.bands), facecolors=color, alpha=OPACITY, edgecolors="none")
    )
    width = theme["crease"].width * options.scale
    ax.add_collection(LineCollection(list(drawn.fold), colors=color, linewidths=width))
    ax.set_title(drawn.title, size=options.small, pad=0.3 * options.font_size, loc="left",
                 color=color)  # fmt: skip
