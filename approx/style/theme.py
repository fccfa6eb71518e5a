"""What each role looks like, in the dark and in the light: the only place that names a colour."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
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
        points: marker on the points of a line; empty for none.
    """

    color: str
    width: float = 1.0
    dash: tuple[float, ...] = ()
    opacity: float = 1.0
    marker: str = ""
    points: str = ""


@dataclass(frozen=True)
class Theme:
    """Every role's style, and one colour per neuron that it keeps in every picture.

    Attributes:
        file: of which it was read; empty for ours. Its name is then that of the theme below it.

    >>> LIGHT.name, LIGHT["target"].dash is None, LIGHT.neuron(0)
    ('light', False, '#956700')
    """

    name: str
    roles: Mapping[str, Style]
    neurons: tuple[str, ...]
    scale: tuple[str, ...]
    file: str = ""

    def __repr__(self) -> str:
        return f"Theme({self.file or self.name!r})"

    def __getitem__(self, role: str) -> Style:
        return self.roles[role]

    def neuron(self, color: int | float) -> str:
        """The colour of a hidden unit by its number, or on the scale by a share in [0, 1].

        A number counts over all layers, from 0; a share stands for a place along x, or a layer.
        """
        if isinstance(color, int):
            return self.neurons[color % len(self.neurons)]
        place = min(max(color, 0.0), 1.0) * (len(self.scale) - 1)
        first = min(int(place), len(self.scale) - 2)
        pairs = zip(_parts(self.scale[first]), _parts(self.scale[first + 1]), strict=True)
        mixed = (round(a + (place - first) * (b - a)) for a, b in pairs)
        return "#" + "".join(f"{part:02X}" for part in mixed)

    def css(self, roles: Iterable[str]) -> str:
        """Colours of these roles, all neurons and the scale, as variables of a style sheet."""
        colors = {role: self[role].color for role in roles}
        colors |= {f"neuron-{i}": self.neuron(i) for i in range(len(LIGHT.neurons))}
        colors |= {f"scale-{i}": color for i, color in enumerate(self.scale)}
        variables = " ".join(f"--{name}: {color};" for name, color in colors.items())
        return f"color-scheme: {self.name}; {variables}"


#: Roles that are filled or drawn behind everything: nothing has to be read in them.
AREAS = frozenset({"background", "grid", "above", "below", "outside", "bar"})
#: Roles whose colour words have.
TEXTS = frozenset({"ink", "quiet", "sum", "target", "points", "error", "best"})


def contrast(one: str, other: str) -> float:
    """Of two colours by WCAG 2: from 1 to 21."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(color: str) -> float:
    channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _parts(color: str) -> tuple[int, int, int]:
    """Red, green and blue of #RRGGBB."""
    red, green, blue = (int(color[i : i + 2], 16) for i in (1, 3, 5))
    return red, green, blue


def _theme(name: str, neurons: str, scale: str, **colors: str) -> Theme:
    """A theme from its colours.

    Args:
        neurons: one colour each.
        scale: for more neurons than that, of growing lightness.
        colors: background, ink, quiet, faint, total, error, best; first, second, third and
            single for what is compared; above and below for areas.
    """
    quiet, total, error, best = (colors[key] for key in ("quiet", "total", "error", "best"))
    first, second, third = (colors[key] for key in ("first", "second", "third"))
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
        "best.place": Style(best, 4.4, marker="D"),
        "error": Style(error, 2.4, (), 0.42),
        "neuron": Style(quiet, 1.8, (), 0.34),
        "outside": Style(quiet, 0.0, (), 0.14),
        "dead": Style(quiet, 1.4),
        "edge": Style(quiet, 1.4),
        "loss": Style(error, 1.8),
        "loss.other": Style(quiet, 1.1),
        "held_out": Style(second, 5.0, marker="s"),
        "held_out.loss": Style(second, 1.8, (3.2, 1.4)),
        "piece": Style(quiet, 2.8),
        "activation": Style(quiet, 2.8),
        "tread": Style(total, 2.2),
        "riser": Style(quiet, 4.0),
        "tail": Style(quiet, 1.1),
        "error.curve": Style(error, 1.5),
        "error.bound": Style(error, 0.9, (1.0, 2.0)),
        "error.dots": Style(error, 4.2),
        "best.curve": Style(best, 1.5),
        "best.bound": Style(best, 0.9, (1.0, 2.0)),
        "error.spread": Style(error, 0.0, (), 0.16),
        "before": Style(quiet, 1.0, (2.0, 2.0)),
        "above": Style(colors["above"]),
        "below": Style(colors["below"]),
        "boundary": Style(third, 2.9),
        "crease": Style(quiet, 1.3),
        "bar": Style(quiet, 0.0, (), 0.9),
        "compare.optimum": Style(total, 2.4),
        "compare.equidistributed": Style(first, 1.8, (5.0, 1.4)),
        "compare.uniform": Style(second, 3.0, (1.8, 1.0)),
        "compare.deep": Style(third, 2.2, (4.0, 1.2, 1.0, 1.2)),
        "compare.rate": Style(quiet, 1.3, (3.2, 2.2)),
        "compare.network": Style(error, 5.2, marker="o"),
        "contour": Style(quiet, 0.8, (), 0.05),
        "path.small": Style(second, 2.0, points="s"),
        "path.right": Style(first, 2.0, points="o"),
        "path.large": Style(error, 2.0, (3.0, 1.2), points="^"),
        "path.full": Style(total, 2.4),
        "path.batch": Style(best, 1.6),
        "path.single": Style(colors["single"], 1.7),
    }
    return Theme(name, roles, tuple(neurons.split()), tuple(scale.split()))


# The first six neuron colours are Okabe and Ito's (2008), safe for colour-blind viewers; each theme
# moves them until they stand out from its background at a contrast of 4.5 or more. The others, and
# those of roles, were searched: far from each other for normal and for deuteranope eyes, and the
# three that are compared in a grey print too (tests/style/test_colours.py). The scale is the part
# of viridis that stands out at 3 or more.
DARK = _theme(
    "dark",
    "#E69F00 #56B4E9 #12B286 #CC79A7 #F0E442 #4B83F2 #B98745 #8A81C4 #F08A8A #A2CE5F",
    "#2E6F8E #25848E #1F9A8A #2AB07F #50C46A #86D549 #C2DF23 #FDE725",
    background="#0E1117", ink="#E8EAF0", quiet="#8C96A8", faint="#232936",
    total="#FFFFFF", error="#F0692B", best="#B59CFF",
    first="#2ECACE", second="#FFDBEC", third="#CC3A87", single="#CC3A87",
    above="#FFC861", below="#2F62C9",
)  # fmt: skip
LIGHT = _theme(
    "light",
    "#956700 #2679A8 #00805D #9D4F7F #5C6135 #1A3A9C #6C3F02 #654B84 #B83F43 #3F7100",
    "#440154 #481D6F #453882 #3C508B #31668E #297A8E #218E8D #1FA188",
    background="#FCFBF8", ink="#1B1F2A", quiet="#636B7A", faint="#E4E2DC",
    total="#12141A", error="#BC4B00", best="#6B4FC4",
    first="#00343B", second="#3F9AA0", third="#A10446", single="#00343B",
    above="#F0A81C", below="#14507A",
)  # fmt: skip

#: The light theme on paper: a page of its own colour would be a tinted box there.
PAPER = replace(LIGHT, roles={**LIGHT.roles, "background": Style("#FFFFFF")})

THEMES: Mapping[str, Theme] = {theme.name: theme for theme in (DARK, LIGHT)}
