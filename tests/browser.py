"""A real browser for tests of pages: Chromium without a window, or a reason to skip."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from contrast import contrast

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
#: Every text with its colour, the first opaque colour behind it, and how opaque it is.
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
  return [...document.querySelectorAll("body *")]
    .filter((e) => e.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
    .filter((e) => says(e) || e.matches("input[type=text]"))
    .map((e) => {
      const style = getComputedStyle(e);
      const color = rgb(e.ownerSVGElement ? style.fill : style.color);
      const kind = `${e.localName}.${e.className.baseVal ?? e.className}`;
      return [kind, e.textContent || e.value, color, behind(e), solid(e)];
    });
}"""
ARGUMENTS = [
    *("--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
]


@contextmanager
def chromium() -> Iterator[Any]:
    """The browser; skips the test where there is none (tools/setup.sh browser installs it)."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.skip("no Chromium on this machine; tools/setup.sh browser installs it")
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield browser
        browser.close()


def contrasts(view: Any) -> list[tuple[str, str, str, str, float]]:
    """Element, text, its colour, the one behind it, and their contrast, of every text in sight."""
    found = []
    for kind, text, color, behind, opacity in view.evaluate(SEEN):
        shown = [opacity * c + (1 - opacity) * b for c, b in zip(color, behind, strict=True)]
        one, other = hexadecimal(shown), hexadecimal(behind)
        found.append((kind, text[:40], one, other, contrast(one, other)))
    return found


def hexadecimal(color: list[float]) -> str:
    return "#" + "".join(f"{int(channel):02X}" for channel in color[:3])
