"""A figure that becomes a file: fonts and description inside, and the same bytes every time."""

from __future__ import annotations

import io
import logging
import os
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from hashlib import blake2b
from html import escape, unescape
from pathlib import Path
from typing import Literal

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

from approx.outputs.figures._options import FigureOptions
from approx.outputs.figures._tagged import tagged
from approx.style import fonts
from approx.style.theme import FONT, FONT_FOLDER
from approx.system.errors import InputError
from approx.system.files import write_file
from approx.system.provenance import SOFTWARE, Provenance

Slant = Literal["normal", "italic"]
#: By ending: the fields for the description, for how the figure was made, and for the software,
#: and the times that matplotlib would write: without them two runs write the same bytes.
FIELDS = {
    ".svg": ("Description", "Source", "Creator", ("Date",)),
    ".pdf": ("Subject", "Keywords", "Creator", ("CreationDate", "ModDate")),
    ".png": ("Description", "Comment", "Software", ()),
}


@cache
def _register_fonts() -> None:
    for file in sorted(FONT_FOLDER.glob("*.ttf")):
        font_manager.fontManager.addfont(str(file))
    # approx.style.fonts reports what the font lacks, once.
    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)


@contextmanager
def settings(options: FigureOptions) -> Iterator[None]:
    """matplotlib set up for one figure: ours, and over them what the options bring."""
    _register_fonts()
    theme = options.theme
    ink, quiet = theme["ink"].color, theme["quiet"].color
    axis, grid = theme["axis"], theme["grid"]
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(
            {
                "font.family": [FONT, "DejaVu Sans"],
                "font.size": options.font_size,
                "mathtext.fontset": "stix",
                # Hinting rounds every advance to pixels: widths would depend on the resolution.
                "text.hinting": "no_hinting",
                "axes.unicode_minus": True,
                "axes.spines.left": False,
                "axes.spines.right": False,
                "axes.spines.top": False,
                "axes.spines.bottom": False,
                "axes.axisbelow": True,
                "axes.grid": True,
                "axes.linewidth": axis.width * options.scale,
                "grid.linewidth": grid.width * options.scale,
                "xtick.labelsize": options.small,
                "ytick.labelsize": options.small,
                "axes.labelsize": options.small,
                "axes.titlesize": options.small,
                "legend.fontsize": options.small,
                "legend.frameon": False,
                "svg.fonttype": "path" if options.text == "paths" else "none",
                "svg.hashsalt": "approx",
                "pdf.fonttype": 42,
                # Miters of steep corners reach far beyond the values they stand for.
                "lines.solid_joinstyle": "round",
                "lines.solid_capstyle": "round",
                "lines.dash_capstyle": "butt",
                "hatch.linewidth": 0.9 * options.scale,
            }
        )
        for side in ("xtick", "ytick"):
            mpl.rcParams.update({f"{side}.major.size": 0, f"{side}.minor.size": 0})
            mpl.rcParams[f"{side}.major.pad"] = 0.4 * options.font_size
        mpl.rcParams.update(options.rc)
        # Colours mean something: they are the theme's, whatever was set.
        mpl.rcParams.update(
            {
                "text.color": ink,
                "axes.labelcolor": ink,
                "axes.titlecolor": "auto",
                "axes.edgecolor": axis.color,
                "xtick.color": quiet,
                "ytick.color": quiet,
                "xtick.labelcolor": "inherit",
                "ytick.labelcolor": "inherit",
                "grid.color": grid.color,
                "figure.facecolor": theme["background"].color,
                "axes.facecolor": "none",
                "savefig.facecolor": "auto",
                "savefig.bbox": None,
                # Words come from tables and command lines: a dollar sign begins no formula.
                "text.parse_math": False,
            }
        )
        yield


