"""What each role looks like, in the dark and in the light: the only place that names a colour."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

#: The bundled font, so that no machine's default changes a picture.
FONT_FOLDER = Path(__file__).parent / "fonts"
FONT = "Approx Sans"


@dataclass(frozen=True)
class Style:
    """How one role is drawn.

    Attributes:
        color: #RRGGBB.
        width: of lines and of markers, in points where text has 11.
        dash: on and off lengths in multiples of the width; empty for a solid line.
        opacity: of fills.
        marker: of places, as matplotlib names it; empty for a line.
    """

    color: str
    width: float = 1.0
    dash: tuple[float, ...] = ()
    opacity: float = 1.0
    marker: str = ""


@dataclass(frozen=True)
class Theme:
    """Every role's style, and one colour per neuron that it keeps in every picture."""

    name: str
    roles: Mapping[str, Style]
    neurons: tuple[str, ...]

    def __getitem__(self, role: str) -> Style:
        return self.roles[role]

    def neuron(self, index: int) -> str:
        """The colour of hidden unit `index`, counted over all layers."""
        return self.neurons[index % len(self.neurons)]

    def css(self, roles: Iterable[str]) -> str:
        """Colours of these roles and of all neurons, as variables of a style sheet."""
        colors = {role: self[role].color for role in roles}
        colors |= {f"neuron-{i}": color for i, color in enumerate(self.neurons)}
        variables = " ".join(f"--{name}: {color};" for name, color in colors.items())
        return f"color-scheme: {self.name}; {variables}"


def _theme(name: str, neurons: str, methods: str, **colors: str) -> Theme:
    """A theme from its colours.

    Args:
        neurons, methods: one colour per neuron, and three for methods that are compared.
        colors: background, ink, quiet, faint, total, error and best.
    """
    quiet, total, error, best = (colors[key] for key in ("quiet", "total", "error", "best"))
    first, second, third = methods.split()
    roles = {
        "background": Style(colors["background"]),
        "ink": Style(colors["ink"]),
        "quiet": Style(quiet),
        "axis": Style(quiet, 0.9),
        "grid": Style(colors["faint"], 0.7),
        "sum": Style(total, 2.8),
        "target": Style(quiet, 1.7, (3.2, 2.2)),
        "points": Style(quiet, 5.0, marker="o"),
        "best": Style(best, 1.7, (1.2, 1.6)),
        "error": Style(error, 2.4, (), 0.42),
        "neuron": Style(quiet, 1.8, (), 0.34),
        "outside": Style(quiet, 0.0, (), 0.14),
        "dead": Style(quiet, 1.4),
        "edge": Style(quiet, 1.4),
        "loss": Style(error, 1.8),
        "before": Style(quiet, 1.0, (2.0, 2.0)),
        "above": Style(second),
        "below": Style(first),
        "bar": Style(quiet, 0.0, (), 0.9),
        "level": Style(error, 2.2),
        "compare.optimum": Style(total, 2.4),
        "compare.equidistributed": Style(first, 1.8),
        "compare.uniform": Style(second, 3.0),
        "compare.deep": Style(third, 2.2),
        "compare.rate": Style(quiet, 1.3, (3.2, 2.2)),
        "compare.network": Style(error, 5.2, marker="o"),
        "boundary": Style(error, 2.9),
        "crease": Style(quiet, 1.3),
        "best.place": Style(best, 4.4, marker="D"),
        "contour": Style(first, 0.8, (), 0.05),
        "path.small": Style(second, 2.0),
        "path.right": Style(third, 2.0),
        "path.large": Style(error, 2.0),
        "path.full": Style(total, 2.4),
        "path.batch": Style(best, 1.6),
        "path.single": Style(second, 1.7),
    }
    return Theme(name, roles, tuple(neurons.split()))


# The first six neuron colours are Okabe and Ito's (2008), safe for colour-blind viewers; each
# theme moves them until they stand out from its background at a contrast of 4.5 or more.
DARK = _theme(
    "dark",
    "#E69F00 #56B4E9 #12B286 #CC79A7 #F0E442 #4B83F2 #B98745 #9D8BDB #F08A8A #9CCB4E",
    "#56B4E9 #E69F00 #12B286",
    background="#0E1117", ink="#E8EAF0", quiet="#8C96A8", faint="#232936",
    total="#FFFFFF", error="#F0692B", best="#B59CFF",
)  # fmt: skip
LIGHT = _theme(
    "light",
    "#956700 #2679A8 #00805D #9D4F7F #6B7328 #1A3A9C #7A4A12 #6C4FA3 #B03A3A #4A7A00",
    "#2679A8 #956700 #00805D",
    background="#FCFBF8", ink="#1B1F2A", quiet="#636B7A", faint="#E4E2DC",
    total="#12141A", error="#BC4B00", best="#6B4FC4",
)  # fmt: skip

THEMES: Mapping[str, Theme] = {theme.name: theme for theme in (DARK, LIGHT)}
