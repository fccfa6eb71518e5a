"""The beats of the story depth: which there are for a subject, and what each says."""

from __future__ import annotations

from approx.panels import depth as panels
from approx.panels import target as targets
from approx.panels.depth import DIGITS, Depth, Fold, is_folded
from approx.style.languages import Phrases, count, rounded
from approx.subjects import Subject

PHRASES = {
    "en": {
        "depth.title": "Depth: {target}",
        "depth.setup": "{N} neurons in {layers} layers: how many pieces can they fold?",
        "depth.first": "Layer 1 folds the straight line: {pieces}.",
        "depth.double": "Layer {k} folds what it gets: {pieces}, twice as many.",
        "depth.fold": "Layer {k} folds what it gets: {before} pieces become {n}.",
        "depth.same": "Layer {k} leaves as many: {pieces}.",
        "depth.less": "Layer {k} flattens some: {before} pieces become {n}.",
        "depth.more": "In one layer as many neurons make at most {most} pieces; in {layers} layers it is {n}.",
        "depth.fewer": "In one layer as many neurons could make {most} pieces; here {layers} layers make {n}.",
        "depth.single": "One layer needs a neuron for each breakpoint: at least {b} instead of {n}.",
        "depth.wide.better": "Largest error {deep}; one layer of {n} neurons has {wide} at best: depth wins.",
        "depth.wide.worse": "Largest error {deep}; one layer of {n} neurons has {wide} at best.",
        "depth.race": "Of a parabola one layer more leaves a quarter of the error; width must double for that.",
        "depth.crossing": "From {n} neurons on, depth wins: error {deep} against {shallow}.",
        "depth.strip": "the strip of paper: {pieces}",
        "depth.shallow": "one layer",
        "depth.deep": "{layers} layers",
        "depth.most": "one layer: at most {n} pieces",
        "depth.here": "{layers} layers: {pieces}",
        "depth.errors": "largest errors of {n} neurons",
    },
    "de": {
        "depth.title": "Tiefe: {target}",
        "depth.setup": "{N} Neuronen in {layers} Schichten: Wie viele Stücke falten sie?",
        "depth.first": "Schicht 1 faltet die Gerade: {pieces}.",
        "depth.double": "Schicht {k} faltet, was sie bekommt: {pieces}, doppelt so viele.",
        "depth.fold": "Schicht {k} faltet, was sie bekommt: Aus {before} Stücken werden {n}.",
        "depth.same": "Schicht {k} lässt es bei so vielen: {pieces}.",
        "depth.less": "Schicht {k} glättet manche: Aus {before} Stücken werden {n}.",
        "depth.more": "In einer Schicht machen so viele Neuronen höchstens {most} Stücke; in {layers} Schichten sind es {n}.",
        "depth.fewer": "In einer Schicht könnten so viele Neuronen {most} Stücke machen; hier machen {layers} Schichten {n}.",
        "depth.single": "Eine Schicht braucht für jeden Knick ein Neuron: mindestens {b} statt {n}.",
        "depth.wide.better": "Größter Fehler {deep}; eine Schicht aus {n} Neuronen hat bestenfalls {wide}: Tiefe gewinnt.",
        "depth.wide.worse": "Größter Fehler {deep}; eine Schicht aus {n} Neuronen hat bestenfalls {wide}.",
        "depth.race": "Bei einer Parabel lässt eine Schicht mehr ein Viertel des Fehlers; die Breite muss sich dafür verdoppeln.",
        "depth.crossing": "Ab {n} Neuronen gewinnt die Tiefe: Fehler {deep} gegen {shallow}.",
        "depth.strip": "der Papierstreifen: {pieces}",
        "depth.shallow": "eine Schicht",
        "depth.deep": "{layers} Schichten",
        "depth.most": "eine Schicht: höchstens {n} Stücke",
        "depth.here": "{layers} Schichten: {pieces}",
        "depth.errors": "größte Fehler von {n} Neuronen",
    },
}
say = Phrases(PHRASES)

