"""The last layer's lines, certain where they bend, and checked against the network itself."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from approx.core._types import Array, Booleans, Index
from approx.core.propagation import ACCURACY, Propagation
from approx.core.running_error import (
    SURE,
    TINY,
    UNIT,
    accurate,
    typical,
    worst_case,
    worst_case_double,
)

#: Networks of which this many products make all lines are computed in double-double at the end.
SMALL = 1 << 16
#: Values may differ by this share of the largest before their breakpoint is computed again.
GAP = 1e-13
#: Or by this share of the values and slopes at the breakpoint.
NEAR = 1e-11
#: How many units in the last place the place of a jump may be off.
REACH = 2
#: Products done in double-double to check the network where float64 bounds nothing.
MOST_CHECKED = 1 << 21


class DisagreementError(ArithmeticError):
    """The pieces are not the network's."""


@dataclass(frozen=True)
class Lines:
    """The output on the last layer's pieces, after its activation.

    Attributes:
        x: ends of the pieces, shape (p + 1,).
        left, right: values at the two ends of each piece, shape (p, outputs).
        slope: shape (p, outputs).
        bound: of the slopes' errors, shape (p, outputs).
        cliffs: which inner ends hide a jump of the value, as two merged breakpoints may, (p - 1,).
    """

    x: Array
    left: Array
    right: Array
    slope: Array
    bound: Array
    cliffs: Booleans


def certain_lines(propagation: Propagation) -> Lines:
    """The output's lines, each bend or jump certain.

    Raises:
        DisagreementError: when they are not what the network itself gives.
    """
    top, layers = propagation.pieces[-1], propagation.layers
    if len(top.anchor) * sum(layer.weights.size for layer in layers) <= SMALL:
        _refine(propagation, np.ones(len(top.anchor), dtype=bool))
        propagation.breakpoints.refine(layers, _inner(propagation), 0.0)
    else:
        _refine(propagation, _open(propagation))
    _place_jumps(propagation)
    _check(propagation)
    lines, refined = _lines(propagation), np.zeros(len(top.anchor), dtype=bool)
    # Lines that meet at a breakpoint that is not certain enough; once one of them is, it may no
    # longer meet its other neighbour.
    while lines.cliffs.any():
        loose = lines.cliffs
        which = (np.r_[loose, False] | np.r_[False, loose]) & ~refined
        if not which.any():
            break
        propagation.breakpoints.refine(layers, top.right[:-1][loose], 0.0)
        _refine(propagation, which)
        refined |= which
        lines = _lines(propagation)
    if not (np.diff(lines.x) > 0).all():
        raise DisagreementError
    return lines


def _place_jumps(propagation: Propagation) -> None:
    """Put the ends of pieces at which a step jumps at the last float64 before the jump."""
    breakpoints, layers = propagation.breakpoints, propagation.layers
    for number, layer in enumerate(layers):
        which = (
            np.flatnonzero(breakpoints.layer == number) if layer.jumps else np.zeros(0, dtype=int)
        )
        if not len(which):
            continue
        breakpoints.refine(layers, which, 0.0)
        near = [breakpoints.x[which]]
        for _ in range(REACH):
            near = [np.nextafter(near[0], -np.inf), *near, np.nextafter(near[-1], np.inf)]
        z, _ = accurate(layers[: number + 1], np.concatenate(near))
        z = z[0].reshape(len(near), len(which), -1)
        on = z[:, np.arange(len(which)), breakpoints.unit[which]] > 0
        before = (on == on[0]).sum(axis=0) - 1  # the last float64 on the left's side
        turns = on[0] != on[-1]
        breakpoints.x[which[turns]] = np.stack(near)[before, np.arange(len(which))][turns]


def at_left(propagation: Propagation, number: int) -> Array:
    """A layer's pre-activations at the left ends of its pieces, in its own units, (p, width)."""
    pieces, breakpoints = propagation.pieces[number], propagation.breakpoints
    shift = (breakpoints.x[pieces.left] - pieces.anchor)[:, None]
    value = pieces.z[0] + pieces.z[1] * shift
    own = np.flatnonzero(breakpoints.layer[pieces.left] == number)
    value[own, breakpoints.unit[pieces.left[own]]] = 0.0  # a neuron is zero at its own root
    return np.asarray(value)


def ends(propagation: Propagation, number: int) -> Array:
    """Ends of a layer's pieces, shape (p + 1,)."""
    pieces, x = propagation.pieces[number], propagation.breakpoints.x
    return np.append(x[pieces.left], x[pieces.right[-1]])


def _inner(propagation: Propagation) -> Index:
    return propagation.pieces[-1].right[:-1]


