"""A page in Chromium: its size, the time to its first paint, and the cost of moving a slider.

    python benchmarks/page.py

The browser is offline; console messages and requests are counted. Every move sets a slider and
waits for the next frame. "ms a move" is processor time of the page's thread, which other work on
the machine does not change; 60 frames a second leave 16.7 ms. "moves/s" is by the clock.
"""

from __future__ import annotations

import argparse
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
    """First paint in ms (the median), ms a move, moves a second; console messages, requests."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, offline=True)
    view = context.new_page()
    messages: list[str] = []
    requests: list[str] = []
    view.on("console", lambda message: messages.append(message.text))
    view.on("pageerror", lambda error: messages.append(str(error)))
    view.on("request", lambda request: requests.append(request.url))
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
    foreign = [url for url in requests if not url.startswith(("data:", file.as_uri()))]
    return sorted(paints)[LOADS // 2], cost, rate, len(messages), len(foreign)


def busy(session: CDPSession) -> float:
    """How long the page's thread has worked, in milliseconds of its own time."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    return 1000 * next(metric["value"] for metric in metrics if metric["name"] == "TaskDuration")


def main() -> None:
    argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    ).parse_args()
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    head = ("page", "kB", "paint ms", "ms a move", "moves/s", "console", "requests")
    print("{:>16} {:>6} {:>9} {:>10} {:>8} {:>8} {:>9}".format(*head))
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as started:
        browser = started.chromium.launch(executable_path=chromium, args=["--disable-gpu"])
        for name in SUBJECTS:
            file = Path(folder) / f"{name}.html"
            file.write_text(page(resolve(name)), encoding="utf-8")
            paint, cost, rate, messages, requests = measure(browser, file)
            size = file.stat().st_size / 1e3
            print(
                f"{name:>16} {size:>6.0f} {paint:>9.0f} {cost:>10.2f} {rate:>8.0f} "
                f"{messages:>8} {requests:>9}"
            )
        browser.close()


if __name__ == "__main__":
    main()
