"""Runs a story without drawing a frame, and shows every beat's end to an observer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from manim import VMobject, tempconfig

from approx.outputs.films.renderer import Play, Renderer
from approx.outputs.films.stories import load
from approx.outputs.stage.story import Story
from approx.subjects import Subject


@dataclass(frozen=True)
class Text:
    """A visible text and its box in the frame."""

    text: str
    left: float
    bottom: float
    right: float
    top: float

    def overlaps(self, other: Text, slack: float = 0.02) -> bool:
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.top, other.top) - max(self.bottom, other.bottom)
        return wide > slack and high > slack


def texts(story: Story) -> list[Text]:
    """Every text that can be seen now."""
    found = []
    for mobject in story.mobjects:
        for member in mobject.get_family():
            text = getattr(member, "text", None)
            if isinstance(text, str) and _visible(member):
                (left, bottom), (right, top) = (
                    member.get_corner((-1, -1, 0))[:2],
                    member.get_corner((1, 1, 0))[:2],
                )
                found.append(Text(text, left, bottom, right, top))
    return found


def _visible(mobject: VMobject) -> bool:
    glyphs = mobject.family_members_with_points()
    return any(glyph.get_fill_opacity() > 0.02 for glyph in glyphs)


def watch(
    name: str,
    subject: Subject,
    theme: str,
    folder: Path,
    look: Callable[[Story, str], None],
    language: str = "en",
    aspect: str = "16:9",
) -> Story:
    """Tell the story undrawn, every play jumping to its end; `look(story, beat)` at each rest."""
    base = load(name)

    class Watched(base):  # type: ignore[misc,valid-type]
        def rest(self, seconds: float) -> None:
            look(self, self.beats[len(self.timed_beats)].name)
            super().rest(seconds)

    settings = {
        "dry_run": True,
        "media_dir": str(folder),
        "progress_bar": "none",
        "verbosity": "ERROR",
    }
    with tempconfig(settings):
        renderer = Renderer(_Blind())
        story = Watched(
            subject=subject, theme=theme, language=language, aspect=aspect, renderer=renderer
        )
        story.render()
    return story


class _Blind:
    """Looks at no frame."""

    def beat(self, number: int, beats: int, caption: str) -> None: ...

    def play(self, play: Play) -> None: ...
