"""Hostile .onnx files, and what must be said of each; the onnx package makes them."""

import numpy as np
import onnx


def model(nodes, weights, **changes):
    """An ONNX file of a chain of nodes over one input x; changes to all its tensors.

    Args:
        nodes: (operation, inputs, outputs), with attributes as a fourth.
        external: what stands instead of the numbers: key -> value.
        dims, raw_data: other sizes, other bytes.
    """
    make, kind = onnx.helper, onnx.TensorProto.FLOAT
    tensors = [onnx.numpy_helper.from_array(np.float32(v), k) for k, v in weights.items()]
    for tensor in tensors:
        if "external" in changes:
            tensor.data_location = onnx.TensorProto.EXTERNAL
            tensor.ClearField("raw_data")
            for key, value in changes["external"].items():
                tensor.external_data.add(key=key, value=value)
        if "dims" in changes:
            tensor.dims[:] = changes["dims"]
        if "raw_data" in changes:
            tensor.raw_data = changes["raw_data"]
    graph = make.make_graph(
        [make.make_node(*node[:3], **(node[3] if len(node) > 3 else {})) for node in nodes],
        "net",
        [make.make_tensor_value_info("x", kind, [None, 1])],
        [make.make_tensor_value_info(nodes[-1][2][0], kind, [None, 1])],
        tensors,
    )
    return make.make_model(graph).SerializeToString()


def nested(depth):
    """An operation If whose branch holds an If, and so on."""
    graph = onnx.GraphProto()
    for _ in range(depth):
        outer = onnx.GraphProto()
        attribute = outer.node.add(op_type="If").attribute.add(name="then_branch", type=5)
        attribute.g.CopyFrom(graph)
        graph = outer
    whole = onnx.ModelProto()
    whole.graph.CopyFrom(graph)
    return whole.SerializeToString()


GEMM = ("Gemm", ["x", "W", "b"], ["h"], {"transB": 1})
WEIGHTS = {"W": [[2.0]], "b": [1.0]}


def cases():
    def gemm(*more, weights=WEIGHTS, **changes):
        return model([GEMM, *more], weights, **changes)

    def one(*node):
        return model([node], WEIGHTS)

    out, unknown = "keeps its data in another file; re-save", "operation '{}' is not supported"
    return [
        ("data outside", gemm(external={"location": "../../etc/passwd"}), out),
        ("data at an absolute path", gemm(external={"location": "/etc/passwd"}), out),
        ("data outside, said in other words", gemm(external={"location": "a", "evil": "b"}), out),
        ("10^6 x 10^6", gemm(dims=[10**6, 10**6]), "more than 1000000 weights"),
        ("negative shape", gemm(dims=[-1, -1]), "has a size below 1"),
        ("shape that lies", gemm(dims=[5, 1]), "its data does not fit its shape"),
        ("short data", gemm(raw_data=b"123"), "its data does not fit its shape"),
        ("NaN", gemm(weights={"W": [[np.nan]], "b": [1.0]}), "tensor W holds NaN or infinity"),
        ("Conv", one("Conv", ["x", "W"], ["y"]), unknown.format("Conv") + "; known: Abs"),
        ("Erf", gemm(("Erf", ["h"], ["y"])), unknown.format("Erf")),
        ("rows", gemm(("Softmax", ["h"], ["y"], {"axis": 0})), "Softmax over rows"),
        ("square", gemm(("Mul", ["h", "h"], ["y"])), "Mul of two values that depend on the input"),
        ("quotient", gemm(("Div", ["b", "h"], ["y"])), "Div of two values|Div"),
        ("by zero", gemm(("Div", ["h", "z"], ["y"]), weights=WEIGHTS | {"z": [0.0]}), "by zero"),
        ("widths", gemm(("Add", ["h", "z"], ["y"]), weights=WEIGHTS | {"z": [1.0, 2.0]}), "2 num"),
        ("twice", gemm(("Relu", ["h"], ["h"])), "has other outputs than one"),
        ("nowhere", gemm(("Relu", ["q"], ["y"])), "'q' does not follow the input"),
        ("If", one("If", ["x"], ["y"]), unknown.format("If")),
        ("other domain", one("Gemm", ["x", "W"], ["y"], {"domain": "evil"}), "'Gemm' is not supp"),
        ("transA", one("Gemm", ["x", "W", "b"], ["y"], {"transA": 1}), "transA is not supported"),
        ("endless slope", gemm(("LeakyRelu", ["h"], ["y"], {"alpha": np.inf})), "of slope inf is"),
        ("Cast", gemm(("Cast", ["h"], ["y"], {"to": 7})), "Cast to anything but float"),
        ("hello", b"hello", "not an ONNX"),
        ("garbage", b"\xff" * 1000, "not an ONNX file, or is damaged"),
        ("graph cut short", b"\n\0", "not an ONNX"),
        ("first half", gemm()[: len(gemm()) // 2], "ONNX|chain|needs one of each"),
        ("30 nested graphs", nested(30), "messages nest deeper than 20"),
        ("300 nested graphs", nested(300), "messages nest deeper than 20"),
    ]
