"""A training run as a subject: a file of `approx fit --history` or of a Recorder, or a folder of
checkpoints.
"""

from __future__ import annotations

from pathlib import Path

from approx.inputs.content import read_once
from approx.subjects.fit_options import FitOptions
from approx.subjects.subject import Subject
from approx.system.errors import InputError


def is_run(text: str) -> bool:
    """Whether the text names a file with a history, or a folder."""
    path = Path(text)
    try:
        if path.suffix.lower() != ".npz":
            return ("/" in text or "\\" in text) and path.is_dir()
        # A pipe would be waited for.
        if not path.is_file():
            return False
        content = read_once(path)
    except (OSError, ValueError, InputError):
        return False
    # The names of the members stand uncompressed in the file; zipfile may fail on damaged ones.
    return all(name in content for name in (b"steps.npy", b"parameters.npy"))


def from_run(text: str, options: FitOptions) -> Subject:
    """The run that a file or a folder of checkpoints holds.

    Raises:
        InputError: one line that names what is wrong.
    """
    from approx.subjects.recorded_run import subject_of

    return subject_of(text, options)
