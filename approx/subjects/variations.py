"""The training run of a subject, repeated with other rates and with other seeds."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from approx.inputs import catalog
from approx.subjects.from_run import history_of
from approx.subjects.subject import Subject
from approx.system.errors import InputError

if TYPE_CHECKING:
    from approx.training import History

#: Rates beside the run's own are this many times smaller and larger.
FACTOR = 10.0
#: So many seeds, the run's own among them.
SEEDS = 5
#: Of one's own choosing, at most so many: more curves are not told apart.
MOST_RATES, MOST_SEEDS = 3, 12


@dataclass(frozen=True, eq=False)
class Variation:
    """One of the runs.

    Attributes:
        rate: its learning rate; None where the method has none.
        seed: its random seed.
        history: as far as the loss was a number.
        diverged: the step at which it was none any more; None if it stayed one.
        dead: whether all neurons of a layer died.
    """

    rate: float | None
    seed: int
    history: History
    diverged: int | None = None
    dead: bool = False


@lru_cache(maxsize=4)
def by_rate(subject: Subject, rates: tuple[float, ...] = ()) -> tuple[Variation, ...]:
    """Runs with these rates; without any a smaller one, the subject's own and a larger one.

    Empty where the method has no rate.
    """
    from approx.training.options import LIMITS

    training = subject.training
    assert training is not None
    rate = _of_run(subject, "rate")
    if rate is None:
        if rates:
            raise InputError(f"{training.settings['method']} has no rate to choose")
        return ()
    low, high = LIMITS["rate"]
    rates = tuple(sorted(rates)) or (max(low, rate / FACTOR), rate, min(high, rate * FACTOR))
    return tuple(_run(subject, rate=float(f"{r:.6g}")) for r in dict.fromkeys(rates))


@lru_cache(maxsize=4)
def by_seed(subject: Subject, seeds: tuple[int, ...] = ()) -> tuple[Variation, ...]:
    """Runs from these seeds; without any from five, the subject's own first.

    Empty where the first weights are given.
    """
    training = subject.training
    assert training is not None
    if training.start:
        if seeds:
            raise InputError(f"{subject.name!r} has first weights of its own: no seeds")
        return ()
    seed = int(_of_run(subject, "seed"))
    return tuple(_run(subject, seed=k) for k in seeds or range(seed, seed + SEEDS))


def _of_run(subject: Subject, name: str) -> Any:
    """An option of the subject's run, the method's default where it is not set."""
    from approx.training.methods import options_for

    assert subject.training is not None
    settings = {**subject.training.settings, "progress": None}
    return getattr(options_for(settings.pop("method"), settings), name)


def _run(subject: Subject, **changes: Any) -> Variation:
    """The subject's run with changes; its own is not run again."""
    from approx.training import fit
    from approx.training.recorder import Collapsed, Diverged, TrainingError

    training = subject.training
    assert training is not None
    names = {name: _of_run(subject, name) for name in ("rate", "seed")}
    changed = {**names, **changes}
    if changed == names and (own := history_of(subject)) is not None:
        return Variation(names["rate"], int(names["seed"]), own)
    settings = {**training.settings, "progress": None, **changes}
    start = catalog.get(training.start).network if training.start else None
    diverged, dead = None, False
    try:
        history = fit(subject.target, hidden=training.hidden, start=start, **settings).history
    except TrainingError as stopped:
        if stopped.history is None:
            raise
        history = stopped.history
        diverged = stopped.step if isinstance(stopped, Diverged) else None
        dead = isinstance(stopped, Collapsed)
    return Variation(changed["rate"], int(changed["seed"]), history, diverged, dead)
