"""The process that tells one film: it hurries through the story and doubles at every cut.

Each double waits at its cut until the teller has passed the segment's end, knows what it looks
like, and has not found it in the cache; then it draws the segment and ends. The doubles of all
films of a command share one purse of tokens.
"""

from __future__ import annotations

import gc
import os
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

from approx.outputs.films.crew import SCARCE
from approx.outputs.films.family import Child, Purse
from approx.outputs.films.formats import Format
from approx.outputs.films.paint import Painter
from approx.outputs.films.plan import Segment
from approx.outputs.films.planner import Planner
from approx.outputs.films.renderer import Play, Renderer
from approx.outputs.films.shelf import Shelf
from approx.outputs.films.sight import Sight
from approx.system.errors import MachineError

#: Doubles that wait or draw at the same time, beyond the cores: each keeps some memory.
WAITING = 8


class Teller(Planner):
    """Plans segments and has each drawn by a double of this process.

    Args:
        ours: whether a segment is to be drawn here.
        shelf: where segments are that were drawn before.
        ground: what the film's segments depend on besides their frames.
        tell: passes news on.
    """

    def __init__(
        self,
        folder: Path,
        form: Format,
        purse: Purse,
        cores: int,
        ours: Callable[[Segment], bool],
        shelf: Shelf,
        ground: bytes,
        tell: Callable[..., None],
    ) -> None:
        super().__init__(tell, Sight(ground, shelf.known()))
        self.renderer: Renderer
        self._folder, self._format, self._purse = folder, form, purse
        self._most = cores + WAITING
        self._ours, self._shelf = ours, shelf
        self._children: dict[int, Segment] = {}
        # What exists before the doubles stays shared between them.
        gc.freeze()
        gc.disable()

    def finish(self) -> None:
        """Wait until everything is drawn.

        Raises:
            MachineError: when a double failed; its own news say why.
        """
        super().finish()
        while self._children:
            self._wait()

    def _begin(self, play: Play, segment: Segment) -> bool:
        """Open a segment; whether this is its double, which has drawn the play's share."""
        while len(self._children) >= self._most:
            self._wait()
        child = Child()
        if child.born:
            self._become_painter(child, segment, play)
            return True
        self.plan.segments.append(segment)
        self._open, self._children[child.pid] = child, segment
        return False

    def _close(self) -> None:
        """The open segment is complete: have it drawn, unless others do or it is known."""
        if self._open is None:
            return
        child, self._open = self._open, None
        segment = self.plan.segments[-1]
        known = not self._ours(segment) or self._shelf.fetch(segment, self._folder)
        if known:
            self._tell(drawn=segment.frames)
        child.tell(0 if known else segment.frames)

    def _wait(self) -> None:
        pid, status = os.wait()
        segment = self._children.pop(pid)
        if status:
            raise MachineError(
                f"the process that drew frames {segment.first} to {segment.end - 1} ended early; "
                f"{SCARCE}"
            )

    def _become_painter(self, child: Child, segment: Segment, play: Play) -> None:
        """In the double: wait, draw the first play's share, and go on with the story."""
        if self._open is not None:
            self._open.abandon()
        segment.frames = child.hear()
        if not segment.frames:
            os._exit(0)
        self._purse.__enter__()

        def done() -> NoReturn:
            self._shelf.keep(segment, self._folder)
            self._purse.__exit__()
            os._exit(0)

        painter = Painter([segment], self._folder, self._format, self._drawn, done, self._sight)
        self.renderer.visitor = painter
        painter.play(play)

    def _drawn(self, frames: int) -> None:
        self._tell(drawn=frames)


def end_on_failure(tell: Callable[..., None], error: BaseException) -> NoReturn:
    """The last words of a process that failed: one line to the parent, the rest to the log."""
    from approx.system.errors import ApproxError

    code = error.exit_code if isinstance(error, ApproxError) else 1
    tell(error=reason(error), code=code)
    with suppress(OSError):  # a full disk takes no log either
        traceback.print_exception(error)
    os._exit(code)


def reason(error: BaseException) -> str:
    """What went wrong, in words that help."""
    import errno

    if isinstance(error, MemoryError):
        return "not enough memory; use a smaller size or --jobs 1"
    if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return f"no room for the film: {error.strerror}; free some, or set TMPDIR"
    return f"the render failed: {' '.join(str(error).split()) or type(error).__name__}"
