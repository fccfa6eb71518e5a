"""A function's text that is not on the command line: standard input or a file."""

from __future__ import annotations

from typing import BinaryIO

from approx.inputs.weights.content import MIB, read_once
from approx.system.errors import InputError

_MOST = 500


def typed(argument: str, stdin: BinaryIO) -> str:
    """The text itself, or what "-" (standard input) or "@FILE" stands for.

    Raises:
        InputError: when it is too long, no text, or not in a regular file.
    """
    if argument == "-":
        content = stdin.read(_MOST + 1)  # a gigabyte may be waiting there
    elif argument.startswith("@"):
        content = read_once(argument[1:], MIB)
    else:
        return argument
    if len(content) > _MOST:
        raise InputError(f"function text is more than {_MOST} bytes; the limit is {_MOST}")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(f"the function is not UTF-8 text (byte {error.start})") from None
