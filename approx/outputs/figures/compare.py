"""How fast the error falls as breakpoints are added, and where this network stands."""

from __future__ import annotations

from dataclasses import replace

from matplotlib.axes import Axes

from approx.limits.compare import Comparison
from approx.outputs.figures import _axes
from approx.outputs.figures import _canvas as canvas
from approx.outputs.figures import _painting as painting
from approx.outputs.figures._drawing import Drawing
from approx.outputs.figures._options import FigureOptions
from approx.panels import compare as panels
from approx.panels.primitives import Panel
from approx.style.languages import say
from approx.subjects import Subject

unsupported_reason = panels.unsupported_reason


def draw(subject: Subject, options: FigureOptions) -> Drawing:
    return draw_comparison(panels.of_subject(subject), options, subject)


def draw_comparison(
    comparison: Comparison, options: FigureOptions, subject: Subject | None = None
) -> Drawing:
    """The figure of a comparison; a subject's own network is marked in it."""
    language = options.language
    panel = _panel(comparison, options, subject)
    verdict = panels.verdict(comparison, language)
    alt = say("alt.compare", language, target=comparison.target.label.text, verdict=verdict)
    key = [(painting.sample(options, c.role), c.label) for c in panel.curves if c.label]
    if any(marker.role == "compare.network" for marker in panel.markers):
        name = say("compare.network", language)
        key.append((painting.sample(options, "compare.network"), name))
    page = canvas.Page(options, alt, panel.title, caption=verdict, key=key)
    (ax,) = page.stack([panel])
    painting.paint(ax, options, panel)
    return page.figure


def paint_on(ax: Axes, subject: Subject, options: FigureOptions) -> None:
    panel = _panel(panels.of_subject(subject), options, subject)
    _axes.onto(ax, options, panel)
    # Its positions are exponents: the user's own ticks would show these.
    _axes.ticks(ax.xaxis, panel.horizontal, options.language)
    _axes.ticks(ax.yaxis, panel.vertical, options.language)


def _panel(comparison: Comparison, options: FigureOptions, subject: Subject | None) -> Panel:
    panel = panels.panel(comparison, options.language, subject)
    across, up = panels.axis_names(comparison, options.language)
    return replace(
        panel,
        horizontal=replace(panel.horizontal, name=across),
        vertical=replace(panel.vertical, name=up),
    )
