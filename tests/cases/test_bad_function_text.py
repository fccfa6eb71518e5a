"""Area A of the bad inputs: the text of a function. Rows are numbered as in the list of cases.

approx handles all of it. Every row of the area is a command line here.
"""

import os
from pathlib import Path

import pytest

REFUSED = [
    (1, "", 'function text is empty; try "sin(3*x)"'),
    (1, "   ", 'function text is empty; try "sin(3*x)"'),
    (2, "sin(x", "unbalanced '(' at column 4"),
    (3, "x +", "expected a number, x or a function at column 4"),
    (4, "sin x", "expected '(' after sin at column 5; write sin(x)"),
    (5, "foo(x)", "unknown name 'foo'; did you mean 'floor'? known: abs, acos, "),
    (6, "y + 1", "unknown name 'y'; the variable is x"),
    (7, "sin(x,x,x)", "sin() takes 1 argument, not 3"),
    (7, "sin()", "sin() takes 1 argument, not 0"),
    (8, "x = 3", "'=' is not allowed; give only the right-hand side"),
    (9, "x[0]", "character '[' is not allowed (column 2)"),
    (9, "[x,x]", "character '[' is not allowed (column 1)"),
    (9, "(x,x)", "character ',' is not allowed here (column 3)"),
    (9, "{x:1}", "a piece begins with a comparison, as {x < 0: x^2, 3x + 1} (column 3)"),
    (10, "x > 0", "a comparison is not a number; use where(x > 0, 1, 0)"),
    (11, "1j*x", "'1j' is not a number (column 1)"),
    (11, "0x10", "'0x10' is not a number (column 1)"),
    (11, "1_000*x", "'1_000' is not a number (column 1)"),
    (12, "'hello'", """character "'" is not allowed (column 1)"""),
    (12, "None", "unknown name 'None'; known: abs, acos, "),
    (12, "True", "unknown name 'True'; known: abs, acos, "),
    (13, "__import__('os').system('id')", """character "'" is not allowed (column 12)"""),
    (14, "().__class__.__base__.__subclasses__()", "character '.' is not allowed (column 3)"),
    (15, "\"'\" if (x:=[c for c in ().__class__.__base__.__subclasses__()]) else '\"'", "allowed"),
    (16, "ｅｖａｌ(x)", "character U+FF45 is not allowed (column 1)"),
    (17, "sin(x, out=x)", "'=' is not allowed"),
    (18, "9**9**9", "a number in the function is too large"),
    (18, "2**(10**9)*x", "a number in the function is too large"),
    (19, "factorial(10**7)", "unknown name 'factorial'; known: abs, "),
    (20, "x" * 1_000_000, "function text is 1000000 characters; the limit is 500"),
    (20, "9" * 1_000_000, "function text is 1000000 characters; the limit is 500"),
    (21, "(" * 100_000, "function text is 100000 characters; the limit is 500"),
    (22, "(" * 41 + "x" + ")" * 41, "function nests deeper than 40"),
    (22, "-" * 400 + "x", "function nests deeper than 40"),
    (23, "+".join("x" * 201), "function has more than 200 parts"),
    (24, "x\0", "character U+0000 is not allowed (column 2)"),
    (24, "\ud800x", "character U+D800 is not allowed (column 1)"),
    (24, "x\u202e", "character U+202E is not allowed (column 2)"),
    (24, "\ufeffx", "character U+FEFF is not allowed (column 1)"),
    (27, "1/0", "f is not finite anywhere on [-3, 3]"),
    (27, "0/0", "f is not finite anywhere on [-3, 3]"),
    (27, "nan", "unknown name 'nan'"),
    (27, "inf*x", "unknown name 'inf'"),
    (28, "1e999*x", "a number in the function is too large"),
]


@pytest.mark.parametrize(("row", "text", "message"), REFUSED, ids=str)
def test_a_text_that_is_no_function_is_refused_in_one_line(approx, row, text, message):
    # "--" as a shell user writes it before what begins with a minus sign.
    approx("show", "--json", "--", text).refuses(message)


ACCEPTED = [
    (25, "x − 1", "x-1"),
    (25, "3×x", "3*x"),
    (26, "2x", "2*x"),
    (26, "|x|", "abs(x)"),
    (26, "x^2", "x**2"),
    (26, "-x^2", "-(x**2)"),
]


@pytest.mark.parametrize(("row", "text", "same"), ACCEPTED, ids=str)
def test_the_usual_spellings_are_the_function_that_they_mean(approx, row, text, same):
    written, meant = (
        approx("show", "--neurons", "2", "--json", "--", spelling) for spelling in (text, same)
    )
    written.accepts()
    assert _numbers(written.out) == _numbers(meant.out)


def _numbers(shown: str) -> dict[str, object]:
    import json

    facts = json.loads(shown)
    return {name: facts[name] for name in ("breakpoints", "slopes", "values", "sup_error")}


def test_29_of_an_endless_standard_input_a_limit_is_read(process):
    with Path("/dev/zero").open("rb") as endless:
        process("show", "-", stdin=endless).refuses("function text is more than 500 bytes")


@pytest.mark.parametrize("place", ["fifo", "/dev/zero"])
def test_30_a_text_in_no_regular_file_is_refused_without_waiting(process, tmp_path, place):
    os.mkfifo(tmp_path / "fifo")
    process("show", f"@{place}").refuses("is not a regular file")
