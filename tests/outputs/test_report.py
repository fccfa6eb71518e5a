"""What is written of an error says whether it is proved, found, open, or of nothing at all."""

from dataclasses import replace

import pytest

from approx.core.target import Target, label
from approx.outputs import report
from approx.subjects import resolve
from approx.subjects.from_network import own

EXACT = "Proved: the largest error "


def with_error(subject, **changes):
    changed = replace(subject)
    object.__setattr__(changed, "error", replace(subject.error, **changes))
    return changed


def last(subject, count=1):
    return report.lines(subject)[-count:]


def test_the_error_of_a_formula_is_proved_in_words_and_as_json():
    subject = resolve("parabola-2")
    assert last(subject) == [f"{EXACT}is 0.25, to 8 digits."]
    values = report.as_dict(subject)["sup_error"]
    assert values["proved"] is True
    assert values["bracket"] == pytest.approx([0.25, 0.25], rel=1e-8)


def test_an_open_interval_is_named_with_the_bound_that_is_proved():
    subject = with_error(
        resolve("parabola-2"), bracket=(0.25, 0.75), unresolved=((0.125, 0.5), (0.75, 0.75))
    )
    assert last(subject, 3) == [
        "Unresolved on [0.125, 0.5]: the error may be larger there.",
        "Unresolved near x = 0.75: the error may be larger there.",
        f"{EXACT}is at most 0.75.",
    ]
    assert report.as_dict(subject)["unresolved"] == [[0.125, 0.5], [0.75, 0.75]]
    unbounded = with_error(subject, bracket=(0.25, float("inf")))
    assert last(unbounded) == [f"{EXACT}is without a known bound."]
    many = with_error(subject, unresolved=tuple((k / 8, k / 8 + 0.01) for k in range(9)))
    assert "Unresolved on 3 more intervals." in last(many, 3)


def test_of_a_python_function_nothing_is_proved():
    subject = resolve("parabola-2")
    called = Target(lambda x: x**2, label("f"), subject.domain)
    called = replace(subject, target=called)
    assert last(called)[0].startswith("Not proved: ")
    values = report.as_dict(called)["sup_error"]
    assert (values["proved"], values["bracket"][1]) == (False, None)
    assert "argest error found 0.25" in "\n".join(report.lines(called))


def test_a_network_without_a_target_has_no_error_at_all():
    subject = resolve("parabola-2")
    alone = replace(subject, target=own(subject.network, subject.domain))
    text = "\n".join(report.lines(alone))
    assert "L2" not in text
    assert "largest error" not in text.lower()
    values = report.as_dict(alone)
    assert (values["sup_error"], values["l2_error"], values["best"]) == (None, None, None)
