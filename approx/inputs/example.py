"""The records of the catalog: a network, its target, and exact facts about both."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from approx.core.network import Network
from approx.core.target import Target
from approx.system.errors import InputError


@dataclass(frozen=True)
class Truth:
    """Facts about an example that were computed by hand; the tests compare the library with them.

    Attributes:
        breakpoints: of the output, ascending.
        slopes: one more than breakpoints.
        sup_error: the largest error on the target's domain, from a closed form.
        at: where it is reached, ascending; empty when only the value is known.
        tolerance: of sup_error, absolute; closed forms leave it at rounding.
        source: where the numbers come from.
    """

    breakpoints: tuple[float, ...]
    slopes: tuple[float, ...]
    sup_error: float
    at: tuple[float, ...] = ()
    tolerance: float = 1e-12
    source: str = ""


@dataclass(frozen=True)
class Training:
    """How a network was trained, as plain values, so that the run can be repeated.

    Attributes:
        hidden: widths of the hidden layers.
        settings: fields of :class:`approx.training.Options`, method among them.
        start: the example that was trained further; "" for random first values.
    """

    hidden: tuple[int, ...]
    settings: Mapping[str, Any] = field(default_factory=dict)
    start: str = ""


@dataclass(frozen=True)
class Example:
    """One built-in subject; its name is its file's name.

    Attributes:
        title: the title of its pictures, by language.
        network: one input, one output.
        target: the function that the network approximates, on the domain that is shown.
        truth: what the tests compare with.
        training: how it was trained, where that can be watched.

    Raises:
        InputError: for a target that is given as text.
    """

    title: Mapping[str, str]
    network: Network
    target: Target
    truth: Truth
    training: Training | None = None

    def __post_init__(self) -> None:
        if isinstance(self.target, str):
            raise InputError(
                "the target is given as text; write target_of(TEXT, (LEFT, RIGHT)).target, "
                "with target_of from approx.inputs.expression"
            )


@dataclass(frozen=True)
class Family:
    """Examples that differ by one number, written after the name: sawtooth-3."""

    make: Callable[[int], Example]
    members: range  # every number that is accepted
    shown: tuple[int, ...]  # those that lists, galleries and tests show


@dataclass(frozen=True)
class TopicExample:
    """A built-in network of several inputs or outputs that a lesson explains at one input.

    Attributes:
        title: the title of its pictures, by language.
        kind: the story and the figure that explain it.
        network: of any number of inputs and outputs.
        at: its input.
        truth: the outputs there, by hand; within `tolerance`.
        names: by language, the names of inputs and outputs; the network's own where it is empty.
    """

    title: Mapping[str, str]
    kind: str
    network: Network
    at: tuple[float, ...]
    truth: tuple[float, ...]
    tolerance: float = 0.0005
    names: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = field(default_factory=dict)


@dataclass(frozen=True)
class PlaneTruth:
    """Facts about a two-input example that were computed by hand.

    Attributes:
        regions: how many linear regions the box holds.
        area_above: area of {f > 0}, from a closed form; None where outputs decide.
        class_areas: of several outputs, where each is the largest; empty for one.
        values: f at some points (x, y).
        source: where the numbers come from.
    """

    regions: int
    area_above: float | None
    values: Mapping[tuple[float, float], float]
    source: str = ""
    class_areas: tuple[float, ...] = ()


@dataclass(frozen=True)
class PlaneExample:
    """A built-in network of two inputs; it decides between {f > 0} and {f ≤ 0}, or by the largest.

    Attributes:
        title: the title of its pictures, by language.
        network: two inputs; one output, or one a class.
        box: ((x0, x1), (y0, y1)) on which it is shown.
        truth: what the tests compare with.
        points: (x, y, class) of the data it was trained on, classes from 0, if there was any.
        trains_on: the points that a network is trained on where options ask for it; `points` when
            there are none.
    """

    title: Mapping[str, str]
    network: Network
    box: tuple[tuple[float, float], tuple[float, float]]
    truth: PlaneTruth
    points: tuple[tuple[float, float, int], ...] = ()
    trains_on: tuple[tuple[float, float, int], ...] = ()
