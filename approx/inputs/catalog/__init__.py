"""The built-in examples: every file of this folder is one, and the folder is the registry."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path

from approx.inputs.example import Example, Family, PlaneExample, TopicExample
from approx.inputs.example_file import failed
from approx.system.errors import ApproxError
from approx.system.folders import module_names


@cache
def _files() -> dict[str, str]:
    """Name on the command line -> module name, without importing any."""
    return {name.replace("_", "-"): name for name in module_names(Path(__file__).parent)}


def _load(name: str) -> Example | Family | PlaneExample | TopicExample:
    stem = _files()[name]
    try:
        module = import_module(f"{__name__}.{stem}")
    except Exception as error:
        # One broken file breaks every list of examples, so it is named.
        path = str(Path(__file__).with_name(f"{stem}.py"))
        raise failed(error, path, f"inputs/catalog/{stem}.py") from None
    example = getattr(module, "EXAMPLE", None)
    if not isinstance(example, Example | Family | PlaneExample | TopicExample):
        raise ApproxError(
            f"inputs/catalog/{stem}.py must define EXAMPLE: an Example, a Family, a PlaneExample "
            "or a TopicExample"
        )
    return example


@cache
def names() -> tuple[str, ...]:
    """Every one-input example's name; of a family, the members that lists show."""
    listed: list[str] = []
    for name in _files():
        entry = _load(name)
        if isinstance(entry, Family):
            listed.extend(f"{name}-{number}" for number in entry.shown)
        elif isinstance(entry, Example):
            listed.append(name)
    return tuple(listed)


@cache
def planes() -> tuple[str, ...]:
    """Every two-input example's name."""
    return tuple(name for name in _files() if isinstance(_load(name), PlaneExample))


@cache
def topics() -> tuple[str, ...]:
    """The name of every example that a lesson explains."""
    return tuple(name for name in _files() if isinstance(_load(name), TopicExample))


@cache
def find(name: str) -> Example | PlaneExample | TopicExample | None:
    """The example of that name, if there is one; only its file is loaded."""
    if name in _files():
        entry = _load(name)
        return None if isinstance(entry, Family) else entry
    stem, _, number = name.rpartition("-")
    if stem in _files() and number.isascii() and number.isdigit() and len(number) < 4:
        entry = _load(stem)
        if isinstance(entry, Family) and int(number) in entry.members:
            return entry.make(int(number))
    return None


def get(name: str) -> Example:
    """The one-input example of that name.

    Raises:
        KeyError: when there is none.
    """
    example = find(name)
    if not isinstance(example, Example):
        raise KeyError(name)
    return example


def get_plane(name: str) -> PlaneExample:
    """The two-input example of that name.

    Raises:
        KeyError: when there is none.
    """
    example = find(name)
    if not isinstance(example, PlaneExample):
        raise KeyError(name)
    return example
