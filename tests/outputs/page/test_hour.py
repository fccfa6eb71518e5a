"""A student's hour: twenty steps on a desktop and a phone, and by keyboard alone, offline."""

import json

import pytest

from approx.outputs.page import page

pytestmark = pytest.mark.slow

DESKTOP = {"viewport": {"width": 1280, "height": 860}}
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
#: Twice as large: half as many pixels of a style sheet.
ZOOMED = {"viewport": {"width": 640, "height": 430}, "device_scale_factor": 2}
STATE = 'JSON.stringify(document.querySelector(".approx").approx.session.state())'
#: What sticks out, and what has the focus but is hidden by something else.
OUTSIDE = "document.documentElement.scrollWidth - window.innerWidth"
FOCUSED = """() => {
  const { activeElement: e } = document;
  e.scrollIntoView({ block: "nearest" });
  const { left, top, width, height } = e.getBoundingClientRect();
  if (!width || !height) return null;
  const seen = document.elementFromPoint(left + width / 2, top + height / 2);
  const ok = seen && (e.contains(seen) || seen.contains(e) || e.closest("label")?.contains(seen));
  return ok ? null : e.outerHTML.slice(0, 120);
}"""


def press(view, name):
    """A button as a reader of the screen finds it."""
    view.get_by_role("button", name=name, exact=True).first.click()


def write(view, part, text):
    field = view.locator(f"[data-part={part}]")
    field.fill(text)
    field.press("Enter")


def setting(view, label, value):
    box = view.get_by_label(label, exact=True).first
    box.fill(value)
    box.press("Enter")


def trained(view, frames=25):
    view.locator("[data-part=train]").click()
    view.wait_for_function(
        f"() => document.querySelector('.approx').approx.model.steps > {frames}", polling=50
    )
    if view.locator("[data-part=train]").get_attribute("aria-pressed") == "true":
        view.locator("[data-part=train]").click()


@pytest.mark.parametrize("looks", [DESKTOP, PHONE, ZOOMED], ids=["desktop", "phone", "zoomed"])
def test_a_students_hour(opened, linked, tmp_path, looks):  # noqa: PLR0915, an hour is long
    shown = opened(html=page(None), offline=True, accept_downloads=True, **looks)
    view = shown.view
    model = "document.querySelector('.approx').approx.model"

    def value(what):
        return view.evaluate(f"{model}.{what}")

    write(view, "formula", "sin(3*x")  # 1: a mistake is said, and nothing is lost
    assert "unbalanced '(' at column 4" in view.locator("[data-part=note]").inner_text()
    write(view, "formula", "sin(3*x)")  # 2
    assert not view.locator("[data-part=note]").is_visible()
    write(view, "right", "pi")  # 3
    assert value("data.domain") == pytest.approx([-3, 3.141592653589793])
    for _ in range(4):  # 4
        press(view, "one neuron more in layer 1")
    assert value("layers[0].biases.length") == 8
    press(view, "New start")  # 5
    first = value("scene().distance.rms")
    trained(view, 100)  # 6
    assert value("scene().distance.rms") < first
    press(view, "Step")  # 7
    steps = value("steps")
    assert view.locator("[data-part=course]").is_visible()
    view.locator("[data-part=settings] summary").click()  # 8
    setting(view, "test share", "0.3")
    setting(view, "noise", "0.1")
    trained(view)
    assert "test loss" in view.locator("[data-part=progress]").inner_text()
    setting(view, "batch", "many")  # 9: a wrong number is said
    assert "batch: “many” is no whole number" in view.locator("[data-part=note]").inner_text()
    assert value("steps") != steps
    view.keyboard.press("Escape")
    view.locator("body").click(position={"x": 2, "y": 2})
    before = view.evaluate(STATE)
    view.locator("[data-part=undo]").click()  # 10
    assert view.evaluate(STATE) != before
    view.locator("[data-part=redo]").click()  # 11
    assert view.evaluate(STATE) == before
    sup = value("scene().distance.sup")
    press(view, "Best found")  # 12
    assert value("scene().distance.sup") < min(sup, 0.17)
    sup = value("scene().distance.sup")
    view.get_by_role("button", name="layer", exact=True).click()  # 13: nothing changes
    assert value("scene().distance.sup") == pytest.approx(sup, rel=1e-9)
    view.get_by_label("activation of layer 2").select_option("tanh")  # 14
    assert value("smooth") is True
    trained(view)
    linked(view, STATE).close()  # 15: the link holds everything
    view.locator("[data-part=menu] summary").click()  # 16
    with view.expect_download() as saved:
        view.locator("[data-part=save]").click()
    saved.value.save_as(tmp_path / "net.json")
    network = json.loads((tmp_path / "net.json").read_text())
    assert (network["version"], network["target"]) == (2, "sin(3*x)")
    view.locator("[data-part=kind-points]").check(force=True)  # 17
    box = view.locator("[data-part=plot]").bounding_box()
    view.locator("[data-part=paste-menu] summary").click()
    view.locator("[data-part=table]").fill("x;y\n0;1,5\n1;0,5\n2;2\n3;1\n4;2,5")
    press(view, "Use it")
    assert value("points.y") == [1.5, 0.5, 2, 1, 2.5]
    assert box["width"] > 200
    view.locator("[data-part=menu] summary").click()  # 18
    view.locator("[data-part=empty]").click()
    press(view, "Begin")  # 19: a task
    for neuron in (1, 2):
        view.locator(f'.unit[data-unit="0.{neuron - 1}"]').click()
        for name, number in (("bias", "0"), ("output weight", "1")):
            setting(view, f"{name}, neuron {neuron}", number)
    view.locator('.unit[data-unit="1.0"]').click()
    setting(view, "bias, output", "-0.125")
    assert view.locator(".task-card .count").inner_text() == "1 solved"
    view.locator("[data-part=menu] summary").click()  # 20
    view.locator("[data-part=reset]").click()
    assert value("layers[0].biases") == [2.25, 0.75, -0.75, -2.25]
    assert view.evaluate(OUTSIDE) <= 0
    assert [
        u for u in shown.asked if not u.startswith(("data:", "blob:", shown.file.as_uri()))
    ] == []
    assert shown.said == []


