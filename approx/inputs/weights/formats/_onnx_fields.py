"""How many fields an ONNX file has, counted in its bytes before any object is made of them.

Two bytes of a file are an empty tensor, which takes a hundred in memory. The numbers are those of
the fields in ONNX's own description, onnx.proto; of the others only the bytes are looked over.
"""

from __future__ import annotations

from typing import Any

from approx.system.errors import InputError

#: A network of 256 layers has about 10 000; the numbers of a tensor are one field.
MOST_FIELDS = 100_000
_DEEPEST = 20
_BROKEN = "not an ONNX file, or is damaged"

# Kind of message: number of a field -> the kind of message that it holds.
_PLAIN: dict[int, Any] = {}
_TENSOR = {3: _PLAIN, 13: _PLAIN, 16: _PLAIN}
_SPARSE = {1: _TENSOR, 2: _TENSOR}
_SHAPED = {2: {1: _PLAIN}}
_TYPE: dict[int, Any] = {1: _SHAPED, 8: _SHAPED}
_TYPE |= {4: {1: _TYPE}, 5: {2: _TYPE}, 9: {1: _TYPE}}
_VALUE = {2: _TYPE, 4: _PLAIN}
_GRAPH: dict[int, Any] = {}
_ATTRIBUTE = {5: _TENSOR, 6: _GRAPH, 10: _TENSOR, 11: _GRAPH, 14: _TYPE, 15: _TYPE}
_ATTRIBUTE |= {22: _SPARSE, 23: _SPARSE}
_NODE = {5: _ATTRIBUTE, 9: _PLAIN, 10: _PLAIN}
_GRAPH |= {1: _NODE, 5: _TENSOR, 11: _VALUE, 12: _VALUE, 13: _VALUE, 14: {2: _PLAIN}}
_GRAPH |= {15: _SPARSE, 16: _PLAIN}
_FUNCTION = {7: _NODE, 9: _PLAIN, 11: _ATTRIBUTE, 12: _VALUE, 14: _PLAIN}
_TRAINING = {1: _GRAPH, 2: _GRAPH, 3: _PLAIN, 4: _PLAIN}
_MODEL = {7: _GRAPH, 8: _PLAIN, 14: _PLAIN, 20: _TRAINING, 25: _FUNCTION, 26: {2: _PLAIN}}


def check_fields(content: bytes) -> None:
    """Refuse a file of more fields than a network has.

    Raises:
        InputError: also when the fields do not fit into their messages.
    """
    count = 0
    waiting: list[tuple[int, int, dict[int, Any], int]] = [(0, len(content), _MODEL, 0)]
    while waiting:
        at, end, kind, depth = waiting.pop()
        if depth > _DEEPEST:
            raise InputError(f"messages nest deeper than {_DEEPEST}")
        while at < end:
            count += 1
            if count > MOST_FIELDS:
                raise InputError(f"more than {MOST_FIELDS} fields; no network here needs so many")
            start, stop, number, holds = _field(content, at, end)
            if holds and number in kind:
                waiting.append((start, stop, kind[number], depth + 1))
            at = stop


def _field(content: bytes, at: int, end: int) -> tuple[int, int, int, bool]:
    """Where the value at a place begins and ends, its number, and whether it has a length."""
    tag, at = _varint(content, at, end)
    wire = tag & 7
    if wire == 2:
        length, at = _varint(content, at, end)
        stop = at + length
    elif wire == 0:
        _, stop = _varint(content, at, end)
    elif wire in (1, 5):
        stop = at + (8 if wire == 1 else 4)
    else:  # groups, which ONNX has none of
        raise InputError(_BROKEN)
    if stop > end:
        raise InputError(_BROKEN)
    return at, stop, tag >> 3, wire == 2


def _varint(content: bytes, at: int, end: int) -> tuple[int, int]:
    """The number that begins at a place, seven bits a byte, and where it ends."""
    value = shift = 0
    while at < end and shift < 70:
        byte = content[at]
        value |= (byte & 127) << shift
        at, shift = at + 1, shift + 7
        if byte < 128:
            return value, at
    raise InputError(_BROKEN)
