"""The output as a sum of contributions, with its target and its error."""

from __future__ import annotations

from matplotlib.figure import Figure
from matplotlib.patches import Patch

from approx.outputs.figures import _canvas as canvas
from approx.panels import sum as panels
from approx.panels.formula import defined
from approx.panels.requirements import lacks_plain_sum
from approx.panels.wording import verdict
from approx.style.languages import say
from approx.style.theme import Theme
from approx.subjects import Subject

unsupported_reason = lacks_plain_sum


def draw(subject: Subject, theme: Theme, language: str) -> Figure:
    whole = panels.build(subject)
    panel = panels.panel(whole, language)
    figure = canvas.canvas(5.0, panels.alt(whole, language))
    canvas.heading(figure, theme, panel.title, defined(subject.network))
    ax = canvas.axes(figure, theme, panel, canvas.at_inches(figure, 0.72, 0.92, 0.42, 1.42))
    canvas.paint(ax, theme, panel)
    canvas.footing(figure, verdict(subject, language))
    lines = {line.get_label(): line for line in ax.get_lines()}
    named = panel.names[::-1]
    style = theme["error"]
    error = Patch(facecolor=style.color, alpha=max(style.opacity, 0.6), linewidth=0)
    missed = [] if subject.error.none or subject.target.own else [(error, say("error", language))]
    keyed = [*((lines[name], name) for name in named), *missed]
    canvas.key(ax, theme, [handle for handle, _ in keyed], [name for _, name in keyed])
    return figure
