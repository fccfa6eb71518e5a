"""What is on the slides, for every format: titles, numbers, clips, notes, words for a picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from approx.panels.formula import Part, formula
from approx.panels.wording import about, described, sentence, verdict
from approx.render import stills
from approx.render.crew import Report
from approx.render.progress import progress
from approx.slides.clips import clips, last_frame
from approx.stage.layout import LAYOUTS
from approx.subject import Subject
from approx.theme import THEMES, Theme


@dataclass(frozen=True)
class Slide:
    """One beat of a story.

    Attributes:
        beat: its name.
        caption: its sentence, also the notes of the slide.
        alt: what the picture shows, in words.
        still: the frame on which the beat rests, as a PNG file's bytes.
        clip: an mp4 file's bytes, or None in a deck of stills.
        seconds: how long the clip plays.
    """

    beat: str
    caption: str
    alt: str
    still: bytes
    clip: bytes | None = None
    seconds: float = 0.0


@dataclass(frozen=True)
class Lesson:
    """One subject's part of a deck: its title slide, then its beats.

    Attributes:
        title: of the subject.
        formula: the network written out, in coloured parts.
        about: what network it is, for which target, where.
        verdict: the largest error, and the best possible.
        notes: the speaker's notes of the title slide.
        slides: one per beat.
    """

    title: str
    formula: tuple[Part, ...]
    about: str
    verdict: str
    notes: str
    slides: tuple[Slide, ...]


@dataclass(frozen=True)
class Deck:
    """Everything a deck shows, and how it looks."""

    lessons: tuple[Lesson, ...]
    theme: Theme
    language: str
    aspect: str

    @property
    def title(self) -> str:
        return " · ".join(lesson.title for lesson in self.lessons)

    @property
    def margin(self) -> float:
        """The film's left margin, as a share of a slide's width."""
        layout = LAYOUTS[self.aspect]
        return 0.5 + layout.title[0] / layout.width

    @property
    def text(self) -> float:
        """A caption's em in the film, as a share of a slide's height."""
        layout = LAYOUTS[self.aspect]
        return layout.text / layout.height


@dataclass(frozen=True)
class Look:
    """How all slides of a deck look; `quality` is that of clips, "720p30"."""

    theme: str = "dark"
    language: str = "en"
    aspect: str = "16:9"
    quality: str = "720p30"


def build(told: Sequence[tuple[Subject, str]], look: Look, moving: bool = True) -> Deck:
    """The deck of these subjects and stories.

    Args:
        moving: whether slides have clips; a deck on paper has sharper stills instead.
    """
    lessons = tuple(lesson(subject, story, look, moving) for subject, story in told)
    return Deck(lessons, THEMES[look.theme], look.language, look.aspect)


def lesson(subject: Subject, story: str, look: Look, moving: bool = True) -> Lesson:
    """One subject's part; its story is rendered here."""
    language = look.language
    with progress(f"{subject.name} · {story}") as report:
        slides = (
            _moving(subject, story, look, report)
            if moving
            else _still(subject, story, look, report)
        )
    return Lesson(
        title=subject.title(language),
        formula=formula(subject.network, language),
        about=about(subject, language),
        verdict=sentence(verdict(subject, language)),
        notes=described(subject, language),
        slides=slides,
    )


def _moving(subject: Subject, story: str, look: Look, report: Report) -> tuple[Slide, ...]:
    cut = clips(
        subject, story, look.quality, report,
        theme=look.theme, language=look.language, aspect=look.aspect,
    )  # fmt: skip
    title = subject.title(look.language)
    return tuple(
        Slide(
            clip.beat, clip.caption, f"{title}. {clip.caption}", last_frame(clip.mp4), clip.mp4,
            clip.seconds,
        )
        for clip in cut
    )  # fmt: skip


def _still(subject: Subject, story: str, look: Look, report: Report) -> tuple[Slide, ...]:
    drawn = stills.stills(
        subject, story, theme=look.theme, language=look.language, aspect=look.aspect, report=report
    )
    title = subject.title(look.language)
    return tuple(Slide(s.beat, s.caption, f"{title}. {s.caption}", s.png) for s in drawn)
