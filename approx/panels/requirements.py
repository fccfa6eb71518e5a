"""What pictures need: each function says why a subject lacks it, and None where it does not."""

from __future__ import annotations

from approx.core.activations import activation_of
from approx.core.network import Network
from approx.core.target import Target
from approx.subjects import Subject
from approx.subjects.components import Components
from approx.subjects.plane import Plane
from approx.subjects.topic import Topic


def lacks_function(subject: Subject) -> str | None:
    """Why a picture of a function does not fit; None when it does."""
    if isinstance(subject.target, Target):
        return None
    return "it is given by points, between which no function is known"


def lacks_breakpoints(subject: Subject) -> str | None:
    """Why a picture of breakpoints does not fit; None when it does."""
    smooth = [name for name in subject.network.activations if activation_of(name).smooth]
    if not smooth and has_jump(subject.network):
        return "its neurons are step: they jump, and nothing bends"
    return f"its neurons are {smooth[0]}: smooth, without breakpoints to show" if smooth else None


def has_jump(network: Network) -> bool:
    """Whether any of its activations jumps."""
    return any(activation_of(name).jump for name in network.activations)


def lacks_plain_layers(subject: Subject | Plane | Topic | Components) -> str | None:
    """Why a picture of layers that each follow the one before does not fit; None when it does."""
    if subject.network is None:
        return "it has no network"
    return "it has skip edges, which this does not show yet" if subject.network.skips else None


def lacks_motion(network: Network) -> str | None:
    """Why what moves, in a film or under a slider, does not fit; None when it does."""
    if network.skips:
        return "it has skip edges, which this does not show yet"
    odd = [n for n in network.activations if activation_of(n).jump or activation_of(n).joint]
    return f"it has a layer of {odd[0]}, which this does not show yet" if odd else None


def lacks_formula(network: Network) -> str | None:
    """Why a page cannot compute the network; None when it can."""
    for record in map(activation_of, network.activations):
        if record.smooth and record.javascript is None:
            return f"it has a layer of {record.name}, which pages do not compute yet"
    return None


def lacks_plain_sum(subject: Subject) -> str | None:
    """Why a picture of the output as a plain sum does not fit; None when it does."""
    last, depth = subject.network.activations[-1], subject.network.depth
    if any(skip.target == depth + 1 for skip in subject.network.skips):
        return "its output adds skip edges to the sum of its neurons"
    return None if last == "identity" else f"its output is {last} of a sum, not the sum itself"
