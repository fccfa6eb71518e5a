"""Handwritten digits, 8 × 8 pixels, read by 32 ReLU and softmax; shown one that was held out."""

from approx.inputs import digits
from approx.inputs.example import TopicExample

#: Number among the held-out digits: a 3.
SHOWN = next(k for k, label in enumerate(digits.split()[1].labels) if label == 3)

EXAMPLE = TopicExample(
    title={
        "en": "A network reads handwritten digits",
        "de": "Ein Netz liest handgeschriebene Ziffern",
    },
    kind="digits",
    network=digits.network(),
    at=tuple(digits.split()[1].images[SHOWN].tolist()),
    truth=tuple(float(digit == 3) for digit in range(10)),
    tolerance=0.02,
)
