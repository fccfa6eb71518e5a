"""Which neuron makes which breakpoint, and how much each layer bends the output."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes

from approx.outputs.figures import _canvas as canvas
from approx.outputs.figures import _painting as painting
from approx.outputs.figures._drawing import Drawing
from approx.outputs.figures._labels import in_rows
from approx.outputs.figures._options import FigureOptions
from approx.outputs.figures._text import LEADING, width_of
from approx.panels import breakpoints as panels
from approx.panels import requirements
from approx.style.languages import say
from approx.subjects import Subject


def unsupported_reason(subject: Subject) -> str | None:
    """Why there are no breakpoints to draw; None when there are."""
    if reason := requirements.lacks_breakpoints(subject):
        return reason
    straight = not len(subject.function.breakpoints)
    return "it is a straight line, without breakpoints" if straight else None


#: Height of the bar, in ems.
BAR = 1.5


def draw(subject: Subject, options: FigureOptions) -> Drawing:
    language = options.language
    picture = panels.build(subject, language)
    page = canvas.Page(
        options, panels.alt(subject, picture, language), subject.title(language),
        caption=panels.verdict(subject, language),
    )  # fmt: skip
    names, name = _names(page, picture.shares)
    rows = 1 + max((row for _, row in _places(page, picture.shares, names)), default=-1)
    foot = (BAR + rows * LEADING + 0.8 + (1.5 if name else 0.0)) * options.em if rows else 0
    ax, low = page.stack([picture.curve, picture.slope_changes], (2.0, 1.0), foot=foot)
    painting.paint(ax, options, picture.curve)
    painting.paint(low, options, picture.slope_changes)
    if rows:
        _shares(page, picture.shares, names, name)
    return page.figure


def _names(page: canvas.Page, shares: Sequence[panels.Share]) -> tuple[list[str], str]:
    """What stands under the bar, and above it where sentences have no room below."""
    names = [share.label for share in shares]
    if all(row == 0 for _, row in _places(page, shares, names)):
        return names, ""
    return [share.short for share in shares], say("breakpoints.shares", page.options.language)


def _places(
    page: canvas.Page, shares: Sequence[panels.Share], names: Sequence[str]
) -> list[tuple[float, int]]:
    """The left end and the row of every name below a bar as wide as the axes, in inches."""
    # Until the axes are there: about as wide as they will be.
    width = page.foot.width or 0.88 * page.across
    ruler = page.figure.text(0, 0, "", size=page.options.small)
    widths = [width_of(ruler, name) for name in names]
    ruler.remove()
    centres = [(share.start + share.end) / 2 * width for share in shares]
    return in_rows(centres, widths, width, page.options.em)


def _shares(
    page: canvas.Page, shares: Sequence[panels.Share], names: Sequence[str], name: str
) -> None:
    """One bar as wide as the axes, cut by layer, and below each layer's stretch what it makes."""
    options, em, theme = page.options, page.options.em, page.options.theme
    box = page.foot
    top = box.top - 0.5 * em
    if name:
        top -= 1.5 * em
        page.write(name, box.left, top + 0.5 * em, options.small, color=theme["quiet"].color)
    bar = canvas.Box(box.left, top - BAR * em, box.width, BAR * em)
    ax: Axes = page.figure.add_axes(page.share(bar))
    ax.set_axis_off()
    ax.set_xlim(0, 1)
    ax.set_ylim(0, 1)
    gap = 0.01 * em
    places = _places(page, shares, names)
    for share, label, (left, row) in zip(shares, names, places, strict=True):
        for start, end, color in share.neurons:
            ax.fill_between(
                [start + gap, end - gap], 0, 1, color=theme.neuron(color), alpha=0.8, linewidth=0
            )
        if share.start > 0:
            ax.plot([share.start] * 2, [-0.25, 1.0], color=theme["ink"].color, clip_on=False,
                    linewidth=1.6 * options.scale)  # fmt: skip
        baseline = bar.bottom - (row + 1) * LEADING * em
        page.write(label, box.left + left, baseline, options.small)
        if row:  # a line leads to a name that stands lower
            middle = (share.start + share.end) / 2
            end = (baseline + options.small / 72 - bar.bottom) / bar.height
            ax.plot([middle] * 2, [-0.05, end], clip_on=False, zorder=0,
                    color=theme["quiet"].color, linewidth=0.8 * options.scale)  # fmt: skip
