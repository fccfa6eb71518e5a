"""Names beside curves lie on nothing: no line, no dot, no other text."""

import pytest
from matplotlib.colors import to_rgba
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from approx.outputs import figures
from approx.style.theme import DARK, LIGHT
from tests.strangers import NAMES, stranger

KINDS = ("fit", "sum", "slopes")


def texts(figure, renderer):
    """Every visible text's box, shrunk to its letters."""
    for text in figure.findobj(Text):
        if text.get_visible() and text.get_text().strip():
            box = text.get_window_extent(renderer)
            if box.width:
                inner = 0.15 * box.height
                yield text, Bbox.from_extents(box.x0, box.y0 + inner, box.x1, box.y1 - inner)


def shapes(figure):
    """Every curve that is drawn, and every dot as a path without length; not the grid."""
    for ax in figure.axes:
        grid = {line.get_color() for line in ax.get_xgridlines() + ax.get_ygridlines()}
        for line in ax.get_lines():
            if len(line.get_xdata()) and to_rgba(line.get_color()) not in map(to_rgba, grid):
                path = line.get_transform().transform_path(line.get_path())
                dots = line.get_linestyle() == "None"
                yield from (Path([v, v]) for v in path.vertices) if dots else [path]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", NAMES)
def test_no_text_lies_on_a_curve(name, kind):
    if figures.unsupported_reason(kind, stranger(name)):
        pytest.skip("does not fit")
    figure = figures.draw(stranger(name), kind, LIGHT)
    renderer = figure.canvas.get_renderer()
    figure.draw(renderer)
    boxes = list(texts(figure, renderer))
    for path in shapes(figure):
        for text, box in boxes:
            assert not path.intersects_bbox(box, filled=False), text.get_text()


@pytest.mark.parametrize("name", ["sine", "noisy", "deep"])
def test_german_and_dark_pictures_keep_to_it(name):
    for kind in KINDS:
        figure = figures.draw(stranger(name), kind, DARK, "de")
        renderer = figure.canvas.get_renderer()
        figure.draw(renderer)
        boxes = [box for _, box in texts(figure, renderer)]
        page = figure.bbox
        for i, box in enumerate(boxes):
            assert page.x0 <= box.x0
            assert box.x1 <= page.x1
            assert not any(box.overlaps(other) for other in boxes[i + 1 :])