@pytest.mark.parametrize("looks", [DESKTOP, PHONE, ZOOMED], ids=["desktop", "phone", "zoomed"])
def test_the_keyboard_reaches_everything_and_nothing_focused_is_hidden(opened, looks):
    shown = opened(html=page(None), offline=True, **looks)
    view = shown.view
    view.locator("[data-part=formula]").focus()
    view.keyboard.type("x^2")
    view.keyboard.press("Enter")
    reached, hidden = [], []
    for _ in range(70):
        view.keyboard.press("Tab")
        name = view.evaluate("""() => {
          const { activeElement: e } = document;
          return e.dataset.part ?? e.getAttribute("aria-label");
        }""")
        if name in reached and name == "undo":
            break
        reached.append(name)
        if found := view.evaluate(FOCUSED):
            hidden.append(found)
    assert hidden == []
    assert {"left", "right", "presets", "train", "step", "start", "find", "stack"} <= set(reached)
    assert any(name and name.startswith("breakpoint of") for name in reached)
    view.locator("[data-part=train]").focus()
    view.keyboard.press("Enter")
    view.wait_for_function("document.querySelector('.approx').approx.model.steps > 0")
    view.keyboard.press("Enter")
    assert shown.said == []


def reach(view, selector):
    """Tab on to the first of what a selector means, from where the focus is; it must be seen."""
    wanted = view.locator(selector).first
    for _ in range(160):
        view.keyboard.press("Tab")
        if wanted.evaluate("(e) => e === document.activeElement"):
            assert view.evaluate(FOCUSED) is None
            return
    raise AssertionError(f"Tab does not reach {selector}")


def key_in(view, selector, text):
    """Write over what a field holds."""
    reach(view, selector)
    view.keyboard.press("Control+a")
    view.keyboard.type(text)
    view.keyboard.press("Enter")


