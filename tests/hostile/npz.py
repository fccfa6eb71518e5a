"""Hostile .npz files, and what must be said of each."""

import io
import pickle
import struct
import zipfile

import numpy as np

from hostile.build import B1, B2, W1, Payload, archive, npy, npz, text


def cases():
    f = np.float64
    many = archive([(f"W{i}.npy", npy(W1)) for i in range(20_000)])
    bomb = npz(zipfile.ZIP_DEFLATED, W1=b"\0" * (64 << 20))
    encrypted = bytearray(npz())
    at = encrypted.find(b"PK\x01\x02")
    encrypted[at + 8] |= 1
    versioned = bytearray(npz())
    versioned[versioned.find(b"PK\x01\x02") + 6] = 148
    lying = bytearray(npz(zipfile.ZIP_DEFLATED, W1=b"\0" * (9 << 20)))
    at = lying.find(b"PK\x01\x02")
    lying[at + 24 : at + 28] = struct.pack("<I", 100)  # the size it says it unpacks to
    objects = io.BytesIO()
    np.save(objects, np.array([Payload()], object), allow_pickle=True)
    wide = npz()[:-22] + b"\0" * 56 + b"PK\x06\x07" + b"\0" * 16 + npz()[-22:]
    broken = "not an npz file, or is truncated"
    unreadable = "not a readable npy array"
    maxout = b'{"format":"approx-network","version":1,"activations":["maxout","identity"]}'
    return [
        ("pickle inside", npz(W1=objects.getvalue()), r"holds Python objects \(pickle\)"),
        ("pickle as npz", pickle.dumps(Payload()), r"holds Python objects \(pickle\)"),
        ("pickle as member", npz(W1=pickle.dumps(Payload())), unreadable),
        ("hello", b"hello", broken),
        ("empty", b"", "is empty"),
        ("bomb", bomb, r"67108864 bytes unpacked; the limit is 8 MB"),
        ("bomb that lies", bytes(lying), "damaged|another size|truncated"),
        (
            "many small bombs",
            npz(zipfile.ZIP_DEFLATED, **{f"W{i}": npy(np.zeros(900_000)) for i in range(3, 60)}),
            "the limit is 8 MB",
        ),
        ("20 000 members", many, "20000 arrays; the limit is 513"),
        ("member twice", archive([("W1.npy", npy(W1)), ("W1.npy", npy(W1))]), "'W1' appears twice"),
        (
            "member twice, two spellings",
            archive([("W1.npy", npy(W1)), ("W1", npy(W1))]),
            "'W1' appears twice",
        ),
        ("path out of the folder", npz(**{"../../x": W1}), "unknown array name '../../x'"),
        ("absolute path", npz(**{"/etc/x": W1}), "unknown array name"),
        ("truncated", npz()[:-40], broken),
        ("first half", npz()[: len(npz()) // 2], broken),
        ("bytes before the archive", b"PK\x03\x04" + npz(), broken + "|unknown|npy"),
        ("bytes after the archive", npz() + b"\0" * 10, broken),
        ("directory of 64 bits without a record", wide, broken),
        ("zip version 14.8", bytes(versioned), broken),
        ("encrypted", bytes(encrypted), broken + "|encrypted"),
        ("flipped bytes", npz()[:200] + b"\xff" * 20 + npz()[220:], broken + "|npy"),
        (
            "10^12 numbers",
            npz(W1=npy(W1, shape=(1_000_000, 1_000_000))),
            "more than 1000000 weights",
        ),
        ("overflowing shape", npz(W1=npy(W1, shape=(2**33, 2**33))), "more than 1000000 weights"),
        ("negative shape", npz(W1=npy(W1, shape=(-3, 1))), "has a size below 1"),
        ("empty shape", npz(W1=npy(W1, shape=(0, 10**18))), "has a size below 1"),
        ("short data", npz(W1=npy(W1)[:-8]), "needs 24 bytes, not 16"),
        ("long data", npz(W1=npy(W1) + b"12345678"), "needs 24 bytes, not 32"),
        (
            "2 GB header",
            npz(W1=b"\x93NUMPY\x02\0" + struct.pack("<I", 2**31 - 1) + b"{"),
            unreadable,
        ),
        ("nested header", npz(W1=npy(W1, header="(" * 5000 + ")" * 5000)), unreadable),
        (
            "code in the header",
            npz(W1=npy(W1, header="__import__('os').system('touch pwned')")),
            unreadable,
        ),
        ("unknown npy version", npz(W1=npy(W1, version=(9, 0))), unreadable),
        ("complex", npz(W1=W1.astype(complex)), "type complex128 is not a real number type"),
        ("text", npz(W1=np.array(["1", "2"])), "is not a real number type"),
        ("void", npz(W1=np.zeros(3, "V8")), "is not a real number type"),
        ("dates", npz(W1=np.zeros(3, "M8[s]")), "is not a real number type"),
        ("truth values", npz(W1=W1 > 0), "type bool is not a real number type"),
        ("records", npz(W1=npy(W1, descr=[("a", "<f8")])), "not a real number type"),
        (
            "NaN",
            npz(W1=[[f("nan")], [0], [0]]),
            r"tensor W1 holds NaN or infinity at index \(0, 0\)",
        ),
        ("infinity", npz(b1=[0, f("inf"), 0]), r"tensor b1 holds NaN or infinity at index \(1,\)"),
        ("three dimensions", npz(W1=W1[None]), "has 3 dimensions"),
        ("weights of one dimension", npz(W1=B1), "has 1 dimensions; 2 wanted"),
        ("rows and biases", npz(b1=np.zeros(4)), "layer 1: weight has 3 rows, bias has 4"),
        (
            "layers that do not chain",
            npz(W2=np.ones((1, 5))),
            "layer 2 takes 5 inputs, layer 1 gives 3",
        ),
        ("two outputs", npz(W2=np.ones((2, 3)), b2=np.zeros(2)), "the network has 2 outputs"),
        (
            "257 layers",
            npz(b1=None, b2=None, **{f"W{i}": np.ones((3, 3)) for i in range(2, 258)}),
            "257 layers; the limit is 256",
        ),
        ("bias without weights", npz(b3=B2), "'3' has a bias but no weights"),
        ("no arrays", archive([]), "no weights found"),
        (
            "record that is no JSON",
            npz(approx=np.frombuffer(b"hello!", np.uint8)),
            "not valid JSON",
        ),
        ("record of another kind", npz(approx=np.frombuffer(b"[]", np.uint8)), "not the record"),
        (
            "record with maxout",
            npz(approx=np.frombuffer(maxout, np.uint8)),
            "unknown activation 'maxout'",
        ),
        ("really JSON", text(), "is a JSON file; rename it"),
    ]
