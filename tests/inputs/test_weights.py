"""A network file gives a network or one line of error; no code in it is executed."""

import io
import json
import os
import re
import sys
import tracemalloc
import zipfile

import hostile
import numpy as np
import pytest
from hostile import build
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from approx.core.network import Network
from approx.inputs.content import read_text
from approx.inputs.weights import check_output, load, save
from approx.inputs.weights.frameworks import from_keras, from_sklearn, from_torch, to_torch
from approx.system.errors import InputError, MachineError

CASES = hostile.all_cases()
NET = Network([build.W1, build.W2], [build.B1, build.B2])


def test_there_are_at_least_70_hostile_files():
    assert len(CASES) >= 70


@pytest.mark.parametrize(
    ("name", "what", "content", "message"), CASES, ids=[f"{c[0]} {c[1]}" for c in CASES]
)
def test_a_hostile_file_is_refused(name, what, content, message, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError) as caught:
        load(name)
    line = str(caught.value)
    assert re.search(message, line), line
    assert line.isprintable()
    assert line.startswith(name)
    assert [path.name for path in tmp_path.iterdir()] == [name]  # nothing ran, nothing was written


def test_no_hostile_file_takes_much_memory(tmp_path):
    worst = 0
    for name, _, content, _ in CASES:
        (tmp_path / name).write_bytes(content)
        tracemalloc.start()
        with pytest.raises(InputError):
            load(tmp_path / name)
        worst = max(worst, tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert worst < 100_000_000


def test_what_is_no_regular_file_is_refused_without_waiting(tmp_path):
    os.mkfifo(tmp_path / "net.json")
    (tmp_path / "link.json").symlink_to("/dev/zero")
    (tmp_path / "folder.json").mkdir()
    for name, message in [
        ("net.json", "net.json is not a regular file"),
        ("link.json", "link.json is not a regular file"),
        ("folder.json", "cannot open folder.json: Is a directory"),
        ("missing.json", "cannot open missing.json: No such file"),
    ]:
        with pytest.raises(InputError, match=message):
            load(tmp_path / name)


def test_a_file_of_a_terabyte_is_refused_by_its_size(tmp_path):
    for name, limit in [("net.npz", "is 256 MiB"), ("net.json", "for JSON is 64 MiB")]:
        with (tmp_path / name).open("wb") as file:
            file.truncate(1 << 40)
        with pytest.raises(InputError, match=f"{name} is 1048576 MiB; the limit {limit}"):
            load(tmp_path / name)


@pytest.mark.parametrize("content", [build.text(), b"\xef\xbb\xbf" + build.text()])
def test_our_json_is_read_with_or_without_a_byte_order_mark(content, tmp_path):
    (tmp_path / "net.json").write_bytes(content)
    assert load(tmp_path / "net.json").network == NET


def test_plain_arrays_are_read_and_the_assumption_is_said(tmp_path):
    np.savez(tmp_path / "net.npz", **build.PLAIN)
    np.savez_compressed(tmp_path / "small.npz", **build.PLAIN)
    for name in ("net.npz", "small.npz"):
        loaded = load(tmp_path / name)
        assert loaded.network == NET
        assert loaded.notes == (
            "activations are not stored in the file; relu assumed, identity at the end; "
            "--activation tanh reads another",
        )


def test_a_state_dict_is_read_without_torch(tmp_path):
    (tmp_path / "net.pt").write_bytes(build.pt())
    assert load(tmp_path / "net.pt").network == NET


def test_layers_are_ordered_by_number_not_by_letter(tmp_path):
    weights = [np.full((1, 1), k + 2.0) for k in range(11)]
    np.savez(tmp_path / "net.npz", **{f"{2 * k}.weight": w for k, w in enumerate(weights)})
    assert [w[0, 0] for w in load(tmp_path / "net.npz").network.weights] == list(range(2, 13))


def test_layers_without_numbers_are_ordered_by_their_shapes(tmp_path):
    np.savez(tmp_path / "net.npz", **{"a_out.weight": build.W2, "hidden.weight": build.W1})
    assert load(tmp_path / "net.npz").network == NET


NUMBERS = st.floats(-1e300, 1e300, allow_subnormal=True)


@st.composite
def networks(draw):
    widths = [1, *draw(st.lists(st.integers(1, 4), max_size=3)), 1]
    names = ("relu", "leaky_relu", "leaky_relu(0.3)", "identity", "sigmoid", "tanh")
    shapes = list(zip(widths[1:], widths[:-1], strict=True))
    return Network(
        [draw(arrays(float, shape, elements=NUMBERS)) for shape in shapes],
        [draw(arrays(float, rows, elements=NUMBERS)) for rows, _ in shapes],
        [draw(st.sampled_from(names)) for _ in shapes],
    )


@pytest.mark.parametrize("ending", ["json", "npz", "safetensors"])
@given(network=networks())
@settings(max_examples=25)
def test_what_is_saved_comes_back_bit_for_bit(ending, network, tmp_path_factory):
    path = tmp_path_factory.mktemp("save") / f"net.{ending}"
    save(network, path, target="sin(3*x)")
    loaded = load(path)
    assert loaded.network == network
    assert (loaded.target, loaded.domain, loaded.notes) == ("sin(3*x)", None, ())
    for saved, read in zip(network.weights, loaded.network.weights, strict=True):
        assert np.array_equal(np.signbit(saved), np.signbit(read))


@pytest.mark.parametrize("ending", ["json", "npz", "safetensors"])
def test_the_domain_and_target_travel_along(ending, tmp_path):
    path = tmp_path / f"net.{ending}"
    save(NET, path, domain=(-1.5, 3), target="|x|")
    loaded = load(path)
    assert (loaded.domain, loaded.target) == ((-1.5, 3.0), "|x|")


def test_the_same_network_is_the_same_file(tmp_path):
    for ending in ("json", "npz", "safetensors"):
        save(NET, tmp_path / f"a.{ending}")
        save(NET, tmp_path / f"b.{ending}")
        assert (tmp_path / f"a.{ending}").read_bytes() == (tmp_path / f"b.{ending}").read_bytes()


def test_numpy_reads_what_is_saved(tmp_path):
    save(NET, tmp_path / "net.npz")
    with np.load(tmp_path / "net.npz") as file:
        assert np.array_equal(file["W1"], build.W1)


def test_an_ending_that_cannot_be_written_is_refused(tmp_path):
    with pytest.raises(InputError, match=r"net.onnx: use .json, .npz, .safetensors"):
        save(NET, tmp_path / "net.onnx")
    with pytest.raises(MachineError, match="cannot write"):
        save(NET, tmp_path / "missing" / "net.json")
    assert not list(tmp_path.iterdir())


def test_a_network_that_overflows_is_refused_on_its_domain():
    network = Network([[[1e300]], [[1e300]]], [[0], [0]])
    with pytest.raises(InputError, match=r"network output is not finite on \[-3, 3\]"):
        check_output(network, (-3.0, 3.0))


@given(st.binary(max_size=200), st.sampled_from(["json", "npz", "safetensors", "pt"]))
def test_any_bytes_are_a_network_or_refused(content, ending):
    readers = {"json": b"{", "npz": b"PK", "safetensors": b"", "pt": b"PK"}
    _refused_or_read(readers[ending] + content, ending)


@given(st.data(), st.sampled_from(["json", "npz", "safetensors", "pt"]))
def test_any_damage_to_a_good_file_is_refused_or_harmless(data, ending):
    good = {
        "json": build.text(),
        "npz": build.npz(),
        "pt": build.pt(),
        "safetensors": build.safetensors(
            {"0.weight": build.tensor([1, 1], 0, 8, "F64")}, b"12345678"
        ),
    }[ending]
    damaged = bytearray(good)
    for _ in range(data.draw(st.integers(1, 6))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    _refused_or_read(bytes(damaged[: data.draw(st.integers(1, len(damaged)))]), ending)


def _refused_or_read(content, ending):
    from approx.inputs.weights import format_of

    try:
        network = format_of(f".{ending}").read(content).network
    except InputError:
        return
    assert all(np.isfinite(w).all() for w in network.weights)


class Fitted:
    """Looks like a fitted MLPRegressor."""

    coefs_ = (build.W1.T, build.W2.T)
    intercepts_ = (build.B1, build.B2)
    activation, out_activation_ = "relu", "identity"


class Dense:
    """Looks like a Keras layer."""

    def __init__(self, weight, bias, activation):
        self.numbers, self.activation = [weight.T, bias], activation

    def get_weights(self):
        return self.numbers

    def get_config(self):
        return {"activation": self.activation}


class Model:
    def __init__(self, *layers):
        self.layers = layers


def test_look_alikes_are_read_by_their_attributes():
    assert from_sklearn(Fitted()) == NET
    keras = Model(Dense(build.W1, build.B1, "relu"), Dense(build.W2, build.B2, "linear"))
    assert from_keras(keras) == NET
    names = ["0.weight", "0.bias", "2.weight", "2.bias"]
    state = dict(zip(names, build.RECORDS, strict=True))
    assert from_torch(state) == NET


def test_every_activation_of_an_mlp_regressor_is_read():
    wanted = {"logistic": "sigmoid", "tanh": "tanh", "identity": "identity", "relu": "relu"}
    for sklearn_name, name in wanted.items():
        fitted = Fitted()
        fitted.activation = sklearn_name
        # A layer without an activation is one with the next.
        names = ("identity",) if name == "identity" else (name, "identity")
        assert from_sklearn(fitted).activations == names


def test_other_units_are_refused_by_name():
    fitted = Fitted()
    fitted.activation = "maxout"
    with pytest.raises(
        InputError, match="unknown activation 'maxout'; known: elu, gelu, identity, leaky"
    ):
        from_sklearn(fitted)
    with pytest.raises(InputError, match="unknown activation 'mish'"):
        from_keras(Model(Dense(build.W1, build.B1, "mish")))
    with pytest.raises(InputError, match="fit an MLPRegressor first"):
        from_sklearn(object())
    with pytest.raises(InputError, match="neither a torch module nor a state_dict"):
        from_torch(3)


def test_a_text_may_come_from_standard_input_or_a_file(tmp_path):
    (tmp_path / "f.txt").write_text("sin(3*x)\n")
    (tmp_path / "long.txt").write_text("x" * 501)
    os.mkfifo(tmp_path / "fifo")
    assert read_text("x^2", io.BytesIO()) == "x^2"
    assert read_text("-", io.BytesIO(b"|x|\n")) == "|x|\n"
    assert read_text(f"@{tmp_path / 'f.txt'}", io.BytesIO()) == "sin(3*x)\n"
    endless = io.BytesIO(b"x" * 10_000)
    with pytest.raises(InputError, match="more than 500 bytes; the limit is 500"):
        read_text("-", endless)
    assert endless.tell() == 501
    for name, message in [
        ("long.txt", "more than 500 bytes"),
        ("fifo", "not a regular file"),
        ("missing", "cannot open missing: No such file"),
    ]:
        with pytest.raises(InputError, match=message):
            read_text(f"@{tmp_path / name}", io.BytesIO())
    with pytest.raises(InputError, match="zero is not a regular file"):
        read_text("@/dev/zero", io.BytesIO())


def test_our_json_is_documented_by_an_example(tmp_path):
    save(NET, tmp_path / "net.json", domain=(0, 1), target="x")
    document = json.loads((tmp_path / "net.json").read_text())
    keys = ["format", "version", "layers", "inputs", "outputs", "domain", "target"]
    assert list(document) == keys
    assert list(document["layers"][0]) == ["weights", "biases", "activation"]


def test_files_of_before_there_were_other_activations_still_load(tmp_path):
    """Version 1 knew relu, leaky_relu (slope 0.01) and identity, by these names."""
    layers = [
        build.layer(build.W1.tolist(), build.B1.tolist(), "leaky_relu"),
        build.layer(build.W2.tolist(), build.B2.tolist(), "identity"),
    ]
    (tmp_path / "net.json").write_bytes(build.text(layers=layers))
    network = Network.load(tmp_path / "net.json")
    assert network.activations == ("leaky_relu", "identity")
    assert network(-1.0) == -0.01 * 1 + 1 - 0.01 * 2


def test_a_network_loads_and_saves_itself(tmp_path):
    NET.save(tmp_path / "net.json", domain=(-1, 1), target="x")
    assert Network.load(tmp_path / "net.json") == NET
    assert load(tmp_path / "net.json").domain == (-1.0, 1.0)
    assert Network.from_sklearn(Fitted()) == NET
    keras = Model(Dense(build.W1, build.B1, "relu"), Dense(build.W2, build.B2, "linear"))
    assert Network.from_keras(keras) == NET
    names = ["0.weight", "0.bias", "2.weight", "2.bias"]
    assert Network.from_torch(dict(zip(names, build.RECORDS, strict=True))) == NET


def test_to_torch_says_what_it_needs():
    try:
        import torch  # noqa: F401
    except ImportError:
        with pytest.raises(MachineError, match="pip install"):
            to_torch(NET)


def test_a_keras_file_needs_keras_and_holds_no_layer_that_runs_code(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "keras", None)  # as if it were not installed
    for kind, wanted in (("Dense", MachineError), ("Lambda", InputError)):
        layer = {"module": "keras.layers", "class_name": kind, "config": {"units": 1}}
        with zipfile.ZipFile(tmp_path / "net.keras", "w") as file:
            file.writestr("config.json", json.dumps({"layers": [layer]}))
            file.writestr("model.weights.h5", b"\x89HDF\r\n")
        with pytest.raises(wanted, match=r"pip install keras torch|holds a 'Lambda', which is not"):
            load(tmp_path / "net.keras")
