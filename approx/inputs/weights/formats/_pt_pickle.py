"""The index of a PyTorch file, read as data: a pickle machine that can build no object and call
nothing but what a state_dict is made of.

Python's unpickler, even restricted, hashes and compares what it builds: a few hundred bytes of
nested tuples used as a key keep it busy for ever. Here keys are text, and everything is counted.
"""

from __future__ import annotations

import pickletools
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from approx.inputs.content import check_limit
from approx.system.errors import InputError

#: 64 tensors need about 15 000 bytes.
LONGEST_INDEX = 1 << 16
_OBJECTS = "holds Python objects (pickle), not only weights; save model.state_dict()"

#: Storage classes of torch -> the type of their numbers, of bfloat16 as unsigned integers; None:
#: known and not supported.
STORAGES: dict[str, str | None] = {
    "FloatStorage": "<f4",
    "DoubleStorage": "<f8",
    "HalfStorage": "<f2",
    "BFloat16Storage": "<u2",
    **dict.fromkeys(["LongStorage", "IntStorage", "ShortStorage", "CharStorage", "ByteStorage"]),
    **dict.fromkeys(["BoolStorage", "ComplexFloatStorage", "ComplexDoubleStorage"]),
    **dict.fromkeys(["QInt8Storage", "QUInt8Storage", "QInt32Storage"]),
}
_UNSUPPORTED = ("_rebuild_sparse_tensor", "_rebuild_qtensor", "_rebuild_nested_tensor")


@dataclass(frozen=True)
class Stored:
    """A tensor's place in the file: which record, and how its numbers lie there."""

    record: str
    kind: str | None
    offset: int
    shape: tuple[int, ...]
    stride: tuple[int, ...]


@dataclass(frozen=True)
class _Storage:
    record: str
    kind: str | None


@dataclass(frozen=True)
class _Name:
    """A global, by name only."""

    name: str


class _Mark:
    """Where a run of arguments begins."""


@dataclass
class _Machine:
    stack: list[Any] = field(default_factory=list)
    memo: dict[int, Any] = field(default_factory=dict)

    def pop(self) -> Any:
        return self.stack.pop()

    def push(self, value: Any) -> None:
        self.stack.append(value)

    def marked(self) -> list[Any]:
        """What stands above the last mark."""
        at = next(i for i in range(len(self.stack) - 1, -1, -1) if self.stack[i] is _Mark)
        values = self.stack[at + 1 :]
        del self.stack[at:]
        return values


def state_of(index: bytes) -> dict[str, Any]:
    """The dictionary that the pickle describes; its tensors are :class:`Stored`.

    Raises:
        InputError: when it holds anything that a state_dict does not.
    """
    check_limit(len(index), LONGEST_INDEX, "bytes of weight index")
    machine = _Machine()
    try:
        for opcode, argument, _ in pickletools.genops(index):
            if opcode.name == "STOP":
                break
            _step(machine, opcode.name, argument)
        (result,) = machine.stack
    except InputError:
        raise
    except Exception:  # a short stack, a missing memo, a bad opcode: all are a damaged index
        raise InputError("damaged .pt file: its index cannot be read") from None
    if not isinstance(result, dict):
        raise InputError("holds no state_dict; save model.state_dict()")
    return result


def _step(machine: _Machine, name: str, argument: Any) -> None:
    if name in _CONSTANTS:
        machine.push(_CONSTANTS[name])
    elif name in _LITERALS:
        machine.push(argument)
    elif name in _ACTIONS:
        _ACTIONS[name](machine, argument)
    else:
        raise InputError(_OBJECTS)


def _named(argument: str) -> _Name:
    module, _, name = argument.partition(" ")
    if name in _UNSUPPORTED or (module == "torch" and name in STORAGES and not STORAGES[name]):
        raise InputError("sparse, quantized, complex and integer tensors are not supported")
    if module.startswith("torch.jit") or module.startswith("__torch__"):
        raise InputError("this is a TorchScript program, not weights; save model.state_dict()")
    if (module, name) not in _KNOWN and not (module == "torch" and name in STORAGES):
        raise InputError(_OBJECTS)
    return _Name(name)


