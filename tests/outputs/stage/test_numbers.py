"""The numbers on the screen are those of `approx show --json`, to the printed digit."""

import numpy as np
import pytest
from watch import texts, watch

from approx.outputs.report import as_dict
from approx.style.languages import localised, number
from approx.subjects import FitOptions, resolve

SINE = resolve("sin(3*x)", FitOptions(neurons=8, on=("-3", "3")))


def seen(story, subject, folder, language):
    """The story at its end, and the texts at the end of every beat, its caption in one piece."""
    shown = {}

    def look(told, beat):
        shown[beat] = [text.text for text in texts(told)] + [told.beat.caption]

    return watch(story, subject, "dark", folder, look, language), shown


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize(
    ("story", "subject"),
    [("sum", SINE), ("sum", resolve("parabola-4-best")), ("layers", resolve("sigmoid"))],
    ids=lambda value: getattr(value, "name", value),
)
def test_the_error_its_places_and_the_breakpoints(story, subject, language, tmp_path):
    told, shown = seen(story, subject, tmp_path, language)
    known = as_dict(subject)
    error = localised(number(known["sup_error"]["value"]), language)
    assert f"+{error}" in shown["error"]  # the strip's tick
    assert error in shown["error"][-1]  # the caption
    best = localised(number(known["best"]["sup_error"]), language)
    if known["best"]["ratio"] > 1 + 1e-6:
        assert best in shown["best"][-1]
    if story == "sum":
        dots = [dot.get_center()[0] for dot in told.line.dots if dot.get_fill_opacity() > 0]
        box, axis = told.plot.box, told.plot.horizontal
        places = axis.low + (np.array(dots) - box.left) / box.width * (axis.high - axis.low)
        # The first neuron of a sum may begin at the interval's end, where nothing bends.
        inside = places[np.abs(places - axis.low) > 1e-6]
        assert np.unique(inside.round(9)) == pytest.approx(known["breakpoints"], abs=1e-6)
    else:
        for column, shares in zip(told.panels.hidden, known["shares"], strict=True):
            assert column.share == pytest.approx(sum(shares), abs=1e-12)


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "de"])
def test_the_error_of_the_best_with_as_many_breakpoints(language, tmp_path):
    known = as_dict(resolve("parabola-gd"))["best"]
    assert known["breakpoints"] == 4
    _, shown = seen("width", resolve("parabola-gd"), tmp_path, language)
    error = localised(number(known["sup_error"], 3), language)
    assert f"+{error}" in shown["fit-3"]
    assert any(text.endswith(error) for text in shown["fit-3"])
    assert error in shown["fit-3"][-1]


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "de"])
def test_the_pieces_and_the_error_of_depth(language, tmp_path):
    known = as_dict(resolve("square-deep-3"))
    _, shown = seen("depth", resolve("square-deep-3"), tmp_path, language)
    assert str(len(known["breakpoints"]) + 1) in shown["layer-3"][-1]
    assert localised(number(known["sup_error"]["value"], 3), language) in shown["wide"][-1]


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "de"])
def test_the_loss_where_training_ends(language, tmp_path):
    subject = resolve("parabola-gd")
    told, shown = seen("training", subject, tmp_path, language)
    last = float(told.run.history.loss[-1])
    # A mean square: of the network as it is shown, whose weights have six digits.
    a, b = subject.domain
    assert last == pytest.approx(as_dict(subject)["l2_error"] ** 2 / (b - a), rel=1e-3)
    assert localised(number(last, 3), language) in shown["best"]
