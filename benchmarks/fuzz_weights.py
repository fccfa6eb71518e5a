"""A thousand damaged weight files of each format: each is shown, or refused in one line, quickly.

    python benchmarks/fuzz_weights.py [FILES] [SEED]

A good file of each format is changed at random: bytes flipped, cut, doubled and put in, in the file
or in what its archive or its header holds, numbers replaced by odd ones, names by escapes of
terminals. Each file goes through `approx show` in this process. The exit code is 1 when one takes
longer than 2 s of CPU time, all of them more than 500 MB, when one prints more than a line on
standard error (notes of files that are read do not count), or a control character anywhere.
"""

from __future__ import annotations

import argparse
import io
import random
import re
import resource
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import numpy as np

from approx.__main__ import _silence_libraries, run
from approx.core.network import Network

SECONDS, MEGABYTES = 2.0, 500.0
ODD = [
    b"\0", b"\xff" * 8, b"\x1b[31m", b"\n", b'"', b"\\", b"[" * 40, b"{" * 40, b"PK\5\6",
    b"\xe2\x80\xae", b"\x7f\xff\xff\xff", b"\x80\x80\x80\x80\x01",
]  # fmt: skip
NUMBERS = [
    b"1e999",
    b"-0",
    b"NaN",
    b"9" * 400,
    b"null",
    b"true",
    b"1e308",
    b"1e-320",
    b"[]",
    b'"1"',
]


def network(rng: random.Random) -> Network:
    """One to eight hidden layers of up to sixteen neurons."""
    numbers = np.random.default_rng(rng.randrange(2**32))
    widths = [1, *(rng.randint(1, 16) for _ in range(rng.randint(1, 8))), 1]
    return Network(
        [numbers.normal(size=(m, n)) / n for n, m in pairwise(widths)],
        [numbers.normal(size=m) for m in widths[1:]],
    )


def changed(data: bytes, rng: random.Random) -> bytes:
    """One to eight changes at random places."""
    for _ in range(rng.choice((1, 1, 2, 3, 8))):
        at = rng.randrange(len(data) + 1)
        end = min(len(data), at + rng.choice((1, 2, 8, 64)))
        new = {
            "flip": bytes(b ^ (1 << rng.randrange(8)) for b in data[at:end]),
            "cut": b"",
            "double": data[at:end] * rng.choice((2, 50)),
            "odd": rng.choice(ODD),
            "insert": rng.choice(ODD) + data[at:end],
            "random": rng.randbytes(end - at),
        }[rng.choice(("flip", "cut", "double", "odd", "insert", "random"))]
        data = data[:at] + new + data[end:]
    return data if rng.random() > 0.05 else data[: rng.randrange(len(data) + 1)]


def in_numbers(data: bytes, rng: random.Random) -> bytes:
    """One to three numbers of a text replaced by odd ones."""
    places = [match.span() for match in re.finditer(rb"-?[0-9][0-9.e-]*", data)]
    for start, end in sorted(rng.sample(places, rng.randint(1, 3)), reverse=True):
        data = data[:start] + rng.choice(NUMBERS) + data[end:]
    return data


