"""What the story and the figure `regularisation` say."""

from __future__ import annotations

from approx.core.dataset import Dataset
from approx.panels.regularisation import NEURONS, WAYS, Regularisation, build
from approx.style.languages import Phrases, rounded
from approx.subjects import Subject
from approx.subjects.topic import Topic

TAKES = (Topic, Subject)

PHRASES = {
    "en": {
        "regularisation.ask": "{learned} points to learn from, {tested} held out, {neurons} neurons. Too many?",
        "regularisation.none": "Nothing held back: error {none} at the points learned, {none_test} at those held out.",
        "regularisation.l2": "L2 makes every large weight costly: held out {l2}.",
        "regularisation.l1": "L1 makes every weight costly: {n} neurons are left; held out {l1}.",
        "regularisation.l1.one": "L1 makes every weight costly: one neuron is left; held out {l1}.",
        "regularisation.dropout": "Dropout switches neurons off by chance at every step: held out {dropout}.",
        "regularisation.loss": "Without any of them the error learned falls on, while the one held out turns.",
        "regularisation.loss.other": "Without any of them, step by step: the error held out is least at step {step}.",
        "regularisation.early": "Early stopping: stop at step {step}, where the held-out error is {early}.",
        "regularisation.answer": "On these points {winner} is best. Only points that were held out can tell.",
        "regularisation.answer.none": "On these points nothing beats holding nothing back. Only points that were held out can tell.",
        "regularisation.name.none": "nothing", "regularisation.name.l2": "L2", "regularisation.name.l1": "L1",
        "regularisation.name.dropout": "dropout", "regularisation.name.early": "early stopping",
        "regularisation.title": "{name}: {n} points, {neurons} neurons",
        "regularisation.learned": "learned from", "regularisation.tested": "held out",
        "regularisation.neuron": "neurons by size", "regularisation.size": "|slope that it adds|",
        "regularisation.step": "step", "regularisation.losses": "mean squared error",
        "regularisation.loss.learned": "learned from", "regularisation.loss.tested": "held out",
        "regularisation.verdict": "Mean squared errors at the {tested} points held out: nothing {none_test}, L2 {l2}, L1 {l1}, dropout {dropout}, stopped at step {step}: {early}.",
    },
    "de": {
        "regularisation.ask": "{learned} Punkte zum Lernen, {tested} zurückgehalten, {neurons} Neuronen. Zu viele?",
        "regularisation.none": "Nichts gebremst: Fehler {none} an gelernten Punkten, {none_test} an zurückgehaltenen.",
        "regularisation.l2": "L2 macht jedes große Gewicht teuer: zurückgehalten {l2}.",
        "regularisation.l1": "L1 macht jedes Gewicht teuer: {n} Neuronen bleiben; zurückgehalten {l1}.",
        "regularisation.l1.one": "L1 macht jedes Gewicht teuer: Ein Neuron bleibt; zurückgehalten {l1}.",
        "regularisation.dropout": "Dropout schaltet bei jedem Schritt zufällig Neuronen aus: zurückgehalten {dropout}.",
        "regularisation.loss": "Ohne all das fällt der gelernte Fehler weiter, der zurückgehaltene kehrt um.",
        "regularisation.loss.other": "Ohne all das, Schritt für Schritt: Der zurückgehaltene Fehler ist bei Schritt {step} am kleinsten.",
        "regularisation.early": "Früh aufhören: bei Schritt {step}, wo der zurückgehaltene Fehler {early} ist.",
        "regularisation.answer": "Auf diesen Punkten ist {winner} am besten. Das sagen nur zurückgehaltene Punkte.",
        "regularisation.answer.none": "Auf diesen Punkten ist nichts besser als nichts zu bremsen. Das sagen nur zurückgehaltene Punkte.",
        "regularisation.name.none": "nichts", "regularisation.name.l2": "L2", "regularisation.name.l1": "L1",
        "regularisation.name.dropout": "Dropout", "regularisation.name.early": "frühes Aufhören",
        "regularisation.title": "{name}: {n} Punkte, {neurons} Neuronen",
        "regularisation.learned": "gelernt", "regularisation.tested": "zurückgehalten",
        "regularisation.neuron": "Neuronen nach Größe", "regularisation.size": "|Steigung, die es beiträgt|",
        "regularisation.step": "Schritt", "regularisation.losses": "mittlerer quadratischer Fehler",
        "regularisation.loss.learned": "gelernt", "regularisation.loss.tested": "zurückgehalten",
        "regularisation.verdict": "Mittlere quadratische Fehler an den {tested} zurückgehaltenen Punkten: nichts {none_test}, L2 {l2}, L1 {l1}, Dropout {dropout}, aufgehört bei Schritt {step}: {early}.",
    },
}  # fmt: skip
say = Phrases(PHRASES)
#: Fewer points leave too few to hold out; more take long.
FEWEST, MOST = 10, 2000
#: A held-out error has turned when it ends at more than this factor of its least.
TURNED = 1.05


