"""Crafted network files: pickles, bombs, lies, truncations; each with what must be said of it."""

import pickle
from functools import cache

from hostile import build, json, npz, pt, safetensors


def other_cases():
    return [
        ("net.onnx", "empty", b"", "is empty"),
        ("net.h5", "Keras", b"\x89HDF\r\n", "use .json, .keras, .npz"),
        ("net.pkl", "pickle", pickle.dumps(build.Payload()), "use .json, .keras, .npz"),
        ("net.npy", "npy", build.npy(build.W1), "use .json, .keras, .npz"),
        ("net.pt", "npz", build.npz(), "is an npz file; rename it"),
        ("net.npz", "PyTorch", build.pt(), "is a PyTorch file; rename it"),
        ("net.safetensors", "npz", build.npz(), "is an npz file; rename it"),
        ("net.npz", "npy", build.npy(build.W1), "is an npy file; not supported"),
        ("net.npz", "gzip", b"\x1f\x8b\x08", "is a compressed file; not supported"),
        ("net.json", "HDF5", b"\x89HDF\r\n", "is an HDF5 file; not supported"),
    ]


@cache
def all_cases():
    """(file name, what it is, content, expected message) of every crafted file."""
    cases = [
        (f"net.{ending}", *case)
        for ending, made in [
            ("npz", npz.cases()),
            ("safetensors", safetensors.cases()),
            ("pt", pt.cases()),
            ("json", json.cases()),
        ]
        for case in made
    ]
    return cases + other_cases()
