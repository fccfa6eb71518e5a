"""What each layer folds: one curve a layer, and which layer made which of its breakpoints.

Of a layer the picture shows a sum that reads it: the output for the last layer, for the others
that neuron of the next layer, before its activation, which has the most breakpoints.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from approx.core.exact import Analysis
from approx.core.piecewise import PiecewiseLinear
from approx.panels import target as targets
from approx.panels.axes import across, up
from approx.panels.frame import frame
from approx.panels.primitives import Curve, Marker, Panel
from approx.panels.requirements import lacks_breakpoints, lacks_plain_layers
from approx.style.languages import count, say
from approx.subjects import Subject

#: At most so many layers are drawn: of more, the first ones and the last.
MOST_LAYERS = 6
#: Numbers of pieces in the sentence.
MOST_LISTED = 9
#: With more breakpoints than this, dots would hide the curve.
MOST_DOTS = 400


@dataclass(frozen=True)
class Folds:
    """Panels, from the first layer to the last.

    Attributes:
        panels: each names how many pieces its curve has, and how many breakpoints are new.
        sentence: the pieces after every layer.
    """

    panels: tuple[Panel, ...]
    sentence: str


def unsupported_reason(subject: Subject) -> str | None:
    """Why there are no folds to show; None when there are."""
    if subject.network.depth < 2:
        return "it has one hidden layer: only further layers fold what came before"
    return lacks_plain_layers(subject) or lacks_breakpoints(subject)


def build(subject: Subject, language: str = "en") -> Folds:
    """The curves after every layer.

    The subject must be supported.
    """
    depth = subject.network.depth
    curves = [after(subject, layer) for layer in range(depth)]
    horizontal = across(subject.target)
    half = MOST_LAYERS // 2
    kept = range(depth) if depth <= MOST_LAYERS else [*range(half), *range(depth - half, depth)]
    panels = tuple(_panel(subject, layer, curves[layer], language) for layer in kept)
    panels = tuple(replace(panel, horizontal=horizontal) for panel in panels)
    return Folds(panels, _sentence([len(f.breakpoints) + 1 for f in curves], language))


def after(subject: Subject, layer: int) -> PiecewiseLinear:
    """The sum that reads a hidden layer and has the most breakpoints, as a function of x."""
    analysis, network = subject.analysis, subject.network
    if layer == network.depth - 1:
        return analysis.output
    width = network.hidden_widths[layer + 1]
    every = [analysis.preactivation(layer + 1, j) for j in range(width)]
    return max(every, key=lambda f: len(f.breakpoints))


def makers(subject: Subject, f: PiecewiseLinear) -> list[int]:
    """For each breakpoint of a function after some layer: which layer made it, from 0."""
    analysis = subject.analysis
    assert isinstance(analysis, Analysis)  # a smooth network is not supported
    seen = [set(pieces.x.tolist()) for pieces in analysis.layers]
    last = len(seen) - 2
    return [
        next((layer for layer in range(last) if x in seen[layer]), last)
        for x in f.breakpoints.tolist()
    ]


def _panel(subject: Subject, layer: int, f: PiecewiseLinear, language: str) -> Panel:
    last = subject.network.depth - 1
    made = makers(subject, f)
    marks = tuple(
        Marker("neuron", x, y, y, maker / last)
        for x, y, maker in zip(f.breakpoints.tolist(), f(f.breakpoints).tolist(), made, strict=True)
    )
    pieces = say("folds.pieces", language, n=len(made) + 1)
    new = say("folds.new", language, n=sum(maker == layer for maker in made))
    name = say("folds.layer", language, layer=layer + 1, pieces=pieces, new=new)
    upright = frame(f.y, most=4)
    if layer == last:
        data = up(upright, subject.target).name
        name = f"{data}; {name}" if data else name
    curve = Curve("neuron", *f.curve(), neuron=layer / last)
    return Panel(
        "", across(subject.target), replace(upright, name=name), curves=(curve,),
        markers=marks if len(marks) <= MOST_DOTS else (),
    )  # fmt: skip


def _sentence(pieces: Sequence[int], language: str) -> str:
    """'Pieces after layers 1 to 3: 2, 4, 8; every layer doubles them.'"""
    shown = [count(many) for many in pieces]
    if len(shown) > MOST_LISTED:
        shown[MOST_LISTED - 1 : -1] = ["…"]
    text = say("folds.sentence", language, layers=len(pieces), pieces=", ".join(shown))
    if pieces[0] == 2 and all(b == 2 * a for a, b in pairwise(pieces)):
        text += "; " + say("folds.doubled", language)
    return text


def alt(folds: Folds, subject: Subject, language: str = "en") -> str:
    """The picture in words."""
    a, b = targets.ends(subject.target)
    layers = "; ".join(panel.vertical.name for panel in folds.panels)
    words = {"title": subject.title(language), "a": a, "b": b, "layers": layers}
    return say("alt.folds", language, **words, sentence=folds.sentence)
