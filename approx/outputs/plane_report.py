"""A subject of two inputs in numbers: as one JSON object, and as lines to read."""

from __future__ import annotations

from typing import Any

import numpy as np

from approx.core.activations import has_jump
from approx.core.plane_target import PlaneTarget
from approx.panels import plane as panels
from approx.panels.wording import sentence
from approx.style.languages import count, number, say, weight
from approx.subjects.plane import Plane

#: What is known of the rms error.
QUADRATURE = "The rms error is a numerical integral, which is not proved."
#: Neurons whose folds are listed; more are counted.
MOST_NEURONS = 24


def as_dict(plane: Plane) -> dict[str, Any]:
    """All numbers of a plane, as plain values for JSON."""
    values: dict[str, Any] = {
        "name": plane.name,
        "title": plane.title(),
        "target": None if plane.target is None else plane.target.label.text,
        "box": [list(side) for side in plane.box],
        "architecture": plane.network.architecture,
        "layers": plane.network.to_dict(),
        "skips": plane.network.skips_to_dict(),
        "regions": len(plane.regions),
        "area": plane.regions.area(),
        "area_above_zero": None if plane.several else plane.regions.area_above(0.0),
        "boundary": _boundary(plane),
        "creases": [
            {
                "layer": crease.layer + 1,
                "neuron": _number(plane, crease) + 1,
                "segments": crease.segments.tolist(),
            }
            for crease in panels.creases(plane)
        ],
        "points": None if plane.data is None else len(plane.data),
        "sup_error": None,
        "rms_error": None,
        "sup_error_at_points": None,
        "rms_error_at_points": None,
        "classes": list(plane.classes) if plane.classes else None,
        "class_areas": plane.decisions.areas.tolist() if plane.several else None,
        "accuracy": None,
        "cross_entropy": None,
    }
    if plane.error is not None:
        low, high = plane.error.bracket
        values["sup_error"] = {
            "value": plane.error.sup,
            "at": list(plane.error.at),
            "bracket": [low, high if np.isfinite(high) else None],
            "proved": plane.error.proved,
        }
        values["rms_error"] = plane.error.rms
    if plane.data is not None and plane.data.classes:
        hits, whole = plane.right
        values |= {"accuracy": hits / whole, "cross_entropy": plane.cross_entropy}
    elif plane.data is not None:
        sup, rms = plane.at_points
        values |= {"sup_error_at_points": sup, "rms_error_at_points": rms}
    return values


def _boundary(plane: Plane) -> list[Any] | None:
    if plane.several:
        segments, _ = plane.decisions.borders
        return list(segments.tolist())
    return list(plane.regions.level_set(0.0).tolist()) if plane.classes else None


def _number(plane: Plane, crease: panels.Crease) -> int:
    """A neuron's number in its layer."""
    return int(crease.neuron - sum(plane.network.hidden_widths[: crease.layer]))


def lines(plane: Plane) -> list[str]:
    """The same for people, a line each."""
    sides = " × ".join(f"[{weight(a)}, {weight(b)}]" for a, b in plane.box)
    target = ""
    if isinstance(plane.target, PlaneTarget):
        target = f" for {plane.target.label.text}"
    elif plane.data is not None:
        target = f" for {count(len(plane.data))} points"
    out = [
        plane.title(),
        f"{plane.name}: network {plane.network.layer_widths}{target} on {sides}",
        "",
        *_fold_lines(plane),
        "",
        sentence(panels.verdict(plane)),
    ]
    areas = _areas(plane)
    out += [areas] if areas else []
    return [*out, *_proof(plane)]


def fitted(plane: Plane) -> str:
    """How a fit went, in one line."""
    text = panels.verdict(plane)
    return text if plane.fit is None else f"{text}; {plane.fit.seconds:.2f} s"


def _fold_lines(plane: Plane) -> list[str]:
    """Which neuron folds the plane, over what length and in how many pieces."""
    made = panels.creases(plane)
    deep = plane.network.depth > 1
    out = [f"{'neuron':>10} {'pieces':>8} {'length':>10}"]
    for crease in made[:MOST_NEURONS]:
        name = f"{crease.layer + 1}." if deep else ""
        length = np.hypot(*(crease.segments[:, 1] - crease.segments[:, 0]).T).sum()
        named = f"{name}{_number(plane, crease) + 1}"
        out.append(f"{named:>10} {len(crease.segments):>8} {number(float(length)):>10}")
    if len(made) > MOST_NEURONS:
        out.append(f"{len(made) - MOST_NEURONS} more neurons fold it.")
    silent = plane.network.hidden_units - len(made)
    if silent:
        do = (
            "fold nothing"
            if not any(map(has_jump, plane.network.activations))
            else "change nothing"
        )
        out.append(f"{silent} of {plane.network.hidden_units} neurons {do} here.")
    return out


def _areas(plane: Plane) -> str:
    """How much of the rectangle each class has."""
    if not plane.classes:
        return ""
    whole = plane.regions.area()
    if plane.several:
        each = plane.decisions.areas
    else:
        above = plane.regions.area_above(0.0)
        each = np.array([whole - above, above])
    shares = (
        f"{say('plane.class', i=name) if name.isdigit() else name} {number(100 * a / whole, 3)} %"
        for name, a in zip(plane.classes, each, strict=True)
    )
    return f"Of the rectangle: {', '.join(shares)}."


def _proof(plane: Plane) -> list[str]:
    """What is known of the largest error beyond its value."""
    error = plane.error
    if error is None:
        return []
    low, high = error.bracket
    if not error.proved:
        unknown = "a function that can only be called is not known between the places"
        return [f"Not proved: {unknown}.", QUADRATURE]
    if not np.isfinite(high):
        x, y = error.unresolved.mean(axis=1)[0]
        near = f"x = {number(float(x), 3)}, y = {number(float(y), 3)}"
        return [f"Unresolved near {near}: the error may be larger there.", QUADRATURE]
    least, most = number(low, 8), number(high, 8)
    between = f"is {most}" if least == most else f"lies between {least} and {most}"
    return [f"Proved: the largest error {between}, to 8 digits.", QUADRATURE]
