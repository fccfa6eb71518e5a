"""The tasks of the built-in lessons' pages in a real browser: each can be solved, and says so."""

from dataclasses import replace

import pytest
from browser import chromium

from approx.outputs import lesson
from approx.outputs.slides import Look

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def browser():
    with chromium() as started:
        yield started


def setting(frame, unit, label, value):
    """A number beside its slider, of the unit chosen in the drawing."""
    frame.locator(f'.unit[data-unit="{unit}"]').click()
    box = frame.get_by_label(label, exact=True).first
    box.fill(value)
    box.press("Enter")


def press(frame, name):
    frame.get_by_role("button", name=name, exact=True).first.click()


def breakpoints_to_the_middle(frame):
    setting(frame, "0.0", "bias, neuron 1", "0.03")
    setting(frame, "0.1", "bias, neuron 2", "0")


def output_lower(frame):
    setting(frame, "1.0", "bias, output", "-0.125")


def relu(frame):
    frame.get_by_label("activation of layer 1").select_option("relu")


def biases_up(frame):
    for neuron, bias in ((2, "1"), (3, "-1"), (4, "0.5")):
        setting(frame, f"0.{neuron - 1}", f"bias, neuron {neuron}", bias)


def weight_and_bias(frame):
    setting(frame, "0.0", "weight, neuron 1", "2")
    setting(frame, "0.0", "bias, neuron 1", "-1")


def training(frame):
    press(frame, "New start")
    press(frame, "Train")
    frame.locator(".tasks.solved").wait_for(timeout=60_000)


def more_neurons(frame):
    for _ in range(6):
        press(frame, "one neuron more in layer 1")
    press(frame, "Best found")


def another_fold(frame):
    setting(frame, "2.1", "bias, layer 3, neuron 2", "-0.5")


def on_the_map(frame, unit, values):
    """Numbers beside the sliders of a unit of a network of two inputs."""
    press(frame, unit)
    for label, value in values.items():
        box = frame.get_by_role("textbox", name=f"{label}, {unit}", exact=True)
        box.fill(value)
        box.press("Enter")


def one_line(frame):
    weights = {"weight from x": "-1", "weight from y": "-1", "bias": "1.5", "output weight": "-1"}
    on_the_map(frame, "neuron 1", weights)
    on_the_map(frame, "output", {"bias": "1"})


def two_lines(frame):
    for neuron, bias, output in ((1, "0", "1"), (2, "-1", "-2")):
        weights = {"weight from x": "1", "weight from y": "1", "bias": bias}
        on_the_map(frame, f"neuron {neuron}", {**weights, "output weight": output})
    on_the_map(frame, "output", {"bias": "-0.5"})


SOLUTIONS = {
    "perceptron": (one_line, two_lines, training),
    "neuron": (breakpoints_to_the_middle, output_lower),
    "activations": (relu, biases_up),
    "descent": (weight_and_bias, training),
    "depth": (more_neurons, another_fold),
}


def test_every_lesson_with_tasks_is_solved_here():
    with_tasks = {
        name for name in lesson.names() if any(part.tasks for part in lesson.read(name).parts)
    }
    assert with_tasks == set(SOLUTIONS)


@pytest.mark.parametrize("name", SOLUTIONS)
def test_each_task_begins_unsolved_can_be_solved_and_the_lesson_says_so(name, browser, tmp_path):
    one = lesson.read(name)
    pages = replace(one, parts=tuple(part for part in one.parts if part.tasks))
    lesson.build(pages, tmp_path / "out", Look(), 1, lambda line: None)
    view = browser.new_page(viewport={"width": 390, "height": 800})
    view.goto((tmp_path / "out" / "index.html").as_uri())
    view.locator("iframe").scroll_into_view_if_needed()
    frame = view.frame_locator("iframe")
    told = view.locator("section output")
    for number, solve in enumerate(SOLUTIONS[name], start=1):
        press(frame, "Begin")
        assert frame.locator(".tasks.solved").count() == 0
        solve(frame)
        frame.locator(".tasks.solved").wait_for()
        total = len(SOLUTIONS[name])
        view.wait_for_function(
            "said => document.querySelector('section output').textContent === said",
            arg=f"Solved: {number} of {total}.",
        )
        press(frame, "Next")
    assert told.get_attribute("class") == "right"


@pytest.mark.parametrize("name", lesson.names())
def test_every_question_takes_the_right_answer_in_german_and_no_other(name, browser, tmp_path):
    one = lesson.read(name)
    asked = [part for part in one.parts if part.kind == "question"]
    lesson.build(
        replace(one, parts=tuple(asked)),
        tmp_path / "out",
        Look(language="de"),
        1,
        lambda line: None,
    )
    view = browser.new_page(viewport={"width": 390, "height": 800})
    view.goto((tmp_path / "out" / "index.html").as_uri())
    for part, exercise in zip(asked, view.locator(".exercise").all(), strict=True):
        exercise.locator("summary").press("Enter")
        assert exercise.locator("details p").inner_text() == part.answer("de")
        form, told = exercise.locator("form"), exercise.locator("output")
        if part.choices is not None:
            for number in range(1, len(part.choices("de")) + 1):
                form.locator("input").nth(number - 1).press("Space")
                form.locator("button").press("Enter")
                assert (told.inner_text() == "Richtig.") == (number == part.right)
        elif part.value is not None:
            for value in (part.value + 2 * part.tolerance + 0.01, part.value):
                form.locator("input").fill(f"{value:.12f}".replace(".", ","))
                form.locator("input").press("Enter")
                assert (told.inner_text() == "Richtig.") == (value == part.value)
