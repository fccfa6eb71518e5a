"""Text that came from files and command lines, before it is printed or embedded.

Everything that is shown passes :func:`printable` or :func:`one_line`; what is embedded in another
language passes its function here, which passes them too. Control characters, escapes of terminals
and marks that turn the direction of writing never get through.

>>> one_line("red \\x1b[31m\\nline")
'red �[31m line'
>>> latex("50 % of $x_1$ \\x1b")
'50 \\\\% of \\\\$x\\\\_1\\\\$ �'
"""

from __future__ import annotations

import json
from html import escape
from unicodedata import category

#: Stands for a character that cannot be shown.
UNKNOWN = "�"
#: Characters with a meaning in LaTeX, and how they are escaped.
LATEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#",
    "%": r"\%", "_": r"\_", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}",
}  # fmt: skip
_MARKDOWN = r"\`*_{}[]<>&#!|~$"


def printable(text: str) -> str:
    """The text in its lines, every other character that cannot be shown replaced.

    >>> printable("4\\u00a0·\\u00a02")
    '4 · 2'
    """
    if text.isprintable():
        return text
    return "".join(_shown(character) for character in text)


def _shown(character: str) -> str:
    """A character; any other space than the usual one is the usual one."""
    if character.isprintable() or character == "\n":
        return character
    return " " if category(character) == "Zs" else UNKNOWN


def one_line(text: str, longest: int | None = None) -> str:
    """The text on one line, its spaces and line ends single spaces.

    Args:
        longest: more characters than these are cut off, with "…" for the rest.
    """
    line = printable(" ".join(text.split()))
    return line if longest is None or len(line) <= longest else line[:longest] + "…"


def html(text: str) -> str:
    """The text inside an element or a quoted attribute of HTML."""
    return escape(printable(text), quote=True)


def latex(text: str) -> str:
    """The text inside a paragraph, an argument or a comment of LaTeX."""
    return "".join(LATEX.get(c, c) for c in one_line(text))


def markdown(text: str) -> str:
    """The text inside the brackets of a Markdown link, none of it markup."""
    return "".join(f"\\{c}" if c in _MARKDOWN else c for c in one_line(text))


def typst(text: str) -> str:
    """A Typst string literal: JSON's escapes are Typst's, for what is left after ensure_ascii."""
    return json.dumps(printable(text), ensure_ascii=False)
