"""Words: every language says everything, and numbers read as people write them."""

import re
import string

import pytest

from approx.style import languages as words


def blanks(phrase: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(phrase) if name}


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_every_language_has_the_same_phrases_with_the_same_blanks(language):
    english, other = words.table("en"), words.table(language)
    assert set(english) == set(other)
    for key in english:
        assert blanks(english[key]) == blanks(other[key]), key


def test_the_folder_is_the_list_of_languages():
    from pathlib import Path

    files = {p.stem for p in Path(words.__file__).parent.glob("*.py") if p.stem[0] != "_"}
    assert files == set(words.LANGUAGES)


def test_every_phrase_is_used_somewhere():
    from pathlib import Path

    root = Path(words.__file__).parents[2]
    code = "".join(p.read_text() for p in [*root.rglob("*.py"), *root.parent.glob("scenes/*.py")])
    code = code.replace("'", '"')  # inside an f-string
    page = root / "outputs" / "page"
    code += "".join(p.read_text() for p in page.glob("script/*.js"))
    code += re.sub(r"\{\{|\}\}", '"', (page / "template.html").read_text())
    for key in words.table("en"):
        stem = re.sub(r"\.one$", "", key)
        # Or built: say(f"compare.{name}", …), say(f"sum.setup{kind}", …)
        first = len(stem.partition(".")[0])
        built = any(f'f"{stem[:k]}{{' in code for k in range(first, len(stem) + 1))
        assert f'"{stem}"' in code.replace(f'"{stem}":', "") or built, key


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.04401019587, "0.04401"),
        (10.0, "10"),
        (-0.5, "−0.5"),
        (1.23e-7, "1.23·10⁻⁷"),
        (0.0, "0"),
    ],
)
def test_a_measured_value_has_four_digits_and_a_true_minus(value, text):
    assert words.number(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (-1 / 16, "−1/16"),
        (2.0, "2"),
        (0.5, "1/2"),
        (0.1, "0.1"),
        (1.40948, "1.409"),
        (3e7, "3·10⁷"),
    ],
)
def test_a_weight_is_a_short_fraction_only_where_it_is_exactly_one(value, text):
    assert words.weight(value) == text


def test_a_count_at_the_beginning_of_a_sentence_is_spelled_out():
    assert words.say("sum.setup", n=4).startswith("Four neurons")
    assert words.say("sum.setup", n=1).startswith("One neuron,")
    assert words.say("sum.setup", n=40).startswith("40 neurons")
    assert words.say("sum.setup", "de", n=4).startswith("Vier Neuronen")
