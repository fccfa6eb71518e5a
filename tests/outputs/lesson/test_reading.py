"""The built-in lessons are whole in two languages; mistakes in a file are named in one line."""

from urllib.parse import unquote

import pytest
from lxml import html

from approx.outputs import lesson
from approx.outputs.figures import unsupported_reason
from approx.outputs.films import stories
from approx.outputs.lesson.site import _options
from approx.outputs.slides import Look
from approx.subjects.plane import Plane
from approx.subjects.resolve import resolve_any
from approx.subjects.subject import Subject
from approx.system.errors import InputError


@pytest.mark.parametrize("name", lesson.names())
def test_a_built_in_lesson_has_every_text_in_two_languages_and_everything_it_names_fits(name):
    one = lesson.read(name)
    texts = [one.title, one.about]
    for part in one.parts:
        texts += [words for words in (part.words, part.answer, part.choices) if words is not None]
        if part.kind == "story":
            subject = resolve_any(part.subject, _options(part))
            assert stories.choose(subject, part.name) == part.name
        elif part.kind == "figure":
            assert unsupported_reason(part.name, resolve_any(part.subject, _options(part))) is None
        elif part.kind == "page":
            subject = resolve_any(part.subject, _options(part))
            assert isinstance(subject, Subject | Plane) or subject.kind == "digits"
    for words in texts:
        assert set(words.by_language) == {"en", "de"}
        assert all(words.by_language.values())
    assert any(part.kind == "question" for part in one.parts)


def test_lessons_are_in_the_order_of_a_first_lecture():
    order = ["neuron", "activations", "perceptron", "losses", "descent", "backpropagation", "depth"]
    assert [name for name in lesson.names() if name in order] == order


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("title = 1\n[[part]]\ntext = 'a'", "a text is"),
        ("[[part]]\ntext = 'a'", "needs a title"),
        ("title = 'a'", "1 to 60 parts"),
        ("title = 'a'\n[[part]]\nstory = 'summ'", "part 1: no story 'summ'; did you mean 'sum'"),
        ("title = 'a'\n[[part]]\ntext = 'b'\nfigure = 'sum'", "part 1: a part has one of"),
        ("title = 'a'\n[[part]]\nquestion = 'b'", "part 1: a question has an answer"),
        ("title = 'a'\n[[part]]\ntext = 'b'\ncolour = 1", "part 1: a text has no 'colour'"),
        (
            "title = 'a'\n[[part]]\nquestion = 'b'\nanswer = 'c'\nchoices = ['d']\nright = 2",
            "right = their number",
        ),
        ("title = ", "mine.toml is no TOML"),
        ("title = 'a'\nauthor = 'b'\n[[part]]\ntext = 'c'", "'author' is no key"),
        ("title = { en = 1 }\n[[part]]\ntext = 'c'", "a text is"),
        ("title = ['a']\n[[part]]\ntext = 'c'", "a text is"),
        ("title = 'a'\n[[part]]\ntext.en = 3", "part 1: a text is"),
        ("title = 'a'\n[[part]]\npage = 'x^2'\non = 5", "part 1: on has two ends"),
        ("title = 'a'\n[[part]]\npage = 'x^2'\non = [1]", "part 1: on has two ends"),
        ("title = 'a'\n[[part]]\npage = 'x^2'\nneurons = 'b'", "part 1: neurons are a whole"),
        (
            "title = 'a'\n[[part]]\nquestion = 'b'\nanswer = 'c'\nchoices.en = 3\nright = 1",
            "part 1: choices are",
        ),
        ("title = 'a'\n[[part]]\nquestion = 'b'\nanswer = 'c'\nvalue = nan", "are numbers"),
        (f"title = {'[' * 100_000}", "mine.toml is nested too deeply"),
        (f"place = {'9' * 5000}", "mine.toml is no TOML"),
    ],
)
def test_a_mistake_is_said_in_one_line_with_its_part(text, reason, tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(text)
    with pytest.raises(InputError) as error:
        lesson.read(str(path))
    assert reason in str(error.value)
    assert "\n" not in str(error.value)


def test_an_unknown_lesson_is_answered_with_the_nearest():
    with pytest.raises(InputError, match="no lesson 'neurons'; did you mean 'neuron'"):
        lesson.read("neurons")
    with pytest.raises(InputError, match=r"none\.toml: No such file"):
        lesson.read("none.toml")


def test_two_lessons_of_one_course_have_two_names(tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "Mine.toml").write_text("title = 'a'\n[[part]]\ntext = 'b'")
    (tmp_path / "index.html.toml").write_text("title = 'a'\n[[part]]\ntext = 'b'")
    for files in (["a/Mine.toml", "b/Mine.toml"], ["index.html.toml"]):
        lessons = [lesson.read(str(tmp_path / file)) for file in files]
        with pytest.raises(InputError, match="is taken in the course"):
            lesson.build_course(lessons, tmp_path / "out", Look(), 1, lambda line: None)
    assert not (tmp_path / "out").exists()


def test_a_lesson_with_any_name_is_found_from_the_contents(tmp_path):
    name = '50% "new" #1 <b>'
    file = tmp_path / f"{name}.toml"
    file.write_text("title = 'a'\n[[part]]\ntext = 'b'")
    (tmp_path / "next.toml").write_text("title = 'c'\n[[part]]\ntext = 'd'")
    lessons = [lesson.read(str(tmp_path / "next.toml")), lesson.read(str(file))]
    lesson.build_course(lessons, tmp_path / "out", Look(), 1, lambda line: None)
    for page in ("index.html", "next/index.html"):
        root = html.parse(tmp_path / "out" / page)
        (address,) = [a.get("href") for a in root.iterfind(".//a") if "50" in a.get("href")]
        assert (tmp_path / "out" / page).parent.joinpath(unquote(address)).is_file()


def test_a_lesson_has_pages_of_two_inputs(tmp_path):
    (tmp_path / "mine.toml").write_text("title = 'a'\n[[part]]\npage = 'xor'")
    one = lesson.read(str(tmp_path / "mine.toml"))
    lesson.build(one, tmp_path / "out", Look(), 1, lambda line: None)
    assert 'class="approx plane"' in (tmp_path / "out/pages/01.html").read_text("utf-8")
