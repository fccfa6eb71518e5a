"""How a hidden layer builds the function, in four steps: lines, ReLU, output weights, sum.

As Prince, Understanding Deep Learning (MIT Press 2023), figure 3.3, draws it for three units.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from approx.core.activations import activation_of
from approx.core.piecewise import PiecewiseLinear
from approx.panels import fit, requirements
from approx.panels.axes import across
from approx.panels.frame import clipped, frame
from approx.panels.neurons import name
from approx.panels.primitives import Axis, Curve, Panel, markers
from approx.panels.rounding import digits_of
from approx.panels.wording import verdict
from approx.style.languages import say, weight
from approx.subjects import Subject

STEPS = ("lines", "activations", "weighted", "sum")
#: More neurons' curves than this cannot be told apart in one panel.
MOST = 6


@dataclass(frozen=True)
class BuildUp:
    """Four panels on one horizontal axis.

    Attributes:
        panels: pre-activations, activations, weighted activations, the network with its target.
        names: every neuron's, as 'ReLU(x − 2)', in the order of their colours.
        sentence: the error, and how it compares.
    """

    panels: tuple[Panel, Panel, Panel, Panel]
    names: tuple[str, ...]
    sentence: str


def unsupported_reason(subject: Subject) -> str | None:
    """Why the picture does not fit; None when it does."""
    network = subject.network
    if network.depth != 1:
        return f"it has {network.depth} hidden layers; this shows one"
    if network.hidden_units > MOST:
        return f"it has {network.hidden_units} neurons; up to {MOST} can be told apart in one panel"
    if requirements.has_jump(network):
        return "its neurons are step: they jump"
    return requirements.lacks_plain_sum(subject)


def build(subject: Subject, language: str = "en") -> BuildUp:
    """The four steps; curves that leave their panel are cut with an arrowhead."""
    network, analysis = subject.network, subject.analysis
    every = range(network.hidden_units)
    lines = [analysis.preactivation(0, j) for j in every]
    activations = [analysis.neuron(0, j) for j in every]
    factors = network.weights[1][0].tolist()
    weighted = [f * w for f, w in zip(activations, factors, strict=True)]
    before = frame(np.concatenate([f.y for f in lines]), most=4)
    # Weighted curves of opposite signs may reach far beyond what they add up to.
    height = float(np.ptp(analysis.output.y))
    added = np.concatenate([f.y for f in weighted])
    after = frame(np.clip(added, -height, height) if height else added, most=4)
    digits = digits_of(subject)
    blanks = {
        "symbol": activation_of(network.activations[0]).symbol.text,
        "bias": weight(float(network.biases[1][0]), digits.y),
    }
    named = [say(f"build-up.{step}", language, **blanks) for step in STEPS]
    horizontal = replace(across(subject.target, most=4), name="")
    return BuildUp(
        (
            _step(lines, horizontal, replace(before, name=named[0])),
            _step(activations, horizontal, replace(before, name=named[1])),
            _step(weighted, horizontal, replace(after, name=named[2])),
            _whole(subject, horizontal, named[3], language),
        ),
        tuple(name(network, 0, j, language, digits) for j in every),
        verdict(subject, language),
    )


def alt(built: BuildUp, subject: Subject, language: str = "en") -> str:
    """The picture in words."""
    return say(
        "alt.build-up", language, title=subject.title(language), names="; ".join(built.names),
        sentence=built.sentence,
    )  # fmt: skip


def _step(functions: Sequence[PiecewiseLinear], horizontal: Axis, upright: Axis) -> Panel:
    """Every neuron's curve, in its colour, with its breakpoint."""
    curves, arrows, marks = [], [], []
    for j, f in enumerate(functions):
        curve, leaving = clipped(Curve("neuron", *f.curve(), neuron=j), upright)
        curves.append(curve)
        arrows += list(leaving)
        marks += [m for m in markers("neuron", f.breakpoints, f(f.breakpoints), j)
                  if upright.low <= m.low <= upright.high]  # fmt: skip
    return Panel(
        upright.name, horizontal, upright,
        curves=tuple(curves), markers=tuple(marks), arrows=tuple(arrows),
    )  # fmt: skip


def _whole(subject: Subject, horizontal: Axis, named: str, language: str) -> Panel:
    """The network with its target, and in the colours of the neurons its breakpoints."""
    panel = fit.build(subject, language, strips=0).curves
    return replace(panel, horizontal=horizontal, vertical=replace(panel.vertical, name=named))
