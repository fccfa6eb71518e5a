"""What is no function is refused in one line that says where and what to write; nothing runs."""

import re
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from approx.inputs.expression import parse
from approx.system.errors import InputError

X = np.linspace(-3, 3, 61)


def refusal(text):
    """What the reader says against a text; nothing when it is read."""
    try:
        parse(text)
    except InputError as error:
        return str(error)
    return ""


KNOWN = "known: abs, acos, acosh, asin"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", 'function text is empty; try "sin(3*x)"'),
        ("   ", 'function text is empty; try "sin(3*x)"'),
        ("sin(x", "unbalanced '(' at column 4"),
        ("(x + 1", "unbalanced '(' at column 1"),
        ("x)", "unbalanced ')' at column 2"),
        ("|x", "unbalanced '|' at column 1"),
        ("x +", "expected a number, x or a function at column 4"),
        ("sin(x,)", "expected a number, x or a function at column 7"),
        ("1<<2", "expected a number, x or a function at column 3"),
        ("sin x", "expected '(' after sin at column 5; write sin(x)"),
        ("sinx", "unknown name 'sinx'; write sin(x)"),
        ("sin^-1(x)", "sin^-1 has two meanings (column 4); write asin(x) or 1/sin(x)"),
        ("tan⁻¹(x)", "tan^-1 has two meanings (column 4); write atan(x) or 1/tan(x)"),
        ("erf^-1(x)", "erf^-1 has two meanings (column 4); write 1/erf(x)"),
        ("√x²", "√ before a power is read in two ways (column 1); write √(x^2) or (√x)^2"),
        ("Sin[x]", "character '[' is not allowed; write sin(x) with round brackets (column 4)"),
        ("2,5x", "a decimal comma is not read (column 2); write 2.5"),
        ("1.000,5x", "a decimal comma is not read (column 6); write 1000.5"),
        ("if(x>0, x, 0)", "unknown name 'if'; write where(x > 0, 1, 0)"),
        ("y =", "nothing follows 'y ='; try y = sin(3*x)"),
        (r"\foo x", r"LaTeX's \foo is not read (column 1); read are \frac, \sqrt, "),
        (r"\frac12", r"write \frac{a}{b} with braces (column 6)"),
        (r"\sqrt[4]{x}", "a root of degree 4 is not read; write x^(1/4)"),
        (r"\log_3 x", r"\log_3 is not read; write log(x)/log(3)"),
        ("x \\", "'\\' is not allowed (column 3); LaTeX commands are read"),
        ("{x<0: 1", "unbalanced '{' at column 1"),
        ("x^{2", "unbalanced '{' at column 3"),
        ("x if x > 0", "expected else at column 11"),
        ("x if x else 2", "where() takes a comparison first: where(x > 0, 1, 0)"),
        ("np.savetxt(1)", "unknown name 'savetxt'; known: abs, acos, acosh"),
        ("foo(x)", "unknown name 'foo'; did you mean 'floor'? known: abs, acos, "),
        ("globals()", "unknown name 'globals'; known: abs, acos, acosh, asin"),
        ("factorial(10**7)", "unknown name 'factorial'; known: abs"),
        ("y + 1", "unknown name 'y'; the variable is x"),
        ("sin(x,x,x)", "sin() takes 1 argument, not 3"),
        ("sin()", "sin() takes 1 argument, not 0"),
        ("max(x)", "max() takes 2 arguments, not 1"),
        ("x = 3", "'=' is not allowed; give only the right-hand side (column 3)"),
        ("sin(x, out=x)", "'=' is not allowed"),
        ("where(x == 0, 1, 2)", "'==' is not allowed; compare with <, <=, > or >= (column 9)"),
        ("x[0]", "character '[' is not allowed (column 2)"),
        ("[x,x]", "character '[' is not allowed (column 1)"),
        ("(x,x)", "character ',' is not allowed here (column 3)"),
        ("{x:1}", "a piece begins with a comparison, as {x < 0: x^2, 3x + 1} (column 3)"),
        ("x > 0", "a comparison is not a number; use where(x > 0, 1, 0)"),
        ("sin(x > 0)", "a comparison is not a number; use where(x > 0, 1, 0)"),
        ("(x > 0)*2", "a comparison is not a number; use where(x > 0, 1, 0)"),
        ("where(x, 1, 0)", "where() takes a comparison first: where(x > 0, 1, 0)"),
        ("1j*x", "'1j' is not a number (column 1)"),
        ("0x10", "'0x10' is not a number (column 1)"),
        ("1_000*x", "'1_000' is not a number (column 1)"),
        ("2 3", "missing operator before '3' at column 3"),
        ("'hello'", """character "'" is not allowed (column 1)"""),
        ("None", f"unknown name 'None'; {KNOWN}"),
        ("True", f"unknown name 'True'; {KNOWN}"),
        ("nan", "unknown name 'nan'; "),
        ("inf*x", f"unknown name 'inf'; {KNOWN}"),
        ("__import__('os').system('id')", "is not allowed (column 12)"),
        ("().__class__.__base__.__subclasses__()", "character '.' is not allowed (column 3)"),
        ("ｅｖａｌ(x)", "character U+FF45 is not allowed (column 1)"),
        ("９x", "character U+FF19 is not allowed (column 1)"),
        ("9**9**9", "a number in the function is too large"),
        ("2**(10**9)*x", "a number in the function is too large"),
        ("1e999*x", "a number in the function is too large"),
        ("x" * 1_000_000, "function text is 1000000 characters; the limit is 500"),
        ("9" * 1_000_000, "function text is 1000000 characters; the limit is 500"),
        ("(" * 100_000, "function text is 100000 characters; the limit is 500"),
        ("(" * 41 + "x" + ")" * 41, "function nests deeper than 40"),
        ("-" * 400 + "x", "function nests deeper than 40"),
        ("^".join("x" * 60), "function nests deeper than 40"),
        ("+".join("x" * 201), "function has more than 200 parts"),
        ("x\0", "character U+0000 is not allowed (column 2)"),
        ("\ud800x", "character U+D800 is not allowed (column 1)"),
        ("x\u202e", "character U+202E is not allowed (column 2)"),
        ("\ufeffx", "character U+FEFF is not allowed (column 1)"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_line(text, message):
    with pytest.raises(InputError) as caught:
        parse(text)
    line = str(caught.value)
    assert message in line
    assert line.isprintable()  # one line, nothing that a terminal obeys
    assert len(line) < 400


@pytest.mark.parametrize(
    "text",
    ["(" * 40 + "x" + ")" * 40, "-" * 40 + "x", "+".join("x" * 200), " " * 250 + "x" + " " * 249],
)
def test_what_is_within_the_limits_is_read(text):
    assert np.isfinite(parse(text)(1.0))


HOSTILE = [
    line.split("\t", 2)
    for line in Path(__file__)
    .parents[1]
    .joinpath("data")
    .joinpath("function_text.tsv")
    .read_text()
    .splitlines()
    if not line.startswith("#")
]


@pytest.mark.parametrize(("name", "kind", "written"), HOSTILE, ids=[row[0] for row in HOSTILE])
def test_hostile_texts_are_refused_in_little_memory_and_nothing_runs(
    name, kind, written, tmp_path, monkeypatch
):
    (tmp_path / "pwned").mkdir()
    monkeypatch.chdir(tmp_path)
    # @{...} abbreviates long texts in this file of the tests.
    text = re.sub(r"@\{(.*?)\}", lambda match: str(eval(match[1])), written)
    accepted = kind == "legit" or name == "P21"
    tracemalloc.start()
    message = refusal(text)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1_000_000
    assert message.isprintable()
    if not message:
        parse(text)(X)
    assert not list((tmp_path / "pwned").iterdir())
    if kind not in ("num", "type"):  # those may be numbers that are finite nowhere: test_reading
        assert bool(message) is not accepted


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text):
    _read_or_refused(text)


WORDS = (
    "x x 1 2.5 .5 1e3 1e308 0 pi e ( ) ( ) + - * / ^ ** , sin( cos( exp( log( sqrt( abs( max( "
    "where( x>0 < <= | % __class__ . [ { ' lambda = != if 0x10 1_0 1j ² − × π inf nan None "
    r"if else { } : \frac{ \sqrt{ \sin \left( \right) \cdot √ ⁻¹ np. torch. ; // .^ [ ] y= f(t)= "
    r"\begin{cases} \\ & \end{cases} \text{if} \lfloor \rfloor erf( gelu( sinc( clip( X"
)


@given(st.lists(st.sampled_from(WORDS.split(" ")), max_size=30), st.booleans())
@settings(max_examples=400)
def test_any_words_are_read_or_refused(words, spaced):
    _read_or_refused((" " if spaced else "").join(words))


def _read_or_refused(text):
    assert refusal(text).isprintable()
    if refusal(text):
        return
    f = parse(text)
    for order in (0, 1, 2):
        assert f(X, order).shape == X.shape
    assert f.label.text