_KNOWN = {
    ("collections", "OrderedDict"),
    ("torch._utils", "_rebuild_tensor_v2"),
    ("torch._utils", "_rebuild_parameter"),
}


def _call(machine: _Machine) -> Any:
    arguments, function = machine.pop(), machine.pop()
    if not isinstance(function, _Name) or not isinstance(arguments, tuple):
        raise InputError(_OBJECTS)
    if function.name == "OrderedDict" and not arguments:
        return {}
    if function.name == "_rebuild_parameter" and isinstance(arguments[0], Stored):
        return arguments[0]
    if function.name == "_rebuild_tensor_v2":
        storage, offset, shape, stride = arguments[:4]
        whole = all(type(n) is int and n >= 0 for n in (offset, *shape, *stride))
        if isinstance(storage, _Storage) and whole and len(shape) == len(stride):
            return Stored(storage.record, storage.kind, offset, shape, stride)
    raise InputError(_OBJECTS)


def _storage(identity: Any) -> _Storage:
    word, kind, record = identity[:3]
    if word != "storage" or not isinstance(kind, _Name) or not isinstance(record, str):
        raise InputError(_OBJECTS)
    return _Storage(record, STORAGES.get(kind.name))


def _set(machine: _Machine, pairs: list[Any]) -> None:
    target = machine.stack[-1]
    if not isinstance(target, dict) or len(pairs) % 2:
        raise InputError(_OBJECTS)
    for key, value in zip(pairs[::2], pairs[1::2], strict=True):
        # Optimizers' states have numbers as keys; nothing else is cheap to hash.
        if type(key) not in (str, int):
            raise InputError(_OBJECTS)
        if isinstance(value, Stored) and key in target:
            raise InputError(f"tensor {key!r} appears twice")
        target[key] = value


def _extend(machine: _Machine, values: list[Any]) -> None:
    target = machine.stack[-1]
    if not isinstance(target, list):
        raise InputError(_OBJECTS)
    target.extend(values)


def _remember(machine: _Machine, place: int) -> None:
    machine.memo[place] = machine.stack[-1]


_CONSTANTS: dict[str, Any] = {"NONE": None, "NEWTRUE": True, "NEWFALSE": False, "EMPTY_TUPLE": ()}
_LITERALS = {"BININT", "BININT1", "BININT2", "LONG1", "BINFLOAT", "BINUNICODE", "SHORT_BINUNICODE"}
_ACTIONS: dict[str, Callable[[_Machine, Any], None]] = {
    "PROTO": lambda m, a: None,
    "FRAME": lambda m, a: None,
    "MARK": lambda m, a: m.push(_Mark),
    "EMPTY_DICT": lambda m, a: m.push({}),
    "EMPTY_LIST": lambda m, a: m.push([]),
    "GLOBAL": lambda m, a: m.push(_named(a)),
    "TUPLE": lambda m, a: m.push(tuple(m.marked())),
    "TUPLE1": lambda m, a: m.push((m.pop(),)),
    "TUPLE2": lambda m, a: m.push((m.pop(), m.pop())[::-1]),
    "TUPLE3": lambda m, a: m.push((m.pop(), m.pop(), m.pop())[::-1]),
    "BINPERSID": lambda m, a: m.push(_storage(m.pop())),
    "REDUCE": lambda m, a: m.push(_call(m)),
    "BUILD": lambda m, a: m.pop(),  # an OrderedDict's _metadata: versions of modules
    "SETITEM": lambda m, a: _set(m, [m.pop(), m.pop()][::-1]),
    "SETITEMS": lambda m, a: _set(m, m.marked()),
    "APPEND": lambda m, a: _extend(m, [m.pop()]),
    "APPENDS": lambda m, a: _extend(m, m.marked()),
    "BINPUT": _remember,
    "LONG_BINPUT": _remember,
    "BINGET": lambda m, a: m.push(m.memo[a]),
    "LONG_BINGET": lambda m, a: m.push(m.memo[a]),
}
