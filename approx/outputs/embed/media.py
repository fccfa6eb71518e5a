"""The title, description and size of a figure, film or page, read from the file."""

from __future__ import annotations

import io
import json
import re
import struct
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from approx.inputs.content import read_once
from approx.system.errors import InputError
from approx.system.plain_text import one_line
from approx.system.provenance import without_provenance

SVG = "{http://www.w3.org/2000/svg}"
PICTURES = (".svg", ".pdf", ".png", ".gif", ".webp", ".apng")
FILMS = (".mp4", ".webm", ".mov")
FRAMES = ".zip"
PAGES = (".html",)
ENDINGS = (*PICTURES, *FILMS, FRAMES, *PAGES)
LARGEST = 64 * 1024 * 1024  # bytes of an SVG or PDF that is read
LONGEST_CAPTIONS = 1 << 20  # bytes
LONGEST_TEXT = 10_000  # characters of an alternative text
MOST_PIXELS = 64_000_000  # of one picture: 8K has half as many
MOST_FRAMES, LONGEST_DIRECTORY = 65_534, 1 << 24  # of a zip file
#: Ending -> the one format that is looked for: Pillow would also start Ghostscript for what looks
#: like EPS, and FFmpeg would open the addresses of what looks like a playlist.
PILLOW = {".png": "PNG", ".apng": "PNG", ".gif": "GIF", ".webp": "WEBP"}
FFMPEG = {".mp4": "mp4", ".mov": "mov", ".webm": "webm"}
#: A frame of a sequence: what animate calls its stem, and its number.
_FRAME = re.compile(r"([A-Za-z0-9_-]{0,100}?)([0-9]{1,9})\.png")


@dataclass(frozen=True)
class Media:
    """A figure or film with its texts.

    Attributes:
        path: as the user wrote it, seen from `folder`.
        alt: its alternative text.
        title: or "".
        size: width and height in pixels; None where the file does not hold them.
        numbering: of the pictures in a zip file: the stem of their names, the first number and the
            last, with their zeros; None for other files.
        fps: of these pictures.
    """

    path: Path
    alt: str
    title: str = ""
    size: tuple[int, int] | None = None
    numbering: tuple[str, str, str] | None = None
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
    def is_page(self) -> bool:
        """Whether it is a page of its own, which a frame shows."""
        return self.ending in PAGES

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
    """The file's texts and size.

    Args:
        path: relative to `folder`.
        alt: in place of the file's own alternative text.

    Raises:
        InputError: when it is no figure or film, cannot be read, or holds no description.
    """
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise InputError(f"{path.name}: embed takes {', '.join(ENDINGS)}")
    file = folder / path
    if not file.is_file():
        raise InputError(f"{path} is not there")
    reader = _film if ending in FILMS else READERS.get(ending, _pixels)
    try:
        fields = reader(file)
    except InputError:
        raise
    except Exception as error:  # every library has its own errors for broken files
        said = str(getattr(error, "strerror", "") or error)
        reason = said.splitlines()[0] if said else type(error).__name__
        raise InputError(f"{path.name} cannot be read: {reason}") from None
    description = fields.pop("alt", "")
    alt = one_line(alt or description or _from_captions(file), LONGEST_TEXT)
    if not alt:
        raise InputError(f"{path.name} holds no description; say what it shows: --alt TEXT")
    title = one_line(fields.pop("title", ""), LONGEST_TEXT)
    return Media(path, alt, title, **fields, folder=folder)


def _from_captions(path: Path) -> str:
    """The captions beside a film, one after the other: the last resort."""
    import srt

    beside = path.with_suffix(".srt")
    if not beside.is_file():
        return ""
    text = read_once(beside, LONGEST_CAPTIONS, "captions").decode("utf-8", "replace")
    entries = srt.parse(text, ignore_errors=True)
    return " ".join(entry.content for entry in entries)


