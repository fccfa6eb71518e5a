"""The catalog as a table: what `approx list` prints and the README shows."""

from __future__ import annotations

from typing import Any

from approx.inputs import catalog
from approx.inputs.example import TopicExample
from approx.style.languages import number, weight
from approx.subjects import resolve


def rows() -> list[dict[str, Any]]:
    """Name, title, architecture, domain, breakpoints and error of every example."""
    return [
        {
            "name": name,
            "title": subject.title(),
            "architecture": subject.network.architecture,
            "domain": list(subject.domain),
            "breakpoints": len(subject.analysis.output.breakpoints),
            "sup_error": 0.0 if subject.error.none else subject.error.sup,
        }
        for name, subject in ((name, resolve(name)) for name in catalog.names())
    ]


def planes() -> list[tuple[str, str, str]]:
    """Name, layer widths and title of every example with two inputs."""
    return [
        (name, example.network.layer_widths, example.title["en"])
        for name, example in ((name, catalog.get_plane(name)) for name in catalog.planes())
    ]


def topics() -> list[tuple[str, str, str]]:
    """Name, layer widths and title of every example that a lesson explains."""
    examples = [(name, catalog.find(name)) for name in catalog.topics()]
    return [
        (name, example.network.layer_widths, example.title["en"])
        for name, example in examples
        if isinstance(example, TopicExample)
    ]


def table() -> str:
    """The same as lines of text."""
    head = ("name", "network", "on", "breakpoints", "largest error", "title")
    lines = [head]
    for row in rows():
        a, b = row["domain"]
        lines.append(
            (
                row["name"],
                f"1-{row['architecture']}",
                f"[{_short(a)}, {_short(b)}]",
                str(row["breakpoints"]),
                number(row["sup_error"]),
                row["title"],
            )
        )
    lines += [(name, network, "two inputs", "", "", title) for name, network, title in planes()]
    lines += [(name, network, "", "", "", title) for name, network, title in topics()]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def _short(value: float) -> str:
    return weight(value) if len(weight(value)) < 6 else number(value, 4)
