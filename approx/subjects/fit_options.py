"""The options of a subject besides its name: its interval, and how to fit a network to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from approx.inputs.interval import interval
from approx.style.fonts import check
from approx.system.errors import InputError

#: The default interval of a typed function, and the default number of neurons.
DOMAIN = (-3.0, 3.0)
NEURONS = 8


@dataclass(frozen=True)
class FitOptions:
    """The options of a subject besides its name.

    Attributes:
        on: the ends of the interval, as typed; of two inputs, that of x.
        task: of a table of two inputs: "regression" or "classification"; "" for what it looks like.
        on_y: of two inputs, the ends of the interval of y; that of x when it is not given.
        neurons: hidden units of one layer that a function is fitted with.
        hidden: widths of several hidden layers, instead.
        settings: further fields of :class:`approx.training.Options`, method among them.
        warn: called with every warning and note, one line each.
        stepwise: whether the picture is of a run: where no method is named, one that takes steps.
        title: the user's own title of every picture, as typed.
        columns: of a table: which are x and y, and how its numbers are written; the fields of
            :class:`approx.inputs.tables.Columns`.
        model: of a network file: component and activation, the arguments of
            :func:`approx.inputs.weights.load`.
        target: what a network file or a run is compared with, as typed, or as (target, source).
    """

    on: tuple[str, str] | None = None
    neurons: int | None = None
    hidden: tuple[int, ...] | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)
    warn: Callable[[str], None] = lambda line: None
    title: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    model: Mapping[str, Any] = field(default_factory=dict)
    on_y: tuple[str, str] | None = None
    stepwise: bool = False
    task: str = ""
    target: Any = None

    @property
    def needs_training(self) -> bool:
        """Whether a network has to be trained."""
        return self.neurons is not None or self.hidden is not None or bool(self.settings)

    @property
    def training_flags(self) -> dict[str, str]:
        """The options that ask for training, with their values as they are typed."""
        hidden = None if self.hidden is None else ",".join(map(str, self.hidden))
        given = {
            "neurons": self.neurons,
            "hidden": hidden,
            **self.settings,
            "progress": None,
            "start": None,
        }
        return {
            "--" + name.replace("_", "-"): str(value)
            for name, value in given.items()
            if value is not None
        }

    def can_draw(self, name: str) -> bool:
        """Whether pictures can show a file's name; warns when they cannot."""
        try:
            check(name)
        except InputError as error:
            self.warn(f"note: pictures leave out the file's name: {error}")
            return False
        return True

    def interval(self) -> tuple[float, float] | None:
        """The interval as numbers; None when none was given.

        Raises:
            InputError: when the ends are no interval.
        """
        return None if self.on is None else interval(*self.on)

    def box(self) -> tuple[tuple[float, float], tuple[float, float]] | None:
        """The rectangle of two inputs as numbers; None when neither side was given.

        Raises:
            InputError: when the ends are no interval.
        """
        if self.on is None and self.on_y is None:
            return None
        across = interval(*(self.on or self.on_y or ("", "")))
        return across, across if self.on_y is None else interval(*self.on_y)
