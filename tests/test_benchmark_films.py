"""The benchmark of films compares like with like: both programs show the same pictures."""

import subprocess
import sys
from pathlib import Path

import av
import numpy as np
import pytest
from scipy.ndimage import maximum_filter, minimum_filter

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
#: What may be elsewhere by so many pixels: plain Manim smooths corners, and antialiasing differs.
NEAR = 2
#: Levels of 255 beyond which a pixel differs, and the share of a frame's pixels that may.
LEVELS, SHARE = 24, 2e-4


def frames(path):
    with av.open(str(path)) as film:
        return [frame.to_ndarray(format="rgb24") for frame in film.decode(video=0)]


def apart(one, other):
    """The share of pixels with a level that the other picture does not have nearby, or between."""
    size = (2 * NEAR + 1, 2 * NEAR + 1, 1)
    one, other = one.astype(int), other.astype(int)
    beyond = [
        np.maximum(a - maximum_filter(b, size), minimum_filter(b, size) - a).max(axis=2)
        for a, b in ((one, other), (other, one))
    ]
    return float((np.maximum(*beyond) > LEVELS).mean())


@pytest.mark.slow
@pytest.mark.parametrize("film", ["sum", "training", "network"])
def test_both_films_show_the_same_pictures(film, tmp_path):
    from benchmarks.films import ours, usual

    theirs = frames(usual(film, "l", tmp_path, 2)[1])
    mine = frames(ours(film, "l", tmp_path, 2)[1])
    assert len(mine) == len(theirs)
    middle = range(0, len(mine), 5)
    assert max(apart(mine[k], theirs[k]) for k in middle) < SHARE
    # Another frame of the same film is further away: the comparison can fail.
    assert max(apart(mine[k], theirs[k - 40]) for k in middle) > 5 * SHARE


@pytest.mark.slow
def test_the_benchmark_prints_one_table(tmp_path):
    command = [sys.executable, "benchmarks/films.py", "--quick", "--films", "sum"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    row = next(line.split() for line in done.stdout.splitlines() if line.startswith("sum"))
    assert row[1:4:2] == ["480p15", "218"]
    assert all(float(value) > 0 for value in row[4:])
    assert "geometric mean" in done.stdout


@pytest.mark.slow
def test_settings_of_the_encoder_are_compared_with_their_source(tmp_path):
    from benchmarks.parts.settings import SETTINGS, luma, similarity, table

    table((320, 180, 15), tmp_path)
    assert len(list(tmp_path.glob("*.mp4"))) == len(SETTINGS)
    with av.open(str(tmp_path / "0.mp4")) as film:
        one, *_, last = (luma(frame) for frame in film.decode(video=0))
    assert similarity(one, one) == pytest.approx(1)
    assert similarity(one, last) < 0.99
