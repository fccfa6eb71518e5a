"""The page as one file of HTML: template, colours, fonts, script and data, and no request."""

from __future__ import annotations

import json
import re
import string
from html import escape
from typing import Any

from approx.core.activations import records
from approx.outputs import html
from approx.outputs.page import digits
from approx.outputs.page.data import data, empty
from approx.outputs.page.plane_data import data as plane_data
from approx.outputs.page.tasks import tasks as checked
from approx.style.languages import say
from approx.style.theme import LIGHT, THEMES, Theme
from approx.style.theme_file import theme_named
from approx.subjects import Subject
from approx.subjects.plane import Plane
from approx.subjects.topic import Topic
from approx.system.errors import InputError
from approx.system.provenance import provenance

#: Modules of the script, each after those it uses: of both pages, and of the page of one input.
SHARED = (
    "words", "svg", "menus", "axes", "random", "special", "activations", "refusal", "latex",
    "tokens", "rules", "tape", "similar", "grammar", "writing", "interval", "training",
    "optimizer", "run", "initial", "architecture", "weights", "table", "state", "history",
    "link", "picture", "files", "controls", "builder", "course", "trainer", "settings",
    "tasks", "desk",
)  # fmt: skip
#: Bounds of typed functions.
BOUNDS = ("intervals", "bounds", "bundles", "logarithms", "enclosure")
OF_ONE = (
    "exact", "distance", "points", "smooth", "growth", "best", "model", "expression", *BOUNDS,
    "proof", "prover", "places", "survey", "series", "typed", "subject", "session", "plot",
    "diagram", "folds", "readouts", "dragging", "material", "goals", "main",
)  # fmt: skip
OF_TWO = (
    *BOUNDS, "plane_regions", "plane_classes", "plane_target", "plane_model", "plane_subject",
    "plane_session", "plane_state", "plane_table", "plane_colours", "plane_shapes", "plane_map",
    "plane_diagram", "plane_readouts", "plane_dragging", "plane_handles", "plane_material",
    "plane_goals", "plane_main",
)  # fmt: skip
#: Modules of the page of one input.
MODULES = (*SHARED, *OF_ONE)
#: Roles of the theme that the page draws, as variables of its style sheet.
ROLES = ("background", "ink", "quiet", "grid", "sum", "target", "points", "best", "error", "edge")
#: The others that the map of two inputs draws.
OF_MAPS = ("above", "below", "boundary")
#: What numbers, and names of targets, may be made of besides the phrases.
CHARACTERS = string.printable.strip() + " −·⁰¹²³⁴⁵⁶⁷⁸⁹⁻±×≤≥∞–½ΣσπτηäöüÄÖÜß"
#: Starts the script of a page.
START = """{main}.mount(document.querySelector(".approx"),
  JSON.parse(document.getElementById("data").textContent));"""


def page(
    subject: Subject | Plane | Topic | None,
    language: str = "en",
    theme: str = "auto",
    tasks: list[Any] | None = None,
) -> str:
    """The subject as HTML; an empty page without one.

    Args:
        theme: "dark", "light", "auto" for what the reader's system prefers, or a TOML file of own
            colours, which the reader cannot change.
        tasks: guided tasks, as :mod:`approx.outputs.page.tasks` describes them.

    Raises:
        InputError: for what the page cannot show.
    """
    of_two = isinstance(subject, Plane)
    if tasks is not None and isinstance(subject, Topic):
        raise InputError("tasks are for pages of one or two inputs")
    if isinstance(subject, Topic):
        return digits_page(subject, language, theme)
    if isinstance(subject, Plane):
        values = plane_data(subject, language)
    else:
        values = empty(language) if subject is None else data(subject, language)
    if tasks is not None:
        values["tasks"] = checked(tasks, language, 2 if of_two else 1)
    modules, main = ((*SHARED, *OF_TWO), "$plane_main") if of_two else (MODULES, "$main")
    start = START.format(main=main)
    about = "page.plane.about" if of_two else "page.title"
    own = None if theme == "auto" or theme in THEMES else theme_named(theme)
    shown, named = (theme, theme) if own is None else ("own", own.file)
    body = fragment(values, language)
    text = values["title"] + values["target"]["name"] + "".join(values["words"].values())
    text += "".join(task["text"] + "".join(task["hints"]) for task in values.get("tasks", []))
    return html.document(
        title=values["title"],
        language=language,
        body=f'<main class="approx{" plane" * of_two}" data-theme="{shown}">\n{body}\n</main>',
        style=style(text, own, OF_MAPS if of_two else ()),
        scripts=[f'"use strict";\n(() => {{\n{script(modules)}\n{start}\n}})();\n'],
        made=provenance("page", [] if subject is None else subject, language=language, theme=named),
        description=say(about, language, title=values["title"]),
        css_class="approx-page",
        data=values,
    )


