"""Guided tasks of a page: what to reach, what to begin with, and hints.

A file of tasks is a JSON list of objects:

    [{"text": "Come within 0.125 of x² with one breakpoint.",
      "begin": {"target": "x^2", "on": [-1, 1], "layers": [...]},
      "goals": {"sup": 0.125, "neurons": 2},
      "hints": ["The parabola is the same on both sides."]}]

`text` and `goals` are needed. `begin` sets up the page when its button is pressed: a target (a
text, or "" for points), an interval, and layers as in approx's network files. Of two inputs
`on_y` is the other side of the rectangle, and without a target the page's own comes back. The goals
are:

    sup, rms            the error is at most
    neurons             there are at most so many hidden neurons
    silent              at most so many of them are silent
    layers, breakpoints at least so many
    points, steps       at least so many points; training steps
    through             a list of [x, y]: the network goes through them

Of two inputs there are neither breakpoints nor through, but

    wrong               at most so many points on the wrong side
    regions             at least so many linear regions

Goals are checked on the exact function, up to the rounding of float64. A text may be an object with
a text per language: {"en": …, "de": …}.
"""

from __future__ import annotations

import os
from typing import Any

from approx.inputs.content import MIB, read_once, shown
from approx.inputs.weights.strict_json import brief, parse_json
from approx.system.errors import InputError

#: Keys of a task, of what it begins with, and of its goals.
KEYS = ("text", "begin", "goals", "hints")
BEGIN = ("target", "on", "layers")
BEGIN_OF_TWO = ("target", "on", "on_y", "layers")
GOALS = (
    "sup", "rms", "neurons", "silent", "layers", "breakpoints", "points", "steps", "through",
)  # fmt: skip
GOALS_OF_TWO = (
    "sup", "rms", "neurons", "silent", "layers", "regions", "points", "steps", "wrong",
)  # fmt: skip
MOST, LARGEST, DEEPEST = 50, MIB, 8

#: What an empty page begins with.
FIRST: list[dict[str, Any]] = [
    {
        "text": {
            "en": "x² on [−1, 1] with two neurons: come within 0.125 of it everywhere.",
            "de": "x² auf [−1, 1] mit zwei Neuronen: überall höchstens 0,125 daneben.",
        },
        "begin": {
            "target": "x^2",
            "on": [-1, 1],
            "layers": [
                {"weights": [[1], [-1]], "biases": [0.25, -0.25], "activation": "relu"},
                {"weights": [[0.5, 0.5]], "biases": [0], "activation": "identity"},
            ],
        },
        "goals": {"sup": 0.125, "neurons": 2},
        "hints": [
            {
                "en": "A parabola is the same on both sides: put both breakpoints at 0.",
                "de": "Eine Parabel ist auf beiden Seiten gleich: beide Knicke auf 0 setzen.",
            },
            {
                "en": "Output weights 1 meet it at −1, 0 and 1; then lower the output's bias.",
                "de": "Ausgangsgewichte 1 treffen sie bei −1, 0 und 1; dann den Bias senken.",
            },
            {"en": "The bias is −0.125.", "de": "Der Bias ist −0,125."},
        ],
    },
    {
        "text": {
            "en": "Let training find it: sin(3x) from eight neurons, rms error at most 0.25.",
            "de": "Das Training suchen lassen: sin(3x) aus acht Neuronen, RMS-Fehler 0,25.",
        },
        "begin": {"target": "sin(3*x)", "on": [-3, 3]},
        "goals": {"rms": 0.25, "neurons": 8, "steps": 1},
        "hints": [
            {
                "en": "Add neurons until there are eight, press New start, then Train.",
                "de": "Neuronen hinzufügen, bis es acht sind; Neuer Anfang, dann Trainieren.",
            },
            {
                "en": "Where it stands still, press New start again: another seed, another valley.",
                "de": "Steht es still, noch einmal Neuer Anfang: anderer Seed, anderes Tal.",
            },
        ],
    },
    {
        "text": {
            "en": "Set five points with different x, and let the network go through all of them.",
            "de": "Fünf Punkte mit verschiedenem x setzen, und das Netz geht durch alle.",
        },
        "begin": {"target": "", "on": [-3, 3]},
        "goals": {"points": 5, "sup": 1e-6},
        "hints": [
            {
                "en": "Through n points go n − 1 pieces: n − 2 breakpoints between them suffice.",
                "de": "Durch n Punkte gehen n − 1 Stücke: n − 2 Knicke dazwischen genügen.",
            },
            {"en": "Best found finds them.", "de": "Bestes gefundenes findet sie."},
        ],
    },
    {
        "text": {
            "en": "Folding beats adding: at least seven breakpoints from six neurons.",
            "de": "Falten schlägt Addieren: mindestens sieben Knicke aus sechs Neuronen.",
        },
        "goals": {"breakpoints": 7, "neurons": 6, "layers": 2},
        "hints": [
            {
                "en": "A second layer folds the zigzag of the first: breakpoints are repeated.",
                "de": "Eine zweite Schicht faltet das Zickzack der ersten, mit allen Knicken.",
            },
            {
                "en": "Three neurons make a zigzag up and down; three more cut it at one height.",
                "de": "Drei Neuronen machen ein Zickzack, drei weitere schneiden es durch.",
            },
        ],
    },
]


