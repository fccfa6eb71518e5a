"""Keras models are read as they compute: each is compared with its own forward pass.

Keras runs on PyTorch here (`pip install keras`); without it these tests are skipped.
"""

import zipfile

import numpy as np
import pytest

import approx
from approx.core.network import Network
from approx.inputs.weights import load
from approx.system.errors import InputError

pytest.importorskip("torch", reason="PyTorch is not installed")

#: A thousand points at which a model and what is read of it are compared.
X = np.linspace(-3, 3, 1000)


@pytest.fixture(scope="module")
def keras():
    patch = pytest.MonkeyPatch()
    patch.setenv("KERAS_BACKEND", "torch")
    module = pytest.importorskip("keras", reason="Keras is not installed")
    if module.backend.backend() != "torch":
        pytest.skip("Keras runs on another framework here")
    module.utils.set_random_seed(4)
    yield module
    patch.undo()


def late(keras):
    """Built when it is called: no Input at the front."""
    model = keras.Sequential([keras.layers.Dense(6, activation="relu"), keras.layers.Dense(1)])
    model(np.zeros((2, 1), "f4"))
    return model


def residual(keras):
    layers, start = keras.layers, keras.Input((1,))
    wide = layers.Dense(6)(start)
    inner = layers.Dense(6, activation="relu")(wide)
    inner = layers.Dense(6)(inner)
    end = layers.Dense(1)(layers.ReLU()(layers.Add()([wide, inner])))
    return keras.Model(start, layers.Add()([end, start]))


def normalized(keras):
    layers = keras.layers
    scaled = layers.Normalization(axis=-1)
    scaled.adapt(np.linspace(0, 50, 40)[:, None])
    back = layers.Normalization(axis=-1, mean=4.0, variance=9.0, invert=True)
    return keras.Sequential(
        [
            layers.Input((1,)), scaled, layers.Dense(8, activation="relu"), layers.Dense(1), back,
        ]
    )  # fmt: skip


def rescaled(keras):
    layers = keras.layers
    chain = [layers.Input((1,)), layers.Rescaling(1 / 127.5, offset=-1.0)]
    chain += [layers.Dense(5, activation="leaky_relu"), layers.Dense(1), layers.Rescaling(100.0)]
    return keras.Sequential(chain)


def batch_norm(keras):
    layers = keras.layers
    model = keras.Sequential([layers.Input((1,)), layers.Dense(6, use_bias=False),
                              layers.BatchNormalization(), layers.ReLU(), layers.Dense(4),
                              layers.BatchNormalization(scale=False), layers.ReLU(),
                              layers.Dense(1)])  # fmt: skip
    model.compile("sgd", "mse")
    model.fit(X[:, None], np.sin(X)[:, None], epochs=1, verbose=0)
    return model


def units(keras):
    """PReLU with slopes of its own, LeakyReLU, ReLU cut at six, ELU, a layer as an option."""
    layers, init = keras.layers, keras.initializers.RandomUniform(-0.5, 0.5)
    chain = [layers.Input((1,)), layers.Dense(5), layers.PReLU(alpha_initializer=init)]
    chain += [layers.Dense(5), layers.LeakyReLU(negative_slope=0.2)]
    chain += [layers.Dense(5, kernel_initializer=init), layers.ReLU(max_value=6)]
    chain += [layers.Dense(4, activation=layers.ReLU(max_value=2, negative_slope=0.1))]
    chain += [layers.Dense(4), layers.ELU(alpha=0.5), layers.Dense(1)]
    return keras.Sequential(chain)


def quiet(keras):
    layers = keras.layers
    chain = [layers.Input((1,)), layers.GaussianNoise(0.3), layers.Dense(8, activation="relu")]
    chain += [layers.Dropout(0.5), layers.Flatten(), layers.Dense(1), layers.Identity()]
    return keras.Sequential(chain)


def softmax(keras):
    layers = keras.layers
    chain = [layers.Input((1,)), layers.Dense(6, activation="tanh")]
    return keras.Sequential([*chain, layers.Dense(3, activation="softmax")])


def subclassed(keras):
    class Model(keras.Model):
        def __init__(self):
            super().__init__()
            self.last = keras.layers.Dense(1)  # declared before what it follows
            self.first = keras.layers.Dense(7)

        def call(self, x):
            return self.last(keras.ops.relu(self.first(x))) + 0.5 * x

    model = Model()
    model(np.zeros((2, 1), "f4"))
    return model


def operations(keras):
    ops, layers, start = keras.ops, keras.layers, keras.Input((1,))
    wide = layers.Dense(4)(start)
    both = ops.concatenate([ops.relu(wide), ops.leaky_relu(-wide, 0.3)], axis=-1)
    largest = ops.maximum(layers.Dense(3)(both), 1.0 - layers.Dense(3)(wide))
    smallest = ops.minimum(largest, 2.0)
    end = ops.matmul(ops.clip(smallest, -1, 1.5), np.array([[1.0], [-2.0], [0.5]], "f4"))
    return keras.Model(start, ops.abs(end) / 3 - start)


