"""Stories of lessons' topics: no text overlaps another, whatever they are told of."""

import pytest
from test_stories import LOOKS, check_layout

from approx.outputs.films import stories
from approx.subjects import resolve_any
from approx.subjects.defaults import DEFAULTS

#: Story -> further subjects of the same kind, as strangers type them.
MORE = {
    "activations": ["activations(relu, tanh, silu)"],
    "initialisation": ["initialisation(64x20, tanh)"],
    "losses": ["losses(cat=0.2, dog=0.7, ox=0.1; true=ox)"],
    "perceptron": ["perceptron(2*0.5)", "perceptron(1*1 - 2*1 + 3*0 - 1*2 + 4)"],
    "softmax": ["softmax(cat=5, dog=2.5, bird=-0.5, ox=30)", "softmax(1,1,1,1,1,1,1,1,1,1)"],
}
TOPICS = [s for s in stories.names() if stories.takes_topics(s)]


@pytest.mark.slow
@pytest.mark.parametrize("look", LOOKS, ids=[aspect for aspect, *_ in LOOKS])
@pytest.mark.parametrize(
    ("story", "text"), [(s, text) for s in TOPICS for text in (DEFAULTS[s], *MORE.get(s, []))]
)
def test_no_text_overlaps_another_or_comes_close_to_an_edge(story, text, look, tmp_path):
    check_layout(story, resolve_any(text), *look, tmp_path)


def test_while_a_weight_is_turned_the_diagram_shows_the_inputs_it_is_turned_for(tmp_path):
    """The snack's sum is −1 for the first inputs and 7 for the others; its step is at weight 3."""
    shown = check_layout("perceptron", resolve_any("perceptron"), *LOOKS[0], tmp_path)
    seen = {beat: [text.text for text in texts_] for beat, texts_ in shown.items()}
    assert "7" in seen["other"]
    assert "7" not in seen["flip"]
    assert seen["flip"].count("−1") == 2  # the input and the sum
    assert "4 · (−1) = −4" in seen["flip"]
