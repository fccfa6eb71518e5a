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
    except SyntaxError as error:
        raise InputError(f"{name}, line {error.lineno}: {error.msg}") from None
    except Exception as error:
        lines = [line for frame, line in traceback.walk_tb(error.__traceback__)
                 if frame.f_code.co_filename == name]  # fmt: skip
        raise InputError(f"{name}, line {lines[-1]}: {one_line(str(error), 200)}") from None
    example = getattr(module, "EXAMPLE", None)
    if not isinstance(example, Example | PlaneExample | TopicExample):
        raise InputError(f"{name} must define EXAMPLE: an Example, PlaneExample or TopicExample")
    return example
