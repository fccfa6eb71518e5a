"""A file's bytes as text: UTF-8, UTF-16, UTF-32, or else Windows' Latin-1."""

from __future__ import annotations

import codecs
import re

from approx.inputs.content import kind_of
from approx.system.errors import InputError

#: UTF-32 first: its mark of little ends begins with that of UTF-16.
_MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF32_LE: "utf-32-le",
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
#: Bytes that are looked at where a file has no mark.
_LOOK = 2000
#: No text in Latin-1 holds these.
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def text_of(content: bytes, name: str) -> tuple[str, list[str]]:
    """The text, and a note where it is not in UTF-8.

    Raises:
        InputError: when it is compressed, or no text.
    """
    if kind_of(content) in ("compressed", "npz", "PyTorch"):
        raise InputError(f"{name} is compressed; compressed data files are not read")
    encoding, start = _marked(content)
    if not encoding:
        encoding = _unmarked(content)
    try:
        text = content[start:].decode(encoding)
    except UnicodeDecodeError as error:
        if encoding != "utf-8" or start:
            label = encoding.upper().removesuffix("-LE").removesuffix("-BE")
            where = f"(byte {error.start + start})"
            raise InputError(f"{name} is no {label} text {where}; save it as UTF-8") from None
        encoding, text = "latin-1", content.decode("cp1252", "replace")
    zero = text.find("\0")
    if zero >= 0:
        raise InputError(f"byte 0 at {zero}: this is not a text file")
    if encoding == "utf-8":
        return text, []
    if encoding == "latin-1":
        if _CONTROLS.search(text):
            raise InputError(f"{name} is not a text file")
        return text, ["read as Latin-1, since it is not UTF-8"]
    return text, [f"read as {encoding.upper()[:6]}"]


def _marked(content: bytes) -> tuple[str, int]:
    """The encoding that the first bytes name, and how many they are."""
    for mark, encoding in _MARKS.items():
        if content.startswith(mark):
            return encoding, len(mark)
    return "", 0


def _unmarked(content: bytes) -> str:
    """UTF-16 where every other byte of what is ASCII is zero."""
    head = content[:_LOOK]
    if len(head) >= 4:
        for first, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
            half, other = head[first::2], head[1 - first :: 2]
            if half.count(0) > 0.9 * len(half) and not other.count(0):
                return encoding
    return "utf-8"
