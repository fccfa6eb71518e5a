"""The one door: what the user names becomes a network, its target and its words."""

from __future__ import annotations

import difflib
import os
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from approx import catalog
from approx.display import Displayed
from approx.error import ErrorReport, measure
from approx.errors import InputError
from approx.exact import Analysis, analyse
from approx.example import Training
from approx.expression import interval, parse, target_of
from approx.glyphs import check, check_title
from approx.limits import Best, best, fewest_knots
from approx.load import ENDINGS, check_output, load
from approx.load.typed import typed
from approx.network import Network
from approx.plane import Plane
from approx.smooth import SmoothAnalysis, corners, study
from approx.smooth_error import measure_smooth
from approx.target import Target, label
from approx.words import LANGUAGES, say

if TYPE_CHECKING:
    from approx.training import Fit

#: Where a typed function is looked at, and how many neurons it gets, unless said.
DOMAIN = (-3.0, 3.0)
NEURONS = 8


@dataclass(frozen=True, eq=False)
class Subject(Displayed):
    """What every command draws: a network on a domain, beside its target.

    Attributes:
        name: as the user writes it.
        titles: what a viewer reads above it, per language.
        network: one input, one output.
        target: its domain is the subject's domain.
        source: where the target comes from: an example's name, a text, or the network itself.
        fit: the run that trained the network, when it was trained here.
        training: how it was trained, so that another process can run it again.
        own_title: what the user wants above every picture instead, in all languages.
    """

    name: str
    titles: Mapping[str, str]
    network: Network
    target: Target
    source: Mapping[str, str] = field(default_factory=lambda: {"own": ""})
    fit: Fit | None = None
    training: Training | None = None
    own_title: str = ""

    def title(self, language: str = "en") -> str:
        return self.own_title or self.titles.get(language, self.titles["en"])

    @property
    def domain(self) -> tuple[float, float]:
        return self.target.domain

    @cached_property
    def analysis(self) -> Analysis | SmoothAnalysis:
        """The exact function, every neuron's own function, and who bends it.

        Of a network with smooth units: chords, with a bound of their distance from it.
        """
        way = study if self.network.smooth else analyse
        return way(self.network, self.domain)

    @cached_property
    def error(self) -> ErrorReport:
        """The network's distance from its target on the domain."""
        if self.network.smooth:
            return measure_smooth(self.network, self.target)
        return measure(self.analysis.output, self.target)

    @cached_property
    def limit(self) -> Best:
        """The best continuous function with as many breakpoints as the network's output has.

        Raises:
            InputError: for a smooth network, whose breakpoints say nothing.
        """
        if self.network.smooth:
            raise InputError(f"{self.name} is smooth: it has no number of breakpoints to compare")
        return best(self.target, len(self.analysis.output.breakpoints))

    @cached_property
    def equivalent(self) -> int | None:
        """The fewest breakpoints with which the best function is as close as this network."""
        if self.error.none or self.network.smooth:
            return None
        try:
            return fewest_knots(self.target, self.error.sup * (1 + 1e-9))
        except InputError:
            return None


@dataclass(frozen=True)
class Wish:
    """What was said about a subject besides its name.

    Attributes:
        on: the ends of the interval, as typed.
        neurons: hidden units of one layer that a function is fitted with.
        hidden: widths of several hidden layers, instead.
        settings: further fields of :class:`approx.training.Options`, method among them.
        note: called with every line worth saying on standard error.
        title: above every picture instead of the subject's own, as typed.
    """

    on: tuple[str, str] | None = None
    neurons: int | None = None
    hidden: tuple[int, ...] | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)
    note: Callable[[str], None] = lambda line: None
    title: str | None = None

    @property
    def fits(self) -> bool:
        """Whether a network has to be trained."""
        return self.neurons is not None or self.hidden is not None or bool(self.settings)


def resolve(text: str, wish: Wish | None = None) -> Subject:
    """The subject that `text` names: an example, a network file, or a typed function.

    Raises:
        InputError: when it can be read as nothing, or as two things, or has two inputs.
    """
    found = resolve_any(text, wish)
    if isinstance(found, Plane):
        raise InputError(f"{text!r} has two inputs; figures of it are regions and surface")
    return found


def resolve_any(text: str, wish: Wish | None = None) -> Subject | Plane:
    """The subject or plane that `text` names.

    Raises:
        InputError: when it can be read as nothing, or as two things.
    """
    wish = wish or Wish()
    title = "" if wish.title is None else check_title(wish.title)
    return replace(_resolved(text, wish), own_title=title)


def _resolved(text: str, wish: Wish) -> Subject | Plane:
    known = text in catalog.planes() or _is_example(text)
    file = _is_file(text)
    if known and file:
        raise InputError(f"{text!r} is an example and a file here; write ./{text} for the file")
    if text in catalog.planes():
        if wish.on or wish.fits:
            raise InputError(f"{text!r} has two inputs; --on, --neurons and --hidden do not apply")
        flat = catalog.get_plane(text)
        return Plane(text, flat.title, flat.network, flat.box, flat.truth.values, flat.points)
    if known:
        return _example(text, wish)
    return _of_file(text, wish) if file else _of_text(text, wish)


def _is_example(text: str) -> bool:
    try:
        catalog.get(text)
    except KeyError:
        return False
    return True


