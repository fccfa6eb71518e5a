"""What every command draws: a network on a domain, beside its target."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from approx.core.dataset import Dataset
from approx.core.error import ErrorReport, measure
from approx.core.exact import Analysis, analyse
from approx.core.network import Network
from approx.core.piecewise import PiecewiseLinear
from approx.core.smooth import SmoothAnalysis, analyse_smooth
from approx.core.smooth_error import measure_smooth
from approx.core.smooth_pieces import half_largest_jump
from approx.core.target import Target
from approx.inputs.example import Training
from approx.limits import BestApproximation, Norm, best, fewest_breakpoints
from approx.limits.optimum import MOST
from approx.subjects.drawable import Drawable
from approx.system.errors import InputError

if TYPE_CHECKING:
    from approx.training import Fit, History


@dataclass(frozen=True, eq=False)
class Subject(Drawable):
    """What every command draws: a network on a domain, beside its target.

    Attributes:
        name: as the user writes it.
        titles: the title of its pictures, by language.
        network: one input, one output.
        target: a function, or given points; its domain is the subject's domain.
        source: where the target comes from: an example's name, a text, a file of points, or the
            network itself.
        fit: the run that trained the network, when it was trained here.
        training: how it was trained, so that another process can run it again.
        run: the snapshots of a run that was trained elsewhere.
        own_title: the user's own title, which replaces them in all languages.
        command_words: its name and options on the command line; empty when made in Python.

    >>> import approx
    >>> s = approx.subject("x^2", on=(-1, 1), neurons=3)
    >>> s.function.breakpoints, round(s.error.sup / s.best.sup, 9)
    (array([-0.33333333,  0.33333333]), 1.0)
    """

    name: str
    titles: Mapping[str, str]
    network: Network
    target: Target | Dataset
    source: Mapping[str, str] = field(default_factory=lambda: {"own": ""})
    fit: Fit | None = None
    training: Training | None = None
    run: History | None = None
    own_title: str = ""
    command_words: tuple[str, ...] = ()

    def title(self, language: str = "en") -> str:
        return self.own_title or self.titles.get(language, self.titles["en"])

    @property
    def seed(self) -> int | None:
        """The seed of the fit that made the network, if it was trained."""
        return None if self.training is None else self.training.settings.get("seed")

    @property
    def domain(self) -> tuple[float, float]:
        return self.target.domain

    @property
    def function(self) -> PiecewiseLinear:
        """The network's exact function; of a smooth network, chords near it."""
        return self.analysis.output

    @property
    def best(self) -> BestApproximation:
        """The best possible function with as many breakpoints as the network's; see `limit`."""
        return self.limit

    def __repr__(self) -> str:
        a, b = (f"{end:g}" for end in self.domain)
        what, points = self.target.label.text, isinstance(self.target, Dataset)
        shown = f"{len(self.target)} points" if isinstance(self.target, Dataset) else what
        beside = "" if self.target.own else f" for {shown}"
        name = what if points else self.name
        return f"Subject({name!r}, network {self.network.layer_widths}{beside} on [{a}, {b}])"

    @property
    def target_function(self) -> Target:
        """The target, where it is a function.

        Raises:
            InputError: for points, between which no function is known.
        """
        if isinstance(self.target, Dataset):
            raise InputError(f"{self.name!r} is given by points; comparing needs a function")
        return self.target

    @cached_property
    def analysis(self) -> Analysis | SmoothAnalysis:
        """The exact function, every neuron's function, and which neuron makes which breakpoint.

        Of a network with smooth units: chords, with a bound of their distance from it.
        """
        way = analyse_smooth if self.network.smooth else analyse
        return way(self.network, self.domain)

    @cached_property
    def error(self) -> ErrorReport:
        """The network's distance from its target: on the domain, or at the given points."""
        if isinstance(self.target, Target) and self.target.own:
            return ErrorReport.nothing()
        if self.network.smooth:
            return measure_smooth(self.network, self.target)
        return measure(self.analysis.output, self.target)

    @cached_property
    def limit(self) -> BestApproximation:
        """The best continuous function with as many breakpoints as the network's output has.

        In L2 where the target jumps, where every continuous function's sup error is half the jump,
        and for a network fitted by a method that knows least squares only.

        Raises:
            InputError: for a smooth network, which has no breakpoints, for points, and for a target
                with gaps or poles.
        """
        if self.network.smooth:
            raise InputError(f"{self.name} is smooth: it has no breakpoints to compare")
        return best(self.target_function, len(self.analysis.output.breakpoints), self.norm)

    @cached_property
    def jumps(self) -> bool:
        """Whether only the target jumps: no continuous function comes close to it everywhere."""
        jumps = isinstance(self.target, Target) and half_largest_jump(self.target) > 0
        return jumps and not self.output_jumps

    @cached_property
    def norm(self) -> Norm:
        """In which it is compared with the best possible; of points it is not compared."""
        if self.jumps:
            return "l2"
        if self.training is None or isinstance(self.target, Dataset):
            return "sup"
        from approx.training.methods import METHODS

        method = METHODS[self.training.settings["method"]]
        return "l2" if method.least_squares and method.one_layer else "sup"

    @property
    def distance(self) -> float:
        """From the target, in the norm of its limit: the largest error, or L2."""
        return self.error.l2 if self.norm == "l2" else self.error.sup

    @property
    def limited(self) -> bool:
        """Whether there is such a best function to compare with, and it can be computed."""
        target = self.target
        if not isinstance(target, Target) or target.own or not target.whole:
            return False
        return not self.network.smooth and not self.output_jumps and not self.unlimited

    @property
    def output_jumps(self) -> bool:
        """Whether the network's own function jumps: continuous functions are no limit for it."""
        return len(self.analysis.output.discontinuities) > 0

    @property
    def unlimited(self) -> bool:
        """Whether the output has too many breakpoints for a best function to be computed."""
        return len(self.analysis.output.breakpoints) > MOST

    @cached_property
    def equivalent(self) -> int | None:
        """So many breakpoints are enough to be as close as this network; None if not known."""
        if self.error.none or not self.limited:
            return None
        try:
            return fewest_breakpoints(self.target_function, self.distance * (1 + 1e-9), self.norm)
        except InputError:
            return None
