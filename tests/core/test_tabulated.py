"""Polynomials on pieces stand for a function that can only be called."""

import pickle

import numpy as np
import pytest

from approx.core.tabulated import MOST, NARROWEST, ORDER, tabulate


def test_a_polynomial_of_lower_order_is_kept_on_one_piece_exactly():
    legendre = np.polynomial.Legendre.basis(ORDER - 1)
    found = tabulate(legendre, np.array([-1.0, 1.0]))
    assert found.coefficients.shape == (1, ORDER)
    places = np.linspace(-1, 1, 101)
    assert found(places) == pytest.approx(legendre(places), abs=3e-14)


def test_its_coefficients_are_those_of_chebyshev():
    found = tabulate(
        lambda x: 3 + np.polynomial.chebyshev.chebval(x - 2, [0, 0, 0, 5.0]), np.array([1.0, 3.0])
    )
    assert found.coefficients[0] == pytest.approx([3, 0, 0, 5] + [0] * (ORDER - 4), abs=3e-14)


def test_a_wave_too_fast_for_one_piece_is_cut_until_it_is_met_everywhere():
    found = tabulate(lambda x: np.sin(200 * x), np.array([0.0, 3.0]))
    places = np.linspace(0, 3, 20_001)
    assert len(found.edges) > 20
    assert np.abs(found(places) - np.sin(200 * places)).max() < 2e-12


def test_a_corner_within_a_piece_is_closed_in_on_and_no_further():
    found = tabulate(np.abs, np.array([-1.0, 1.9]))
    narrow = np.diff(found.edges).min()
    assert NARROWEST * 2.9 / 2 < narrow <= NARROWEST * 2.9
    assert found(np.array([-0.5, 1e-3])) == pytest.approx([0.5, 1e-3], rel=1e-12)


def test_a_jump_at_an_edge_belongs_to_the_piece_on_its_right():
    found = tabulate(lambda x: np.where(x < 1, 2.0, 7.0), np.array([0.0, 1.0, 2.0]))
    assert found(np.array([0.0, np.nextafter(1, 0), 1.0, 2.0])).tolist() == pytest.approx(
        [2, 2, 7, 7]
    )
    assert found.edges.tolist() == [0, 1, 2]


def test_noise_ends_at_the_most_pieces():
    rng = np.random.default_rng(0)
    found = tabulate(lambda x: rng.uniform(size=np.shape(x)), np.array([0.0, 1.0]))
    assert len(found.coefficients) == MOST


def test_closeness_goes_by_the_largest_value():
    small = tabulate(lambda x: 1e-200 * np.exp(x), np.array([0.0, 1.0]))
    assert small(np.array([0.5])) == pytest.approx(1e-200 * np.exp(0.5), rel=1e-13, abs=0)
    assert len(small.coefficients) == 1


def test_it_goes_to_other_processes():
    found = tabulate(np.exp, np.array([0.0, 1.0]))
    again = pickle.loads(pickle.dumps(found))
    assert again(np.array([0.3])).tolist() == found(np.array([0.3])).tolist()


def test_an_end_without_a_value_does_not_count_as_large():
    with np.errstate(divide="ignore"):
        found = tabulate(np.log, np.array([0.0, 1.0]))
    places = np.array([1e-4, 0.01, 0.5])
    assert found(places) == pytest.approx(np.log(places), rel=1e-11)
