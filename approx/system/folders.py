"""A folder as a list: its modules by name, and what each says it is, without importing any."""

from __future__ import annotations

import ast
from pathlib import Path


def module_names(folder: Path) -> tuple[str, ...]:
    """The public modules of a folder, in alphabetical order."""
    return tuple(sorted(path.stem for path in folder.glob("*.py") if path.stem[0] != "_"))


def summary(path: Path) -> str:
    """The first line of a module's docstring; empty where it has none."""
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return docstring.partition("\n")[0]
