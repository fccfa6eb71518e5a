"""HTML that needs nothing else: whole documents, and the elements that several outputs have.

Pages, kits and decks carry their fonts, styles, scripts and data inside. A policy in each allows
these and nothing else: no request, no code from elsewhere.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Sequence
from html import escape
from importlib import resources
from typing import Any

from approx.panels.formula import Fragment
from approx.style.fonts import faces
from approx.style.languages import say
from approx.style.theme import DARK, FONT, LIGHT, Theme
from approx.system.provenance import SOFTWARE, Provenance

#: What every document may load; its styles and scripts are added by their digests.
POLICY = "default-src 'none'; img-src data:; font-src data:; base-uri 'none'; form-action 'none'"


def document(
    *,
    title: str,
    language: str,
    body: str,
    style: str,
    scripts: Sequence[str],
    made: Provenance,
    description: str = "",
    policy: str = POLICY,
    css_class: str = "",
    data: Any = None,
) -> str:
    """The document.

    Args:
        body: HTML; everything else is text.
        style: all style sheets, fonts included.
        scripts: each one element, in this order, after the body.
        made: how it was made, for its metadata.
        description: what it is, for search engines; "" for none.
        policy: of its contents. One that says nothing of scripts and styles gets their digests.
        css_class: of the root element.
        data: for the scripts, which find it as JSON in the element "data".
    """
    if "script-src" not in policy:
        policy += f"; style-src {digests([style])}; script-src {digests(scripts)}"
    metas = {
        "viewport": "width=device-width, initial-scale=1",
        "generator": SOFTWARE,
        "made-with": str(made),
        "color-scheme": "dark light",
        "description": description,
    }
    root = f' class="{css_class}"' if css_class else ""
    lines = [
        "<!doctype html>",
        f'<html lang="{language}"{root}>',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        *(f'<meta name="{name}" content="{escape(text)}">' for name, text in metas.items() if text),
        '<link rel="icon" href="data:,">',
        f"<title>{escape(title)}</title>",
        f"<style>{style}</style>",
        "</head>",
        f"<body>\n{body}",
    ]
    if data is not None:
        lines.append(f'<script type="application/json" id="data">{json_text(data)}</script>')
    lines += [f"<script>{script}</script>" for script in scripts]
    return "\n".join([*lines, "</body>", "</html>", ""])


def digests(texts: Iterable[str]) -> str:
    """The texts' digests, as a content security policy lists them."""
    hashes = (hashlib.sha256(text.encode()).digest() for text in texts)
    return " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in hashes)


def json_text(value: Any) -> str:
    """JSON that may stand inside a script element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.replace("<", "\\u003c")


def resource(package: str | None, name: str) -> str:
    """The text of a file that lies beside a package's modules."""
    assert package is not None
    return (resources.files(package) / name).read_text(encoding="utf-8")


def theme_style(selector: str, roles: Iterable[str], text: str, *themes: Theme) -> str:
    """The font, cut to the characters of `text`, and the colours as variables.

    Args:
        roles: of the theme, which become variables of the selected element.
        themes: the one; or two, the second of which is for readers whose system is light.
    """
    first, *others = themes or (DARK, LIGHT)
    rules = [faces(text), f"{selector} {{ {first.css(roles)} --font: '{FONT}'; }}"]
    for other in others:
        light = f"{selector} {{ {other.css(roles)} }}"
        rules.append(f"@media (prefers-color-scheme: light) {{ {light} }}")
    return "\n".join(rules) + "\n"


#: The colours of text that belongs to a neuron, as `colored` names them.
NEURON_STYLE = "".join(
    f".n{number} {{ color: var(--neuron-{number}); }}\n" for number in range(len(DARK.neurons))
)


def colored(text: str, neuron: int | None) -> str:
    """Text in a neuron's colour, by NEURON_STYLE; None for text of none."""
    if neuron is None:
        return escape(text)
    return f'<span class="n{neuron % len(DARK.neurons)}">{escape(text)}</span>'


def introduction(title: str, formula: Iterable[Fragment], about: str, verdict: str) -> str:
    """What opens a kit and a lesson: title, formula, which network for what, its error."""
    written = "".join(colored(part.text, part.neuron) for part in formula)
    lines = [
        f"<h1>{escape(title)}</h1>",
        f'<p class="formula">{written}</p>' if written else "",
        f"<p>{escape(about)}</p>" if about else "",
        f'<p class="verdict">{escape(verdict)}</p>',
    ]
    return "\n".join(filter(None, lines))


def data_uri(media: str, data: bytes) -> str:
    """The bytes as an address, "data:image/png;base64,…"."""
    return f"data:{media};base64,{base64.b64encode(data).decode()}"


def captions(source: str, language: str) -> str:
    """A film's captions as an element inside of its own; `source` is an address, escaped."""
    label = escape(say("captions", language))
    return f'<track kind="captions" srclang="{language}" label="{label}" src="{source}">'


def web_vtt(text: str) -> str:
    """Captions as an address: browsers read none from files beside a page on a disk."""
    return data_uri("text/vtt", text.encode())
