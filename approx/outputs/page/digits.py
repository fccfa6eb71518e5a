"""The page of a network that reads handwritten digits: a grid to draw on, and all that follows."""

from __future__ import annotations

from typing import Any

from approx.inputs import digits
from approx.panels import digits as panels
from approx.style.languages import say
from approx.subjects.topic import Topic
from approx.system.errors import InputError

#: Modules of its script.
MODULES = ("words", "svg", "digits")
#: Roles of the theme that it draws besides those of every page.
ROLES = ("above", "below")


def data(topic: Topic, language: str) -> dict[str, Any]:
    """The network, the held-out digits and the words, as script/digits.js reads them.

    Raises:
        InputError: for a topic of another kind.
    """
    if not panels.fits(topic.network) or topic.kind != "digits":
        raise InputError(f"no page of {topic.name!r}: it {topic.what}; approx figure draws it")
    assert topic.network is not None
    held = digits.split()[1]
    greys = (held.images * digits.GREYS).round().astype(int)
    reading = panels.build(topic)
    wrong = digits.answers(topic.network, held) != held.labels
    shown = (held.images == reading.image.reshape(-1)).all(axis=1)
    phrases = say.table("en") | say.table(language)
    percent = f"{100 * reading.right / reading.total:.1f}"
    tested = {"total": reading.total, "right": reading.right, "percent": percent}
    blanks = {
        "neurons": say("digits.page.neurons", language, n=len(reading.hidden)),
        "tested": say("digits.page.tested", language, **tested),
    }
    words = {key: text for key, text in phrases.items() if key.startswith("digits.page.")}
    return {
        "title": topic.title(language),
        "layers": [
            {"weights": w.tolist(), "biases": b.tolist()} for w, b, _ in topic.network.layers
        ],
        "images": ["".join(chr(65 + grey) for grey in row) for row in greys],
        "labels": held.labels.tolist(),
        "misread": [int(k) for k in wrong.nonzero()[0]],
        "first": int(shown.argmax()),
        "words": {"decimal": phrases["decimal"], **words}
        | {f"digits.page.{key}": text for key, text in blanks.items()},
    }
