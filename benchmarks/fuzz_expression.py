"""A million random function texts: each is read, or refused with an InputError, quickly.

    python benchmarks/fuzz_expression.py [TEXTS] [SEED]

The texts are words of the grammar and of Python in any order, random characters, damaged valid
texts, and random functions of every operation. A text that is read is evaluated with both
derivatives and labelled; every fiftieth of those is searched for poles, jumps and gaps, and drawn.
Any other exception ends the run with the text that caused it. Times of single texts are CPU times.
"""

from __future__ import annotations

import argparse
import random
import time
import warnings
from collections import Counter

import numpy as np

from approx.inputs.expression import parse, target_of
from approx.inputs.expression.derivatives import FUNCTIONS
from approx.panels.target import shape
from approx.system.errors import InputError

X = np.linspace(-3, 3, 21)
WORDS = (
    "x x x 1 2 3.5 .5 1e3 1e308 0 pi e tau ( ( ) ) + - * / ^ ** , | | sin( cos( exp( log( sqrt( "
    "abs( max( min( where( floor( tan( mod( x>0 < <= % __class__ . [ ] { } ' \" lambda : ; = != if "
    "else and not in is \\ \n \t \0 é − × π ² 0x1 1_0 1j ... @ # $ ` ~ & << := x.real inf nan None "
    "if else { } : \\frac{ \\sqrt{ \\sin \\cos \\left( \\right) \\cdot \\pi \\log_2 √ ∛ ⁻¹ np. F. "
    "f(t)= y= // .^ .* \\begin{cases} \\\\ \\end{cases} \\text{if} \\lfloor \\rfloor erf( clip( X "
    "True print open eval __import__('os').system('touch pwned')"
)
GOOD = [
    "sin(3*x)",
    "1/(1 + 25x^2)",
    "where(x > 0, x, 0)",
    "||x| - 1|^0.5 + 2e-3",
    "max(x, 0)*exp(-x^2) % 2",
    "floor(x)/tan(x)",
    "np.where(0 < x < 1, np.sin(3*x), x**2)",
    "\\frac{1}{1 + e^{-x}} + \\sin 3x",
    "{x<0: x², 3x+1}",
    "x if x > 0 else gelu(x)",
]


def function(rng: random.Random, depth: int) -> str:
    """A well-formed function, of every operation."""
    kind = rng.random()
    if depth == 0 or kind < 0.2:
        return rng.choice(["x", "x", "2", "0.5", "pi", "3", "1e3", "0"])
    inner = [function(rng, depth - 1) for _ in range(3)]
    if kind < 0.6:
        return f"({inner[0]}{rng.choice('+-*/^%')}{inner[1]})"
    name = rng.choice(list(FUNCTIONS))
    if name == "where":
        return f"where({inner[0]}{rng.choice(['<', '>=', '>', '<='])}0,{inner[1]},{inner[2]})"
    return f"{name}({','.join(inner[: FUNCTIONS[name].arity])})"


def text(rng: random.Random) -> str:
    kind = rng.random()
    if kind < 0.15:
        return function(rng, 4)
    if kind < 0.6:
        words = rng.choices(WORDS.split(" "), k=rng.randint(1, 25))
        return ("" if rng.random() < 0.4 else " ").join(words)
    if kind < 0.8:
        damaged = list(rng.choice(GOOD) + rng.choice(["", "+", "*"]) + rng.choice(GOOD))
        for _ in range(rng.randint(1, 4)):
            damaged[rng.randrange(len(damaged))] = rng.choice("x01.()|+-*/^,<e ")
        return "".join(damaged)
    top = 0x110000 if rng.random() < 0.3 else 127
    return "".join(chr(rng.randrange(32, top)) for _ in range(rng.randint(1, 60)))


def main(count: int, seed: int) -> None:
    warnings.simplefilter("error")  # a user would read it
    rng = random.Random(seed)
    seen: Counter[str] = Counter()
    slowest = {False: (0.0, ""), True: (0.0, "")}
    begun = time.perf_counter()
    for number in range(count):
        words = text(rng)
        start, surveying = time.process_time(), False
        try:
            f = parse(words)
            for order in (0, 1, 2):
                assert f(X, order).shape == X.shape
            assert f.label.typst
            seen["read"] += 1
            if seen["read"] % 50 == 0:
                surveying = True
                shape(target_of(words, (-3.0, 3.0)).target)
                seen["surveyed"] += 1
        except InputError as error:
            seen["refused" if str(error).isprintable() else "refused in two lines"] += 1
        except BaseException:
            print(f"text {number}: {words!r}")
            raise
        spent = time.process_time() - start
        if spent > slowest[surveying][0]:
            slowest[surveying] = (spent, words)
    spent = time.perf_counter() - begun
    print(f"{count} texts in {spent:.0f} s: {dict(seen)}; no other exception")
    for surveying, (longest, words) in slowest.items():
        what = "survey" if surveying else "reading"
        print(f"slowest {what} {1000 * longest:.1f} ms: {words!r}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("texts", nargs="?", type=int, default=1_000_000, help="[default: 1000000]")
    parser.add_argument("seed", nargs="?", type=int, default=0, help="random seed [default: 0]")
    main(*vars(parser.parse_args()).values())
