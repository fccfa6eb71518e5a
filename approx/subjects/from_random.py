"""A random network of two inputs as a subject: random(8, 8), random(16; seed=3)."""

from __future__ import annotations

import re
from itertools import pairwise

import numpy as np

from approx.core.network import Network
from approx.core.plane_target import Box
from approx.inputs.topics import call
from approx.style.languages import LANGUAGES, say
from approx.subjects.fit_options import FitOptions
from approx.subjects.plane import Plane
from approx.system.errors import InputError

#: The square on which it is shown where no other is asked for.
BOX: Box = ((-2.0, 2.0), (-2.0, 2.0))
#: The widest layer, the most layers, and the largest seed.
WIDEST, DEEPEST, LARGEST = 64, 4, 10**9
#: Folds go through places of the inner part of the rectangle, as a share of its sides.
INNER = 0.8
_INSIDE = re.compile(r"\s*(\d{1,3}(?:\s*,\s*\d{1,3})*)\s*(?:;\s*seed\s*=\s*(\d{1,10})\s*)?")


def is_random(text: str) -> bool:
    """Whether the text is random(…)."""
    found = call(text)
    return found is not None and found[0] == "random"


def from_random(text: str, options: FitOptions) -> Plane:
    """The network that the widths and the seed name, the same on every machine.

    Raises:
        InputError: for other widths, and for options that train.
    """
    inside = (call(text) or ("", ""))[1]
    found = _INSIDE.fullmatch(inside)
    widths = [int(width) for width in found[1].split(",")] if found else []
    seed = int(found[2] or 0) if found else 0
    if not 1 <= len(widths) <= DEEPEST or not all(1 <= n <= WIDEST for n in widths):
        raise InputError(
            f"write random(8, 8) or random(16; seed=3): one to {DEEPEST} layers of up to "
            f"{WIDEST} neurons, not {inside.strip()[:40]!r}"
        )
    if seed > LARGEST:
        raise InputError(f"a seed is a whole number up to {LARGEST}")
    box = options.box() or BOX
    if options.needs_training:
        flags = " and ".join(options.training_flags)
        raise InputError(f"{text[:40]!r} is a network already; leave out {flags}")
    network = random_network((2, *widths, 1), seed, box)
    blanks = {"widths": network.layer_widths, "seed": seed}
    titles = {language: say("plane.title.random", language, **blanks) for language in LANGUAGES}
    return Plane(" ".join(text.split()), titles, network, box)


def random_network(widths: tuple[int, ...], seed: int, box: Box) -> Network:
    """He's weights (He et al. 2015, arXiv:1502.01852); every fold goes through the rectangle.

    >>> random_network((2, 3, 1), 0, BOX).layer_widths
    '2-3-1'
    """
    rng = np.random.default_rng(seed)
    low, high = np.array(box).T
    middle, half = (low + high) / 2, INNER * (high - low) / 2
    weights, biases = [], []
    made: Network | None = None
    for inputs, outputs in pairwise(widths):
        matrix = rng.normal(0.0, np.sqrt(2 / inputs), (outputs, inputs))
        places = middle + half * rng.uniform(-1, 1, (outputs, 2))
        before = places if made is None else made(places)
        weights.append(matrix)
        biases.append(-(matrix * before).sum(axis=1))
        made = Network(weights, biases, ("relu",) * len(weights))
    return Network(weights, biases)
