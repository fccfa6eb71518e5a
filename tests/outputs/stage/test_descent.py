"""The film descent: the marker and its curve are where the computed paths are."""

from types import SimpleNamespace

import numpy as np
import pytest
from watch import watch

import approx
from approx.core.exact import analyse
from approx.outputs.films import stories
from approx.panels import descent as panels
from approx.panels.primitives import Axis
from approx.subjects import resolve


@pytest.fixture(scope="module", params=["parabola-4", "sine-8"])
def seen(request, tmp_path_factory):
    """The end of every beat: where the marker is, the bright line's corners, the trails."""
    ends = {}

    def look(told, beat):
        shown = getattr(told, "marker", None)
        ends[beat] = {
            "marker": None if shown is None else shown.get_center(),
            "line": told.line.corners if shown is not None else None,
            "trails": [t.corners for t in getattr(told, "trails", []) if hasattr(t, "corners")],
        }

    story = watch("descent", resolve(request.param), "dark", tmp_path_factory.mktemp("d"), look)
    return story, ends


def test_after_every_path_the_marker_stands_at_its_end(seen):
    story, ends = seen
    descent = story.descent
    expected = {
        "curve": descent.start,
        "gradient": descent.first[-1],
        "small": descent.paths["small"][-1],
        "right": descent.paths["right"][-1],
        "large": descent.paths["large"][-1],
        "batches": descent.noisy["single"][-1],
    }
    for beat, place in expected.items():
        assert ends[beat]["marker"] == pytest.approx(story.left.point(*place), abs=1e-9)
        curve = story.right.clipped(*descent.land.curve(place))
        assert ends[beat]["line"] == pytest.approx(curve, abs=1e-9)


def test_every_trail_has_the_computed_steps_as_its_corners(seen):
    story, ends = seen
    descent = story.descent
    for number, name in enumerate(panels.RATES):
        steps = story.left.points(*descent.paths[name].T)
        trail = ends[name]["trails"][number]
        assert trail == pytest.approx(steps, abs=1e-9)
    for number, path in enumerate(descent.noisy.values()):
        steps = story.left.points(*path.T)
        assert ends["batches"]["trails"][number] == pytest.approx(steps, abs=1e-9)


def test_in_between_the_marker_is_on_its_path_and_the_curve_is_its_own(seen, tmp_path):
    from approx.outputs.stage.shapes import Polyline, Reshape

    story, _ = seen
    states = []
    original = Reshape.__init__

    def spy(self, shape, state, **options):
        original(self, shape, state, **options)
        states.append((shape, state))

    Reshape.__init__ = spy
    try:
        told = watch("descent", story.subject, "light", tmp_path, lambda *_: None)
    finally:
        Reshape.__init__ = original
    curves = [state for shape, state in states if shape is told.line]
    marks = [state for shape, state in states if shape is told.marker]
    steps = told.left.points(*told.descent.paths["right"].T)
    trails = [state for shape, state in states if isinstance(shape, Polyline)]
    (right,) = [state for state in trails if np.shape(state(1.0)) == steps.shape
                and np.allclose(state(1.0), steps)]  # fmt: skip
    number = next(k for k, state in enumerate(marks) if np.allclose(state(1.0), steps[-1])
                  and np.allclose(state(0.37), right(0.37)[-1]))  # fmt: skip
    for share in (0.0, 0.2, 0.61, 0.999):
        at = marks[number](share)
        assert right(share)[-1] == pytest.approx(at, abs=1e-12)
        box, (u, v) = told.left.box, (told.left.horizontal, told.left.vertical)
        place = np.array([
            u.low + (at[0] - box.left) / box.width * (u.high - u.low),
            v.low + (at[1] - box.bottom) / box.height * (v.high - v.low),
        ])  # fmt: skip
        curve = told.right.clipped(*told.descent.land.curve(place))
        assert any(
            np.shape(c(share)) == curve.shape and np.allclose(c(share), curve, atol=1e-9)
            for c in curves
        )


@pytest.mark.parametrize("aspect", ["16:9", "1:1", "9:16"])
def test_both_weights_have_the_same_scale_so_gradients_stand_upright_on_contours(aspect):
    from approx.outputs.stage.layout import LAYOUTS

    story = SimpleNamespace(layout=LAYOUTS[aspect])
    box, _ = stories.load("descent")._regions(story)
    descent = panels.build(resolve("hat"), box.width / box.height)
    u, v = descent.u, descent.v
    assert box.width / (u.high - u.low) == pytest.approx(box.height / (v.high - v.low), rel=1e-12)


def recorded():
    """A run of two neurons on |x|, ten steps of plain descent, and its weights after every one."""
    x = np.linspace(-1, 1, 21)
    weights, outputs = np.array([[1.0], [-1.0]]), np.array([[0.2, 1.4]])
    run = approx.Recorder([(weights, np.zeros(2)), (outputs, np.zeros(1))], target=(x, np.abs(x)))
    seen = []
    for _ in range(10):
        run.step()
        seen.append(outputs[0].copy())
        hidden = np.maximum(weights * x, 0)
        outputs -= 0.5 * (outputs @ hidden - np.abs(x)) @ hidden.T / len(x)
    return run, np.array(seen)


def test_a_recorded_run_goes_its_own_way_over_the_map(tmp_path):
    run, weights = recorded()
    run.save(tmp_path / "mine.npz")
    subject = resolve(str(tmp_path / "mine.npz"))
    descent = panels.build(subject)
    assert descent.own == pytest.approx(weights[:, list(descent.land.pair)], abs=1e-15)
    inside = panels.seen(descent.own, descent.u, descent.v)
    assert len(inside) == 1
    assert inside[0] == pytest.approx(descent.own)
    ends = {}

    def look(told, beat):
        if beat == "own":
            ends[beat] = [part.copy() for part in told.trails], told.line.corners.copy()

    story = watch("descent", subject, "dark", tmp_path, look)
    trail, line = ends["own"]
    places = story.left.points(*story.descent.own.T)
    assert trail[0].get_start() == pytest.approx(places[0], abs=1e-9)
    assert trail[0].get_end() == pytest.approx(places[-1], abs=1e-9)
    last = analyse(subject.network, subject.domain).output
    assert line == pytest.approx(story.right.clipped(last.x, last.y), abs=1e-9)
    assert panels.build(resolve("hat")).own is None


def test_of_a_way_out_of_the_map_and_back_both_parts_are_drawn():
    u, v = Axis(0, 1, (), ()), Axis(0, 2, (), ())
    way = np.array([[0.5, 1.0], [0.5, 3.0], [2.0, 3.0], [2.0, 0.5], [0.5, 0.5]])
    first, second = panels.seen(way, u, v)
    assert first == pytest.approx(np.array([[0.5, 1.0], [0.5, 2.0]]))
    assert second == pytest.approx(np.array([[1.0, 0.5], [0.5, 0.5]]))
