"""What strangers bring: subjects that nobody chose because their pictures look good."""

from functools import cache
from itertools import pairwise

import numpy as np

from approx.core.dataset import Dataset
from approx.core.network import Network
from approx.core.target import label
from approx.subjects import Subject, resolve
from approx.subjects.fit_options import FitOptions
from approx.subjects.fitted import fitted
from approx.subjects.from_network import own

#: Typed functions: text, interval, neurons.
TYPED = {
    "sine": ("sin(3*x)", (-3, 3), 8),
    "many": ("sin(3*x)", (-3, 3), 24),
    "wave": ("exp(-x^2)*cos(4*x)", (-3, 3), 8),
    "rough": ("abs(x)+0.3*sin(9*x)", (-3, 3), 10),
    "tall": ("10000*(x^5-x)", (-1.2, 1.2), 6),
    "above": ("x^2+100", (-1, 1), 4),
    "root": ("sqrt(x)", (0, 3), 4),
    "pole": ("1/x", (-3, 3), 6),
    "jump": ("sign(x)", (-1, 1), 3),
}
DATA = ("noisy", "years", "crowd")
NETWORKS = ("two", "leaky", "tanh", "deep")
NAMES = (*TYPED, *DATA, *NETWORKS)


@cache
def stranger(name: str) -> Subject:
    """The subject of that name, fitted once."""
    if name in TYPED:
        text, (a, b), neurons = TYPED[name]
        return resolve(text, FitOptions(on=(str(a), str(b)), neurons=neurons))
    if name in DATA:
        return _data(name)
    network = _network(name)
    return Subject(name, {"en": name}, network, own(network, (-3.0, 3.0)))


def _data(name: str) -> Subject:
    rng = np.random.default_rng(1)
    if name == "years":
        x = np.arange(1950.0, 2021.0)
        y = 310 + 0.5 * (x - 1950) + 0.015 * (x - 1950) ** 2 + rng.normal(0, 0.6, len(x))
    else:
        x = np.sort(rng.uniform(-2, 2, 2000 if name == "crowd" else 60))
        y = x**2 + rng.normal(0, 0.7, len(x))
    data = Dataset(x, y, label(name), (float(x[0]), float(x[-1])))
    return fitted(name, data, {"points": name}, FitOptions(neurons=5))


def _network(name: str) -> Network:
    rng = np.random.default_rng(7)
    if name == "two":
        return Network([[[2.0], [-1.5]], [[1.0, -0.7]]], [[0.6, 1.9], [0.3]])
    widths = {"leaky": (6, 6), "tanh": (5, 4), "deep": (64, 64, 64)}[name]
    sizes = (1, *widths, 1)
    weights = [rng.normal(0, (2 / m) ** 0.5, (n, m)) for m, n in pairwise(sizes)]
    biases = [rng.normal(0, 0.4, n) for n in sizes[1:]]
    kind = {"leaky": "leaky_relu", "tanh": "tanh", "deep": "relu"}[name]
    return Network(weights, biases, (*[kind] * len(widths), "identity"))
