"""A page in Chromium: how large it is, how soon it shows, how many moves of a slider it follows.

Run: python benchmarks/page.py. The network is off; what a page asks for or complains of is counted.
Every move sets one slider and waits for the next picture. "ms a move" is what it costs the page's
thread in its own time, whatever else the machine does; a screen that shows 60 pictures a second
leaves 16.7. "moves/s" is by the clock, so other work on the machine counts.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, CDPSession, sync_playwright

from approx.outputs.page import page
from approx.subjects import resolve

SUBJECTS = ("parabola-4-best", "sigmoid", "runge-fit-16")
LOADS, MOVES = 5, 240
MOVE = """async (moves) => {
  const slider = document.querySelector("details[open] input[type=range]");
  const reach = Number(slider.max);
  const start = performance.now();
  for (let k = 0; k < moves; k++) {
    slider.value = reach * Math.sin(k / 9);
    slider.dispatchEvent(new Event("input"));
    await new Promise(requestAnimationFrame);
  }
  return (1000 * moves) / (performance.now() - start);
}"""
PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null"


def measure(browser: Browser, file: Path) -> tuple[float, float, float, int, int]:
    """First paint in ms (the median), ms a move, moves a second; complaints, requests."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, offline=True)
    view = context.new_page()
    said: list[str] = []
    asked: list[str] = []
    view.on("console", lambda message: said.append(message.text))
    view.on("pageerror", lambda error: said.append(str(error)))
    view.on("request", lambda request: asked.append(request.url))
    paints = []
    for _ in range(LOADS):
        view.goto(file.as_uri())
        while (paint := view.evaluate(PAINT)) is None:
            view.wait_for_timeout(20)
        paints.append(paint)
    session = context.new_cdp_session(view)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    view.evaluate(MOVE, 30)
    before = busy(session)
    rate = view.evaluate(MOVE, MOVES)
    cost = (busy(session) - before) / MOVES
    context.close()
    foreign = [url for url in asked if not url.startswith(("data:", file.as_uri()))]
    return sorted(paints)[LOADS // 2], cost, rate, len(said), len(foreign)


def busy(session: CDPSession) -> float:
    """How long the page's thread has worked, in milliseconds of its own time."""
    told = session.send("Performance.getMetrics")["metrics"]
    return 1000 * next(one["value"] for one in told if one["name"] == "TaskDuration")


def main() -> None:
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    head = ("page", "kB", "paint ms", "ms a move", "moves/s", "console", "requests")
    print("{:>16} {:>6} {:>9} {:>10} {:>8} {:>8} {:>9}".format(*head))
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as started:
        browser = started.chromium.launch(executable_path=chromium, args=["--disable-gpu"])
        for name in SUBJECTS:
            file = Path(folder) / f"{name}.html"
            file.write_text(page(resolve(name)), encoding="utf-8")
            paint, cost, rate, said, asked = measure(browser, file)
            size = file.stat().st_size / 1e3
            print(
                f"{name:>16} {size:>6.0f} {paint:>9.0f} {cost:>10.2f} {rate:>8.0f} "
                f"{said:>8} {asked:>9}"
            )
        browser.close()


if __name__ == "__main__":
    main()