@pytest.mark.parametrize("looks", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_students_hour_by_keyboard_alone(opened, linked, looks):  # noqa: PLR0915, an hour is long
    """Nothing but Tab, Enter, Space, arrows and letters, from the first key to the last."""
    shown = opened(html=page(None), offline=True, **looks)
    view = shown.view
    keys = view.keyboard
    model = "document.querySelector('.approx').approx.model"

    def value(what):
        return view.evaluate(f"{model}.{what}")

    def part(name):
        return f"[data-part={name}]"

    def text(name):
        return view.locator(part(name)).inner_text()

    key_in(view, part("formula"), "sin(3*x")  # 1
    assert "unbalanced '(' at column 4" in text("note")
    keys.press("End")
    keys.type(")")  # 2
    keys.press("Enter")
    assert value("data.target.label") == "sin(3x)"
    key_in(view, part("right"), "pi")  # 3
    assert value("data.domain")[1] == pytest.approx(3.141592653589793)
    reach(view, '[aria-label="one neuron more in layer 1"]')  # 4: the focus stays on the button
    for _ in range(4):
        keys.press("Enter")
    assert value("layers[0].biases.length") == 8
    reach(view, part("start"))  # 5
    keys.press("Space")
    first = value("scene().distance.rms")
    reach(view, part("train"))  # 6
    keys.press("Enter")
    view.wait_for_function(f"() => {model}.steps > 100", polling=50)
    keys.press("Enter")
    assert view.locator(part("train")).get_attribute("aria-pressed") == "false"
    assert value("scene().distance.rms") < first
    steps = value("steps")
    reach(view, part("step"))  # 7
    keys.press("Enter")
    assert value("steps") == steps + 1
    reach(view, f"{part('settings')} summary")  # 8
    keys.press("Enter")
    reach(view, f"{part('fields')} select")
    keys.press("ArrowUp")
    assert value("settings.method") == "gd"
    key_in(view, f"{part('fields')} label:has-text('batch') input", "many")  # 9: said, not dropped
    assert "batch: “many” is no whole number" in text("note")
    reach(view, part("stack"))
    before = view.evaluate(STATE)
    keys.press("Control+z")  # 10
    assert view.evaluate(STATE) != before
    keys.press("Control+Shift+z")  # 11
    assert view.evaluate(STATE) == before
    sup = value("scene().distance.sup")
    reach(view, part("find"))  # 12
    keys.press("Enter")
    assert value("scene().distance.sup") < min(sup, 0.17)
    sup = value("scene().distance.sup")
    reach(view, ".handle")  # 13: a breakpoint moves by arrows
    keys.press("ArrowRight")
    assert value("scene().distance.sup") != sup
    reach(view, "input[type=range]")  # 14
    keys.press("ArrowUp")
    reach(view, f"{part('layers')} select")  # 15
    keys.type("t")
    assert value("layers[0].activation") == "tanh"
    reach(view, f"{part('menu')} summary")  # 16: the link holds everything
    keys.press("Enter")
    reach(view, part("share"))
    keys.press("Enter")
    linked(view, STATE).close()
    keys.press("Escape")
    reach(view, part("kind-function"))  # 17
    keys.press("ArrowRight")
    assert value("points") is None
    reach(view, f"{part('paste-menu')} summary")
    keys.press("Enter")
    reach(view, part("table"))
    keys.type("0 1\n1 0.5\n2 2\n")
    keys.press("Tab")
    keys.press("Enter")
    assert value("points.y") == [1, 0.5, 2]
    reach(view, "[data-point]")  # 18: points move by arrows, and go by Delete
    keys.press("ArrowUp")
    assert value("points.y")[0] > 1
    keys.press("Delete")
    assert value("points.y") == [0.5, 2]
    reach(view, f"{part('menu')} summary")
    keys.press("Enter")
    reach(view, part("empty"))  # 19: an empty page, and its first task
    keys.press("Enter")
    reach(view, ".task-card button")
    keys.press("Enter")
    for neuron in (1, 2):
        for name, number in (("bias", "0"), ("output weight", "1")):
            key_in(view, f'input[type=text][aria-label="{name}, neuron {neuron}"]', number)
    key_in(view, 'input[type=text][aria-label="bias, output"]', "-0.125")
    assert view.locator(".task-card .count").inner_text() == "1 solved"
    reach(view, f"{part('menu')} summary")  # 20
    keys.press("Enter")
    reach(view, part("reset"))
    keys.press("Enter")
    assert value("layers[0].biases") == [2.25, 0.75, -0.75, -2.25]
    assert view.evaluate(OUTSIDE) <= 0
    assert shown.said == []