class Drawing(Figure):
    """A figure of one size in inches that knows what it shows.

    Attributes:
        alt: its alternative text.
        options: how it is made.
        title, made: as :meth:`finish` sets them; made is None where no command makes it.
    """

    def __init__(
        self, width: float, height: float, alt: str = "", options: FigureOptions | None = None
    ) -> None:
        super().__init__(figsize=(width, height))
        FigureCanvasAgg(self)
        self.alt, self.title = alt, ""
        self.options = options or FigureOptions()
        self.made: Provenance | None = None

    def finish(self, title: str, made: Provenance | None) -> Drawing:
        """Set what the file needs, and the fonts: matplotlib would look them up when drawing."""
        self.title, self.made = title, made
        if self.options.transparent:
            self.patch.set_alpha(0.0)
        family, math = mpl.rcParams["font.family"], mpl.rcParams["mathtext.fontset"]
        for text in self.findobj(Text):
            text.set_fontfamily(family)
            text.set_math_fontfamily(math)
        return self

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write a file in one step, as SVG, PDF or PNG by the path's ending.

        Raises:
            InputError: for another ending.
        """
        place = Path(path)
        if place.suffix.lower() not in FIELDS:
            raise InputError(f"{place.name}: use .svg, .pdf or .png")
        write_file(place, self.encode(place.suffix.lower()))

    def encode(self, ending: str) -> bytes:
        """A file's bytes; `ending` is one of FIELDS."""
        for ax in self.axes:
            for image in ax.images:  # smoothed only where pixels become other pixels
                image.set_interpolation("antialiased" if ending == ".png" else "none")
        file = io.BytesIO()
        fields = _metadata(ending, self.title, self.alt, self.made)
        with settings(self.options):
            self.savefig(file, format=ending[1:], dpi=self.options.dpi, metadata=fields)
        if ending == ".pdf":
            return tagged(file.getvalue(), self.options.language, [self.alt])
        if ending == ".png":
            return file.getvalue()
        svg = file.getvalue().decode()
        return _accessible(svg, self.title, self.alt, self.options.language).encode()


def encode_pages(pages: Sequence[Drawing], title: str, alt: str, made: Provenance | None) -> bytes:
    """Several figures as the pages of one PDF."""
    from matplotlib.backends.backend_pdf import PdfPages  # takes time to load

    file, options = io.BytesIO(), pages[0].options
    with settings(options), PdfPages(file, metadata=_metadata(".pdf", title, alt, made)) as pdf:
        for page in pages:
            pdf.savefig(page, dpi=options.dpi)
    return tagged(file.getvalue(), options.language, [page.alt or title for page in pages])


def _metadata(ending: str, title: str, alt: str, made: Provenance | None) -> dict[str, str | None]:
    """A file's metadata as matplotlib takes it; `ending` is one of FIELDS."""
    description, source, software, times = FIELDS[ending]
    fields = {"Title": title, description: alt, software: SOFTWARE, **dict.fromkeys(times)}
    return fields if made is None else {**fields, source: str(made)}


def _accessible(svg: str, title: str, alt: str, language: str) -> str:
    """The SVG with its fonts inside, its language, and a title and description.

    Its ids are its own, so that several can stand in one document, and so are its styles and the
    names of its fonts, which have no more letters than it needs.
    """
    own = "a" + blake2b(f"{svg}{title}{alt}".encode(), digest_size=5).hexdigest()
    svg = re.sub(r'(\bid="|href="#|url\(#)', rf"\g<1>{own}-", svg)
    svg = svg.replace('<style type="text/css">*{', f'<style type="text/css">#{own} *{{')
    faces, families = _font_faces(svg, own)
    for family in families:
        svg = svg.replace(f"'{family}'", f"'{family} {own}', '{family}'")
    head = (
        f'<title id="{own}-title">{escape(title)}</title>\n '
        f'<desc id="{own}-desc">{escape(alt)}</desc>\n <style>{faces}</style>\n'
    )
    start = re.search(r"<svg [^>]*>", svg)
    if start is None:
        raise AssertionError("matplotlib wrote no <svg> element")
    named = f'id="{own}" role="img" aria-labelledby="{own}-title {own}-desc"'
    tag = f'{start.group(0)[:-1]} {named} lang="{language}" xml:lang="{language}">'
    return svg[: start.start()] + tag + "\n " + head + svg[start.end() :]


def _font_faces(svg: str, own: str) -> tuple[str, list[str]]:
    """An @font-face for every font that the SVG uses, cut to the characters it uses; the families.

    Args:
        own: stands after a family's name.
    """
    used: dict[tuple[str, Slant, str], set[str]] = defaultdict(set)
    for style, body in re.findall(r'<(?:text|tspan)[^>]*style="([^"]*)"[^>]*>(.*?)</', svg, re.S):
        text = unescape(re.sub(r"<[^>]*>", "", body))
        named = re.search(r"(?:font: [^']*|font-family: )'?([^',;]+)", unescape(style))
        if named and text.strip():
            italic: Slant = "italic" if "italic" in style else "normal"
            weight = "bold" if re.search(r"\bbold\b|\b700\b", style) else "normal"
            used[named.group(1).strip(), italic, weight].update(text)
    faces = []
    for (family, italic, weight), characters in sorted(used.items()):
        woff = _cut(family, italic, weight, characters)
        faces.append(fonts.face(f"{family} {own}", italic, weight, woff))
    return "".join(faces), sorted({family for family, _, _ in used})


def _cut(family: str, italic: Slant, weight: str, characters: set[str]) -> bytes:
    file = font_manager.findfont(
        font_manager.FontProperties(family=[family], style=italic, weight=weight)
    )
    # matplotlib sets and measures letters without kerning: so do readers of the file.
    return fonts.cut(file, characters, kerned=False)
