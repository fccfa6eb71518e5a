"""Three scores and their softmax: the network's weights are the identity."""

from approx.core.network import Network
from approx.inputs.example import TopicExample

EXAMPLE = TopicExample(
    title={
        "en": "Softmax: three scores become shares",
        "de": "Softmax: drei Werte werden Anteile",
    },
    kind="softmax",
    network=Network(
        [[[1, 0, 0], [0, 1, 0], [0, 0, 1]]], [[0, 0, 0]], ["softmax"], (), None, ["A", "B", "C"]
    ),
    at=(5, 2.5, 0.5),
    truth=(0.915, 0.075, 0.010),
)
