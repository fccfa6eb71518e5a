"""A subject with two inputs: a network over a rectangle, cut into its linear regions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from approx.core.network import Network
from approx.core.plane_target import PlanePoints, PlaneTarget
from approx.inputs.example import Training
from approx.subjects.drawable import Drawable

if TYPE_CHECKING:
    from approx.core._types import Array, Integers
    from approx.core.decisions import Decisions
    from approx.core.plane_error import PlaneError
    from approx.core.regions import Box, Regions
    from approx.training import Fit


@dataclass(frozen=True, eq=False)
class Plane(Drawable):
    """What every command draws of two inputs: a network over a rectangle, beside its target.

    Attributes:
        name: as the user writes it.
        titles: the title of its pictures, by language.
        network: two inputs; one output, or one per class.
        box: ((x0, x1), (y0, y1)).
        target: a function, or points with values or classes; None for a network by itself.
        source: where the target comes from: an example's name, a text, a file of points, or the
            network itself.
        marked: points to mark, with the value there.
        fit: the run that trained the network, when it was trained here.
        training: how it was trained, so that another process can run it again.
        own_title: the user's own title, which replaces them in all languages.
        command_words: its name and options on the command line; empty when made in Python.
    """

    name: str
    titles: Mapping[str, str]
    network: Network
    box: Box
    target: PlaneTarget | PlanePoints | None = None
    source: Mapping[str, str] = field(default_factory=lambda: {"own": ""})
    marked: Mapping[tuple[float, float], float] = field(default_factory=dict)
    fit: Fit | None = None
    training: Training | None = None
    own_title: str = ""
    command_words: tuple[str, ...] = ()

    def __repr__(self) -> str:
        sides = " × ".join(f"[{a:g}, {b:g}]" for a, b in self.box)
        beside = ""
        if isinstance(self.target, PlaneTarget):
            beside = f" for {self.target.label.text}"
        elif self.target is not None:
            beside = f" for {len(self.target)} points"
        return f"Plane({self.name!r}, network {self.network.layer_widths}{beside} on {sides})"

    def title(self, language: str = "en") -> str:
        return self.own_title or self.titles.get(language, self.titles["en"])

    @property
    def seed(self) -> int | None:
        """The seed of the fit that made the network, if it was trained."""
        return None if self.training is None else self.training.settings.get("seed")

    @property
    def data(self) -> PlanePoints | None:
        """The points that it is compared with, if there are any."""
        return self.target if isinstance(self.target, PlanePoints) else None

    @property
    def classes(self) -> tuple[str, ...]:
        """What the classes are called that it decides between; none where it gives a value.

        A network without a target decides by its sign, as do the examples; of a probability that
        is whether it is above one half.
        """
        if self.data is not None and self.data.classes:
            return self.data.classes
        if self.network.outputs > 1:
            return tuple(self.network.output_names)
        if self.target is not None:
            return ()
        return ("f ≤ ½", "f > ½") if self.is_probability else ("f ≤ 0", "f > 0")

    @property
    def several(self) -> bool:
        """Whether it decides by the largest of several outputs."""
        return self.network.outputs > 1

    @property
    def is_probability(self) -> bool:
        """Whether a logistic function makes its one output a probability."""
        return not self.several and self.logits is not self.network

    @cached_property
    def logits(self) -> Network:
        """The network without a softmax or logistic function after its last sums."""
        from approx.core.decisions import logits_of

        return logits_of(self.network)

    @cached_property
    def regions(self) -> Regions:
        """Every linear region over the box, with the values of the first output."""
        from approx.core.regions import regions

        if self.several:
            return self.decisions.sheet
        return regions(self.logits, self.box)

    @cached_property
    def decisions(self) -> Decisions:
        """Which of several classes it decides for, everywhere."""
        from approx.core.decisions import decide

        return decide(self.network, self.box)

    @cached_property
    def error(self) -> PlaneError | None:
        """The distance from the function that is its target; None where that is no function."""
        from approx.core.plane_error import measure_plane

        if not isinstance(self.target, PlaneTarget) or self.several:
            return None
        return measure_plane(self.regions, self.target)

    def decided(self, points: Array) -> Integers:
        """The class of every point, by number, shape (points,)."""
        scores = self.logits(points)
        chosen = scores.argmax(axis=-1) if self.several else scores[..., 0] > 0
        return np.asarray(chosen, dtype=np.int64)

    @cached_property
    def right(self) -> tuple[int, int]:
        """How many of the points it puts into their class, and how many there are."""
        assert self.data is not None
        assert self.data.classes
        hits = self.decided(self.data.points) == self.data.numbers
        return int(hits.sum()), len(hits)

    @cached_property
    def cross_entropy(self) -> float:
        """The mean over the points of −ln of the probability of their own class."""
        from approx.core.plane_scores import cross_entropy

        assert self.data is not None
        return cross_entropy(self.logits(self.data.points), self.data.numbers)

    @cached_property
    def at_points(self) -> tuple[float, float]:
        """Largest and rms error at points with values."""
        assert self.data is not None
        off = self.network(self.data.points)[:, 0] - self.data.values
        return float(np.abs(off).max()), float(np.sqrt(np.mean(off**2)))
