"""What is installed, what is missing, and the command that fixes it."""

from __future__ import annotations

import platform
import sys
import tempfile
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from approx.system.errors import MachineError

#: Package -> first version that works, first that does not (empty: none), what it is for.
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
    """One thing that was checked.

    Attributes:
        name: of the thing.
        good: whether it can be used.
        fact: what was found.
        fix: the command that fixes it, when it cannot be used.
    """

    name: str
    good: bool
    fact: str
    fix: str = ""

    def line(self) -> str:
        """One line of `approx doctor`."""
        mark = "ok     " if self.good else "MISSING"
        return f"{mark} {self.name:<18} {self.fact}" + (f"; fix: {self.fix}" if self.fix else "")


def examine(fonts: Path) -> list[Finding]:
    """Check everything that approx needs, its font files included; nothing is changed."""
    return [
        _python(),
        *(_package(name, *needs) for name, needs in NEEDED.items()),
        _fonts(fonts),
        _temporary_folder(),
    ]


def _python() -> Finding:
    good = sys.version_info >= (3, 11)
    fix = "" if good else "install Python 3.11 or newer"
    return Finding("python", good, platform.python_version(), fix)


def require(*names: str) -> None:
    """Check that packages have versions that work, without importing them.

    Raises:
        MachineError: naming the package, what was found, and the command that fixes it.
    """
    for name in names:
        first, beyond, purpose = NEEDED[name]
        finding = _version(name, first, beyond, purpose)
        if not finding.good:
            version_found = finding.fact.removesuffix(f" ({purpose})")
            needed = f"{name} {first} is needed, found {version_found}"
            raise MachineError(f"{needed}; fix: {finding.fix}")


def _version(name: str, first: str, beyond: str, purpose: str) -> Finding:
    wanted = f"{name}>={first}" + (f",<{beyond}" if beyond else "")
    fix = f"{Path(sys.executable).name} -m pip install '{wanted}'"
    try:
        installed = version(name)
    except PackageNotFoundError:
        return Finding(name, False, f"not installed ({purpose})", fix)
    good = _key(first) <= _key(installed) and (not beyond or _key(installed) < _key(beyond))
    return Finding(name, good, f"{installed} ({purpose})", "" if good else fix)


def _package(name: str, first: str, beyond: str, purpose: str) -> Finding:
    finding = _version(name, first, beyond, purpose)
    if not finding.good:
        return finding
    try:
        import_module(MODULES.get(name, name))
    except ImportError as error:
        # Installed but not loadable: nearly always a missing system library.
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