def digits_page(topic: Topic, language: str = "en", theme: str = "auto") -> str:
    """The page of a network that reads handwritten digits.

    Raises:
        InputError: for another topic, which has no page.
    """
    values = digits.data(topic, language)
    own = None if theme == "auto" or theme in THEMES else theme_named(theme)
    shown, named = (theme, theme) if own is None else ("own", own.file)
    words = {**values["words"], "title": values["title"]}
    sheet = style("".join(words.values()), own, digits.ROLES) + _file("digits.css")
    start = START.format(main="$digits")
    return html.document(
        title=values["title"],
        language=language,
        body=f'<main class="approx" data-theme="{shown}">\n'
        f"{_filled('digits.html', words, language)}\n</main>",
        style=sheet,
        scripts=[f'"use strict";\n(() => {{\n{script(digits.MODULES)}\n{start}\n}})();\n'],
        made=provenance("page", topic, language=language, theme=named),
        description=say("page.title", language, title=values["title"]),
        css_class="approx-page",
        data=values,
    )


def fragment(values: dict[str, Any], language: str) -> str:
    """What stands inside the page's element, in the page and in the widget."""
    target, of_two = values["target"], "box" in values
    role = target.get("role", "points" if target["points"] else "target")
    blanks = {"title": values["title"], "goal": target["name"], "role": role, **values["words"]}
    return _filled("plane.html" if of_two else "template.html", blanks, language)


def _filled(file: str, blanks: dict[str, str], language: str) -> str:
    """A template with its blanks filled in, from `blanks` or the phrases."""

    def phrase(match: re.Match[str]) -> str:
        name = match.group(1)
        return escape(blanks[name] if name in blanks else say(name, language))

    template = _file(file).replace("{{> header}}\n", _file("header.html"))
    return re.sub(r"\{\{([\w.]+)\}\}", phrase, template).strip()


def script(modules: tuple[str, ...] = MODULES) -> str:
    """Modules as one piece of code without imports and exports: each is a constant, $name."""
    code = _lean("\n".join(_as_constant(name) for name in modules))
    return code.replace("/* records */", _formulas()).replace("/* activations */", _activations())


def _formulas() -> str:
    """The smooth activations' formulas, from their records."""
    return "\n  ".join(
        f"{name}: {{ value: (z) => {formulas.value}, first: (z) => {formulas.first} }},"
        for name, record in records().items()
        if (formulas := record.javascript) is not None
    )


def _activations() -> str:
    """What a layer can be given, from the records: all that pages compute."""
    return "\n  ".join(
        f"{name}: {{ symbol: {json.dumps(record.symbol.text, ensure_ascii=False)}, "
        f"slopes: {json.dumps(record.slopes)} }},"
        for name, record in records().items()
        if not record.jump and (record.slopes is not None or record.javascript is not None)
    )


def module(of_two: bool = False) -> str:
    """The script of the widget, as one module; that of two inputs has another page."""
    code = _file("widget.js")
    if of_two:
        code = code.replace("./script/main.js", "./script/plane_main.js")
    modules = (*SHARED, *OF_TWO) if of_two else MODULES
    return f"{script(modules)}\n{_with_constants(code)}"


def style(text: str, own: Theme | None = None, more: tuple[str, ...] = ()) -> str:
    """The style sheet, with a font for CHARACTERS and `text`, and the themes' colours.

    Args:
        more: roles besides ROLES.
    """
    roles = (*ROLES, *more)
    themes = {**THEMES} if own is None else {**THEMES, "own": own}
    chosen = "".join(
        f'.approx[data-theme="{name}"] {{ {theme.css(roles)} }}\n' for name, theme in themes.items()
    )
    if own is not None:  # the button changes between ours
        chosen += '.approx[data-theme="own"] [data-part="theme"] { display: none; }\n'
    # Paper is light, whatever the reader chose.
    paper = f"@media print {{ .approx[data-theme] {{ {LIGHT.css(roles)} }} }}\n"
    return (
        html.theme_style(".approx", roles, CHARACTERS + text) + chosen + paper + _file("style.css")
    )


def _lean(code: str) -> str:
    """Without the comments and indents, which are a third of it; no text or pattern holds any."""
    code = re.sub(r"^[ \t]*//.*\n", "", code, flags=re.MULTILINE)
    code = re.sub(r"^[ \t]*/\*\*.*?\*/\n", "", code, flags=re.MULTILINE | re.DOTALL)
    code = re.sub(r"/\*\* .*? \*/ ?", "", code)
    return re.sub(r"\n[ \t\n]+", "\n", code)


def _as_constant(name: str) -> str:
    """A module as a constant of its name that holds what it exports; all else stays inside."""
    code = _with_constants(_file(f"script/{name}.js"))
    exported = re.findall(r"^export (?:async )?(?:function|class|const) (\w+)", code, re.MULTILINE)
    inside = re.sub(r"^export ", "", code, flags=re.MULTILINE)
    return f"const ${name} = (() => {{\n{inside}\nreturn {{ {', '.join(exported)} }};\n}})();"


def _with_constants(code: str) -> str:
    """Imports as what they take from the modules' constants."""
    pattern = r'^import (\{.*?\}) from "\./(?:script/)?(\w+)\.js";$'
    return re.sub(pattern, r"const \1 = $\2;", code, flags=re.MULTILINE | re.DOTALL)


def _file(name: str) -> str:
    return html.resource(__package__, name)
