"""Which neuron makes which breakpoint, and how much each layer bends the output."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes

from approx.outputs.figures import _canvas as canvas
from approx.outputs.figures._drawing import Drawing
from approx.outputs.figures._labels import in_rows
from approx.outputs.figures._options import FigureOptions
from approx.outputs.figures._text import width_of
from approx.panels import breakpoints as panels
from approx.panels import requirements
from approx.subjects import Subject

unsupported_reason = requirements.lacks_breakpoints
#: Height of the bar, in ems.
BAR = 1.5


def draw(subject: Subject, options: FigureOptions) -> Drawing:
    language = options.language
    picture = panels.build(subject, language)
    page = canvas.Page(
        options, panels.alt(subject, picture, language), subject.title(language),
        caption=panels.verdict(subject, language),
    )  # fmt: skip
    em = options.em
    ruler = page.figure.text(0, 0, "", size=options.small)
    widths = [width_of(ruler, share.label) for share in picture.shares]
    ruler.remove()
    # The bar is as wide as the axes, which is not known yet: a little less than the page.
    centres = [(share.start + share.end) / 2 * page.across * 0.9 for share in picture.shares]
    rows = 1 + max((row for _, row in in_rows(centres, widths, 0.9 * page.across, em)), default=-1)
    foot = (BAR + rows * canvas.LEADING + 0.8) * em if rows else 0.0
    ax, low = page.stack([picture.curve, picture.slope_changes], (2.0, 1.0), foot=foot)
    canvas.paint(ax, options, picture.curve)
    canvas.paint(low, options, picture.slope_changes)
    if rows:
        _shares(page, picture.shares, widths)
    return page.figure


def _shares(page: canvas.Page, shares: Sequence[panels.Share], widths: Sequence[float]) -> None:
    """One bar as wide as the axes, cut by layer, and below each layer's stretch what it makes."""
    options, em, theme = page.options, page.options.em, page.options.theme
    box = page.foot
    bar = canvas.Box(box.left, box.top - (BAR + 0.5) * em, box.width, BAR * em)
    ax: Axes = page.figure.add_axes(page.share(bar))
    ax.set_axis_off()
    ax.set_xlim(0, 1)
    ax.set_ylim(0, 1)
    gap = 0.01 * em
    centres = [(share.start + share.end) / 2 * box.width for share in shares]
    places = in_rows(centres, widths, box.width, em)
    for share, centre, (left, row) in zip(shares, centres, places, strict=True):
        for start, end, color in share.neurons:
            ax.fill_between(
                [start + gap, end - gap], 0, 1, color=theme.neuron(color), alpha=0.8, linewidth=0
            )
        if share.start > 0:
            ax.plot([share.start] * 2, [-0.25, 1.25], color=theme["ink"].color, clip_on=False,
                    linewidth=1.6 * options.scale)  # fmt: skip
        baseline = bar.bottom - (row + 1) * canvas.LEADING * em
        page.write(share.label, box.left + left, baseline, options.small)
        if row:  # a line leads to a name that stands lower
            end = (baseline + options.small / 72 - bar.bottom) / bar.height
            ax.plot([centre / box.width] * 2, [-0.05, end], clip_on=False, zorder=0,
                    color=theme["quiet"].color, linewidth=0.8 * options.scale)  # fmt: skip
