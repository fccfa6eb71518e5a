"""A page in Chromium: its size, its first paint, and the cost of moving a slider and of training.

    python benchmarks/page.py

The browser is offline; console messages and requests are counted. Every move sets a slider and
waits for the next frame. "ms a move" is processor time of the page's thread, which other work on
the machine does not change; 60 frames a second leave 16.7 ms. "moves/s" is by the clock.
"30 steps" is what thirty updates of training and their picture take of the same time.
"share" is the largest share of its budget that the page takes, of: 400 kB, a paint in 500 ms by
the clock, a move and 30 steps in 16.7 ms each; below 1.00 all is well.
"""

from __future__ import annotations

import argparse
import math
import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, CDPSession, sync_playwright

from approx.outputs.page import page
from approx.subjects import resolve

SUBJECTS = ("parabola-4-best", "sigmoid", "runge-fit-16")
LOADS, MOVES, FRAMES = 5, 240, 60
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
TRAIN = """async (frames) => {
  const { model, draw } = document.querySelector(".approx").approx;
  if (!model.begun()) return false;
  for (let frame = 0; frame < frames; frame++) {
    for (let step = 0; step < 30; step++) model.step();
    model.changed();
    model.note();
    draw();
    await new Promise(requestAnimationFrame);
  }
  return true;
}"""
#: kB, milliseconds to the first paint, and of a frame.
BUDGETS = 400, 500, 1000 / 60
PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null"


def measure(browser: Browser, file: Path) -> tuple[float, float, float, float, int, int]:
    """First paint in ms (the median), ms a move, moves a second, ms of a frame with 30 steps
    (NaN where nothing is learned); console messages, requests.
    """
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
    trains = view.evaluate(TRAIN, 5)
    before = busy(session)
    view.evaluate(TRAIN, FRAMES)
    training = (busy(session) - before) / FRAMES if trains else math.nan
    context.close()
    foreign = [url for url in requests if not url.startswith(("data:", file.as_uri()))]
    return sorted(paints)[LOADS // 2], cost, rate, training, len(messages), len(foreign)


def busy(session: CDPSession) -> float:
    """How long the page's thread has worked, in milliseconds of its own time."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    return 1000 * next(metric["value"] for metric in metrics if metric["name"] == "TaskDuration")


def main() -> None:
    argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    ).parse_args()
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    head = "page", "kB", "paint ms", "ms a move", "moves/s", "30 steps", "share"
    print("{:>16} {:>6} {:>9} {:>10} {:>8} {:>9} {:>6}  console, requests".format(*head))
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as started:
        browser = started.chromium.launch(executable_path=chromium, args=["--disable-gpu"])
        for name in SUBJECTS:
            file = Path(folder) / f"{name}.html"
            file.write_text(page(resolve(name)), encoding="utf-8")
            paint, cost, rate, training, messages, requests = measure(browser, file)
            size = file.stat().st_size / 1e3
            frame = cost if math.isnan(training) else max(cost, training)
            taken = zip((size, paint, frame), BUDGETS, strict=True)
            share = max(value / budget for value, budget in taken)
            print(
                f"{name:>16} {size:>6.0f} {paint:>9.0f} {cost:>10.2f} {rate:>8.0f} "
                f"{training:>9.2f} {share:>6.2f}  {messages}, {requests}"
            )
        browser.close()


if __name__ == "__main__":
    main()
