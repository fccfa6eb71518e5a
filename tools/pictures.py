"""Makes the pictures of the README and of the documentation's first page: `make pictures`.

One subject in five shapes: a film that repeats, a figure, the page to explore, a slide, a notebook.
The page, the slide and the notebook are photographed in Chromium (tools/setup.sh browser).
"""

from __future__ import annotations

import io
import json
import shutil
import sys
import tempfile
import zipfile
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Any

from PIL import Image

import approx

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs" / "pictures"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
#: Of the small pictures that stand in a row, in pixels; of what is photographed for them.
SMALL, WINDOW = (480, 300), (1120, 700)
QUALITY = 88
#: Of the film: frames a second, half of those that are rendered, and where its still is, as a
#: share of its length.
FPS, STILL = 8, 0.57
NOTEBOOK = """<!doctype html><meta charset="utf-8"><style>
body { font: 22px/1.5 sans-serif; margin: 28px; }
pre { background: #f3f3f3; border: 1px solid #ddd; margin: 0 0 14px 110px; padding: 10px; }
pre, b { font-size: 22px; }
b { color: #307fc1; float: left; padding-top: 14px; }
div { margin-left: 110px; }
img { width: 470px; }
</style><b>In [1]:</b><pre>%s</pre><div>%s</div>"""
CODE = """import approx

s = approx.subject("sin(3*x)", on=(-3, 3), neurons=8)
s"""


def main() -> None:
    from playwright.sync_api import sync_playwright

    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        sys.exit("error: Chromium is needed; tools/setup.sh browser installs it")
    FOLDER.mkdir(exist_ok=True)
    subject = approx.subject("sin(3*x)", on=(-3, 3), neurons=8)
    with tempfile.TemporaryDirectory() as name, sync_playwright() as started:
        folder = Path(name)
        subject.render(folder / "film.zip", story="sum", size="854x480", fps=2 * FPS, theme="light")
        save("film-still", film(folder / "film.zip"))
        subject.figure("sum", preset="slide").save(folder / "figure.png")
        save("figure", Image.open(folder / "figure.png"))
        subject.page(folder / "page.html", theme="light")
        subject.slides(folder / "slides.html", story="sum", quality="480p15", theme="light")
        shown = subject._repr_mimebundle_()["text/html"]
        (folder / "notebook.html").write_text(NOTEBOOK % (escape(CODE), shown), encoding="utf-8")
        browser = started.chromium.launch(executable_path=found)
        view = browser.new_page(viewport=dict(zip(("width", "height"), WINDOW, strict=True)))
        for picture, address in (("page", ""), ("slides", "#/7"), ("notebook", "")):
            view.goto(f"{(folder / f'{picture}.html').as_uri()}{address}")
            view.wait_for_timeout(2500)
            save(picture, Image.open(io.BytesIO(view.screenshot())))
        browser.close()
    sizes = {path.name: path.stat().st_size for path in sorted(FOLDER.iterdir())}
    print(json.dumps(sizes))


def film(path: Path) -> Any:
    """Write the film of the frames in a zip file; the frame that stands for it.

    A README loads it at once, so it is small: few frames a second, the flat parts of each without
    loss, and no frame twice.
    """
    with zipfile.ZipFile(path) as archive:
        names = sorted(name for name in archive.namelist() if name.endswith(".png"))
        files = (io.BytesIO(archive.read(name)) for name in names[::2])
        frames = [Image.open(file).convert("RGB") for file in files]
    runs = [list(run) for _, run in groupby(frames, Image.Image.tobytes)]
    first, *others = (run[0] for run in runs)
    first.save(
        FOLDER / "film.webp", save_all=True, append_images=others, loop=0,
        duration=[len(run) * 1000 // FPS for run in runs],
        quality=60, method=6, allow_mixed=True, minimize_size=True,
    )  # fmt: skip
    return frames[int(STILL * len(frames))]


def save(name: str, picture: Any) -> None:
    """The picture, small, on a ground of its own colour so that all have one shape."""
    picture = picture.convert("RGB")
    ground = Image.new("RGB", SMALL, picture.getpixel((2, 2)))
    picture.thumbnail(SMALL, Image.Resampling.LANCZOS)
    ground.paste(picture, tuple((a - b) // 2 for a, b in zip(SMALL, picture.size, strict=True)))
    ground.save(FOLDER / f"{name}.webp", quality=QUALITY, method=6)


if __name__ == "__main__":
    main()