#: Why this story cannot show the subject; None when it can.
unsupported_reason = panels.unsupported_reason


def made_for(subject: Subject) -> bool:
    """Whether this story is the first choice: for the networks that fold all they get."""
    return is_folded(subject)


def title(depth: Depth, language: str) -> str:
    """The film's title, unless the user gave one."""
    subject = depth.subject
    name = subject.title(language)
    return subject.own_title or say("depth.title", language, target=name)


def pieces(many: int, language: str) -> str:
    """'8 pieces'."""
    return say("folds.pieces", language, n=count(many) if many != 1 else 1)


def beats(depth: Depth, language: str) -> list[tuple[str, str]]:
    """(name, caption) of every beat."""
    network = depth.subject.network
    out = [("setup", say("depth.setup", language, n=depth.neurons, layers=network.depth))]
    before = 1
    for k, fold in enumerate(depth.folds, start=1):
        out.append((f"layer-{k}", _layer(fold, before, language)))
        before = fold.pieces
    n, most = depth.last.pieces, depth.neurons + 1
    key = "depth.more" if n > most else "depth.fewer"
    values = {"most": count(most), "layers": network.depth, "n": count(n)}
    out.append(("pieces", say(key, language, **values)))
    if n - 1 > depth.neurons:
        values = {"b": count(n - 1), "n": count(depth.neurons)}
        out.append(("one", say("depth.single", language, **values)))
    if depth.wide is not None:
        better = depth.error < depth.wide.lower
        key = "depth.wide.better" if better else "depth.wide.worse"
        errors = {"deep": rounded(depth.error, DIGITS), "wide": rounded(depth.wide.error, DIGITS)}
        out.append(("wide", say(key, language, n=depth.neurons, **errors)))
    if (race := depth.race) is not None:
        errors = {"deep": rounded(race.crossing.error, DIGITS)}
        errors["shallow"] = rounded(race.shallow, DIGITS)
        out.append(("race", say("depth.race", language)))
        crossing = say("depth.crossing", language, n=race.crossing.neurons, **errors)
        out.append(("crossing", crossing))
    return out


def _layer(fold: Fold, before: int, language: str) -> str:
    many = pieces(fold.pieces, language)
    if fold.layer == 0:
        return say("depth.first", language, pieces=many)
    key = "depth.fold"
    if fold.pieces <= before:
        key = "depth.same" if fold.pieces == before else "depth.less"
    elif fold.pieces == 2 * before:
        key = "depth.double"
    blanks = {"k": fold.layer + 1, "before": count(before), "n": count(fold.pieces)}
    return say(key, language, pieces=many, **blanks)


def strip(fold: Fold | None, language: str) -> str:
    """Over the strip of paper: how many pieces it has."""
    return say("depth.strip", language, pieces=pieces(1 if fold is None else fold.pieces, language))


def bars(depth: Depth, language: str) -> tuple[str, str]:
    """What the two bars count: the pieces of this network, and the most of one layer."""
    here = say(
        "depth.here", language, layers=depth.layers, pieces=pieces(depth.last.pieces, language)
    )
    return here, say("depth.most", language, n=count(depth.neurons + 1))


def key(depth: Depth, language: str) -> dict[str, str]:
    """Role -> what its line means."""
    names = {} if depth.target is None else {
        depth.target.role: targets.name(depth.subject.target, language)
    }  # fmt: skip
    return names | {"sum": say("depth.deep", language, layers=depth.layers)}


def wide_key(language: str) -> dict[str, str]:
    """The same of the best function of one layer."""
    return {"best": say("depth.shallow", language)}


def race_key(language: str) -> dict[str, str]:
    """Role -> whose line it is: the names of depth and of width."""
    return {
        "compare.optimum": say("depth.shallow", language),
        "compare.deep": say("compare.deep", language),
    }


def neurons(depth: Depth, language: str) -> str:
    """'n = 11', where depth begins to win."""
    assert depth.race is not None
    return say("neurons.count", language, n=depth.race.crossing.neurons)
