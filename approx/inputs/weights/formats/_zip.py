"""A zip archive's members; its directory is checked before anything is unpacked."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from struct import unpack

from approx.inputs.content import check_limit
from approx.inputs.weights.strict_json import brief
from approx.system.errors import InputError

_END = b"PK\x05\x06"
_END_SIZE = 22
_WIDE_SIZE = 76  # the 64-bit record and its locator, before the end record
_LONGEST_ENTRY = 400  # bytes of the directory per member; usual ones need about 60


@contextmanager
def opened(content: bytes, most: int, broken: str) -> Iterator[zipfile.ZipFile]:
    """The archive, if its directory is small and plain.

    Args:
        most: members at most.
        broken: the message about an archive that cannot be read.

    Raises:
        InputError: also when reading a member fails inside the block.
    """
    # zipfile would read a directory of any length: 700 000 members fit into 32 MiB.
    members, size, start, end = _directory(content, broken)
    check_limit(members, most, "arrays")
    # Bytes before the archive, or inside its directory, or names of kilobytes.
    if start + size != end or size > most * _LONGEST_ENTRY:
        raise InputError(broken)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            check_limit(len(archive.infolist()), most, "arrays")
            yield archive
    except InputError:
        raise
    except Exception:  # zipfile raises many kinds on damaged archives: struct, zlib, key, OS errors
        raise InputError(broken) from None


def _directory(content: bytes, broken: str) -> tuple[int, int, int, int]:
    """Members, length, place and end of the directory, as zipfile is going to read them."""
    at = content.rfind(_END)
    if at < 0 or at + _END_SIZE != len(content):
        raise InputError(broken)
    # PyTorch writes the wide form of the record too, and zipfile then believes that one.
    if at >= _WIDE_SIZE and content[at - 20 : at - 16] == b"PK\x06\x07":
        wide = at - _WIDE_SIZE
        if content[wide : wide + 4] != b"PK\x06\x06":
            raise InputError(broken)
        return (*unpack("<QQQ", content[wide + 32 : wide + 56]), wide)
    return (*unpack("<HII", content[at + 10 : at + 20]), at)


def member(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int, limit: str) -> bytes:
    """The bytes of one member, at most `most` of them.

    Raises:
        InputError: when it holds more, or is encrypted.
    """
    if entry.flag_bits & 1:
        raise InputError(f"{brief(entry.filename)} is encrypted")
    if entry.file_size > most:
        raise InputError(f"{entry.file_size} bytes unpacked; the limit is {limit}")
    with archive.open(entry) as file:
        content = file.read(most + 1)
    if len(content) > most or len(content) != entry.file_size:
        raise InputError(f"{brief(entry.filename)} has another size than the archive states")
    return content
