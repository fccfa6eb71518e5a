"""What a story or a figure draws when its name stands alone: `approx render softmax`."""

from __future__ import annotations

from collections.abc import Mapping

#: Story or figure kind -> the subject that it is best seen on, as it is typed.
DEFAULTS: Mapping[str, str] = {
    "activations": "activations",
    "backprop": "parabola-2",
    "boundary": "two-spirals",
    "breakpoints": "sigmoid-421",
    "build-up": "parabola-4-best",
    "compare": "parabola-4-best",
    "depth": "square-deep-3",
    "descent": "parabola-4-best",
    "digits": "digits",
    "fit": "parabola-4-best",
    "folds": "two-moons",
    "folds-by-depth": "square-deep-3",
    "forward": "parabola-4-best",
    "initialisation": "initialisation",
    "landscape": "parabola-4-best",
    "layers": "sigmoid",
    "loss": "parabola-gd",
    "network": "sigmoid-421",
    "lesson": "parabola-4-best",
    "losses": "losses",
    "neuron": "parabola-4",
    "neurons": "sigmoid-421",
    "optimisers": "parabola-4-best",
    "perceptron": "snack",
    "rates": "parabola-gd",
    "regions": "two-moons",
    "regularisation": "regularisation",
    "residual": "residual",
    "slices": "two-moons",
    "slopes": "parabola-4-best",
    "snapshots": "parabola-gd",
    "softmax": "softmax-3",
    "sum": "parabola-4-best",
    "surface": "two-moons",
    "training": "parabola-gd",
    "width": "sine-8",
    "worldlines": "parabola-gd",
}
#: Of these the run is shown: their usual subject is trained step by step.
OF_RUNS = frozenset({"boundary"})
