"""Hostile .pt files, and what must be said of each."""

import pickle
import zipfile

import numpy as np

from hostile.build import (
    B1,
    B2,
    GOOD_INDEX,
    W1,
    W2,
    Payload,
    archive,
    index,
    name,
    number,
    pt,
    stored,
    word,
)


def deep_index():
    """Nested tuples, each holding the one before twice: as a key they take 2^60 steps to hash."""
    nested = b")" + b"".join(b"q%c" % i + b"h%c" % i + b"h%c" % i + b"\x86" for i in range(60))
    return b"\x80\x02}" + nested + b"Ns."


def cases():
    objects = r"holds Python objects \(pickle\)"
    call = name("os", "system") + word("touch pwned") + b"\x85R"
    sparse = name("torch._utils", "_rebuild_sparse_tensor")
    return [
        ("pickle", pickle.dumps(Payload()), objects),
        ("old format", pickle.dumps({"0.weight": [1.0]}, 2), objects),
        ("call of os.system", pt(b"\x80\x02" + call + b"."), objects),
        ("call inside the index", pt(index([("0.weight", call)])), objects),
        ("builtins", pt(b"\x80\x02" + name("builtins", "eval") + word("1") + b"\x85R."), objects),
        ("protocol 4 global", pt(b"\x80\x04\x8c\x02os\x8c\x06system\x93."), objects),
        (
            "whole module",
            pt(b"\x80\x02" + name("torch.nn.modules.linear", "Linear") + b")\x81."),
            objects,
        ),
        ("new object", pt(b"\x80\x02" + name("collections", "OrderedDict") + b")\x81."), objects),
        ("keys that never finish", pt(deep_index()), objects),
        (
            "TorchScript",
            pt(extra=[("net/code/__torch__.py", b"def f(): pass")]),
            "TorchScript program",
        ),
        (
            "TorchScript constants",
            pt(extra=[("net/constants.pkl", b"\x80\x02).")]),
            "TorchScript program",
        ),
        (
            "compressed records",
            pt(compression=zipfile.ZIP_DEFLATED),
            "compressed records in a .pt file",
        ),
        (
            "compressed bomb",
            pt(extra=[("net/data/9", b"\0" * (64 << 20))], compression=zipfile.ZIP_DEFLATED),
            "compressed records",
        ),
        (
            "3 million opcodes",
            pt(b"\x80\x02" + b"N0" * 1_500_000 + b"}."),
            "3000004 bytes unpacked; the limit is 256 KiB",
        ),
        (
            "stride 0",
            pt(index([("0.weight", stored("0", (1000, 1000), (0, 0)))])),
            "needs more data than is stored",
        ),
        (
            "10^6 x 10^6",
            pt(index([("0.weight", stored("0", (10**6, 10**6), (0, 0)))])),
            "more than 1000000 weights",
        ),
        (
            "offset beyond the data",
            pt(index([("0.weight", stored("0", (3, 1), (1, 1), offset=10**6))])),
            "needs more data",
        ),
        ("negative stride", pt(index([("0.weight", stored("0", (3, 1), (-1, 1)))])), objects),
        (
            "empty of any length",
            pt(index([("0.weight", stored("0", (0, 2**31 - 1), (1, 1)))])),
            "has a size below 1",
        ),
        (
            "sparse",
            pt(index([("0.weight", stored("0", (3, 1), (1, 1), rebuild=sparse))])),
            "sparse, quantized",
        ),
        (
            "complex",
            pt(index([("0.weight", stored("0", (3, 1), (1, 1), "ComplexFloatStorage"))])),
            "not supported",
        ),
        (
            "quantized",
            pt(index([("0.weight", stored("0", (3, 1), (1, 1), "QInt8Storage"))])),
            "not supported",
        ),
        (
            "missing record",
            pt(index([("0.weight", stored("77", (3, 1), (1, 1)))])),
            "numbers are not in the file",
        ),
        (
            "tensor twice",
            pt(index([("0.weight", stored("0", (3, 1), (1, 1)))] * 2)),
            "appears twice",
        ),
        ("record twice", pt(extra=[("net/data/0", b"123456789012")]), "appears twice"),
        ("truncated", pt()[:-30], "damaged .pt file"),
        ("first half", pt()[: len(pt()) // 2], "damaged .pt file"),
        ("index cut short", pt(GOOD_INDEX[:-20]), "damaged .pt file"),
        ("index of garbage", pt(b"\xff" * 100), "damaged .pt file"),
        ("index that pops nothing", pt(b"\x80\x02\x86\x86."), "damaged .pt file"),
        ("no index", archive([("net/data/0", b"1234"), ("x/data.pkl2", b"")]), "damaged .pt file"),
        ("list, not a dictionary", pt(b"\x80\x02]."), "holds no state_dict"),
        ("number among the tensors", pt(index([("epoch", number(3))])), "'epoch' is no tensor"),
        (
            "big-endian",
            archive([("n/data.pkl", GOOD_INDEX), ("n/byteorder", b"big")]),
            "big-endian",
        ),
        ("NaN", pt(records=[W1 * np.nan, B1, W2, B2]), r"tensor 0.weight holds NaN"),
        ("hello", b"hello", "damaged .pt file"),
        ("empty", b"", "is empty"),
    ]
