"""TOML files of users: small, and refused in one line."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from approx.system.errors import InputError


def read_toml(path: str | Path, largest: int) -> dict[str, Any]:
    """What the file says.

    Args:
        largest: limit in bytes.

    Raises:
        InputError: when it cannot be read, is larger, or is no TOML.
    """
    name = Path(path).name
    try:
        # A pipe would be waited for.
        if Path(path).exists() and not Path(path).is_file():
            raise InputError(f"{name} is not a regular file")
        with Path(path).open("rb") as file:
            content = file.read(largest + 1)
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}") from None
    if len(content) > largest:
        raise InputError(f"{name} is larger than {largest // 1000} kB")
    try:
        return tomllib.loads(content.decode())
    except RecursionError:
        raise InputError(f"{name} is nested too deeply") from None
    except ValueError as error:  # of TOML, of UTF-8, and of a number with thousands of digits
        raise InputError(f"{name} is no TOML: {str(error).splitlines()[0]}") from None
