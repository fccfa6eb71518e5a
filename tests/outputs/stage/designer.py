"""What a strict designer would send back: looked for in a film's frames, not only at beats' ends.

Every half second, and where a beat ends: texts that overlap, texts that shapes cross, texts too
small or too close to an edge (a dot in flight may pass over a text); and of the film: seconds,
still frames, the first frame's ink.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from manim import tempconfig

from approx.core._types import Array
from approx.outputs.films.camera import flat
from approx.outputs.films.job import size_of
from approx.outputs.films.renderer import Play, Renderer
from approx.outputs.films.stories import load
from approx.outputs.stage.geometry import crosses
from approx.outputs.stage.layout import LAYOUTS, Box
from approx.outputs.stage.shapes import Dot
from approx.outputs.stage.text import letters
from approx.style.theme import THEMES
from approx.subjects import Subject

#: What can be seen: less opaque, it is coming or going.
SEEN = 0.35
#: Texts that came or moved count from so many seconds later.
ARRIVED = 0.3
#: Seconds between two looks.
EVERY = 0.5
#: Ems and frame units by which boxes may touch.
SLACK = 0.03
#: Pixels of grey that differ, and how many must, for a frame to move (as in a contact sheet).
DIFFERENT, MANY = 12, 15
#: A cubic's value at five shares of its way, from its four points.
_T = np.linspace(0.0, 1.0, 5)[:, None]
_BERNSTEIN = np.hstack([(1 - _T) ** 3, 3 * _T * (1 - _T) ** 2, 3 * _T**2 * (1 - _T), _T**3])


@dataclass(frozen=True)
class Seen:
    """A shape of a frame: its polyline, its box, how it is painted, its text if it is one."""

    mobject: Any
    corners: Array
    box: Box
    text: str | None
    size: float | None
    stroke: float
    fill: float
    color: str


def seen(mobject: Any) -> Seen | None:
    """What a viewer sees of one mobject; None when it is (nearly) invisible."""
    if not len(mobject.points):
        return None
    stroke = float(mobject.get_stroke_opacity()) if mobject.get_stroke_width() > 0 else 0.0
    fill = float(mobject.get_fill_opacity())
    if max(stroke, fill) < SEEN:
        return None
    points = mobject.points
    (left, bottom), (right, top) = points[:, :2].min(axis=0), points[:, :2].max(axis=0)
    text = getattr(mobject, "text", None)
    text = text if isinstance(text, str) and text else None
    return Seen(
        mobject, _corners(points), Box(left, bottom, right, top), text, em(mobject), stroke, fill,
        str(mobject.get_fill_color()),
    )  # fmt: skip


def _corners(points: Array) -> Array:
    """Points of the Bézier pieces, NaN where one does not begin where the last ended."""
    pieces = points.reshape(-1, 4, 3)
    starts, ends = pieces[:, 0], pieces[:, 3]
    thirds = starts[:, None] + (ends - starts)[:, None] * np.array([1, 2])[:, None] / 3
    if np.abs(pieces[:, 1:3] - thirds).max() > 1e-3:  # an arc's chords would run far inside
        drawn = _BERNSTEIN @ pieces
    else:
        drawn = pieces[:, [0, 3]]
    cut = np.flatnonzero((np.abs(starts[1:] - ends[:-1]) > 1e-9).any(axis=1)) + 1
    gap = np.full((1, 3), np.nan)
    return np.vstack([row for p in np.split(drawn, cut) for row in (p.reshape(-1, 3), gap)])[:-1]


def em(mobject: Any) -> float | None:
    """A text's em as it is drawn, in units of the frame, however it was scaled."""
    text, size = getattr(mobject, "text", None), getattr(mobject, "size", None)
    if not isinstance(text, str) or not text or size is None:
        return None
    for bold in (False, True):
        outline = letters(text, bold)
        if len(outline) == len(mobject.points) and np.ptp(outline[:, 1]) > 0:
            return float(np.ptp(mobject.points[:, 1]) / np.ptp(outline[:, 1]))
    return float(size)


def overlap(one: Box, other: Box, slack: float = SLACK) -> bool:
    """Whether two boxes share more than their rims."""
    wide = min(one.right, other.right) - max(one.left, other.left)
    high = min(one.top, other.top) - max(one.bottom, other.bottom)
    return wide > slack and high > slack


def holds(outer: Box, inner: Box) -> bool:
    """Whether a box lies in another."""
    return (
        outer.left <= inner.left + 1e-6
        and outer.bottom <= inner.bottom + 1e-6
        and outer.right >= inner.right - 1e-6
        and outer.top >= inner.top - 1e-6
    )


