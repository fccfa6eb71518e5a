"""The training run of a subject: its history, or the same run repeated from its settings."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from approx.inputs import catalog
from approx.subjects.subject import Subject

if TYPE_CHECKING:
    from approx.training import History


def untrained(subject: Subject) -> str | None:
    """Why the subject has no history to show; None when it has one."""
    training = subject.training
    if subject.run is not None:
        return None
    if training is not None:
        from approx.training.methods import METHODS

        if METHODS[training.settings["method"]].stepwise:
            return None
    return "it was not trained step by step; fit its target with --method gd or adam"


@lru_cache(maxsize=8)
def history_of(subject: Subject) -> History | None:
    """Every snapshot of the run that made the subject's network; None when there was none.

    A run of which only the settings are known is repeated: with the same seed on the same machine
    its numbers are the same.
    """
    if subject.run is not None:
        return subject.run
    training = subject.training
    if training is None or untrained(subject) is not None:
        return None
    if subject.fit is not None:
        return subject.fit.history
    from approx.training import fit

    settings: dict[str, Any] = dict(training.settings)
    start = catalog.get(training.start).network if training.start else None
    return fit(subject.target, hidden=training.hidden, start=start, **settings).history
