"""The beats of the story boundary: which there are for a run in the plane, and what each says."""

from __future__ import annotations

from approx.panels import plane_run as panels
from approx.panels.plane_run import PlaneRun
from approx.style.languages import Phrases, count, localised, rounded
from approx.subjects.plane import Plane

TAKES = Plane
#: It shows a run, step by step.
NEEDS_RUN = True
PHRASES = {
    "en": {
        "boundary.setup": "{points} points, {k} classes, {n} neurons with random weights: {hits} points are right by chance.",
        "boundary.first": "Every step moves all lines a little. After {n} steps {hits} of {points} points are right.",
        "boundary.first.one": "Every step moves all lines a little. After one step {hits} of {points} points are right.",
        "boundary.on": "After {n} steps {hits} of {points} points are right; the loss is {loss}.",
        "boundary.last": "After all {n} steps {hits} of {points} points are right; the loss is {loss}.",
        "boundary.end": "The boundary it found: {n} straight pieces, bent where neurons fold the plane.",
        "boundary.end.one": "The boundary it found is one straight piece.",
        "boundary.held": "Of {points} points that it never saw, {hits} are right: it learned the shape, not the points.",
        "boundary.held.bad": "Of {points} points that it never saw, {hits} are right: some of it is learned by heart.",
        "boundary.step": "step",
        "boundary.loss": "loss (cross-entropy)",
        "boundary.loss.short": "loss",
        "boundary.test": "held out",
        "boundary.right": "right",
        "boundary.wrong": "wrong side",
        "boundary.setup.values": "{n} neurons with random weights fold the plane: the rms error is {error}.",
        "boundary.setup.values.one": "One neuron with random weights folds the plane: the rms error is {error}.",
        "boundary.first.values": "Every step moves all folds a little. After {n} steps the rms error is {error}.",
        "boundary.first.values.one": "Every step moves all folds a little. After one step the rms error is {error}.",
        "boundary.on.values": "Folds turn and slide, heights follow: after {n} steps the rms error is {error}.",
        "boundary.last.values": "After all {n} steps the rms error is {error}.",
        "boundary.end.values": "The sheet it found: {n} flat pieces, one for each region between the folds.",
        "boundary.end.values.one": "The sheet it found is one flat piece.",
        "boundary.loss.values": "loss (mean squared error)",
        "boundary.rms": "rms error",
    },
    "de": {
        "boundary.setup": "{points} Punkte, {k} Klassen, {n} Neuronen mit zufälligen Gewichten: {hits} stimmen zufällig.",
        "boundary.first": "Jeder Schritt bewegt alle Geraden ein wenig. Nach {n} Schritten stimmen {hits} von {points} Punkten.",
        "boundary.first.one": "Jeder Schritt bewegt alle Geraden ein wenig. Nach einem Schritt stimmen {hits} von {points} Punkten.",
        "boundary.on": "Nach {n} Schritten stimmen {hits} von {points} Punkten; der Verlust ist {loss}.",
        "boundary.last": "Nach allen {n} Schritten stimmen {hits} von {points} Punkten; der Verlust ist {loss}.",
        "boundary.end": "Die gefundene Grenze: {n} gerade Stücke, geknickt, wo Neuronen die Ebene falten.",
        "boundary.end.one": "Die gefundene Grenze ist ein gerades Stück.",
        "boundary.held": "Von {points} nie gesehenen Punkten stimmen {hits}: gelernt ist die Form, nicht die Punkte.",
        "boundary.held.bad": "Von {points} nie gesehenen Punkten stimmen {hits}: einiges ist auswendig gelernt.",
        "boundary.step": "Schritt",
        "boundary.loss": "Verlust (Kreuzentropie)",
        "boundary.loss.short": "Verlust",
        "boundary.test": "zurückgehalten",
        "boundary.right": "richtig",
        "boundary.wrong": "falsche Seite",
        "boundary.setup.values": "{n} Neuronen mit zufälligen Gewichten falten die Ebene: Der RMS-Fehler ist {error}.",
        "boundary.setup.values.one": "Ein Neuron mit zufälligen Gewichten faltet die Ebene: Der RMS-Fehler ist {error}.",
        "boundary.first.values": "Jeder Schritt bewegt alle Falten ein wenig. Nach {n} Schritten ist der RMS-Fehler {error}.",
        "boundary.first.values.one": "Jeder Schritt bewegt alle Falten ein wenig. Nach einem Schritt ist der RMS-Fehler {error}.",
        "boundary.on.values": "Falten drehen sich und gleiten, Höhen folgen: Nach {n} Schritten ist der RMS-Fehler {error}.",
        "boundary.last.values": "Nach allen {n} Schritten ist der RMS-Fehler {error}.",
        "boundary.end.values": "Das gefundene Blatt: {n} ebene Stücke, eines für jedes Gebiet zwischen den Falten.",
        "boundary.end.values.one": "Das gefundene Blatt ist ein ebenes Stück.",
        "boundary.loss.values": "Verlust (mittleres Quadrat)",
        "boundary.rms": "RMS-Fehler",
    },
}  # fmt: skip
say = Phrases(PHRASES)