def crossed(shape: Seen, text: Box) -> bool:
    """Whether a shape's outline passes through a text's box; a container's does not."""
    inner = text.inset(SLACK, SLACK, SLACK, SLACK)
    if inner.width <= 0 or inner.height <= 0:
        return False
    return overlap(shape.box, inner, -1e-9) and crosses(inner, shape.corners)


def text_faults(shapes: Sequence[Seen], safe: Box, smallest: float) -> list[str]:
    """Every fault of the texts among the shapes, which are in the order of drawing."""
    out, texts = [], [k for k, s in enumerate(shapes) if s.text]
    for k in texts:
        t = shapes[k]
        if t.size is not None and t.size < 0.995 * smallest:
            out.append(f"{t.text!r} is {t.size / smallest:.2f} of the smallest size")
        if not holds(safe, t.box):
            out.append(f"{t.text!r} is too close to the edge")
    for i, j in itertools.combinations(texts, 2):
        if overlap(shapes[i].box, shapes[j].box) and not _covered(shapes, i, j):
            out.append(f"{shapes[i].text!r} and {shapes[j].text!r} overlap")
    return out


def shape_faults(shapes: Sequence[Seen], quiet: Iterable[str]) -> list[str]:
    """Texts that another shape crosses, unless behind a plate; quiet colours (a grid's) may."""
    out, ignored = [], set(quiet)
    for k, t in enumerate(shapes):
        if not t.text:
            continue
        for i, s in enumerate(shapes):
            if s.text or i == k or any(_alike(_color(s), quiet) for quiet in ignored):
                continue
            line = s.stroke >= SEEN or s.fill >= 0.5
            if line and crossed(s, t.box) and not _covered(shapes, i, k):
                name = type(s.mobject).__name__
                out.append(f"{t.text!r} is crossed by a {name} of {_color(s)}")
    return out


def _color(shape: Seen) -> str:
    m = shape.mobject
    return str(m.get_stroke_color() if shape.stroke >= SEEN else m.get_fill_color()).upper()


def _alike(one: str, other: str) -> bool:
    """Whether two colours are the same but for rounding, as while a grid fades."""
    pairs = [(int(one[k : k + 2], 16), int(other[k : k + 2], 16)) for k in (1, 3, 5)]
    return all(abs(a - b) <= 2 for a, b in pairs)


def _covered(shapes: Sequence[Seen], below: int, above: int) -> bool:
    """Whether an opaque plate between the two hides the lower one under the upper one."""
    if below > above:
        return False
    if shapes[above].mobject.get_stroke_width(background=True) > 0:  # it has a rim of its own
        return True
    return any(
        p.fill > 0.95 and not p.text and holds(p.box, shapes[above].box)
        for p in shapes[below + 1 : above]
    )


@dataclass
class Report:
    """What was found: faults with the time when, and the film's figures."""

    faults: dict[str, list[float]] = field(default_factory=dict)
    seconds: float = 0.0
    still: int = 0
    frames: int = 0
    ink: float = 0.0
    still_in: dict[int, int] = field(default_factory=dict)  # by beat

    @property
    def still_share(self) -> float:
        return self.still / max(self.frames - 1, 1)

    def lines(self) -> list[str]:
        """Each fault once, with the times at which it was seen."""
        return [
            f"{', '.join(f'{t:.1f}' for t in times[:4])} s: {fault}"
            for fault, times in sorted(self.faults.items(), key=lambda item: item[1][0])
        ]


