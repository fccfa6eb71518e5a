"""The snippets, one function per kind of document."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from urllib.parse import quote

from approx.outputs.embed.media import Media
from approx.style.languages import say
from approx.system.errors import InputError
from approx.system.plain_text import html as html_text
from approx.system.plain_text import latex
from approx.system.plain_text import markdown as markdown_text

MIME = {
    ".mp4": "video/mp4", ".webm": "video/webm", ".mov": "video/quicktime", ".svg": "image/svg+xml",
    ".png": "image/png", ".apng": "image/png", ".gif": "image/gif", ".webp": "image/webp",
    ".html": "text/html",
}  # fmt: skip
#: The height of a page's frame, in pixels: its picture and its first controls.
PAGE_HEIGHT = 860
#: So much of a slide's height a picture may take; and a film, whose width follows from it: then
#: slides of 4:3 and of 16:9 have room for one of 16:9.
SLIDE, FILM = 0.8, 0.7
#: What a cell of a notebook begins with, and the letters in a line of its text.
IMPORTS = """from base64 import b64encode
from pathlib import Path

from IPython.display import HTML

"""
PIECE = 76


@dataclass(frozen=True)
class Play:
    """How a film is played.

    Attributes:
        autoplay: begins by itself; browsers then want it muted, so it is.
        loop: begins again at its end.
        muted: without sound.
    """

    autoplay: bool = False
    loop: bool = False
    muted: bool = False

    def attributes(self) -> str:
        """As HTML writes them."""
        names = (
            *(("autoplay", "playsinline") if self.autoplay else ()),
            *(("loop",) if self.loop else ()),
            *(("muted",) if self.muted or self.autoplay else ()),
        )
        return "".join(f" {name}" for name in names)


#: Begins when it is asked to, plays once, with its sound.
PLAIN = Play()


def html(media: Media, language: str, play: Play = PLAIN, source: str = "") -> str:
    """An <img>, a <video> with its captions, or an <iframe> of a page.

    Args:
        source: the address, where it is not the file's path.
    """
    address = source or _url(media.path)
    if media.is_page:
        return (
            f'<iframe src="{address}" title="{html_text(media.alt)}" loading="lazy" '
            f'allow="clipboard-write" width="100%" height="{PAGE_HEIGHT}" '
            'style="border:0"></iframe>'
        )
    size = "" if media.size is None else f' width="{media.size[0]}" height="{media.size[1]}"'
    style = ' style="max-width:100%;height:auto"'
    if not media.moving:
        _not_frames(media, "html")
        if media.ending == ".pdf":
            raise InputError(f"pages show no PDF as a picture; use the SVG of {media.path.name}")
        return f'<img src="{address}"{size}{style} alt="{html_text(media.alt)}">'
    poster = "" if media.poster is None or source else f' poster="{_url(media.poster)}"'
    track = ""
    if media.captions is not None and not source:
        track = (
            f'  <track kind="captions" src="{_url(media.captions)}" srclang="{language}" '
            f'label="{say("captions", language)}">\n'
        )
    return (
        f'<video controls{play.attributes()} preload="metadata"{poster}{size}{style} '
        f'aria-label="{html_text(media.alt)}">\n'
        f'  <source src="{address}" type="{MIME[media.ending]}">\n{track}</video>'
    )


def markdown(media: Media, language: str, play: Play = PLAIN) -> str:
    """An image; a film or page is HTML, which Markdown takes as it is."""
    if media.moving or media.is_page:
        return html(media, language, play)
    _viewable(media, "markdown")
    return f"![{markdown_text(media.alt)}]({_address(media.path)})"


def quarto(media: Media, language: str, play: Play = PLAIN) -> str:
    """A figure with a caption, its title, and an id of its own, the file's name."""
    name = _identifier(media.path)
    if media.moving or media.is_page:
        block = f"```{{=html}}\n{html(media, language, play)}\n```"
        return f"::: {{#{name}}}\n{block}\n\n{markdown_text(media.title)}\n:::"
    _not_frames(media, "quarto")
    words = media.alt.replace("\\", r"\\").replace('"', r"\"")
    caption = markdown_text(media.title)
    return f'![{caption}]({_address(media.path)}){{#{name} fig-alt="{words}"}}'


def jupyter(media: Media, language: str, play: Play = PLAIN) -> str:
    """A cell whose output holds the file, so that it is shown on any server, Colab's too."""
    _viewable(media, "jupyter")
    mark = "DATA"
    # Values hold no quotes, so tags may have single ones: then Python needs no escapes.
    text = html(media, language, play, f"data:{MIME[media.ending]};base64,{mark}").replace('"', "'")
    before, after = (
        [f"    {_quoted(part)},\n" for part in _pieces(t)] for t in text.split(mark, 1)
    )
    return (
        f"{IMPORTS}data = b64encode(Path({_quoted(media.path.as_posix())}).read_bytes()).decode()\n"
        f"parts = [\n{''.join(before)}    data,\n{''.join(after)}]\n"
        'HTML("".join(parts))'
    )


