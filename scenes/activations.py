"""What a neuron does with its sum: step, sigmoid, tanh, ReLU and others, and why gradients vanish.

Render with `approx render activations`, or by itself with `manim render scenes/activations.py`.
"""

from __future__ import annotations

from approx.outputs.stage.sheet import SheetStory
from approx.panels import activations as panels
from approx.panels.captions import activations as words
from approx.panels.sheet import Sheet


class Activations(SheetStory):
    """Any list of activations; without a subject, the seven usual ones."""

    subject_name = "activations"

    def prepare(self) -> tuple[Sheet, list[tuple[str, str]]]:
        labels = words.names(self.topic, self.language)
        sheet = panels.sheet(self.topic, labels, words.titles(self.language))
        return sheet, words.beats(self.topic, self.language)
