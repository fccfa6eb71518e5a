"""The page as one file of HTML: template, colours, fonts, script and data, and no request."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import string
from html import escape
from importlib import resources
from typing import Any

from approx.outputs.page import data as about
from approx.style.languages import say
from approx.style.theme import FONT, THEMES
from approx.style.webfont import faces
from approx.subjects import Subject

#: Modules of the script, each after those it uses.
MODULES = (
    "words", "svg", "axes", "exact", "distance", "points", "training", "model", "plot", "diagram",
    "controls", "readouts", "trainer", "main",
)  # fmt: skip
#: Roles of the theme that the page draws, as variables of its style sheet.
ROLES = ("background", "ink", "quiet", "grid", "sum", "target", "points", "best", "error", "edge")
#: What numbers, and names of targets, may be made of besides the words.
CHARACTERS = string.printable.strip() + " −·⁰¹²³⁴⁵⁶⁷⁸⁹⁻±×≤≥∞–ΣσπτηäöüÄÖÜß"


def page(subject: Subject, language: str = "en", theme: str = "auto") -> str:
    """The subject as HTML.

    Args:
        theme: "dark", "light", or "auto" for what the reader's system prefers.

    Raises:
        InputError: for what the page cannot show.
    """
    told = about.data(subject, language)
    body = fragment(told, language)
    look = f"{fonts(told)}\n{style()}"
    code = f'{script()}\nmount(document.querySelector(".approx"), {_read()});'
    code = f'"use strict";\n(() => {{\n{code}\n}})();\n'
    policy = (
        f"default-src 'none'; script-src '{_digest(code)}'; style-src '{_digest(look)}'; "
        "font-src data:; base-uri 'none'; form-action 'none'"
    )
    return (
        f'<!DOCTYPE html>\n<html lang="{language}" class="approx-page">\n<head>\n'
        '<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="generator" content="approx">\n'
        '<meta name="color-scheme" content="dark light">\n'
        f'<meta name="description" content="{escape(about.title(subject, language))}">\n'
        f"<title>{escape(told['title'])}</title>\n<style>{look}</style>\n</head>\n<body>\n"
        f'<main class="approx" data-theme="{theme}">\n{body}\n</main>\n'
        f'<script type="application/json" id="data">{_json(told)}</script>\n'
        f"<script>{code}</script>\n</body>\n</html>\n"
    )


def fragment(told: dict[str, Any], language: str) -> str:
    """What stands inside the page's element, in the page and in the widget."""
    blanks = {
        "title": told["title"],
        "goal": told["target"]["name"],
        "role": told["target"]["role"],
        **told["words"],
    }

    def phrase(match: re.Match[str]) -> str:
        name = match.group(1)
        return escape(blanks[name] if name in blanks else say(name, language))

    return re.sub(r"\{\{([\w.]+)\}\}", phrase, _file("template.html")).strip()


def script() -> str:
    """All modules as one piece of code without imports and exports."""
    return "\n".join(_joined(_file(f"script/{name}.js")) for name in MODULES)


def module() -> str:
    """The script of the widget, as one module."""
    code = _joined(_file("widget.js")).replace("default {", "export default {")
    return f"{script()}\n{code}"


def style() -> str:
    """The style sheet with both themes' colours as variables."""
    dark, light = (THEMES[name].css(ROLES) for name in ("dark", "light"))
    return (
        f".approx {{ {dark} --font: '{FONT}'; }}\n"
        f"@media (prefers-color-scheme: light) {{ .approx {{ {light} }} }}\n"
        f'.approx[data-theme="dark"] {{ {dark} }}\n'
        f'.approx[data-theme="light"] {{ {light} }}\n'
        f"{_file('style.css')}"
    )


def fonts(told: dict[str, Any]) -> str:
    """The bundled font, cut to the characters that the page can show."""
    text = CHARACTERS + told["title"] + told["target"]["name"] + "".join(told["words"].values())
    return faces(text)


def _joined(module: str) -> str:
    """A module's code without what only modules need."""
    plain = re.sub(r"^import .*?;\n", "", module, flags=re.MULTILINE | re.DOTALL)
    return re.sub(r"^export ", "", plain, flags=re.MULTILINE)


def _read() -> str:
    return 'JSON.parse(document.getElementById("data").textContent)'


def _json(value: Any) -> str:
    """JSON that may stand inside a script element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.replace("<", "\\u003c")


def _digest(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


def _file(name: str) -> str:
    return (resources.files(__package__) / name).read_text(encoding="utf-8")
