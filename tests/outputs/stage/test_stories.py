"""Every story of every subject that fits: at the end of each beat a designer finds nothing."""

import itertools

import numpy as np
import pytest
from watch import texts, watch

from approx.inputs import catalog
from approx.outputs.films import stories
from approx.subjects import FitOptions, resolve
from approx.system.errors import InputError

#: Always told: an easy subject, the one with the longest words, the one with the most units.
USUAL = {"parabola-4-best", "sigmoid-421", "sine-8", "square-deep-3"}
# Colours move nothing: each aspect is checked in one of the themes and one of the languages.
LOOKS = [("16:9", "dark", "en"), ("1:1", "light", "de"), ("9:16", "dark", "de")]


def cases():
    """Usual subjects wide and in one more shape, the others in one shape when there is time; all
    in the rest on request."""
    for story in stories.names():
        told = [n for n in catalog.names() if stories.unsupported_reason(story, resolve(n)) is None]
        for number, name in enumerate(told):
            for turn, look in enumerate(LOOKS):
                once = turn == number % len(LOOKS)
                if name in USUAL and (turn == 0 or turn == 1 + number % 2):
                    marks = []
                else:
                    marks = [pytest.mark.slow if once else pytest.mark.exhaustive]
                yield pytest.param(story, name, *look, marks=marks)


@pytest.mark.parametrize(("story", "name", "aspect", "theme", "language"), list(cases()))
def test_no_text_overlaps_another_or_comes_close_to_an_edge(
    story, name, aspect, theme, language, tmp_path
):
    check_layout(story, resolve(name), aspect, theme, language, tmp_path)


@pytest.mark.parametrize(
    ("story", "look"),
    [
        ("sum", 1),
        pytest.param("training", 2, marks=pytest.mark.slow),
        pytest.param("descent", 0, marks=pytest.mark.slow),
    ],
)
def test_points_with_long_words_and_many_dots_fit_too(story, look, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    unit = 1.0 if story == "descent" else 1e-3  # two small weights would have long ticks as well
    x = np.random.default_rng(4).uniform(-180, 1250, 1200).round(1)
    y = unit * (np.sin(x / 150) + 0.2 * np.cos(7 * x))
    rows = "".join(f"{a},{b}\n" for a, b in zip(x, y, strict=True))
    rows += f"0,{10 * unit}\n0,{-2 * unit}\n"
    (tmp_path / "Messreihe vom Donnerstag.csv").write_text(f"t,U\n{rows}")
    settings = {"method": "adam", "steps": 40} if story == "training" else {}
    subject = resolve("Messreihe vom Donnerstag.csv", FitOptions(neurons=9, settings=settings))
    check_layout(story, subject, *LOOKS[look], tmp_path)


def check_layout(story, subject, aspect, theme, language, tmp_path):
    beats = []

    def look(told, beat):
        beats.append(beat)
        safe = told.layout.safe
        seen = texts(told)
        assert len(seen) > 3
        for text in seen:
            assert safe.left <= text.left, (beat, text)
            assert text.right <= safe.right, (beat, text)
            assert safe.bottom <= text.bottom, (beat, text)
            assert text.top <= safe.top, (beat, text)
        for one, other in itertools.combinations(seen, 2):
            assert not one.overlaps(other), (beat, one, other)

    told = watch(story, subject, theme, tmp_path, look, language, aspect)
    assert beats == [beat.name for beat in told.plan()]


def test_a_story_without_the_method_of_a_beat_is_refused_before_anything_is_drawn(tmp_path):
    story = tmp_path / "short.py"
    story.write_text(
        "from approx.outputs.stage.story import Beat, Story\n"
        "class Short(Story):\n"
        "    def plan(self):\n"
        "        return [Beat(n, 'A.') for n in ('setup', 'turn-1', 'turn-2', 'end')]\n"
        "    def tell_setup(self):\n"
        "        raise AssertionError('drawn')\n"
    )
    with pytest.raises(InputError, match="lacks tell_turn, tell_end"):
        watch(str(story), resolve("parabola-2"), "dark", tmp_path, lambda *_: None)


def test_the_overlap_check_can_fail(tmp_path):
    from approx.outputs.stage.text import write

    found = []

    def look(told, beat):
        if not found:
            told.add(write("on top of the caption", 0.3, "#FFFFFF", told.layout.caption))
            found.extend(a for a, b in itertools.combinations(texts(told), 2) if a.overlaps(b))

    watch("sum", resolve("parabola-2"), "dark", tmp_path, look)
    assert found


@pytest.mark.parametrize("name", ["parabola-2", "parabola-4-best"])
def test_the_bright_line_ends_on_the_networks_own_breakpoints(name, tmp_path):
    subject = resolve(name)
    seen = {}

    def look(told, beat):
        if beat == "add":
            seen["corners"] = told.line.corners
            f = subject.analysis.output
            seen["expected"] = told.plot.points(f.x, f.y)

    watch("sum", subject, "dark", tmp_path, look)
    assert seen["corners"] == pytest.approx(seen["expected"], abs=1e-9)


def test_every_running_sum_in_between_is_exact(tmp_path):
    """Half way through each rise, the line's corners are floor + half a part, nothing rounded."""
    from approx.outputs.stage.shapes import Polyline, Reshape

    states = []
    original = Reshape.__init__

    def spy(self, shape, state, **options):
        original(self, shape, state, **options)
        if isinstance(shape, Polyline):
            states.append(state)

    Reshape.__init__ = spy
    try:
        told = watch("sum", resolve("parabola-4-best"), "dark", tmp_path, lambda *_: None)
    finally:
        Reshape.__init__ = original
    rises = states[-1::-2][:4][::-1]  # each neuron: its hinge is lifted, then the line rises
    floor = told.sum.start
    for term, rise in zip(told.sum.contributions, rises, strict=True):
        half = floor + 0.5 * term.function
        assert rise(0.5) == pytest.approx(told.plot.points(half.x, half.y), abs=1e-12)
        floor = term.total


@pytest.mark.parametrize(("name", "long"), [("sine-8", True), ("parabola-4-best", False)])
def test_the_formula_never_says_less_than_is_drawn(name, long, tmp_path):
    said = []

    def look(story, beat):
        shown = {id(part) for mobject in story.mobjects for part in mobject.get_family()}
        if beat.startswith("neuron"):
            terms = [t.color for step in story.steps[: len(said) + 1] for t in step]
            left_out = any(color not in story.formula_terms for color in terms)
            written = any(id(piece) in shown for piece in story.dots)
            assert written == left_out, beat
            said.append(written)
        elif beat == "add":
            assert all(id(piece) in shown for piece in story.tail)

    watch("sum", resolve(name), "dark", tmp_path, look)
    assert said[-1] is long
