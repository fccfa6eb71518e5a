"""A training run as a subject: a file of `approx fit --history` or of a Recorder, or a folder of
checkpoints.
"""

from __future__ import annotations

import zipfile
from pathlib import Path

from approx.subjects.fit_options import FitOptions
from approx.subjects.subject import Subject


def is_run(text: str) -> bool:
    """Whether the text names a file with a history, or a folder."""
    path = Path(text)
    try:
        if path.suffix.lower() != ".npz":
            return ("/" in text or "\\" in text) and path.is_dir()
        # A pipe would be waited for.
        if not path.is_file():
            return False
        with zipfile.ZipFile(path) as archive:
            return {"steps.npy", "parameters.npy"} <= set(archive.namelist())
    except (OSError, ValueError, zipfile.BadZipFile):
        return False


def from_run(text: str, options: FitOptions) -> Subject:
    """The run that a file or a folder of checkpoints holds.

    Raises:
        InputError: one line that names what is wrong.
    """
    from approx.subjects.recorded_run import subject_of

    return subject_of(text, options)
