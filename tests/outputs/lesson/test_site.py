"""A teacher's own lesson in a real browser: the film plays, exercises check themselves, offline."""

import json

import pytest
from browser import chromium

from approx.outputs import lesson
from approx.outputs.slides import Look

MINE = """
title = { en = "Mine", de = "Meine" }
[[part]]
text = "# Head\\n\\nTwo <b>lines</b>."
[[part]]
story = "softmax"
subject = "softmax(1, 2)"
[[part]]
figure = "fit"
subject = "abs(x)"
neurons = 2
on = [-1, 1]
[[part]]
page = "abs(x)"
neurons = 2
task = "Move it."
[[part]]
question = "Half of 3?"
value = 1.5
answer = "1.5"
[[part]]
question = "Which?"
choices = ["a", "b"]
right = 2
answer = "b"
"""


@pytest.mark.slow
def test_an_own_lesson_plays_moves_and_checks_itself_without_internet(tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text(MINE)
    out = tmp_path / "out"
    look = Look(language="de", quality="480p15")
    lesson.build_course([lesson.read(str(file))], out, look, 1, lambda line: None)
    listed = {entry["file"] for entry in json.loads((out / "kit.json").read_text())["files"]}
    page = out / "mine" / "index.html"
    assert {"index.html", "mine/index.html", "mine/slides.html"} <= listed
    with chromium() as browser:
        for width in (390, 1200):
            context = browser.new_context(viewport={"width": width, "height": 800}, offline=True)
            view = context.new_page()
            faults = []
            view.on("pageerror", lambda error, found=faults: found.append(str(error)))
            view.on(
                "console",
                lambda line, found=faults: line.type == "error" and found.append(line.text),
            )
            view.goto((out / "index.html").as_uri())
            view.click("text=Meine")
            assert view.url == page.as_uri()
            assert view.locator("p b").count() == 1  # the task's; the text's is no element
            typed, chosen = view.locator("form").all()
            for answer, told in (("2", "Noch nicht"), ("1,5", "Richtig"), ("x", "Erst antworten")):
                typed.locator("input").fill(answer)
                typed.locator("input").press("Enter")
                assert told in typed.locator("output").inner_text()
            chosen.locator("button").click()
            assert "Erst antworten" in chosen.locator("output").inner_text()
            chosen.locator("input").nth(1).check()
            chosen.locator("button").click()
            assert "Richtig" in chosen.locator("output").inner_text()
            played = view.evaluate(
                "async () => { const v = document.querySelector('video'); v.muted = true;"
                " await v.play(); await new Promise(r => setTimeout(r, 500));"
                " return [v.currentTime, v.textTracks.length]; }"
            )
            assert played[0] > 0
            assert played[1] == 1
            view.locator("iframe").scroll_into_view_if_needed()
            view.frame_locator("iframe").locator("svg").first.wait_for()
            assert view.evaluate("document.documentElement.scrollWidth") <= width
            assert faults == []
