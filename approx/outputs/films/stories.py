"""Which stories there are, and which of them suits a subject; the folder scenes/ is the list."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import TYPE_CHECKING, Any

from approx.style.languages import nearest
from approx.subjects import Subject
from approx.system.errors import ApproxError, InputError

if TYPE_CHECKING:
    from approx.outputs.stage.story import Story

#: A subject's own story is the first of these that fits it.
PREFERRED = ("sum", "layers")
#: Families of examples that were made for a story.
OWN = {"sawtooth": "depth", "square-deep": "depth"}


def folder() -> Path:
    """Where the scenes are: inside the package when installed, beside it in a checkout."""
    package = Path(__file__).parents[2]
    inside = package / "scenes"
    return inside if inside.is_dir() else package.parent / "scenes"


def file(story: str) -> Path:
    """Where a story is: one of ours by its name, anybody's by its path."""
    return Path(story) if story.endswith(".py") else folder() / f"{story}.py"


@cache
def names() -> tuple[str, ...]:
    """All stories, without importing any."""
    return tuple(sorted(path.stem for path in folder().glob("*.py") if path.stem[0] != "_"))


def unsupported_reason(story: str, subject: Subject) -> str | None:
    """Why the story cannot tell the subject; None when it can."""
    captions = import_module(f"approx.panels.captions.{story}")
    reason: str | None = captions.unsupported_reason(subject)
    return reason


def choose(subject: Subject, story: str | None) -> str:
    """The story asked for, or the one that suits the subject; a path is a story of one's own.

    Raises:
        InputError: for an unknown story or one that does not fit; says which do.
    """
    if story is not None and story.endswith(".py"):
        if not Path(story).is_file():
            raise InputError(f"no story file {story}")
        return str(Path(story).absolute())
    if story is not None and story not in names():
        raise InputError(f"no story {story!r}; {nearest(story, names())}")
    first = (OWN.get(subject.name.rpartition("-")[0]), *PREFERRED)
    order = sorted(names(), key=lambda name: first.index(name) if name in first else len(first))
    for name in order if story is None else [story]:  # asking all of them would take a second
        if unsupported_reason(name, subject) is None:
            return name
    told = story or order[0]
    fitting = [name for name in order if unsupported_reason(name, subject) is None]
    others = f"stories that fit: {', '.join(fitting)}" if fitting else "no story fits it yet"
    reason = unsupported_reason(told, subject)
    raise InputError(f"story {told!r} does not fit {subject.name!r}: {reason}; {others}")


def load(name: str) -> type[Story]:
    """The story's Scene class, by its name or its file; imports Manim."""
    from approx.outputs.stage.story import Story

    path = file(name)
    spec = spec_from_file_location(f"approx_scene_{path.stem}", path)
    if spec is None or spec.loader is None:
        raise ApproxError(f"{path} cannot be loaded")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    found: list[Any] = [
        value
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, Story) and value.__module__ == spec.name
    ]
    if len(found) != 1:
        raise ApproxError(f"{path.name} must define exactly one Story, not {len(found)}")
    return found[0]