def tasks(given: list[Any], language: str = "en", inputs: int = 0) -> list[dict[str, Any]]:
    """Tasks as the page's script reads them, their texts in one language.

    Args:
        inputs: of the page, one or two; 0 where it is not known yet.

    Raises:
        InputError: one line that names the task and what is wrong with it.
    """
    if not isinstance(given, list) or not 0 < len(given) <= MOST:
        raise InputError(f"tasks are a list of 1 to {MOST} objects")
    return [_task(task, f"task {n}", language, inputs) for n, task in enumerate(given, start=1)]


def read(path: str | os.PathLike[str]) -> list[Any]:
    """The list in a file of tasks.

    Raises:
        InputError: when it cannot be read, or is no JSON.
    """
    content = read_once(path, LARGEST, "tasks")
    try:
        given = parse_json(content, DEEPEST, 100_000)
        tasks(given)
    except InputError as error:
        raise InputError(f"{shown(path)}: {error}") from None
    return list(given)


def _task(task: Any, where: str, language: str, inputs: int) -> dict[str, Any]:
    _object(task, KEYS, where)
    known = {1: GOALS, 2: GOALS_OF_TWO}.get(inputs) or tuple(dict.fromkeys(GOALS + GOALS_OF_TWO))
    goals = _object(task.get("goals"), known, f"{where}, goals")
    if not goals:
        raise InputError(f"{where} has no goals")
    for name, value in goals.items():
        if name == "through":
            good = isinstance(value, list) and all(map(_is_pair, value))
            if not good:
                raise InputError(f"{where}: through must be a list of [x, y]")
        elif not _is_number(value) or value < 0:
            raise InputError(f"{where}: {name} must be a number from 0 up, not {brief(value)}")
    hints = task.get("hints", [])
    if not isinstance(hints, list):
        raise InputError(f"{where}: hints must be a list")
    found = {
        "text": _text(task.get("text"), where, language),
        "goals": goals,
        "hints": [_text(hint, f"{where}, hints", language) for hint in hints],
    }
    if "begin" in task:
        found["begin"] = _begin(task["begin"], f"{where}, begin", inputs)
    return found


def _begin(value: Any, where: str, inputs: int) -> dict[str, Any]:
    begin = _object(value, BEGIN if inputs == 1 else BEGIN_OF_TWO, where)
    if begin.get("target"):
        if not isinstance(begin["target"], str):
            raise InputError(f"{where}: target must be a text")
        try:
            _read(begin["target"], inputs)
        except InputError as error:
            raise InputError(f"{where}: {error}") from None
    for side in ("on", "on_y"):
        if side in begin and not (_is_pair(begin[side]) and begin[side][0] < begin[side][1]):
            raise InputError(f"{where}: {side} must be two numbers, the smaller first")
    return begin


def _read(text: str, inputs: int) -> None:
    """Refuses a target that the page could not read."""
    from approx.inputs.expression import parse
    from approx.inputs.expression.function_of_two import parse_of_two
    from approx.inputs.expression.tokens import has_two_inputs

    if inputs == 2 or (not inputs and has_two_inputs(text)):
        parse_of_two(text)
    else:
        parse(text)


def _object(value: Any, known: tuple[str, ...], where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise InputError(f"{where} must be an object")
    for key in value:
        if key not in known:
            raise InputError(f"{where}: unknown key {brief(key)}; known: {', '.join(known)}")
    return value


def _text(value: Any, where: str, language: str) -> str:
    if isinstance(value, dict):
        value = value.get(language, value.get("en"))
    if not isinstance(value, str) or not value.strip():
        raise InputError(f"{where} needs a text")
    return value


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_pair(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(map(_is_number, value))
