"""What a kit is to be made of, and what its files are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from approx.outputs.films import stories
from approx.outputs.slides import Look
from approx.subjects import Subject
from approx.subjects.plane import Plane
from approx.subjects.topic import Topic
from approx.system.provenance import Provenance, provenance


@dataclass(frozen=True)
class KitRequest:
    """What a kit is to be made of.

    Attributes:
        stories: none when no film is wanted or possible.
        look: theme, language, aspect, and the films' quality.
        jobs: how many processes draw films; None for one per core.
    """

    subject: Subject | Plane | Topic
    stories: tuple[str, ...]
    look: Look
    jobs: int | None = None

    @property
    def title(self) -> str:
        return self.subject.title(self.look.language)

    @property
    def made(self) -> Provenance:
        """For the metadata of everything that no other command makes."""
        return provenance("kit", self.subject, story=self.stories, **self.look.options)


@dataclass(frozen=True)
class Item:
    """One file of the kit.

    Attributes:
        file: its path inside the folder, with slashes.
        part: what it is: film, captions, poster, slides, page, handout, figure, numbers, weights,
            snippets.
        name: of the story, the figure's kind, or the document that snippets are for.
        about: its alternative text.
    """

    file: str
    part: str
    name: str = ""
    about: str = ""


def choose(subject: Subject | Plane | Topic, asked: Sequence[str], every: bool) -> tuple[str, ...]:
    """The stories of the kit: those asked for, all that fit, or the subject's own.

    Raises:
        InputError: when one asked for does not fit.
    """
    fit = stories.suitable(subject)
    if asked:
        return tuple(dict.fromkeys(stories.choose(subject, story) for story in asked))
    return tuple(fit) if every else tuple(fit and [stories.choose(subject, None)])
