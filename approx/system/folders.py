"""A folder as a list: its modules' names and the first lines of their docstrings, unimported."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).parents[1]


def figures() -> Path:
    """Where every file is one kind of figure."""
    return PACKAGE / "outputs" / "figures"


def scenes() -> Path:
    """Where every file is one story: inside the package when installed, beside it in a checkout."""
    inside = PACKAGE / "scenes"
    return inside if inside.is_dir() else PACKAGE.parent / "scenes"


def module_names(folder: Path) -> tuple[str, ...]:
    """The public modules of a folder, in alphabetical order."""
    return tuple(sorted(path.stem for path in folder.glob("*.py") if path.stem[0] != "_"))


def summaries(folder: Path) -> dict[str, str]:
    """The first line of every public module's docstring, by its name with dashes."""
    return {
        name.replace("_", "-"): _summary(folder / f"{name}.py") for name in module_names(folder)
    }


def _summary(path: Path) -> str:
    import ast

    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return docstring.partition("\n")[0]
