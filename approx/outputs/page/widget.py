"""The page as a widget in a notebook: Python sees what is changed there, and changes it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from approx.core.network import Network
from approx.outputs.page import document
from approx.outputs.page.data import data, unsuited, words
from approx.outputs.page.plane_data import data as plane_data
from approx.panels.wording import described
from approx.style.languages import LANGUAGES, nearest
from approx.subjects import Subject
from approx.subjects.plane import Plane
from approx.system.errors import InputError

if TYPE_CHECKING:
    from anywidget import AnyWidget

THEMES = ("auto", "dark", "light")


def explorer(subject: Subject | Plane, language: str = "en", theme: str = "light") -> AnyWidget:
    """The page of a subject as a widget.

    Its `network` is the one that the page shows, neurons that are switched off without weight;
    set it, and the page shows another.

    Raises:
        InputError: for what a page cannot show, or where anywidget is not installed.
    """
    if theme not in THEMES:
        raise InputError(f"no theme {theme!r}; {nearest(theme, THEMES)}")
    of_two = isinstance(subject, Plane)
    if isinstance(subject, Plane):
        values, network = plane_data(subject, language), subject.logits
    else:
        values, network = data(subject, language), subject.network
    widget: AnyWidget = _class(of_two)(
        state=state_of(network),
        _data=values,
        _body=document.fragment(values, language),
        _language=language,
        _theme=theme,
        about=described(subject, language),
    )
    return widget


def state_of(network: Network, off: tuple[str, ...] = ()) -> dict[str, Any]:
    """A network as the page and Python exchange it; `off` names neurons as "layer.neuron"."""
    layers = [
        {"weights": w.tolist(), "biases": b.tolist(), "activation": name}
        for w, b, name in network.layers
    ]
    return {"layers": layers, "off": sorted(off)}


def network_of(state: dict[str, Any]) -> Network:
    """The network that draws what the page shows: a neuron switched off has no weight."""
    weights = [[list(row) for row in layer["weights"]] for layer in state["layers"]]
    for name in state["off"]:
        layer, neuron = map(int, name.split("."))
        for row in weights[layer + 1]:
            row[neuron] = 0.0
    biases = [layer["biases"] for layer in state["layers"]]
    return Network(weights, biases, [layer["activation"] for layer in state["layers"]])


@cache
def _class(of_two: bool) -> Any:
    """The widget's class; anywidget is an extra, and takes time to load."""
    try:
        import traitlets
        from anywidget import AnyWidget
    except ImportError:
        raise InputError(
            "a page in a notebook needs anywidget: python -m pip install 'anywidget>=0.9.18,<1'"
        ) from None

    class Explorer(AnyWidget):
        """The page of a subject."""

        _esm = document.module(of_two)
        # One style sheet for all widgets of a notebook: it has the letters of every language.
        _css = document.style(
            "".join("".join(words(name).values()) for name in LANGUAGES), more=document.OF_MAPS
        )
        _data = traitlets.Dict().tag(sync=True)
        _body = traitlets.Unicode().tag(sync=True)
        _language = traitlets.Unicode().tag(sync=True)
        _theme = traitlets.Unicode().tag(sync=True)
        state = traitlets.Dict().tag(sync=True)
        about = traitlets.Unicode()

        @property
        def network(self) -> Network:
            return network_of(self.state)

        @network.setter
        def network(self, network: Network) -> None:
            if of_two and network.inputs != 2:
                raise InputError("no page of this network: this one has two inputs")
            if not of_two and (reason := unsuited(network)):
                raise InputError(f"no page of this network: {reason}")
            self.state = state_of(network)

        def __repr__(self) -> str:
            return self.about

    return Explorer