def in_archive(data: bytes, rng: random.Random) -> bytes:
    """One member changed, or its name; the archive itself stays good."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        chosen = rng.choice(old.namelist())
        for name in old.namelist():
            content, place = old.read(name), name
            if name == chosen and rng.random() < 0.2:
                place = changed(name.encode(), rng).decode("latin-1").replace("\0", "0") or "x"
            elif name == chosen:
                content = changed(content, rng)
            new.writestr(zipfile.ZipInfo(place), content)
    return out.getvalue()


def in_header(data: bytes, rng: random.Random) -> bytes:
    """The header of a safetensors file changed, its length put right."""
    length = int.from_bytes(data[:8], "little")
    header = changed(data[8 : 8 + length], rng)
    return len(header).to_bytes(8, "little") + header + data[8 + length :]


def onnx_file(net: Network) -> bytes:
    import onnx

    make, numpy = onnx.helper, onnx.numpy_helper.from_array
    nodes, tensors, flowing = [], [], "x"
    for k, (w, b, name) in enumerate(net.layers):
        tensors += [numpy(w, f"W{k}"), numpy(b, f"b{k}")]
        nodes.append(make.make_node("Gemm", [flowing, f"W{k}", f"b{k}"], [f"z{k}"], transB=1))
        flowing = f"z{k}"
        if name == "relu":
            nodes.append(make.make_node("Relu", [flowing], [f"h{k}"]))
            flowing = f"h{k}"
    value = make.make_tensor_value_info
    ends = [value(name, onnx.TensorProto.DOUBLE, [None, 1]) for name in ("x", flowing)]
    return make.make_model(
        make.make_graph(nodes, "g", ends[:1], ends[1:], tensors)
    ).SerializeToString()


def pt_file(net: Network) -> bytes:
    sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
    from hostile import build

    entries, records = [], []
    for k, (w, b, _) in enumerate(net.layers):
        for part, values in (("weight", w), ("bias", b)):
            number, shape = str(len(records)), values.shape
            stride = (shape[1], 1) if len(shape) == 2 else (1,)
            entries.append(
                (f"{2 * k}.{part}", build.stored(number, shape, stride, count=values.size))
            )
            records.append(values)
    return build.pt(build.index(entries), records=records)


def saved(net: Network, ending: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"net{ending}"
        net.save(path, (-2, 2), "x^2")
        return path.read_bytes()


Change = Callable[[bytes, random.Random], bytes]
FORMATS: dict[str, tuple[Callable[[Network], bytes], tuple[Change, ...]]] = {
    "json": (lambda net: saved(net, ".json"), (changed, in_numbers)),
    "npz": (lambda net: saved(net, ".npz"), (changed, in_archive)),
    "safetensors": (lambda net: saved(net, ".safetensors"), (changed, in_header)),
    "pt": (pt_file, (changed, in_archive)),
    "onnx": (onnx_file, (changed,)),
}


def fuzz(ending: str, files: int, seed: int, folder: Path) -> bool:
    """Print what came of the files of a format; whether all of them were within the limits."""
    rng, (make, changes) = random.Random(f"{seed} {ending}"), FORMATS[ending]
    path, seen, slowest = folder / f"net.{ending}", Counter[str](), 0.0
    for number in range(files):
        path.write_bytes(rng.choice(changes)(make(network(rng)), rng))
        out, err = io.StringIO(), io.StringIO()
        start = time.process_time()
        with redirect_stdout(out), redirect_stderr(err):
            code = run(["show", str(path)])
        spent = time.process_time() - start
        slowest = max(slowest, spent)
        lines = [line for line in err.getvalue().splitlines() if not line.startswith("note: ")]
        printed = (out.getvalue() + err.getvalue()).split("\n")
        faults = {
            f"{spent:.1f} s": spent > SECONDS,
            f"{len(lines)} lines": len(lines) > 1 or (code != 0 and len(lines) != 1),
            "control character": not all(line.isprintable() for line in printed),
            f"exit code {code}: {lines}": code not in (0, 2),
        }
        seen["read" if code == 0 else "refused"] += 1
        if any(faults.values()):
            kept = Path(f"fuzz-{seed}-{number}.{ending}")
            kept.write_bytes(path.read_bytes())
            seen["faults"] += 1
            print(f"{kept}: {', '.join(name for name, found in faults.items() if found)}")
            print(err.getvalue()[:1000])
    print(f"{ending}, seed {seed}: {dict(seen)}; the slowest {slowest:.2f} s")
    return not seen["faults"]


def main(files: int, seed: int) -> int:
    good = True
    _silence_libraries()
    with tempfile.TemporaryDirectory() as folder:
        for ending in FORMATS:
            if ending != "onnx" or find_spec("onnx"):
                good = fuzz(ending, files, seed, Path(folder)) and good
    unit = 1e6 if sys.platform == "darwin" else 1e3
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
    print(f"largest memory of this process: {peak:.0f} MB")
    return 0 if good and peak < MEGABYTES else 1


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="?", type=int, default=1000, help="[default: 1000]")
    parser.add_argument("seed", nargs="?", type=int, default=0, help="random seed [default: 0]")
    sys.exit(main(*vars(parser.parse_args()).values()))
