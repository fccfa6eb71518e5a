"""The beats of the story layers: which there are for a subject, and what each says."""

from __future__ import annotations

from approx.panels import smooth
from approx.panels.layers import Layers
from approx.panels.wording import error_sentence, limit_sentence, sentence
from approx.style.languages import say
from approx.subjects import Subject


def unsupported_reason(subject: Subject) -> str | None:
    """Why this story cannot tell the subject; None when it can."""
    if subject.network.depth >= 2:
        return smooth.unsupported_reason(subject) or smooth.gated(subject)
    return "it has one hidden layer, the story needs two or more"


def beats(layers: Layers, language: str) -> list[tuple[str, str]]:
    """(name, caption) of every beat."""
    network = layers.subject.network
    out = [("setup", say("layers.setup", language))]
    for k, column in enumerate(layers.hidden, start=1):
        if k == 1:
            text = say("layers.first", language, n=network.hidden_widths[0])
        else:
            text = say(
                "layers.next" if column.folds else "layers.idle", language, k=k, before=k - 1
            )
        out.append((f"layer-{k}", text))
    out += [
        ("output", say("layers.output", language, n=network.hidden_widths[-1])),
        (
            "error",
            sentence(error_sentence(layers.subject, language)),
        ),
    ]
    if not layers.output.error.none and layers.subject.limited:
        out.append(("best", sentence(limit_sentence(layers.subject, language))))
    out.append(("breakpoints", say("layers.breakpoints", language)))
    return out
