"""What a lesson explains with its own story: numbers, or a network of several inputs or outputs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from approx.core.network import Network
from approx.subjects.drawable import Drawable

if TYPE_CHECKING:
    from approx.training import Fit


@dataclass(frozen=True, eq=False)
class Topic(Drawable):
    """What a lesson explains: the story and the figure of its kind draw it.

    Attributes:
        name: as the user writes it.
        kind: the story and figure kind that are drawn when none is asked for.
        titles: the title of its pictures, by language.
        values: the numbers and words that it is explained on, as plain values; of a network
            `at`, its input.
        network: of any number of inputs and outputs; None where the topic is none.
        names: by language, what the inputs and the outputs are called where the network's own
            names need a translation.
        own_title: the user's own title, which replaces them in all languages.
        command_words: its name and options on the command line; empty when made in Python.
        fit: how its network was trained on a table; None where it was not. Stays in this process.
    """

    name: str
    kind: str
    titles: Mapping[str, str]
    values: Mapping[str, Any] = field(default_factory=dict)
    network: Network | None = None
    names: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = field(default_factory=dict)
    own_title: str = ""
    command_words: tuple[str, ...] = ()
    seed: None = None  # no picture of a topic depends on one
    fit: Fit | None = None

    def __repr__(self) -> str:
        network = "" if self.network is None else f", network {self.network.layer_widths}"
        return f"Topic({self.name!r}, {self.kind}{network})"

    @property
    def what(self) -> str:
        """What refusals say that it is, without a subject: 'has 64 inputs and 10 outputs'."""
        network = self.network
        if network is None or not network.depth:
            return "is a topic of lessons"
        inputs = "one input" if network.inputs == 1 else f"{network.inputs} inputs"
        outputs = "one output" if network.outputs == 1 else f"{network.outputs} outputs"
        return f"has {inputs} and {outputs}"

    def title(self, language: str = "en") -> str:
        return self.own_title or self.titles.get(language, self.titles["en"])

    def ends(self, language: str = "en") -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The names of the network's inputs and outputs."""
        assert self.network is not None
        own = (self.network.input_names, self.network.output_names)
        return self.names.get(language, self.names.get("en", own))
