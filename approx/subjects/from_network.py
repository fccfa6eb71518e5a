"""A network as a subject: from a file, or an object by itself."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from approx.core.dataset import Dataset
from approx.core.enclosure import of_lines
from approx.core.exact import analyse
from approx.core.network import Network
from approx.core.smooth import output_breakpoints
from approx.core.target import Target, label
from approx.inputs.weights import ENDINGS, check_output, load, several_outputs
from approx.style.languages import LANGUAGES, say
from approx.subjects.components import MOST, Components, of_components
from approx.subjects.fit_options import DOMAIN, FitOptions
from approx.subjects.from_data import compared
from approx.subjects.from_function import target_at
from approx.subjects.plane import Plane
from approx.subjects.subject import Subject
from approx.subjects.topic import Topic
from approx.system.errors import InputError


def is_network_file(text: str) -> bool:
    """Whether the text names a network file: by its ending, or as the path of an existing file.

    Raises:
        InputError: for an existing path that is also a function, such as 1/x.
    """
    if Path(text).suffix.lower() in ENDINGS:
        return True
    is_path = ("/" in text or os.sep in text) and len(text) <= 4000 and "\0" not in text
    try:
        exists = is_path and Path(text).exists()
    except OSError:
        return False
    if exists and _is_function(text):
        raise InputError(f"{text!r} is a function and a file here; write ({text}) for the function")
    return exists


def _is_function(text: str) -> bool:
    from approx.inputs.expression import parse

    try:
        parse(text)
    except InputError:
        return False
    return True


def from_network(path: str, options: FitOptions) -> Subject | Plane | Topic | Components:
    """A network file beside the target that its text names; without one, beside itself.

    A network of more than two inputs has no curve: it is drawn as a diagram.

    Raises:
        InputError: one line that names what is wrong with the file or the options.
    """
    loaded = load(path, **options.model)
    for note in loaded.notes:
        options.warn(f"note: {note}")
    if options.needs_training:
        flags = " and ".join(options.training_flags)
        raise InputError(
            f"{path} is a network already; {flags or 'fit'} would train another: "
            "give a function for it"
        )
    name = Path(path).stem
    if loaded.network.inputs > 2:
        key = "title.file" if options.can_draw(name) else "network.title"
        zeros = {"at": [0.0] * loaded.network.inputs}
        titles = _titles(key, loaded.network, name)
        return Topic(name, "network", titles, zeros, loaded.network)
    if loaded.network.inputs == 2:
        from approx.subjects.plane_of_network import plane_of_network

        text = name if options.can_draw(name) else ""
        box = options.box() or loaded.box
        target = options.target or loaded.target
        return plane_of_network(loaded.network, box, text, target, options.warn)
    if options.on_y is not None:
        raise InputError(f"{path} has one input; leave out --on-y")
    domain = options.interval() or loaded.domain or DOMAIN
    if loaded.network.outputs > 1:
        _refuse_target(options.target or loaded.target)
        titles = _titles(
            "title.file" if options.can_draw(name) else "network.title", loaded.network, name
        )
        return of_components(loaded.network, name, titles, lambda one: of_network_on(one, domain))
    check_output(loaded.network, domain)
    if options.target is not None:
        target, source = compared(options.target, domain, options)
    elif loaded.target is not None:
        target, source = target_at(loaded.target, domain, options), {"text": loaded.target}
    else:
        target, source = own(loaded.network, domain), {"own": ""}
    key = "title.file" if options.can_draw(name) else "network.title"
    return Subject(name, _titles(key, loaded.network, name), loaded.network, target, source)


def all_outputs(network: Network, domain: tuple[float, float] | None) -> Components | Subject:
    """All outputs of a network of one input, on an interval that shows what each of them does.

    Raises:
        InputError: for several inputs, and for more outputs than a picture has room for.
    """
    if network.outputs == 1:
        return of_network(network) if domain is None else of_network_on(network, domain)
    if domain is None:
        ends = [of_network(network.component(k)).domain for k in range(min(network.outputs, MOST))]
        domain = min(low for low, _ in ends), max(high for _, high in ends)
    where, titles = domain, _titles("network.title", network)
    return of_components(network, "network", titles, lambda one: of_network_on(one, where))


def _refuse_target(target: object) -> None:
    """Refuse what only one output can be compared with."""
    if target is not None:
        raise InputError("one output is compared with a target; choose it by its component")


def _titles(key: str, network: Network, name: str = "") -> dict[str, str]:
    words = {"name": name, "n": network.hidden_units, "widths": network.layer_widths}
    return {language: say(key, language, **words) for language in LANGUAGES}


def own(network: Network, domain: tuple[float, float]) -> Target:
    """The network's own function as its target, for a network without one."""
    if network.smooth:
        breaks = tuple(output_breakpoints(network, domain).tolist())
        return Target(network, label("f(x)"), domain, breaks=breaks, own=True)
    f = analyse(network, domain).output
    breaks, lines = tuple(f.breakpoints.tolist()), of_lines(f.x, f.y, f.slopes)
    return Target(f, label("f(x)"), domain, breaks=breaks, enclose=lines, own=True)


def of_network(network: Network) -> Subject:
    """A network by itself, on an interval that shows all its breakpoints.

    Raises:
        InputError: unless it has one input and one output.
    """
    if network.inputs == 1 and network.outputs > 1:
        raise InputError(
            several_outputs(network).replace("--component ", "component=").replace("=all", "='all'")
        )
    if network.inputs != 1:
        ends = f"{network.inputs} inputs and {network.outputs} outputs"
        raise InputError(f"a curve needs one input and one output; the network has {ends}")
    everywhere = (-1e6, 1e6)
    check_output(network, everywhere)
    if network.smooth:
        return of_network_on(network, DOMAIN)
    places = analyse(network, everywhere).output.breakpoints
    low, high = float(min(places, default=0.0)), float(max(places, default=0.0))
    room = max(1.0, 0.25 * (high - low))
    domain = (min(DOMAIN[0], low - room), max(DOMAIN[1], high + room))
    return of_network_on(network, domain)


def of_network_on(
    network: Network,
    domain: tuple[float, float],
    target: Target | Dataset | None = None,
    source: Mapping[str, str] | None = None,
    name: str = "network",
) -> Subject:
    """A network on an interval, beside a target; without one, beside itself.

    Raises:
        InputError: unless it has one input and one output, and is finite there.
    """
    if network.inputs != 1 or network.outputs != 1:
        ends = f"{network.inputs} inputs and {network.outputs} outputs"
        raise InputError(f"a curve needs one input and one output; the network has {ends}")
    check_output(network, domain)
    titles = _titles("network.title" if name == "network" else "title.file", network, name)
    if target is None:
        return Subject(name, titles, network, own(network, domain))
    return Subject(name, titles, network, target, source or {"called": target.label.text})
