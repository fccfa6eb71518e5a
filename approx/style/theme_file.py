"""A theme from a TOML file: a lecturer's own colours over those of a theme that is there.

base = "light"              # what is not named stays as it is
neurons = ["#005F73", "#AE2012", "#5F4B8B"]

[colors]
background = "#FFFFFF"
error = "#AE2012"
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from approx.style.languages import nearest
from approx.style.theme import AREAS, TEXTS, THEMES, Theme, contrast
from approx.system.errors import InputError
from approx.system.toml_files import read_toml

#: The least contrast to the background, by WCAG 2: of what is read, and of lines.
READ, SEEN = 4.5, 3.0
LARGEST_FILE = 100_000


def read_theme(path: str | Path) -> Theme:
    """The theme of a file.

    Raises:
        InputError: for a file that is none, a role that there is not, and a colour that cannot be
            seen on its background.
    """
    name, given = Path(path).name, read_toml(path, LARGEST_FILE)
    if wrong := sorted(given.keys() - {"base", "neurons", "colors"}):
        raise InputError(f"{name}: unknown {wrong[0]!r}; known: base, neurons, colors")
    base = THEMES.get(str(given.get("base", "light")))
    if base is None:
        raise InputError(f"{name}: base is {' or '.join(THEMES)}")
    colors, neurons = given.get("colors", {}), given.get("neurons", list(base.neurons))
    if not isinstance(colors, dict) or not isinstance(neurons, list) or not neurons:
        raise InputError(f"{name}: colors is a table of roles, neurons a list of colours")
    roles = dict(base.roles)
    for role, color in colors.items():
        if role not in roles:
            raise InputError(f"{name}: no role {role!r}; known: {', '.join(roles)}")
        for part in [role, *(part for part in roles if part.startswith(f"{role}."))]:
            if part == role or part not in colors:  # error.curve has the colour of error
                roles[part] = replace(roles[part], color=_color(name, role, color))
    listed = [_color(name, f"neurons[{i}]", color) for i, color in enumerate(neurons)]
    theme = replace(base, roles=roles, neurons=tuple(listed), file=name)
    _check(name, theme)
    return theme


def theme_named(text: str) -> Theme:
    """A theme by its name, by its TOML file, or as :func:`packed` wrote it.

    Raises:
        InputError: for a name that there is not, or a file that cannot be used.
    """
    if text in THEMES:
        return THEMES[text]
    if text.startswith("{"):
        return _unpacked(text)
    if text.endswith(".toml"):
        return read_theme(text)
    raise InputError(f"no theme {text!r}; {nearest(text, tuple(THEMES))}")


def packed(theme: Theme) -> str:
    """A theme as text that another process or machine reads: a name, or all of its colours."""
    if not theme.file:
        return theme.name
    colors = {role: style.color for role, style in theme.roles.items()}
    values = {"base": theme.name, "file": theme.file, "colors": colors, "neurons": theme.neurons}
    return json.dumps(values, sort_keys=True)


def _unpacked(text: str) -> Theme:
    values = json.loads(text)
    base = THEMES[values["base"]]
    colors = values["colors"]
    roles = {role: replace(style, color=colors[role]) for role, style in base.roles.items()}
    return replace(base, roles=roles, neurons=tuple(values["neurons"]), file=values["file"])


def _color(name: str, role: str, color: Any) -> str:
    if not isinstance(color, str) or not re.fullmatch("#[0-9A-Fa-f]{6}", color):
        raise InputError(f"{name}: {role} is a colour like #1B1F2A, not {color!r}")
    return color.upper()


def _check(name: str, theme: Theme) -> None:
    """Refuse colours that cannot be told from the background."""
    ground = theme["background"].color
    every = [(role, style.color) for role, style in theme.roles.items() if role not in AREAS]
    every += [(f"neurons[{i}]", color) for i, color in enumerate(theme.neurons)]
    for role, color in every:
        least = READ if role in TEXTS or role.startswith("neurons") else SEEN
        if (found := contrast(color, ground)) < least:
            raise InputError(
                f"{name}: {role} {color} has a contrast of {found:.1f} on {ground}; "
                f"it needs {least:g}"
            )
