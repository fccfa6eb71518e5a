"""ONNX files of every operation that is read compute what ONNX's own evaluator computes."""

import importlib

import numpy as np
import pytest

from approx.inputs.weights import load
from approx.inputs.weights.formats.onnx import _OPERATIONS

onnx = pytest.importorskip("onnx", reason="onnx is not installed")

RNG = np.random.default_rng(0)
W, B = RNG.normal(size=(6, 1)), RNG.normal(size=6)
V, C = RNG.normal(size=(6, 6)), RNG.normal(size=6)
OUT, END = RNG.normal(size=(6, 1)), RNG.normal(size=1)
VARIANCE = RNG.uniform(0.2, 2, 6)
WEIGHTS = {
    "W": W, "b": B, "V": V, "c": C, "out": OUT, "end": END, "row": C[None], "half": np.array(0.5),
    "low": np.array(-0.3), "high": np.array(0.4), "variance": VARIANCE, "slope": RNG.normal(size=6),
}  # fmt: skip


def between(*nodes):
    """A layer of six neurons, some operations from h to y, and an output layer."""
    return [
        ("Gemm", ["x", "W", "b"], ["h"], {"transB": 1}),
        *nodes,
        ("Gemm", ["y", "out", "end"], ["z"]),
    ]


def one(kind, *inputs, **attributes):
    return between((kind, ["h", *inputs], ["y"], attributes))


GRAPHS = {
    "relu": one("Relu"), "tanh": one("Tanh"), "sigmoid": one("Sigmoid"),
    "softplus": one("Softplus"),
    "leaky": one("LeakyRelu"), "leaky 0.3": one("LeakyRelu", alpha=0.3), "elu": one("Elu"),
    "elu 0.4": one("Elu", alpha=0.4), "selu": one("Selu"), "celu": one("Celu", alpha=2.0),
    "gelu": one("Gelu"), "softmax": one("Softmax", axis=1), "neg": one("Neg"), "abs": one("Abs"),
    "hard sigmoid": one("HardSigmoid"), "hard 1/6": one("HardSigmoid", alpha=1 / 6),
    "shrink": one("Shrink", lambd=0.3, bias=0.3), "prelu": one("PRelu", "slope"),
    "clip": one("Clip", "low", "high"), "clip below": one("Clip", "low"),
    "clip above": one("Clip", "", "high"), "identity": one("Identity"),
    "dropout": one("Dropout"), "flatten": one("Flatten"), "cast": one("Cast", to=1),
    "add": one("Add", "c"), "add row": one("Add", "row"), "sub": one("Sub", "c"),
    "mul": one("Mul", "c"), "div": one("Div", "c"), "mul scalar": one("Mul", "half"),
    "norm": one("BatchNormalization", "c", "b", "slope", "variance", epsilon=0.01),
    "const − value": between(("Sub", ["c", "h"], ["y"])),
    "const · value": between(("Mul", ["half", "h"], ["y"])),
    "matmul": between(
        ("MatMul", ["h", "V"], ["m"]), ("Add", ["c", "m"], ["r"]), ("Relu", ["r"], ["y"])
    ),
    "residual": between(
        ("Relu", ["h"], ["a"]), ("Gemm", ["a", "V", "c"], ["p"]), ("Relu", ["p"], ["q"]),
        ("Add", ["q", "a"], ["y"]),
    ),
    "two blocks": between(
        ("Relu", ["h"], ["a"]), ("Gemm", ["a", "V"], ["p"]), ("Tanh", ["p"], ["q"]),
        ("Add", ["q", "a"], ["s"]), ("Gemm", ["s", "V"], ["t"]), ("Relu", ["t"], ["u"]),
        ("Sub", ["s", "u"], ["y"]),
    ),
    "past it all": [*between(("Relu", ["h"], ["y"])), ("Add", ["z", "x"], ["w"])],
    "silu": between(("Sigmoid", ["h"], ["s"]), ("Mul", ["h", "s"], ["y"])),
    "silu turned": between(("Sigmoid", ["h"], ["s"]), ("Mul", ["s", "h"], ["y"])),
    "joined": [
        ("Gemm", ["x", "W", "b"], ["h"], {"transB": 1}), ("Relu", ["h"], ["a"]),
        ("Tanh", ["h"], ["t"]), ("Concat", ["a", "t"], ["y"], {"axis": 1}),
        ("Gemm", ["y", "both"], ["z"], {"alpha": 0.5}),
    ],
    "scaled input": [
        ("Sub", ["x", "low"], ["u"]), ("Div", ["u", "high"], ["v"]),
        ("Gemm", ["v", "W", "b"], ["h"], {"transB": 1}), ("Relu", ["h"], ["y"]),
        ("Gemm", ["y", "out", "end"], ["z"], {"beta": 2.0}), ("Mul", ["z", "half"], ["w"]),
    ],
    "squeezed": [*between(("Relu", ["h"], ["y"])), ("Squeeze", ["z", "axis"], ["w"])],
}  # fmt: skip


@pytest.mark.parametrize("name", GRAPHS)
def test_a_graph_is_its_network(name, tmp_path):
    nodes, kind = GRAPHS[name], onnx.TensorProto.FLOAT
    weights = WEIGHTS | {"both": RNG.normal(size=(12, 1))}
    tensors = [onnx.numpy_helper.from_array(np.float32(v), k) for k, v in weights.items()]
    tensors.append(onnx.numpy_helper.from_array(np.array([1]), "axis"))
    graph = onnx.helper.make_graph(
        [onnx.helper.make_node(k, i, o, **(rest[0] if rest else {})) for k, i, o, *rest in nodes],
        "net",
        [onnx.helper.make_tensor_value_info("x", kind, [None, 1])],
        [onnx.helper.make_tensor_value_info(nodes[-1][2][0], kind, None)],
        tensors,
    )
    model = onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 20)])
    (tmp_path / "net.onnx").write_bytes(model.SerializeToString())
    network = load(tmp_path / "net.onnx").network
    x = np.linspace(-4, 4, 1000, dtype="f4")[:, None]
    (theirs,) = (
        importlib.import_module("onnx.reference").ReferenceEvaluator(model).run(None, {"x": x})
    )
    ours = network(x[:, 0].astype(float))
    size = 1e-6 * max(1, np.abs(theirs).max())
    np.testing.assert_allclose(ours, theirs.reshape(-1), atol=size, rtol=0)


def test_every_operation_that_is_read_is_among_them():
    used = {node[0] for nodes in GRAPHS.values() for node in nodes}
    assert set(_OPERATIONS) - used == {"Constant", "Reshape", "Unsqueeze"}


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    "kind", ["SiLU", "PReLU", "ReLU6", "Hardsigmoid", "ELU", "SELU", "Softplus"]
)
def test_what_pytorch_exports_is_read(kind, tmp_path):
    torch = pytest.importorskip("torch", reason="PyTorch is not installed")
    nn = torch.nn
    torch.manual_seed(0)
    model = nn.Sequential(
        nn.Linear(1, 8), nn.BatchNorm1d(8), getattr(nn, kind)(), nn.Dropout(), nn.Linear(8, 1)
    ).eval()
    torch.onnx.export(model, (torch.zeros(1, 1),), str(tmp_path / "net.onnx"), dynamo=False)
    network = load(tmp_path / "net.onnx").network
    x = torch.linspace(-4, 4, 1000)[:, None]
    with torch.no_grad():
        theirs = model(x).numpy()[:, 0]
    np.testing.assert_allclose(network(x.double().numpy()[:, 0]), theirs, atol=1e-6)
