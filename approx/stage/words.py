"""Text and formulas on the stage, set by Typst in the bundled font; never LaTeX, never Pango."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence

from manim import MathTypst, Typst, VGroup, VMobject

from approx.panels.formula import Part
from approx.theme import FONT, FONT_FOLDER, Theme

#: Manim's font size of a text whose em is one unit of the frame.
EM = 96
# Manim reports every compilation; a film has hundreds.
logging.getLogger("manim").setLevel(logging.WARNING)


def write(
    text: str,
    size: float,
    color: str,
    at: tuple[float, float] = (0.0, 0.0),
    anchor: str = "left",
    bold: bool = False,
) -> VMobject:
    """A line of text, drawn literally, its baseline at `at`.

    Args:
        size: of the em, in units of the frame.
        anchor: which end of the baseline `at` is: left, center or right.
    """
    # The leading H stands on the baseline whatever follows; it is measured and removed.
    weight = 700 if bold else 400
    source = f"#text(font: {_string(FONT)}, weight: {weight}, {_string('H' + text)})"
    mobject = Typst(source, font_size=EM * size, color=color, font_paths=[FONT_FOLDER])
    mobject.text = text  # what tests and captions find it by
    return _on_baseline(mobject, at, anchor)


def formula(
    parts: Sequence[Part], size: float, theme: Theme, at: tuple[float, float], width: float
) -> list[VMobject]:
    """A formula as one mobject per part, in order, each in its neuron's colour.

    Args:
        size: of the em; smaller where the formula would be wider than `width`.
    """
    shown = [part for part in parts if part.typst.strip()]
    groups = " ".join(f"{{{{ {part.typst.strip()} : p{n} }}}}" for n, part in enumerate(shown))
    whole = MathTypst(
        "upright(H) " + groups,
        font_size=EM * size,
        color=theme["ink"].color,
        font_paths=[FONT_FOLDER],
    )
    pieces = [whole.select(f"p{n}") for n in range(len(shown))]
    if whole.width > width:
        whole.scale(width / whole.width)
    _on_baseline(whole, at, "left")
    for part, piece in zip(shown, pieces, strict=True):
        if part.neuron is not None:
            piece.set_color(theme.neuron(part.neuron))
    return [VGroup(*piece.submobjects) if piece.submobjects else piece for piece in pieces]


def math(source: str, size: float, color: str, center: tuple[float, float]) -> VMobject:
    """A short formula, centred."""
    mobject = MathTypst(source, font_size=EM * size, color=color)
    mobject.move_to((*center, 0.0))
    return mobject


def _on_baseline(mobject: VMobject, at: tuple[float, float], anchor: str) -> VMobject:
    strut = mobject.submobjects[0]
    base = strut.get_bottom()[1]
    mobject.remove(strut)
    if not mobject.family_members_with_points():
        return mobject
    x = {
        "left": mobject.get_left()[0],
        "center": mobject.get_center()[0],
        "right": mobject.get_right()[0],
    }[anchor]
    mobject.shift((at[0] - x, at[1] - base, 0.0))
    return mobject


def _string(text: str) -> str:
    """A Typst string literal: JSON's escapes are Typst's, for what is left after ensure_ascii."""
    return json.dumps(text, ensure_ascii=False)
