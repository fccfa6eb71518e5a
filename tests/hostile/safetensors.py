"""Hostile .safetensors files, and what must be said of each."""

import numpy as np

from hostile.build import W1, safetensors, tensor


def cases():
    data = np.float32(W1).tobytes()
    good = {"0.weight": tensor([3, 1], 0, 12)}
    entry = b'"W1":{"dtype":"F32","shape":[3,1],"data_offsets":[0,12]}'
    twice = b"{" + entry + b"," + entry + b"}"
    return [
        ("empty", b"", "is empty"),
        ("five bytes", b"hello", "too short"),
        (
            "header of 2^63 bytes",
            safetensors(good, data, 2**63),
            "header too long: 9223372036854775808 bytes; the limit is 1048576",
        ),
        ("header of 1 GB", safetensors(good, data, 2**30), "header too long: 1073741824 bytes"),
        (
            "header longer than the file",
            safetensors(good, data, 5000),
            "the header has 5000 bytes; the file holds",
        ),
        (
            "300 000 tensors",
            safetensors({f"{i}.weight": tensor([1], 0, 4) for i in range(300_000)}),
            "header too long",
        ),
        (
            "600 tensors",
            safetensors(
                {f"{i}.weight": tensor([1], 4 * i, 4 * i + 4) for i in range(600)}, b"\0" * 2400
            ),
            "600 tensors; the limit is 512",
        ),
        (
            "shape that lies",
            safetensors({"0.weight": tensor([3, 2], 0, 12)}, data),
            "its shape needs 24 bytes",
        ),
        (
            "overflowing shape",
            safetensors({"0.weight": tensor([2**32, 2**32], 0, 12)}, data),
            "more than 1000000 weights",
        ),
        (
            "negative shape",
            safetensors({"0.weight": tensor([-3, -1], 0, 12)}, data),
            "has a size below 1",
        ),
        (
            "fractional shape",
            safetensors({"0.weight": tensor([3.0, 1], 0, 12)}, data),
            "has a size below 1",
        ),
        (
            "overlap",
            safetensors(
                {"0.weight": tensor([3, 1], 0, 12), "0.bias": tensor([3], 4, 16)}, data + b"1234"
            ),
            "tensors overlap",
        ),
        (
            "gap",
            safetensors(
                {"0.weight": tensor([3, 1], 0, 12), "0.bias": tensor([3], 16, 28)},
                data + b"\0" * 16,
            ),
            "gaps between tensors",
        ),
        (
            "offsets backwards",
            safetensors({"0.weight": tensor([3, 1], 12, 0)}, data),
            "its data_offsets are 12 and 0",
        ),
        (
            "offsets of text",
            safetensors({"0.weight": tensor([3, 1], "0", "12")}, data),
            "are not two numbers",
        ),
        ("trailing bytes", safetensors(good, data + b"more"), "4 bytes after the last tensor"),
        ("key twice", safetensors(twice, data * 2), "key 'W1' appears twice"),
        (
            "deep JSON",
            safetensors(b'{"a":' * 2000 + b"1" + b"}" * 2000),
            "brackets nest deeper than 6",
        ),
        (
            "integers",
            safetensors({"0.weight": tensor([3, 1], 0, 12, "I32")}, data),
            "type 'I32' is not supported",
        ),
        (
            "type that is a list",
            safetensors({"0.weight": tensor([3, 1], 0, 12, ["F32"])}, data),
            "is not supported",
        ),
        (
            "entry that is a number",
            safetensors({"0.weight": 5}, data),
            "needs dtype, shape and data_offsets",
        ),
        (
            "extra entry",
            safetensors({"0.weight": {**tensor([3, 1], 0, 12), "x": 1}}, data),
            "needs dtype",
        ),
        ("header that is a list", safetensors(b"[1]"), "is not an object"),
        ("truncated", safetensors(good, data)[:-4], "its data_offsets are 0 and 12, of 8"),
        ("infinity", safetensors(good, np.float32([1, np.inf, 2]).tobytes()), r"at index \(1, 0\)"),
        (
            "order that is not clear",
            safetensors(
                {"a.weight": tensor([1, 1], 0, 4), "b.weight": tensor([1, 1], 4, 8)}, b"\0" * 8
            ),
            "names do not show the order of the layers",
        ),
        (
            "metadata that is no record",
            safetensors({"__metadata__": {"approx": "{}"}, **good}, data),
            '"format" must be',
        ),
        (
            "metadata that nests",
            safetensors({"__metadata__": {"approx": "[" * 1000}, **good}, data),
            "nest deeper",
        ),
    ]