def _is_file(text: str) -> bool:
    """By its ending, or because it names a path that is there: 1/x is a function otherwise."""
    if len(text) > 4000 or "\0" in text:
        return False
    if Path(text).suffix.lower() in ENDINGS:
        return True
    if "/" not in text and os.sep not in text:
        return False
    try:
        there = Path(text).exists()
    except OSError:
        return False
    if there and _is_function(text):
        raise InputError(f"{text!r} is a function and a file here; write ({text}) for the function")
    return there


def _is_function(text: str) -> bool:
    try:
        parse(text)
    except InputError:
        return False
    return True


def _example(name: str, wish: Wish) -> Subject:
    """An example; on another interval or with other neurons, its target is fitted anew."""
    example = catalog.get(name)
    target = example.target if wish.on is None else example.target.on(_interval(wish))
    source = {"example": name}
    if wish.fits:
        return _fitted(name, target, source, wish)
    known = example.training if target is example.target else None
    return Subject(name, example.title, example.network, target, source, training=known)


def _of_file(text: str, wish: Wish) -> Subject:
    """A network file, beside the target that its text names; without one, beside itself."""
    loaded = load(text)
    for note in loaded.notes:
        wish.note(f"note: {note}")
    domain = _interval(wish) if wish.on else (loaded.domain or DOMAIN)
    if wish.fits:
        raise InputError(f"{text} is a network already; --neurons and --hidden are for functions")
    check_output(loaded.network, domain)
    name = check(Path(text).stem)
    if loaded.target is not None:
        target, source = _target(loaded.target, domain, wish), {"text": loaded.target}
    else:
        target, source = _own(loaded.network, domain), {"own": ""}
    titles = {
        language: say("title.file", language, name=name, architecture=loaded.network.architecture)
        for language in LANGUAGES
    }
    return Subject(name, titles, loaded.network, target, source)


def _of_text(text: str, wish: Wish) -> Subject:
    """A typed function, and a network that is fitted to it."""
    domain = _interval(wish) if wish.on else DOMAIN
    source = typed(text, sys.stdin.buffer)
    try:
        target = _target(source, domain, wish)
    except InputError:
        if re.fullmatch(r"[A-Za-z][\w-]*", text):
            raise InputError(f"no example {text!r}; {_way_out(text)}") from None
        raise
    return _fitted(source, target, {"text": source}, wish)


def _target(text: str, domain: tuple[float, float], wish: Wish) -> Target:
    reading = target_of(text, domain)
    if not reading.whole:
        a, b = domain
        raise InputError(
            f"{text} has no finite value everywhere on [{a:g}, {b:g}]; "
            "choose an interval without its poles and gaps: --on A B"
        )
    for line in reading.warnings:
        wish.note(f"warning: {line}")
    return reading.target


def _own(network: Network, domain: tuple[float, float]) -> Target:
    """The network's own function, where nobody said what it stands for."""
    if network.smooth:
        breaks = tuple(corners(network, domain).tolist())
        return Target(network, label("f(x)"), domain, breaks=breaks, own=True)
    f = analyse(network, domain).output
    return Target(f, label("f(x)"), domain, breaks=tuple(f.breakpoints.tolist()), own=True)


def _fitted(name: str, target: Target, source: Mapping[str, str], wish: Wish) -> Subject:
    from approx.training import fit

    settings = dict(wish.settings)
    method = settings.pop("method", None)
    neurons = NEURONS if wish.neurons is None and wish.hidden is None else wish.neurons
    done = fit(target, neurons, wish.hidden, method, **settings)
    titles = {
        language: say("title.fit", language, target=target.label.text, n=done.network.hidden_units)
        for language in LANGUAGES
    }
    how = Training(done.network.hidden_widths, dict(vars(done.options)))
    return Subject(name, titles, done.network, target, source, done, how)


def _interval(wish: Wish) -> tuple[float, float]:
    assert wish.on is not None
    return interval(*wish.on)


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
    return Subject("network", titles, network, _own(network, domain))


def packed(subject: Subject) -> dict[str, Any]:
    """A subject as plain values, for another process: nothing is fitted or read twice."""
    return {
        "name": subject.name,
        "titles": dict(subject.titles),
        "own_title": subject.own_title,
        "layers": subject.network.to_dict(),
        "domain": list(subject.domain),
        "source": dict(subject.source),
        "training": None if subject.training is None else vars(subject.training),
    }


def unpacked(values: Mapping[str, Any]) -> Subject:
    """The subject of :func:`packed`."""
    layers = values["layers"]
    network = Network(
        [layer["weights"] for layer in layers],
        [layer["biases"] for layer in layers],
        [layer["activation"] for layer in layers],
    )
    a, b = values["domain"]
    ((kind, what),) = values["source"].items()
    match kind:
        case "example":
            target = catalog.get(what).target
            target = target if target.domain == (a, b) else target.on((a, b))
        case "text":
            target = target_of(what, (a, b)).target
        case _:
            target = _own(network, (a, b))
    said, name, titles = values["training"], values["name"], values["titles"]
    how = None if said is None else Training(tuple(said["hidden"]), said["settings"], said["start"])
    own = values["own_title"]
    return Subject(name, titles, network, target, values["source"], training=how, own_title=own)


def _way_out(text: str) -> str:
    known = (*catalog.names(), *catalog.planes())
    close = difflib.get_close_matches(text, known, n=1, cutoff=0.6)
    if close:
        return f"did you mean {close[0]!r}?"
    return "approx list shows them all"
