"""The page of handwritten digits computes what Python computes; mouse, touch and keys draw."""

import numpy as np
import pytest

from approx.inputs import digits
from approx.outputs.page import page
from approx.outputs.page.digits import data
from approx.panels.softmax import forward
from approx.subjects.resolve import resolve_any
from approx.system.errors import InputError

READ = "([images]) => images.map((image) => document.querySelector('.approx').digits.read(image))"
IMAGE = "() => document.querySelector('.approx').digits.image"


def test_the_page_carries_the_held_out_digits_and_no_other_topic_has_one():
    values = data(resolve_any("digits"), "en")
    held = digits.split()[1]
    greys = np.array([[ord(letter) - 65 for letter in image] for image in values["images"]])
    assert np.array_equal(greys / 16, held.images)
    assert len(values["misread"]) == 11
    assert held.labels[values["first"]] == 3
    for name, said in (("softmax", "is a topic"), ("snack", "is a topic")):
        with pytest.raises(InputError, match=said):
            page(resolve_any(name))
    with pytest.raises(InputError, match="tasks are for pages of one or two inputs"):
        page(resolve_any("digits"), tasks=[])


@pytest.fixture
def view(browser, tmp_path):
    """The page on a phone, without internet."""
    file = tmp_path / "digits.html"
    file.write_text(page(resolve_any("digits"), "de"), encoding="utf-8")
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, offline=True
    )
    view = context.new_page()
    said = []
    view.on("console", lambda message: said.append(message.text))
    view.on("pageerror", lambda error: said.append(str(error)))
    view.goto(file.as_uri())
    yield view
    assert said == []
    context.close()


@pytest.mark.slow
def test_it_reads_every_image_as_python_does(view):
    held, rng = digits.split()[1], np.random.default_rng(0)
    images = np.concatenate([held.images, rng.integers(0, 17, size=(100, 64)) / 16, [[0] * 64]])
    network = digits.network()
    for image, found in zip(images, view.evaluate(READ, [images.tolist()]), strict=True):
        (_, hidden), (_, shares) = forward(network, image)
        assert found["hidden"] == pytest.approx(hidden, rel=1e-9, abs=1e-9)
        assert found["shares"] == pytest.approx(shares, rel=1e-9, abs=1e-12)


@pytest.mark.slow
def test_mouse_touch_and_keys_draw_and_the_answer_follows(view):
    read, shown = view.locator("[data-part=read]"), view.locator("[data-part=shown]")
    assert read.inner_text() == "Gelesen als 3"
    assert "eine 3" in shown.inner_text()
    view.get_by_role("button", name="Leeren").click()
    assert sum(view.evaluate(IMAGE)) == 0
    assert "trotzdem" in read.inner_text()
    box = view.locator("[data-part=pixels]").bounding_box()

    def place(x, y):
        return box["x"] + x / 8 * box["width"], box["y"] + y / 8 * box["height"]

    view.mouse.move(*place(4.3, 0.4))
    view.mouse.down()
    view.mouse.move(*place(4.0, 7.7), steps=5)
    view.mouse.up()
    assert read.inner_text() == "Gelesen als 1"
    assert shown.inner_text() == "Von Ihnen gezeichnet."
    drawn = sum(view.evaluate(IMAGE))
    view.get_by_role("button", name="Radieren").click()
    view.touchscreen.tap(*place(4.1, 4))
    assert sum(view.evaluate(IMAGE)) < drawn
    view.get_by_role("button", name="Radieren").click()
    view.get_by_role("button", name="Leeren").click()
    view.get_by_role("gridcell").first.focus()
    for key in ("ArrowRight", "ArrowDown", "Space"):
        view.keyboard.press(key)
    assert np.flatnonzero(view.evaluate(IMAGE)).tolist() == [9]
    assert view.evaluate("document.activeElement.ariaLabel") == "Zeile 2, Spalte 2: Farbe 16 von 16"
    view.keyboard.press("Backspace")
    assert sum(view.evaluate(IMAGE)) == 0
    held, answers = digits.split()[1], digits.answers(digits.network(), digits.split()[1])
    view.get_by_role("button", name="Falsch gelesene").click()
    k = int(np.flatnonzero(answers != held.labels)[0])
    assert f"eine {held.labels[k]}" in shown.inner_text()
    assert read.inner_text() == f"Gelesen als {answers[k]}"
    assert view.evaluate("document.documentElement.scrollWidth") <= 390
