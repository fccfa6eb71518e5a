"""One training run with several learning rates, and from several first weights: the losses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from approx.panels import loss_curves
from approx.panels.frame import clipped
from approx.panels.primitives import Axis, Curve, Panel
from approx.style.languages import number, say
from approx.subjects import Subject
from approx.subjects.from_run import untrained
from approx.subjects.variations import Variation, by_rate, by_seed
from approx.training import History

#: Roles of the rates, from the smallest: more than these are not compared.
ROLES = ("path.small", "path.right", "path.large")

#: Why there is nothing to compare; None when there is.
unsupported_reason = untrained


@dataclass(frozen=True)
class Rates:
    """Losses against the step.

    Attributes:
        panels: by rate, then by seed, as far as the run has them.
        sentence: where the runs end.
    """

    panels: tuple[Panel, ...]
    sentence: str


def build(
    subject: Subject,
    language: str = "en",
    chosen: tuple[float, ...] = (),
    starts: tuple[int, ...] = (),
) -> Rates:
    """The run of the subject beside its variations.

    Args:
        chosen: rates in place of a tenth of the run's own, its own and ten times as much.
        starts: seeds in place of five from the run's own on.

    Raises:
        InputError: where the run has no rate or no seed to choose.
    """
    rates, seeds = by_rate(subject, chosen), by_seed(subject, starts)
    runs = [*rates, *seeds]
    span = loss_curves.axis_of([run.history.loss for run in runs])
    steps = loss_curves.step_axis(max(int(run.history.steps[-1]) for run in runs))
    steps = replace(steps, name=say("loss.step", language))
    panels = []
    if rates:
        # The run's own rate stands between the two others, whichever of them there are.
        mine = _own(rates, seeds, subject)
        own = 1 if chosen else next(k for k, run in enumerate(rates) if run.rate == mine)
        roles = [ROLES[1 + k - own] for k in range(len(rates))]
        curves = [
            _curve(run.history, role, _named(run, language))
            for run, role in zip(rates, roles, strict=True)
        ]
        panels.append(_panel(curves, steps, span, say("rates.by_rate", language)))
    if seeds:
        first, *others = seeds
        names = _names(others, language)
        curves = [
            _curve(run.history, "loss.other", names if run is others[0] else "")
            for run in reversed(others)
        ]
        own_name = say("rates.seed", language, seed=first.seed)
        curves.append(_curve(first.history, "loss", own_name))
        panels.append(_panel(curves, steps, span, say("rates.by_seed", language)))
    return Rates(tuple(panels), _sentence(rates, seeds, language))


def _names(others: Sequence[Variation], language: str) -> str:
    """'seeds 1 to 4', or each of them."""
    seeds = [run.seed for run in others]
    if len(seeds) > 1 and seeds == list(range(seeds[0], seeds[0] + len(seeds))):
        return say("rates.seeds", language, first=seeds[0], last=seeds[-1])
    listed = ", ".join(map(str, seeds))
    return say("rates.seeds.listed", language, n=len(seeds), seeds=listed)


def _own(rates: Sequence[Variation], seeds: Sequence[Variation], subject: Subject) -> float | None:
    """The rate of the subject's own run: in the middle, or where the limits leave it."""
    if seeds:
        return seeds[0].rate
    assert subject.training is not None
    return subject.training.settings.get("rate") or rates[len(rates) // 2].rate


def _curve(history: History, role: str, name: str) -> Curve:
    x = loss_curves.position(history.steps)
    return Curve(role, x, loss_curves.heights(history.loss, float(history.loss[0])), label=name)


def _panel(curves: Sequence[Curve], steps: Axis, span: Axis, name: str) -> Panel:
    """The curves inside the frame, an arrowhead where one leaves it."""
    inside, arrows = zip(*(clipped(curve, span) for curve in curves), strict=True)
    every = tuple(arrow for some in arrows for arrow in some)
    return Panel("", steps, replace(span, name=name), curves=inside, arrows=every)


def _named(run: Variation, language: str) -> str:
    rate = number(run.rate or 0.0)
    kind = ".diverged" if run.diverged is not None else ".dead" if run.dead else ""
    return say(f"rates.rate{kind}", language, rate=rate)


def _sentence(rates: Sequence[Variation], seeds: Sequence[Variation], language: str) -> str:
    """'After 3000 steps: loss 0.1 at rate 0.001, …; from 5 seeds between 0.01 and 0.2.'"""
    last = int((rates or seeds)[0].history.steps[-1])
    parts = []
    for run in rates:
        key = "rates.end" if run.diverged is None else "rates.end.diverged"
        words = {"rate": number(run.rate or 0.0), "loss": end(run.history), "step": run.diverged}
        parts.append(say(key, language, **words))
    if seeds:
        ends = sorted((run.history for run in seeds), key=lambda history: float(history.loss[-1]))
        words = {"count": len(seeds), "low": end(ends[0]), "high": end(ends[-1])}
        parts.append(say("rates.end.seeds", language, **words))
    method = say(f"training.{(rates or seeds)[0].history.method}", language)
    return say("rates.sentence", language, how=method, steps=last, ends="; ".join(parts))


def end(history: History) -> str:
    """The last loss, in the digits of every picture."""
    return number(float(history.loss[-1]), loss_curves.DIGITS)


def alt(rates: Rates, subject: Subject, language: str = "en") -> str:
    """The picture in words."""
    return say("alt.rates", language, title=subject.title(language), sentence=rates.sentence)
