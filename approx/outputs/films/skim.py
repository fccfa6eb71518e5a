"""A story told without playing it: every animation jumps to its end, each beat's end is drawn."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from approx.outputs.films.job import Caption
from approx.outputs.stage.story import Story
from approx.system.errors import InputError


def skim(story: Story, folder: Path, beat: str | None = None) -> tuple[list[Path], list[Caption]]:
    """A picture per beat, in order, or of one beat only ('' is the last one).

    Returns:
        PNG files, and of each its caption at the time it stands for.

    Raises:
        InputError: for an unknown beat; names them all.
    """
    from manim.utils.exceptions import EndSceneEarlyException

    # Asked before anything is drawn: a misspelt beat costs no time.
    names = [planned.name for planned in story.plan()]
    if beat and beat not in names:
        raise InputError(f"no beat {beat!r}; beats: {', '.join(names)}")
    wanted = names if beat is None else [beat or names[-1]]
    paths: list[Path] = []
    captions: list[Caption] = []
    play_rest = story.rest

    def rest(seconds: float) -> None:
        """Where a beat ends, its picture is taken."""
        play_rest(seconds)
        told = story.beats[len(story.told)]
        if told.name in wanted:
            paths.append(folder / f"{len(paths):02d}.png")
            _photograph(story, paths[-1], told.caption)
            now = float(story.time)
            captions.append(Caption(told.name, told.caption, now, now))
        if len(paths) == len(wanted):
            raise EndSceneEarlyException

    story.rest = rest  # type: ignore[method-assign]
    _hurry(story.renderer)
    story.render()
    return paths, captions


def _hurry(renderer: Any) -> None:
    """Skip every animation, and draw nothing on the way."""
    renderer.skip_animations = renderer._original_skipping_status = True
    renderer.update_frame = lambda *_, **__: None


def _photograph(story: Story, path: Path, caption: str) -> None:
    """The frame as it is now, as a PNG that says what it shows."""
    from PIL import Image
    from PIL.PngImagePlugin import PngInfo

    renderer: Any = story.renderer
    renderer.static_image = None  # what was drawn before the last animation
    type(renderer).update_frame(renderer, story)
    words = PngInfo()
    words.add_text("Software", "approx")
    words.add_itxt("Title", story.subject.title(story.language))
    words.add_itxt("Description", caption)
    Image.fromarray(renderer.get_frame()[..., :3]).save(path, pnginfo=words)
