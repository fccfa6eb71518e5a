"""Scores become shares of one whole: exponentials, divided by their sum; constant and temperature.

Render with `approx render softmax`, or by itself with `manim render scenes/softmax.py`.
"""

from __future__ import annotations

import itertools

import numpy as np
from manim import RIGHT, UP, FadeIn, FadeOut, Transform, TransformFromCopy, VGroup

from approx.core._types import Array
from approx.outputs.stage.bars import Bars, bar, mid
from approx.outputs.stage.layout import Box
from approx.outputs.stage.shapes import Playback
from approx.outputs.stage.story import Beat
from approx.outputs.stage.text import Text, write
from approx.outputs.stage.topic import TopicStory
from approx.panels import softmax as panels
from approx.panels.captions import softmax as words

#: A share's number stands in its part where the part is so many ems wide.
ROOMY = 2.6


class Softmax(TopicStory):
    """Any softmax layer of two to ten classes; without a subject, three scores."""

    subject_name = "softmax-3"

    def plan(self) -> list[Beat]:
        self.softmax = panels.build(self.topic, self.language)
        return [Beat(*beat) for beat in words.beats(self.softmax, self.language)]

    def poster(self) -> None:
        """The scores as bars, large, and room for what they become."""
        whole, layout = self.softmax, self.layout
        size = layout.text
        box = self.room.inset(top=0.9 * size, bottom=1.6 * size)
        gap = 0.9 if layout.wide else 0.35
        width = (box.width - 2 * gap) / 3
        self.lying = len(whole.names) * self._widest() > width
        if self.lying:  # the names stand left of the scores
            box = box.inset(left=self._name_room())
            width = (box.width - 2 * gap) / 3
        self.columns = [
            Box(
                box.left + k * (width + gap),
                box.bottom,
                box.left + k * (width + gap) + width,
                box.top - 0.3,
            )
            for k in range(3)
        ]
        self.heads = [
            write(text, self.small, self.theme["ink"].color, (mid(place), box.top + 0.1), "center")
            for text, place in zip(
                words.short_heads(whole, self.language), self.columns, strict=True
            )
        ]
        self.scores = self._bars(whole.scores, panels.score, 0)
        self.add(self.title_text(), self.scores, self.heads[0])

    def _widest(self) -> float:
        """Room for the longest name or value at a bar, as small as it may be."""
        whole, written = self.softmax, self.local
        texts = [
            *whole.names,
            *(written(panels.score(float(v))) for v in whole.scores),
            *(written(panels.power(float(v))) for v in whole.powers),
        ]
        size, ink = self.layout.smallest, self.theme["ink"].color
        return float(max(write(text, size, ink, bold=True).width for text in texts)) + 0.15

    def _name_room(self) -> float:
        ink = self.theme["ink"].color
        long = max(write(name, self.small, ink).width for name in self.softmax.names)
        return float(long + 0.5 * self.small)

    def _bars(self, values: Array, written: object, column: int) -> Bars:
        assert callable(written)
        labels = [self.local(written(float(value))) for value in values]
        names = self.softmax.names if not (self.lying and column) else ()
        place, small = self.columns[column], self.small
        return Bars(values, names, labels, place, self.theme, small, lying=self.lying)

    def tell_ask(self) -> None:
        """The scores are there; one after the other is pointed out."""
        self.light(self.scores.bars, 2.0, RIGHT if self.lying else UP)

    def tell_power(self) -> None:
        """Every score's bar is copied to its exponential."""
        self.powers = self._bars(self.softmax.powers, panels.power, 1)
        self._grow(self.scores, self.powers, self.heads[1])

    def _grow(self, old: Bars, new: Bars, head: Text) -> None:
        seconds = self.seconds(3.0)
        self.play(FadeIn(head), *map(FadeIn, new.names), run_time=0.2 * seconds)
        self.play(
            *(TransformFromCopy(a, b) for a, b in zip(old.bars, new.bars, strict=True)),
            run_time=0.55 * seconds,
        )
        self.play(FadeIn(new.labels), run_time=0.25 * seconds)

    def tell_stack(self) -> None:
        """The exponentials fly onto one another: the sum is one column."""
        whole, place = self.softmax, self.columns[2]
        room = place.inset(top=1.5 * self.small)
        self.column = room.inset(right=max(0.6 * room.width, self._beside_room()))
        tops = np.r_[0.0, np.cumsum(whole.powers)] / whole.total
        if self.lying:  # the first on top, as its bar is
            tops = 1 - tops
        self.stack = VGroup(
            *(
                bar(
                    Box(
                        self.column.left, self.column.bottom + low * self.column.height,
                        self.column.right, self.column.bottom + high * self.column.height,
                    ),
                    self.theme.neuron(k),
                )
                for k, (low, high) in enumerate(map(sorted, itertools.pairwise(tops)))
            )
        )  # fmt: skip
        seconds = self.seconds(3.2)
        each = 0.75 * seconds / len(self.stack)
        for source, part in zip(self.powers.bars, self.stack, strict=True):
            self.play(TransformFromCopy(source, part), run_time=each)
        self.whole = self._over_column(panels.power(whole.total))
        self.play(FadeIn(self.whole), run_time=0.25 * seconds)

    def _over_column(self, text: str) -> Text:
        at = (mid(self.column), self.column.top + 0.4 * self.small)
        return write(self.local(text), self.small, self.theme["ink"].color, at, "center", bold=True)

    def tell_share(self) -> None:
        """The whole is 1, and every part has its share written beside it."""
        seconds, one = self.seconds(3.0), self._over_column("1")
        self.play(FadeOut(self.whole), FadeIn(self.heads[2]), run_time=0.2 * seconds)
        self.parts = self._beside()
        self.play(FadeIn(one), run_time=0.1 * seconds)
        each = 0.7 * seconds / len(self.stack)
        for part, number in zip(self.stack, self.parts, strict=True):
            self.play(self.around(part), FadeIn(number), run_time=each)
        self.whole = one

    def _beside_texts(self) -> list[str]:
        """Every share, with its name where there is room for it."""
        numbers = [self.local(panels.share(float(share))) for share in self.softmax.shares]
        if not self.layout.wide or self.lying:
            return numbers
        return [f"{name}  {x}" for name, x in zip(self.softmax.names, numbers, strict=True)]

    def _beside_room(self) -> float:
        """As wide as the widest of them, as small as it may be."""
        ink, size = self.theme["ink"].color, self.layout.smallest
        return float(max(write(text, size, ink).width for text in self._beside_texts())) + 0.2

    def _beside(self) -> VGroup:
        """Every share's number at the height of its part, none on another."""
        texts, ink = self._beside_texts(), self.theme["ink"].color
        room = self.columns[2].right - self.column.right - 0.15
        size = min(self.small, self.column.height / (1.3 * len(texts)))
        size = min(size, *(size * room / write(text, size, ink).width for text in texts))
        y = np.array([part.get_y() for part in self.stack]) - 0.35 * size
        order = np.argsort(y, kind="stable")
        for low, k in itertools.pairwise(order):
            y[k] = max(y[k], y[low] + 1.25 * size)
        y += min(0.0, self.column.top - 0.7 * size - y[order[-1]])
        for high, k in itertools.pairwise(order[::-1]):
            y[k] = min(y[k], y[high] - 1.25 * size)
        return VGroup(
            *(
                write(text, size, self.theme.neuron(k), (self.column.right + 0.15, float(at)))
                for k, (text, at) in enumerate(zip(texts, y, strict=True))
            )
        )  # fmt: skip

    def tell_shift(self) -> None:
        """The column lies down as a strip; below it that of all scores + 10, the same."""
        seconds = self.seconds(4.0)
        gone = [*self.heads, self.scores, self.powers, self.parts, self.whole]
        box = self.room.inset(top=0.6, bottom=0.3)
        self.high = min(0.85, box.height / 6)
        told = {"plain", *(beat.name for beat in self.beats)}
        kinds = [kind for kind in ("plain", "shift", "warm", "cold") if kind in told]
        self.rows = [
            box.top - (k + 1) * self.high - k * (box.height - 4 * self.high) / 3
            for k in range(len(kinds))
        ]
        names = [words.row(kind, self.softmax, self.language) for kind in kinds]
        ink = self.theme["quiet"].color
        self.row_names = [
            write(name, self.small, ink, (box.left, y + self.high + 0.3 * self.small))
            for name, y in zip(names, self.rows, strict=True)
        ]
        self.across = Box(box.left, 0.0, box.right, 0.0)
        plain = self._strip(self.softmax.shares, self.rows[0])
        self.play(*map(FadeOut, gone), run_time=0.2 * seconds)
        self.play(
            *(Transform(a, b) for a, b in zip(self.stack, plain, strict=True)),
            FadeIn(self.row_names[0]), run_time=0.35 * seconds,
        )  # fmt: skip
        same = self._strip(self.softmax.shares, self.rows[1])
        copies = [TransformFromCopy(a, b) for a, b in zip(plain, same, strict=True)]
        self.play(*copies, run_time=0.25 * seconds)
        numbers = [self._numbers(self.softmax.shares, y) for y in self.rows[:2]]
        self.play(*map(FadeIn, [self.row_names[1], *numbers]), run_time=0.2 * seconds)

    def _strip(self, shares: Array, bottom: float) -> VGroup:
        edges = self.across.left + np.r_[0.0, np.cumsum(shares)] * self.across.width
        return VGroup(
            *(
                bar(Box(a, bottom, b, bottom + self.high), self.theme.neuron(k))
                for k, (a, b) in enumerate(itertools.pairwise(edges))
            )
        )

    def _numbers(self, shares: Array, bottom: float) -> VGroup:
        """In each part its share, where the part has room for it."""
        edges = self.across.left + np.r_[0.0, np.cumsum(shares)] * self.across.width
        out = VGroup()
        for share, a, b in zip(shares, edges[:-1], edges[1:], strict=True):
            if b - a > ROOMY * self.small:
                text = f"{self.local(panels.share(float(share)))}"
                at = ((a + b) / 2, bottom + self.high / 2 - 0.35 * self.small)
                out.add(write(text, self.small, self.theme["background"].color, at, "center", True))
        return out

    def tell_warm(self) -> None:
        """The strip moves while the temperature rises."""
        self._heat(2, self.softmax.level)

    def tell_cold(self) -> None:
        """And while it falls."""
        self._heat(3, panels.COLD)

    def _heat(self, row: int, end: float) -> None:
        seconds, bottom = self.seconds(3.0), self.rows[row]
        strip = self._strip(self.softmax.shares, bottom)
        self.play(FadeIn(strip), FadeIn(self.row_names[row]), run_time=0.2 * seconds)

        def show(t: float) -> None:
            new = self._strip(self.softmax.at(end**t), bottom)
            for part, wanted in zip(strip, new, strict=True):
                part.points = wanted.points

        self.play(Playback(strip, show, (0.0, 1.0), 0.65 * seconds))
        self.play(FadeIn(self._numbers(self.softmax.at(end), bottom)), run_time=0.15 * seconds)

    def tell_answer(self) -> None:
        """The parts of the first strip once more."""
        self.light(self.stack, along=None)  # its numbers stand in it
