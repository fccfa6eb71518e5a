"""What a moving picture says of itself, which the libraries that write it leave out.

GIF has a comment, APNG has PNG's text chunks, WebP has an XMP packet, and the zip file of a PNG
sequence has a comment, which here is JSON.
"""

from __future__ import annotations

import json
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path

from approx.system.provenance import SOFTWARE

_XMP = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/" dc:source="{made}" dc:creator="{software}">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{description}</rdf:li></rdf:Alt>
</dc:description></rdf:Description></rdf:RDF></x:xmpmeta>"""


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
