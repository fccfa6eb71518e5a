"""A network of two inputs as a subject: on a rectangle that shows its folds."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from approx.core.activations import activation_of
from approx.core.decisions import logits_of
from approx.core.network import Network
from approx.core.plane_target import Box, PlanePoints, PlaneTarget
from approx.style.languages import LANGUAGES, say
from approx.subjects.fit_options import DOMAIN
from approx.subjects.plane import Plane
from approx.system.errors import InputError

#: The rectangle of a network goes this much further than most of its first lines.
ROOM, SHARE = 1.5, 80


def plane_of_network(
    network: Network,
    box: Box | None = None,
    name: str = "",
    target: str | PlaneTarget | PlanePoints | None = None,
    warn: Callable[[str], None] | None = None,
) -> Plane:
    """A network on a rectangle, beside what it is compared with, if anything.

    A typed function with a pole is cut off there, and `warn` takes a line that says so.

    Raises:
        InputError: unless it has two inputs and is finite there.
    """
    from approx.subjects.from_function_of_two import source_text, target_of_two

    for activation in logits_of(network).activations:
        if activation_of(activation).smooth:
            raise InputError(
                f"its neurons are {activation}; of two inputs, networks that fold are shown, "
                "of relu, leaky_relu or step"
            )
    where = box or _box_of(target) or box_of_folds(network)
    across, up = np.meshgrid(*(np.linspace(*side, 41) for side in where))
    with np.errstate(all="ignore"):
        values = network(np.stack([across, up], axis=-1))
    if not np.isfinite(values).all() or np.abs(values).max() > 1e150:
        raise InputError("the network's output is too large on the rectangle; scale its weights")
    source = {"own": ""}
    compared: PlaneTarget | PlanePoints | None
    if isinstance(target, str):
        compared = target_of_two(target, where, warn)
        source = {"text": source_text(target, compared)}
    else:
        compared = target
        if target is not None:
            source = {"called": target.label.text}
    if isinstance(compared, PlaneTarget) and logits_of(network) is not network:
        raise InputError(
            f"its output is {network.activations[-1]}, a probability: it is compared with classes, "
            "not with a function's values"
        )
    key = "title.file" if name else "network.title"
    words = {"name": name, "n": network.hidden_units, "widths": network.layer_widths}
    titles = {language: say(key, language, **words) for language in LANGUAGES}
    return Plane(name or "network", titles, network, where, compared, source)


def _box_of(target: str | PlaneTarget | PlanePoints | None) -> Box | None:
    return None if target is None or isinstance(target, str) else target.box


def box_of_folds(network: Network) -> Box:
    """A square around the origin that most lines of the first layer cross, on a round number."""
    steep = np.hypot(*network.weights[0].T)
    away = np.abs(network.biases[0][steep > 0]) / steep[steep > 0]
    if not len(away) or not network.depth or away.max() == 0:
        return DOMAIN, DOMAIN
    reach = ROOM * float(np.percentile(away, SHARE))
    step = 10.0 ** np.floor(np.log10(reach))
    side = float(np.ceil(reach / step) * step)
    return (-side, side), (-side, side)
