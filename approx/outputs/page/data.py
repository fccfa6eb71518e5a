"""The data of a page's script: plain values, everything it needs and no more."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import numpy as np

from approx.core.activations import activation_of
from approx.core.convex_pieces import convex_pieces
from approx.core.dataset import Dataset
from approx.core.network import Network
from approx.core.smooth import output_breakpoints
from approx.core.smooth_pieces import half_largest_jump, smooth_pieces
from approx.limits import BestApproximation, best
from approx.limits.optimum import MOST
from approx.outputs.page import tasks
from approx.outputs.page.presets import presets, text_of
from approx.panels import target as targets
from approx.panels.requirements import lacks_formula, lacks_motion
from approx.panels.rounding import Digits, digits_of
from approx.panels.wording import LOOSE, measured, meet
from approx.style.languages import say
from approx.subjects import Subject
from approx.system.errors import InputError
from approx.training.samples import of_dataset, of_target

#: Limits are shown up to this many breakpoints, and for the subject's own number of neurons.
LIMITS = 16
#: Of one hidden layer, up to this many; of deep ones, whose numbers jump, up to LIMITS.
MOST_LIMITS = 32
#: More sliders than this are of no use.
MOST_PARAMETERS = 20_000
#: Phrases of the pictures that the page shows, too.
SHARED = (
    "breakpoints.with", "breakpoints.with.one", "decimal", "error", "error.at", "error.places",
    "error.none", "error.rounding", "error.of", "error.own", "error.least_squares", "error.jump",
    "best.equal",
    "best.equal.found", "best.equal.rms", "best.equal.rms.found", "best.found",
    "best.found.rms", "best.most", "best.most.rms", "best.plateau", "best.plateau.one",
    "best.plateau.line", "best.key", "compare.found", "best.ratio", "best.ratio.rms", "layer",
    "more", "neuron.name", "network", "output", "target", "points", "points.some", "error.outside",
    "error.parts", "error.unbounded", "error.unbounded.one", "title.fit", "title.fit.one",
)  # fmt: skip
#: Phrases that say where the error of points is measured, in place of those without it.
AT_POINTS = (
    "error.at.points", "error.places.points", "error.none.points", "page.strip.points",
    "page.sup.points", "page.rms.points",
)  # fmt: skip

#: Phrases of an error that is not proved to be the largest, in place of those of one that is.
FOUND = (
    "error.at.found", "error.places.found", "error.none.found", "error.of.found",
    "best.equal.found",
)  # fmt: skip

#: The network of an empty page: four neurons, whose breakpoints lie in the interval.
EMPTY = Network(
    [[[1.0], [1.0], [1.0], [1.0]], [[0.5, -1.0, 1.0, -1.0]]], [[2.25, 0.75, -0.75, -2.25], [0.0]]
)
EMPTY_DOMAIN = (-3.0, 3.0)
#: Lists that are empty for points.
OF_FUNCTIONS = ("defined_on", "excluded", "smooth_pieces", "breaks", "pieces", "convex_pieces")


def data(subject: Subject, language: str = "en") -> dict[str, Any]:
    """The subject as the script reads it (its shape is Data in script/types.d.ts).

    Raises:
        InputError: for what the page cannot show.
    """
    network = subject.network
    if many := too_many(network):
        raise InputError(many)
    if reason := unsuited(network):
        raise InputError(f"no page of {subject.name!r}: {reason}; approx figure draws it")
    if network.smooth:
        output_breakpoints(network, subject.domain)  # refuses what cannot be drawn
    return {
        "name": subject.name,
        "title": subject.title(language),
        "domain": list(subject.domain),
        "layers": layers(network),
        "digits": asdict(digits_of(subject)),
        "target": _target(subject, language),
        "norm": subject.norm,
        "half_jump": half_largest_jump(subject.target_function) if subject.jumps else 0.0,
        # At a jump no sup error of a continuous function says anything.
        "best": _limits(subject) if subject.limited and not subject.jumps else None,
        "training": _training(subject) if _trainable(subject) else None,
        "formula": _formula(subject),
        "speaks": _speaks(subject),
        **_always(language),
    }


def unsuited(network: Network) -> str | None:
    """Why a page cannot show a network; None where it can."""
    if network.weights[0].shape[1] > 1 or len(network.biases[-1]) > 1:
        return "it has more than one input or output"
    return lacks_motion(network) or lacks_formula(network) or too_many(network)


def too_many(network: Network) -> str | None:
    count = sum(w.size + b.size for w, b, _ in network.layers)
    if count <= MOST_PARAMETERS:
        return None
    return f"{count} parameters are too many sliders; the limit is {MOST_PARAMETERS}"


def empty(language: str = "en") -> dict[str, Any]:
    """An empty page: a small network, and no target until one is typed or drawn."""
    lists: dict[str, Any] = {key: [] for key in OF_FUNCTIONS}
    texts = dict.fromkeys(("label", "name", "over"), "")
    target = {"role": "target", "own": True, "none": True, "points": None, "length": 0.0}
    return {
        "name": "page",
        "title": say("page.playground", language),
        "domain": list(EMPTY_DOMAIN),
        "layers": layers(EMPTY),
        "digits": asdict(Digits()),
        "target": target | texts | lists,
        "norm": "sup",
        "half_jump": 0.0,
        "best": None,
        "training": None,
        "formula": "",
        "speaks": "found",
        "tasks": tasks.tasks(tasks.FIRST, language),
        **_always(language),
    }


def _always(language: str) -> dict[str, Any]:
    """What every page has: examples to begin with, an empty network, and the words."""
    return {
        "presets": presets(language),
        "empty": layers(EMPTY),
        "words": words(language),
    }


def layers(network: Network) -> list[dict[str, Any]]:
    return [
        {
            "weights": w.tolist(),
            "biases": b.tolist(),
            "activation": name,
            "symbol": activation_of(name).symbol.text,
            "slopes": activation_of(name).slopes,
        }
        for w, b, name in network.layers
    ]


def words(language: str, shared: tuple[str, ...] = ()) -> dict[str, str]:
    """The phrases that the script fills in; `shared` are those of pictures besides SHARED.

    Those that speak of points, or of what was found, stand beside the plain ones; the script
    takes them as `speaks` says, and as its own targets need them (spoken in script/words.js).
    """
    phrases = say.table("en") | say.table(language)
    keys = {key for key in phrases if key.startswith("page.")}
    return {key: phrases[key] for key in sorted({*keys, *SHARED, *AT_POINTS, *FOUND, *shared})}


def _formula(subject: Subject) -> str:
    """The target as one would type it in the page; empty where it is no typed function."""
    if isinstance(subject.target, Dataset) or subject.target.own:
        return ""
    return subject.source.get("text") or text_of(subject.target) or ""


def _speaks(subject: Subject) -> str:
    """Of what its errors speak; where Python has not proved its own, of the largest found."""
    if isinstance(subject.target, Dataset):
        return "points"
    return "" if subject.error.known else "found"


def _target(subject: Subject, language: str) -> dict[str, Any]:
    target = subject.target
    values = {
        "label": targets.text(target, language),
        "name": targets.name(target, language),
        "role": targets.shape(target).role,
        "own": target.own,
        "points": None,
    }
    if isinstance(target, Dataset):
        empty: dict[str, Any] = {key: [] for key in OF_FUNCTIONS}
        return values | empty | {"points": _points(target), "over": "", "length": 0.0}
    cut = convex_pieces(target)
    return values | {
        "over": "" if target.own else measured(target, language),
        "defined_on": [list(piece) for piece in target.defined_on],
        "excluded": [list(piece) for piece in target.left_out()],
        "length": target.length,
        "smooth_pieces": [list(piece) for piece in smooth_pieces(target)],
        "breaks": [] if target.own else target.pieces()[1:-1].tolist(),
        "pieces": [
            {"left": p.left, "right": p.right, "coefficients": p.coefficients.tolist()}
            for p in cut.polynomials
        ],
        "convex_pieces": [list(piece) for piece in cut.pieces],
    }


def _points(data: Dataset) -> dict[str, Any]:
    return {
        "x": data.x.tolist(),
        "y": data.y.tolist(),
        "drawn": targets.drawn(data).tolist(),
        "size": targets.size(data),
    }


def _limits(subject: Subject) -> dict[str, Any]:
    """The best for every number of breakpoints that the network can be given by its sliders.

    A deep network has hundreds, each of which takes a second: beyond LIMITS there is only the
    subject's own number, and null for the others.
    """
    network, target = subject.network, subject.target_function
    count = len(subject.analysis.output.breakpoints)
    most = max(count, network.hidden_units) if network.depth == 1 else max(count, LIMITS)
    length = float(np.diff(target.domain)[0])
    last = min(most, max(count, LIMITS))
    near = MOST_LIMITS if network.depth == 1 else LIMITS
    shown = {k for k in range(last + 1) if k <= near or (k == count and k <= MOST)}
    limits = [
        (best(target, k), best(target, k, "l2")) if k in shown else None for k in range(last + 1)
    ]
    return {
        "sup": [pair and pair[0].error for pair in limits],
        "rms": [pair and pair[1].error / length**0.5 for pair in limits],
        "known": {
            "sup": [pair and meet(pair[0].lower, pair[0].error) for pair in limits],
            "l2": [pair and meet(pair[1].lower, pair[1].error) for pair in limits],
        },
        # No function is closer; 0 where so little is known that no ratio says anything.
        "lower": {
            "sup": [pair and _useful(pair[0]) for pair in limits],
            "l2": [pair and _useful(pair[1]) / length**0.5 for pair in limits],
        },
        "curves": [
            pair and [pair[0].function.x.tolist(), pair[0].function.y.tolist()] for pair in limits
        ],
    }


def _useful(limit: BestApproximation) -> float:
    return limit.lower if limit.lower > LOOSE * limit.error else 0.0


def _trainable(subject: Subject) -> bool:
    """Whether there is something to learn, and an output that scales with it."""
    network = subject.network
    plain = network.activations[-1] == "identity"
    return plain and network.depth > 0 and not subject.target.own


def _training(subject: Subject) -> dict[str, Any]:
    """Samples and scaling as `approx fit` has them; the rate of a network that gd has trained."""
    settings = subject.training.settings if subject.training is not None else {}
    rate = settings.get("rate") if settings.get("method") == "gd" else None
    target = subject.target
    if isinstance(target, Dataset):
        samples = of_dataset(target)
    else:
        samples = of_target(target, subject.network.hidden_widths)
    scaling = samples.scaling
    return {
        "rate": rate,
        "samples": samples.x.shape[1],
        "middle": scaling.middle.tolist(),
        "half": scaling.half.tolist(),
        "centre": float(scaling.centre[0]),
        "unit": float(scaling.unit[0]),
    }
