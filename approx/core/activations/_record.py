"""What an activation is: one record with everything that the rest of the project asks about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from approx.core._types import Array
from approx.system.errors import ApproxError

Function = Callable[[Array], Array]
#: Values between two bounds: (low, high), arrays of one shape.
Interval = tuple[Array, Array]


class Symbol(NamedTuple):
    """A formula or a part of one: in plain text, for figures and pages, for films."""

    text: str
    mathtext: str
    typst: str


class Effect(NamedTuple):
    """What captions say that it does to a line: after one neuron's line, and after many lines.

    `{slope}` stands for the record's number.
    """

    one: str
    many: str


class Layer(NamedTuple):
    """How a framework names the activation: a class, an operation or a function.

    Attributes:
        name: of the class, operation or function.
        numbers: options that may hold the number of a family, the first one that is given counts.
        default: that number where no option is given.
        fixed: options that must have these values where they are given.
    """

    name: str
    numbers: tuple[str, ...] = ()
    default: float | None = None
    fixed: Mapping[str, object] = {}


class JavaScript(NamedTuple):
    """Expressions in z that the page evaluates: the value and the first derivative.

    Besides Math they may name normalShare and normalDensity, the normal distribution's.
    """

    value: str
    first: str


@dataclass(frozen=True, kw_only=True)
class Activation:
    """An activation s: either piecewise linear, its only breakpoint at zero, or smooth.

    A joint one takes all neurons of its layer together, as softmax does: its `value` acts on the
    last axis, `first` and `second` are the diagonals of its derivatives, and its bounds are those
    of :mod:`approx.core.softmax_bounds`.

    Attributes:
        name: what files hold; letters, digits and underscores, a family's number in brackets.
        symbol: how formulas write it.
        definition: what the symbol means, in z; None where every reader knows it.
        effect: language -> words of captions; English is there in any case.
        value, first, second: s, s' and s'' of an array of any shape.
        slopes: left and right of zero, of a piecewise-linear one; None for a smooth one.
        jump: how much its value rises at zero, where it has the value from the left. What jumps
            has no slopes.
        joint: whether every neuron's value depends on all neurons of its layer.
        first_turns, second_turns: every place where s', s'' stops rising or falling; between
            them each is monotonic, which makes bounds over an interval exact.
        javascript: of a smooth one; without it no page shows its networks.
        torch, onnx, keras: its layer or operation; None where there is none.
        keras_function, sklearn: its name as an option of a layer or model.
        number: a family's number, as 0.2 of leaky_relu(0.2).
        with_number: the record of another number; None when it is no family.
    """

    name: str
    symbol: Symbol
    definition: Symbol | None = None
    effect: Mapping[str, Effect]
    value: Function
    first: Function
    second: Function
    slopes: tuple[float, float] | None = None
    jump: float = 0.0
    joint: bool = False
    first_turns: tuple[float, ...] = ()
    second_turns: tuple[float, ...] = ()
    javascript: JavaScript | None = None
    torch: Layer | None = None
    onnx: Layer | None = None
    keras: Layer | None = None
    keras_function: Layer | None = None
    sklearn: Layer | None = None
    number: float | None = None
    with_number: Callable[[float], Activation] | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        if "en" not in self.effect:
            raise ApproxError(f"activation {self.name} has no English words for captions (effect)")

    @property
    def smooth(self) -> bool:
        """Whether it has no breakpoint and is no straight line: its networks are not exact."""
        return self.slopes is None

    @property
    def breakpoints(self) -> tuple[float, ...]:
        """Where its slope or its value jumps."""
        bends = self.slopes is not None and self.slopes[0] != self.slopes[1]
        return (0.0,) if bends or self.jump else ()

    def slope_range(self, low: Array, high: Array) -> Interval:
        """The least and the largest s' on every interval [low, high], of a smooth one."""
        return _range(self.first, self.first_turns, low, high)

    def curvature_range(self, low: Array, high: Array) -> Interval:
        """The least and the largest s'' on every interval [low, high], of a smooth one."""
        return _range(self.second, self.second_turns, low, high)


def _range(function: Function, turns: tuple[float, ...], low: Array, high: Array) -> Interval:
    """The range of a function that is monotonic between its turns; exact up to rounding."""
    ends = function(low), function(high)
    least, largest = np.minimum(*ends), np.maximum(*ends)
    for turn in turns:
        inside = (low <= turn) & (turn <= high)
        value = function(np.array(turn))
        least = np.where(inside, np.minimum(least, value), least)
        largest = np.where(inside, np.maximum(largest, value), largest)
    return least, largest


def piecewise_linear(
    name: str, slopes: tuple[float, float], symbol: Symbol, effect: Mapping[str, Effect]
) -> Activation:
    """The record of an activation with these slopes left and right of zero, in no framework yet."""
    left, right = slopes

    def first(z: Array) -> Array:
        return np.asarray(np.where(z > 0, right, left))

    def value(z: Array) -> Array:
        # The rectifier is in every network: one pass over the numbers instead of three.
        return np.asarray(np.maximum(z, 0.0) if slopes == (0.0, 1.0) else z * first(z))

    return Activation(
        name=name,
        symbol=symbol,
        effect=effect,
        value=value,
        first=first,
        second=lambda z: np.zeros(np.shape(z)),
        slopes=slopes,
    )
