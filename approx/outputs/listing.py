"""The catalog as a table: what `approx list` prints and the README shows."""

from __future__ import annotations

from typing import Any

from approx.inputs import catalog
from approx.style.languages import number, weight
from approx.subjects import resolve, resolve_any


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
    examples = [resolve_any(name) for name in catalog.planes()]
    return [(plane.name, plane.network.layer_widths, plane.title()) for plane in examples]


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
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def _short(value: float) -> str:
    return weight(value) if len(weight(value)) < 6 else number(value, 4)
