"""A network of one input and several outputs: a subject for each output."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from approx.core.network import Network
from approx.style.languages import say
from approx.subjects.drawable import Drawable
from approx.subjects.subject import Subject
from approx.system.errors import InputError

#: More outputs have no room in one picture.
MOST = 6


@dataclass(frozen=True, eq=False)
class Components(Drawable):
    """All outputs of a network: `components[0]` or `components["name"]` is one, a Subject.

    Attributes:
        name: as the user writes it.
        titles: the title of its pictures, by language.
        network: one input, several outputs.
        subjects: one for each output, on one interval.
        own_title: the user's own title, which replaces them in all languages.
        command_words: its name and options on the command line; empty when made in Python.
    """

    name: str
    titles: Mapping[str, str]
    network: Network
    subjects: tuple[Subject, ...]
    own_title: str = ""
    command_words: tuple[str, ...] = ()
    seed: None = None  # none is fitted

    def __repr__(self) -> str:
        names = ", ".join(self.network.output_names)
        return f"Components({self.name!r}, network {self.network.layer_widths}: {names})"

    def __len__(self) -> int:
        return len(self.subjects)

    def __iter__(self) -> Iterator[Subject]:
        return iter(self.subjects)

    def __getitem__(self, which: int | str) -> Subject:
        """One output's subject, by its number from 0 or its name.

        Raises:
            InputError: when there is no such output.
        """
        names = self.network.output_names
        number = names.index(which) if which in names else which
        if not isinstance(number, int) or not 0 <= number < len(self):
            known = ", ".join(f"{k} ({name})" for k, name in enumerate(names))
            raise InputError(f"no output {which!r}; known: {known}")
        return self.subjects[number]

    def title(self, language: str = "en") -> str:
        return self.own_title or self.titles.get(language, self.titles["en"])


def of_components(
    network: Network,
    name: str,
    titles: Mapping[str, str],
    one: Callable[[Network], Subject],
) -> Components:
    """All outputs of a network, each made a subject by `one`.

    Raises:
        InputError: for more outputs than a picture has room for.
    """
    if network.outputs > MOST:
        raise InputError(
            f"the network has {network.outputs} outputs, and at most {MOST} are shown together; "
            "choose one by its number, from 0"
        )
    made = []
    for k, output in enumerate(network.output_names):
        own = {
            language: say("title.output", language, title=title, name=output)
            for language, title in titles.items()
        }
        part = network.component(k)
        made.append(replace(one(part), name=f"{name}-{k}", titles=own))
    return Components(name, titles, network, tuple(made))


def titled(components: Components, own_title: str, words: tuple[str, ...]) -> Components:
    """With the user's title, and each output with its own name on the command line."""
    subjects = tuple(
        replace(subject, own_title=own_title and f"{own_title}: {output}", command_words=line)
        for subject, output, line in zip(
            components.subjects, components.network.output_names, _lines(components, words),
            strict=True,
        )
    )  # fmt: skip
    return replace(components, subjects=subjects, own_title=own_title, command_words=words)


def _lines(components: Components, words: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The words that name each output alone: --component all becomes --component K."""
    place = words.index("--component") + 1 if "--component" in words else 0
    if not place:
        return [words] * len(components)
    return [(*words[:place], str(k), *words[place + 1 :]) for k in range(len(components))]


def one_output_only(name: str) -> str:
    """What shows a single output says of all."""
    return (
        f"this shows one output of {name!r}; choose it, as --component 0 "
        "(show, render and figure take all)"
    )