def _xml(data: bytes) -> Any:
    """The root element; the file is not trusted: no entities, nothing fetched."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(data, parser)


def _svg(path: Path) -> dict[str, Any]:
    root = _xml(read_once(path, LARGEST, "SVG"))
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

    fields = PdfReader(io.BytesIO(read_once(path, LARGEST, "PDF"))).metadata
    return {} if fields is None else {"title": fields.title or "", "alt": fields.subject or ""}


def _pixels(path: Path) -> dict[str, Any]:
    """PNG's text chunks, WebP's XMP, GIF's comment."""
    from PIL import Image

    with Image.open(path, formats=[PILLOW[path.suffix.lower()]]) as image:
        if image.width * image.height > MOST_PIXELS:
            raise InputError(f"{path.name} has {image.width}x{image.height} pixels, too many")
        image.load()
        info = image.info
        comment = info.get("comment", b"")
        if isinstance(comment, bytes):
            comment = comment.decode("utf-8", "replace")
        alt = info.get("Description") or _xmp(info.get("xmp")) or without_provenance(comment)
        return {"title": info.get("Title", ""), "alt": alt, "size": image.size}


def _xmp(packet: bytes | None) -> str:
    """The description in an XMP packet."""
    if not packet:
        return ""
    texts = _xml(packet).xpath("//*[local-name()='description']//text()")
    return " ".join(" ".join(texts).split())


def _film(path: Path) -> dict[str, Any]:
    import av

    with av.open(str(path), format=FFMPEG[path.suffix.lower()]) as container:
        if not container.streams.video:
            raise InputError(f"{path.name} holds no film")
        context = container.streams.video[0].codec_context
        tags = {name.lower(): value for name, value in container.metadata.items()}
        return {
            "title": tags.get("title", ""),
            "alt": tags.get("description") or without_provenance(tags.get("comment", "")),
            "size": (context.width, context.height),
        }


def _frames(path: Path) -> dict[str, Any]:
    _check_directory(path)
    with zipfile.ZipFile(path) as archive:
        names = sorted(name for name in archive.namelist() if name.endswith(".png"))
        try:
            tags = json.loads(archive.comment)
        except ValueError:
            tags = {}
    if not names:
        raise InputError(f"{path.name} holds no pictures")
    frames = [_FRAME.fullmatch(name) for name in names]
    if not all(frames) or len({frame and frame[1] for frame in frames}) > 1:
        raise InputError(f"{path.name}: its pictures are not called frame-00001.png and so on")
    tags = tags if isinstance(tags, dict) else {}
    fps = tags.get("fps", 0)
    first, last = frames[0], frames[-1]
    assert first is not None
    assert last is not None
    return {
        "title": str(tags.get("title", "")),
        "alt": str(tags.get("description", "")),
        "numbering": (first[1], first[2], last[2]),
        "fps": fps if type(fps) is int and 0 < fps <= 240 else 0,
    }


def _check_directory(path: Path) -> None:
    """Refuse a zip file whose directory is too large to be read; zipfile reads all of it."""
    with path.open("rb") as file:
        size = file.seek(0, io.SEEK_END)
        file.seek(max(0, size - (1 << 16) - 22))
        end = file.read()
    at = end.rfind(b"PK\x05\x06")
    if at < 0 or len(end) < at + 22:
        raise InputError(f"{path.name} cannot be read: it is no zip file")
    members, length = struct.unpack("<HI", end[at + 10 : at + 16])
    # 65535 and 2³² − 1 stand for larger numbers, which no film needs.
    if members > MOST_FRAMES or length > LONGEST_DIRECTORY:
        raise InputError(f"{path.name} holds too many pictures; the limit is {MOST_FRAMES}")


def _page(path: Path) -> dict[str, Any]:
    """What the head of an HTML file says."""
    from lxml import html

    root = html.document_fromstring(read_once(path, LARGEST, "HTML"))
    about = root.xpath("//head/meta[@name='description']/@content")
    title = root.findtext(".//head/title") or ""
    return {"title": title, "alt": about[0] if about else title}


READERS = {".svg": _svg, ".pdf": _pdf, FRAMES: _frames, ".html": _page}