def unsupported_reason(subject: Subject | Topic) -> str | None:
    """Why this story cannot show the subject; None when it can."""
    if isinstance(subject, Topic):
        return None if subject.kind == "regularisation" else "it has no points to learn from"
    if not isinstance(subject.target, Dataset):
        return "its target is a function; give a table of points"
    enough = FEWEST <= len(subject.target) <= MOST
    return None if enough else f"it has {len(subject.target)} points; use {FEWEST} to {MOST}"


def beats(shown: Regularisation, language: str) -> list[tuple[str, str]]:
    """(name, caption) of every beat."""
    names = ("ask", "none", "l2", "l1", "dropout", "loss", "early", "answer")
    words, kinds = _words(shown, language), _kinds(shown)
    return [
        (name, say(f"regularisation.{name}{kinds.get(name, '')}", language, **words))
        for name in names
    ]


def _kinds(shown: Regularisation) -> dict[str, str]:
    """Beat -> the end of its key where the table does not show what is usual."""
    learned, tested = shown.history.loss, shown.history.test_loss
    assert tested is not None
    turns = tested[-1] > TURNED * tested[shown.best] and learned[-1] < learned[shown.best]
    none, least = (rounded(shown.ways[name].tested, 2) for name in ("none", shown.winner))
    return {"loss": "" if turns else ".other", "answer": ".none" if none == least else ""}


def _words(shown: Regularisation, language: str) -> dict[str, object]:
    tested = int(shown.tested.sum())
    return {
        "learned": len(shown.data) - tested,
        "tested": tested,
        "neurons": NEURONS,
        "none": rounded(shown.ways["none"].learned, 2),
        "none_test": rounded(shown.ways["none"].tested, 2),
        **{
            name: rounded(shown.ways[name].tested, 2) for name in (*WAYS, "early") if name != "none"
        },
        "n": shown.ways["l1"].count,
        "step": int(shown.history.steps[shown.best]),
        "winner": say(f"regularisation.name.{shown.winner}", language),
    }


def title(subject: Subject | Topic, language: str) -> str:
    """Of a table: how many points and neurons, unless the user has a title."""
    if isinstance(subject, Topic) or subject.own_title:
        return subject.title(language)
    assert isinstance(subject.target, Dataset)
    words = {"name": subject.name, "n": len(subject.target), "neurons": NEURONS}
    return say("regularisation.title", language, **words)


def names(language: str) -> dict[str, str]:
    """Of curves, dots and axes."""
    keys = {name: f"name.{name}" for name in (*WAYS, "early")}
    keys |= {key: key for key in ("learned", "tested", "neuron", "size", "step")}
    keys |= {"loss": "losses", "loss.learned": "loss.learned", "loss.tested": "loss.tested"}
    return {key: say(f"regularisation.{phrase}", language) for key, phrase in keys.items()}


def verdict(subject: Subject | Topic, language: str = "en") -> str:
    """The held-out errors as a sentence."""
    return say("regularisation.verdict", language, **_words(build(subject), language))
