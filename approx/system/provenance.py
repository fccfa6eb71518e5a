"""How an output was made: the command, approx's version and the fit's seed, for its metadata.

The command is built from what is drawn and how, not from what was typed: the same output carries
the same words, from the command line and from Python, on every machine and at any time.
"""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import Protocol

from approx.system.plain_text import printable

VERSION = "1.0.0"
#: What file formats call the software, the creator or the generator.
SOFTWARE = f"approx {VERSION}"
#: Begins the sentence of a :class:`Provenance`, wherever it stands among other words.
MARK = "Made with approx "
#: Options with these values are left out of commands.
DEFAULTS = {"language": "en", "aspect": "16:9"}
#: Commands whose theme is not dark unless another is chosen.
OTHER_THEMES = {"page": "auto", "storyboard": "light", "figure": "light"}


class Source(Protocol):
    """What a command draws: a subject or a plane."""

    @property
    def command_words(self) -> tuple[str, ...]:
        """Its name and options on the command line; empty for an object made in Python."""

    @property
    def seed(self) -> int | None:
        """The seed of the fit that made its network, if there was one."""


@dataclass(frozen=True)
class Provenance:
    """How an output was made.

    Attributes:
        command: a line for a shell; SUBJECT in it stands for an object made in Python.
        seed: of the fit.
    """

    command: str
    seed: int | None = None

    def __str__(self) -> str:
        """One sentence for a file's comment."""
        seed = "" if self.seed is None else f" (seed {self.seed})"
        return f"{MARK}{VERSION}: {self.command}{seed}"


def provenance(
    command: str, sources: Source | list[Source], *words: str, **options: object
) -> Provenance:
    """What `approx COMMAND SOURCES WORDS --OPTIONS` makes.

    Args:
        command: "figure".
        sources: any number; their options are those of the first.
        words: further arguments, such as a figure's kind.
        options: by their long names; True is a flag, a tuple repeats the option, a list is its
            words; None, False, "" and the default theme, language and aspect are left out.
    """
    all_sources = sources if isinstance(sources, list) else [sources]
    names = [source.command_words[:1] or ("SUBJECT",) for source in all_sources]
    line = ["approx", command, *(name for (name,) in names), *words]
    first = all_sources[0] if all_sources else None
    line += first.command_words[1:] if first else ()
    theme = OTHER_THEMES.get(command, "dark")
    defaults = {**DEFAULTS, "theme": theme}
    for name, value in options.items():
        if value in (None, False, "", defaults.get(name)):
            continue
        flag = "--" + name.replace("_", "-")
        if isinstance(value, list):  # one option of several words
            line += [flag, *value]
            continue
        for each in value if isinstance(value, tuple) else (value,):
            line += [flag] if each is True else [flag, str(each)]
    # A name may hold bytes that are no text; files' comments are text.
    return Provenance(printable(shlex.join(line)), first.seed if first else None)


def without_provenance(comment: str) -> str:
    """A file's comment without the line that says how the file was made."""
    return comment.partition(f"\n{MARK}")[0]
