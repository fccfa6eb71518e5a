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
def test_a_students_hour(opened, tmp_path, looks):  # noqa: PLR0915, an hour is long
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
    view.wait_for_timeout(600)  # 15: the link holds everything
    link, state = view.url, view.evaluate(STATE)
    again = view.context.new_page()
    again.on("pageerror", lambda error: shown.said.append(str(error)))
    again.goto(link)
    again.wait_for_function(f"state => {STATE} === state", arg=state, polling=50)
    again.close()
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
    view.wait_for_timeout(200)
    view.keyboard.press("Enter")
    assert view.evaluate("document.querySelector('.approx').approx.model.steps") > 0
    assert shown.said == []
