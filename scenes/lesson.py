"""A first lecture in five chapters: a neuron, several, more of them, layers, and training.

Render with `approx render SUBJECT lesson`, or by itself with `manim render scenes/lesson.py`.
"""

from __future__ import annotations

from typing import Any

from manim import FadeIn, FadeOut, VMobject

from approx.outputs.films import stories
from approx.outputs.stage.story import Beat, Story
from approx.panels.captions import lesson as words
from approx.subjects import resolve


class Lesson(Story):
    """Any parabola from one layer; without a subject, the lecture's four neurons."""

    subject_name = "parabola-4-best"

    def plan(self) -> list[Beat]:
        self.parts: dict[str, tuple[Any, Beat]] = {}
        for chapter in words.CHAPTERS:
            subject = self.subject if chapter.subject is None else resolve(chapter.subject)
            story = _guest(stories.load(chapter.story))(
                subject=subject, theme=self.theme.name, language=self.language,
                aspect=self.aspect,
            )  # fmt: skip
            story.title = words.title(chapter, self.language)
            neurons = subject.network.hidden_widths[0]
            for beat in story.plan():
                said = words.caption(chapter, beat.name, beat.caption, neurons, self.language)
                self.parts[f"{chapter.name}.{beat.name}"] = story, Beat(beat.name, said)
        return [Beat(name, beat.caption) for name, (_, beat) in self.parts.items()]

    def _check_methods(self) -> None:
        for story in dict.fromkeys(story for story, _ in self.parts.values()):
            story.beats = [beat for other, beat in self.parts.values() if other is story]
            story._check_methods()

    def needed(self, beat: str) -> str:
        """The first beat of its chapter."""
        story, _ = self.parts[beat]
        return next(name for name, (other, _) in self.parts.items() if other is story)

    def poster(self) -> None:
        """The first chapter's."""
        self.now, _ = self.parts[self.beats[self.opening].name]
        self.now.host = self
        self.now.poster()

    def tell(self, beat: Beat) -> None:
        """A beat of its chapter, after the chapter's own first picture."""
        story, inner = self.parts[beat.name]
        if story is not self.now:
            self._change(story)
        story.beat = inner
        story.tell(inner)

    def _change(self, story: Any) -> None:
        """The stage is emptied for the next chapter."""
        kept = (self._strokes, self._caption)
        self.play(*(FadeOut(m) for m in self.mobjects if m not in kept), run_time=0.5)
        self.now, story.host = story, self
        story.waiting = []
        story.poster()
        shown, story.waiting = story.waiting, None
        self.play(*(FadeIn(mobject) for mobject in shown), run_time=0.7)


def _guest(base: type[Story]) -> type[Any]:
    """A story that is told on another one's stage: what it shows and plays, its host does."""

    class Guest(base):  # type: ignore[misc,valid-type]
        host: Any = None
        waiting: list[VMobject] | None = None
        title = ""

        @property
        def mobjects(self) -> list[Any]:
            return [] if self.host is None else list(self.host.mobjects)

        @mobjects.setter
        def mobjects(self, value: list[Any]) -> None:
            """Its own stage stays empty."""

        def heading(self) -> str:
            return self.title

        def add(self, *mobjects: Any) -> Any:
            if self.waiting is None:
                self.host.add(*mobjects)
            else:
                self.waiting += mobjects
            return self

        def remove(self, *mobjects: Any) -> Any:
            self.host.remove(*mobjects)
            return self

        def play(self, *animations: Any, **options: Any) -> None:
            self.host.play(*animations, **options)

        def wait(self, *args: Any, **options: Any) -> None:
            self.host.wait(*args, **options)

    return Guest
