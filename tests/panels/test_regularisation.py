"""Regularisation: errors against the points themselves, and that the penalties do what they say."""

from dataclasses import replace

import numpy as np
import pytest

from approx.panels import regularisation as panels
from approx.panels.captions import regularisation as captions
from approx.subjects import resolve_any


@pytest.fixture(scope="module")
def shown():
    return panels.build(resolve_any("regularisation"))


def test_the_errors_are_those_at_the_points(shown):
    data, tested = shown.data, shown.tested
    for way in shown.ways.values():
        off = np.array([float(way.network(x).item()) for x in data.x]) - data.y
        assert way.tested == pytest.approx(np.mean(off[tested] ** 2), rel=1e-9)
        assert way.learned == pytest.approx(np.mean(off[~tested] ** 2), rel=1e-9)


def test_every_way_is_better_on_held_out_points_than_nothing(shown):
    nothing = shown.ways["none"]
    for name in ("l2", "l1", "dropout", "early"):
        assert shown.ways[name].tested < nothing.tested, name
        assert shown.ways[name].learned > nothing.learned, name


def test_l1_leaves_few_neurons_and_l2_small_weights(shown):
    assert shown.ways["l1"].count < shown.ways["none"].count / 2
    assert shown.ways["l2"].sizes[0] < shown.ways["none"].sizes[0] / 2


def test_what_a_table_does_not_show_is_not_said(shown):
    said = dict(captions.beats(shown, "en"))
    assert "turns" in said["loss"]
    assert said["answer"].startswith("On these points early")
    end = len(shown.history.loss) - 1
    ways = {**shown.ways, "early": shown.ways["none"]}
    ways |= {name: replace(ways[name], tested=1.0) for name in ("l2", "l1", "dropout")}
    said = dict(captions.beats(replace(shown, best=end, ways=ways), "en"))
    assert "turns" not in said["loss"]
    assert said["answer"].startswith("On these points nothing beats holding nothing back.")
