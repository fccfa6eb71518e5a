"""Names stand beside what they name and on nothing else."""

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from approx.outputs.figures._labels import Label, crossing, in_rows, obstacles, place


def canvas():
    figure = Figure(figsize=(4, 3))
    FigureCanvasAgg(figure)
    ax = figure.subplots()
    ax.set_xlim(0, 10)
    ax.set_ylim(-1, 1)
    return ax


def test_a_dot_beside_a_name_is_framed_as_no_point_of_the_data_is():
    ax = canvas()
    samples = [Line2D([], [], marker="o", linestyle="None"), Line2D([], [], linestyle="-")]
    names = [Label("points", "black", [[2, 0]], sample=samples[0]),
             Label("network", "black", [[8, 0]], sample=samples[1])]  # fmt: skip
    assert place(ax, names, 7) == []
    (frame,) = ax.patches
    box, points, network = (artist.get_window_extent() for artist in (frame, *ax.texts))
    dot = ax.transData.transform(samples[0].get_xydata())[0]
    assert box.x0 < dot[0] < points.x0 < points.x1 < box.x1
    assert box.y0 < points.y0 < points.y1 < box.y1
    assert not box.overlaps(network)


def test_a_segment_meets_a_box_where_some_point_of_it_lies_inside():
    rng = np.random.default_rng(0)
    segments = rng.uniform(-2, 2, (400, 4))
    segments[:40, 2] = segments[:40, 0]  # upright
    segments[40:80, 3] = segments[40:80, 1]  # level
    box = np.array([-0.7, -0.5, 0.6, 0.9])
    share = np.linspace(0, 1, 4001)[:, None, None]
    points = segments[:, :2] + share * (segments[:, 2:] - segments[:, :2])
    inside = ((points >= box[:2]) & (points <= box[2:])).all(axis=2).any(axis=0)
    found = crossing(segments, box)
    # Sampling may miss a corner that is only just cut.
    assert (found >= inside).all()
    assert (found != inside).sum() <= 2


def test_a_label_lies_on_no_line_no_marker_and_no_other_label():
    ax = canvas()
    x = np.linspace(0, 10, 301)
    ax.plot(x, np.sin(3 * x), "k-")
    ax.plot(x, 0.3 * np.cos(x), "r-")
    ax.plot([2.0, 5.0], [0.0, 0.5], "o", markersize=9)
    peaks = np.column_stack([x, np.sin(3 * x)])[::15]
    labels = [Label("network", "black", peaks), Label("target", "red", peaks)]
    before = obstacles([ax], ax.figure.canvas.get_renderer())
    assert place(ax, labels, 7) == []
    boxes = [text.get_window_extent() for text in ax.texts]
    assert len(boxes) == 2
    assert not boxes[0].overlaps(boxes[1])
    frame = ax.get_window_extent()
    for box in boxes:
        assert not before.hit(np.array(box.extents))
        assert frame.x0 <= box.x0 < box.x1 <= frame.x1


def test_a_label_without_a_free_place_comes_back_for_the_key():
    ax = canvas()
    for y in np.linspace(-1, 1, 60):
        ax.plot([0, 10], [y, y])
    label = Label("network", "black", np.array([[5.0, 0.0]]))
    assert place(ax, [label], 9) == [label]
    assert not ax.texts


def test_a_name_stands_within_its_area_where_nothing_else_does():
    ax = canvas()
    label = Label("above zero", "black", np.array([[5.0, 0.0]]), inside=True)
    assert place(ax, [label], 9) == []
    assert ax.texts[0].get_position() == pytest.approx((5.0, 0.0))


@pytest.mark.parametrize("seed", range(5))
def test_names_in_rows_never_meet_and_stay_in_their_room(seed):
    rng = np.random.default_rng(seed)
    centres = np.sort(rng.uniform(0, 3, 6))
    widths = rng.uniform(0.2, 1.2, 6)
    places = in_rows(centres, widths, 3.0, 0.1)
    for k, (left, row) in enumerate(places):
        assert 0 <= left <= left + widths[k] <= 3.0 + 1e-9
        for j in range(k):
            if places[j][1] == row:
                assert places[j][0] + widths[j] + 0.1 <= left + 1e-9
