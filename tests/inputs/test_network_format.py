"""Skip edges, steps and names survive every format; files of version 1 are read as they were."""

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from approx.core.network import Network, Skip
from approx.inputs.weights import load, save
from approx.subjects import packed, resolve, unpacked
from approx.system.errors import InputError

DATA = Path(__file__).parents[1] / "data"


def wired(names=("relu", "step", "identity")):
    rng = np.random.default_rng(2)
    widths = (1, 3, 3, 1)
    return Network(
        [rng.normal(size=(n, m)) for m, n in pairwise(widths)],
        [rng.normal(size=n) for n in widths[1:]],
        names,
        [Skip(1, 3, rng.normal(size=(1, 3))), Skip(0, 2, rng.normal(size=(3, 1))), Skip(0, 3)],
        ["time in s"],
        ["height"],
    )


@pytest.mark.parametrize("ending", [".json", ".npz", ".safetensors"])
def test_skip_edges_and_names_come_back_bit_for_bit(tmp_path, ending):
    for names in (("relu", "step", "identity"), ("tanh", "softmax", "identity")):
        network = wired(names)
        save(network, tmp_path / f"net{ending}", (-1.0, 2.0), "x^2")
        loaded = load(tmp_path / f"net{ending}")
        assert loaded.network == network
        assert (loaded.domain, loaded.target) == ((-1.0, 2.0), "x^2")
        assert loaded.network.input_names == ("time in s",)


def test_an_edge_that_adds_its_source_as_it_is_needs_no_weights(tmp_path):
    save(wired(), tmp_path / "net.json")
    document = json.loads((tmp_path / "net.json").read_text())
    assert document["version"] == 2
    edges = [(edge["from"], edge["to"], "weights" in edge) for edge in document["skips"]]
    assert edges == [(0, 2, True), (0, 3, False), (1, 3, True)]
    assert (document["inputs"], document["outputs"]) == (["time in s"], ["height"])


def test_a_file_of_version_1_is_the_same_network():
    """Written before there were skip edges and names."""
    text = (DATA / "network_v1.json").read_text()
    document = json.loads(text)
    assert document["version"] == 1
    network = load(DATA / "network_v1.json").network
    for (w, b, name), layer in zip(network.layers, document["layers"], strict=True):
        assert (w.tolist(), b.tolist(), name) == tuple(layer.values())
    assert (network.skips, network.input_names, network.output_names) == ((), ("x",), ("y",))
    assert load(DATA / "network_v1.npz").network == network
    assert load(DATA / "network_v1.safetensors").network == network


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"version": 1}, "unknown key 'inputs'"),
        ({"version": 3}, "version 3 is newer"),
        ({"skips": {}}, "skips must be a list"),
        ({"skips": [[0, 2]]}, "skips must be a list of objects"),
        ({"skips": [{"from": 0}]}, "skip edge 1: null is no layer's number"),
        ({"skips": [{"from": True, "to": 2}]}, "true is no layer's number"),
        ({"skips": [{"from": 0, "to": 10**9}]}, "is no layer's number"),
        ({"skips": [{"from": 0, "to": 2, "wieghts": []}]}, "unknown key 'wieghts'"),
        ({"skips": [{"from": 0, "to": 2}]}, "adds 1 numbers to 3 neurons; give it weights"),
        ({"skips": [{"from": 0, "to": 1}]}, "must pass over a layer"),
        ({"skips": [{"from": 0, "to": 3}] * 2}, "two skip edges from 0 to layer 3"),
        ({"skips": [{"from": 0, "to": 2}] * 400}, "400 skip edges"),
        ({"outputs": "y"}, "outputs must be a list of names"),
        ({"outputs": ["a", "b"]}, "2 different output names for 1 outputs"),
        ({"inputs": [3]}, "input names need"),
        ({"inputs": ["a\nb"]}, "input names need 1 to 60 printable characters"),
    ],
)
def test_what_is_no_such_network_is_refused_in_a_line(tmp_path, change, message):
    save(wired(), tmp_path / "net.json")
    document = json.loads((tmp_path / "net.json").read_text()) | change
    (tmp_path / "net.json").write_text(json.dumps(document))
    with pytest.raises(InputError, match=message) as error:
        load(tmp_path / "net.json")
    assert "\n" not in str(error.value)


def test_a_subject_for_another_process_keeps_them(tmp_path):
    save(wired(), tmp_path / "net.json", (-1.0, 2.0))
    subject = resolve(str(tmp_path / "net.json"))
    assert unpacked(json.loads(json.dumps(packed(subject)))).network == subject.network
