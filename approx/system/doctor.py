"""What is installed, what is missing, and the one line that mends it."""

from __future__ import annotations

import platform
import sys
import tempfile
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from approx.system.errors import MachineError

#: Package -> first version that works, first that does not (empty: any), what it is for.
NEEDED = {
    "numpy": ("2", "3", "exact networks"),
    "scipy": ("1.14", "2", "limits and training"),
    "matplotlib": ("3.11", "4", "figures"),
    "manim": ("0.22", "0.23", "films"),
    "typst": ("0.14", "", "formulas in films"),
    "pillow": ("9", "13", "pictures in films; 13 breaks manim's"),
    "av": ("13", "", "encoding films"),
    "python-pptx": ("1", "2", "PowerPoint decks"),
    "click": ("8.1", "9", "the command line"),
    "rich": ("13", "16", "progress"),
}
MODULES = {"pillow": "PIL", "manim": "manimpango", "python-pptx": "pptx"}


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        name: of the thing.
        good: whether it will do.
        fact: what was found.
        mend: the line that mends it, when it will not do.
    """

    name: str
    good: bool
    fact: str
    mend: str = ""

    def line(self) -> str:
        """One line for people."""
        mark = "ok     " if self.good else "MISSING"
        return f"{mark} {self.name:<18} {self.fact}" + (f"; fix: {self.mend}" if self.mend else "")


def examine(fonts: Path) -> list[Finding]:
    """Look at everything approx needs, its font files among it; nothing is changed."""
    return [
        _python(),
        *(_package(name, *needs) for name, needs in NEEDED.items()),
        _fonts(fonts),
        _temporary_folder(),
    ]


def _python() -> Finding:
    found = platform.python_version()
    good = sys.version_info >= (3, 11)
    return Finding("python", good, found, "" if good else "install Python 3.11 or newer")


def require(*names: str) -> None:
    """Go on only with versions that work; nothing is imported.

    Raises:
        MachineError: naming the package, what was found, and the line that mends it.
    """
    for name in names:
        first, beyond, purpose = NEEDED[name]
        finding = _version(name, first, beyond, purpose)
        if not finding.good:
            found = finding.fact.removesuffix(f" ({purpose})")
            raise MachineError(f"{name} {first} is needed, found {found}; fix: {finding.mend}")


def _version(name: str, first: str, beyond: str, purpose: str) -> Finding:
    wanted = f"{name}>={first}" + (f",<{beyond}" if beyond else "")
    mend = f"{Path(sys.executable).name} -m pip install '{wanted}'"
    try:
        found = version(name)
    except PackageNotFoundError:
        return Finding(name, False, f"not installed ({purpose})", mend)
    good = _key(first) <= _key(found) and (not beyond or _key(found) < _key(beyond))
    return Finding(name, good, f"{found} ({purpose})", "" if good else mend)


def _package(name: str, first: str, beyond: str, purpose: str) -> Finding:
    finding = _version(name, first, beyond, purpose)
    if not finding.good:
        return finding
    try:
        import_module(MODULES.get(name, name))
    except ImportError as error:
        # Installed but not loadable: nearly always a system library that went away.
        fact = f"{finding.fact} does not load: {error}"
        return Finding(name, False, fact, _system_libraries())
    return finding


def _key(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(".")[:3] if part.isdigit())


def _system_libraries() -> str:
    if sys.platform == "darwin":
        return "brew install pango pkg-config"
    return "sudo apt-get install libpango1.0-dev pkg-config gcc python3-dev"


def _fonts(folder: Path) -> Finding:
    count = len(list(folder.glob("*.ttf")))
    return Finding(
        "fonts", count == 3, f"{count} of 3 bundled styles",
        "" if count == 3 else "reinstall approx: its fonts travel with it",
    )  # fmt: skip


def _temporary_folder() -> Finding:
    try:
        with tempfile.TemporaryFile():
            pass
    except OSError as error:
        return Finding("temporary folder", False, str(error), "set TMPDIR to a folder with space")
    return Finding("temporary folder", True, tempfile.gettempdir())
