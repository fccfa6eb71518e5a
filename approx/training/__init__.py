"""Training: networks that learn, measured exactly at every snapshot; methods/ has one file each."""

from approx.training.archive import load, save
from approx.training.fit import Fit, fit, fit_points
from approx.training.history import History, Snapshot
from approx.training.options import Options
from approx.training.recorder import Collapsed, Diverged, OutOfTime, TrainingError

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
