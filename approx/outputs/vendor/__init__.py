"""Libraries of other people that decks and pages carry inside; tools/vendor.sh fetches them."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent


def text(name: str) -> str:
    """A vendored file, "reveal/reveal.js", as it may stand inside a page's <script> or <style>."""
    source = (FOLDER / name).read_text(encoding="utf-8")
    return source.replace("</script", r"<\/script").replace("<!--", r"<\!--")
