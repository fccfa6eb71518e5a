"""The folded sheet: nothing near is ever drawn before what it hides, from no side."""

import numpy as np
import pytest

from approx.panels import folded_sheet as sheet
from approx.subjects import resolve_any
from approx.subjects.fit_options import FitOptions


@pytest.fixture(scope="module", params=["ring", "two-moons", "deep"])
def folded(request):
    if request.param == "deep":
        options = FitOptions(hidden=(8, 8), settings={"steps": 50, "seed": 1})
        return sheet.build(resolve_any("ring", options))
    return sheet.build(resolve_any(request.param))


@pytest.mark.parametrize("turn", range(0, 360, 40))
def test_along_every_sight_line_the_far_facet_is_drawn_first(folded, turn):
    angle = np.radians(turn + 7)
    away = np.array([np.sin(angle), np.cos(angle)])
    ranks = folded.order(away)
    assert len(set(ranks.tolist())) == len(ranks)
    rng = np.random.default_rng(turn)
    starts = rng.uniform(-0.5, 0.5, (150, 2))
    ends = starts + away * rng.uniform(0.0, 1.0, (150, 1))
    inside = (np.abs(ends) < 0.5).all(axis=1)
    near, far = (sheet._under(places[inside], folded.facets) for places in (starts, ends))
    same_side = folded.above[near] == folded.above[far]
    differ = (near != far) & same_side
    assert (ranks[far[differ]] < ranks[near[differ]]).all()
    assert ranks[~folded.above].max(initial=-1) < ranks[folded.above].min(initial=10**9)


def test_facets_are_the_networks_own_and_points_lie_on_them(folded):
    plane = folded.plane
    box = np.array(plane.box)
    for corners in folded.facets:
        places = corners[:, :2] * np.ptp(box, axis=1) + box.mean(axis=1)
        values = plane.logits(places)[:, 0] * folded.scale
        assert corners[:, 2] == pytest.approx(values, abs=1e-9)
    for place, facet in zip(folded.points, folded.under, strict=True):
        corners = folded.facets[facet]
        plan = np.column_stack([corners[:, :2], np.ones(len(corners))])
        slope = np.linalg.lstsq(plan, corners[:, 2], rcond=None)[0]
        assert place[:2] @ slope[:2] + slope[2] == pytest.approx(place[2], abs=1e-8)