def nested(keras):
    layers, start = keras.layers, keras.Input((1,))
    inner = keras.Sequential([layers.Dense(4, activation="relu"), layers.Dense(2)])
    block = residual(keras)
    end = layers.Average()([layers.Dense(1)(inner(start)), block(start)])
    return keras.Model(start, layers.Subtract()([end, layers.Dense(1)(start)]))


def shared(keras):
    """One layer called twice."""
    layers, start = keras.layers, keras.Input((1,))
    square = layers.Dense(5, activation="relu")
    first = square(layers.Dense(5)(start))
    return keras.Model(start, layers.Dense(1)(square(first)))


def linear(keras):
    """A stack without activations is a line, not ReLUs."""
    layers = keras.layers
    return keras.Sequential([layers.Input((1,)), layers.Dense(4), layers.Dense(1)])


def smooth(keras):
    layers, start = keras.layers, keras.Input((1,))
    x = start
    for name in ("gelu", "silu", "selu", "softplus", "sigmoid", "hard_sigmoid", "relu6"):
        x = layers.Dense(4, activation=name)(x)
    return keras.Model(start, layers.Dense(1)(x))


MODELS = [
    late, residual, normalized, rescaled, batch_norm, units, quiet, softmax, subclassed,
    operations, nested, shared, linear, smooth,
]  # fmt: skip


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("make", MODELS, ids=lambda make: make.__name__)
def test_what_is_read_computes_what_the_model_does(keras, make):
    model = make(keras)
    network = Network.from_keras(model)
    theirs = np.asarray(model.predict_on_batch(X[:, None].astype("f4")))
    ours = network(X[:, None].astype("f4").astype(float))
    scale = 1 + np.abs(theirs).max()
    assert np.abs(ours - theirs).max() <= 1e-6 * scale


@pytest.mark.filterwarnings("ignore")
def test_what_is_no_network_is_one_line(keras):
    layers = keras.layers
    start = keras.Input((1,))
    wide = layers.Dense(3)(start)
    refused = {
        "is not built yet: call it once": keras.Sequential([layers.Dense(3), layers.Dense(1)]),
        "multiplies two values": keras.Model(start, layers.Multiply()([wide, wide])),
        "takes 2 inputs": keras.Model(
            [start, other := keras.Input((1,))], layers.Dense(1)(layers.Add()([start, other]))
        ),
        "has 2 outputs": keras.Model(start, [layers.Dense(1)(wide), layers.Dense(1)(wide)]),
        "'LayerNormalization' is not supported": keras.Model(
            start, layers.LayerNormalization()(wide)
        ),
        "function of your own": keras.Model(
            start, layers.Dense(1, activation=lambda x: x * x)(wide)
        ),
        "unknown activation 'mish'": keras.Model(start, layers.Dense(1, activation="mish")(wide)),
        "it jumps": keras.Model(start, layers.ReLU(threshold=1.0)(wide)),
    }
    for message, model in refused.items():
        with pytest.raises(InputError, match=message) as caught:
            approx.subject(model)
        assert "\n" not in str(caught.value)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("make", [late, residual, units, normalized, operations])
def test_a_file_is_read_by_keras_itself(keras, make, tmp_path):
    make(keras).save(tmp_path / "net.keras")
    network = load(tmp_path / "net.keras").network
    model = keras.saving.load_model(tmp_path / "net.keras")
    theirs = model.predict_on_batch(X[:, None].astype("f4"))[:, 0]
    assert np.abs(network(X) - theirs).max() <= 1e-5 * (1 + np.abs(theirs).max())


@pytest.mark.filterwarnings("ignore")
def test_a_file_that_would_run_code_is_never_given_to_keras(keras, tmp_path, monkeypatch):
    layers = keras.layers
    keras.Sequential([layers.Input((1,)), layers.Lambda(lambda x: x * x), layers.Dense(1)]).save(
        tmp_path / "lambda.keras"
    )
    subclassed(keras).save(tmp_path / "own.keras")
    residual(keras).save(tmp_path / "good.keras")
    with zipfile.ZipFile(tmp_path / "good.keras") as good:
        parts = {name: good.read(name) for name in good.namelist()}
    changed = {
        "other.keras": ("keras.initializers", "os.path"),
        "wide.keras": ('"units": 6', '"units": 600000'),
        "layer.keras": ('"Dense"', '"TorchModuleWrapper"'),
    }
    for name, (old, new) in changed.items():
        with zipfile.ZipFile(tmp_path / name, "w") as bad:
            for part, content in parts.items():
                text = content.replace(old.encode(), new.encode()) if "config" in part else content
                bad.writestr(part, text)

    def given(*_, **__):
        raise AssertionError("given to Keras")

    monkeypatch.setattr(keras.saving, "load_model", given)
    for name in ("lambda", "own", "other", "wide", "layer"):
        with pytest.raises(InputError, match=r"is not built from a file|more than 1000000 weights"):
            approx.subject(tmp_path / f"{name}.keras")
