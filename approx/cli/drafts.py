"""Working drafts of what people add: examples, figures, stories and lessons, as files to change.

The texts are in templates/; $name, $module, $Class and $Title stand for the name.
"""

from __future__ import annotations

import keyword
import os
import re
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from string import Template

from approx.system.errors import InputError
from approx.system.files import write_file

TEMPLATES = Path(__file__).parent / "templates"
#: Kind -> the files of a draft in a clone, and the template of each.
KINDS = {
    "example": {"approx/inputs/catalog/$module.py": "example.py"},
    "figure": {
        "approx/panels/$module.py": "panel.py",
        "approx/outputs/figures/$module.py": "figure.py",
        "tests/outputs/figures/test_$module.py": "figure_test.py",
    },
    "story": {
        "approx/panels/captions/$module.py": "captions.py",
        "scenes/$module.py": "story.py",
        "tests/outputs/stage/test_$module.py": "story_test.py",
    },
    "lesson": {"lessons/$module.toml": "lesson.toml"},
}
#: Kinds that may also stand by themselves, in any folder.
ALONE = {
    "example": {"$module.py": "example.py"},
    "story": {"$module.py": "story.py"},
    "lesson": {"$module.toml": "lesson.toml"},
}
#: What to do next, in a clone.
THEN: dict[str, tuple[str, ...]] = {
    "example": (
        "approx figure $name",
        'make test TESTS="tests/inputs/test_catalog.py -n0 -k $name"',
    ),
    "figure": (
        "approx figure sigmoid $name",
        'make test TESTS="tests/outputs/figures/test_$module.py -n0"',
    ),
    "story": (
        "approx render sigmoid $module -q l",
        'make test-slow TESTS="tests/outputs/stage/test_$module.py -n0"',
    ),
    "lesson": (
        "approx lesson $module -q l",
        'make test TESTS="tests/outputs/lesson/test_reading.py -n0 -k $module"',
    ),
}
#: Of what stands by itself.
THEN_ALONE = {
    "example": ("approx figure $module.py",),
    "story": ('approx render "sin(3*x)" $module.py -q l',),
    "lesson": ("approx lesson $module.toml -q l -o $name",),
}
#: Of a story in a clone, and of one that stands by itself: where its words are, and its plan.
IN_CLONE = {
    "alone": "$module",
    "words": "from approx.panels.captions import $module as words\n",
    "plan": "        return [Beat(*beat) for beat in words.beats(self.subject, self.language)]",
}
BY_ITSELF = {
    "alone": "$module.$ending",
    "words": "",
    "plan": """        pieces = len(self.subject.analysis.output.slopes)
        return [
            Beat("target", "This is the function. Which straight pieces come close to it?"),
            Beat("network", f"The network draws {pieces} of them."),
            Beat("breakpoints", "It bends only here: at its breakpoints."),
        ]""",
}


@dataclass(frozen=True)
class Draft:
    """Files that were written, and lines to type next."""

    files: list[Path]
    then: list[str]


def clone_at(folder: Path) -> Path | None:
    """The clone of the project that a folder lies in, if it does."""
    for place in (folder, *folder.parents):
        if all((place / part).is_dir() for part in ("approx/inputs/catalog", "scenes", "tests")):
            return place
    return None


def write(kind: str, name: str, folder: Path) -> Draft:
    """Write a draft into the clone around the folder; all but figures into any other, too.

    Returns:
        the paths as seen from the folder, and what to type next.

    Raises:
        InputError: for a name that cannot be used or is taken, or outside of a clone.
    """
    if not re.fullmatch(r"[a-z][a-z0-9]*([-_][a-z0-9]+)*", name):
        raise InputError(f"{name!r} is no name: use small letters, digits and dashes, as my-{kind}")
    module = name.replace("-", "_")
    if keyword.iskeyword(module):
        raise InputError(f"{name!r} is a word of Python; choose another name")
    words = {
        "name": module.replace("_", "-"),
        "module": module,
        "Class": _class_name(module),
        "Title": module.replace("_", " ").capitalize(),
        "ending": "toml" if kind == "lesson" else "py",
    }
    clone = clone_at(folder)
    if clone and kind == "story" and "_" in module:
        raise InputError(f"a story's name is one word, as {module.replace('_', '')}")
    if clone is None and kind not in ALONE:
        raise InputError(
            f"a new {kind} goes into a clone of the project: enter its folder, then run this again"
        )
    files, then = KINDS[kind], THEN[kind]
    if clone is None:
        files, then = ALONE[kind], THEN_ALONE[kind]
    own = BY_ITSELF if clone is None else IN_CLONE
    words |= {key: Template(text).substitute(words) for key, text in own.items()}
    made = {
        (clone or folder) / _filled(path, words): _filled(_template(template), words)
        for path, template in files.items()
    }
    for path in made:
        if path.exists():
            raise InputError(f"{_seen(path, folder)} is there already; choose another name")
    if clone is None and words["ending"] == "py" and find_spec(module):
        raise InputError(f"{module}.py would hide the module {module}; choose another name")
    for path, text in made.items():
        write_file(path, text.encode())
    lines = [f"next: {_filled(line, words)}" for line in then]
    return Draft([_seen(path, folder) for path in made], lines)


def _class_name(module: str) -> str:
    """A name for the story's class that hides nothing which the draft imports, and no constant."""
    name = module.title().replace("_", "")
    imports = re.findall(r"^.* import (.*)$", _template("story.py"), re.MULTILINE)
    taken = {word for line in imports for word in re.findall(r"\w+", line)}
    return f"{name}Story" if name in taken or keyword.iskeyword(name) else name


def _template(name: str) -> str:
    return (TEMPLATES / f"{name}.txt").read_text(encoding="utf-8")


def _filled(text: str, words: dict[str, str]) -> str:
    return Template(text).substitute(words)


def _seen(path: Path, folder: Path) -> Path:
    return Path(os.path.relpath(path, folder))