#: The share of held-out points that are right, below that of the others, that is remarked on.
WORSE = 0.05
#: More regions than this cannot be drawn in every frame.
MOST_REGIONS = 1500


def unsupported_reason(plane: Plane) -> str | None:
    """Why this story cannot show the plane; None when it can."""
    reason = panels.unsupported_reason(plane)
    if reason is None and len(plane.regions) > MOST_REGIONS:
        reason = f"{len(plane.regions)} regions are too many to see; it shows {MOST_REGIONS}"
    return reason


def stops(run: PlaneRun) -> list[int]:
    """Snapshots at which the run rests: after 40 %, 70 % of those that are shown, and the end."""
    return sorted({round(share * (len(run) - 1)) for share in (0.4, 0.7, 1.0)} - {0})


def beats(run: PlaneRun, language: str) -> list[tuple[str, str]]:
    """(name, caption) of every beat."""
    data = run.plane.data
    if data is None or not data.classes:
        return _of_values(run, language)
    words = {"k": len(data.classes), "points": count(len(data))}
    words["hits"] = count(int(run.right(0).sum()))
    setup = say("boundary.setup", language, n=run.plane.network.hidden_units, **words)
    out = [("setup", setup)]
    places = stops(run)
    for number_, place in enumerate(places):
        key = "boundary.on" if number_ else "boundary.first"
        if place == len(run) - 1:
            key = "boundary.last"
        hits = count(int(run.right(place).sum()))
        text = say(
            key, language, n=run.step(place), hits=hits, points=count(len(data)),
            loss=loss(run, place),
        )  # fmt: skip
        out.append((f"run-{number_ + 1}", text))
    out.append(("end", _end(run, language)))
    if data.held_out is not None and data.held_out.any():
        out.append(("held", _held(run, language)))
    return out


def _of_values(run: PlaneRun, language: str) -> list[tuple[str, str]]:
    """The beats where a value is learned, not a class."""
    many = run.plane.network.hidden_units
    out = [("setup", say("boundary.setup.values", language, n=many, error=error(run, 0)))]
    for number_, place in enumerate(stops(run)):
        key = "boundary.on.values" if number_ else "boundary.first.values"
        if place == len(run) - 1:
            key = "boundary.last.values"
        text = say(key, language, n=run.step(place), error=error(run, place))
        out.append((f"run-{number_ + 1}", text))
    return [*out, ("end", say("boundary.end.values", language, n=len(run.plane.regions)))]


def error(run: PlaneRun, place: int) -> str:
    """The rms error at a snapshot that is shown."""
    return rounded(run.rms(place), 3)


def frame_title(run: PlaneRun, place: int, language: str) -> str:
    """Over a small picture: the step, and how good the network is there."""
    data = run.plane.data
    step = f"{say('boundary.step', language)} {count(run.step(place))}"
    if data is None or not data.classes:
        named = say("boundary.rms", language)
        return f"{step}\n{named} {localised(error(run, place), language)}"
    hits = f"{count(int(run.right(place).sum()))}/{count(len(data))}"
    return f"{step}\n{say('boundary.right', language)} {hits}"


def loss_name(run: PlaneRun, language: str) -> str:
    """What the loss is, in words."""
    data = run.plane.data
    classes = data is not None and data.classes
    return say("boundary.loss" if classes else "boundary.loss.values", language)


def _end(run: PlaneRun, language: str) -> str:
    plane = run.plane
    pieces = plane.decisions.borders[0] if plane.several else plane.regions.level_set(0.0)
    return say("boundary.end", language, n=len(pieces))


def _held(run: PlaneRun, language: str) -> str:
    data = run.plane.data
    assert data is not None
    assert data.held_out is not None
    right, held = run.right(len(run) - 1), data.held_out
    bad = right[held].mean() < right[~held].mean() - WORSE
    words = {"points": count(int(held.sum())), "hits": count(int(right[held].sum()))}
    return say("boundary.held.bad" if bad else "boundary.held", language, **words)


def loss(run: PlaneRun, place: int) -> str:
    """The loss at a snapshot that is shown."""
    return rounded(float(run.history.loss[run.shown[place]]), 3)
