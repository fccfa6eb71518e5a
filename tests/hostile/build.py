"""Small files of every format, good or with one thing wrong; built, never stored."""

import io
import json
import struct
import warnings
import zipfile

import numpy as np


class Payload:
    """Runs a command when it is unpickled."""

    def __reduce__(self):
        import os

        return os.system, ("touch pwned",)


def npy(array, **changes):
    """An .npy file; changes to its header: descr, shape, fortran_order, header, version."""
    version = changes.pop("version", (1, 0))
    header = changes.pop("header", None)
    if header is None:
        facts = {"descr": array.dtype.str, "fortran_order": False, "shape": array.shape, **changes}
        header = f"{{'descr': {facts['descr']!r}, 'fortran_order': {facts['fortran_order']}, "
        header += f"'shape': {facts['shape']}, }}"
    header = header.ljust(117) + "\n"
    length = struct.pack("<H" if version == (1, 0) else "<I", len(header))
    return b"\x93NUMPY" + bytes(version) + length + header.encode("latin-1") + array.tobytes()


def archive(members, compression=zipfile.ZIP_STORED):
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w", compression) as file:
        warnings.simplefilter("ignore")  # some names come twice
        for name, content in members:
            file.writestr(zipfile.ZipInfo(name), content, compression)
    return out.getvalue()


W1, B1 = np.array([[1.0], [-1.0], [2.0]]), np.zeros(3)
W2, B2 = np.ones((1, 3)), np.zeros(1)
PLAIN = {"W1": W1, "b1": B1, "W2": W2, "b2": B2}


def npz(compression=zipfile.ZIP_STORED, **changes):
    """An .npz file of a small network, some of whose arrays are replaced; None leaves one out."""
    arrays = {**PLAIN, **changes}
    return archive(
        [
            (f"{name}.npy", value if isinstance(value, bytes) else npy(np.asarray(value)))
            for name, value in arrays.items()
            if value is not None
        ],
        compression,
    )


def safetensors(header, data=b"", length=None):
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<Q", len(text) if length is None else length) + text + data


def tensor(shape, start, stop, kind="F32"):
    return {"dtype": kind, "shape": shape, "data_offsets": [start, stop]}


# A pickle assembler: torch is not needed to make its files.
def word(text):
    raw = text.encode()
    return b"X" + struct.pack("<I", len(raw)) + raw


def name(module, attribute):
    return b"c" + module.encode() + b"\n" + attribute.encode() + b"\n"


def number(value):
    return b"J" + struct.pack("<i", value)


def stored(record, shape, stride, storage="FloatStorage", count=3, offset=0, rebuild=None):
    """The opcodes of one tensor."""
    rebuild = rebuild or name("torch._utils", "_rebuild_tensor_v2")
    place = b"(" + word("storage") + name("torch", storage) + word(record) + word("cpu")
    place += number(count) + b"tQ"
    sizes = b"(" + b"".join(map(number, shape)) + b"t(" + b"".join(map(number, stride)) + b"t"
    return rebuild + b"(" + place + number(offset) + sizes + b"\x89}tR"


def index(entries):
    """data.pkl: a dictionary of tensors."""
    pairs = b"".join(word(key) + value for key, value in entries)
    return b"\x80\x02}(" + pairs + b"u."


GOOD_INDEX = index(
    [
        ("0.weight", stored("0", (3, 1), (1, 1))),
        ("0.bias", stored("1", (3,), (1,))),
        ("2.weight", stored("2", (1, 3), (3, 1))),
        ("2.bias", stored("3", (1,), (1,), count=1)),
    ]
)
RECORDS = [W1, B1, W2, B2]


def pt(data=GOOD_INDEX, extra=(), compression=zipfile.ZIP_STORED, records=RECORDS):
    members = [("net/data.pkl", data), ("net/byteorder", b"little"), ("net/version", b"3\n")]
    members += [(f"net/data/{i}", np.float32(r).tobytes()) for i, r in enumerate(records)]
    return archive([*members, *extra], compression)


def document(**changes):
    """Our JSON of a small network, with changes."""
    layers = [
        {"weights": W1.tolist(), "biases": B1.tolist(), "activation": "relu"},
        {"weights": W2.tolist(), "biases": B2.tolist(), "activation": "identity"},
    ]
    facts = {"format": "approx-network", "version": 1, "layers": layers, **changes}
    return {key: value for key, value in facts.items() if value is not None}


def text(**changes):
    return json.dumps(document(**changes)).encode()


def layer(weights, biases, activation="relu"):
    return {"weights": weights, "biases": biases, "activation": activation}


def with_weight(raw):
    """Our JSON with one number written as `raw`."""
    return text().replace(b"2.0", raw, 1)
