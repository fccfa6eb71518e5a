"""Which stories there are, and which of them suits a subject.

The folder scenes/ is the list. What a story needs is said by its captions,
approx/panels/captions/STORY.py: `unsupported_reason(subject)`, `made_for(subject)` where it is
the first choice for some subjects, and `TAKES` where it tells topics of lessons, or planes.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from approx.inputs.example_file import failed
from approx.panels.requirements import lacks_motion
from approx.style.languages import nearest
from approx.subjects import FitOptions, Subject
from approx.subjects.components import Components
from approx.subjects.plane import Plane
from approx.subjects.resolve import resolve_all, resolve_any
from approx.subjects.topic import Topic
from approx.system import folders
from approx.system.errors import InputError
from approx.system.renamed import explained

if TYPE_CHECKING:
    from approx.outputs.stage.story import Story

#: Where no story is made for a subject, the first of these that fits it is its own.
PREFERRED, OF_PLANES = ("sum", "layers"), "folds"
#: How the names of stories' modules begin.
MODULE = "approx_scene_"
#: Of two inputs another story tells what this one tells of one.
TOLD_BY = {"training": "boundary"}


def file(story: str) -> Path:
    """Where a story is: in scenes/ by its name, anywhere by its path."""
    return Path(story) if story.endswith(".py") else folders.scenes() / f"{story}.py"


@cache
def names() -> tuple[str, ...]:
    """All stories, without importing any."""
    return folders.module_names(folders.scenes())


def alone(word: str) -> bool:
    """Whether a subject's word is the name of a story, which then tells its usual subject."""
    from approx.inputs import catalog

    return word in names() and catalog.find(word) is None


def takes_topics(story: str) -> bool:
    """Whether the story tells topics of lessons."""
    return getattr(_captions(story), "TAKES", Subject) not in (Subject, Plane)


def needs_run(story: str) -> bool:
    """Whether a story of ours shows a training run, step by step."""
    return story in names() and getattr(_captions(story), "NEEDS_RUN", False)


def unsupported_reason(story: str, subject: Subject | Plane | Topic) -> str | None:
    """Why the story cannot show the subject; None when it can."""
    if isinstance(subject, Plane):
        story = TOLD_BY.get(story, story)
    captions = _captions(story)
    if not isinstance(subject, getattr(captions, "TAKES", Subject)):
        if isinstance(subject, Topic):
            return f"it {subject.what}"
        return "it has two inputs" if isinstance(subject, Plane) else "it has one input"
    reason: str | None = None
    if isinstance(subject, Subject):
        reason = lacks_motion(subject.network)
    reason = reason or captions.unsupported_reason(subject)
    return reason


def suitable(subject: Subject | Plane | Topic) -> list[str]:
    """All stories that fit a subject, each once."""
    told = [*TOLD_BY] if isinstance(subject, Plane) else []
    return [k for k in names() if k not in told and unsupported_reason(k, subject) is None]


def _captions(story: str) -> Any:
    return import_module(f"approx.panels.captions.{story}")


def choose(subject: Subject | Plane | Topic, story: str | None) -> str:
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
    order = _by_preference(subject) if story is None else [story]
    for name in order:  # the first that fits: to ask them all would take a second
        if unsupported_reason(name, subject) is None:
            return TOLD_BY.get(name, name) if isinstance(subject, Plane) else name
    fitting = suitable(subject)
    if not fitting and isinstance(subject, Topic):
        raise InputError(
            f"no story tells {subject.name!r}: it {subject.what}; approx figure draws it"
        )
    others = f"stories that fit: {', '.join(fitting)}" if fitting else "no story fits it yet"
    reason = unsupported_reason(order[0], subject)
    raise InputError(f"story {order[0]!r} does not fit {subject.name!r}: {reason}; {others}")


def told(
    words: Sequence[str], story: str | None, options: FitOptions, outputs: bool = False
) -> list[tuple[Subject | Plane | Topic, str]]:
    """Every subject that the words name, with the story asked for or its own.

    Args:
        outputs: whether all outputs of a network may be named, each of which is then told.

    Raises:
        InputError: for a word that names nothing, and a story that does not fit.
    """
    if story is not None and needs_run(story):
        options = replace(options, stepwise=True)
    pairs = []
    for word in words:
        made = resolve_all(word, options) if outputs else resolve_any(word, options)
        wanted = story or (word if alone(word) else None)
        for subject in made if isinstance(made, Components) else [made]:
            pairs.append((subject, choose(subject, wanted)))
    return pairs


def _by_preference(subject: Subject | Plane | Topic) -> list[str]:
    """All stories: those made for the subject, then the preferred ones, then the others."""

    def rank(name: str) -> int:
        if isinstance(subject, Topic):
            return int(name != subject.kind)
        if isinstance(subject, Plane):
            return int(name != OF_PLANES)
        if name in _made_for_some() and _captions(name).made_for(subject):
            return -1
        return PREFERRED.index(name) if name in PREFERRED else len(PREFERRED)

    return sorted(names(), key=rank)


@cache
def _made_for_some() -> frozenset[str]:
    """The stories with a function `made_for`; to import all captions would take 0.2 seconds."""
    files = {name: folders.PACKAGE / "panels" / "captions" / f"{name}.py" for name in names()}
    return frozenset(name for name, path in files.items() if "def made_for(" in _text(path))


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def load(name: str) -> type[Story]:
    """The story's Scene class, by its name or its file; imports Manim.

    Raises:
        InputError: one line that names the file and, where its code fails, the line.
    """
    from approx.outputs.stage.story import Story

    path = file(name)
    module = ModuleType(f"{MODULE}{path.stem}")
    module.__file__ = str(path)
    sys.modules[module.__name__] = module  # where dataclasses look for it
    try:  # not imported: that would leave __pycache__ beside a story of one's own
        exec(compile(path.read_bytes(), str(path), "exec"), vars(module))
    except ImportError as error:
        raise InputError(f"{path.name}: {explained(error)}") from None
    except Exception as error:
        raise failed(error, str(path), path.name) from None
    classes: list[Any] = [
        value
        for value in vars(module).values()
        if isinstance(value, type)
        and issubclass(value, Story)
        and value.__module__ == module.__name__
    ]
    if len(classes) != 1:
        raise InputError(f"{path.name} must define exactly one Story, not {len(classes)}")
    return classes[0]
