"""PyTorch, scikit-learn and ONNX, where they are installed, agree with what we read from them."""

import re

import numpy as np
import pytest

from approx.core.exact import analyse
from approx.core.network import Network
from approx.inputs.weights import load, save
from approx.inputs.weights.frameworks import from_keras, from_sklearn, from_torch, to_torch
from approx.system.errors import InputError

torch = pytest.importorskip("torch", reason="PyTorch is not installed")

DOMAIN = (-3.0, 3.0)
X = np.linspace(*DOMAIN, 301)


def breakpoints(network):
    return analyse(network, DOMAIN).output.breakpoints


def test_a_trained_module_is_the_same_function(trained):
    network = from_torch(trained)
    with torch.no_grad():
        theirs = trained(torch.tensor(X[:, None], dtype=torch.float32)).numpy()[:, 0]
    np.testing.assert_allclose(network(X), theirs, atol=1e-5)
    assert network.architecture == "32-32-1"
    assert from_torch(trained.state_dict()) == network
    assert from_torch(to_torch(network)) == network


def test_every_file_of_a_trained_module_has_its_breakpoints(trained, tmp_path):
    network = from_torch(trained)
    torch.save(trained.state_dict(), tmp_path / "state.pt")
    torch.save({"epoch": 3, "model_state_dict": trained.state_dict()}, tmp_path / "checkpoint.pth")
    for ending in ("json", "npz", "safetensors"):
        save(network, tmp_path / f"net.{ending}")
    for path in tmp_path.iterdir():
        assert load(path).network == network, path.name
        np.testing.assert_array_equal(breakpoints(load(path).network), breakpoints(network))


def test_safetensors_of_the_library_are_read_and_ours_by_it(trained, tmp_path):
    library = pytest.importorskip("safetensors.torch", reason="safetensors is not installed")
    network = from_torch(trained)
    library.save_file(trained.state_dict(), tmp_path / "theirs.safetensors")
    assert load(tmp_path / "theirs.safetensors").network == network
    save(network, tmp_path / "ours.safetensors")
    module = to_torch(network)
    module.load_state_dict(library.load_file(tmp_path / "ours.safetensors"))
    assert from_torch(module) == network


@pytest.mark.parametrize("kind", ["half", "bfloat16", "double"])
def test_every_precision_of_a_state_dict_is_read_exactly(kind, trained, tmp_path):
    model = getattr(torch.nn.Sequential(torch.nn.Linear(1, 3), torch.nn.Linear(3, 1)), kind)()
    torch.save(model.state_dict(), tmp_path / "net.pt")
    assert (
        load(tmp_path / "net.pt").network.weights[0].tolist() == model[0].weight.double().tolist()
    )


def test_views_are_read_as_torch_sees_them(tmp_path):
    base = torch.arange(12.0).reshape(3, 4)
    state = {"0.weight": base.T[1:3, 1:2], "1.weight": base[1:2, ::2]}
    torch.save(state, tmp_path / "net.pt")
    network = load(tmp_path / "net.pt").network
    for ours, theirs in zip(network.weights, state.values(), strict=True):
        assert ours.tolist() == theirs.tolist()


@pytest.mark.filterwarnings("ignore")
def test_what_is_no_plain_state_dict_is_refused(trained, tmp_path):
    def saved(name, thing, **options):
        torch.save(thing, tmp_path / name, **options)

    saved("module.pt", trained)
    saved("old.pt", trained.state_dict(), _use_new_zipfile_serialization=False)
    torch.jit.script(trained).save(tmp_path / "script.pt")
    saved("sparse.pt", {"0.weight": torch.eye(2).to_sparse()})
    saved("complex.pt", {"0.weight": torch.eye(2, dtype=torch.complex64)})
    saved("strides.pt", {"0.weight": torch.zeros(1).as_strided((10**6, 10**6), (0, 0))})
    saved("nan.pt", {"0.weight": torch.full((2, 1), torch.nan)})
    for path in sorted(tmp_path.iterdir()):
        with pytest.raises(InputError):
            load(path)


