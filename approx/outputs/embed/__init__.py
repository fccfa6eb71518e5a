"""Snippets that put a figure, film or page into a document, with an alternative text.

The text comes from the file itself, which holds the exact numbers of the figure or film.
"""

from __future__ import annotations

from pathlib import Path

from approx.outputs.embed.media import ENDINGS as ENDINGS
from approx.outputs.embed.media import read
from approx.outputs.embed.snippets import IMPORTS as IMPORTS
from approx.outputs.embed.snippets import PLAIN, SNIPPETS
from approx.outputs.embed.snippets import Play as Play

TARGETS = tuple(SNIPPETS)


def snippet(
    path: Path,
    target: str,
    language: str = "en",
    alt: str | None = None,
    folder: Path = Path(),
    play: Play = PLAIN,
) -> str:
    """What to paste into a document of kind `target`, one of TARGETS.

    Args:
        path: a figure, film or page, as the document will name it.
        folder: where the document is, when that is not here.
        language: of the words; tells players in what language captions are.
        alt: instead of the words in the file.
        play: how a film is played.

    Raises:
        InputError: when the file is no figure or film, holds no words, or does not suit the target.
    """
    return SNIPPETS[target](read(path, alt, folder), language, play)
