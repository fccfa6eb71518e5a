"""The snippets, one function per kind of document."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path
from urllib.parse import quote

from approx.outputs.embed.media import Media
from approx.style.languages import say
from approx.system.errors import InputError
from approx.system.plain_text import html as html_text
from approx.system.plain_text import latex
from approx.system.plain_text import markdown as markdown_text

MIME = {".mp4": "video/mp4", ".webm": "video/webm", ".mov": "video/quicktime"}


def html(media: Media, language: str) -> str:
    """An <img>, or a <video> with its captions."""
    size = "" if media.size is None else f' width="{media.size[0]}" height="{media.size[1]}"'
    style = ' style="max-width:100%;height:auto"'
    if not media.moving:
        _not_frames(media, "html")
        if media.ending == ".pdf":
            raise InputError(f"pages show no PDF as a picture; use the SVG of {media.path.name}")
        return f'<img src="{_url(media.path)}"{size}{style} alt="{html_text(media.alt)}">'
    poster = "" if media.poster is None else f' poster="{_url(media.poster)}"'
    track = ""
    if media.captions is not None:
        track = (
            f'  <track kind="captions" src="{_url(media.captions)}" srclang="{language}" '
            f'label="{say("captions", language)}">\n'
        )
    return (
        f'<video controls preload="metadata"{poster}{size}{style} '
        f'aria-label="{html_text(media.alt)}">\n'
        f'  <source src="{_url(media.path)}" type="{MIME[media.ending]}">\n{track}</video>'
    )


def markdown(media: Media, language: str) -> str:
    """An image; a film is HTML, which Markdown takes as it is."""
    if media.moving:
        return html(media, language)
    _viewable(media, "markdown")
    return f"![{markdown_text(media.alt)}]({_address(media.path)})"


def quarto(media: Media, language: str) -> str:
    """An image with its title as the caption; a film in a block of raw HTML."""
    if media.moving:
        return f"```{{=html}}\n{html(media, language)}\n```"
    _not_frames(media, "quarto")
    words = media.alt.replace("\\", r"\\").replace('"', r"\"")
    return f'![{markdown_text(media.title)}]({_address(media.path)}){{fig-alt="{words}"}}'


def jupyter(media: Media, language: str) -> str:
    """A cell; the file stays beside the notebook."""
    _viewable(media, "jupyter")
    return f"from IPython.display import HTML\n\nHTML({html(media, language)!r})"


def beamer(media: Media, language: str) -> str:
    """A frame's contents for LaTeX: a picture, a film by multimedia, or frames by animate."""
    alt = latex(media.alt)
    if media.numbering:
        return _animate(media, alt)
    if media.moving:
        width, height = media.size or (16, 9)
        share = f"{height / width:.4f}".rstrip("0")
        picture = rf"\rule{{0pt}}{{{share}\textwidth}}"
        if media.poster is not None:
            picture = rf"\includegraphics[width=\textwidth,alt={{{alt}}}]{{{_file(media.poster)}}}"
        return (
            f"% preamble: \\usepackage{{multimedia}}\n% {alt}\n"
            rf"\movie[width=\textwidth,height={share}\textwidth,showcontrols]%"
            f"\n  {{{picture}}}{{{_file(media.path)}}}"
        )
    if media.ending not in (".pdf", ".png"):
        raise InputError(
            f"LaTeX shows no {media.ending} file; draw {media.path.stem}.pdf for it, "
            "or frames: approx render … -o frames.zip"
        )
    return rf"\includegraphics[width=\textwidth,alt={{{alt}}}]{{{_file(media.path)}}}"


def _animate(media: Media, alt: str) -> str:
    """The frames of a zip file, once it is unpacked into a folder of its name."""
    assert media.numbering is not None
    stem, first, last = media.numbering
    folder = _file(media.path.with_suffix(""))
    return (
        f"% preamble: \\usepackage{{animate}}; unpack {_file(media.path)} into {folder}/\n"
        f"% {alt}\n"
        rf"\animategraphics[width=\textwidth,autoplay,controls]{{{media.fps or 15}}}%"
        f"\n  {{{folder}/{stem}}}{{{first}}}{{{last}}}"
    )


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


SNIPPETS: Mapping[str, Callable[[Media, str], str]] = {
    "beamer": beamer,
    "html": html,
    "jupyter": jupyter,
    "markdown": markdown,
    "quarto": quarto,
}
