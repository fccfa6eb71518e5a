"""Strips over what a target's picture leaves out."""

from __future__ import annotations

from approx.dataset import Dataset
from approx.panels.outside import outside
from approx.stage.geometry import Plot
from approx.stage.shapes import Band
from approx.target import Target
from approx.theme import Theme


def strips(plot: Plot, target: Target | Dataset, theme: Theme) -> list[Band]:
    """One per gap and pole; none where the target is looked at everywhere."""
    style = theme["outside"]
    return [
        Band(plot.points(b.x, b.lower), plot.points(b.x, b.upper), style.color, style.opacity)
        for b in outside(target, plot.vertical)
    ]
