"""Two inputs: regions, creases, the decision boundary, and the folded sheet above them."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from approx.core._types import Array, Integers
from approx.core.activations import has_jump
from approx.core.network import Network
from approx.core.plane_target import PlanePoints, PlaneTarget
from approx.panels.axes import axis
from approx.panels.primitives import Axis, Color
from approx.style.languages import count, number, off_zero, say
from approx.subjects.plane import Plane

#: Neurons of more hidden layers than one may hide a crease; smaller changes are rounding.
NO_CHANGE = 1e-12
#: Values that span less than this share of their size are seen against their middle, not zero.
NARROW = 0.5
#: Places in either direction at which a function is looked at for this.
LOOKS = 65
#: More neurons than this have no colour of their own.
MOST_COLORS = 10


@dataclass(frozen=True)
class Crease:
    """A fold line or cliff: segments of shape (s, 2, 2), made by one hidden unit."""

    segments: Array
    neuron: int  # counted over all layers
    layer: int
    color: Color
    jumps: bool


@dataclass(frozen=True)
class PlanePicture:
    """What the pictures of a plane show.

    Attributes:
        facets: corners (x, y, f) of every region, cut at the :func:`level` or where the class
            changes, shape (k, 3).
        heights: mean of f over each facet's corners, above the level.
        level: from which they are measured.
        winners: the class of each facet, where there are several; empty otherwise.
        boundary: where the class changes, segments of shape (s, 2, 2); none for values.
        creases: visible folds, those of one unit together.
        dots: (x, y, f) of the marked places, shape (n, 3); none where there is data.
        data: the points, if there are any.
        classes: what the classes are called; none for values.
        half: whether a level of zero stands for a probability of one half.
    """

    horizontal: Axis
    vertical: Axis
    height: Axis
    facets: list[Array]
    heights: Array
    level: float
    winners: Integers
    boundary: Array
    creases: tuple[Crease, ...]
    dots: Array
    data: PlanePoints | None
    classes: tuple[str, ...]
    half: bool

    @property
    def several(self) -> bool:
        """Whether it is about more than two classes."""
        return len(self.winners) > 0


def build(plane: Plane) -> PlanePicture:
    """The regions of a plane, ready to draw."""
    cut = plane.regions
    low, high = float(cut.values.min()), float(cut.values.max())
    ground = level(plane)
    across, up = axes(plane)
    winners = np.zeros(0, dtype=np.int64)
    if plane.several:
        found = plane.decisions
        top = found.largest
        flat = np.column_stack([found.points, top])[found.loops.corners]
        facets, winners = np.split(flat, found.loops.starts[1:]), found.winners
        boundary = found.borders[0]
        low, high = float(top.min()), float(top.max())
    else:
        facets = cut.sheet_cut_at(ground)
        boundary = cut.level_set(0.0) if plane.classes else np.zeros((0, 2, 2))
    marked = {} if plane.data is not None else plane.marked
    return PlanePicture(
        horizontal=across,
        vertical=up,
        height=replace(axis(low, high if high > low else low + 1, most=5), name=value_name(plane)),
        facets=facets,
        heights=np.array([facet[:, 2].mean() for facet in facets]) - ground,
        level=ground,
        winners=winners,
        boundary=boundary,
        creases=creases(plane),
        dots=np.array([(*place, value) for place, value in marked.items()]).reshape(-1, 3),
        data=plane.data,
        classes=plane.classes,
        half=plane.is_probability,
    )


def level(plane: Plane) -> float:
    """The value from which pictures measure: zero, or about the middle of values far from it.

    It is that of the target, so it stays where it is while a network learns.
    """
    if plane.target is None or plane.classes:
        return 0.0
    wanted = target_heights(plane, LOOKS) if plane.data is None else plane.data.values
    low, high = float(wanted.min()), float(wanted.max())
    span, size = high - low, max(abs(low), abs(high))
    if not NO_CHANGE * size < span < NARROW * size:
        return 0.0
    digits = 1 - math.floor(math.log10(span))
    return round((low + high) / 2, digits)


def sides(level: float, language: str = "en", half: bool = False) -> tuple[str, str]:
    """What the two colours of values mean: 'above zero' or 'above 36.5', and 'below'.

    Of a probability, which is one half where the sum before it is zero, it is 'above one half'.
    """
    value = number(level, 12)
    key = "plane.over" if level else "plane.over.half" if half else "plane.over.zero"
    over = say(key, language, value=value) if level else say(key, language)
    return over, say("plane.under", language)


def target_heights(plane: Plane, many: int) -> Array:
    """The function that it is compared with, at the middles of many × many cells of the rectangle.

    Row by row from below, shape (many, many).
    """
    assert isinstance(plane.target, PlaneTarget)
    share = (np.arange(many) + 0.5) / many
    across, up = (a + share * (b - a) for a, b in plane.box)
    return plane.target(np.stack(np.meshgrid(across, up), axis=-1))


def raised(sheet: PlanePicture, plane: Plane) -> Array:
    """The boundary where it lies on the surface, segments of shape (s, 2, 3)."""
    heights = np.zeros((*sheet.boundary.shape[:2], 1))
    if sheet.several:
        heights = plane.logits(sheet.boundary).max(axis=-1, keepdims=True)
    return np.concatenate([sheet.boundary, heights], axis=2)


def axes(plane: Plane, most: int = 7) -> tuple[Axis, Axis]:
    """The axes of x and y, with their names."""
    names = ("x", "y") if plane.data is None else plane.data.names[:2]
    across, up = (
        replace(axis(*side, most), name=name or letter)
        for side, name, letter in zip(plane.box, names, "xy", strict=True)
    )
    return across, up


def value_name(plane: Plane) -> str:
    """What the heights are: the output, by its name; of a probability the sum before it."""
    if plane.is_probability:
        return "logit"
    data = plane.data
    return data.names[2] if data is not None and not data.classes and data.names[2] else "f"


def creases(plane: Plane) -> tuple[Crease, ...]:
    """The folds that can be seen, by neuron; those that later layers hide are left out."""
    made, network = plane.regions.creases, plane.network
    offsets = np.cumsum([0, *network.hidden_widths])
    least = NO_CHANGE * max(1.0, float(made.gradient_changes.max(initial=0.0)))
    # Of several outputs one may hide what bends another.
    step = NO_CHANGE * max(1.0, float(made.jumps.max(initial=0.0)))
    seen = (made.gradient_changes > least) | (made.jumps > step) | plane.several
    owners = sorted({(int(a), int(b)) for a, b in zip(made.layers, made.neurons, strict=True)})
    out = []
    for layer, neuron in owners:
        if layer >= network.depth:
            continue
        mask = (made.layers == layer) & (made.neurons == neuron) & seen
        unit = int(offsets[layer]) + neuron
        if mask.any():
            color = color_of(network, layer, neuron)
            jumps = has_jump(network.activations[layer])
            out.append(Crease(made.segments[mask], unit, layer, color, jumps))
    return tuple(out)


def color_of(network: Network, layer: int, neuron: int) -> Color:
    """What a neuron's colour goes by: its number; of many neurons their layer, or place in it."""
    if network.hidden_units <= MOST_COLORS:
        return int(sum(network.hidden_widths[:layer])) + neuron
    if network.depth == 1:
        return neuron / (network.hidden_widths[0] - 1)
    return layer / (network.depth - 1)


