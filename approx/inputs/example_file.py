"""An example of one's own: a Python file with EXAMPLE, as those of the catalog. It is executed."""

from __future__ import annotations

import sys
import traceback
from pathlib import Path
from types import ModuleType

from approx.inputs.example import Example, PlaneExample, TopicExample
from approx.system.errors import InputError
from approx.system.plain_text import one_line

ENDING = ".py"


def code_of(path: str) -> str:
    """The file's text.

    Raises:
        InputError: when it cannot be read.
    """
    try:
        return Path(path).read_text(encoding="utf-8")
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise InputError(f"{path} is no text in UTF-8") from None


def example_of(code: str, name: str) -> Example | PlaneExample | TopicExample:
    """Execute the text of a file and take its EXAMPLE.

    Raises:
        InputError: one line that names the file and, where the code fails, the line.
    """
    module = ModuleType("approx_example")
    sys.modules[module.__name__] = module  # where dataclasses look for it
    try:
        exec(compile(code, name, "exec"), vars(module))
    except Exception as error:
        raise failed(error, name, name) from None
    example = getattr(module, "EXAMPLE", None)
    if not isinstance(example, Example | PlaneExample | TopicExample):
        raise InputError(f"{name} must define EXAMPLE: an Example, PlaneExample or TopicExample")
    return example


def failed(error: Exception, path: str, name: str) -> InputError:
    """What went wrong while the file at `path` ran, in one line that calls the file `name`."""
    if isinstance(error, SyntaxError):
        place = f"{name}, line {error.lineno}" if error.lineno else name
        return InputError(f"{place}: {error.msg}")
    lines = [line for frame, line in traceback.walk_tb(error.__traceback__)
             if frame.f_code.co_filename == path]  # fmt: skip
    place = f"{name}, line {lines[-1]}" if lines else name
    return InputError(f"{place}: {one_line(str(error), 200)}")
