"""What a page is told about its subject: plain values, everything its script needs and no more."""

from __future__ import annotations

from typing import Any

import numpy as np

from approx.core.activations import activation_of, slopes_of
from approx.core.convex_pieces import convex_pieces
from approx.core.dataset import Dataset
from approx.core.smooth_pieces import smooth_pieces
from approx.limits import best
from approx.panels import target as targets
from approx.panels.wording import measured
from approx.style.languages import say
from approx.subjects import Subject
from approx.system.errors import InputError
from approx.training import Options
from approx.training.data import of_dataset, of_target

#: Limits are shown up to this many breakpoints, and for the subject's own number of neurons.
LIMITS = 16
#: Nobody moves more sliders than this.
MOST_PARAMETERS = 20_000
#: Phrases of the pictures that the page says, too.
SHARED = (
    "breakpoints.with", "breakpoints.with.one", "error", "error.at", "error.places", "error.none",
    "error.own", "best.equal", "best.key", "best.ratio", "layer", "more", "neuron.name", "network",
    "output", "target",
)  # fmt: skip
#: Phrases that say where the error of points is measured, said instead of those without it.
AT_POINTS = (
    "error.at.points", "error.places.points", "error.none.points", "page.strip.points",
    "page.sup.points", "page.rms.points",
)  # fmt: skip

#: Lists that only a target which is a function fills.
OF_FUNCTIONS = ("spans", "outside", "stretches", "breaks", "pieces", "sections")


def data(subject: Subject, language: str = "en") -> dict[str, Any]:
    """The subject as the script reads it (its shape is Data in script/types.d.ts).

    Raises:
        InputError: for what the page cannot show.
    """
    network = subject.network
    for name in network.activations:
        if activation_of(name).smooth:
            raise InputError(
                f"a page bends curves at breakpoints, and {name} has none; use a ReLU network"
            )
    count = sum(w.size + b.size for w, b, _ in network.layers)
    if count > MOST_PARAMETERS:
        raise InputError(f"{count} parameters are too many sliders; the limit is {MOST_PARAMETERS}")
    return {
        "name": subject.name,
        "title": subject.title(language),
        "domain": list(subject.domain),
        "layers": [
            {"weights": w.tolist(), "biases": b.tolist(), "gate": list(slopes_of(name))}
            for w, b, name in network.layers
        ],
        "target": _target(subject, language),
        "best": _limits(subject) if subject.limited and not subject.target.own else None,
        "training": _training(subject) if _trainable(subject) else None,
        "words": words(language, isinstance(subject.target, Dataset)),
    }


def words(language: str, pointwise: bool = False) -> dict[str, str]:
    """The phrases that the script fills in; of points, those that speak of points."""
    phrases = say.table("en") | say.table(language)
    own = {key for key in phrases if key.startswith("page.") and not key.endswith(".points")}
    found = {key: phrases[key] for key in sorted({*own, *SHARED})}
    if pointwise:
        found |= {key.removesuffix(".points"): phrases[key] for key in AT_POINTS}
    return found


def title(subject: Subject, language: str) -> str:
    """The page's own title, for the browser's tab."""
    return say("page.title", language, title=subject.title(language))


def _target(subject: Subject, language: str) -> dict[str, Any]:
    target = subject.target
    told = {
        "label": targets.text(target, language),
        "name": targets.name(target, language),
        "role": targets.shape(target).role,
        "own": target.own,
        "points": None,
    }
    if isinstance(target, Dataset):
        empty: dict[str, Any] = {key: [] for key in OF_FUNCTIONS}
        return told | empty | {"points": _points(target), "over": "", "length": 0.0}
    cut = convex_pieces(target)
    return told | {
        "over": "" if target.own else measured(target, language),
        "spans": [list(span) for span in target.defined_on],
        "outside": [list(part) for part in target.left_out()],
        "length": target.length,
        "stretches": [list(piece) for piece in smooth_pieces(target)],
        "breaks": [] if target.own else target.pieces()[1:-1].tolist(),
        "pieces": [
            {"left": p.left, "right": p.right, "coefficients": p.coefficients.tolist()}
            for p in cut.polynomials
        ],
        "sections": [list(piece) for piece in cut.pieces],
    }


def _points(data: Dataset) -> dict[str, Any]:
    return {
        "x": data.x.tolist(),
        "y": data.y.tolist(),
        "drawn": targets.drawn(data).tolist(),
        "size": targets.size(data),
    }


def _limits(subject: Subject) -> dict[str, Any]:
    """The best for every number of breakpoints that the network can be given by its sliders."""
    network, target = subject.network, subject.function
    own = len(subject.analysis.output.breakpoints)
    most = max(own, network.hidden_units) if network.depth == 1 else max(own, LIMITS)
    length = float(np.diff(target.domain)[0])
    sup = [best(target, k) for k in range(min(most, max(own, LIMITS)) + 1)]
    rms = [best(target, k, "l2") for k in range(len(sup))]
    return {
        "sup": [limit.error for limit in sup],
        "rms": [limit.error / length**0.5 for limit in rms],
        "curves": [[limit.function.x.tolist(), limit.function.y.tolist()] for limit in sup],
    }


def _trainable(subject: Subject) -> bool:
    """Whether there is something to learn, and gradient descent here is the one in Python."""
    network = subject.network
    plain = network.activations[-1] == "identity"
    return plain and network.depth > 0 and not subject.target.own


def _training(subject: Subject) -> dict[str, Any]:
    """Gradient descent as `approx fit --method gd` does it: samples, scaling, rate."""
    options = Options.of("gd", {})
    said = subject.training.settings if subject.training is not None else {}
    rate = said.get("rate") if said.get("method") == "gd" else None
    target = subject.target
    if isinstance(target, Dataset):
        seen = of_dataset(target)
    else:
        seen = of_target(target, subject.network.hidden_widths, options)
    scaling = seen.scaling
    return {
        "rate": rate or options.rate,
        "samples": seen.x.shape[1],
        "middle": float(scaling.middle[0]),
        "half": float(scaling.half[0]),
        "centre": float(scaling.centre[0]),
        "unit": float(scaling.unit[0]),
    }
