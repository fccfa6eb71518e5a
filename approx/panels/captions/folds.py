"""The beats of the story folds: which there are for a plane, and what each says."""

from __future__ import annotations

import numpy as np

from approx.core.activations import has_jump
from approx.core.plane_target import PlaneTarget
from approx.panels import half_planes
from approx.panels.plane import quality, regions_text
from approx.panels.wording import sentence
from approx.style.languages import Phrases, count, number
from approx.subjects.plane import Plane

TAKES = Plane
PHRASES = {
    "en": {
        "folds.setup.classes": "{points} points in {k} classes: how do {n} neurons tell them apart?",
        "folds.setup.function": "{target} is a function of x and y: how do {n} neurons build it?",
        "folds.setup.points": "{points} points with a value each: how do {n} neurons build a function?",
        "folds.setup.own": "Two inputs, {n} neurons: what function do they build over the plane?",
        "folds.neuron.first": "Each neuron draws one straight line. On one side it is on: the brighter, the larger.",
        "folds.neuron.second": "The weights turn the line, the bias slides it into its place.",
        "folds.rest": "Every further line splits the regions that it crosses.",
        "folds.rest.missed": "Every further line splits the regions that it crosses; {n} lines miss the window.",
        "folds.rest.missed.one": "Every further line splits the regions that it crosses; one line misses the window.",
        "folds.layer": "Layer {k} folds again: straight in every region, bent at every line before.",
        "folds.flat": "{regions}: on each of them the network is one flat plane.",
        "folds.lift": "Lift every point to the network's value: a sheet, creased only at these lines.",
        "folds.lift.several": "Lift every point to the largest of the {k} scores: a sheet with creases and ridges.",
        "folds.cut": "A level plane at zero cuts it: above it the answer is {above}, below it {below}.",
        "folds.cut.several": "Where another score becomes the largest, the answer changes: the decision boundary.",
        "folds.cut.error": "It should be {target}: {quality}.",
        "folds.cut.points": "It should meet the points: {quality}.",
        "folds.top.classes": "Seen from above: {hits} of {points} points are on their own side of the boundary.",
        "folds.top.own": "Seen from above, the cut is the decision boundary, in {n} straight pieces.",
        "folds.top.own.one": "Seen from above, the cut is the decision boundary, one straight piece.",
        "folds.top": "Seen from above: {regions}, every one of them exact.",
        "folds.count": "{n} regions",
        "folds.count.one": "1 region",
        "folds.class": "class {i}",
        "folds.target": "It should be {target}",
    },
    "de": {
        "folds.setup.classes": "{points} Punkte in {k} Klassen: Wie trennen {n} Neuronen sie?",
        "folds.setup.function": "{target} ist eine Funktion von x und y: Wie bauen {n} Neuronen sie?",
        "folds.setup.points": "{points} Punkte mit je einem Wert: Wie bauen {n} Neuronen eine Funktion?",
        "folds.setup.own": "Zwei Eingaben, {n} Neuronen: Welche Funktion bauen sie über der Ebene?",
        "folds.neuron.first": "Jedes Neuron zieht eine Gerade. Auf einer Seite ist es an: je heller, desto größer.",
        "folds.neuron.second": "Die Gewichte drehen die Gerade, der Bias schiebt sie an ihren Platz.",
        "folds.rest": "Jede weitere Gerade teilt die Gebiete, die sie trifft.",
        "folds.rest.missed": "Jede weitere Gerade teilt die Gebiete, die sie trifft; {n} gehen am Fenster vorbei.",
        "folds.rest.missed.one": "Jede weitere Gerade teilt die Gebiete, die sie trifft; eine geht am Fenster vorbei.",
        "folds.layer": "Schicht {k} faltet noch einmal: gerade in jedem Gebiet, geknickt an jeder Geraden davor.",
        "folds.flat": "{regions}: Auf jedem ist das Netz eine ebene Fläche.",
        "folds.lift": "Jeder Punkt steigt zum Wert des Netzes: ein Blatt, gefaltet nur an diesen Linien.",
        "folds.lift.several": "Jeder Punkt steigt zum größten der {k} Werte: ein Blatt mit Falten und Graten.",
        "folds.cut": "Eine Ebene bei null schneidet es: Darüber ist die Antwort {above}, darunter {below}.",
        "folds.cut.several": "Wo ein anderer Wert der größte wird, wechselt die Antwort: die Entscheidungsgrenze.",
        "folds.cut.error": "Es soll {target} sein: {quality}.",
        "folds.cut.points": "Es soll die Punkte treffen: {quality}.",
        "folds.top.classes": "Von oben: {hits} von {points} Punkten liegen auf ihrer Seite der Grenze.",
        "folds.top.own": "Von oben ist der Schnitt die Entscheidungsgrenze, aus {n} geraden Stücken.",
        "folds.top.own.one": "Von oben ist der Schnitt die Entscheidungsgrenze, ein gerades Stück.",
        "folds.top": "Von oben: {regions}, jedes davon exakt.",
        "folds.count": "{n} Gebiete",
        "folds.count.one": "1 Gebiet",
        "folds.class": "Klasse {i}",
        "folds.target": "Es soll {target} sein",
    },
}  # fmt: skip
say = Phrases(PHRASES)

