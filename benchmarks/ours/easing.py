"""The usual films' easing: the pictures are compared frame by frame."""

from __future__ import annotations

from typing import Any

from manim import Animation, smooth

from approx.outputs.stage.shapes import ease


class ManimsEasing:
    """For a story: it moves as Manim's films do, not as the house's."""

    def compile_animations(self, *animations: Any, **options: Any) -> list[Animation]:
        compiled = super().compile_animations(*animations, **options)
        for animation in compiled:
            _as_manims(animation)
        return compiled


def _as_manims(animation: Animation) -> None:
    if animation.rate_func is ease:
        animation.rate_func = smooth
    for part in getattr(animation, "animations", ()):
        _as_manims(part)
