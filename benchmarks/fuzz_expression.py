"""A million texts that nobody would type: each is read or refused with our own error, quickly.

    python benchmarks/fuzz_expression.py [TEXTS] [SEED]

Words of the grammar and of Python in any order, random characters, damaged good texts. Every text
that is read is evaluated with both derivatives and labelled; one in a hundred is surveyed too.
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter

import numpy as np

from approx.errors import InputError
from approx.expression import parse, target_of

X = np.linspace(-3, 3, 21)
WORDS = (
    "x x x 1 2 3.5 .5 1e3 1e308 0 pi e tau ( ( ) ) + - * / ^ ** , | | sin( cos( exp( log( sqrt( "
    "abs( max( min( where( floor( tan( mod( x>0 < <= % __class__ . [ ] { } ' \" lambda : ; = != if "
    "else and not in is \\ \n \t \0 é − × π ² 0x1 1_0 1j ... @ # $ ` ~ & << := x.real inf nan None "
    "True print open eval __import__('os').system('touch pwned')"
).split(" ")
GOOD = [
    "sin(3*x)",
    "1/(1 + 25x^2)",
    "where(x > 0, x, 0)",
    "||x| - 1|^0.5 + 2e-3",
    "max(x, 0)*exp(-x^2) % 2",
    "floor(x)/tan(x)",
]


def text(rng: random.Random) -> str:
    kind = rng.random()
    if kind < 0.6:
        words = rng.choices(WORDS, k=rng.randint(1, 25))
        return ("" if rng.random() < 0.4 else " ").join(words)
    if kind < 0.8:
        damaged = list(rng.choice(GOOD) + rng.choice(["", "+", "*"]) + rng.choice(GOOD))
        for _ in range(rng.randint(1, 4)):
            damaged[rng.randrange(len(damaged))] = rng.choice("x01.()|+-*/^,<e ")
        return "".join(damaged)
    top = 0x110000 if rng.random() < 0.3 else 127
    return "".join(chr(rng.randrange(32, top)) for _ in range(rng.randint(1, 60)))


def main(count: int, seed: int) -> None:
    rng = random.Random(seed)
    seen: Counter[str] = Counter()
    slowest, at = 0.0, ""
    begun = time.perf_counter()
    for number in range(count):
        words = text(rng)
        start = time.perf_counter()
        try:
            f = parse(words)
            for order in (0, 1, 2):
                assert f(X, order).shape == X.shape
            assert f.label.typst
            seen["read"] += 1
            if number % 100 == 0:
                target_of(words, (-3.0, 3.0)).curves()
                seen["surveyed"] += 1
        except InputError as error:
            assert str(error).isprintable(), words
            seen["refused"] += 1
        except BaseException:
            print(f"text {number}: {words!r}")
            raise
        spent = time.perf_counter() - start
        if spent > slowest and number % 100:
            slowest, at = spent, words
    spent = time.perf_counter() - begun
    print(f"{count} texts in {spent:.0f} s: {dict(seen)}; no other exception")
    print(f"slowest {1000 * slowest:.1f} ms: {at!r}")


if __name__ == "__main__":
    numbers = [int(argument) for argument in sys.argv[1:]]
    main(*(numbers + [1_000_000, 0][len(numbers) :]))
