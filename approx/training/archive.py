"""A history as one small .npz file: plain arrays, no pickles, the same bytes for the same run."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from approx.core.activations import has_jump, slopes_of
from approx.core.dataset import Dataset
from approx.core.target import label
from approx.system.errors import InputError
from approx.system.files import write_file
from approx.training.backprop import Shape
from approx.training.history import History, Measurements

#: Of the file's layout; a reader refuses others.
FORMAT = 1
#: The largest file that is read.
MEGABYTES = 64
#: The largest sizes that are believed.
MOST_SNAPSHOTS, MOST_PARAMETERS = 10_001, 1_000_000
PER_SNAPSHOT = ("steps", "loss", "error", "sup", "ratio", "dead", "linear", "counts")


def save(history: History, file: str | Path | IO[bytes], text: str = "") -> None:
    """Write the history, with everything measured, and its target: the text, or the points."""
    if isinstance(file, str | Path):
        content = io.BytesIO()
        save(history, content, text)
        write_file(Path(file), content.getvalue())
        return
    measured = history.measured
    flat = np.concatenate([np.zeros(0), *measured.breakpoints])
    tested: dict[str, Any] = {"held_out": history.held_out, "test_loss": history.test_loss}
    if isinstance(history.target, Dataset):
        tested |= {"x": history.target.x, "y": history.target.y}
        tested["names"] = np.array(history.target.names)
    np.savez_compressed(
        file,
        format=np.int64(FORMAT),
        widths=np.array(history.shape.widths, dtype=np.int64),
        activation=np.array(history.shape.activation),
        method=np.array(history.method),
        seed=np.int64(history.seed),
        domain=history.domain,
        steps=history.steps,
        parameters=history.parameters,
        loss=history.loss,
        error=measured.error,
        sup=measured.sup,
        ratio=history.ratio,
        dead=measured.dead,
        linear=measured.linear,
        counts=np.array([len(row) for row in measured.breakpoints], dtype=np.int64),
        breakpoints=flat,
        text=np.array(text or history.text),
        **{name: values for name, values in tested.items() if values is not None},
    )


def load(file: str | Path) -> History:
    """Read a history; it replays with all its numbers, and knows points and the target's text.

    Raises:
        InputError: when the file is no history, too large, or damaged.
    """
    path = Path(file)
    try:
        if path.stat().st_size > MEGABYTES * 2**20:
            raise InputError(f"{path.name} is larger than {MEGABYTES} MiB; no history is")
        return read(path.read_bytes())
    except InputError:
        raise
    except Exception as error:  # damaged archives raise many kinds: struct, zlib, key, OS errors
        raise InputError(f"{path.name} is no training history ({error})") from None


def read(content: bytes) -> History:
    """The history in a file's bytes.

    Raises:
        InputError: for another version, or one that is too large.
        Exception: of many kinds, for bytes that are none.
    """
    _refuse_bombs(content)
    with np.load(io.BytesIO(content), allow_pickle=False) as archive:
        arrays = {name: archive[name] for name in archive.files}
    return _history(arrays)


def _refuse_bombs(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(member.file_size for member in archive.infolist()) > 8 * MEGABYTES * 2**20:
            raise InputError(f"the history unpacks to more than {8 * MEGABYTES} MiB")


def _history(arrays: dict[str, NDArray[Any]]) -> History:
    if int(arrays["format"]) != FORMAT:
        raise InputError(f"history format {arrays['format']}; this version reads {FORMAT}")
    widths = tuple(int(n) for n in arrays["widths"])
    activation = str(arrays["activation"])
    if has_jump(activation) or len(widths) < 2 or min(widths) < 1 or max(widths) > 10_000:
        raise ValueError("impossible layers")
    slopes_of(activation)  # refuses what is smooth, or unknown
    shape = Shape(widths, activation)
    snapshots = len(arrays["steps"])
    if not 1 <= snapshots <= MOST_SNAPSHOTS or shape.size > MOST_PARAMETERS:
        raise ValueError("impossible sizes")
    wanted = dict.fromkeys(PER_SNAPSHOT, (snapshots,))
    wanted |= {"parameters": (snapshots, shape.size), "domain": (widths[0], 2)}  # type: ignore[dict-item]
    for name, size in wanted.items():
        if arrays[name].shape != size:
            raise ValueError(f"{name} has shape {arrays[name].shape}, not {size}")
    if "test_loss" in arrays and arrays["test_loss"].shape != (snapshots,):
        raise ValueError(f"test_loss has shape {arrays['test_loss'].shape}, not ({snapshots},)")
    counts = arrays["counts"].astype(np.int64)
    if (counts < 0).any() or counts.sum() != len(arrays["breakpoints"]):
        raise ValueError("breakpoints do not fit their counts")
    if not np.isfinite(arrays["parameters"]).all():
        raise ValueError("a parameter is not finite")
    number = {name: arrays[name].astype(np.float64) for name in ("error", "sup", "ratio", "loss")}
    breakpoints = np.split(arrays["breakpoints"].astype(np.float64), np.cumsum(counts)[:-1])
    return History(
        shape,
        arrays["domain"].astype(np.float64),
        arrays["steps"].astype(np.int64),
        arrays["parameters"].astype(np.float64),
        number["loss"],
        str(arrays["method"]),
        int(arrays["seed"]),
        _points(arrays),
        stored=Measurements(
            number["error"],
            number["sup"],
            number["ratio"],
            arrays["dead"].astype(np.int64),
            arrays["linear"].astype(np.int64),
            tuple(breakpoints),
        ),
        held_out=arrays["held_out"].astype(bool) if "held_out" in arrays else None,
        test_loss=arrays["test_loss"].astype(np.float64) if "test_loss" in arrays else None,
        text=str(arrays["text"]) if "text" in arrays else "",
    )


def _points(arrays: dict[str, NDArray[Any]]) -> Dataset | None:
    """The points that were learned, if there were any."""
    if "x" not in arrays:
        return None
    x, y = (arrays[axis].astype(np.float64) for axis in "xy")
    if x.ndim != 1 or x.shape != y.shape or len(x) < 2 or not np.isfinite([x, y]).all():
        raise ValueError("its points are none")
    names = [str(name) for name in arrays["names"]]
    low, high = (float(end) for end in arrays["domain"][0])
    return Dataset(x, y, label(names[1] or "y"), (low, high), (names[0], names[1]))
