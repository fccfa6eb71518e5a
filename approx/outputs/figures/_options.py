"""How a figure is to be made: its size on paper, its letters, its colours and its parts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any, Literal

from approx.style.languages import nearest
from approx.style.theme import LIGHT, Theme
from approx.subjects.variations import MOST_RATES, MOST_SEEDS
from approx.system.errors import InputError

#: No printed letter is smaller, in points.
SMALLEST = 7.0
#: Widths of lines in a theme are meant for text of this size, in points.
REFERENCE = 11.0
#: Figures are at least as wide and as high, and at most as large, in inches.
NARROWEST, LOWEST, LARGEST = 1.5, 1.0, 200.0
#: Names of widths, in inches: the text of a page with margins of an inch.
NAMED_WIDTHS = {"column": 3.3, "full": 6.5}
INCHES = {"in": 1.0, "": 1.0, "mm": 1 / 25.4, "cm": 1 / 2.54, "pt": 1 / 72.27}


@dataclass(frozen=True)
class FigureOptions:
    """A figure is drawn at its final size: nothing is scaled afterwards.

    Attributes:
        theme, language: colours and words.
        width: in inches.
        height: in inches; None for what the figure's content asks for.
        font_size: of sentences, in points; ticks and names are a little smaller, titles larger.
        dpi: dots per inch of PNG files and of images in other files.
        title, formula, caption: whether they are drawn; a text replaces the title.
        transparent: whether the page has no colour of its own.
        xlabel, ylabel: names of the axes, in place of the subject's; empty for none.
        ylim: limits of the vertical axis of the main panel, in place of the figure's own.
        rates, seeds: of the figure rates, those to compare; empty for the usual ones.
        text: letters in an SVG file as text with its fonts, or as outlines.
        rc: matplotlib's settings in place of ours: fonts, sizes, spines, ticks and grid.
    """

    theme: Theme = LIGHT
    language: str = "en"
    width: float = 3.3
    height: float | None = None
    font_size: float = 8.0
    dpi: float = 300
    title: bool | str = True
    formula: bool = True
    caption: bool = True
    transparent: bool = False
    xlabel: str | None = None
    ylabel: str | None = None
    ylim: tuple[float, float] | None = None
    rates: tuple[float, ...] = ()
    seeds: tuple[int, ...] = ()
    text: Literal["fonts", "paths"] = "fonts"
    rc: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name, number in (("font_size", self.font_size), ("dpi", self.dpi)):
            if isinstance(number, bool) or not isinstance(number, int | float):
                raise InputError(f"{name} takes a number, not {number!r}")
        if self.ylim is not None and not _are_two(self.ylim):
            raise InputError(f"ylim takes two numbers, as (-1, 1), not {self.ylim!r}")
        for name, value, least in (
            ("width", self.width, NARROWEST), ("height", self.height, LOWEST),
        ):  # fmt: skip
            if value is not None and not least <= value <= LARGEST:
                raise InputError(f"{name} {value:g} in: use {least:g} to {LARGEST:g} in")
        if not SMALLEST <= self.font_size <= 200:
            raise InputError(f"font size {self.font_size:g}: use {SMALLEST:g} to 200 points")
        if not 20 <= self.dpi <= 2400 or self.width * self.dpi > 30_000:
            raise InputError(f"dpi {self.dpi:g}: use 20 to 2400, at most 30 000 pixels across")
        if self.ylim is not None and not self.ylim[0] < self.ylim[1]:
            raise InputError(f"ylim {self.ylim[0]:g} {self.ylim[1]:g}: use the lower end first")
        for name, chosen, most in (
            ("rates", self.rates, MOST_RATES), ("seeds", self.seeds, MOST_SEEDS),
        ):  # fmt: skip
            if chosen and not 2 <= len(set(chosen)) == len(chosen) <= most:
                raise InputError(f"{name} {listed(chosen)}: use 2 to {most}, each once")
        if self.text not in ("fonts", "paths"):
            raise InputError(f"text {self.text!r}: use fonts or paths")

    @property
    def small(self) -> float:
        """Size of ticks and names, in points."""
        return max(SMALLEST, 0.88 * self.font_size)

    @property
    def title_size(self) -> float:
        """Of titles, in points."""
        return 1.25 * self.font_size

    @property
    def em(self) -> float:
        """The size of sentences, in inches: what margins are counted in."""
        return self.font_size / 72

    @property
    def scale(self) -> float:
        """By which lines and markers of the theme are drawn."""
        return self.font_size / REFERENCE


def listed(values: Iterable[float]) -> str:
    """Numbers as the command line takes them."""
    return ",".join(f"{value:.15g}" for value in values)


def _are_two(ends: Any) -> bool:
    return isinstance(ends, Sequence) and len(ends) == 2 and not isinstance(ends, str)


#: Fields that leave a part out, and what the command line calls the part.
PARTS = {"title": "title", "formula": "formula", "caption": "caption"}
#: What --preset names: a column of a paper, a slide, a poster.
PRESETS: Mapping[str, FigureOptions] = {
    "paper": FigureOptions(),
    "slide": FigureOptions(width=10.0, height=5.6, font_size=15.0, dpi=200),
    "poster": FigureOptions(width=24.0, font_size=32.0, dpi=150),
}
#: The preset where none is given, by the ending of the file; that of other endings is paper.
USUAL = {".png": "slide"}
#: Width, in inches -> size of text, in points, where only the width is given.
TYPE_SIZES = ((5.0, 8.0), (8.0, 9.0), (14.0, 15.0), (LARGEST, 32.0))


def options(preset: str = "paper", **changes: Any) -> FigureOptions:
    """A preset with changes; a change of None is none.

    With another width the preset's height goes, and text has the size that is usual there.

    Raises:
        InputError: for an unknown preset, and for sizes that cannot be printed.
    """
    if preset not in PRESETS:
        raise InputError(f"no preset {preset!r}; known: {', '.join(PRESETS)}")
    given = {name: value for name, value in changes.items() if value is not None}
    if (style := given.pop("style", None)) is not None:
        given["rc"] = read_style(style)
    if isinstance(size := given.get("rc", {}).get("font.size"), int | float):
        given.setdefault("font_size", max(SMALLEST, float(size)))
    known = {field.name for field in fields(FigureOptions)}
    if wrong := sorted(given.keys() - known):
        raise InputError(f"no option {wrong[0]!r} of figures; {nearest(wrong[0], tuple(known))}")
    if "width" in given:
        given["width"] = length(given["width"], "width")
        given.setdefault("height", None)
        usual = next((size for widest, size in TYPE_SIZES if given["width"] <= widest), None)
        given.setdefault("font_size", usual or PRESETS[preset].font_size)
    if given.get("height") is not None:
        given["height"] = length(given["height"], "height")
    return replace(PRESETS[preset], **given)


def length(text: str | float, name: str) -> float:
    """Inches of '3.3in', '88mm', '9cm', '240pt', a number of inches, or of a named width.

    Raises:
        InputError: for another text.
    """
    if not isinstance(text, str):
        return float(text)
    if text in NAMED_WIDTHS and name == "width":
        return NAMED_WIDTHS[text]
    found = re.fullmatch(r"\s*([0-9]*\.?[0-9]+)\s*(in|mm|cm|pt|)\s*", text)
    if found is None:
        named = f", {' or '.join(NAMED_WIDTHS)}" if name == "width" else ""
        raise InputError(f"{name} {text!r}: use a length like 3.3in, 88mm or 9cm{named}")
    return float(found.group(1)) * INCHES[found.group(2)]


#: matplotlib's settings that a figure takes: the others are colours and widths of roles, or ours.
TAKEN = re.compile(
    r"(font|mathtext|axes\.spines|axes\.formatter|grid|text\.latex)\..*"
    r"|text\.usetex|[xy]tick\.(?!color|labelcolor).*|axes\.(grid.*|linewidth|labelsize|titlesize)"
    r"|legend\.(fontsize|frameon)|(svg|pdf)\.fonttype"
)


def taken(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Those of matplotlib's settings that change a figure: fonts, sizes, spines, ticks and grid."""
    return {name: value for name, value in settings.items() if TAKEN.fullmatch(name)}


def read_style(style: str) -> dict[str, Any]:
    """What a matplotlib style sheet sets, by its file or its name.

    Raises:
        InputError: when there is none, or it cannot be read.
    """
    import matplotlib as mpl
    from matplotlib import style as styles

    if style in styles.library:
        return taken(styles.library[style])
    try:
        return taken(mpl.rc_params_from_file(style, use_default_template=False))
    except (OSError, UnicodeDecodeError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is no matplotlib style"
        raise InputError(f"--style {style}: {reason}") from None


def users_settings() -> dict[str, Any]:
    """What the user changed of matplotlib's settings, as far as figures take it."""
    import matplotlib as mpl

    usual = mpl.rcParamsDefault
    changed = {name: value for name, value in mpl.rcParams.items() if value != usual[name]}
    return taken(changed)


def on_axes(ax: Any, theme: Theme, **changes: Any) -> FigureOptions:
    """The options of what is painted on the user's axes: their size, and the user's letters."""
    import matplotlib as mpl

    box = ax.get_window_extent()
    dots = ax.figure.dpi
    size = max(SMALLEST, float(mpl.rcParams["font.size"]))
    width = min(max(box.width / dots, NARROWEST), LARGEST)
    return options(theme=theme, width=width, font_size=size, **changes)
