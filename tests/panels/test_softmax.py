"""Softmax: the source lesson's numbers, and its laws."""

import numpy as np
import pytest

from approx.panels import softmax
from approx.panels.captions import softmax as captions
from approx.subjects import resolve_any
from approx.system.errors import InputError


def test_the_lessons_scores_have_the_shares_that_are_true():
    whole = softmax.build(resolve_any("softmax"))
    assert [softmax.share(v) for v in whole.shares] == ["0.915", "0.075", "0.010"]
    assert whole.total == pytest.approx(np.exp(5) + np.exp(2.5) + np.exp(0.5), rel=1e-15)
    assert np.allclose(whole.powers / whole.total, whole.shares, atol=1e-15)


def test_a_constant_changes_nothing_and_a_temperature_is_a_division():
    scores = np.array([2.0, -1.0, 0.5, 3.0])
    one, other = (softmax.of(tuple("abcd"), scores + shift) for shift in (0.0, softmax.SHIFT))
    assert np.allclose(one.shares, other.shares, atol=1e-15)
    assert np.allclose(one.at(3.0), np.exp(scores / 3) / np.exp(scores / 3).sum(), atol=1e-15)
    assert np.array_equal(one.warm, one.at(softmax.WARM))


def test_large_scores_do_not_overflow():
    whole = softmax.build(resolve_any("softmax(big=900, small=-900)"))
    assert whole.powers.tolist() == [1.0, 0.0]
    assert whole.lowered == 900


@pytest.mark.parametrize(("value", "text"), [(0.0004, "<0.001"), (0.9996, ">0.999"), (1, "1.000")])
def test_no_share_is_rounded_to_nothing_or_all(value, text):
    assert softmax.share(value) == text


@pytest.mark.parametrize("text", ["softmax(1)", "softmax(1, x)", "softmax(a=1, a=2)", "softmax()"])
def test_what_is_no_list_of_scores_is_refused_in_one_line(text):
    with pytest.raises(InputError, match=r"^softmax\(…\) takes"):
        resolve_any(text)


def test_no_class_is_ahead_where_scores_are_equal():
    told = dict(captions.beats(softmax.of(("a", "b"), np.array([1.0, 1.0])), "en"))
    assert told["cold"] == "Divide by 0.5 instead: the largest share is now 0.500."
    assert told["answer"].endswith("the largest share is 0.500.")
    told = dict(captions.beats(softmax.of(("a", "b"), np.array([5.0, 1.0])), "en"))
    assert told["cold"].endswith("a takes nearly all.")
    assert "a stays ahead" in told["answer"]


def test_large_scores_are_levelled_by_a_temperature_that_shows_it():
    far = softmax.of(("a", "b", "c"), np.array([30.0, 5.0, 2.5]))
    assert far.at(softmax.WARM).max() > 0.999  # at 3 nothing would be seen
    assert far.level == 10
    assert far.warm == pytest.approx(far.at(10))
    told = dict(captions.beats(far, "en"))
    assert "a temperature of 10:" in told["warm"]
    assert "cold" not in told  # a has all of it already
    assert softmax.of(("a", "b"), np.array([2.0, 1.0])).level == softmax.WARM
