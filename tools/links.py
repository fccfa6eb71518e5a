"""Checks the links of a built site: every file and every place that a page names is there.

Also that a reader's browser is never sent elsewhere by itself: scripts, styles, fonts and pictures
are files of the site. Run by `make docs`: python tools/links.py build/html
"""

from __future__ import annotations

import sys
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

#: What a browser loads by itself; what else a page names is followed by a click.
LOADED = {"src", "poster", "srcset"}


class Page(HTMLParser):
    """The links of one page and the places that others may name."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.links: list[tuple[str, bool]] = []
        self.places: set[str] = set()
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        for name, value in attributes:
            if value and name in {"id", "name"}:
                self.places.add(value)
            elif value and (name in LOADED or name == "href"):
                is_loaded = name in LOADED or (
                    tag == "link" and ("rel", "stylesheet") in attributes
                )
                self.links.append((value, is_loaded))


@cache
def page(path: Path) -> Page:
    return Page(path)


def faults(site: Path) -> list[str]:
    """One line for every link that leads nowhere, and for what is loaded from elsewhere."""
    found = []
    for path in sorted(site.rglob("*.html")):
        for link, is_loaded in page(path).links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                if is_loaded and parts.scheme != "data":
                    found.append(f"{path.relative_to(site)}: loads {link} from elsewhere")
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path.resolve()
            if target.is_dir():
                target /= "index.html"
            if not target.is_file():
                found.append(f"{path.relative_to(site)}: no file {link}")
            elif target.suffix == ".html" and parts.fragment:
                known = page(target).places
                if unquote(parts.fragment) not in known:
                    found.append(f"{path.relative_to(site)}: no place {link}")
    return found


def main() -> None:
    lines = faults(Path(sys.argv[1]))
    for line in lines:
        print(f"error: {line}", file=sys.stderr)
    sys.exit(bool(lines))


if __name__ == "__main__":
    main()
