"""Pictures that move, and PNG sequences: written frame by frame from lossless segments.

Their tags, which the libraries that write them leave out, are written afterwards: GIF has a
comment, APNG has PNG's text chunks, WebP has an XMP packet, and the zip file of a PNG sequence has
a comment, which here is JSON.
"""

from __future__ import annotations

import io
import json
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from html import escape
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from approx.outputs.films.formats import Format
from approx.system.errors import InputError, MachineError
from approx.system.provenance import SOFTWARE

Frame = NDArray[np.uint8]
#: In bytes: what pages load and mails carry. Films have no such bound, they are streamed.
LARGEST = 25_000_000
#: The container of the segments of every film that is written frame by frame.
SEGMENTS = "mov"
_XMP = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/" dc:source="{made}" dc:creator="{software}">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{description}</rdf:li></rdf:Alt>
</dc:description></rdf:Description></rdf:RDF></x:xmpmeta>"""


def write(files: Sequence[Path], path: Path, form: Format, fps: int) -> None:
    """Write the film as a picture that moves, or as a PNG sequence.

    Raises:
        InputError: when a picture that moves would be larger than LARGEST.
    """
    image = form.image
    if image is None:
        _sequence(files, path, form.alpha)
        return
    step, muxing, options = Fraction(1, fps), dict(image.muxing), {**image.options, "threads": "1"}
    if image.container == "apng":
        muxing["final_delay"] = f"1/{fps}"
    with av.open(str(path), "w", format=image.container, options=muxing) as film:
        stream: Any = film.add_stream(image.codec, rate=fps, options=options)
        stream.pix_fmt = image.pixels if form.alpha or not image.opaque else image.opaque
        stream.codec_context.time_base = step
        size = 0
        source = _paletted(files) if image.pixels == "pal8" else _pictures(files)
        for number, picture in _changes(source):
            if not stream.codec_context.is_open:
                stream.width, stream.height = picture.width, picture.height
            picture.pts, picture.time_base = number, step
            size += _add(film, stream.encode(picture))
            _check_size(size, form.name)
        _check_size(size + _add(film, stream.encode(None)), form.name)


def _add(film: Any, packets: Sequence[Any]) -> int:
    """Write the packets; how many bytes they are."""
    size = sum(packet.size for packet in packets)
    film.mux(packets)
    return size


def _check_size(size: int, name: str) -> None:
    if size > LARGEST:
        raise InputError(
            f"the .{name} would be larger than {LARGEST // 10**6} MB; use -q l, "
            "a smaller --size or --fps, or .mp4"
        )


def _pictures(files: Sequence[Path]) -> Iterator[Any]:
    for file in files:
        with av.open(str(file), format=SEGMENTS) as segment:
            yield from segment.decode(video=0)


def _changes(pictures: Iterator[Any]) -> Iterator[tuple[int, Any]]:
    """(number, picture) of every frame that differs from the one before, and of the last."""
    before, number, picture, shown = b"", -1, None, -1
    for number, picture in enumerate(pictures):
        now = bytes(picture.planes[0])
        if now != before:
            before, shown = now, number
            yield number, picture
    if picture is not None and shown != number:
        yield number, picture  # so that the last rest has its length


def _paletted(files: Sequence[Path]) -> Iterator[Any]:
    """The frames in the 256 colours that suit the whole film best, without dithering."""
    palette = _palette(files)
    graph: Any = None
    for picture in _pictures(files):
        if graph is None:
            graph = av.filter.Graph()
            base = Fraction(1, 1000)
            shown = graph.add_buffer(
                width=picture.width, height=picture.height, format=picture.format,
                time_base=base, name="shown",
            )  # fmt: skip
            colors = graph.add_buffer(
                width=palette.width, height=palette.height, format=palette.format,
                time_base=base, name="colors",
            )  # fmt: skip
            use, sink = graph.add("paletteuse", "dither=none"), graph.add("buffersink")
            shown.link_to(use, 0, 0)
            colors.link_to(use, 0, 1)
            use.link_to(sink, 0, 0)
            graph.configure()
            palette.pts, palette.time_base = 0, base
            colors.push(palette)
            colors.push(None)
        shown.push(picture)
        yield sink.pull()


def _palette(files: Sequence[Path]) -> Any:
    graph: Any = None
    for picture in _pictures(files):
        if graph is None:
            graph = av.filter.Graph()
            source = graph.add_buffer(
                width=picture.width, height=picture.height, format=picture.format,
                time_base=Fraction(1, 1000),
            )  # fmt: skip
            make, sink = graph.add("palettegen", "reserve_transparent=0"), graph.add("buffersink")
            source.link_to(make)
            make.link_to(sink)
            graph.configure()
        source.push(picture)
    source.push(None)
    return sink.pull()


def _sequence(files: Sequence[Path], path: Path, alpha: bool) -> None:
    """frame-0001.png and so on in a zip file; equal frames are compressed once."""
    from PIL import Image

    before, data = b"", b""
    with zipfile.ZipFile(path, "w") as archive:
        for number, picture in enumerate(_pictures(files), start=1):
            pixels = picture.to_ndarray(format="rgba" if alpha else "rgb24")
            if (now := pixels.tobytes()) != before:
                before, file = now, io.BytesIO()
                Image.fromarray(pixels).save(file, "PNG", compress_level=6)
                data = file.getvalue()
            archive.writestr(zipfile.ZipInfo(f"frame-{number:05d}.png"), data)


def check(path: Path, name: str, width: int, height: int) -> None:
    """Look at every frame.

    Raises:
        MachineError: when the file does not open to the end, or has the wrong size.
    """
    from PIL import Image, UnidentifiedImageError

    try:
        if name == "zip":
            with zipfile.ZipFile(path) as archive:
                first = archive.namelist()[0]
                if archive.testzip() is not None:
                    raise MachineError("the finished sequence is damaged")
                with archive.open(first) as file, Image.open(file, formats=["PNG"]) as image:
                    size = image.size
        else:
            with Image.open(path, formats=["PNG" if name == "apng" else name.upper()]) as image:
                for number in range(getattr(image, "n_frames", 1)):
                    image.seek(number)
                    image.load()
                size = image.size
    except (OSError, UnidentifiedImageError, zipfile.BadZipFile, EOFError, IndexError) as error:
        raise MachineError(f"the finished film cannot be opened: {error}") from None
    if size != (width, height):
        raise MachineError(f"the finished film is {size[0]}x{size[1]}, not {width}x{height}")


def tag(path: Path, name: str, words: Mapping[str, str], fps: int) -> None:
    """Write the film's tags into its file.

    Args:
        name: of the format: gif, webp, apng or zip.
        words: title, description, comment; the comment's last line says how the film was made.
    """
    if name == "zip":
        with zipfile.ZipFile(path, "a") as archive:
            archive.comment = json.dumps({**words, "fps": fps}).encode()
        return
    path.write_bytes(_WRITERS[name](path.read_bytes(), words))


def _gif(data: bytes, words: Mapping[str, str]) -> bytes:
    """A comment block after the header and the colours that all frames share."""
    flags = data[10]
    start = 13 + (3 << (flags & 7) + 1 if flags & 0x80 else 0)
    text = words["comment"].encode()
    blocks = (text[k : k + 255] for k in range(0, len(text), 255))
    comment = b"".join(bytes([len(block)]) + block for block in blocks)
    return data[:start] + b"\x21\xfe" + comment + b"\x00" + data[start:]


def _apng(data: bytes, words: Mapping[str, str]) -> bytes:
    """Text chunks after the first, which is the header."""
    fields = {
        "Title": words["title"],
        "Description": words["description"],
        "Comment": words["comment"].rpartition("\n")[2],
        "Software": SOFTWARE,
    }
    chunks = b""
    for key, text in fields.items():
        body = b"iTXt" + key.encode() + b"\0\0\0\0\0" + text.encode()
        chunks += struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    return data[:33] + chunks + data[33:]


def _webp(data: bytes, words: Mapping[str, str]) -> bytes:
    """An XMP packet as the last chunk, announced by a flag of the first."""
    made = words["comment"].rpartition("\n")[2]
    fields = {**words, "made": made, "software": SOFTWARE}
    packet = _XMP.format(**{key: escape(text) for key, text in fields.items()}).encode()
    chunk = b"XMP " + struct.pack("<I", len(packet)) + packet + b"\0" * (len(packet) % 2)
    body = data[8:20] + bytes([data[20] | 4]) + data[21:] + chunk
    return b"RIFF" + struct.pack("<I", len(body)) + body


_WRITERS: Mapping[str, Callable[[bytes, Mapping[str, str]], bytes]] = {
    "gif": _gif,
    "webp": _webp,
    "apng": _apng,
}
