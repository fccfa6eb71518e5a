"""How a subject learned: its own history, or the same run again, from what is known of it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from approx.inputs import catalog
from approx.subjects import Subject

if TYPE_CHECKING:
    from approx.training import History


def untrained(subject: Subject) -> str | None:
    """Why there is nothing to watch; None when there is."""
    how = subject.training
    if how is not None:
        from approx.training.methods import METHODS

        if METHODS[how.settings["method"]].stepwise:
            return None
    return "it was not trained step by step; fit its target with --method gd or adam"


@lru_cache(maxsize=8)
def history_of(subject: Subject) -> History | None:
    """Every snapshot of the run that made the subject's network; None when there was none.

    A run is repeated where only its settings are known: same seed, same machine, same numbers.
    """
    how = subject.training
    if how is None or untrained(subject) is not None:
        return None
    if subject.fit is not None:
        return subject.fit.history
    from approx.training import fit

    settings: dict[str, Any] = dict(how.settings)
    start = catalog.get(how.start).network if how.start else None
    return fit(subject.target, hidden=how.hidden, start=start, **settings).history