def _refine(propagation: Propagation, which: Booleans) -> None:
    top = propagation.pieces[-1]
    if not which.any():
        return
    z, variance = accurate(propagation.layers, top.anchor[which])
    before, claimed = top.z[0, which], SURE * np.sqrt(top.variance[0, which])
    claimed += SURE * np.sqrt(variance[0]) + TINY
    if (np.abs(z[0] - before) > 2 * claimed).any():
        raise DisagreementError
    top.z[:, which], top.variance[:, which] = z, variance


def _open(propagation: Propagation) -> Booleans:
    """Pieces whose values are not accurate, or of whose ends it is open whether they bend."""
    top, layer = propagation.pieces[-1], propagation.layers[-1]
    sizes = np.abs(top.z[0]).max(axis=0)
    open_ = np.asarray((SURE * np.sqrt(top.variance[0]) > ACCURACY * sizes).any(axis=1))
    slope, bound = _slopes(propagation)
    small = np.abs(np.diff(slope, axis=0)) <= bound[1:] + bound[:-1]
    # An output without weights never bends.
    may_be_none = np.asarray(small[:, layer.weights.any(axis=1)].any(axis=1))
    open_[1:] |= may_be_none
    open_[:-1] |= may_be_none
    return np.asarray(open_)


def _slopes(propagation: Propagation) -> tuple[Array, Array]:
    """After the activation, in the layer's units, with bounds."""
    top, gate = propagation.pieces[-1], propagation.layers[-1].gate(propagation.pieces[-1].z[0])
    return top.z[1] * gate, 1.5 * SURE * np.sqrt(top.variance[1]) * np.abs(gate)


def _lines(propagation: Propagation) -> Lines:
    top, layer = propagation.pieces[-1], propagation.layers[-1]
    gate, x = layer.gate(top.z[0]), ends(propagation, -1 + len(propagation.layers))
    slope, bound = _slopes(propagation)
    lift, units = layer.lift(top.z[0]), layer.units
    left = at_left(propagation, len(propagation.layers) - 1) * gate + lift
    right = (top.z[0] + top.z[1] * (x[1:] - top.anchor)[:, None]) * gate + lift
    lines = Lines(
        x,
        np.ldexp(left, units),
        np.ldexp(right, units),
        np.ldexp(slope, units),
        np.ldexp(bound, units),
        np.zeros(len(x) - 2, dtype=bool),
    )
    lines.cliffs[:] = _loose(lines)
    return lines


def _loose(lines: Lines) -> Booleans:
    """Inner ends at which the values of the two sides differ by more than the place's rounding."""
    left, right, slope = np.abs(lines.left), np.abs(lines.right), np.abs(lines.slope)
    size = np.maximum(left.max(axis=0), right.max(axis=0))
    gap = np.abs(lines.left[1:] - lines.right[:-1])
    steep, place = np.maximum(slope[1:], slope[:-1]), np.abs(lines.x[1:-1])[:, None]
    loose = gap > GAP * size + 2 * np.spacing(place) * steep
    # Where f is small, less than the largest value must fit as well, up to the pieces' rounding.
    near, reach = np.maximum(left[1:], right[:-1]), np.maximum(left, right)
    loose |= gap > NEAR * (near + place * steep) + 16 * UNIT * (reach[1:] + reach[:-1])
    return np.asarray(loose.any(axis=1))


def _check(propagation: Propagation) -> None:
    """Compare the lines at every anchor with the network.

    A bound that always holds comes first. Where it says nothing, in deep networks, it is the one
    of the variances, and on as many pieces as are affordable that of double-double.
    """
    top, layers = propagation.pieces[-1], propagation.layers
    value, claimed = top.z[0], SURE * np.sqrt(top.variance[0])
    claimed += 4 * UNIT * np.abs(value) + TINY
    size = np.abs(value).max(axis=0)
    direct, bound = worst_case(layers, top.anchor)
    wrong = np.asarray(np.abs(direct - value) > bound + claimed)
    vague = np.flatnonzero((bound > ACCURACY * size).any(axis=1))
    if len(vague):
        direct, bound = typical(layers, top.anchor[vague])
        wrong[vague] |= np.abs(direct - value[vague]) > bound + claimed[vague]
        products = sum(layer.weights.size for layer in layers)
        count = min(len(vague), MOST_CHECKED // products)
        some = vague[np.linspace(0, len(vague) - 1, count).astype(int)]
        if count:
            direct, bound = worst_case_double(layers, top.anchor[some])
            wrong[some] |= np.abs(direct - value[some]) > bound + claimed[some]
    if wrong.any():
        raise DisagreementError
