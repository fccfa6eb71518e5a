"""Writes docs/reference: the help of every command, and a page for every public name of approx.

Both lists are asked of the package; what is added there appears here. Run by `make docs`.
"""

from __future__ import annotations

import inspect
import shutil
import sys
from pathlib import Path

from click import Context
from click.testing import CliRunner

import approx
from approx.cli.app import cli

DOCS = Path(__file__).parents[1] / "docs" / "reference"
KINDS = ("Functions", "Classes", "Errors")


def commands() -> str:
    """One page: the help of approx and of each of its commands, as a terminal shows it."""
    parts = [
        "# Commands\n\nEvery option can also be set in the environment: `APPROX_QUALITY=h` stands "
        "for `--quality h`. Exit codes: 0 done, 2 your input, 1 the machine, 130 stopped. Standard "
        "output has the path of the result and nothing else.\n",
        f"```text\n{shown()}```\n",
    ]
    for name in cli.list_commands(Context(cli)):
        command = cli.get_command(Context(cli), name)
        assert command is not None
        parts.append(f"## {name}\n\n```text\n{shown(name)}```\n")
    return "\n".join(parts)


def shown(*words: str) -> str:
    """The help of a command."""
    runner = CliRunner()
    return runner.invoke(cli, [*words, "--help"], prog_name="approx", terminal_width=88).output


def names() -> dict[str, list[str]]:
    """The public names by kind."""
    found: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for name in sorted(approx.__all__, key=str.lower):
        value = getattr(approx, name)
        if not name.startswith("_"):
            is_error = inspect.isclass(value) and issubclass(value, Exception)
            found[KINDS[2] if is_error else KINDS[inspect.isclass(value)]].append(name)
    return found


def page(name: str) -> str:
    """What autodoc makes of one name."""
    if not inspect.isclass(getattr(approx, name)):
        directive, options = "autofunction", ""
    else:
        directive, options = "autoclass", "\n   :members:\n   :show-inheritance:"
    return f"# {name}\n\n```{{eval-rst}}\n.. {directive}:: approx.{name}{options}\n```\n"


def index(found: dict[str, list[str]]) -> str:
    """Every name with its first sentence."""
    parts = [
        "# Python\n\nThese names are public: `import approx` gives them, loaded when they are "
        "first used. Everything else may change. Start with [subject](python/subject.md).\n"
    ]
    for kind, group in found.items():
        rows = "\n".join(f"| [{name}](python/{name}.md) | {summary(name)} |" for name in group)
        parts.append(f"## {kind}\n\n| name | is |\n|---|---|\n{rows}\n")
    pages = "\n".join(f"python/{name}" for group in found.values() for name in group)
    return "\n".join(parts) + f"\n```{{toctree}}\n:hidden:\n\n{pages}\n```\n"


def summary(name: str) -> str:
    text = (inspect.getdoc(getattr(approx, name)) or "").partition("\n\n")[0]
    return " ".join(text.split()).replace("|", r"\|")


def main() -> None:
    shutil.rmtree(DOCS, ignore_errors=True)
    found = names()
    files = {"commands.md": commands(), "python.md": index(found)}
    files |= {f"python/{name}.md": page(name) for group in found.values() for name in group}
    (DOCS / "python").mkdir(parents=True)
    for path, text in files.items():
        (DOCS / path).write_text(text, encoding="utf-8")
    print(f"{len(files)} pages in docs/reference", file=sys.stderr)


if __name__ == "__main__":
    main()
