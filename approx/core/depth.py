"""Deep networks whose pieces double with every layer, while their neurons only add up.

Both use the hat g(x) = 2 ReLU(x) − 4 ReLU(x − 1/2) on [0, 1], which goes up to 1 and back: a
layer that applies it folds the interval once more, so m layers make 2^m pieces.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from approx.core.network import Network
from approx.system.errors import InputError

#: The hat's two units, ReLU(x) and ReLU(x − 1/2), and how they add up to it.
HINGES = (0.0, -1 / 2)
HAT = (2.0, -4.0)
#: Deeper than this, the pieces are narrower than any picture shows.
DEEPEST = 18


def sawtooth(layers: int) -> Network:
    """The hat of the hat of the hat …: width 2, 2^layers pieces on [0, 1], values 0 and 1.

    A network of one hidden layer needs 2^layers − 1 units for as many pieces (Telgarsky 2015,
    arXiv:1509.08101, Lemma 2.1; 2016, arXiv:1602.04485).

    Args:
        layers: hidden layers, from 1 on; weights (2, 1), then (2, 2) each, and (1, 2).
    """
    _check(layers)
    fold = [HAT, HAT]
    return Network(
        [[[1.0], [1.0]], *[fold] * (layers - 1), [HAT]],
        [HINGES] * layers + [(0.0,)],
    )


def square(layers: int, centred: bool = True) -> Network:
    """x² on [0, 1] with 3·layers − 1 units, three to a layer and two in the first.

    With g_s the sawtooth of s teeth, x − Σ g_s(x)/4^s for s = 1 … layers is the interpolant of
    x² at the 2^layers + 1 equidistant points; two units of a layer fold on, the third carries
    the sum so far (Yarotsky 2017, Neural Netw. 94:103, arXiv:1610.01145, Proposition 2). Its
    error is 2^−(2·layers + 2), all of it above; lowered by half of that it is the best function
    with so many pieces.

    Args:
        layers: hidden layers, from 1 on.
        centred: lower the output by half the error, which halves it.
    """
    _check(layers)
    weights: list[ArrayLike] = [[[1.0], [1.0]]]
    biases: list[ArrayLike] = [HINGES]
    carried = np.array([1.0, 0.0])  # the first unit is x itself on [0, 1]
    for layer in range(1, layers + 1):
        rest = carried - np.array([*HAT, *[0.0] * (len(carried) - 2)]) / 4**layer
        if layer == layers:
            break
        fold = [*HAT, *[0.0] * (len(rest) - 2)]
        weights.append([fold, fold, rest])
        biases.append((*HINGES, 0.0))
        carried = np.array([0.0, 0.0, 1.0])
    weights.append([rest])
    biases.append([-(2.0 ** -(2 * layers + 3)) if centred else 0.0])
    return Network(weights, biases)


def parabola(
    layers: int, domain: tuple[float, float], ends: tuple[float, float], bend: float
) -> Network:
    """Any parabola on any interval, from 3·layers − 1 units, as :func:`square` makes x².

    With u = (x − a)/(b − a) in [0, 1] it is left + (right − left)·u + bend·(u² − u).

    Args:
        layers: hidden layers, from 1 on.
        domain: a and b.
        ends: left and right, the values at a and at b.
        bend: half the second derivative, times (b − a)².
    """
    _check(layers)
    (a, b), (left, right) = domain, ends
    scale, lift = 1 / (b - a), abs(right - left) + abs(bend)
    weights: list[ArrayLike] = [[[scale], [scale]]]
    biases: list[ArrayLike] = [tuple(h - a * scale for h in HINGES)]
    carried, constant = np.array([right - left, 0.0]), left
    for layer in range(1, layers + 1):
        rest = carried - bend * np.array([*HAT, *[0.0] * (len(carried) - 2)]) / 4**layer
        if layer == layers:
            break
        fold = [*HAT, *[0.0] * (len(rest) - 2)]
        weights.append([fold, fold, rest])
        # What is carried is lifted once: it never comes below zero, and no ReLU cuts it.
        biases.append((*HINGES, lift if layer == 1 else 0.0))
        carried = np.array([0.0, 0.0, 1.0])
        constant = left - lift
    weights.append([rest])
    biases.append([constant - bend * 2.0 ** -(2 * layers + 3)])
    return Network(weights, biases)


def _check(layers: int) -> None:
    if not 1 <= layers <= DEEPEST:
        raise InputError(f"{layers} layers; between 1 and {DEEPEST} can be stacked")
