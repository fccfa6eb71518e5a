"""Every text of the themes and of the page has a contrast of at least 4.5, as it is computed."""

import re

import pytest
from browser import chromium
from test_theme import contrast

from approx import resolve
from approx.page import data, page
from approx.theme import THEMES

#: Texts with the colour they are written in and the first opaque colour behind them.
SEEN = """() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgb = (color) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const behind = (e) => {
    for (; e; e = e.parentElement) {
      const color = rgb(getComputedStyle(e).backgroundColor);
      if (color[3] === 255) return color;
    }
  };
  const solid = (e) => (e ? getComputedStyle(e).opacity * solid(e.parentElement) : 1);
  const says = (e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
  return [...document.querySelectorAll(".approx *")]
    .filter((e) => e.checkVisibility() && (says(e) || e.matches("input[type=text]")))
    .map((e) => {
      const style = getComputedStyle(e);
      const color = rgb(e.ownerSVGElement ? style.fill : style.color);
      const kind = e.className.baseVal ?? e.className;
      return [kind, e.textContent || e.value, color, behind(e), solid(e)];
    });
}"""


def hexadecimal(color):
    return "#" + "".join(f"{int(channel):02X}" for channel in color[:3])


@pytest.fixture(scope="module")
def browser():
    with chromium() as started:
        yield started


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("subject", ["parabola-4-best", "sigmoid"])
def test_every_text_of_the_page_can_be_read(monkeypatch, browser, tmp_path, theme, subject):
    monkeypatch.setattr(data, "_limits", lambda subject: None)
    file = tmp_path / "page.html"
    file.write_text(page(resolve(subject), theme=theme), encoding="utf-8")
    view = browser.new_page(viewport={"width": 1280, "height": 1600})
    view.goto(file.as_uri())
    view.get_by_role("switch").first.click()  # switched off is still to be read
    seen = view.evaluate(SEEN)
    view.close()
    assert len(seen) > 30
    for kind, text, color, behind, opacity in seen:
        shown = [opacity * c + (1 - opacity) * b for c, b in zip(color, behind, strict=True)]
        ratio = contrast(hexadecimal(shown), hexadecimal(behind))
        assert ratio >= 4.5, (kind, text, hexadecimal(shown), hexadecimal(behind), ratio)


@pytest.mark.parametrize("name", THEMES)
def test_every_role_and_neuron_of_a_theme_can_be_read_on_its_background(name):
    theme = THEMES[name]
    quiet = {"grid", "background"}  # drawn behind everything, never read
    for role, style in theme.roles.items():
        if role not in quiet:
            ratio = contrast(style.color, theme["background"].color)
            assert ratio >= 4.5, (role, style.color, ratio)
    for color in theme.neurons:
        assert re.fullmatch("#[0-9A-F]{6}", color)
        assert contrast(color, theme["background"].color) >= 4.5
