"""Area I of the bad inputs: what a title may hold. It is drawn literally, or refused.

approx handles all of the area: it has no --latex, which row 177 would need.
"""

import pytest
from pypdf import PdfReader

LITERAL = [
    (174, r"$\frac{$"),
    (174, "$x^2$ and 50 % of $y_1$"),
    (175, r"$" + r"\frac{1}{" * 12 + "x" + "}" * 12 + "$"),
    (177, r"\input{/etc/passwd}"),
    (180, "<b>bold</b> & <i>x</i> &amp;"),
    (180, "#strong[x] *y* _z_ `w` @a"),
    (181, "; touch pwned"),
    (181, "`touch pwned` $(touch pwned) | touch pwned"),
]


@pytest.mark.parametrize(("row", "title"), LITERAL, ids=str)
def test_a_figure_shows_its_title_as_it_was_typed(approx, tmp_path, row, title):
    done = approx("figure", "hat", "network", "--title", title, "-o", "a.pdf")
    assert (done.code, done.err, done.left) == (0, (), ("a.pdf",))
    drawn = PdfReader(tmp_path / "a.pdf").pages[0].extract_text()
    assert _letters(title) in _letters(drawn)


@pytest.mark.parametrize(("row", "title"), LITERAL, ids=str)
def test_a_film_shows_its_title_as_it_was_typed(row, title):
    """Every letter is drawn, none is markup: the outlines are those of the letters one by one."""
    from approx.outputs.stage.text import write

    whole = write(title, 1, "#ffffff").points
    single = [write(letter, 1, "#ffffff").points for letter in title if not letter.isspace()]
    assert len(whole) == sum(map(len, single))


def _letters(text: str) -> str:
    return "".join(text.split())


REFUSED = [
    (175, "{" * 2000, "title is 2000 characters; the limit is 200"),
    (176, "a" * 100_000, "title is 100000 characters; the limit is 200"),
    (178, "a\ud800", "character U+D800 is not allowed in a title"),
    (178, "a\0b", "character U+0000 is not allowed in a title"),
    (178, "a\u202eb", "character U+202E is not allowed in a title"),
    (179, "日本", "has no '日'; use Latin, Greek or Cyrillic letters"),
    (179, "سلام", "has no 'س'; use Latin, Greek or Cyrillic letters"),
    (179, "film 🎬", "has no '🎬'; use Latin, Greek or Cyrillic letters"),
]


@pytest.mark.parametrize("command", ["figure", "render", "page", "slides", "storyboard"])
@pytest.mark.parametrize(("row", "title", "message"), REFUSED, ids=lambda value: str(value)[:9])
def test_a_title_that_cannot_be_drawn_is_refused(approx, row, title, message, command):
    approx(command, "hat", "--title", title).refuses(message)


@pytest.mark.parametrize("text", ["; touch pwned", "`touch pwned`", "$(touch pwned)"])
@pytest.mark.parametrize("option", ["--on", "--neurons", "--method", "--theme", "-o", ""])
def test_181_no_option_reaches_a_shell(approx, tmp_path, text, option):
    words = {"": [text], "--on": ["x", option, text, "1"]}.get(option, ["x", option, text])
    done = approx("figure", *words)
    assert not (tmp_path / "pwned").exists()
    assert done.code == 2
