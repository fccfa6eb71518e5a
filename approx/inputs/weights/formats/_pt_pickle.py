"""The index of a PyTorch file, read as data: no object is built and nothing of the file is called.

The unpickler written in C, even restricted, hashes what the pickle uses as keys: a few hundred
bytes of nested tuples keep it busy for ever. Here every operation is listed and keys are text.
"""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from approx.inputs.content import check_limit
from approx.system.errors import InputError

#: 512 tensors need about 120 000 bytes.
LONGEST_INDEX = 1 << 18
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
#: Operations that a state_dict needs and that Python's own code does.
_PLAIN = """PROTO FRAME STOP MARK GLOBAL BINPERSID REDUCE APPEND APPENDS EMPTY_DICT EMPTY_LIST
EMPTY_TUPLE TUPLE TUPLE1 TUPLE2 TUPLE3 NONE NEWTRUE NEWFALSE BININT BININT1 BININT2 LONG1 BINFLOAT
BINUNICODE SHORT_BINUNICODE BINPUT LONG_BINPUT BINGET LONG_BINGET"""


@dataclass(frozen=True)
class _Numbers:
    """The type of a storage's numbers."""

    type: str | None


@dataclass(frozen=True)
class _Storage:
    record: str
    kind: str | None


@dataclass(frozen=True)
class Stored:
    """A tensor's place in the file: which record, and how its numbers lie there."""

    record: str
    kind: str | None
    offset: int
    shape: tuple[int, ...]
    stride: tuple[int, ...]


def state_of(index: bytes) -> dict[str, Any]:
    """The dictionary that the pickle describes; its tensors are :class:`Stored`.

    Raises:
        InputError: when it holds anything that a state_dict does not.
    """
    check_limit(len(index), LONGEST_INDEX, "bytes of weight index")
    try:
        state = _Index(io.BytesIO(index)).load()
    except InputError:
        raise
    except Exception:  # a short stack, a missing memo, a bad opcode: all are a damaged index
        raise InputError("damaged .pt file: its index cannot be read") from None
    if not isinstance(state, dict):
        raise InputError("holds no state_dict; save model.state_dict()")
    return state


def _tensor(storage: Any, offset: Any, shape: Any, stride: Any, *rest: Any) -> Stored:
    sizes = all(type(n) is int and n >= 0 for n in (offset, *shape, *stride))
    if not isinstance(storage, _Storage) or not sizes or len(shape) != len(stride):
        raise InputError(_OBJECTS)
    return Stored(storage.record, storage.kind, offset, shape, stride)


#: What the names in an index stand for.
_NAMES: dict[tuple[str, str], Any] = {
    ("collections", "OrderedDict"): lambda: {},
    ("torch._utils", "_rebuild_tensor_v2"): _tensor,
    ("torch._utils", "_rebuild_parameter"): lambda tensor, *rest: tensor,
    **{("torch", name): _Numbers(kind) for name, kind in STORAGES.items() if kind},
}


def _codes(names: str) -> list[int]:
    return [getattr(pickle, name)[0] for name in names.split()]


class _Index(pickle._Unpickler):
    """Python's unpickler, written in Python, with its operations listed and its names replaced."""

    stack: list[Any]
    pop_mark: Callable[[], list[Any]]

    def find_class(self, module: str, name: str) -> Any:
        if name in _UNSUPPORTED or (module == "torch" and name in STORAGES and not STORAGES[name]):
            raise InputError("sparse, quantized, complex and integer tensors are not supported")
        if module.startswith(("torch.jit", "__torch__")):
            raise InputError("this is a TorchScript program, not weights; save model.state_dict()")
        if (module, name) not in _NAMES:
            raise InputError(_OBJECTS)
        return _NAMES[module, name]

    def persistent_load(self, pid: Any) -> _Storage:
        word, numbers, record = pid[:3]
        if word != "storage" or not isinstance(numbers, _Numbers) or not isinstance(record, str):
            raise InputError(_OBJECTS)
        return _Storage(record, numbers.type)

    def _set_items(self, pairs: list[Any]) -> None:
        target = self.stack[-1]
        if not isinstance(target, dict) or len(pairs) % 2:
            raise InputError(_OBJECTS)
        for key, value in zip(pairs[::2], pairs[1::2], strict=True):
            # Optimizers' states have numbers as keys; nothing else is quick to hash.
            if type(key) not in (str, int):
                raise InputError(_OBJECTS)
            if isinstance(value, Stored) and key in target:
                raise InputError(f"tensor {key!r} appears twice")
            target[key] = value

    def _set_item(self) -> None:
        value, key = self.stack.pop(), self.stack.pop()
        self._set_items([key, value])

    def _refuse(self) -> None:
        raise InputError(_OBJECTS)

    # As in the base class: the code of an operation -> the method that does it.
    dispatch: ClassVar[dict[int, Callable[[Any], Any]]] = {
        **dict.fromkeys(pickle._Unpickler.dispatch, _refuse),
        **{code: pickle._Unpickler.dispatch[code] for code in _codes(_PLAIN)},
        pickle.SETITEM[0]: _set_item,
        pickle.SETITEMS[0]: lambda self: self._set_items(self.pop_mark()),
        # The attributes of an OrderedDict: versions of modules.
        pickle.BUILD[0]: lambda self: self.stack.pop(),
    }
