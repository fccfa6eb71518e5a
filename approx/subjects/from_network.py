"""A network file as a subject, and a network by itself."""

from __future__ import annotations

from pathlib import Path

from approx.core.exact import analyse
from approx.core.network import Network
from approx.core.smooth import corners
from approx.core.target import Target, label
from approx.inputs.weights import check_output, load
from approx.style.languages import LANGUAGES, say
from approx.subjects.fit_options import DOMAIN, FitOptions
from approx.subjects.from_function import target_at
from approx.subjects.subject import Subject
from approx.system.errors import InputError


def of_file(text: str, options: FitOptions) -> Subject:
    """A network file, beside the target that its text names; without one, beside itself."""
    loaded = load(text)
    for note in loaded.notes:
        options.warn(f"note: {note}")
    domain = options.interval() or loaded.domain or DOMAIN
    if options.needs_training:
        flags = options.training_flags
        raise InputError(
            f"{text} is a network already; {flags} would train another: give a function for it"
        )
    check_output(loaded.network, domain)
    name = Path(text).stem
    if loaded.target is not None:
        target, source = target_at(loaded.target, domain, options), {"text": loaded.target}
    else:
        target, source = own(loaded.network, domain), {"own": ""}
    key = "title.file" if options.can_draw(name) else "network.title"
    words = {"name": name, "architecture": loaded.network.architecture}
    titles = {language: say(key, language, **words) for language in LANGUAGES}
    return Subject(name, titles, loaded.network, target, source)


def own(network: Network, domain: tuple[float, float]) -> Target:
    """The network's own function, where nobody said what it stands for."""
    if network.smooth:
        breaks = tuple(corners(network, domain).tolist())
        return Target(network, label("f(x)"), domain, breaks=breaks, own=True)
    f = analyse(network, domain).output
    return Target(f, label("f(x)"), domain, breaks=tuple(f.breakpoints.tolist()), own=True)


def of_network(network: Network) -> Subject:
    """A network by itself, on an interval that shows all its breakpoints.

    Raises:
        InputError: unless it has one input and one output.
    """
    if network.inputs != 1 or network.outputs != 1:
        found = f"{network.inputs} inputs and {network.outputs} outputs"
        raise InputError(f"a curve needs one input and one output; the network has {found}")
    everywhere = (-1e6, 1e6)
    check_output(network, everywhere)
    places = analyse(network, everywhere).output.breakpoints
    low, high = float(min(places, default=0.0)), float(max(places, default=0.0))
    room = max(1.0, 0.25 * (high - low))
    domain = (min(DOMAIN[0], low - room), max(DOMAIN[1], high + room))
    words = {"architecture": network.architecture}
    titles = {language: say("network.title", language, **words) for language in LANGUAGES}
    return Subject("network", titles, network, own(network, domain))
