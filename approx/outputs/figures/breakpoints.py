"""Which neuron makes which breakpoint, and how much each layer bends the output."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from approx.outputs.figures import _canvas as canvas
from approx.panels import breakpoints as panels
from approx.panels import requirements
from approx.style.languages import say
from approx.style.theme import Theme
from approx.subjects import Subject

unsupported_reason = requirements.lacks_breakpoints
HEIGHT, BAR = 5.6, 0.26  # inches


def draw(subject: Subject, theme: Theme, language: str) -> Figure:
    panel = panels.build(subject, language)
    title = subject.title(language)
    figure = canvas.canvas(HEIGHT, say("alt.breakpoints", language, title=title))
    canvas.heading(figure, theme, title)
    top = canvas.at_inches(figure, 0.72, 2.75, 0.42, 0.95)
    ax = canvas.axes(figure, theme, panel.curve, top)
    ax.tick_params(labelbottom=False)
    canvas.paint(ax, theme, panel.curve)
    bottom = canvas.at_inches(figure, 0.72, 1.42, 0.42, 3.15)
    low = canvas.axes(figure, theme, panel.slope_changes, bottom)
    canvas.paint(low, theme, panel.slope_changes)
    low.set_title(
        panel.slope_changes.title, size=canvas.SMALL, loc="left", pad=4, color=theme["quiet"].color
    )
    if panel.shares:
        _shares(figure, theme, panel.shares)
    breakpoints = say("breakpoints", language, n=len(subject.analysis.output.breakpoints))
    canvas.footing(figure, say("breakpoints.verdict", language, breakpoints=breakpoints))
    return figure


def _shares(figure: Figure, theme: Theme, shares: tuple[panels.Share, ...]) -> None:
    """One bar across the page, cut by layer; its names above, spread so that none meet."""
    ax: Axes = figure.add_axes(canvas.at_inches(figure, 0.72, 0.62, 0.42, HEIGHT - 0.62 - BAR))
    ax.set_axis_off()
    ax.set_xlim(0, 1)
    ax.set_ylim(0, 1)
    gap = 0.002
    for number, share in enumerate(shares):
        for start, end, color in share.neurons:
            ax.fill_between(
                [start + gap / 2, end - gap / 2], 0, 1,
                color=theme.neuron(color), alpha=0.8, linewidth=0,
            )  # fmt: skip
        ax.text(number / len(shares), 1.25, share.label, size=canvas.SMALL, va="bottom")
        if 0 < share.start < 1:
            ax.plot([share.start] * 2, [-0.2, 1.2], color=theme["ink"].color, linewidth=1.2)