#: A film of more facets than this would be slow to draw and impossible to see.
MOST_REGIONS = 1500
#: With more neurons in the first layer, a burst would take too long.
MOST_NEURONS = 64


def unsupported_reason(plane: Plane) -> str | None:
    """Why this story cannot show the plane; None when it can."""
    network = plane.network
    if network.skips:
        return "it has skip edges, which this does not show yet"
    if not network.depth:
        return "it has no hidden neuron"
    jumps = any(map(has_jump, network.activations))
    if jumps or (network.smooth and plane.logits.smooth):
        return f"its neurons {'jump' if jumps else 'are smooth'}: they do not fold"
    if network.hidden_widths[0] > MOST_NEURONS:
        return f"more than {MOST_NEURONS} lines are too many to see"
    if len(plane.regions) > MOST_REGIONS:
        return f"{len(plane.regions)} regions are too many to see; the film shows {MOST_REGIONS}"
    return None


def named(plane: Plane, number: int, language: str) -> str:
    """What a class is called in a sentence."""
    name = plane.classes[number]
    return say("folds.class", language, i=name) if name.isdigit() else name


def missed(plane: Plane) -> list[int]:
    """Neurons of the first layer whose lines do not meet the rectangle."""
    frame = half_planes.corners(plane.box)
    values = frame @ plane.network.weights[0].T + plane.network.biases[0]
    return np.flatnonzero((values.min(axis=0) >= 0) | (values.max(axis=0) <= 0)).tolist()


def order(plane: Plane) -> list[int]:
    """The neurons of the first layer as they are told: of lines out of view there is little."""
    late = missed(plane)
    return [k for k in range(plane.network.hidden_widths[0]) if k not in late] + late


def beats(plane: Plane, language: str) -> list[tuple[str, str]]:
    """(name, caption) of every beat."""
    network = plane.network
    width = network.hidden_widths[0]
    out = [("setup", _setup(plane, language))]
    out.append(("neuron-1", say("folds.neuron.first", language)))
    if width > 1:
        out.append(("neuron-2", say("folds.neuron.second", language)))
    if width > 2:
        late = set(missed(plane)) & set(order(plane)[2:])
        key = "folds.rest.missed" if late else "folds.rest"
        out.append(("rest", say(key, language, n=len(late)) if late else say(key, language)))
    for layer in range(2, network.depth + 1):
        out.append((f"layer-{layer}", say("folds.layer", language, k=layer)))
    out.append(("flat", sentence(_flat(plane, language))[:-1]))
    key = "folds.lift.several" if plane.several else "folds.lift"
    out.append(("lift", say(key, language, k=len(plane.classes))))
    out += [("cut", _cut(plane, language)), ("top", _top(plane, language))]
    return out


def _setup(plane: Plane, language: str) -> str:
    n = plane.network.hidden_units
    if isinstance(plane.target, PlaneTarget):
        return say("folds.setup.function", language, target=plane.target.label.text, n=n)
    if plane.data is None:
        return say("folds.setup.own", language, n=n)
    points, k = count(len(plane.data)), len(plane.data.classes)
    key = "folds.setup.classes" if k else "folds.setup.points"
    return say(key, language, points=points, k=k, n=n)


def _flat(plane: Plane, language: str) -> str:
    return say("folds.flat", language, regions=regions_text(plane, language))


def _cut(plane: Plane, language: str) -> str:
    if plane.several:
        return say("folds.cut.several", language)
    if plane.classes:
        above, below = named(plane, 1, language), named(plane, 0, language)
        return say("folds.cut", language, above=above, below=below)
    if isinstance(plane.target, PlaneTarget):
        text = plane.target.label.text
        return say("folds.cut.error", language, target=text, quality=quality(plane, language))
    return say("folds.cut.points", language, quality=quality(plane, language))


def _top(plane: Plane, language: str) -> str:
    if plane.data is not None and plane.data.classes:
        hits, whole = plane.right
        return say("folds.top.classes", language, hits=count(hits), points=count(whole))
    if plane.classes and not plane.several:
        return say("folds.top.own", language, n=len(plane.regions.level_set(0.0)))
    return say("folds.top", language, regions=regions_text(plane, language))


def tally(regions: int, language: str) -> str:
    """'24 regions', beside the picture."""
    return say("folds.count", language, n=regions)


def shown(value: float) -> str:
    """A number beside the picture."""
    return number(value, 3)
