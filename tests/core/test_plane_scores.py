"""Cross-entropy against its definition and PyTorch's worked values."""

import math

import numpy as np
import pytest

from approx.core.plane_scores import cross_entropy


def test_one_score_is_that_of_class_1_against_0():
    score = math.log(3)  # p(1) = 3/4
    assert cross_entropy(np.array([[score]]), np.array([1])) == pytest.approx(-math.log(3 / 4))
    assert cross_entropy(np.array([[score]]), np.array([0])) == pytest.approx(-math.log(1 / 4))


def test_several_scores_are_softmax_and_the_points_are_averaged():
    scores = np.log([[1.0, 2.0, 5.0], [6.0, 3.0, 1.0]])
    expected = -(math.log(5 / 8) + math.log(3 / 10)) / 2
    assert cross_entropy(scores, np.array([2, 1])) == pytest.approx(expected)


def test_adding_the_same_to_all_scores_changes_nothing():
    scores = np.array([[1.0, -2.0, 0.5]])
    assert cross_entropy(scores + 1000, np.array([0])) == pytest.approx(
        cross_entropy(scores, np.array([0]))
    )


def test_large_scores_do_not_overflow():
    assert cross_entropy(np.array([[5000.0]]), np.array([0])) == 5000
    assert cross_entropy(np.array([[5000.0]]), np.array([1])) == 0
    assert cross_entropy(np.array([[-5000.0, 5000.0]]), np.array([0])) == 10_000
