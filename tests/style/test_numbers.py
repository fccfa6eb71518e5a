"""Numbers as people write them, by value."""

from fractions import Fraction

import pytest

from approx.style import languages


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (0.04401019587, 4, "0.04401"),
        (10.0, 4, "10"),
        (-0.5, 4, "−0.5"),
        (2 / 3, 4, "0.6667"),
        (2 / 3, 2, "0.67"),
        (12345.0, 4, "1.234·10⁴"),
        (12355.0, 4, "1.236·10⁴"),
        (9999.0, 4, "9999"),
        (1.23e-7, 4, "1.23·10⁻⁷"),
        (-1e-5, 4, "−1·10⁻⁵"),
        (2e123, 4, "2·10¹²³"),
        (4.56e-89, 4, "4.56·10⁻⁸⁹"),
        (0.0, 4, "0"),
        (-0.0, 4, "0"),
        (9.9e-306, 4, "0"),
        (-9.9e-306, 4, "0"),
        (1.1e-305, 4, "1.1·10⁻³⁰⁵"),
    ],
)
def test_a_measured_value_has_its_digits_a_true_minus_and_powers_of_ten(value, digits, text):
    assert languages.number(value, digits) == text


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (351.2, 2, "350"), (22_900.0, 2, "23000"), (-1234.5, 3, "−1230"), (0.0351, 2, "0.035"),
        (99_960.0, 3, "1·10⁵"), (123_456.0, 2, "1.2·10⁵"), (1.2345e-6, 3, "1.23·10⁻⁶"),
    ],
)  # fmt: skip
def test_a_rounded_value_is_whole_below_a_hundred_thousand(value, digits, text):
    assert languages.rounded(value, digits) == text


def test_four_digits_are_usual():
    assert languages.number(1.23456) == "1.235"
    assert languages.weight(1.23456) == "1.235"
    assert languages.weight(1.23456, 2) == "1.2"


@pytest.mark.parametrize(
    ("many", "text"),
    [
        (0, "0"),
        (9999, "9999"),
        (10_000, "10\u00a0000"),
        (123_456, "123\u00a0456"),
        (1_234_567, "1\u00a0234\u00a0567"),
    ],
)
def test_counts_are_grouped_from_five_digits_on(many, text):
    assert languages.count(many) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (-1 / 16, "−1/16"),
        (2.0, "2"),
        (-3.0, "−3"),
        (0.0, "0"),
        (0.5, "1/2"),
        (63 / 64, "63/64"),
        (1 / 128, "0.007812"),
        (99 / 2, "99/2"),
        (101 / 2, "50.5"),
        (-99 / 4, "−99/4"),
        (-101 / 4, "−25.25"),
        (0.1, "0.1"),
        (9999.0, "9999"),
        (10_000.0, "1·10⁴"),
        (-10_000.0, "−1·10⁴"),
        (3e7, "3·10⁷"),
    ],
)
def test_a_weight_is_a_short_fraction_only_where_it_is_exactly_one(value, text):
    assert languages.weight(value) == text


def test_fractions_are_exact_or_none():
    assert languages.fraction(0.375) == Fraction(3, 8)
    assert languages.fraction(-7.0) == -7
    assert languages.fraction(9999.0) == 9999
    assert languages.fraction(1 / 3) is None
    assert languages.fraction(10_001.0) is None


def test_powers_of_ten_have_raised_digits():
    assert languages.power_of_ten(-3) == "10⁻³"
    assert languages.power_of_ten(1234567890) == "10¹²³⁴⁵⁶⁷⁸⁹⁰"


def test_one_thing_is_singular_and_small_counts_are_spelled_out():
    assert languages.say("breakpoints", n=1) == languages.say("breakpoints.one")
    assert languages.say("breakpoints", n=2).startswith("2 ")
    tables = {"en": {"x": "{N} here", "x.one": "{N} only", "count": "zero one two"}, "de": {}}
    phrases = languages.Phrases(tables)
    assert [phrases("x", n=n) for n in (0, 1, 2, 3)] == [
        "Zero here",
        "One only",
        "Two here",
        "3 here",
    ]
    assert phrases("x", "de", n=2) == "Two here"
    assert phrases.missing("de") == ["x", "x.one"]
    assert languages.say.missing("en") == []
    with pytest.raises(languages.ApproxError, match="no phrase 'y' in language 'de'"):
        phrases("y", "de")


def test_a_misspelt_name_gets_its_nearest_or_all():
    known = ("sigmoid", "tanh", "relu")
    assert languages.nearest("sigmod", known) == "did you mean 'sigmoid'?"
    assert languages.nearest("swish", known) == "known: sigmoid, tanh, relu"
    assert languages.nearest("tnxx", known) == "known: sigmoid, tanh, relu"
    assert languages.nearest("tanx", known) == "did you mean 'tanh'?"
