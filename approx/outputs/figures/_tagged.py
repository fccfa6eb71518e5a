"""A PDF that says its language and what its pictures show.

matplotlib writes neither. They are added as an update at the file's end, as the format allows
(ISO 32000-1, 7.5.6): the catalog gets a language and a structure tree, and all that a page draws
becomes one tagged figure with its alternative text (14.7 and 14.8).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

#: A dictionary of a type: its number and its entries.
_OBJECT = rb"(\d+) 0 obj\n<< (/Type /%s\b(?:(?!endobj).)*?) >>\nendobj"


def tagged(pdf: bytes, language: str, alts: Sequence[str]) -> bytes:
    """The file with its language, and one alternative text for every page."""
    root, size = (int(_one(pdf, rb"/%s (\d+)" % key).group(1)) for key in (b"Root", b"Size"))
    catalog = _one(pdf, _OBJECT % b"Catalog").group(2)
    pages = list(re.finditer(_OBJECT % b"Page", pdf, re.S))
    tree, parents, begin, end = range(size, size + 4)
    figures = [size + 4 + k for k in range(len(alts))]
    new: dict[int, bytes] = {
        root: b"<< %s /Lang %s /MarkInfo << /Marked true >> /StructTreeRoot %d 0 R "
        b"/ViewerPreferences << /DisplayDocTitle true >> >>" % (catalog, _text(language), tree),
        tree: b"<< /Type /StructTreeRoot /K [ %s ] /ParentTree %d 0 R /ParentTreeNextKey %d >>"
        % (_refs(figures), parents, len(alts)),
        parents: b"<< /Nums [ %s ] >>"
        % b" ".join(b"%d [ %d 0 R ]" % (k, figure) for k, figure in enumerate(figures)),
        begin: _stream(b"/Figure << /MCID 0 >> BDC\n"),
        end: _stream(b"\nEMC\n"),
    }
    for k, (page, figure, alt) in enumerate(zip(pages, figures, alts, strict=True)):
        number, content = int(page.group(1)), page.group(2)
        drawn = _one(content, rb"/Contents (\d+) 0 R")
        whole = b"/Contents [ %d 0 R %s %d 0 R ] /StructParents %d" % (
            begin, drawn.group(0).removeprefix(b"/Contents "), end, k,
        )  # fmt: skip
        new[number] = b"<< %s >>" % content.replace(drawn.group(0), whole)
        box = _one(content, rb"/MediaBox (\[.*?\])").group(1)
        new[figure] = (
            b"<< /Type /StructElem /S /Figure /P %d 0 R /Pg %d 0 R /K 0 /Alt %s "
            b"/A << /O /Layout /BBox %s >> >>" % (tree, number, _text(alt), box)
        )
    return _updated(pdf, new, root, size + 4 + len(alts))


def _updated(pdf: bytes, new: dict[int, bytes], root: int, size: int) -> bytes:
    """The file with these objects in place of its own, and their table after them."""
    before = _one(pdf, rb"startxref\n(\d+)").group(1)
    info = _one(pdf, rb"/Info \d+ 0 R").group(0)
    out, table = bytearray(pdf), b""
    for number in sorted(new):
        table += b"%d 1\n%010d 00000 n \n" % (number, len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, new[number])
    start = len(out)
    trailer = b"<< /Size %d /Root %d 0 R %s /Prev %s >>" % (size, root, info, before)
    return bytes(out) + b"xref\n%strailer\n%s\nstartxref\n%d\n%%%%EOF\n" % (table, trailer, start)


def _one(pdf: bytes, pattern: bytes) -> re.Match[bytes]:
    found = list(re.finditer(pattern, pdf, re.S))
    if not found:
        raise AssertionError(f"matplotlib wrote no {pattern!r}")
    return found[-1]


def _refs(numbers: Sequence[int]) -> bytes:
    return b" ".join(b"%d 0 R" % number for number in numbers)


def _stream(content: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)


def _text(words: str) -> bytes:
    """A text string: UTF-16 in hexadecimal digits."""
    return b"<FEFF%s>" % words.encode("utf-16-be").hex().upper().encode()
