"""How fast the error falls as breakpoints are added, and where this network stands."""

from __future__ import annotations

from typing import Any

from matplotlib.artist import Artist
from matplotlib.figure import Figure

from approx.limits.compare import Comparison, compare
from approx.outputs.figures import _canvas as canvas
from approx.panels import compare as panels
from approx.style.languages import say
from approx.style.theme import Theme
from approx.subjects import Subject

unsupported_reason = panels.unsupported_reason


def draw(subject: Subject, theme: Theme, language: str) -> Figure:
    return draw_comparison(compare(subject.function), theme, language, subject)


def draw_comparison(
    comparison: Comparison, theme: Theme, language: str, subject: Subject | None = None
) -> Figure:
    """The figure of a comparison; a subject's own network is marked in it."""
    panel = panels.panel(comparison, language, subject)
    verdict = panels.verdict(comparison, language)
    alt = say("alt.compare", language, target=comparison.target.label.text, verdict=verdict)
    figure = canvas.canvas(5.0, alt)
    canvas.heading(figure, theme, panel.title)
    ax = canvas.axes(figure, theme, panel, canvas.at_inches(figure, 0.95, 1.1, 2.35, 0.95))
    canvas.paint(ax, theme, panel)
    labels: dict[str, Any] = {"size": canvas.SMALL, "color": theme["quiet"].color}
    across, up = panels.axis_names(comparison, language)
    ax.set_xlabel(across, **labels)
    ax.set_ylabel(up, **labels)
    lines = {line.get_label(): line for line in ax.get_lines()}
    named = [curve.label for curve in panel.curves if curve.label]
    handles: list[Artist] = [lines[name] for name in named]
    if any(marker.role == "compare.network" for marker in panel.markers):
        (dot,) = ax.plot([], [], "o", color=theme["compare.network"].color, markersize=6)
        handles.append(dot)
        named.append(say("compare.network", language))
    canvas.key(ax, theme, handles, named, beside=True)
    canvas.footing(figure, verdict)
    return figure
