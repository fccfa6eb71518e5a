"""Prints how the code hangs together: rooms, floors, arrows, circles, files and lines.

A room is a module or package directly under approx/, or one of scenes/ and benchmarks/. An arrow is
an import between two rooms; the floors are the longest chain of arrows, a circle counting as one.

Usage: .venv/bin/python tools/house.py [FOLDER], for the checkout in that folder.
"""

from __future__ import annotations

import ast
import sys
from functools import cache
from pathlib import Path

import numpy as np
from scipy.sparse.csgraph import connected_components

ROOT = Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve()
sys.path.insert(0, str(ROOT))  # that checkout, not the installed package

import grimp  # noqa: E402

Graph = dict[str, set[str]]
#: approx/__init__ only hands names on.
FACE = "approx"


def imports() -> Graph:
    """What every module imports, also inside functions."""
    package = grimp.build_graph("approx", cache_dir=None)
    graph = {name: set(package.find_modules_directly_imported_by(name)) for name in package.modules}
    for folder in ("scenes", "benchmarks"):  # no packages: grimp does not read them
        for file in sorted((ROOT / folder).rglob("*.py")):
            found: set[str] = set()
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ImportFrom) and node.module:
                    inside = {f"{node.module}.{alias.name}" for alias in node.names} & set(graph)
                    found |= inside or {node.module} & set(graph)
            graph[f"{folder}.{file.parent.name}.{file.stem}"] = found
    return {name: found - {FACE} for name, found in graph.items() if name != FACE}


def room(module: str) -> str:
    top, second, *_ = module.split(".")
    return second if top == "approx" else top


def circles(graph: Graph) -> dict[str, int]:
    """The number of the circle that each belongs to; alone, it has one of its own."""
    names = sorted(graph)
    matrix = np.array([[other in graph[name] for other in names] for name in names])
    _, labels = connected_components(matrix, connection="strong")
    return dict(zip(names, labels.tolist(), strict=True))


def sizes(graph: Graph) -> list[int]:
    """How many belong to each circle of two and more."""
    _, counts = np.unique([*circles(graph).values()], return_counts=True)
    return sorted((int(count) for count in counts if count > 1), reverse=True)


def floors(graph: Graph) -> int:
    label = circles(graph)

    @cache
    def floor(circle: int) -> int:
        members = [name for name in graph if label[name] == circle]
        below = {label[other] for name in members for other in graph[name]} - {circle}
        return 1 + max(map(floor, below), default=0)

    return max(map(floor, label.values()))


def main() -> None:
    modules = imports()
    rooms: Graph = {room(name): set() for name in modules}
    for name, found in modules.items():
        rooms[room(name)] |= {room(other) for other in found} - {room(name)}
    arrows = sum(map(len, rooms.values()))
    files = [path for top in ("approx", "scenes") for path in (ROOT / top).rglob("*.py")]
    lines = sum(len(path.read_text(encoding="utf-8").splitlines()) for path in files)
    print(f"rooms {len(rooms)}, floors {floors(rooms)}, arrows {arrows}")
    print(f"circles of rooms {sizes(rooms)}, of modules {sizes(modules)}")
    print(f"approx/ and scenes/: {len(files)} Python files, {lines} lines")


if __name__ == "__main__":
    main()
