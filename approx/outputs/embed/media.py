"""What a figure or film says of itself: title, description, size; read from the file."""

from __future__ import annotations

import json
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from approx.system.errors import InputError
from approx.system.provenance import without_provenance

SVG = "{http://www.w3.org/2000/svg}"
PICTURES = (".svg", ".pdf", ".png", ".gif", ".webp", ".apng")
FILMS = (".mp4", ".webm", ".mov")
FRAMES = ".zip"
ENDINGS = (*PICTURES, *FILMS, FRAMES)
LARGEST = 64 * 1024 * 1024  # bytes of an SVG that is read


@dataclass(frozen=True)
class Media:
    """A figure or film and its words.

    Attributes:
        path: as the user wrote it, seen from `folder`.
        alt: what it shows.
        title: what it is called, or "".
        size: width and height in pixels, where the file knows.
        frames, fps: of a sequence of pictures in a zip file.
    """

    path: Path
    alt: str
    title: str = ""
    size: tuple[int, int] | None = None
    frames: tuple[str, ...] = ()
    fps: int = 0
    folder: Path = Path()

    @property
    def ending(self) -> str:
        return self.path.suffix.lower()

    @property
    def moving(self) -> bool:
        """Whether a player shows it, not an image viewer."""
        return self.ending in FILMS

    @property
    def captions(self) -> Path | None:
        """The captions beside a film."""
        beside = self.path.with_suffix(".vtt")
        return beside if self.moving and (self.folder / beside).is_file() else None

    @property
    def poster(self) -> Path | None:
        """A still beside a film, for pages that cannot play."""
        beside = self.path.with_suffix(".png")
        return beside if (self.folder / beside).is_file() else None


def read(path: Path, alt: str | None = None, folder: Path = Path()) -> Media:
    """The file's words; `alt` instead of what it says, where that is nothing.

    Args:
        path: seen from `folder`, which is here unless said.

    Raises:
        InputError: when it is no figure or film, cannot be read, or holds no words.
    """
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise InputError(f"{path.name}: embed takes {', '.join(ENDINGS)}")
    file = folder / path
    if not file.is_file():
        raise InputError(f"{path} is not there")
    reader = _film if ending in FILMS else READERS.get(ending, _pixels)
    try:
        said = reader(file)
    except InputError:
        raise
    except Exception as error:  # every library has its own way to say that a file is broken
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise InputError(f"{path.name} cannot be read: {reason}") from None
    words = alt or said.pop("alt", "") or _told(file)
    said.pop("alt", None)
    if not words:
        raise InputError(f"{path.name} holds no description; say what it shows: --alt TEXT")
    return Media(path, " ".join(words.split()), **said, folder=folder)


def _told(path: Path) -> str:
    """The captions beside a film, one after the other: the last resort."""
    import srt

    beside = path.with_suffix(".srt")
    if not beside.is_file():
        return ""
    entries = srt.parse(beside.read_text(encoding="utf-8"), ignore_errors=True)
    return " ".join(entry.content for entry in entries)


def _xml(data: bytes) -> Any:
    """The root element; the file may be anybody's: no entities, nothing fetched."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(data, parser)


def _svg(path: Path) -> dict[str, Any]:
    if path.stat().st_size > LARGEST:
        raise InputError(f"{path.name} is larger than {LARGEST >> 20} MB")
    root = _xml(path.read_bytes())
    if root.tag != f"{SVG}svg":
        raise InputError(f"{path.name} is no SVG")
    return {
        "title": root.findtext(f"{SVG}title") or "",
        "alt": root.findtext(f"{SVG}desc") or "",
        "size": _points(root.get("width"), root.get("height")),
    }


def _points(width: str | None, height: str | None) -> tuple[int, int] | None:
    """matplotlib's sizes in points, as pixels of a page."""
    if width is None or height is None or not (width.endswith("pt") and height.endswith("pt")):
        return None
    return round(float(width[:-2]) * 4 / 3), round(float(height[:-2]) * 4 / 3)


def _pdf(path: Path) -> dict[str, Any]:
    from pypdf import PdfReader

    said = PdfReader(path).metadata
    if said is None:
        return {}
    return {"title": said.title or "", "alt": said.subject or ""}


def _pixels(path: Path) -> dict[str, Any]:
    """PNG's text chunks, WebP's XMP, GIF's comment."""
    from PIL import Image

    with Image.open(path) as image:
        image.load()
        info = image.info
        comment = info.get("comment", b"")
        alt = info.get("Description") or _xmp(info.get("xmp")) or comment
        alt = alt.decode("utf-8", "replace") if isinstance(alt, bytes) else alt
        return {"title": info.get("Title", ""), "alt": alt, "size": image.size}


def _xmp(packet: bytes | None) -> str:
    """The description in an XMP packet."""
    if not packet:
        return ""
    found = _xml(packet).xpath("//*[local-name()='description']//text()")
    return " ".join(" ".join(found).split())


def _film(path: Path) -> dict[str, Any]:
    import av

    with av.open(str(path)) as container:
        if not container.streams.video:
            raise InputError(f"{path.name} holds no film")
        context = container.streams.video[0].codec_context
        said = {name.lower(): value for name, value in container.metadata.items()}
        return {
            "title": said.get("title", ""),
            "alt": said.get("description") or without_provenance(said.get("comment", "")),
            "size": (context.width, context.height),
        }


def _frames(path: Path) -> dict[str, Any]:
    with zipfile.ZipFile(path) as archive:
        names = tuple(sorted(name for name in archive.namelist() if name.endswith(".png")))
        try:
            said = json.loads(archive.comment)
        except ValueError:
            said = {}
    if not names:
        raise InputError(f"{path.name} holds no pictures")
    words = {"title": str(said.get("title", "")), "alt": str(said.get("description", ""))}
    return {**words, "frames": names, "fps": int(said.get("fps", 0))}


READERS = {".svg": _svg, ".pdf": _pdf, FRAMES: _frames}
