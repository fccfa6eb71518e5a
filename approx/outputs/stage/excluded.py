"""Strips over what a target's picture leaves out."""

from __future__ import annotations

from approx.core.dataset import Dataset
from approx.core.target import Target
from approx.outputs.stage.geometry import Plot
from approx.outputs.stage.shapes import Band
from approx.panels.target import excluded
from approx.style.theme import Theme


def strips(plot: Plot, target: Target | Dataset, theme: Theme) -> list[Band]:
    """One per gap and pole; none where the target is looked at everywhere."""
    style = theme["outside"]
    return [
        Band(plot.points(b.x, b.lower), plot.points(b.x, b.upper), style.color, style.opacity)
        for b in excluded(target, plot.vertical)
    ]
