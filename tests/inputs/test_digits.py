"""The digits: their number and split, the network's accuracy, and that training makes its equal."""

import numpy as np
import pytest

from approx.inputs import digits
from approx.panels import digits as panels
from approx.subjects import resolve_any


def test_there_are_1797_digits_of_64_greys_as_the_source_says():
    every = digits.load()
    assert every.images.shape == (1797, 64)
    assert np.array_equal(every.images * 16, np.rint(every.images * 16))
    assert (every.images.min(), every.images.max()) == (0, 1)
    # Of each digit, as scikit-learn's description of the same data counts them.
    assert np.bincount(every.labels).tolist() == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]


def test_360_are_held_out_36_of_each_and_none_is_in_both():
    learned, held = digits.split()
    assert (len(learned), len(held)) == (1437, 360)
    assert np.bincount(held.labels).tolist() == [36] * 10
    both = np.vstack([learned.images, held.images])
    order = np.lexsort(both.T)
    assert np.array_equal(both[order], digits.load().images[np.lexsort(digits.load().images.T)])


def test_the_network_reads_96_percent_of_the_held_out_digits():
    _, held = digits.split()
    one = digits.network()
    right = sum(int(np.argmax(one(image))) == label for image, label in
                zip(held.images, held.labels, strict=True))  # fmt: skip
    assert right / len(held) >= 0.96
    reading = panels.build(resolve_any("digits"))
    assert (reading.right, reading.total) == (right, 360)
    assert len(reading.mistakes) == min(360 - right, panels.MOST_MISTAKES)
    assert all(read != label for _, label, read in reading.mistakes)


@pytest.mark.slow
def test_training_again_makes_a_network_that_is_as_good():
    from approx.subjects.train_digits import train

    _, held = digits.split()
    assert np.mean(digits.answers(train(), held) == held.labels) >= 0.96
