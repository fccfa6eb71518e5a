"""A handwritten digit through its network: pixels, what neurons look for, the answer, mistakes.

Render with `approx render digits`, or by itself with `manim render scenes/digits.py`.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from manim import FadeIn, FadeOut, Indicate, TransformFromCopy, VGroup, VMobject

from approx.outputs.stage.bars import Bars, bar
from approx.outputs.stage.image import image
from approx.outputs.stage.layout import Box
from approx.outputs.stage.shapes import within
from approx.outputs.stage.story import Beat
from approx.outputs.stage.text import rimmed, write
from approx.outputs.stage.topic import TopicStory
from approx.panels import digits as panels
from approx.panels.captions import digits as words
from approx.panels.softmax import share

#: Columns of the hidden neurons and of their weights.
COLUMNS = 8


class Digits(TopicStory):
    """A network that reads images of 8 × 8 pixels; without a subject, the one trained here."""

    subject_name = "digits"

    def plan(self) -> list[Beat]:
        self.reading = panels.build(self.topic)
        return [Beat(*beat) for beat in words.beats(self.reading, self.language)]

    def poster(self) -> None:
        """The image, large, at the left or top."""
        layout = self.layout
        self.heads = words.heads(self.reading, self.language)
        box = self.room.inset(bottom=0.35)
        gap = 0.6
        if layout.wide:
            first, rest = box.split(0.36, gap)
            second, third = rest.split(0.5, gap)
        else:
            first, rest = box.split(0.42, gap, rows=True)
            second, third = rest.split(0.5, gap)
        self.places = [place.inset(top=1.5 * self.small) for place in (first, second, third)]
        self.whole = box
        self.picture = image(self.reading.image, self.places[0], self.theme)
        self.pixels = self._head("pixels", self.places[0])
        self.neurons_head = self._head("neurons", self.places[1])
        self.shares_head = self._head("shares", self.places[2])
        self.add(self.title_text(), self.pixels, self.picture)
        self.add(self.neurons_head, self.shares_head)

    def _head(self, key: str, place: Box) -> VMobject:
        color = self.theme["quiet"].color
        long = write(self.heads[key], self.small, color).width
        size = self.small * min(1.0, place.width / max(long, 1e-9))
        head = write(self.heads[key], size, color, (place.left, place.top + 0.5 * self.small))
        return rimmed(head, self.theme)

    def tell_ask(self) -> None:
        """The image's shades light up, the dark ones last."""
        self.light(list(self.picture)[:-1])

    def _grid(self) -> np.ndarray:
        hidden = self.reading.hidden
        values = np.zeros(-(-len(hidden) // COLUMNS) * COLUMNS)
        values[: len(hidden)] = hidden / (float(hidden.max()) or 1.0)
        return values.reshape(-1, COLUMNS)

    def tell_hidden(self) -> None:
        """The pixels flow into the hidden neurons, which light up."""
        seconds = self.seconds(3.2)
        self.neurons = image(self._grid(), self.places[1], self.theme)
        self.play(
            TransformFromCopy(self.picture[-1], self.neurons[-1]),
            *(FadeIn(part) for part in self.neurons[:-1]), run_time=seconds,
        )  # fmt: skip

    def tell_template(self) -> None:
        """The loudest neuron's weights as an image of the same pixels."""
        seconds, place = self.seconds(3.6), self.places[1]
        k = self.reading.loudest
        rows = self._grid().shape[0]
        side = min(place.width / COLUMNS, place.height / rows)
        row, column = divmod(k, COLUMNS)
        left, top = place.left + column * side, place.top - row * side
        cell = bar(Box(left, top - side, left + side, top), self.theme["best"].color)
        ring = cell.set_fill(opacity=0).set_stroke(self.theme["best"].color, width=5)
        # Where there is more room for it: below the neurons, or beside the image.
        pixels = min(self.places[0].width, self.places[0].height)
        rooms = place.inset(top=rows * side + 0.35), self.places[0].inset(left=pixels + 0.6)
        room = max(rooms, key=lambda box: min(box.width, box.height))
        self.template = image(self.reading.templates[k], room, self.theme, signed=True)
        self.play(FadeIn(ring), run_time=0.15 * seconds)
        self.play(TransformFromCopy(ring, self.template[-1]), run_time=0.4 * seconds)
        shades = self.template[:-1]
        times = np.linspace(0.0, 1.0, len(shades) + 1)
        shown = [
            FadeIn(s, rate_func=within(*t)) for s, t in zip(shades, pairwise(times), strict=True)
        ]
        self.play(*shown, run_time=0.45 * seconds)
        self.extra: list[VMobject] = [ring, self.template]

    def tell_output(self) -> None:
        """Ten bars; the answer's is lit."""
        reading, seconds = self.reading, self.seconds(2.8)
        place = self.places[2].inset(bottom=1.6 * self.small)
        answer = reading.answer
        labels = ["" for _ in reading.shares]
        names = [str(k) for k in range(len(labels))]
        made = Bars(reading.shares, names, labels, place, self.theme, self.small, 1.0)
        best, quiet = self.theme["best"].color, self.theme["quiet"].color
        for k, part in enumerate(made.bars):
            part.set_fill(best if k == answer else quiet)
        top = made.places[answer]
        text = self.local(share(float(reading.shares[answer])))
        at = (min((top.left + top.right) / 2, place.right - 0.5), top.top + 0.3 * self.small)
        label = write(text, self.small, best, at, "center", bold=True)
        self.play(FadeIn(made.names), run_time=0.2 * seconds)
        self.play(
            *(TransformFromCopy(self.neurons[-1], part) for part in made.bars),
            run_time=0.5 * seconds,
        )
        self.play(FadeIn(label), run_time=0.2 * seconds)
        self.extra += [made.bars, made.names, label, self.shares_head]

    def tell_all(self) -> None:
        """Every neuron's weights, in the grid of the neurons."""
        seconds = self.seconds(3.0)
        gone = [self.pixels, self.picture, self.neurons, self.neurons_head, *self.extra]
        self.play(*map(FadeOut, gone), run_time=0.2 * seconds)
        box = self.whole.inset(top=1.5 * self.small)
        templates = self.reading.templates
        columns = 11 if self.layout.wide else 5
        rows = -(-len(templates) // columns)
        side = min(box.width / columns, box.height / rows)
        left = box.left
        head = self._head("weights", box)
        tiles = [
            image(
                template,
                Box(
                    left + (k % columns) * side, box.top - (k // columns + 0.9) * side,
                    left + (k % columns + 0.9) * side, box.top - (k // columns) * side,
                ),
                self.theme, signed=True,
            )
            for k, template in enumerate(templates)
        ]  # fmt: skip
        signs = self._signs(box) if self.layout.wide else VGroup()
        self.play(FadeIn(head), FadeIn(signs), run_time=0.1 * seconds)
        for row in range(rows):
            part = tiles[row * columns : (row + 1) * columns]
            self.play(*map(FadeIn, part), run_time=0.7 * seconds / rows)
        self.extra = [head, signs, *tiles]

    def _signs(self, box: Box) -> VGroup:
        """What the two colours of weights mean, at the right of their heading."""
        words, y = VGroup(), box.top + 0.5 * self.small
        right = box.right
        for key, role in (("against", "below"), ("for", "above")):
            color = self.theme["ink"].color
            text = write(self.heads[key], self.small, color, (right, y), "right")
            left = float(text.get_left()[0]) - 0.3
            side = 0.6 * self.small
            patch = bar(Box(left - side, y, left, y + side), self.theme[role].color)
            words.add(text, patch)
            right = left - side - 0.4
        return words

    def tell_test(self) -> None:
        """The table of what is and what was read, row by row."""
        seconds, table = self.seconds(3.4), self.reading.confusion
        self.play(*map(FadeOut, self.extra), run_time=0.15 * seconds)
        box = self.whole.inset(top=1.5 * self.small, bottom=1.3 * self.small, left=0.5)
        n = len(table)
        side, high = min(box.width, 1.6 * box.height) / n, box.height / n
        head = self._head("confusion", box)
        numbers = VGroup()
        rows = []
        size = min(self.small, 0.72 * high)
        ink, error = self.theme["ink"].color, self.theme["error"].color
        quiet = self.theme["quiet"].color
        for i in range(n):
            row = VGroup()
            y = box.top - (i + 0.5) * high
            numbers.add(write(str(i), size, quiet, (box.left - 0.3, y - 0.35 * size), "center"))
            across = box.left + (i + 0.5) * side
            under = box.bottom - 1.1 * self.small
            numbers.add(write(str(i), size, quiet, (across, under), "center"))
            for j in range(n):
                if not table[i, j]:
                    continue
                x = box.left + (j + 0.5) * side
                cell = Box(x - 0.47 * side, y - 0.47 * high, x + 0.47 * side, y + 0.47 * high)
                strength = 0.12 + 0.4 * table[i, j] / table[i].sum()
                role = "compare.equidistributed" if i == j else "error"
                row.add(bar(cell, self.theme[role].color, strength))
                color = ink if i == j else error
                row.add(write(str(table[i, j]), size, color, (x, y - 0.35 * size), "center"))
            rows.append(row)
        self.play(FadeIn(head), FadeIn(numbers), run_time=0.15 * seconds)
        for row in rows:
            self.play(FadeIn(row), run_time=0.7 * seconds / n)
        self.extra = [head, numbers, *rows]

    def tell_mistakes(self) -> None:
        """The misread digits with what they are and what was read."""
        seconds, wrong = self.seconds(3.0), self.reading.mistakes
        self.play(*map(FadeOut, self.extra), run_time=0.15 * seconds)
        box = self.whole.inset(top=1.5 * self.small)
        columns = 6 if self.layout.wide else 4
        rows = max(1, -(-len(wrong) // columns))
        wide, high = box.width / columns, box.height / rows
        side = min(0.85 * wide, high - 2.0 * self.small)
        head = self._head("wrong", box)
        self.play(FadeIn(head), run_time=0.1 * seconds)
        tiles = []
        for k, (picture, label, read) in enumerate(wrong):
            left, top = box.left + (k % columns) * wide, box.top - (k // columns) * high
            tile = image(picture, Box(left, top - side, left + side, top), self.theme)
            at = (left + side / 2, top - side - 1.2 * self.small)
            text = write(f"{label} → {read}", self.small, self.theme["error"].color, at, "center")
            tiles.append(VGroup(tile, text))
        for tile in tiles:
            self.play(FadeIn(tile), run_time=0.7 * seconds / len(tiles))
        self.extra = [head, *tiles]
        self.tiles = tiles

    def tell_answer(self) -> None:
        """The misread ones once more."""
        each = self.seconds(1.8) / max(len(self.tiles), 1)
        for tile in self.tiles:
            self.play(Indicate(tile, 1.06, color=None), run_time=each)
