"""Stories of two inputs: nothing overlaps in any shape, and what is drawn is what was computed."""

import numpy as np
import pytest
from designer import inspect
from watch import watch

from approx.core.network import Network
from approx.panels.captions import folds
from approx.subjects import resolve_any
from approx.subjects.fit_options import FitOptions
from approx.subjects.plane import Plane

SUBJECTS = {
    "moons": ("two-moons", {}),
    "ring": ("ring", {}),
    "function": ("x*y", {"hidden": (4,), "settings": {"method": "adam", "steps": 40}}),
    "spirals": ("two-spirals", {"settings": {"steps": 120, "seed": 1}}),
    "blobs": ("blobs", {}),
    "sides": ("y > x^2", {"hidden": (6,), "settings": {"steps": 250, "seed": 1, "held_out": 0.3}}),
}
#: What of a film may stand still.
STILL = 0.25
CASES = [("folds", "moons"), ("folds", "ring"), ("folds", "function"), ("folds", "sides"),
         ("folds", "blobs"), ("forward", "blobs"), ("boundary", "values"),
         ("boundary", "spirals"), ("boundary", "sides"), ("boundary", "function"),
         ("forward", "ring"), ("forward", "function")]  # fmt: skip
LOOKS = [("16:9", "dark", "en"), ("9:16", "light", "de"), ("1:1", "dark", "de")]


def values():
    """Points with values; their columns have names that are long for a tall frame."""
    rng = np.random.default_rng(4)
    x, y = rng.uniform(1950, 2020, 60), rng.uniform(0, 200, 60)
    rows = [
        f"{a:.0f},{b:.0f},{14 + 0.02 * (a - 1950) - 0.04 * b:.2f}"
        for a, b in zip(x, y, strict=True)
    ]
    return "\n".join(["year of measuring,depth in m,temperature", *rows])


def subject_of(name, folder):
    if name == "values":
        file = folder / "values.csv"
        file.write_text(values())
        options = FitOptions(columns={"z": "temperature"}, settings={"method": "adam", "steps": 90})
        return resolve_any(str(file), options)
    text, options = SUBJECTS[name]
    return resolve_any(text, FitOptions(**options))


def cases():
    for number, (story, name) in enumerate(CASES):
        for turn, look in enumerate(LOOKS):
            marks = [] if (number, turn) in {(5, 1)} else [pytest.mark.slow]
            yield pytest.param(story, name, *look, marks=marks)


@pytest.mark.parametrize(("story", "name", "aspect", "theme", "language"), list(cases()))
def test_a_designer_finds_nothing_in_any_half_second(
    story, name, aspect, theme, language, tmp_path
):
    wide = aspect == "16:9"  # drawing costs the most
    look = (aspect, theme, language)
    _, report = inspect(story, subject_of(name, tmp_path), tmp_path, look, draw=wide)
    assert report.lines() == []
    assert report.still_share <= STILL
    assert not wide or report.ink >= 0.01


def test_seen_from_above_the_sheet_lies_on_the_axes(tmp_path):
    told = watch("folds", subject_of("moons", tmp_path), "dark", tmp_path, lambda *_: None)
    plane = told.plane
    for shape, corners in zip(told.folded.facets, told.sheet.facets, strict=True):
        box = np.array(plane.box)
        places = corners[:, :2] * np.ptp(box, axis=1) + box.mean(axis=1)
        assert np.allclose(shape.points[0::4], told.plot.points(*places.T), atol=1e-9)
    border = plane.regions.level_set(0.0)
    drawn = np.sort([line.points[[0, -1], 0].mean() for line in told.folded.border])
    wanted = np.sort([told.plot.points(*segment.T)[:, 0].mean() for segment in border])
    assert np.allclose(drawn, wanted, atol=1e-9)


def test_the_last_frame_of_a_run_is_the_trained_network(tmp_path):
    told = watch("boundary", subject_of("sides", tmp_path), "dark", tmp_path, lambda *_: None)
    border = told.plane.regions.level_set(0.0)
    drawn = told.border.points.reshape(-1, 4, 3)[:, [0, 3]]
    wanted = np.array([told.plot.points(*segment.T) for segment in border])
    assert sorted(drawn.sum(axis=1)[:, 0]) == pytest.approx(sorted(wanted.sum(axis=1)[:, 0]))
    hits, points = told.plane.right
    assert told.counted.text == f"{hits}/{points}"


def test_neurons_without_a_line_in_view_are_told_last_and_counted():
    network = Network([[[1, 0], [1, 0], [0, 1], [1, 1]], [[1] * 4]], [[9, 0, 0, -9], [0]])
    plane = Plane("four", {"en": "four"}, network, ((-1, 1), (-1, 1)))
    assert folds.order(plane) == [1, 2, 0, 3]
    assert "2 lines miss the window" in dict(folds.beats(plane, "en"))["rest"]
