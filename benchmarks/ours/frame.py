"""A film of one empty frame: what a command takes before and after it draws."""

from __future__ import annotations

from approx.outputs.stage.story import Story


class Frame(Story):
    """Nothing but the background."""

    def construct(self) -> None:
        self.wait(1 / 12)
