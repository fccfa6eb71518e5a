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
    """Usual subjects wide and in one more shape, the others in one shape when there is time, as
    the lesson, whose chapters are stories of their own; all in the rest on request."""
    for story in stories.names():
        told = [n for n in catalog.names() if stories.unsupported_reason(story, resolve(n)) is None]
        for number, name in enumerate(told):
            for turn, look in enumerate(LOOKS):
                once = turn == number % len(LOOKS)
                if name in USUAL and (turn == 0 or turn == 1 + number % 2):
                    marks = [pytest.mark.slow] if story == "lesson" else []
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


@pytest.mark.parametrize(
    ("story", "look"),
    [("sum", 2), ("forward", 2), pytest.param("training", 2, marks=pytest.mark.slow)],
)
def test_the_axes_of_a_table_are_named(story, look, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    rows = "".join(f"{x},{0.01 * (x - 1900) ** 2}\n" for x in range(1950, 2021))
    (tmp_path / "air.csv").write_text(f"year of the measurement,ppm\n{rows}")
    settings = {"method": "adam", "steps": 40} if story == "training" else {}
    subject = resolve("air.csv", FitOptions(neurons=5, settings=settings))
    shown = check_layout(story, subject, *LOOKS[look], tmp_path)
    for beat, seen in shown.items():
        assert {"year of the measurement", "ppm"} <= {text.text for text in seen}, beat


@pytest.mark.parametrize(
    ("story", "name", "look"),
    [
        ("sum", "sigmoid-fit-4", 0),  # long weights on short edges
        ("layers", "sigmoid", 1),  # two long names over a narrow strip
    ],
)
def test_long_numbers_and_names_have_room(story, name, look, tmp_path):
    check_layout(story, resolve(name), *LOOKS[look], tmp_path)


def test_tiny_numbers_have_room_in_a_narrow_picture(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    rows = "".join(f"{k}e-9,{1e-6 * np.exp(-k / 10):.4e}\n" for k in range(40))
    (tmp_path / "decay.csv").write_text(f"t,y\n{rows}")
    subject = resolve("decay.csv", FitOptions(neurons=4))
    check_layout("forward", subject, *LOOKS[2], tmp_path)


def check_layout(story, subject, aspect, theme, language, tmp_path):
    """What can be read at the end of each beat, by its name."""
    shown = {}

    def look(told, beat):
        safe = told.layout.safe
        seen = shown[beat] = texts(told)
        assert len(seen) > 3
        for text in seen:
            assert safe.left <= text.left, (beat, text)
            assert text.right <= safe.right, (beat, text)
            assert safe.bottom <= text.bottom, (beat, text)
            assert text.top <= safe.top, (beat, text)
        for one, other in itertools.combinations(seen, 2):
            assert not one.overlaps(other), (beat, one, other)

    told = watch(story, subject, theme, tmp_path, look, language, aspect)
    assert list(shown) == [beat.name for beat in told.plan()]
    return shown


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


@pytest.mark.parametrize("name", ["parabola-2", "parabola-4-best", "sine-8"])
def test_the_bright_line_ends_on_the_networks_own_breakpoints(name, tmp_path):
    subject = resolve(name)
    seen = {}

    def look(told, beat):
        if beat == "error":
            # Every corner once: the clipped frame cuts nothing of a finished sum.
            corners = told.line.kept.points[0::4], told.line.kept.points[-1:]
            seen["corners"] = np.vstack(corners)
            f = subject.analysis.output
            seen["expected"] = told.plot.points(f.x, f.y)

    watch("sum", subject, "dark", tmp_path, look)
    for corner in seen["expected"]:
        assert np.abs(seen["corners"] - corner).max(axis=1).min() < 1e-9


def test_every_running_sum_in_between_is_exact(tmp_path):
    """Half way through each turn, the line's corners lie on floor + half a part, not rounded."""
    told = watch("sum", resolve("sine-8"), "dark", tmp_path, lambda *_: None)
    for number, step in enumerate(told.run.steps):
        told.line.show(number + 0.5)
        half = step.floor + 0.5 * step.contribution.function
        for shape in (told.line.kept, told.line.turned):
            x = (shape.points[:, 0] - told.plot.box.left) / told.plot.box.width
            low, high = half.domain
            wanted = told.plot.points(low + x * (high - low), half(low + x * (high - low)))
            assert np.allclose(shape.points[0::4], wanted[0::4], atol=1e-9)
            assert np.allclose(shape.points[3::4], wanted[3::4], atol=1e-9)


def test_every_stacked_region_in_between_is_exact(tmp_path):
    told = watch("sum", resolve("parabola-4-best"), "dark", tmp_path, lambda *_: None)
    assert told.run.stacked
    for number, step in enumerate(told.run.steps):
        low, high = told._from_floor(number, 0.5)
        x = np.union1d(step.floor.x, step.contribution.function.x)
        assert np.allclose(low, told.plot.points(x, step.floor(x)), atol=1e-12)
        half = step.floor(x) + 0.5 * step.contribution.function(x)
        assert np.allclose(high, told.plot.points(x, half), atol=1e-12)


def test_the_first_frame_is_a_picture_and_the_target_fills_it(tmp_path):
    frames = []

    def look(told, beat):
        if beat == "setup":
            y = told.sum.target.y
            axis = told.plot.vertical
            frames.append(np.ptp(y) / (axis.high - axis.low))
            frames.append(len(texts(told)))

    watch("sum", resolve("sine-8"), "dark", tmp_path, look)
    assert frames[0] >= 0.55
    assert frames[1] > 8


@pytest.mark.parametrize("aspect", ["16:9", "1:1", "9:16"])
def test_no_text_is_too_small_to_read(aspect, tmp_path):
    """A capital letter is about 0.7 em high: smaller than 2.2 % of the frame's height, none is."""

    def look(told, beat):
        for mobject in told.mobjects:
            for member in mobject.get_family():
                size = getattr(member, "size", None)
                if isinstance(getattr(member, "text", None), str) and size is not None:
                    assert size >= told.layout.smallest * 0.999, (beat, member.text)

    watch("sum", resolve("sine-8"), "dark", tmp_path, look, "de", aspect)


@pytest.mark.parametrize(("name", "long"), [("sine-8", True), ("parabola-4-best", False)])
def test_the_formula_never_says_less_than_is_drawn(name, long, tmp_path):
    said = []

    def look(story, beat):
        shown = {id(part) for mobject in story.mobjects for part in mobject.get_family()}
        if beat.startswith("neuron") or beat == "rest":
            many = len(story.run.steps) if beat == "rest" else len(said) + 1
            terms = [s.contribution.color for s in story.run.steps[:many]]
            left_out = any(color not in story.formula_terms for color in terms)
            written = any(id(piece) in shown for piece in story.dots)
            assert written == left_out, beat
            for color in terms:
                assert all(id(p) in shown for p in story.formula_terms.get(color, [])), beat
            said.append(written)
        elif beat == "formula":
            assert all(id(piece) in shown for piece in story.tail)

    watch("sum", resolve(name), "dark", tmp_path, look)
    assert said[-1] is long
