"""Training: networks that learn, watched exactly. One file is one method."""

from approx.training.archive import load, save
from approx.training.failures import Collapsed, Diverged, OutOfTime, TrainingError
from approx.training.fit import Fit, fit, fit_points
from approx.training.history import History, Snapshot
from approx.training.options import Options

__all__ = [
    "Collapsed",
    "Diverged",
    "Fit",
    "History",
    "Options",
    "OutOfTime",
    "Snapshot",
    "TrainingError",
    "fit",
    "fit_points",
    "load",
    "save",
]
