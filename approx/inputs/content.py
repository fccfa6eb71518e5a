"""A file's bytes, from one opening of a small regular file, and its kind by its first bytes."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import BinaryIO

from approx.system.errors import InputError
from approx.system.plain_text import one_line

MIB = 1 << 20
#: Larger files are refused before they are read.
LARGEST = 256 * MIB
#: Longer function texts are refused before they are parsed.
MOST_CHARACTERS = 500
# Without waiting (POSIX), without changing line ends (Windows).
_PLAIN = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def read_once(path: str | os.PathLike[str], largest: int = LARGEST, kind: str = "") -> bytes:
    """The file's bytes, from one opening: what is checked is what is used.

    Args:
        largest: limit in bytes.
        kind: the kind of file with this limit, if it is not the general one.

    Raises:
        InputError: when it cannot be opened, is no regular file, is too large, or is being written.
    """
    name = shown(path)
    try:
        # Opening a FIFO would wait for a writer; O_NONBLOCK does not, and fstat shows the FIFO.
        descriptor = os.open(path, os.O_RDONLY | _PLAIN)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        reason = error.strerror if isinstance(error, OSError) else "not a usable file name"
        raise InputError(f"cannot open {name}: {reason}") from None
    try:
        facts = os.fstat(descriptor)
        if stat.S_ISDIR(facts.st_mode):
            raise InputError(f"cannot open {name}: Is a directory")
        if not stat.S_ISREG(facts.st_mode):
            raise InputError(f"{name} is not a regular file")
        if facts.st_size > largest:
            size, of = max(facts.st_size / MIB, largest / MIB + 1), f" for {kind}" if kind else ""
            raise InputError(f"{name} is {size:.0f} MiB; the limit{of} is {largest // MIB} MiB")
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            content = file.read(facts.st_size + 1)
    except OSError as error:
        raise InputError(f"cannot read {name}: {error.strerror}") from None
    finally:
        os.close(descriptor)
    if len(content) != facts.st_size:
        raise InputError(f"{name} changed while it was read; try again")
    return content


def read_text(argument: str, stdin: BinaryIO) -> str:
    """A typed function: the argument itself, or what "-" (standard input) or "@FILE" holds.

    Raises:
        InputError: when it is too long, no text, or not in a regular file.
    """
    if argument == "-":
        content = stdin.read(MOST_CHARACTERS + 1)  # a gigabyte may be waiting there
    elif argument.startswith("@"):
        content = read_once(argument[1:], MIB)
    else:
        return argument
    if len(content) > MOST_CHARACTERS:
        limit = f"{MOST_CHARACTERS} bytes; the limit is {MOST_CHARACTERS}"
        raise InputError(f"function text is more than {limit}")
    return decoded(content)


def decoded(content: bytes) -> str:
    """The text that is encoded in UTF-8.

    Raises:
        InputError: naming the first byte that is not.
    """
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(f"not UTF-8 text (byte {error.start}); save it as UTF-8") from None


def check_limit(amount: int, limit: int, what: str) -> None:
    """Refuse more of something than the limit allows."""
    if amount > limit:
        raise InputError(f"{amount} {what}; the limit is {limit}")


def shown(path: str | os.PathLike[str]) -> str:
    """A file's name as one printable line."""
    name = Path(os.fsdecode(path)).name or os.fsdecode(path)
    return one_line(name, 80)


def kind_of(content: bytes) -> str:
    """The kind of file that begins with these bytes; "" for an unknown one."""
    header = int.from_bytes(content[:8], "little")
    # Before the others: a header of 0x280 bytes begins as a pickle does.
    if len(content) > 8 and content[8:9] == b"{" and header < len(content):
        return "safetensors"
    for start, kind in _MAGIC.items():
        if content.startswith(start):
            return kind
    if content.startswith(b"PK"):
        # The names of the members stand uncompressed in the file's directory.
        if b"config.json" in content and (
            b"model.weights.h5" in content or b"metadata.json" in content[:200]
        ):
            return "Keras"
        return (
            "PyTorch" if b"data.pkl" in content or b".data/serialization_id" in content else "npz"
        )
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[")):
        return "JSON"
    return ""


_MAGIC = {
    b"\x93NUMPY": "npy",
    b"\x80\x02": "pickle",
    b"\x80\x03": "pickle",
    b"\x80\x04": "pickle",
    b"\x80\x05": "pickle",
    b"\x89HDF": "HDF5",
    b"\x1f\x8b": "compressed",
    b"BZh": "compressed",
    b"\xfd7zXZ": "compressed",
    b"\x28\xb5\x2f\xfd": "compressed",
}
