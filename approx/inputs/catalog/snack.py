"""Fetch snacks? A perceptron of two inputs: 4·(−1) + 1·2 + 1 = −1, so it stays on the couch."""

from approx.core.network import Network
from approx.inputs.example import TopicExample

EXAMPLE = TopicExample(
    title={
        "en": "Fetch snacks? A perceptron decides",
        "de": "Snacks holen? Ein Perzeptron entscheidet",
    },
    kind="perceptron",
    network=Network([[[4, 1]]], [[1]], ["step"], (), ["seat", "hunger"], ["fetch"]),
    at=(-1, 2),
    truth=(0,),
    names={
        "en": (("seat", "hunger"), ("fetch",)),
        "de": (("Platz", "Hunger"), ("holen",)),
    },
)
