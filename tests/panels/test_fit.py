"""The picture of a fit: the target fills it, every breakpoint has its owners, errors are seen."""

import numpy as np
import pytest

from approx.core.dataset import Dataset
from approx.core.network import Network
from approx.core.target import square
from approx.panels import error_panel, fit, owners, wording
from approx.panels import target as targets
from approx.panels.axes import axis
from approx.style.languages import number, say
from approx.subjects import Subject, resolve
from tests.strangers import DATA, NAMES, NETWORKS, TYPED, stranger


@pytest.mark.parametrize("name", NAMES)
def test_the_target_fills_the_frame(name):
    """Without a target, the network does."""
    subject = stranger(name)
    own = subject.target.own
    y = subject.analysis.output.y if own else targets.shape(subject.target).y
    frame = fit.build(subject).curves.vertical
    assert np.nanmax(y) - np.nanmin(y) >= 0.55 * (frame.high - frame.low)


@pytest.mark.parametrize("name", NAMES)
def test_what_is_drawn_stays_in_its_frame(name):
    picture = fit.build(stranger(name))
    for panel in (picture.curves, *picture.strips):
        slack = 1e-9 * (panel.vertical.high - panel.vertical.low)
        for part in (*panel.curves, *panel.dots):
            assert np.nanmin(part.y) >= panel.vertical.low - slack
            assert np.nanmax(part.y) <= panel.vertical.high + slack


@pytest.mark.parametrize("name", NETWORKS)
def test_without_a_target_there_is_no_dashed_curve_and_no_error(name):
    picture = fit.build(stranger(name))
    assert {curve.role for curve in picture.curves.curves} == {"sum"}
    assert picture.strips == ()
    assert "rror" not in picture.sentence


@pytest.mark.parametrize("name", TYPED)
def test_the_strip_reaches_the_lines_it_names_and_marks_the_places(name):
    subject = stranger(name)
    panel = fit.build(subject).strips[0]
    sup = number(subject.error.sup)
    assert panel.vertical.labels == (f"−{sup}", "0", f"+{sup}")
    assert panel.vertical.high > subject.error.sup
    (curve,) = (curve for curve in panel.curves if curve.role == "error.curve")
    assert np.nanmax(np.abs(curve.y)) == pytest.approx(subject.error.sup, rel=1e-2)
    # As many as the sentence counts, one at every ripple that looks as high; a jump is one.
    assert [marker.x for marker in panel.markers] == [*subject.error.at]
    if not subject.jumps:
        assert len(panel.markers) >= _peaks(curve.y, 2e-5)
    if len(panel.markers) > 2:
        places = say("error.places", value=sup, n=len(panel.markers))
        assert places in wording.error_sentence(subject)


def _peaks(y, share):
    """Runs of a drawn curve within a share of its largest."""
    high = np.abs(y) >= (1 - share) * np.nanmax(np.abs(y))
    return int((np.diff(np.r_[0, np.sign(y) * high]) != 0)[high].sum())


def test_equal_ripples_are_all_marked():
    """x² from its best network: nine places, at which the error is ±1/2 in turn."""
    panel, *others = fit.build(resolve("parabola-4-best")).strips
    assert others == []
    assert [(m.x, m.high) for m in panel.markers] == [
        (pytest.approx(x), pytest.approx((-1) ** (i + 1) / 2)) for i, x in enumerate(range(-4, 5))
    ]


def test_the_best_possible_is_beside_a_network_that_is_not():
    subject = stranger("sine")
    picture = fit.build(subject)
    if fit.improvable(subject):
        assert [curve.role for curve in picture.curves.curves] == ["target", "best", "sum"]
        assert len(picture.strips) == 2
    worse = resolve("parabola-4")
    picture = fit.build(worse)
    assert [curve.role for curve in picture.curves.curves] == ["target", "best", "sum"]
    assert "20 times enlarged" in picture.strips[1].title


@pytest.mark.parametrize("name", DATA)
def test_points_name_the_rms_error_and_a_crowd_has_no_stems(name):
    subject = stranger(name)
    assert isinstance(subject.target, Dataset)
    panel = fit.build(subject).strips[0]
    assert number(subject.error.l2) in panel.title
    assert sum(len(stems.x) for stems in panel.stems) <= error_panel.MOST_STEMS
    assert sum(len(dots.x) for dots in panel.dots) <= targets.MOST


def test_a_breakpoint_that_neurons_share_shows_all_of_them():
    network = Network([[[1], [-1], [2]], [[1, 1, 1]]], [[0, 0, -1], [0]])
    shared, alone = owners.breakpoints(Subject("shared", {"en": "shared"}, network, square()))
    assert {shared.neuron, *shared.others} == {0, 1}
    assert (alone.x, alone.neuron, alone.others) == (0.5, 2, ())


def test_a_neuron_that_switches_at_the_left_end_has_its_dot_there():
    network = Network([[[1], [1]], [[1, -2]]], [[1, 0], [0]])
    marks = owners.breakpoints(Subject("left", {"en": "left"}, network, square()))
    assert [(mark.x, mark.neuron) for mark in marks] == [(-1.0, 0), (0.0, 1)]


def test_few_neurons_have_a_colour_each_many_one_by_place_or_layer():
    assert owners.coloring(stranger("sine")) == "neuron"
    assert owners.coloring(stranger("deep")) == "layer"
    subject = stranger("many")
    assert owners.coloring(subject) == "place"
    marks = owners.breakpoints(subject)
    a, b = subject.domain
    assert [mark.neuron for mark in marks] == pytest.approx([(m.x - a) / (b - a) for m in marks])
    assert "its place" in fit.build(subject).curves.vertical.name


def test_the_scale_of_a_strip_is_the_largest_error_and_a_little_room():
    subject = resolve("parabola-4-best")
    scale = error_panel.scale(subject.error)
    panel = error_panel.build(
        subject.analysis.output, subject.target, subject.error, axis(*subject.domain), scale, ""
    )
    assert panel.vertical.high == pytest.approx(error_panel.ROOM * 0.5)
