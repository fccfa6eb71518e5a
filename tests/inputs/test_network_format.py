"""Skip edges, steps and names survive every format; files of version 1 are read as they were."""

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from command_line import approx as command_line  # noqa: F401 - a fixture

import approx
from approx.core.network import Network
from approx.core.skip import Skip
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


def several(tmp_path, names=("sin", "cos", "1")):
    rng = np.random.default_rng(0)
    network = Network(
        [rng.normal(size=(4, 1)), rng.normal(size=(3, 4))],
        [rng.normal(size=4), rng.normal(size=3)],
        output_names=names,
    )
    save(network, tmp_path / "net.json", (-1.0, 2.0))
    return network


def test_one_of_several_outputs_is_chosen_by_number_or_name(tmp_path):
    network, x = several(tmp_path), np.linspace(-1, 2, 101)
    # A name that looks like a number counts as the name.
    for given, place in ((0, 0), ("0", 0), ("cos", 1), (1, 1), ("1", 2), (2, 2)):
        part = load(tmp_path / "net.json", given).network
        np.testing.assert_allclose(part(x), network(x[:, None])[:, place], atol=1e-15)
    for given in ("tan", 3, -1, True, "9" * 1000):
        with pytest.raises(InputError, match=r"known: 0 \(sin\), 1 \(cos\)"):
            load(tmp_path / "net.json", given)
    with pytest.raises(InputError, match=r"3 outputs, 0 \(sin\), .*; choose one, as --component 0"):
        load(tmp_path / "net.json")


def test_python_chooses_outputs_and_activations(tmp_path, monkeypatch):
    network = several(tmp_path)
    monkeypatch.chdir(tmp_path)
    x = np.linspace(-1, 2, 101)
    for made in (
        approx.subject("net.json", component="cos"),
        approx.subject(network, component=1, on=(-1, 2)),
    ):
        np.testing.assert_allclose(made.function(x), network(x[:, None])[:, 1], atol=1e-14)
    with pytest.raises(InputError, match="choose one, as component=0"):
        approx.subject(network)
    with pytest.raises(InputError, match="component is for a network"):
        approx.subject(np.sin, component=0)
    plain_weights(network)
    assert load("plain.npz").notes[0].startswith("activations are not stored")
    loaded = load("plain.npz", activation="tanh")
    assert (loaded.network.activations, loaded.notes) == (("tanh", "identity"), ())
    with pytest.raises(InputError, match="it stores its activations; leave out --activation"):
        load("net.json", 0, "tanh")
    with pytest.raises(InputError, match="unknown activation 'tan'"):
        load("plain.npz", activation="tan")


def plain_weights(network):
    part = network.component(0)
    np.savez("plain.npz", W1=part.weights[0], b1=part.biases[0], W2=part.weights[1])


def test_the_command_line_chooses_outputs_and_activations(command_line, tmp_path):  # noqa: F811
    plain_weights(several(tmp_path))
    command_line("show", "net.json", "--component", "cos").accepts()
    shown = command_line("show", "plain.npz", "--activation", "tanh")
    shown.accepts()
    assert not shown.err
    assert "smooth" in shown.out
    (note,) = command_line("show", "plain.npz").err
    assert note.endswith("; --activation tanh reads another")
    command_line("show", "net.json").refuses("choose one, as --component 0")
    command_line("show", "abs", "--component", "0").refuses("--component is for network files")
    command_line("show", "x^2", "--activation", "tanh").refuses("--activation is for network files")
