"""What is on the slides, for every format: titles, numbers, clips, notes, words for a picture."""

from __future__ import annotations

import io
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from approx.outputs.films.film import Clip, render_stories
from approx.outputs.films.job import quality_letter
from approx.outputs.films.progress import progress
from approx.outputs.films.stills import Still, stills
from approx.outputs.stage.layout import LAYOUTS
from approx.panels.formula import Fragment, defined
from approx.panels.rounding import written
from approx.panels.wording import about, described, sentence, verdict
from approx.style.theme import LIGHT, Theme
from approx.style.theme_file import packed, theme_named
from approx.subjects import Subject
from approx.subjects.plane import Plane
from approx.subjects.topic import Topic
from approx.system.provenance import Provenance, provenance


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
    formula: tuple[Fragment, ...]
    about: str
    verdict: str
    notes: str
    slides: tuple[Slide, ...]


@dataclass(frozen=True)
class Deck:
    """Everything a deck shows, how it looks, and how it was made."""

    lessons: tuple[Lesson, ...]
    theme: Theme
    language: str
    aspect: str
    made: Provenance

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
    """How all slides of a deck look.

    Attributes:
        theme: a name, or a TOML file of own colours.
        quality: of clips, "720p30".
    """

    theme: str = "dark"
    language: str = "en"
    aspect: str = "16:9"
    quality: str = "720p30"

    @cached_property
    def colors(self) -> Theme:
        """The theme itself; a file is read once."""
        return theme_named(self.theme)

    @property
    def printed(self) -> Theme:
        """What is printed is light: in the own colours where they are."""
        return self.colors if self.colors.name == "light" else LIGHT

    @property
    def of_film(self) -> dict[str, Any]:
        """The arguments that films and stills take."""
        return {"theme": packed(self.colors), "language": self.language, "aspect": self.aspect}

    @property
    def of_print(self) -> dict[str, Any]:
        """The same for what is printed."""
        return {**self.of_film, "theme": packed(self.printed)}

    @property
    def of_page(self) -> str:
        """The theme of a page beside them: the own one, or what the reader's system prefers."""
        return packed(self.colors) if self.colors.file else "auto"

    @property
    def options(self) -> dict[str, str]:
        """The options of a command that makes slides."""
        theme = self.colors.file or self.colors.name
        return {"quality": quality_letter(self.quality), **self.of_film, "theme": theme}


def build(
    stories: Sequence[tuple[Subject | Plane | Topic, str]],
    look: Look,
    moving: bool = True,
    jobs: int | None = None,
    executor: Executor | None = None,
) -> Deck:
    """The deck of these subjects and stories, which are rendered here.

    Args:
        moving: whether slides have clips; a deck on paper has sharper stills instead.
        jobs, executor: where the clips are drawn.
    """
    lessons = []
    for subject, story in stories:
        with progress(f"{subject.name} · {story}") as report:
            beats: Sequence[Clip | Still]
            if moving:
                (rendered,) = render_stories(
                    subject, [story], look.quality, report, jobs, executor, **look.of_film
                )
                beats = rendered.clips
            else:
                beats = stills(subject, story, on_progress=report, **look.of_film)
        lessons.append(lesson(subject, beats, look))
    names = {story for _, story in stories}
    made = provenance(
        "slides",
        [subject for subject, _ in stories],
        story=names.pop() if len(names) == 1 else None,
        **look.options,
    )
    return of(tuple(lessons), look, made)


def of(lessons: tuple[Lesson, ...], look: Look, made: Provenance) -> Deck:
    """The deck of these lessons."""
    return Deck(lessons, look.colors, look.language, look.aspect, made)


def lesson(subject: Subject | Plane | Topic, beats: Sequence[Clip | Still], look: Look) -> Lesson:
    """One subject's part of a deck, from its story's clips or stills."""
    language = look.language
    title = subject.title(language)
    if isinstance(subject, Topic):
        words = described(subject, language)
        verdict_ = words.removeprefix(f"{title}. ")
        slides = tuple(_slide(title, beat) for beat in beats)
        return Lesson(title, (), "", verdict_, words, slides)
    return Lesson(
        title=title,
        formula=() if isinstance(subject, Plane) else defined(*written(subject)),
        about=about(subject, language),
        verdict=sentence(verdict(subject, language)),
        notes=described(subject, language),
        slides=tuple(_slide(title, beat) for beat in beats),
    )


def _slide(title: str, beat: Clip | Still) -> Slide:
    alt = f"{title}. {beat.caption}"
    if isinstance(beat, Still):
        return Slide(beat.beat, beat.caption, alt, beat.png)
    return Slide(beat.beat, beat.caption, alt, last_frame(beat.mp4), beat.mp4, beat.seconds)


def last_frame(mp4: bytes) -> bytes:
    """The frame on which a clip rests as a PNG file's bytes; 256 colours are enough for it."""
    import av
    from PIL import Image

    with av.open(io.BytesIO(mp4)) as container:
        *_, frame = container.decode(video=0)
    file = io.BytesIO()
    palette = frame.to_image().quantize(256, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    palette.save(file, "PNG", optimize=True)
    return file.getvalue()
