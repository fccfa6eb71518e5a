"""A story: a Scene of named beats, each with a caption, on one layout and theme."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, cast

from manim import Animation, FadeIn, FadeOut, Line, Scene, VGroup, VMobject, smooth

from approx.outputs.stage.layout import LAYOUTS, Layout
from approx.outputs.stage.shapes import STROKE, ease, within
from approx.outputs.stage.text import LANGUAGE, headline, paragraph
from approx.style.theme_file import theme_named
from approx.subjects import Subject, resolve_any
from approx.subjects.plane import Plane
from approx.subjects.topic import Topic
from approx.system.errors import InputError

#: Letters a viewer reads in a second, the shortest rests, and the change of a caption.
READING, REST, LAST, CHANGE = 16.0, 0.4, 1.4, 0.5
#: Silence after what a voice says at a beat, in seconds.
PAUSE = 0.5


@dataclass(frozen=True)
class Beat:
    """One step of a story: a section of the video, a caption, a still."""

    name: str
    caption: str


def _method_name(beat: Beat) -> str:
    return f"tell_{beat.name.partition('-')[0]}"


@dataclass
class TimedBeat:
    """A beat with its place in the film, in seconds."""

    beat: Beat
    start: float
    end: float


class Story(Scene):
    """Base of all stories; a subclass plans its beats and tells each by a method.

    Attributes:
        subject_name: shown when no subject is given, so that plain `manim render` works.
        theme_name, language, aspect: what is used when none is given.
        title_size: of the heading's em, where it is short enough.
        voice: seconds that a voice speaks at each beat, by its name.
        pace: how fast captions are read; 1 is the usual speed.
        timed_beats: every beat played so far, with its times.
        opening: the number of the beat that is played first.
    """

    subject_name = "parabola-4-best"
    theme_name = "dark"
    language = "en"
    aspect = "16:9"
    title_size = 0.56
    voice: Mapping[str, float] = MappingProxyType({})
    pace = 1.0
    opening = 0

    def __init__(
        self,
        *args: Any,
        subject: Subject | Plane | Topic | None = None,
        theme: str | None = None,
        language: str | None = None,
        aspect: str | None = None,
        **kwargs: Any,
    ) -> None:
        # A story of topics asks for `self.topic`, one of two inputs for `self.plane`.
        self.subject = cast(Subject, subject or resolve_any(self.subject_name))
        self.theme = theme_named(theme or self.theme_name)
        self.language = language or self.language
        self.aspect = aspect or self.aspect
        self.layout: Layout = LAYOUTS[self.aspect]
        self.timed_beats: list[TimedBeat] = []
        self.report: Callable[..., None] = lambda **line: None
        self.beats: list[Beat] = []
        super().__init__(*args, **kwargs)

    @property
    def plane(self) -> Plane:
        """The subject of a story of two inputs."""
        assert isinstance(self.subject, Plane)
        return self.subject

    def plan(self) -> list[Beat]:
        """All beats, in order."""
        raise NotImplementedError

    def setup(self) -> None:
        LANGUAGE.set(self.language)
        self.camera.background_color = self.theme["background"].color

    def construct(self) -> None:
        """Play all beats.

        Raises:
            InputError: before anything is drawn, when a beat has no method that plays it.
        """
        if not self.beats:
            self.beats = self.plan()
        self._check_methods()
        self._caption: VMobject | None = None
        self._strokes = self._beat_strokes()
        self.add(self._strokes)
        self.poster()
        self._strokes[: self.opening].set_stroke(self.theme["ink"].color)
        for number, beat in enumerate(self.beats[self.opening :], start=self.opening):
            self.next_section(beat.name)
            self.report(beat=number, beats=len(self.beats), caption=beat.caption)
            start = float(self.time)
            self.beat = beat
            self._open(number, beat)
            self.tell(beat)
            spent = float(self.time) - start
            last = number == len(self.beats) - 1
            self.rest(max(LAST if last else REST, self.reading_time() - spent))
            self.timed_beats.append(TimedBeat(beat, start, float(self.time)))

    def needed(self, beat: str) -> str:
        """The beat with which the stage is set for that one: of a story in chapters, its first."""
        return self.beats[0].name

    def poster(self) -> None:
        """Put up the first frame, before anything moves: a picture already."""

    def seconds(self, least: float) -> float:
        """How long the beat's motion lasts: until its caption is read, `least` in any case."""
        change = CHANGE if self.beat is not self.beats[self.opening] else 0.0
        return max(least, self.reading_time() - change - REST)

    def reading_time(self) -> float:
        """How long the beat's caption is read, or its narration is spoken, in seconds."""
        spoken = self.voice.get(self.beat.name, 0.0)
        return max(len(self.beat.caption) / READING / self.pace, spoken + PAUSE if spoken else 0.0)

    def play(self, *animations: Any, **options: Any) -> None:
        """As Manim's, but nothing to play is no error: what is folded away cannot light up."""
        if animations:
            super().play(*animations, **options)

    def compile_animations(self, *animations: Any, **options: Any) -> list[Animation]:
        """As Manim's, with our own easing where none was asked for."""
        compiled: list[Animation] = super().compile_animations(*animations, **options)
        for animation in compiled:
            if animation.rate_func is smooth:
                animation.rate_func = ease
        return compiled

    def rest(self, seconds: float) -> None:
        """The end of a beat: time to read, and the frame that stills and handouts show."""
        self.wait(seconds)

    def _check_methods(self) -> None:
        """Refuse a story that lacks the method of one of its beats."""
        wanted = dict.fromkeys(_method_name(beat) for beat in self.beats)
        missing = [name for name in wanted if not callable(getattr(self, name, None))]
        if missing:
            raise InputError(f"story {type(self).__name__} lacks {', '.join(missing)}")

    def tell(self, beat: Beat) -> None:
        """Play one beat: the method named after it ('neuron-2' -> tell_neuron(1))."""
        _, _, number = beat.name.partition("-")
        method = getattr(self, _method_name(beat))
        method(int(number) - 1) if number else method()

    def _beat_strokes(self) -> VGroup:
        """The thin line at the bottom: one stroke per beat, lit as the film goes on."""
        box, gap = self.layout.line, 0.1
        length = (box.width - gap * (len(self.beats) - 1)) / len(self.beats)
        strokes = VGroup()
        for number in range(len(self.beats)):
            left = box.left + number * (length + gap)
            strokes.add(
                Line(
                    (left, box.bottom, 0),
                    (left + length, box.bottom, 0),
                    stroke_color=self.theme["grid"].color,
                    stroke_width=STROKE * 1.3,
                )
            )
        return strokes

    def _open(self, number: int, beat: Beat) -> None:
        """Light the beat's stroke and change the caption: the old one leaves before the new comes.

        The first frame has its caption already.
        """
        new, stroke = self.caption_text(beat.caption), self._strokes[number]
        ink = self.theme["ink"].color
        if self._caption is None:
            stroke.set_stroke(ink)
            self.add(new)
        else:
            self.play(
                FadeOut(self._caption, rate_func=within(0.0, 0.4)),
                FadeIn(new, rate_func=within(0.45, 1.0)),
                stroke.animate(rate_func=within(0.0, 1.0)).set_stroke(ink),
                run_time=CHANGE,
            )
        self._caption = new

    def caption_text(self, caption: str) -> VMobject:
        """The caption in its place."""
        layout, ink = self.layout, self.theme["ink"].color
        return paragraph(caption, layout.text, ink, layout.caption, layout.line.width, layout.lines)

    def heading(self) -> str:
        """The film's title."""
        return self.subject.title(self.language)

    def title_text(self) -> VMobject:
        """The heading in its place, inside the frame however long it is."""
        layout, ink = self.layout, self.theme["ink"].color
        room = layout.safe.top - layout.title[1]
        return headline(self.heading(), self.title_size, ink, layout.title, layout.line.width, room)
