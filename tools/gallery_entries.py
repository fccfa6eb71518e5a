"""What the gallery shows: a page for every example, figure kind and story that there is."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
#: A subject's text and its keywords in Python.
Given = tuple[str, dict[str, Any]]
#: What kinds and stories are shown on, the first that fits: a function that somebody typed, the
#: same trained step by step, what approx itself takes where the name stands alone, a table with
#: points held out, the catalog.
TYPED: Given = ("sin(3*x)", {"on": (-3, 3), "neurons": 8})
RUN: Given = ("sin(3*x)", {"on": (-2, 2), "neurons": 10, "method": "gd", "steps": 5000})
TABLE: Given = (
    "docs/data/noisy.csv",
    {"neurons": 20, "method": "gd", "steps": 20000, "seed": 2, "held_out": 0.25},
)
#: Kinds and stories that say more on their usual subject than on eight neurons side by side.
USUAL = ("breakpoints", "descent", "landscape", "network", "neuron", "neurons")


@dataclass(frozen=True)
class Entry:
    """One page of the gallery.

    Attributes:
        section: "examples", "figures" or "stories".
        name: the word that the command line takes.
        title: what it is, in a line.
        subject: what its picture shows.
        given: the same as it is written in Python.
        what: the kind or the story that is drawn.
        source: the file that makes it.
    """

    section: str
    name: str
    title: str
    subject: Any
    given: Given
    what: str
    source: Path

    @property
    def is_film(self) -> bool:
        return self.section == "stories"

    @property
    def command(self) -> str:
        """The line for a shell."""
        _, *flags = self.subject.command_words
        words = dict.fromkeys((self.given[0], self.what))  # once, where both are the same
        verb = "render" if self.is_film else "figure"
        return f"approx {verb} {shlex.join((*words, *flags)).replace(chr(39), chr(34))}"

    @property
    def python(self) -> str:
        """The same in Python."""
        text, keywords = self.given
        words = "".join(f", {key}={value!r}" for key, value in keywords.items())
        file = f"{self.name}.{'mp4' if self.is_film else 'svg'}"
        draw = (
            f's.render("{file}", story="{self.what}")'
            if self.is_film
            else f's.figure("{self.what}").save("{file}")'
        )
        return f'import approx\n\ns = approx.subject("{text}"{words})\n{draw}'


def subject_of(given: Given) -> Any:
    """The same object for the same words, so that it is fitted and analysed once."""
    key = repr(given)
    if key not in _SUBJECTS:
        import approx

        _SUBJECTS[key] = approx.subject(given[0], **given[1])
    return _SUBJECTS[key]


_SUBJECTS: dict[str, Any] = {}


def examples() -> Iterator[Entry]:
    """Every example of the catalog, with its own kind of figure."""
    from approx.outputs import figures

    for name in every_example():
        subject = subject_of((name, {}))
        file = ROOT / "approx" / "inputs" / "catalog" / f"{name.replace('-', '_')}.py"
        if not file.exists():  # one of a family: sawtooth-3
            file = file.with_name(name.rpartition("-")[0].replace("-", "_") + ".py")
        kind = figures.default_kind(subject)
        yield Entry("examples", name, subject.title(), subject, (name, {}), kind, file)


def candidates(name: str) -> Iterator[Given]:
    """What a kind or a story may be shown on, in the order of preference."""
    from approx.subjects.defaults import DEFAULTS

    if name not in USUAL:
        yield from (TYPED, RUN)
    if name in DEFAULTS:
        yield name, {}  # alone, which stands for its usual subject
    yield TABLE
    yield from ((known, {}) for known in every_example())


def every_example() -> tuple[str, ...]:
    """All of the catalog, whatever they are."""
    from approx.inputs import catalog

    return (*catalog.names(), *catalog.planes(), *catalog.topics())


def kinds() -> Iterator[Entry]:
    """Every kind of figure, on the first subject that it can draw."""
    from approx.outputs import figures
    from approx.system import folders

    for name, about in folders.summaries(folders.figures()).items():
        for given in candidates(name):
            subject = subject_of(given)
            if figures.unsupported_reason(name, subject) is None:
                file = folders.figures() / f"{name.replace('-', '_')}.py"
                yield Entry("figures", name, about, subject, given, name, file)
                break
        else:
            print(f"note: there is no subject for the figure {name}", file=sys.stderr)


def films() -> Iterator[Entry]:
    """Every story, on the first subject that it can show."""
    from approx.outputs.films import stories
    from approx.system import folders

    about = folders.summaries(folders.scenes())
    for name in stories.names():
        for given in candidates(name):
            if fits(name, subject_of(given)):
                title, file = about[name.replace("_", "-")], stories.file(name)
                yield Entry("stories", name, title, subject_of(given), given, name, file)
                break
        else:
            print(f"note: there is no subject for the story {name}", file=sys.stderr)


def fits(story: str, subject: Any) -> bool:
    from approx.outputs.films import stories

    return stories.unsupported_reason(story, subject) is None


def entries() -> list[Entry]:
    return [*examples(), *kinds(), *films()]