@pytest.mark.filterwarnings("ignore")
def test_scikit_learn_and_its_onnx_have_the_same_breakpoints(tmp_path):
    learn = pytest.importorskip("sklearn.neural_network", reason="scikit-learn is not installed")
    skl2onnx = pytest.importorskip("skl2onnx", reason="skl2onnx is not installed")
    x = X[:, None].astype("f4")
    model = learn.MLPRegressor(hidden_layer_sizes=(32, 32), max_iter=200, random_state=0)
    model.fit(x, np.sin(2 * x[:, 0]))
    network = from_sklearn(model)
    np.testing.assert_allclose(network(X), model.predict(x), atol=1e-5)
    (tmp_path / "net.onnx").write_bytes(skl2onnx.to_onnx(model, x[:1]).SerializeToString())
    theirs = breakpoints(load(tmp_path / "net.onnx").network)
    assert len(theirs) > 10
    np.testing.assert_allclose(theirs, breakpoints(network), atol=1e-6)


@pytest.mark.filterwarnings("ignore")
def test_the_onnx_file_of_a_module_is_the_module(trained, tmp_path):
    pytest.importorskip("onnx", reason="onnx is not installed")
    torch.onnx.export(trained, (torch.zeros(1, 1),), str(tmp_path / "net.onnx"), dynamo=False)
    assert load(tmp_path / "net.onnx").network == from_torch(trained)


def test_a_hostile_onnx_file_is_refused(tmp_path):
    hostile = pytest.importorskip("hostile.onnx", reason="onnx is not installed")
    for what, content, message in hostile.cases():
        (tmp_path / "net.onnx").write_bytes(content)
        with pytest.raises(InputError) as caught:
            load(tmp_path / "net.onnx")
        assert re.search(message, str(caught.value)), (what, caught.value)


def test_an_onnx_chain_is_read_in_every_spelling(tmp_path):
    hostile = pytest.importorskip("hostile.onnx", reason="onnx is not installed")
    path = tmp_path / "net.onnx"
    chain = [
        ("MatMul", ["x", "V"], ["a"]),
        ("Add", ["c", "a"], ["b"]),
        ("LeakyRelu", ["b"], ["d"]),
        ("Gemm", ["d", "W"], ["e"], {"alpha": 2.0}),
        ("Identity", ["e"], ["f"]),
    ]
    weights = {"V": [[1.0, -2.0]], "c": [[0.5, 1.0]], "W": [[3.0], [4.0]]}
    path.write_bytes(hostile.model(chain, weights))
    wanted = Network([[[1], [-2]], [[6, 8]]], [[0.5, 1], [0]], ["leaky_relu", "identity"])
    assert load(path).network == wanted


@pytest.mark.filterwarnings("ignore")
def test_a_keras_model_is_its_layers(monkeypatch):
    monkeypatch.setenv("KERAS_BACKEND", "torch")
    keras = pytest.importorskip("keras", reason="Keras is not installed")
    layers = keras.layers
    model = keras.Sequential(
        [
            layers.Input((1,)),
            layers.Dense(8, activation="relu"),
            layers.Dropout(0.5),
            layers.Dense(4),
            layers.ReLU(),
            layers.Dense(1),
        ]
    )
    network = from_keras(model)
    theirs = model.predict_on_batch(X[:, None].astype("f4"))[:, 0]
    np.testing.assert_allclose(network(X), theirs, atol=1e-5)
    assert network.architecture == "8-4-1"
    for refused, message in [
        (layers.Dense(1, activation="mish"), "unknown activation 'mish'"),
        (layers.LayerNormalization(), "layer 'LayerNormalization' is not supported"),
    ]:
        with pytest.raises(InputError, match=message):
            from_keras(keras.Sequential([layers.Input((1,)), layers.Dense(2), refused]))