class Designer:
    """A visitor of a film's plays."""

    def __init__(self, draw: bool) -> None:
        self.report, self.draw = Report(), draw
        self.drawn: tuple[int, Array] | None = None  # the last frame drawn
        self.boxes: dict[int, tuple[Box, int]] = {}  # text -> where it is, since which frame
        self.next = 0.0
        self.now = 0

    def beat(self, number: int, beats: int, caption: str) -> None:
        self.now = number
        self.next = min(self.next, float(self.report.frames))  # look where the last one ended

    def play(self, play: Play) -> None:
        rate = play.camera.frame_rate
        every = max(1, round(EVERY * rate))
        if play.rest:
            if self.draw:
                if self.drawn is None:
                    self._picture(play, 0, 1)
                self._still(play.count)
            self._look(play, play.first, rate)
            self.report.frames += play.count
            return
        for number in range(play.count):
            frame = play.first + number
            # Two frames one after the other stand for all until the next look.
            if self.draw and frame % every < 2:
                self._picture(play, number, every)
            else:
                play.go_to(number)
            self._follow(play, frame)
            if frame % every == 0:
                self._look(play, frame, rate)
        self.report.frames += play.count

    def _shapes(self, play: Play) -> list[Seen]:
        static, moving = play.shown()
        return [s for m in flat([*static, *moving]) if (s := seen(m))]

    def _follow(self, play: Play, frame: int) -> None:
        """Since when every moving text has been where it is."""
        for m in flat(play.shown()[1]):
            if isinstance(getattr(m, "text", None), str) and (s := seen(m)):
                old = self.boxes.get(id(m))
                if old is None or old[0] != s.box:
                    self.boxes[id(m)] = s.box, frame

    def _look(self, play: Play, frame: int, rate: float) -> None:
        story, layout = play.scene, play.scene.layout
        shapes = self._shapes(play)
        moved = {
            key for key, (_, since) in self.boxes.items() if frame - since < ARRIVED * rate
        } if not play.rest else set()  # fmt: skip
        flying = set() if play.rest else {id(m) for m in flat(play.shown()[1])}
        settled = [
            s
            for s in shapes
            if not (s.text and id(s.mobject) in moved)
            and not (isinstance(s.mobject, Dot) and id(s.mobject) in flying)
        ]
        grid = [story.theme[role].color.upper() for role in ("grid", "axis", "contour")]
        found = text_faults(settled, layout.safe, layout.smallest)
        found += shape_faults(settled, grid)
        for fault in found:
            self.report.faults.setdefault(fault, []).append(frame / rate)

    def _still(self, frames: int) -> None:
        self.report.still += frames
        self.report.still_in[self.now] = self.report.still_in.get(self.now, 0) + frames

    def _picture(self, play: Play, number: int, every: int) -> None:
        play.draw(number)
        frame, grey = play.first + number, play.camera.pixel_array[..., :3].mean(axis=2)
        if self.drawn is None:
            self.report.ink = float((np.abs(grey - np.median(grey)) > 40).mean())
        elif (
            self.drawn[0] == frame - 1
            and int((np.abs(grey - self.drawn[1]) > DIFFERENT).sum()) < MANY
        ):
            self._still(every)
        self.drawn = frame, grey


def inspect(
    name: str,
    subject: Subject,
    folder: Path,
    look: tuple[str, str, str] = ("16:9", "dark", "en"),
    draw: bool = False,
    quality: str = "480p15",
) -> tuple[Any, Report]:
    """Go through a film; with `draw`, estimate the share of still frames."""
    aspect, theme, language = look
    width, height, fps = size_of(quality, aspect)
    settings = {
        "dry_run": True, "media_dir": str(folder), "progress_bar": "none", "verbosity": "ERROR",
        "pixel_width": width, "pixel_height": height, "frame_rate": fps,
        "frame_height": LAYOUTS[aspect].height, "frame_width": LAYOUTS[aspect].width,
        "background_color": THEMES[theme]["background"].color,
    }  # fmt: skip
    designer = Designer(draw)
    with tempconfig(settings):
        renderer = Renderer(designer)
        story = load(name)(
            subject=subject, theme=theme, language=language, aspect=aspect, renderer=renderer
        )
        story.report = renderer.beat
        story.render()
    designer.report.seconds = designer.report.frames / fps
    return story, designer.report


if __name__ == "__main__":
    import sys
    import tempfile

    from approx.subjects import FitOptions, resolve_any

    story_name, text, *rest = sys.argv[1:]
    aspect, theme, language = (rest + ["16:9", "dark", "en"][len(rest) :])[:3]
    options = dict(part.split("=") for part in rest[3:])
    wish = FitOptions(
        neurons=int(options["n"]) if "n" in options else None,
        on=tuple(options["on"].split(",")) if "on" in options else None,
        hidden=tuple(map(int, options["hidden"].split(","))) if "hidden" in options else None,
        settings={"method": options["method"]} if "method" in options else {},
    )
    story, report = inspect(
        story_name, resolve_any(text, wish), Path(tempfile.mkdtemp()), (aspect, theme, language),
        draw="draw" in options,
    )  # fmt: skip
    figures = f"{100 * report.still_share:.0f} % still, ink {100 * report.ink:.1f} %"
    print(f"{report.seconds:.1f} s, {figures}")
    print(", ".join(f"{story.beats[k].name} {n}" for k, n in report.still_in.items()))
    print("\n".join(report.lines()))
