"""Several SVG figures stand in one HTML document as they stand alone."""

import io
import re

import numpy as np
import pytest
from browser import chromium
from PIL import Image

from approx.outputs import figures
from approx.style.theme import THEMES
from approx.subjects import resolve, resolve_any

#: Four figures that a lecturer puts on one page: two of them of one subject in two themes.
FOUR = [
    ("parabola-4", "network", "light"),
    ("parabola-4", "network", "dark"),
    ("parabola-4-best", "sum", "light"),
    ("xor", "regions", "light"),
]


@pytest.fixture(scope="module")
def four():
    return [
        figures.draw(resolve_any(name), kind, THEMES[theme], "de").encode(".svg").decode()
        for name, kind, theme in FOUR
    ]


def inline(svg: str) -> str:
    """As an HTML document holds it: without the XML declaration."""
    return svg[svg.index("<svg") :]


def test_no_id_occurs_twice_in_one_document(four):
    ids = [name for svg in four for name in re.findall(r'\bid="([^"]+)"', svg)]
    assert len(ids) == len(set(ids)) > 100
    for svg in four:
        own = set(re.findall(r'\bid="([^"]+)"', svg))
        used = set(re.findall(r'href="#([^"]+)"|url\(#([^)]+)\)', svg))
        assert {one or other for one, other in used} <= own


def test_a_style_reaches_no_further_than_its_figure(four):
    for svg in four:
        for sheet in re.findall(r"<style[^>]*>(.*?)</style>", svg, re.S):
            rules = re.sub(r"@font-face\{.*?\}", "", sheet)
            assert all(rule.strip().startswith("#a") for rule in re.findall(r"[^{}]+(?=\{)", rules))


def test_figures_say_their_language_and_what_is_in_them(four):
    for svg in four:
        assert 'xml:lang="de"' in svg
    regions = re.search("<desc[^>]*>(.*?)</desc>", four[3])
    assert regions is not None
    assert "3 lineare Gebiete; über null auf 43,8 %" in regions[1]


def test_in_a_browser_a_figure_looks_the_same_alone_and_among_others(four, tmp_path):
    with chromium() as browser:
        view = browser.new_page(viewport={"width": 700, "height": 2400}, device_scale_factor=1)

        def pictures(svgs):
            # At whole pixels, or their edges would be smoothed differently.
            body = "".join(
                f'<div style="position:absolute;left:0;top:{600 * i}px">{inline(svg)}</div>'
                for i, svg in enumerate(svgs)
            )
            file = tmp_path / "page.html"
            file.write_text(f"<!doctype html><meta charset=utf-8><body>{body}", encoding="utf-8")
            view.goto(file.as_uri())
            view.evaluate("document.fonts.ready")
            shots = [view.locator("svg").nth(i).screenshot() for i in range(len(svgs))]
            return [np.asarray(Image.open(io.BytesIO(shot)).convert("RGB"), int) for shot in shots]

        together = pictures(four)
        alone = [pictures([svg])[0] for svg in four]
    for one, other in zip(together, alone, strict=True):
        assert np.abs(one - other).max() <= 64  # edges are smoothed by where they lie


def test_a_file_for_programs_without_fonts_has_outlines():
    svg = figures.draw(resolve("abs"), text="paths").encode(".svg").decode()
    assert "<text" not in svg
    assert "@font-face" not in svg
