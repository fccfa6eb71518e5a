"""What a hostile file costs: time linear in its bytes, and no memory before its limits are checked.

H1 and H3 of the cases of strangers, and their kinds.
"""

import tracemalloc
import warnings

import numpy as np
import pytest
from hangs import no_explosion
from hostile import build

from approx.inputs.tables import parse_points
from approx.inputs.weights import load
from approx.inputs.weights.strict_json import parse_json
from approx.system.errors import InputError

MIB = 1 << 20
#: A scanner that looks at every place twice takes minutes for them.
UNCLOSED = {
    "strings": b'{"a": "' + b'\\"' * MIB,
    "quotation marks": b'"a ' * 300_000 + b'"',
    "a backslash at the end": b'"' * 1_000_001 + b"\\",
    "backslashes": b'["' + b"\\" * (2 * MIB + 1),
    "digits": (b"1" * 309 + b" ") * 6000,
    "brackets in strings": b'["' + b"[" * MIB,
}


@pytest.mark.parametrize("content", UNCLOSED.values(), ids=UNCLOSED)
def test_a_text_that_is_no_json_is_refused_in_linear_time(content):
    with no_explosion(), pytest.raises(InputError):
        parse_json(content, 8, 1_100_000)


def test_brackets_and_digits_outside_of_strings_still_count():
    for text in (b'{"a": [[[1]]]}', b'{"]]]": [[[1]]]}', b'{"\\"": [[[1]]]}', b'{"\\\\": [[[1]]]}'):
        with pytest.raises(InputError, match="nest deeper than 3"):
            parse_json(text, 3, 100)
        parse_json(text, 4, 100)
    with pytest.raises(InputError, match="more than 309 digits"):
        parse_json(b"[1, " + b"1" * 310 + b"]", 3, 100)
    assert parse_json(b'["' + b"1" * 310 + b'"]', 3, 100) == ["1" * 310]


def test_a_cell_of_digits_is_refused_in_linear_time():
    with no_explosion(), pytest.raises(InputError, match="is not a number"):
        parse_points(b"1," + b"1" * 9_990 + b"x\n" + b"2,3\n")


def memory_of_refusing(path, content, message):
    path.write_bytes(content)
    tracemalloc.start()
    with pytest.raises(InputError, match=message):
        load(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def test_tensors_that_share_their_numbers_are_counted_before_they_are_copied(tmp_path):
    """A file of 4 MB claims 400 MB: every tensor is the same million numbers."""
    shape, size = [1000, 500], 2_000_000
    shared = {f"{k}.weight": build.tensor(shape, 0, size) for k in range(100)}
    content = build.safetensors(shared, b"\0" * size)
    assert memory_of_refusing(tmp_path / "a.safetensors", content, "1000000 weights") < 40 * MIB
    numbers = np.zeros(500_000, np.float32)
    entries = [(f"{k}.weight", build.stored("0", shape, (500, 1))) for k in range(100)]
    content = build.pt(build.index(entries), records=[numbers])
    assert memory_of_refusing(tmp_path / "a.pt", content, "1000000 weights") < 40 * MIB


def test_a_nan_of_any_kind_is_found_without_a_second_line(tmp_path):
    """A signalling NaN makes NumPy warn when it is cast."""
    raw = np.array([0x7F800001], "<u4").tobytes()
    header = {"0.weight": build.tensor([1, 1], 0, 4), "0.bias": build.tensor([1], 4, 8)}
    (tmp_path / "a.safetensors").write_bytes(build.safetensors(header, raw + b"\0" * 4))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(InputError, match="holds NaN or infinity"):
            load(tmp_path / "a.safetensors")


@pytest.mark.slow
def test_as_many_layers_and_weights_as_allowed_are_read(tmp_path):
    (tmp_path / "deep.json").write_bytes(build.text(layers=[build.layer([[1.0]], [0.0])] * 256))
    assert load(tmp_path / "deep.json").network.depth == 255
    wide = [build.layer([[1.5]] * 333_333, [0.25] * 333_333), build.layer([[1.0] * 333_333], [0.5])]
    (tmp_path / "wide.json").write_bytes(build.text(layers=wide))
    assert load(tmp_path / "wide.json").network.hidden_units == 333_333


def test_an_output_whose_square_is_no_number_is_refused(tmp_path):
    for size, refused in ((1e149, False), (1e151, True)):
        layers = [build.layer([[1.0]], [0.0]), build.layer([[size]], [0.0])]
        (tmp_path / "a.json").write_bytes(build.text(layers=layers, domain=[0, 1]))
        if not refused:
            load(tmp_path / "a.json")
            continue
        with pytest.raises(InputError, match=r"reaches 1e\+151 on \[0, 1\]; scale it below 1e150"):
            load(tmp_path / "a.json")


# -- ONNX ---------------------------------------------------------------------------------------


def varint(value):
    data = b""
    while value > 127:
        data, value = data + bytes([value & 127 | 128]), value >> 7
    return data + bytes([value])


def field(number, content):
    return varint(number << 3 | 2) + varint(len(content)) + content


@pytest.mark.parametrize(
    "content",
    [
        field(7, b"\x2a\0" * (15 * MIB)),  # 30 MB of empty initializers
        field(7, field(1, b"\x2a\0" * MIB)),  # attributes of a node
        field(7, field(1, field(5, field(5, b"\x08\0" * MIB)))),  # dimensions of a tensor inside
        field(14, b"") * MIB,  # metadata
        field(25, b"") * MIB,  # functions
        b"\x08\0" * MIB,  # a version, again and again
    ],
    ids=["initializers", "attributes", "dimensions", "metadata", "functions", "versions"],
)
def test_fields_of_an_onnx_file_are_counted_before_objects_are_made(tmp_path, content):
    pytest.importorskip("onnx")
    message = "more than 100000 fields"
    with no_explosion():
        peak = memory_of_refusing(tmp_path / "net.onnx", content, message)
    assert peak < len(content) + 20 * MIB


@pytest.mark.parametrize(
    "kind",
    ["a sum after 20 000 neurons", "a clip of 20 000", "20 000 leaks", "one constant 200 times"],
)
def test_weights_of_operations_are_counted_before_they_are_made(tmp_path, kind):
    pytest.importorskip("onnx")
    from hostile.onnx import model

    nodes = [("Gemm", ["x", "W", "b"], ["z"], {"transB": 1}), ("Relu", ["z"], ["h"])]
    weights = {"W": np.ones((20_000, 1)), "b": np.zeros(20_000), "c": np.ones(20_000)}
    if kind == "a sum after 20 000 neurons":
        nodes.append(("Add", ["h", "c"], ["y"]))
    elif kind == "a clip of 20 000":
        weights |= {"low": np.zeros(()), "high": np.ones(())}
        nodes.append(("Clip", ["h", "low", "high"], ["y"]))
    elif kind == "20 000 leaks":
        weights["c"] = np.linspace(0, 1, 20_000)
        nodes.append(("PRelu", ["h", "c"], ["y"]))
    else:
        nodes = [("Gemm", ["x", "W", "b"], ["h0"], {"transB": 1})]
        weights = {"W": np.ones((600, 600)), "b": np.zeros(600)}
        nodes += [("Gemm", [f"h{k}", "W", "b"], [f"h{k + 1}"]) for k in range(200)]
    peak = memory_of_refusing(
        tmp_path / "net.onnx", model(nodes, weights), "more than 4000000 numbers"
    )
    assert peak < 60 * MIB