def _pieces(text: str) -> list[str]:
    """A text cut behind spaces, so that it makes short lines of code."""
    cut = re.compile(rf".{{1,{PIECE}}}(?:\s|$)|\s*\S+\s?", re.DOTALL)
    return [piece for line in text.splitlines(keepends=True) for piece in cut.findall(line)]


def _quoted(text: str) -> str:
    """A text as Python writes it between double quotes."""
    return json.dumps(text, ensure_ascii=False)


def beamer(media: Media, language: str, play: Play = PLAIN) -> str:
    """A frame's contents for LaTeX: a picture, a film by multimedia, or frames by animate.

    Nothing is higher than the slide has room for.
    """
    alt = latex(media.alt)
    if media.is_page:
        raise InputError(f"LaTeX shows no page; draw a figure: approx figure {media.path.stem}")
    if media.numbering:
        return _animate(media, alt, play)
    if media.moving:
        width, height = media.size or (16, 9)
        across, up = _fitting(height / width)
        picture = rf"\rule{{0pt}}{{{up}}}"
        if media.poster is not None:
            size = rf"width={across},height={up}"
            picture = rf"\includegraphics[{size},alt={{{alt}}}]{{{_file(media.poster)}}}"
        flags = "".join([",autostart"[: 10 * play.autoplay], ",loop"[: 5 * play.loop]])
        return (
            f"% preamble: \\usepackage{{multimedia}}\n% {alt}\n"
            rf"\movie[width={across},height={up},showcontrols{flags}]%"
            f"\n  {{{picture}}}{{{_file(media.path)}}}"
        )
    if media.ending not in (".pdf", ".png"):
        raise InputError(
            f"LaTeX shows no {media.ending} file; draw {media.path.stem}.pdf for it, "
            "or frames: approx render … -o frames.zip"
        )
    return rf"\includegraphics[{_WITHIN},alt={{{alt}}}]{{{_file(media.path)}}}"


#: As large as the slide, or the column of an article, has room for.
_WITHIN = rf"width=\textwidth,height={SLIDE}\textheight,keepaspectratio"


def _fitting(share: float) -> tuple[str, str]:
    """Width and height of a film whose height is this share of its width."""
    if share <= FILM**2:
        return r"\textwidth", rf"{share:.4f}".rstrip("0") + r"\textwidth"
    return rf"{FILM / share:.4f}".rstrip("0") + r"\textheight", rf"{FILM}\textheight"


def _animate(media: Media, alt: str, play: Play) -> str:
    """The frames of a zip file, once it is unpacked into a folder of its name."""
    assert media.numbering is not None
    stem, first, last = media.numbering
    folder = _file(media.path.with_suffix(""))
    loop = ",loop" if play.loop else ""
    return (
        f"% preamble: \\usepackage{{animate}}; unpack {_file(media.path)} into {folder}/\n"
        f"% {alt}\n"
        rf"\animategraphics[{_WITHIN},autoplay,controls{loop}]{{{media.fps or 15}}}%"
        f"\n  {{{folder}/{stem}}}{{{first}}}{{{last}}}"
    )


def _identifier(path: Path) -> str:
    """A figure's id in Quarto, from the file's name: documents refer to it as @fig-…."""
    name = re.sub(r"[^A-Za-z0-9]+", "-", path.name.removesuffix(".svg")).strip("-").lower()
    return f"fig-{name or 'approx'}"


def _not_frames(media: Media, target: str) -> None:
    if media.numbering:
        raise InputError(f"{media.path.name} is for beamer; {target} takes a film or a picture")


def _viewable(media: Media, target: str) -> None:
    _not_frames(media, target)
    if media.ending == ".pdf":
        raise InputError(f"{target} shows no PDF as a picture; use the SVG of {media.path.name}")


def _url(path: Path) -> str:
    return escape(quote(path.as_posix(), safe="/:~"), quote=True)


def _address(path: Path) -> str:
    """A link's target in Markdown: no spaces, no brackets."""
    return quote(path.as_posix(), safe="/:~")


def _file(path: Path) -> str:
    """A file's name for LaTeX, which takes most of them as they are."""
    name = path.as_posix()
    if not name.isprintable() or any(c in name for c in "#%{}\\~^$&"):
        raise InputError(f"LaTeX cannot read a file called {name!r}; rename it")
    return name


SNIPPETS: Mapping[str, Callable[[Media, str, Play], str]] = {
    "beamer": beamer,
    "html": html,
    "jupyter": jupyter,
    "markdown": markdown,
    "quarto": quarto,
}
