"""The page as one file of HTML: template, colours, fonts, script and data, and no request."""

from __future__ import annotations

import re
import string
from html import escape
from typing import Any

from approx.core.activations import records
from approx.outputs import html
from approx.outputs.page.data import data
from approx.style.languages import say
from approx.style.theme import THEMES, Theme
from approx.style.theme_file import theme_named
from approx.subjects import Subject
from approx.system.provenance import provenance

#: Modules of the script, each after those it uses.
MODULES = (
    "words", "svg", "axes", "activations", "exact", "distance", "points", "training", "smooth",
    "model", "plot", "diagram", "controls", "readouts", "trainer", "main",
)  # fmt: skip
#: Roles of the theme that the page draws, as variables of its style sheet.
ROLES = ("background", "ink", "quiet", "grid", "sum", "target", "points", "best", "error", "edge")
#: What numbers, and names of targets, may be made of besides the phrases.
CHARACTERS = string.printable.strip() + " −·⁰¹²³⁴⁵⁶⁷⁸⁹⁻±×≤≥∞–ΣσπτηäöüÄÖÜß"
#: Starts the script of a page.
START = """mount(document.querySelector(".approx"),
  JSON.parse(document.getElementById("data").textContent));"""


def page(subject: Subject, language: str = "en", theme: str = "auto") -> str:
    """The subject as HTML.

    Args:
        theme: "dark", "light", "auto" for what the reader's system prefers, or a TOML file of own
            colours, which the reader cannot change.

    Raises:
        InputError: for what the page cannot show.
    """
    own = None if theme == "auto" or theme in THEMES else theme_named(theme)
    shown, named = (theme, theme) if own is None else ("own", own.file)
    values = data(subject, language)
    body = fragment(values, language)
    text = values["title"] + values["target"]["name"] + "".join(values["words"].values())
    return html.document(
        title=values["title"],
        language=language,
        body=f'<main class="approx" data-theme="{shown}">\n{body}\n</main>',
        style=style(text, own),
        scripts=[f'"use strict";\n(() => {{\n{script()}\n{START}\n}})();\n'],
        made=provenance("page", subject, language=language, theme=named),
        description=say("page.title", language, title=values["title"]),
        css_class="approx-page",
        data=values,
    )


def fragment(values: dict[str, Any], language: str) -> str:
    """What stands inside the page's element, in the page and in the widget."""
    target = values["target"]
    blanks = {
        "title": values["title"], "goal": target["name"], "role": target["role"], **values["words"],
    }  # fmt: skip

    def phrase(match: re.Match[str]) -> str:
        name = match.group(1)
        return escape(blanks[name] if name in blanks else say(name, language))

    return re.sub(r"\{\{([\w.]+)\}\}", phrase, _file("template.html")).strip()


def script() -> str:
    """All modules as one piece of code without imports and exports."""
    code = "\n".join(_joined(_file(f"script/{name}.js")) for name in MODULES)
    return code.replace("/* records */", _formulas())


def _formulas() -> str:
    """The smooth activations' formulas, from their records."""
    return "\n  ".join(
        f"{name}: {{ value: (z) => {formulas.value}, first: (z) => {formulas.first} }},"
        for name, record in records().items()
        if (formulas := record.javascript) is not None
    )


def module() -> str:
    """The script of the widget, as one module."""
    code = _joined(_file("widget.js")).replace("default {", "export default {")
    return f"{script()}\n{code}"


def style(text: str, own: Theme | None = None) -> str:
    """The style sheet, with a font for CHARACTERS and `text`, and the themes' colours."""
    themes = {**THEMES} if own is None else {**THEMES, "own": own}
    chosen = "".join(
        f'.approx[data-theme="{name}"] {{ {theme.css(ROLES)} }}\n' for name, theme in themes.items()
    )
    if own is not None:  # the button changes between ours
        chosen += '.approx[data-theme="own"] [data-part="theme"] { display: none; }\n'
    return html.theme_style(".approx", ROLES, CHARACTERS + text) + chosen + _file("style.css")


def _joined(module: str) -> str:
    """A module's code without what only modules need."""
    plain = re.sub(r"^import .*?;\n", "", module, flags=re.MULTILINE | re.DOTALL)
    return re.sub(r"^export ", "", plain, flags=re.MULTILINE)


def _file(name: str) -> str:
    return html.resource(__package__, name)
