"""Area D of the bad inputs: files that are to hold a network, all crafted by the tests themselves.

What each file says is in tests/hostile; here every row goes through the command line. Of row 78's
bomb a smaller one is packed, whose unpacked size is read off the archive in the same way. Row 95
is easier than listed: a .pt file is read without PyTorch.
"""

import os
import sys

import hostile
import pytest
from hostile import build

from approx.core.network import Network
from approx.inputs.weights import save

FILES = {(name.rsplit(".")[-1], what): rest for name, what, *rest in hostile.all_cases()}

#: Row -> (ending, file of tests/hostile).
ROWS = [
    (76, "npz", "pickle inside"), (76, "npz", "pickle as npz"), (77, "npz", "hello"),
    (78, "npz", "bomb"), (78, "npz", "bomb that lies"), (78, "npz", "many small bombs"),
    (79, "npz", "20 000 members"), (80, "npz", "member twice"),
    (80, "npz", "member twice, two spellings"), (81, "npz", "path out of the folder"),
    (81, "npz", "absolute path"), (82, "npz", "truncated"), (82, "npz", "empty"),
    (82, "npz", "encrypted"), (83, "npz", "10^12 numbers"), (83, "npz", "overflowing shape"),
    (84, "npz", "negative shape"), (84, "npz", "short data"), (84, "npz", "2 GB header"),
    (84, "npz", "nested header"), (84, "npz", "code in the header"), (85, "npz", "complex"),
    (85, "npz", "text"), (85, "npz", "void"), (86, "npz", "NaN"), (86, "npz", "infinity"),
    (86, "safetensors", "infinity"), (86, "pt", "NaN"), (87, "pt", "pickle"),
    (87, "pt", "old format"), (87, "pt", "call of os.system"), (88, "pt", "whole module"),
    (89, "pt", "TorchScript"), (90, "pt", "compressed bomb"), (91, "pt", "3 million opcodes"),
    (92, "pt", "stride 0"), (92, "pt", "10^6 x 10^6"), (93, "pt", "sparse"), (93, "pt", "complex"),
    (93, "pt", "quantized"), (94, "pt", "truncated"), (94, "pt", "first half"),
    (96, "safetensors", "header of 2^63 bytes"), (96, "safetensors", "header of 1 GB"),
    (97, "safetensors", "300 000 tensors"), (98, "safetensors", "shape that lies"),
    (98, "safetensors", "overflowing shape"), (98, "safetensors", "overlap"),
    (98, "safetensors", "gap"), (98, "safetensors", "negative shape"),
    (98, "safetensors", "trailing bytes"), (99, "safetensors", "key twice"),
    (100, "safetensors", "deep JSON"), (103, "onnx", "empty"), (105, "json", "NaN"),
    (105, "json", "Infinity"), (105, "json", "1e999"), (106, "json", "integer of 5000 digits"),
    (107, "json", "100 000 brackets"), (108, "json", "key twice"), (108, "json", "truth value"),
    (108, "json", "number as text"), (108, "json", "null"), (108, "json", "ragged rows"),
    (110, "json", "UTF-16"), (110, "json", "Latin-1"), (110, "json", "comment"),
    (110, "json", "empty"), (110, "json", "list at the top"), (111, "json", "3 million weights"),
    (112, "npz", "rows and biases"), (113, "npz", "layers that do not chain"),
    (114, "npz", "two outputs"), (115, "json", "no layers"),
    (115, "json", "257 layers"), (115, "npz", "257 layers"), (115, "json", "1 million weights"),
    (116, "json", "weights 1e300"), (117, "json", "really npz"), (117, "npz", "really JSON"),
    (117, "pt", "npz"), (117, "safetensors", "npz"),
]  # fmt: skip


@pytest.mark.parametrize(("row", "ending", "what"), ROWS, ids=str)
def test_a_file_that_is_no_network_is_refused_in_one_line(approx, tmp_path, row, ending, what):
    content, message = FILES[ending, what]
    (tmp_path / f"net.{ending}").write_bytes(content)
    approx("show", f"net.{ending}").refuses(f"net.{ending}", matches=message)


def test_95_a_state_dict_needs_no_torch_and_onnx_says_what_it_needs(approx, tmp_path, monkeypatch):
    for module in ("torch", "onnx"):
        monkeypatch.setitem(sys.modules, module, None)
    (tmp_path / "net.pt").write_bytes(build.pt())
    (tmp_path / "net.onnx").write_bytes(b"\x08\x07")
    approx("show", "net.pt").accepts()
    approx("show", "net.onnx").refuses(
        "reading .onnx needs onnx: python -m pip install 'onnx>=1.17,<2'"
    )


ONNX = {
    101: ("data outside", "data at an absolute path"),
    102: ("data outside, said in other words",),
    103: ("10^6 x 10^6", "shape that lies", "short data", "garbage", "300 nested graphs"),
    104: ("Conv", "Erf", "If", "other domain"),
}


@pytest.mark.parametrize(("row", "what"), [(row, what) for row in ONNX for what in ONNX[row]])
def test_an_onnx_file_that_is_no_network_is_refused(approx, tmp_path, row, what):
    crafted = pytest.importorskip("hostile.onnx", reason="onnx is not installed")
    ((content, message),) = [rest for name, *rest in crafted.cases() if name == what]
    (tmp_path / "net.onnx").write_bytes(content)
    approx("show", "net.onnx").refuses("net.onnx: ", matches=message)


@pytest.mark.parametrize("ending", ["json", "npz", "safetensors", "onnx", "pt"])
def test_101_what_is_no_regular_file_is_never_waited_for(approx, tmp_path, ending):
    os.mkfifo(tmp_path / f"net.{ending}")
    (tmp_path / f"zero.{ending}").symlink_to("/dev/zero")
    (tmp_path / f"folder.{ending}").mkdir()
    approx("show", f"net.{ending}").refuses(f"net.{ending} is not a regular file")
    approx("show", f"zero.{ending}").refuses(f"zero.{ending} is not a regular file")
    approx("show", f"folder.{ending}").refuses(f"cannot open folder.{ending}: Is a directory")


def test_109_a_byte_order_mark_is_read_over(approx, tmp_path):
    (tmp_path / "net.json").write_bytes(b"\xef\xbb\xbf" + build.text())
    approx("show", "net.json").accepts()


def test_116_a_network_that_overflows_where_it_is_drawn_is_refused(approx, tmp_path):
    save(Network([[[1e300]], [[1e300]]], [[0], [0]]), tmp_path / "net.npz")
    approx("show", "net.npz").refuses("network output is not finite on [-3, 3]")
    save(Network([[[1.0]]], [[0.0]]), tmp_path / "net.npz")
    approx("show", "net.npz").accepts()