def verdict(plane: Plane, language: str = "en") -> str:
    """How many regions, and how good: errors, points in their class, or what lies above zero."""
    return f"{regions_text(plane, language)}; {quality(plane, language)}"


def regions_text(plane: Plane, language: str = "en") -> str:
    """'31 linear regions'."""
    return say("plane.regions", language, n=len(plane.regions))


def quality(plane: Plane, language: str = "en") -> str:
    """How good the network is; of one without a target, where it is positive."""
    if isinstance(plane.target, PlaneTarget) and plane.error is not None:
        error = plane.error
        # Beside a jump, the place may be 1e-12 from it.
        near = (off_zero(z, b - a) for z, (a, b) in zip(error.at, plane.box, strict=True))
        place = ", ".join(number(end, 3) for end in near)
        key = "plane.error" if error.closed else "plane.error.found"
        return say(
            key, language, value=number(error.sup), place=f"({place})", rms=number(error.rms)
        )
    if plane.data is not None and plane.data.classes:
        hits, whole = plane.right
        words = {"hits": count(hits), "points": count(whole)}
        text = say("plane.right", language, **words, entropy=number(plane.cross_entropy, 3))
        held = plane.data.held_out
        if held is not None and held.any():
            right = plane.decided(plane.data.points[held]) == plane.data.numbers[held]
            found = {"hits": count(int(right.sum())), "points": count(len(right))}
            text += "; " + say("plane.right.held", language, **found)
        return text
    if plane.data is not None:
        largest, rms = plane.at_points
        return say("plane.error.points", language, value=number(largest), rms=number(rms))
    if plane.several:
        return say("plane.classes", language, n=len(plane.classes))
    (x0, x1), (y0, y1) = plane.box
    share = plane.regions.area_above(0.0) / ((x1 - x0) * (y1 - y0))
    key = "plane.above.half" if plane.is_probability else "plane.above"
    return say(key, language, share=number(100 * share, 3))


def alt(plane: Plane, language: str = "en") -> str:
    """The picture in words."""
    (x0, x1), (y0, y1) = ((number(a), number(b)) for a, b in plane.box)
    made = creases(plane)
    key = "plane.alt.jumps" if any(crease.jumps for crease in made) else "plane.alt"
    folds = say(key, language, x0=x0, x1=x1, y0=y0, y1=y1, n=len(made))
    border = ""
    if plane.classes:
        pieces = len(plane.decisions.borders[0] if plane.several else plane.regions.level_set(0.0))
        border = " " + say("plane.alt.boundary", language, n=pieces)
    return f"{plane.title(language)}. {folds}{border} {verdict(plane, language)}."
